//! Somebody claims the credit for an attack, and another side says that they had no part in it.

use backpedal_model::{CauseKind, ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, blame::is_about_the_same, strength_of_dispute};
use crate::{names::share, reading::Reading, world::World};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for credit in world.of(ClaimKind::Responsibility, Polarity::Affirm) {
        for denied in world.facing(credit, ClaimKind::Cause) {
            if share(&credit.subjects, &denied.objects) {
                add(credit, denied, found);
            }
        }
    }
    // "They took the site down themselves": the speaker names itself as the cause of another's
    // trouble, which the other side says was no attack at all.
    for boast in world.of(ClaimKind::Cause, Polarity::Affirm) {
        let itself = boast.objects.iter().any(|name| boast.side.is(name));
        if !itself || boast.takes_blame_for_its_own() {
            continue;
        }
        for denied in world.facing(boast, ClaimKind::Cause) {
            let of_itself = denied.of_itself() && denied.side.is_firm();
            let attack = denied.claim.cause_kind == Some(CauseKind::Attack);
            if of_itself && attack && is_about_the_same(boast, denied) {
                add(boast, denied, found);
            }
        }
    }
}

impl Reading<'_> {
    /// Whether the trouble that the speaker takes the blame for is its own network's.
    fn takes_blame_for_its_own(&self) -> bool {
        crate::words::OWN.stand_in(&self.words)
            || self.claim.cause_kind == Some(CauseKind::OwnNetwork) && self.document_is_own()
    }

    /// Whether the document is the speaker's own account of its own network.
    fn document_is_own(&self) -> bool {
        let voice = self
            .document
            .and_then(|document| document.voice_of.as_ref());
        self.of_itself() && voice.is_some() && !crate::words::TAKEN_DOWN.stand_in(&self.words)
    }
}

fn add<'a>(credit: &Reading<'a>, denied: &Reading<'a>, found: &mut Found) {
    if denied.polarity() != Polarity::Deny || denied.side.same(&credit.side) {
        return;
    }
    found.add(&Finding {
        kind: ContradictionKind::Dispute,
        a: credit,
        b: denied,
        why: "The one claims to have caused it, the other says that it was no such thing; the two \
              sides are in dispute. A cause cannot be measured here.",
        strength: strength_of_dispute(credit, denied),
        would_change: "A statement of either side that takes its words back would settle it.",
        rule: "dispute.credit",
    });
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
