//! Somebody claims the credit for an attack, and another side says that they had no part in it.

use backpedal_model::{ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, strength_of_dispute};
use crate::{names::share, world::World};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for credit in world.of(ClaimKind::Responsibility, Polarity::Affirm) {
        for denied in world.facing(credit, ClaimKind::Cause) {
            if denied.polarity() == Polarity::Deny
                && !denied.side.same(&credit.side)
                && share(&credit.subjects, &denied.objects)
            {
                found.add(&Finding {
                    kind: ContradictionKind::Dispute,
                    a: credit,
                    b: denied,
                    why: "The one claims to have caused it, the other says that they did not; the \
                          two sides are in dispute. A cause cannot be measured here.",
                    strength: strength_of_dispute(credit, denied),
                    would_change: "A statement of either side that takes its words back would \
                                   settle it.",
                    rule: "dispute.credit",
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        CauseKind,
        ClaimKind::{Cause, Responsibility},
        Polarity,
    };

    use crate::testing::{Details, Story};

    #[test]
    fn credit_claimed_and_denied() {
        let mut story = Story::new();
        let deny = (Cause, Polarity::Deny);
        let boast = (Responsibility, Polarity::Affirm);
        story.say("Kestrel", boast, ("Kestrel", &[]), "we took them down");
        story
            .say(
                "Halyard",
                deny,
                ("Halyard", &["Kestrel"]),
                "they had no part in it",
            )
            .because(CauseKind::Attack);
        assert_eq!(story.pairs(), ["dispute 0 1"]);
        // An apology for one's own trouble is no such credit.
        let mut story = Story::new();
        story.say("Halyard", boast, ("Halyard", &[]), "we apologise");
        story
            .say(
                "Heron",
                deny,
                ("Halyard", &["Kestrel"]),
                "it was not Kestrel",
            )
            .because(CauseKind::Attack);
        assert!(story.pairs().is_empty());
    }
}
