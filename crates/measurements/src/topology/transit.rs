//! "Did X buy transit from Y on that day?"

use backpedal_model::{PartyId, PathFact, RelationshipFact, TransitAnswer};
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
    let pair = |c: &PartyId, s: &PartyId| c == customer && s == supplier;
    let relationships = facts.relationships.iter();
    let relationships = relationships.filter(|fact| pair(&fact.customer, &fact.supplier));
    let paths = facts.paths.iter();
    let paths = paths.filter(|fact| pair(&fact.customer, &fact.supplier));
    let known = |fact: &RelationshipFact| {
        !fact.customer_known.is_empty() && !fact.supplier_known.is_empty()
    };
    TransitAnswer {
        customer: customer.clone(),
        supplier: supplier.clone(),
        on,
        relationships: nearest(relationships, on, |fact| fact.date, known),
        paths: nearest(
            paths,
            on,
            |fact| fact.date,
            |fact: &PathFact| fact.paths > 0,
        ),
    }
}

/// The facts of the nearest day that tells something, before and after.
fn nearest<'a, T: Clone + 'a>(
    facts: impl Iterator<Item = &'a T>,
    on: Date,
    date: impl Fn(&T) -> Date,
    tells: impl Fn(&T) -> bool,
) -> Vec<T> {
    let (mut before, mut after): (Vec<&T>, Vec<&T>) = facts.partition(|fact| date(fact) <= on);
    before.sort_by_key(|fact| std::cmp::Reverse(date(fact)));
    after.sort_by_key(|fact| date(fact));
    let mut found = Vec::new();
    for side in [before, after] {
        let best = side.iter().find(|fact| tells(fact)).or(side.first());
        if let Some(day) = best.map(|fact| date(fact)) {
            let that_day = side.iter().filter(|fact| date(fact) == day);
            found.extend(that_day.map(|fact| (*fact).clone()));
        }
    }
    found
}
