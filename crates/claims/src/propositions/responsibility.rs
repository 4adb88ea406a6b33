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
