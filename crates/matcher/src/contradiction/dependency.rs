//! Who depends on whom? A relationship or an impact that one side states and another denies.

use backpedal_model::{ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, strength_of_dispute};
use crate::{names::share, reading::Reading, world::World};

const RULE: &str = "dispute.dependency";
const BLAME: &str = "dispute.blamed-network";

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    let kinds = [ClaimKind::Relationship, ClaimKind::Affected];
    let denied = kinds
        .iter()
        .flat_map(|kind| world.of(*kind, Polarity::Deny));
    for b in denied {
        for a in kinds.iter().flat_map(|kind| world.facing(b, *kind)) {
            if a.side.same(&b.side) || !a.polarity_counts() {
                continue;
            }
            if let Some(why) = opposed(a, b) {
                found.add(&Finding {
                    kind: ContradictionKind::Dispute,
                    a,
                    b,
                    why,
                    strength: strength_of_dispute(a, b),
                    would_change: "Topology of the day, or the impairment of those named, would \
                                   decide between them.",
                    rule: RULE,
                });
            }
        }
    }
    blamed(world, found);
}

impl Reading<'_> {
    fn polarity_counts(&self) -> bool {
        match self.kind() {
            ClaimKind::Relationship => self.polarity() != Polarity::Deny,
            _ => self.polarity() == Polarity::Affirm,
        }
    }
}

fn opposed(a: &Reading<'_>, b: &Reading<'_>) -> Option<&'static str> {
    match (a.kind(), b.kind()) {
        (ClaimKind::Relationship, ClaimKind::Relationship)
            if share(&a.subjects, &b.subjects) && share(&a.objects, &b.objects) =>
        {
            Some("The one states a relationship that the other denies; the two are in dispute.")
        }
        (ClaimKind::Affected, ClaimKind::Relationship)
            if share(&a.objects, &b.subjects) && share(&a.subjects, &b.objects) =>
        {
            Some(
                "The one says that others were hit through a network that they do not buy from, \
                 by the other’s account; the two are in dispute.",
            )
        }
        (ClaimKind::Affected, ClaimKind::Affected)
            if share(&a.objects, &b.objects)
                && share(&a.subjects, &b.subjects)
                && super::opposed::is_whole(b) =>
        {
            Some("The one says that somebody was hit, the other that not; the two are in dispute.")
        }
        _ => None,
    }
}

/// A network that is blamed for a trouble and is said to have worked. Where the same side also
/// says outright that it was down, that pair is the better one.
fn blamed(world: &World<'_>, found: &mut Found) {
    for cause in world.of(ClaimKind::Cause, Polarity::Affirm) {
        for denied in world.facing(cause, ClaimKind::Outage) {
            let fits = denied.polarity() == Polarity::Deny
                && !cause.reads_another()
                && denied.of_itself()
                && !denied.side.same(&cause.side)
                && share(&cause.objects, &denied.subjects)
                && !share(&cause.subjects, &denied.subjects)
                && (super::opposed::is_whole(denied) || is_answer(cause, denied));
            let outright = || {
                world
                    .facing(denied, ClaimKind::Outage)
                    .iter()
                    .any(|reading| {
                        reading.polarity() == Polarity::Affirm
                            && reading.side.same(&cause.side)
                            && share(&reading.subjects, &denied.subjects)
                    })
            };
            if fits && !outright() {
                found.add(&Finding {
                    kind: ContradictionKind::Dispute,
                    a: cause,
                    b: denied,
                    why: "The one blames a network that, by the other’s account, worked; the two \
                          sides are in dispute.",
                    strength: strength_of_dispute(cause, denied),
                    would_change: "Measurements of the blamed network in the window would decide \
                                   between them.",
                    rule: BLAME,
                });
            }
        }
    }
}

/// Whether one organisation answers the blame of another at once, in whatever words, as long as they name no part.
fn is_answer(cause: &Reading<'_>, denied: &Reading<'_>) -> bool {
    cause.side.is_firm()
        && cause.sentences_to(denied).is_some_and(|apart| apart <= 4)
        && !crate::words::RESTRICT.stand_in(&denied.words)
        && !super::opposed::names_a_part(denied)
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        CauseKind,
        ClaimKind::{Affected, Cause, Outage, Relationship},
        Polarity,
    };

    use crate::testing::{Details, Story};

    #[test]
    fn a_relationship_stated_and_denied() {
        let mut story = Story::new();
        let pair: (&str, &[&str]) = ("Heron", &["Halyard"]);
        story.say(
            "@reader",
            (Relationship, Polarity::Uncertain),
            pair,
            "they buy from them?",
        );
        story.say(
            "Heron",
            (Relationship, Polarity::Deny),
            pair,
            "we buy nothing there",
        );
        // The other way round is another statement.
        story.say(
            "Kestrel",
            (Relationship, Polarity::Affirm),
            ("Halyard", &["Heron"]),
            "Halyard buys from Heron",
        );
        assert_eq!(story.pairs(), ["dispute 0 1"]);
    }

    #[test]
    fn hit_through_a_network_that_they_do_not_buy_from() {
        let mut story = Story::new();
        story.say(
            "Heron",
            (Affected, Polarity::Affirm),
            ("Halyard", &["Kestrel"]),
            "it hit Kestrel too",
        );
        story.say(
            "@reader",
            (Relationship, Polarity::Deny),
            ("Kestrel", &["Halyard"]),
            "Kestrel buys nothing from Halyard",
        );
        assert_eq!(story.pairs(), ["dispute 0 1"]);
    }

    #[test]
    fn a_blamed_network_that_worked() {
        let mut story = Story::new();
        story
            .say(
                "Heron",
                (Cause, Polarity::Affirm),
                ("Heron", &["Halyard"]),
                "Halyard did it",
            )
            .because(CauseKind::Routing);
        story.say(
            "Halyard",
            (Outage, Polarity::Deny),
            ("Halyard", &[]),
            "our network was fine",
        );
        assert_eq!(story.pairs(), ["dispute 0 1"]);
        // A part that worked says nothing of the rest.
        let mut story = Story::new();
        story
            .say(
                "Heron",
                (Cause, Polarity::Affirm),
                ("Heron", &["Halyard"]),
                "Halyard did it",
            )
            .because(CauseKind::Routing);
        story.say(
            "Halyard",
            (Outage, Polarity::Deny),
            ("Halyard", &[]),
            "our calls went through",
        );
        assert!(story.pairs().is_empty());
    }
}
