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
