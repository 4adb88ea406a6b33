//! Contradictions that the person decided about. Not a rule: it runs after them.
//!
//! A pair is known again as the two statements that it sets against each other, so copies and
//! retellings of the same two in other documents are decided with it. Refused pairs go before
//! others are folded, so that each pair that the person has not seen stands by itself again.

use std::collections::HashMap;

use backpedal_model::{ClaimId, Contradiction, ContradictionKind};

use super::Found;
use crate::{Ruled, decided::Pair, world::World};

/// A kind and the numbers of two statements, the smaller first.
type Statements = (ContradictionKind, usize, usize);

/// The decisions in force, by the statements that they are about; the latest on each counts.
pub(super) struct Rulings<'w, 'a> {
    world: &'w World<'a>,
    pairs: HashMap<Statements, &'a Pair>,
}

impl<'w, 'a> Rulings<'w, 'a> {
    pub(super) fn of(world: &'w World<'a>) -> Self {
        let pairs = world.facts.settled.pairs().iter().filter_map(|pair| {
            let key = statements(world, pair.kind, (&pair.a, &pair.b))?;
            Some((key, pair))
        });
        Self {
            pairs: pairs.collect(),
            world,
        }
    }

    fn on(&self, kind: ContradictionKind, ends: (&ClaimId, &ClaimId)) -> Option<&'a Pair> {
        let key = statements(self.world, kind, ends)?;
        self.pairs.get(&key).copied()
    }

    /// Takes out what was refused, and what the ledger would conclude from it.
    pub(super) fn refuse(&self, found: &mut Found) {
        if self.pairs.is_empty() {
            return;
        }
        let all = std::mem::take(&mut found.contradictions);
        for c in all {
            match self.on(c.kind, (&c.a, &c.b)).filter(|pair| pair.refused) {
                Some(pair) => {
                    let number = |id| self.world.reading(id).map(|reading| reading.number);
                    if let (Some(a), Some(b)) = (number(&c.a), number(&c.b)) {
                        found.part(a, b);
                    }
                    found.ruled.push(Ruled {
                        decision: pair.decision,
                        refused: true,
                        contradiction: c,
                    });
                }
                None => found.contradictions.push(c),
            }
        }
    }

    /// Notes which of those that stand were accepted.
    pub(super) fn accept(&self, found: &mut Found) {
        if self.pairs.is_empty() {
            return;
        }
        let accepted = |c: &Contradiction| {
            let own = std::iter::once((&c.a, &c.b));
            let mut pairs = own.chain(c.again.iter().map(|(a, b)| (a, b)));
            pairs.find_map(|ends| self.on(c.kind, ends).filter(|pair| !pair.refused))
        };
        let ruled = found.contradictions.iter().filter_map(|c| {
            Some(Ruled {
                decision: accepted(c)?.decision,
                refused: false,
                contradiction: c.clone(),
            })
        });
        let ruled: Vec<Ruled> = ruled.collect();
        found.ruled.extend(ruled);
    }
}

fn statements(
    world: &World<'_>,
    kind: ContradictionKind,
    (a, b): (&ClaimId, &ClaimId),
) -> Option<Statements> {
    let (a, b) = (world.reading(a)?.statement, world.reading(b)?.statement);
    Some((kind, a.min(b), a.max(b)))
}
