//! Who was connected to whom, by dated files (rule D6).

use std::collections::BTreeMap;

use backpedal_model::{
    Asn, Case, Dataset, Parsed, PartyId, PathFact, RelationshipFact, TopologySpec, TransitAnswer,
};
use jiff::civil::Date;

use crate::input::{Input, Progress};

/// What the topology files of a case tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopologyFacts {
    /// The files, in the order given.
    pub datasets: Vec<Dataset>,
    /// What relationship files say of every ordered pair of parties that both have ASes.
    pub relationships: Vec<RelationshipFact>,
    /// What tables say of the same pairs.
    pub paths: Vec<PathFact>,
    /// Names of the ASes that the facts mention.
    pub names: BTreeMap<Asn, String>,
}

/// Reads the topology files of a case.
pub fn topology(
    _case: &Case,
    _inputs: Vec<Input<TopologySpec>>,
    _progress: &mut dyn FnMut(Progress),
) -> Parsed<TopologyFacts> {
    Parsed::clean(TopologyFacts::default())
}

/// Answers "did X buy transit from Y on that day?" from the nearest snapshots.
#[must_use]
pub fn transit(
    _facts: &TopologyFacts,
    customer: &PartyId,
    supplier: &PartyId,
    on: Date,
) -> TransitAnswer {
    TransitAnswer {
        customer: customer.clone(),
        supplier: supplier.clone(),
        on,
        relationships: Vec::new(),
        paths: Vec::new(),
    }
}
