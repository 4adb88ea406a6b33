//! Counts that do not fit, and those that only seem not to.

use backpedal_model::{Bound, Claim, ClaimKind::Scope, Polarity, Quantity};

use crate::testing::{Details, Story};

const AFFIRM: Polarity = Polarity::Affirm;

fn say<'s>(story: &'s mut Story, speaker: &str, words: &str) -> &'s mut Claim {
    story.say(speaker, (Scope, AFFIRM), ("Halyard", &[]), words)
}

fn two(first: (&str, &str), second: (&str, &str)) -> Story {
    let mut story = Story::new();
    say(&mut story, first.0, first.1);
    say(&mut story, second.0, second.1);
    story
}

/// Two sides, in both orders.
fn clash(first: &str, second: &str) -> bool {
    let pairs = |a: &str, b: &str| two(("Halyard", a), ("Heron", b)).pairs().len();
    let (forth, back) = (pairs(first, second), pairs(second, first));
    assert_eq!(forth, back, "{first} / {second}");
    forth == 1
}

#[test]
fn two_sides_count_the_same() {
    for (first, second) in [
        ("120 customers were hit", "more than 300 hosting customers"),
        ("1.2 million people were hit", "some 3 million subscribers"),
        (
            "5 of 10 generators failed",
            "three of ten generators failed",
        ),
        ("a third of customers", "90 percent of customers were hit"),
        ("212 flights were cancelled", "has 238 cancellations"),
        ("61 calls failed", "no more than 20 calls failed"),
        ("a handful of lines", "thousands of lines were dead"),
        ("fewer than 5% of users", "one in three users"),
        ("twelve switches failed", "a couple of switches failed"),
    ] {
        assert!(clash(first, second), "{first} / {second}");
    }
}

#[test]
fn near_misses() {
    for (first, second) in [
        // Rounded, bounded, vague.
        ("228 calls failed", "229 calls failed"),
        ("2,697 calls failed", "about 2,700 calls failed"),
        ("40 percent of users", "more than 40 percent of users"),
        ("120 customers were hit", "130 customers were hit"),
        ("300 homes", "hundreds of homes"),
        ("dozens of sites", "some 60 sites were down"),
        // Another thing, another event, a share beside a count.
        ("70,000 reports came in", "125 million devices were hit"),
        ("120 customers were hit", "1,000 complaints came in"),
        ("120 customers were hit", "300 customers complained"),
        ("212 flights were cancelled", "400 flights were delayed"),
        ("120 customers were hit", "20 percent of customers"),
        ("100,000 homes", "300,000 people were hit"),
        // Another place.
        ("120 customers in Dunfell", "300 customers in Marrow"),
        // No counts.
        ("customers waited 40 minutes", "customers waited 90 minutes"),
        ("customers lost $40 million", "customers lost $2 million"),
        ("since 2011 no customers", "since 1998 no customers"),
    ] {
        assert!(!clash(first, second), "{first} / {second}");
    }
}

#[test]
fn a_number_by_itself_answers_the_one_before() {
    let counts = |second: &str| {
        two(
            ("Heron", "5,600 homes had no connection"),
            ("Halyard", second),
        )
        .pairs()
    };
    assert_eq!(counts("it offered 2,000"), ["numbers 0 1"]);
    assert!(counts("it sent 2,000 leaflets").is_empty());
    assert!(counts("it spoke for 20 minutes").is_empty());
    let asked = two(
        ("Heron", "5,600 homes had no connection"),
        ("@reader", "Which is it, 2,000?"),
    );
    assert!(asked.pairs().is_empty());
}

#[test]
fn another_time_is_another_count() {
    let mut story = Story::new();
    for (speaker, words, hour) in [
        ("Halyard", "120 customers were hit", "2024-03-05T06:00Z"),
        ("Heron", "300 customers were hit", "2024-03-05T09:00Z"),
    ] {
        say(&mut story, speaker, words).happened("then", hour, hour);
    }
    assert!(story.pairs().is_empty());
    assert_eq!(story.nones(), ["different scope 0 1"]);
}

#[test]
fn one_side_gives_another_number() {
    let own = |first: &str, second: &str| two(("Halyard", first), ("Halyard", second));
    let story = own("228 calls failed", "we were wrong, 2,697 calls failed");
    assert_eq!(story.pairs(), ["reversal 0 1"]);
    let story = own("the first estimate was 75,000 homes", "it is 300,000 homes");
    assert_eq!(story.pairs(), ["numbers 0 1"]);
    // It grew while it went on; it is more precise; nothing says that they are of one time.
    let story = own("1,000 customers are out so far", "5,000 customers are out");
    assert_eq!(story.nones(), ["state changed 0 1"]);
    let story = own("about 2,700 calls failed", "2,697 calls failed");
    assert_eq!(story.nones(), ["refinement 0 1"]);
    assert!(
        own("120 customers are out", "500 customers are out")
            .pairs()
            .is_empty()
    );
}

#[test]
fn counts_at_proven_times_grow() {
    let mut story = Story::new();
    say(&mut story, "Halyard", "1,000 customers are out").at("2024-03-05T10:00Z");
    say(&mut story, "Halyard", "5,000 customers are out").at("2024-03-05T11:00Z");
    assert!(story.pairs().is_empty());
    assert_eq!(story.nones(), ["state changed 0 1"]);
}

#[test]
fn noughts_too_many() {
    let story = two(
        ("", "25 million calls were lost"),
        ("", "25,000 calls were lost"),
    );
    assert_eq!(story.pairs(), ["numbers 0 1"]);
    // The author misprints what the side itself says.
    let story = two(
        ("", "1,100 stores were hit"),
        ("Halyard", "110 stores were hit"),
    );
    assert!(story.pairs().is_empty());
    assert_eq!(story.nones(), ["third party's error 0 1"]);
    // One digit is no slip, and an author's two numbers may be of two places.
    let story = two(("", "some 200 calls were lost"), ("", "20 calls were lost"));
    assert!(story.pairs().is_empty());
}

#[test]
fn the_claims_own_quantity_where_the_words_hold_none() {
    let mut story = Story::new();
    for (speaker, value, bound) in [
        ("Halyard", 120.0, None),
        ("Heron", 900.0, Some(Bound::MoreThan)),
    ] {
        say(&mut story, speaker, "customers were hit").quantity = Some(Quantity {
            value,
            unit: "customers".to_owned(),
            bound,
            of: None,
        });
    }
    assert_eq!(story.pairs(), ["numbers 0 1"]);
}
