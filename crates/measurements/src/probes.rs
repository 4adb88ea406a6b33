//! Probe results (rule D3).
use backpedal_model::{Case, Observation, Problem};

use crate::{observe::Files, source::Tell};

pub(crate) fn observe(
    _case: &Case,
    _files: &mut Files,
    _problems: &mut Vec<Problem>,
    _tell: &mut Tell<'_>,
) -> Vec<Observation> {
    Vec::new()
}
