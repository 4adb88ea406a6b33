//! Outages: that the subject was down, disrupted, degraded; or that it was not.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;

use super::{Candidate, Detector, Scene};
use crate::lexicon::Rules;

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::new("outage", include_str!("../../data/kinds/outage.txt")));

/// See the module.
pub(super) struct Outage;

impl Detector for Outage {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        scene.run(ClaimKind::Outage, &RULES)
    }
}
