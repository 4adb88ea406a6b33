//! Does one party depend on the other, by the snapshots nearest to the day (D6)?

use backpedal_model::{
    DatasetId, Evidence, Finding, PartyId, RelationshipFact, TransitAnswer, TransitRelation,
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
    let answer =
        TransitAnswer::from_nearest(customer, supplier, on, facts.relationships, facts.paths);
    if answer.relationships.is_empty() && answer.paths.is_empty() {
        return;
    }
    into.evidence.push(evidence(facts, &answer));
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
        .flat_map(|fact| std::iter::once(&fact.dataset).chain(&fact.cone_dataset))
        .chain(answer.paths.iter().map(|fact| &fact.dataset))
        .cloned()
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
