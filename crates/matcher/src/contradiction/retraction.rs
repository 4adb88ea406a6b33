//! A side takes its own words back: the earlier statement and the retraction.

use backpedal_model::{ClaimId, ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, in_order, order_clause, strength_of_move};
use crate::reading::{Reading, World};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for taken_back in &world.readings {
        if !taken_back.is(ClaimKind::Retraction, Polarity::Affirm) || !taken_back.of_itself() {
            continue;
        }
        for earlier in targets(world, taken_back, found) {
            let (_, _, basis) = in_order(earlier, taken_back);
            let why = format!(
                "The earlier statement was taken back in the side’s own words. {}",
                order_clause(basis)
            );
            found.add(&Finding {
                kind: ContradictionKind::Retraction,
                a: earlier,
                b: taken_back,
                why: &why,
                strength: strength_of_move(earlier, taken_back, basis),
                would_change: "Words that tell which statement was taken back, if it was another, \
                               would change it.",
                rule: "retraction.own-words",
            });
        }
    }
}

/// What was taken back: what the same side reversed, as far as that is known from its own words.
fn targets<'r, 'a>(
    world: &'r World<'a>,
    taken_back: &Reading<'a>,
    found: &Found,
) -> Vec<&'r Reading<'a>> {
    let reversed: Vec<&ClaimId> = found
        .contradictions
        .iter()
        .filter(|c| c.kind == ContradictionKind::Reversal)
        .map(|c| &c.a)
        .collect();
    world
        .readings
        .iter()
        .filter(|reading| {
            reading.side.same(&taken_back.side) && reversed.contains(&&reading.claim.id)
        })
        .collect()
}
