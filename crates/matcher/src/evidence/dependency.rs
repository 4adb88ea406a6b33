//! Does one party depend on the other, by the snapshots nearest to the day (D6)?

use backpedal_model::{
    DatasetId, Evidence, Finding, PartyId, PathFact, RelationshipFact, TransitAnswer,
    TransitRelation,
};
use jiff::civil::Date;

use super::Gathered;
use crate::{Facts, question::day_of};

pub(super) fn gather(
    facts: &Facts<'_>,
    customer: &PartyId,
    supplier: &PartyId,
    into: &mut Gathered,
) {
    let on = day_of(facts);
    let relationships: Vec<RelationshipFact> = facts
        .relationships
        .iter()
        .filter(|fact| fact.customer == *customer && fact.supplier == *supplier)
        .cloned()
        .collect();
    let paths: Vec<PathFact> = facts
        .paths
        .iter()
        .filter(|fact| fact.customer == *customer && fact.supplier == *supplier)
        .cloned()
        .collect();
    if relationships.is_empty() && paths.is_empty() {
        return;
    }
    let answer = TransitAnswer {
        customer: customer.clone(),
        supplier: supplier.clone(),
        on,
        relationships: nearest(relationships, on, |fact| fact.date),
        paths: nearest(paths, on, |fact| fact.date),
    };
    into.evidence.push(evidence(facts, &answer));
}

/// The facts of the last date up to the day and of the first date after it.
fn nearest<T>(facts: Vec<T>, on: Date, date: impl Fn(&T) -> Date) -> Vec<T> {
    let before = facts.iter().map(&date).filter(|day| *day <= on).max();
    let after = facts.iter().map(&date).filter(|day| *day > on).min();
    facts
        .into_iter()
        .filter(|fact| Some(date(fact)) == before || Some(date(fact)) == after)
        .collect()
}

fn evidence(facts: &Facts<'_>, answer: &TransitAnswer) -> Evidence {
    let relation = answer.relation(&facts.case.policy);
    let mut dates: Vec<Date> = answer
        .relationships
        .iter()
        .map(|fact| fact.date)
        .chain(answer.paths.iter().map(|fact| fact.date))
        .collect();
    dates.sort_unstable();
    dates.dedup();
    let mut datasets: Vec<DatasetId> = answer
        .relationships
        .iter()
        .map(|fact| fact.dataset.clone())
        .chain(answer.paths.iter().map(|fact| fact.dataset.clone()))
        .collect();
    datasets.sort_unstable();
    datasets.dedup();
    let reverse = answer
        .relationships
        .iter()
        .map(RelationshipFact::reverse_suppliers)
        .max()
        .unwrap_or(0);
    Evidence {
        finding: Finding::Dependency {
            relation,
            direct: answer
                .relationships
                .iter()
                .any(|fact| !fact.direct.is_empty()),
            only_provider: relation != TransitRelation::NotKnown
                && answer
                    .relationships
                    .iter()
                    .any(RelationshipFact::is_only_provider),
            crossing: answer.paths.iter().map(|fact| fact.crossing).sum(),
            paths: answer.paths.iter().map(|fact| fact.paths).sum(),
            dates,
            reverse: u32::try_from(reverse).unwrap_or(u32::MAX),
        },
        party: answer.customer.clone(),
        observation: None,
        synthetic: facts
            .datasets
            .iter()
            .any(|dataset| dataset.synthetic && datasets.contains(&dataset.id)),
        datasets,
    }
}
