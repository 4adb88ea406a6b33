//! An HTML page.

use backpedal_model::Parsed;

use super::{Answer, Lead, Source, alone};
use crate::fetch::Want;

/// Nothing is followed from a page: a case names what it wants.
pub(super) struct Page;

impl Source for Page {
    fn want(&self) -> Want {
        Want::Page
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        alone(answer, "a page")
    }
}
