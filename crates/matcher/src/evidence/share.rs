//! Which share of the party's prefixes was lost at the worst moment?

use backpedal_model::{Finding, PartyId};

use super::Gathered;
use crate::Facts;

pub(super) fn gather(facts: &Facts<'_>, party: &PartyId, into: &mut Gathered) {
    for (observation, visibility) in super::judgeable(facts, party, into) {
        if let Some((_, minimum)) = visibility.minimum() {
            into.observed(
                observation,
                Finding::Share {
                    lost: (1.0 - minimum).max(0.0),
                    prefixes: visibility.baseline.prefixes,
                },
            );
        }
    }
}
