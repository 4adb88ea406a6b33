//! Posts, and incidents of status pages, in JSON.

use backpedal_model::Parsed;

use super::{Source, alone};
use crate::{capture::Capture, fetch::Want, settings::Settings};

/// A file of posts or incidents at an address; interfaces that need a token are not asked.
pub(super) struct Posts;

impl Source for Posts {
    fn want(&self) -> Want {
        Want::Page
    }

    fn look(&self, capture: &Capture, _: &Settings) -> Parsed<Vec<String>> {
        alone(capture, "posts or incidents in JSON")
    }
}
