//! One says that another said or withdrew something, and the other's own words show otherwise.

use backpedal_model::{ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, strength_of_dispute};
use crate::{
    names::share,
    order::{self, Order},
    reading::{Reading, Side},
    world::World,
};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for told in world.of(ClaimKind::Retraction, Polarity::Affirm) {
        withdrawn(world, told, found);
    }
    for kind in [ClaimKind::Cause, ClaimKind::Outage] {
        for told in world.of(kind, Polarity::Affirm) {
            put_into_mouth(world, told, found);
        }
    }
}

/// "They retracted it", where they only left it open, or stand by it.
fn withdrawn<'a>(world: &World<'a>, told: &Reading<'a>, found: &mut Found) {
    if told.of_itself() || matches!(told.side, Side::Author(_)) {
        // An author's summary is no party's report.
        deny_of_retraction(world, told, found);
        return;
    }
    deny_of_retraction(world, told, found);
    let own = |reading: &&Reading<'a>| told.subjects.iter().any(|name| reading.side.is(name));
    let mut theirs: Vec<&Reading<'a>> = [
        ClaimKind::Outage,
        ClaimKind::Cause,
        ClaimKind::Investigating,
        ClaimKind::Retraction,
        ClaimKind::Responsibility,
    ]
    .iter()
    .flat_map(|kind| world.facing(told, *kind))
    .filter(own)
    .collect();
    theirs.sort_by_key(|reading| reading.number);
    let conceded = theirs.iter().any(|reading| {
        reading.is(ClaimKind::Retraction, Polarity::Affirm)
            || reading.is(ClaimKind::Responsibility, Polarity::Affirm)
            || (reading.is(ClaimKind::Outage, Polarity::Affirm) && reading.of_itself())
    });
    if conceded {
        return;
    }
    // The first statement that left it open, not a later repetition.
    let open = theirs.into_iter().find(|reading| {
        let kind = match reading.kind() {
            ClaimKind::Investigating => reading.polarity() != Polarity::Deny,
            ClaimKind::Cause | ClaimKind::Outage => reading.polarity() == Polarity::Uncertain,
            _ => false,
        };
        kind && order::of(reading, told) != Order::Unknown
    });
    if let Some(open) = open {
        found.add(&Finding {
            kind: ContradictionKind::Misreported,
            a: told,
            b: open,
            why: "The one says that a statement was retracted; the other’s own words only leave \
                  the matter open and concede nothing. Overstated.",
            strength: strength_of_dispute(told, open),
            would_change: "A statement of the other side that takes its words back would change \
                           it.",
            rule: "misreported.retraction",
        });
    }
}

/// "They retracted it" against "we retract nothing".
fn deny_of_retraction<'a>(world: &World<'a>, told: &Reading<'a>, found: &mut Found) {
    for denied in world.facing(told, ClaimKind::Retraction) {
        if denied.polarity() == Polarity::Deny
            && !denied.side.same(&told.side)
            && share(&denied.subjects, &told.subjects)
        {
            found.add(&Finding {
                kind: ContradictionKind::Dispute,
                a: told,
                b: denied,
                why: "The one says that a statement was withdrawn, the other that it stands; the \
                      two are in dispute.",
                strength: strength_of_dispute(told, denied),
                would_change: "The statement itself, in its present wording, would decide.",
                rule: "dispute.retraction",
            });
        }
    }
}

/// Words that a discussion puts into a side's mouth, and that side's own answer to them.
fn put_into_mouth<'a>(world: &World<'a>, told: &Reading<'a>, found: &mut Found) {
    if !told.is_hearsay() {
        return;
    }
    let answer = world.facing(told, told.kind()).into_iter().find(|own| {
        own.polarity() == Polarity::Deny
            && !own.is_hearsay()
            && own.side.same(&told.side)
            && share(&own.subjects, &told.subjects)
            && own.claim.cause_kind == told.claim.cause_kind
            && own.place > told.place
    });
    if let Some(answer) = answer {
        found.add(&Finding {
            kind: ContradictionKind::Misreported,
            a: told,
            b: answer,
            why: "Words are ascribed to a side whose own answer denies them.",
            strength: strength_of_dispute(told, answer),
            would_change: "The source of the ascribed words, with its date, would decide.",
            rule: "misreported.words",
        });
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::{Investigating, Outage, Retraction},
        Polarity,
    };

    use crate::testing::Story;

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

    fn open() -> Story {
        let mut story = Story::new();
        story.say(
            "Halyard",
            (Investigating, Polarity::Affirm),
            HALYARD,
            "we still look into it",
        );
        story
    }

    #[test]
    fn a_hedge_is_told_as_a_retraction() {
        let mut story = open();
        story.say(
            "Heron",
            (Retraction, Polarity::Affirm),
            HALYARD,
            "Halyard retracts it",
        );
        assert_eq!(story.pairs(), ["misreported 1 0"]);
        assert!(story.judge().contradictions[0].why.contains("Overstated"));
    }

    #[test]
    fn near_misses() {
        // The side itself took its words back.
        let mut story = open();
        story.say(
            "Halyard",
            (Retraction, Polarity::Affirm),
            HALYARD,
            "we take it back",
        );
        story.say(
            "Heron",
            (Retraction, Polarity::Affirm),
            HALYARD,
            "Halyard retracts it",
        );
        assert!(story.pairs().is_empty());
        // It admitted the outage.
        let mut story = open();
        story.say(
            "Halyard",
            (Outage, Polarity::Affirm),
            HALYARD,
            "our network was down",
        );
        story.say(
            "Heron",
            (Retraction, Polarity::Affirm),
            HALYARD,
            "Halyard retracts it",
        );
        assert!(story.pairs().is_empty());
        // The author tells it.
        let mut story = open();
        story.say(
            "",
            (Retraction, Polarity::Affirm),
            HALYARD,
            "the line was dropped later",
        );
        assert!(story.pairs().is_empty());
    }

    #[test]
    fn a_retraction_that_is_denied() {
        let mut story = Story::new();
        story.say(
            "Heron",
            (Retraction, Polarity::Affirm),
            HALYARD,
            "Halyard retracts it",
        );
        story.say(
            "Halyard",
            (Retraction, Polarity::Deny),
            HALYARD,
            "our statement stands",
        );
        assert_eq!(story.pairs(), ["dispute 0 1"]);
    }
}
