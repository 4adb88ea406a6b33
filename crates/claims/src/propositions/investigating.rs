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
