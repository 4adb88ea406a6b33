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
