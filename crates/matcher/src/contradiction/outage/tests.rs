//! Outages stated and denied, with near misses.

use backpedal_model::{ClaimKind::Outage, DocumentKind, Polarity};

use crate::testing::{Details, Story};

const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

#[test]
fn two_sides_oppose_each_other() {
    let mut story = Story::new();
    story.say(
        "Heron",
        (Outage, Polarity::Affirm),
        HALYARD,
        "their core fell over",
    );
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "our backbone was operational",
    );
    assert_eq!(story.pairs(), ["dispute 0 1"]);
}

#[test]
fn near_misses_of_a_dispute() {
    let mut story = Story::new();
    story.say(
        "Heron",
        (Outage, Polarity::Affirm),
        HALYARD,
        "calls over Halyard failed",
    );
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "our web portal stayed up",
    );
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "other services were fine",
    );
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        ("Heron", &[]),
        "Heron had no outage",
    );
    story.say(
        "@reader",
        (Outage, Polarity::Uncertain),
        HALYARD,
        "Halyard may be down too",
    );
    assert!(story.pairs().is_empty(), "{:?}", story.pairs());
    assert_eq!(
        story.nones(),
        ["different scope 0 1", "different scope 0 2"]
    );
}

#[test]
fn different_times_are_a_change_of_the_state() {
    let mut story = Story::new();
    story
        .say(
            "Heron",
            (Outage, Polarity::Affirm),
            HALYARD,
            "Halyard was down",
        )
        .happened("in the morning", "2024-03-05T06:00Z", "2024-03-05T08:00Z");
    story
        .say(
            "Halyard",
            (Outage, Polarity::Deny),
            HALYARD,
            "there was no outage",
        )
        .happened("at noon", "2024-03-05T12:00Z", "2024-03-05T12:30Z");
    assert!(story.pairs().is_empty());
    assert_eq!(story.nones(), ["state changed 0 1"]);
}

#[test]
fn a_denial_and_then_a_hedge_or_an_admission() {
    let mut story = Story::new();
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "we had no outage",
    );
    story.say(
        "Halyard",
        (Outage, Polarity::Uncertain),
        HALYARD,
        "we may have lost packets",
    );
    story.say(
        "Halyard",
        (Outage, Polarity::Affirm),
        HALYARD,
        "our network was down",
    );
    assert_eq!(story.pairs(), ["reversal 0 1", "reversal 0 2"]);
    let judgement = story.judge();
    let why = |at: usize| judgement.contradictions[at].why.clone();
    assert!(why(0).contains("nothing conceded"), "{}", why(0));
    assert!(why(1).contains("admission"), "{}", why(1));
}

#[test]
fn down_and_then_up_again_is_no_reversal() {
    let mut story = Story::new();
    story.say(
        "Halyard",
        (Outage, Polarity::Affirm),
        HALYARD,
        "our network is down",
    );
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "all systems operational",
    );
    assert!(story.pairs().is_empty());
    assert_eq!(story.nones(), ["state changed 0 1"]);
    // A denial that reaches back over the event is one.
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "there never was an outage",
    );
    assert_eq!(story.pairs(), ["reversal 0 2"]);
}

#[test]
fn without_any_order_the_same_side_is_not_accused_of_going_back() {
    let mut story = Story::new();
    story.say(
        "Halyard",
        (Outage, Polarity::Affirm),
        HALYARD,
        "our network is down",
    );
    story.document("second", DocumentKind::Article);
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "all systems operational",
    );
    assert!(story.pairs().is_empty());
}

#[test]
fn what_was_given_up_is_no_longer_in_dispute() {
    let mut story = Story::new();
    story
        .say(
            "Halyard",
            (Outage, Polarity::Deny),
            HALYARD,
            "we had no outage",
        )
        .at("2024-03-05T10:00Z");
    story
        .say(
            "Halyard",
            (Outage, Polarity::Affirm),
            HALYARD,
            "our network was down",
        )
        .at("2024-03-05T11:00Z");
    story
        .say(
            "@reader",
            (Outage, Polarity::Affirm),
            HALYARD,
            "it was down for me as well",
        )
        .at("2024-03-05T12:00Z");
    assert_eq!(story.pairs(), ["reversal 0 1"]);
}

#[test]
fn a_syndicated_copy_counts_once() {
    let mut story = Story::new();
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "our network had no outage",
    );
    story.say(
        "Heron",
        (Outage, Polarity::Affirm),
        HALYARD,
        "their whole core fell over",
    );
    story.document("copy", DocumentKind::Article);
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "our network had no outage",
    );
    story.say(
        "Heron",
        (Outage, Polarity::Affirm),
        HALYARD,
        "their whole core fell over",
    );
    assert_eq!(story.pairs(), ["dispute 1 0"]);
}

#[test]
fn words_repeated_to_take_them_back_are_no_new_denial() {
    let mut story = Story::new();
    story.say(
        "Heron",
        (Outage, Polarity::Affirm),
        HALYARD,
        "Halyard was down",
    );
    let words = "We were wrong to say that our network was fine";
    let claim = story.say("Halyard", (Outage, Polarity::Deny), HALYARD, words);
    let at = words.find("our").unwrap_or(0);
    claim.quote.span.start += at;
    claim.quote.text = words[at..].to_owned();
    assert!(story.pairs().is_empty(), "{:?}", story.pairs());
}

#[test]
fn fine_ever_since_is_about_the_time_after() {
    let mut story = Story::new();
    story.say(
        "Heron",
        (Outage, Polarity::Affirm),
        HALYARD,
        "Halyard was down",
    );
    story.say(
        "Halyard",
        (Outage, Polarity::Deny),
        HALYARD,
        "the network is fine since then",
    );
    assert!(story.pairs().is_empty());
    assert_eq!(story.nones(), ["state changed 0 1"]);
}

#[test]
fn the_teller_of_a_story_is_not_accused_of_going_back() {
    let mut story = Story::new();
    story.say(
        "",
        (Outage, Polarity::Deny),
        HALYARD,
        "nothing was wrong with the network",
    );
    story.say(
        "",
        (Outage, Polarity::Affirm),
        HALYARD,
        "and yet the network was down",
    );
    assert!(story.pairs().is_empty());
}
