//! A side that denied its own outage and then, of the same event, leaves open what happened or
//! finds the fault in its own house.

use backpedal_model::{ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, blame::Blame, in_order, order_clause, outage, strength_of_move};
use crate::{
    names::share,
    order::{self, Basis},
    reading::Reading,
    words,
    world::World,
};

pub(super) const RULE: &str = "reversal.denial-given-up";

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    let denials: Vec<&Reading<'_>> = world
        .of(ClaimKind::Outage, Polarity::Deny)
        .filter(|reading| reading.of_itself())
        // What the side said of its outage directly is the better pair.
        .filter(|reading| !found.involves(reading, outage::REVERSAL))
        .filter(|reading| !reading.is_taken_back() && !super::opposed::names_a_part(reading))
        .collect();
    for denied in denials {
        let kinds = [ClaimKind::Investigating, ClaimKind::Cause];
        for later in kinds.iter().flat_map(|kind| world.facing(denied, *kind)) {
            if !later.side.same(&denied.side) {
                continue;
            }
            if let Some(what) = gives_up(world, denied, later) {
                add(world, denied, later, what, found);
            }
        }
    }
}

/// What the later statement makes of the denial, if anything.
fn gives_up(world: &World<'_>, denied: &Reading<'_>, later: &Reading<'_>) -> Option<&'static str> {
    let blame = Blame::of(world, later);
    let own = share(&later.objects, &denied.subjects)
        || (share(&later.subjects, &denied.subjects) && !blame.is_foreign());
    match (later.kind(), later.polarity()) {
        // "Our own systems are fine" and "we are watching it" go together.
        (ClaimKind::Investigating, Polarity::Affirm | Polarity::Uncertain)
            if super::opposed::is_whole(denied) =>
        {
            Some("The denial gave way to “under investigation”: withdrawn, with nothing conceded.")
        }
        (ClaimKind::Cause, Polarity::Uncertain) if own => {
            Some("The denial gave way to an open cause: withdrawn, with nothing conceded.")
        }
        (ClaimKind::Cause, Polarity::Affirm) if own && blame.is_own() => {
            Some("The denial was followed by a fault of one’s own.")
        }
        _ => None,
    }
}

/// Whether the text tells between the two that time has passed for the side: "soon after, the
/// company called back".
fn is_another_occasion(world: &World<'_>, denied: &Reading<'_>, later: &Reading<'_>) -> bool {
    // "After it denied any downtime, the provider said that it was looking into it."
    let recalled = |reading: &Reading<'_>| words::EARLIER.stand_in(&reading.words);
    if recalled(denied) && !recalled(later) {
        return true;
    }
    if denied.place.0 != later.place.0 || denied.number > later.number {
        return order::later_words(later).is_some();
    }
    world.readings[denied.number + 1..=later.number]
        .iter()
        .any(|told| told.side.same(&later.side) && order::later_words(told).is_some())
}

fn add<'a>(
    world: &World<'a>,
    denied: &Reading<'a>,
    later: &Reading<'a>,
    what: &str,
    found: &mut Found,
) {
    let (first, second, basis) = in_order(denied, later);
    // One breath often denies one thing and looks into another: only words that come later, by
    // their time or by the text's telling, give a denial up.
    if basis != Some(Basis::Times) && !is_another_occasion(world, denied, later) {
        return;
    }
    let admits = later.is(ClaimKind::Cause, Polarity::Affirm);
    let denial_first = basis.is_some() && first.claim.id == denied.claim.id;
    // To look into it first and deny it then is no reversal; a fault of one's own is, either way.
    if !denial_first && !admits {
        return;
    }
    let why = format!(
        "{what} Contradicted by own {} statement. {}",
        if denial_first { "later" } else { "other" },
        order_clause(basis, second)
    );
    found.add(&Finding {
        kind: ContradictionKind::Reversal,
        a: first,
        b: second,
        why: &why,
        strength: strength_of_move(first, second, basis),
        would_change: "A source in which the later statement repeats the denial, or is about \
                       another event, would change it.",
        rule: RULE,
    });
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        CauseKind,
        ClaimKind::{Cause, Investigating, Outage},
        Polarity, Strength,
    };

    use crate::testing::{Details, Story};

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

    fn denial() -> Story {
        let mut story = Story::new();
        story
            .say(
                "Halyard",
                (Outage, Polarity::Deny),
                HALYARD,
                "we had no downtime",
            )
            .at("2024-03-05T10:00Z");
        story
    }

    #[test]
    fn a_denial_gives_way_to_open() {
        let mut story = denial();
        story
            .say(
                "Halyard",
                (Investigating, Polarity::Affirm),
                ("Heron", &[]),
                "still looking",
            )
            .at("2024-03-05T12:00Z");
        story
            .say(
                "Halyard",
                (Cause, Polarity::Uncertain),
                ("Heron", &["Halyard", "Heron"]),
                "either it was us or it was them",
            )
            .at("2024-03-05T12:00Z");
        assert_eq!(story.pairs(), ["reversal 0 1", "reversal 0 2"]);
        assert_eq!(story.judge().contradictions[0].strength, Strength::Strong);
    }

    #[test]
    fn a_denial_of_being_down_is_as_good_as_one_of_an_outage() {
        let mut story = Story::new();
        let words = "Halyard had not been down";
        story
            .say("Halyard", (Outage, Polarity::Deny), HALYARD, words)
            .at("2024-03-05T10:00Z");
        let look = (Investigating, Polarity::Affirm);
        story
            .say("Halyard", look, HALYARD, "still looking")
            .at("2024-03-05T12:00Z");
        assert_eq!(story.pairs(), ["reversal 0 1"]);
    }

    #[test]
    fn a_part_that_held_is_no_denial_of_the_whole() {
        for words in [
            "spare links kept working",
            "our own mail was never down",
            "nothing on edge-2 of the other site was lost",
        ] {
            let mut story = Story::new();
            story
                .say("Halyard", (Outage, Polarity::Deny), HALYARD, words)
                .at("2024-03-05T10:00Z");
            let look = (Investigating, Polarity::Affirm);
            story
                .say("Halyard", look, HALYARD, "still looking")
                .at("2024-03-05T12:00Z");
            assert!(story.pairs().is_empty(), "{words}");
        }
    }

    #[test]
    fn near_misses() {
        // Looked into first, denied then.
        let mut story = Story::new();
        let look = (Investigating, Polarity::Affirm);
        story
            .say("Halyard", look, HALYARD, "looking into it")
            .at("2024-03-05T09:00Z");
        story
            .say(
                "Halyard",
                (Outage, Polarity::Deny),
                HALYARD,
                "we had no downtime",
            )
            .at("2024-03-05T10:00Z");
        assert!(story.pairs().is_empty());
        // Somebody else looks into it.
        let mut story = denial();
        story
            .say("Heron", look, HALYARD, "looking into it")
            .at("2024-03-05T12:00Z");
        assert!(story.pairs().is_empty());
        // The fault is found with somebody else.
        let mut story = denial();
        story
            .say(
                "Halyard",
                (Cause, Polarity::Affirm),
                ("Heron", &["Kestrel"]),
                "it was Kestrel",
            )
            .because(CauseKind::Provider)
            .at("2024-03-05T12:00Z");
        assert!(story.pairs().is_empty());
        // The denial was about a part.
        let mut story = Story::new();
        story
            .say(
                "Halyard",
                (Outage, Polarity::Deny),
                HALYARD,
                "our own portal was fine",
            )
            .at("2024-03-05T10:00Z");
        story
            .say("Halyard", look, HALYARD, "looking into it")
            .at("2024-03-05T12:00Z");
        assert!(story.pairs().is_empty());
    }

    #[test]
    fn a_fault_of_ones_own_ends_a_denial() {
        let mut story = denial();
        story
            .say(
                "Halyard",
                (Cause, Polarity::Affirm),
                ("Halyard", &["router"]),
                "a router died",
            )
            .because(CauseKind::Hardware)
            .at("2024-03-05T12:00Z");
        assert_eq!(story.pairs(), ["reversal 0 1"]);
    }
}
