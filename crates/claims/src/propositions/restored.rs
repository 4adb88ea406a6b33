//! Restorations: that the subject works again, or not yet.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;

use super::{Candidate, Detector, Scene};
use crate::lexicon::Rules;

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::new("restored", include_str!("../../data/kinds/restored.txt")));

/// See the module.
pub(super) struct Restored;

impl Detector for Restored {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        scene.run(ClaimKind::Restored, &RULES)
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Restored;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Restored);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "Service at Alder came back at 9 p.m.",
                "Alder said that all links had been restored.",
                "Normal routing resumed at 16:21 UTC.",
            ],
            "affirm",
        );
        check(
            &[
                "Hall B at Alder is still dark.",
                "Recovery at Alder is not complete.",
            ],
            "deny",
        );
        check(&["Alder has no estimated time of repair."], "uncertain");
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "Alder entered service in 2009.",
            "He called back twice.",
            "Alder will be back tomorrow.",
        ];
        for text in misses {
            assert_eq!(found(text, Restored), Vec::<String>::new(), "{text}");
        }
    }
}
