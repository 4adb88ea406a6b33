//! A WARC file at an address: fetched whole, read by whoever keeps captures.

use backpedal_model::Parsed;

use super::{Answer, Lead, Measurement, Source};
use crate::fetch::Want;

/// What it holds is captured already, so nothing follows from it.
pub(super) struct Warc;

impl Source for Warc {
    fn want(&self) -> Want {
        Want::File
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        Measurement.look(answer)
    }
}
