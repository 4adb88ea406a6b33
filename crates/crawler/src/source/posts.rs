//! Posts, and incidents of status pages, in JSON.

use backpedal_model::Parsed;

use super::{Answer, Lead, Source, alone};
use crate::fetch::Want;

/// A file of posts or incidents at an address; interfaces that need a token are not asked.
pub(super) struct Posts;

impl Source for Posts {
    fn want(&self) -> Want {
        Want::Page
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        alone(answer, "posts or incidents in JSON")
    }
}
