//! An HTML page.

use backpedal_model::Parsed;

use super::{Source, alone};
use crate::{capture::Capture, fetch::Want, settings::Settings};

/// Nothing is followed from a page: a case names what it wants.
pub(super) struct Page;

impl Source for Page {
    fn want(&self) -> Want {
        Want::Page
    }

    fn look(&self, capture: &Capture, _: &Settings) -> Parsed<Vec<String>> {
        alone(capture, "a page")
    }
}
