//! A plain text.

use backpedal_model::Parsed;

use super::{Source, alone};
use crate::{capture::Capture, fetch::Want, settings::Settings};

/// Read as it stands.
pub(super) struct Text;

impl Source for Text {
    fn want(&self) -> Want {
        Want::Page
    }

    fn look(&self, capture: &Capture, _: &Settings) -> Parsed<Vec<String>> {
        alone(capture, "a text")
    }
}
