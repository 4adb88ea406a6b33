//! Ends that cannot both be, and what the words leave open.

use backpedal_model::{
    ClaimKind::{Restored, Timing},
    Polarity::Affirm,
};

use crate::testing::{Details, Story};

const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

/// Two ends: who says it, in which words, at which hour and minute.
fn ends(first: (&str, &str, &str), second: (&str, &str, &str)) -> Vec<String> {
    let mut story = Story::new();
    for (speaker, words, at) in [first, second] {
        let moment = format!("2024-03-05T{at}Z");
        story
            .say(speaker, (Restored, Affirm), HALYARD, words)
            .happened(at, &moment, &moment);
    }
    story.pairs()
}

const BACK: (&str, &str, &str) = ("Halyard", "service was back at 13:15", "13:15");

#[test]
fn two_ends_of_the_whole() {
    assert_eq!(
        ends(BACK, ("Heron", "Halyard was back at 16:00", "16:00")),
        ["timing 0 1"]
    );
    // One reader was still cut off after the whole was said to be back.
    assert_eq!(
        ends(BACK, ("@reader", "our line was back at 16:00", "16:00")),
        ["timing 0 1"]
    );
}

#[test]
fn what_the_words_leave_open() {
    for other in [
        ("Heron", "it was working by 16:00", "16:00"),
        ("Heron", "all names are fine at 16:00", "16:00"),
        ("Heron", "service began to return from 12:00", "12:00"),
        ("Heron", "a third of the routes were back at 12:00", "12:00"),
        ("Heron", "some lines were back at 12:00", "12:00"),
        ("@reader", "my line was back at 12:00", "12:00"),
        ("Heron", "the filter was removed at 12:00", "12:00"),
    ] {
        assert!(ends(BACK, other).is_empty(), "{other:?}");
    }
}

#[test]
fn parts_that_are_not_the_same() {
    let voice = ("Halyard", "voice was back at 13:15", "13:15");
    assert!(ends(voice, ("Heron", "email was back at 16:00", "16:00")).is_empty());
}

#[test]
fn one_side_corrects_its_time() {
    let wrong = ("Halyard", "we were wrong, it was back at 16:00", "16:00");
    assert_eq!(ends(BACK, wrong), ["reversal 0 1"]);
    let step = ("Halyard", "all was back at 16:00", "16:00");
    assert!(ends(BACK, step).is_empty());
}

#[test]
fn a_call_is_no_beginning() {
    let mut story = Story::new();
    for (speaker, words, start, end) in [
        (
            "Halyard",
            "it was down from 06:27 to 08:00",
            "06:27",
            "08:00",
        ),
        (
            "Heron",
            "she rang five times from 07:00 to 07:20",
            "07:00",
            "07:20",
        ),
    ] {
        let at = |time: &str| format!("2024-03-05T{time}Z");
        story
            .say(speaker, (Timing, Affirm), HALYARD, words)
            .happened(words, &at(start), &at(end));
    }
    assert!(story.pairs().is_empty());
}

#[test]
fn a_time_that_is_denied() {
    let pairs = |words: &str| {
        let mut story = Story::new();
        story
            .say(
                "Halyard",
                (Timing, Affirm),
                HALYARD,
                "the routes left at 13:29",
            )
            .happened("13:29", "2024-03-05T13:29Z", "2024-03-05T13:29Z");
        story
            .say("Heron", (Timing, Affirm), HALYARD, words)
            .happened("13:51", "2024-03-05T13:51Z", "2024-03-05T13:51Z");
        story.pairs()
    };
    assert_eq!(pairs("they left at 13:51, not 13:29"), ["timing 0 1"]);
    assert_eq!(pairs("they left at 13:51 and not at 13:29"), ["timing 0 1"]);
    assert!(pairs("they had not left at 13:51, we think").is_empty());
    assert!(pairs("they left at 13:51, not 13:40").is_empty());
}
