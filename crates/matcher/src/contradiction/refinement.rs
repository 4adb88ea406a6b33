//! What grows without going back: an inquiry that is followed by its result, and a suspicion
//! beside what was found. Both are named, so that nobody takes them for a contradiction.

use backpedal_model::{CauseKind, ClaimKind, NonContradictionKind, Polarity};

use super::{Found, blame::Blame};
use crate::{
    names::share,
    order::{self, Basis, Order},
    reading::Reading,
    world::World,
};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for cause in world.of(ClaimKind::Cause, Polarity::Affirm) {
        staged(world, cause, found);
        alleged(world, cause, found);
    }
}

/// "We are looking into it", and later the cause, with nothing denied before.
fn staged(world: &World<'_>, cause: &Reading<'_>, found: &mut Found) {
    let went_back = found
        .links(cause)
        .iter()
        .any(|link| !link.first && world.readings[link.other].side.same(&cause.side));
    if went_back || !cause.takes_positions() {
        return;
    }
    let own = |kind: ClaimKind| {
        world.facing(cause, kind).into_iter().filter(|open| {
            open.polarity() == Polarity::Affirm
                && open.side.same(&cause.side)
                && share(&open.subjects, &cause.subjects)
        })
    };
    // "Connectivity issues", and days later ransomware: less was told first, and nothing untrue.
    let told_less = || {
        let attack = cause.claim.cause_kind == Some(CauseKind::Attack);
        own(ClaimKind::Outage).find(|open| {
            attack
                && (order::seen_before(open, cause)
                    || matches!(order::of(open, cause), Order::Before(Basis::Times)))
        })
    };
    let before = |open: &&Reading<'_>| matches!(order::of(open, cause), Order::Before(_));
    if let Some(open) = own(ClaimKind::Investigating).find(before) {
        found.none(
            NonContradictionKind::StagedDisclosure,
            open,
            cause,
            "The side first said that it was looking into it, and later what it was; nothing that \
             it had said was denied.",
        );
    }
    if let Some(open) = told_less() {
        found.none(
            NonContradictionKind::StagedDisclosure,
            open,
            cause,
            "The side first told of the trouble alone, and later of an attack behind it; the \
             first words left out, and did not deny it.",
        );
    }
}

/// A suspicion of one side beside the finding of another.
fn alleged(world: &World<'_>, cause: &Reading<'_>, found: &mut Found) {
    if !cause.rests_on_finding() {
        return;
    }
    for guess in world.facing(cause, ClaimKind::Cause) {
        let beside = guess.polarity() == Polarity::Uncertain
            && !guess.side.same(&cause.side)
            && guess.takes_positions()
            && share(&guess.subjects, &cause.subjects);
        if beside && Blame::of(world, guess).excludes(&Blame::of(world, cause)) {
            found.none(
                NonContradictionKind::AllegationVersusFinding,
                guess,
                cause,
                "The one suspects a cause, the other tells what was found; a suspicion is no \
                 statement of fact.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        CauseKind,
        ClaimKind::{Cause, Investigating, Outage},
        Polarity::{Affirm, Deny, Uncertain},
    };

    use crate::testing::{Details, Story};

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

    fn staged(first: (&str, &str), second: (&str, &str)) -> Vec<String> {
        let mut story = Story::new();
        story
            .say(first.0, (Investigating, Affirm), HALYARD, "we look into it")
            .at(first.1);
        story
            .say(second.0, (Cause, Affirm), HALYARD, "it was ransomware")
            .because(CauseKind::Attack)
            .at(second.1);
        story.nones()
    }

    #[test]
    fn less_is_told_first() {
        let disclosed = |second: &str, kind| {
            let mut story = Story::new();
            story
                .say(
                    "Halyard",
                    (Outage, Affirm),
                    HALYARD,
                    "there are login issues",
                )
                .at("2024-03-05T10:00Z");
            story
                .say("Halyard", (Cause, Affirm), HALYARD, "it was ransomware")
                .because(kind)
                .at(second);
            story.nones()
        };
        let noon = "2024-03-05T12:00Z";
        assert_eq!(
            disclosed(noon, CauseKind::Attack),
            ["staged disclosure 0 1"]
        );
        // Another mechanism is no disclosure; the same statement tells both at once.
        assert!(disclosed(noon, CauseKind::Hardware).is_empty());
        assert!(disclosed("2024-03-05T10:00Z", CauseKind::Attack).is_empty());
    }

    #[test]
    fn an_inquiry_and_then_its_result() {
        let (ten, noon) = ("2024-03-05T10:00Z", "2024-03-05T12:00Z");
        assert_eq!(
            staged(("Halyard", ten), ("Halyard", noon)),
            ["staged disclosure 0 1"]
        );
        // Another side knows; the inquiry comes after the cause.
        assert!(staged(("Halyard", ten), ("Heron", noon)).is_empty());
        assert!(staged(("Halyard", noon), ("Halyard", ten)).is_empty());
    }

    #[test]
    fn what_was_denied_before_is_not_disclosed_in_stages() {
        let mut story = Story::new();
        story.say(
            "Halyard",
            (Investigating, Affirm),
            HALYARD,
            "we look into it",
        );
        story
            .say("Halyard", (Cause, Deny), HALYARD, "it was no attack")
            .because(CauseKind::Attack);
        story
            .say(
                "Halyard",
                (Cause, Affirm),
                HALYARD,
                "we now admit it was an attack",
            )
            .because(CauseKind::Attack);
        assert!(!story.nones().iter().any(|none| none.contains("staged")));
    }

    #[test]
    fn a_suspicion_beside_a_finding() {
        let beside = |words: &str, kind: CauseKind| {
            let mut story = Story::new();
            story
                .say(
                    "Heron",
                    (Cause, Uncertain),
                    HALYARD,
                    "it may have been an attack",
                )
                .because(CauseKind::Attack);
            story
                .say("Kestrel", (Cause, Affirm), HALYARD, words)
                .because(kind);
            story.nones()
        };
        let found = "the inquiry found a power failure";
        assert_eq!(
            beside(found, CauseKind::Power),
            ["allegation versus finding 0 1"]
        );
        assert!(beside("it was a power failure", CauseKind::Power).is_empty());
        assert!(beside("the inquiry found an attack", CauseKind::Attack).is_empty());
    }
}
