//! Retractions: that somebody took back, corrected, or stood by an earlier statement.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;

use super::{Candidate, Detector, Scene};
use crate::lexicon::Rules;

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(
        "retraction",
        include_str!("../../data/kinds/retraction.txt"),
    )
});

/// See the module.
pub(super) struct Retraction;

impl Detector for Retraction {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        scene.run(ClaimKind::Retraction, &RULES)
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Retraction;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Retraction);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "Alder retracted its statement about the outage.",
                "That post was wrong.",
                "We take that back.",
                "The Evening Wire has since withdrawn its article about Alder.",
            ],
            "affirm",
        );
        check(&["Alder said that the denial stands as written."], "deny");
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "Rook withdrew the routes at noon.",
            "Alder asked two papers for a correction.",
            "Alder updated its app.",
        ];
        for text in misses {
            assert_eq!(found(text, Retraction), Vec::<String>::new(), "{text}");
        }
    }
}
