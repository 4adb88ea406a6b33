//! A plain text.

use backpedal_model::Parsed;

use super::{Answer, Lead, Source, alone};
use crate::fetch::Want;

/// Read as it stands.
pub(super) struct Text;

impl Source for Text {
    fn want(&self) -> Want {
        Want::Page
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        alone(answer, "a text")
    }
}
