//! Evidence: that somebody has logs or measurements that show it.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;

use super::{Candidate, Detector, Scene};
use crate::lexicon::Rules;

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::new("evidence", include_str!("../../data/kinds/evidence.txt")));

/// See the module.
pub(super) struct Evidence;

impl Detector for Evidence {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        scene.run(ClaimKind::Evidence, &RULES)
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Evidence;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Evidence);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "We have the network logs to show it.",
                "Her sensors had picked up 11 gigabits a second.",
                "An mtr from our office dies two hops into the network.",
            ],
            "affirm",
        );
        check(&["The claim of Alder came with no proof."], "deny");
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "Alder will publish the figures.",
            "There is no evidence of an attack on Alder.",
            "Alder sells log books.",
        ];
        for text in misses {
            assert_eq!(found(text, Evidence), Vec::<String>::new(), "{text}");
        }
    }
}
