//! Somebody claims the credit for an attack, and another side says that they had no part in it.

use backpedal_model::{ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, strength_of_dispute};
use crate::{names::share, reading::World};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for credit in &world.readings {
        if !credit.is(ClaimKind::Responsibility, Polarity::Affirm) {
            continue;
        }
        for denied in &world.readings {
            if denied.is(ClaimKind::Cause, Polarity::Deny)
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
