//! A side takes its own words back: the earlier statement and the retraction.

use backpedal_model::{ClaimId, ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, order_clause, strength_of_move};
use crate::{
    order::{self, Basis, Order},
    reading::{Reading, World},
};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for taken_back in &world.readings {
        if !taken_back.is(ClaimKind::Retraction, Polarity::Affirm) || !taken_back.of_itself() {
            continue;
        }
        let targets = targets(world, taken_back, found);
        // A statement of an earlier occasion is meant, rather than its repetition beside the
        // retraction.
        let dated = targets
            .iter()
            .any(|(_, basis)| *basis == Some(Basis::Times));
        for (earlier, basis) in targets {
            if dated && basis != Some(Basis::Times) {
                continue;
            }
            let why = format!(
                "The earlier statement was taken back in the side’s own words. {}",
                order_clause(basis, taken_back)
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

/// What was taken back: what the same side reversed, as far as that is known from its own words
/// and was not said later.
fn targets<'r, 'a>(
    world: &'r World<'a>,
    taken_back: &Reading<'a>,
    found: &Found,
) -> Vec<(&'r Reading<'a>, Option<Basis>)> {
    let reversed: Vec<(&ClaimId, &ClaimId)> = found
        .contradictions
        .iter()
        .filter(|c| c.kind == ContradictionKind::Reversal)
        .map(|c| (&c.a, &c.b))
        .collect();
    let mine = |reading: &&Reading<'a>| reading.side.same(&taken_back.side);
    world
        .readings
        .iter()
        .filter(mine)
        .filter(|reading| reversed.iter().any(|(a, _)| **a == reading.claim.id))
        .filter_map(|reading| match order::of(reading, taken_back) {
            Order::Before(basis) => Some((reading, Some(basis))),
            // Of two statements of one text the one that the other gave up is the earlier.
            Order::After(Basis::Text) => Some((reading, None)),
            Order::After(Basis::Times) | Order::Unknown => None,
        })
        .collect()
}
