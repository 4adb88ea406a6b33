//! "Did X buy transit from Y on that day?"

use backpedal_model::{PartyId, TransitAnswer};
use jiff::civil::Date;

use super::TopologyFacts;

/// Answers from the nearest snapshots before and after the day, one of each kind of file: the last
/// not after the day first, then the first after it. A snapshot that knows neither side counts only
/// where no other one on that side of the day knows them.
#[must_use]
pub fn transit(
    facts: &TopologyFacts,
    customer: &PartyId,
    supplier: &PartyId,
    on: Date,
) -> TransitAnswer {
    TransitAnswer::from_nearest(customer, supplier, on, &facts.relationships, &facts.paths)
}
