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
