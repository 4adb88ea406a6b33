//! The ledger by stories: each move, and what only seems to be one.

use backpedal_model::{CauseKind, ClaimKind, Move, PartyId, Polarity, Topic};

use super::{Details, Story};

const OUTAGE: ClaimKind = ClaimKind::Outage;
const CAUSE: ClaimKind = ClaimKind::Cause;

fn moves(story: &Story, party: &str, topic: Topic) -> Vec<Move> {
    let party = PartyId::new(party).expect("a good id");
    story
        .judge()
        .positions
        .iter()
        .filter(|position| position.party == party && position.topic == topic)
        .map(|position| position.moved)
        .collect()
}

#[test]
fn a_denial_that_gives_way_to_an_admission() {
    let mut story = Story::new();
    let about: (&str, &[&str]) = ("Halyard", &[]);
    story
        .say(
            "Halyard",
            (OUTAGE, Polarity::Deny),
            about,
            "there was no outage",
        )
        .at("2024-03-05T10:00Z");
    story
        .say(
            "Halyard",
            (OUTAGE, Polarity::Affirm),
            about,
            "our network had failed",
        )
        .at("2024-03-05T18:00Z");
    assert_eq!(
        moves(&story, "halyard", Topic::Outage),
        [Move::FirstStated, Move::Admitted]
    );
}

#[test]
fn told_in_the_other_order_the_times_decide() {
    let mut story = Story::new();
    let about: (&str, &[&str]) = ("Halyard", &[]);
    story
        .say(
            "Halyard",
            (OUTAGE, Polarity::Affirm),
            about,
            "our network had failed",
        )
        .at("2024-03-05T18:00Z");
    story
        .say(
            "Halyard",
            (OUTAGE, Polarity::Deny),
            about,
            "there was no outage",
        )
        .at("2024-03-05T10:00Z");
    assert_eq!(
        moves(&story, "halyard", Topic::Outage),
        [Move::FirstStated, Move::Admitted]
    );
}

#[test]
fn a_mechanism_added_later_is_a_refinement() {
    let mut story = Story::new();
    story
        .say(
            "Halyard",
            (CAUSE, Polarity::Affirm),
            ("Halyard", &[]),
            "a fault of our own",
        )
        .because(CauseKind::OwnNetwork)
        .at("2024-03-05T10:00Z");
    story
        .say(
            "Halyard",
            (CAUSE, Polarity::Affirm),
            ("Halyard", &["router"]),
            "a router failed",
        )
        .because(CauseKind::Hardware)
        .at("2024-03-05T18:00Z");
    assert_eq!(
        moves(&story, "halyard", Topic::Cause),
        [Move::FirstStated, Move::Refined]
    );
    assert!(story.pairs().is_empty(), "{:?}", story.pairs());
}

#[test]
fn to_look_into_it_takes_no_stand_on_who_is_responsible() {
    let mut story = Story::new();
    let look = (ClaimKind::Investigating, Polarity::Affirm);
    story.say("Halyard", look, ("Halyard", &[]), "we are looking into it");
    assert!(moves(&story, "halyard", Topic::Responsibility).is_empty());
    assert_eq!(moves(&story, "halyard", Topic::Cause), [Move::FirstStated]);
}

#[test]
fn that_a_part_held_is_no_position_on_the_outage() {
    let told = |words: &str| {
        let mut story = Story::new();
        story.say("Halyard", (OUTAGE, Polarity::Deny), ("Halyard", &[]), words);
        moves(&story, "halyard", Topic::Outage)
    };
    assert!(told("cash machines worked normally").is_empty());
    assert_eq!(told("there was no outage"), [Move::FirstStated]);
}
