//! The affected: that others were hit by the subject's trouble.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;

use super::{Candidate, Detector, Scene};
use crate::{lexicon::Rules, structure::EntityKind};

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::new("affected", include_str!("../../data/kinds/affected.txt")));

/// Kinds of people and places that count as others where no name stands.
const OTHERS: &[&str] = &[
    "school", "hospital", "shop", "bank", "airport", "police", "auction", "clinic", "barber",
    "bakery", "store", "island", "lender", "business", "pharmac", "court", "librar", "presses",
    "payments", "networks", "tenant",
];

/// See the module.
pub(super) struct Affected;

impl Detector for Affected {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        let mut found = scene.run(ClaimKind::Affected, &RULES);
        let names = &scene.analysis.names;
        found.retain(|candidate| {
            let Some(object) = candidate.objects.first() else {
                return false;
            };
            let named = names.within(object).iter().any(|mention| {
                Some(mention.entity) != names.main
                    && names.entities[mention.entity].kind != EntityKind::Person
            });
            let low = scene.analysis.text.low(object).trim_start();
            let own = ["our ", "its ", "their ", "my "]
                .iter()
                .any(|word| low.starts_with(word))
                && [
                    " region", " zone", " site", " network", " service", " system", " cloud",
                ]
                .iter()
                .any(|part| low.contains(part));
            if own {
                return false;
            }
            named || OTHERS.iter().any(|other| low.contains(other))
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Affected;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Affected);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "The outage at Alder also affected Rook, Elm Bank and Heron.",
                "Among those hit by the Alder outage were Rook and Elm Bank.",
            ],
            "affirm",
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "The outage at Alder affected some customers.",
            "Customers were hit.",
            "The outage hit the coast and lakes regions.",
        ];
        for text in misses {
            assert_eq!(found(text, Affected), Vec::<String>::new(), "{text}");
        }
    }
}
