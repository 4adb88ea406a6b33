//! Investigations: that it is being looked into, repaired, or not known yet.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;

use super::{Candidate, Detector, Scene};
use crate::lexicon::Rules;

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(
        "investigating",
        include_str!("../../data/kinds/investigating.txt"),
    )
});

/// See the module.
pub(super) struct Investigating;

impl Detector for Investigating {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        scene.run(ClaimKind::Investigating, &RULES)
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Investigating;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Investigating);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "Alder said that it was looking into the failure.",
                "The cause is not yet known.",
                "Engineers at Alder are investigating.",
                "The outage at Alder was still under investigation.",
            ],
            "affirm",
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "Alder is looking for a new director.",
            "He is a well known man.",
            "Crews like the coffee at Alder.",
        ];
        for text in misses {
            assert_eq!(found(text, Investigating), Vec::<String>::new(), "{text}");
        }
    }
}
