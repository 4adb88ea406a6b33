//! Responsibility: that somebody takes or refuses it, or apologises.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;

use super::{Candidate, Detector, Scene};
use crate::lexicon::Rules;

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(
        "responsibility",
        include_str!("../../data/kinds/responsibility.txt"),
    )
});

/// See the module.
pub(super) struct Responsibility;

impl Detector for Responsibility {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        scene.run(ClaimKind::Responsibility, &RULES)
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Responsibility;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Responsibility);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "We apologise to everyone at Alder.",
                "Alder took full responsibility for the outage.",
                "That is on us, and we are sorry.",
            ],
            "affirm",
        );
        check(&["Alder denied responsibility for the outage."], "deny");
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = ["Sorry to hear that.", "Alder is a responsible employer."];
        for text in misses {
            assert_eq!(found(text, Responsibility), Vec::<String>::new(), "{text}");
        }
    }
}
