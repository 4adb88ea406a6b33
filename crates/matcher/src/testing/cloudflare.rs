//! The Cloudflare case with observations that carry the known figures: first loss 06:28, minimum
//! 76.1 % at 06:34, below 99 % from 06:30 to 07:39, back by 07:47, data end at 08:00.

use backpedal_model::{
    CauseKind,
    ClaimKind::{Cause, Restored, Scope, Timing},
    DocumentKind, DurationRange, Level, Observation, Outcome,
    Polarity::{Affirm, Deny, Uncertain},
};

use super::{
    Details, Story,
    measured::{between, series, visibility},
};

const CASE: &str = r#"
id = "cloudflare-2022-06-21"
title = "Cloudflare, 21 June 2022"
zone = "UTC"
window = { start = "2022-06-21T06:00Z", end = "2022-06-21T09:00Z" }
[[party]]
id = "cloudflare"
name = "Cloudflare"
asns = [13335]
"#;

const ABOUT: (&str, &[&str]) = ("Cloudflare", &[]);

fn story() -> Story {
    let mut story = Story::of(CASE);
    provider(&mut story);
    blog(&mut story);
    magazine(&mut story);
    story.observations.push(observed());
    story
}

fn provider(story: &mut Story) {
    story
        .say(
            "Cloudflare",
            (Timing, Affirm),
            ABOUT,
            "the beginning of the outage at 06:27 UTC",
        )
        .happened("06:27 UTC", "2022-06-21T06:27Z", "");
    story
        .say(
            "Cloudflare",
            (Timing, Affirm),
            ABOUT,
            "was found at 06:58 UTC",
        )
        .happened("06:58 UTC", "2022-06-21T06:58Z", "2022-06-21T06:58Z");
    story
        .say(
            "Cloudflare",
            (Timing, Affirm),
            ABOUT,
            "the last revert was finished at 07:42 UTC",
        )
        .happened("07:42 UTC", "2022-06-21T07:42Z", "2022-06-21T07:42Z");
    story
        .say(
            "Cloudflare",
            (Cause, Deny),
            ("Cloudflare", &["attack"]),
            "not the result of an attack",
        )
        .because(CauseKind::Attack);
}

fn blog(story: &mut Story) {
    story.document("blog", DocumentKind::Article);
    story
        .say(
            "",
            (Timing, Affirm),
            ABOUT,
            "500 errors first appeared at 06:58 UTC",
        )
        .happened("06:58 UTC", "2022-06-21T06:58Z", "");
    story
        .say(
            "",
            (Timing, Affirm),
            ABOUT,
            "The change was rolled back at 08:20 UTC",
        )
        .happened("08:20 UTC", "2022-06-21T08:20Z", "2022-06-21T08:20Z");
    story
        .say(
            "",
            (Restored, Affirm),
            ABOUT,
            "was fully recovered at 08:50 UTC",
        )
        .happened("08:50 UTC", "2022-06-21T08:50Z", "2022-06-21T08:50Z");
}

fn magazine(story: &mut Story) {
    story.document("magazine", DocumentKind::Article);
    let length = story
        .say(
            "",
            (Timing, Affirm),
            ABOUT,
            "lasted approximately 69 minutes",
        )
        .happened("about 69 minutes", "", "");
    length.event_time.as_mut().expect("a time").duration = Some(DurationRange {
        min_seconds: Some(69 * 60),
        max_seconds: Some(69 * 60),
    });
    story.say("", (Scope, Affirm), ABOUT, "took half of the web offline");
    story
        .say(
            "@customer",
            (Cause, Uncertain),
            ("Cloudflare", &["denial-of-service attack"]),
            "suspected a denial-of-service attack",
        )
        .because(CauseKind::Attack);
}

fn observed() -> Observation {
    let mut seen = visibility(
        "cloudflare",
        "2022-06-21T06:00:00Z",
        &[
            (28, 1.0),
            (2, 0.995),
            (4, 0.80),
            (1, 0.761),
            (30, 0.79),
            (35, 0.95),
            (8, 0.995),
            (12, 0.999),
        ],
    );
    let visibility = series(&mut seen);
    visibility.first_loss = Some(between("2022-06-21T06:27:00Z", "2022-06-21T06:28:00Z"));
    visibility.onset = Some(between("2022-06-21T06:29:00Z", "2022-06-21T06:30:00Z"));
    visibility.recovery = Some(between("2022-06-21T07:39:00Z", "2022-06-21T07:48:00Z"));
    seen
}

#[test]
fn every_row_of_the_known_figures() {
    let story = story();
    let outcome = |claim: usize| story.verdict(claim).outcome();
    assert_eq!(
        outcome(0),
        Outcome::Supported,
        "{}",
        story.verdict(0).sentence()
    );
    assert_eq!(outcome(1), Outcome::NotTestable, "a step is no edge");
    assert_eq!(
        outcome(2),
        Outcome::Consistent,
        "{}",
        story.verdict(2).sentence()
    );
    assert_eq!(outcome(3), Outcome::NotTestable);
    assert_eq!(
        outcome(4),
        Outcome::Contradicted,
        "{}",
        story.verdict(4).sentence()
    );
    assert_eq!(
        outcome(5),
        Outcome::CannotTell,
        "{}",
        story.verdict(5).sentence()
    );
    assert_eq!(
        outcome(6),
        Outcome::CannotTell,
        "{}",
        story.verdict(6).sentence()
    );
    assert_eq!(
        outcome(7),
        Outcome::Supported,
        "{}",
        story.verdict(7).sentence()
    );
    assert_eq!(outcome(8), Outcome::NotTestable);
    assert_eq!(outcome(9), Outcome::NotTestable);
    assert_eq!(
        story.verdict(4).levels(),
        [(Level::Routing, Outcome::Contradicted)]
    );
}

#[test]
fn sentences_carry_the_figures_and_the_limits() {
    let story = story();
    let holds = |claim: usize, words: &[&str]| {
        let sentence = story.verdict(claim).sentence();
        for word in words {
            assert!(sentence.contains(word), "{word:?} in {sentence:?}");
        }
    };
    holds(
        0,
        &[
            "Supported by measurement (routing)",
            "06:27–06:29 UTC",
            "4 minutes late",
        ],
    );
    holds(2, &["07:39–07:47 UTC on 2022-06-21", "lower bound"]);
    holds(
        4,
        &[
            "Contradicted by measurement (routing)",
            "28 minutes later",
            "about the application",
        ],
    );
    holds(
        5,
        &[
            "Cannot tell",
            "07:39–07:47",
            "32 minutes later",
            "lower bound",
        ],
    );
    holds(6, &["62 minutes later"]);
    holds(7, &["70 minutes", "99.0 %", "Prefixes are not users"]);
    holds(
        8,
        &[
            "wider than the data",
            "76.1 %",
            "06:34 UTC",
            "Prefixes are not users",
        ],
    );
    holds(9, &["nothing firm"]);
    holds(3, &["No verdict, a cause cannot be measured here"]);
}

#[test]
fn times_are_inconsistent_and_the_attack_is_in_dispute() {
    assert_eq!(
        story().pairs(),
        ["timing 0 4", "timing 2 5", "timing 2 6", "dispute 9 3"]
    );
}

#[test]
fn a_time_quoted_alone_is_read_in_its_sentence() {
    let mut story = story();
    for (claim, words) in [
        (0, "at 06:27 UTC"),
        (1, "at 06:58 UTC"),
        (4, "at 06:58 UTC"),
    ] {
        let quote = &mut story.claims[claim].quote;
        let at = quote.text.find(words).expect("the time is quoted");
        quote.span.start += at;
        quote.text = words.to_owned();
    }
    let outcome = |claim: usize| story.verdict(claim).outcome();
    assert_eq!(outcome(0), Outcome::Supported);
    assert_eq!(outcome(1), Outcome::NotTestable, "a step is no edge");
    assert_eq!(outcome(4), Outcome::Contradicted);
    assert!(
        story
            .verdict(4)
            .sentence()
            .contains("about the application")
    );
    assert!(story.pairs().contains(&"timing 0 4".to_owned()));
}
