//! What measurement and topology files had told by a time.

use backpedal_model::{
    Dataset, DatasetId, Observation, ObservationId, PathFact, RelationshipFact, Signal,
};
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

use crate::Facts;

/// The part of the facts that comes from files.
pub(super) struct Measured {
    pub(super) datasets: Vec<Dataset>,
    pub(super) observations: Vec<Observation>,
    pub(super) relationships: Vec<RelationshipFact>,
    pub(super) paths: Vec<PathFact>,
    /// Series that were cut or left out.
    pub(super) changed: usize,
}

pub(super) fn at(facts: &Facts<'_>, as_of: Timestamp) -> Measured {
    let relationships: Vec<RelationshipFact> = facts
        .relationships
        .iter()
        .filter(|fact| day_over(fact.date) <= as_of)
        .cloned()
        .collect();
    let paths: Vec<PathFact> = facts
        .paths
        .iter()
        .filter(|fact| day_over(fact.date) <= as_of)
        .cloned()
        .collect();
    let cut = |seen: &Observation| observation(facts, seen, as_of);
    let all: Vec<Option<Observation>> = facts.observations.iter().map(cut).collect();
    let before = facts.observations.iter().map(|seen| bins(&seen.signal));
    let after = all
        .iter()
        .map(|cut| cut.as_ref().map(|cut| bins(&cut.signal)));
    let changed = before.zip(after).filter(|(n, left)| *left != Some(*n));
    let changed = changed.count();
    let observations: Vec<Observation> = all.into_iter().flatten().collect();
    let rests_on = |id: &DatasetId| {
        observations.iter().any(|seen| seen.datasets.contains(id))
            || relationships.iter().any(|fact| fact.dataset == *id)
            || paths.iter().any(|fact| fact.dataset == *id)
    };
    let known = |file: &&Dataset| file.covers.end <= as_of || rests_on(&file.id);
    Measured {
        datasets: facts.datasets.iter().filter(known).cloned().collect(),
        changed,
        observations,
        relationships,
        paths,
    }
}

/// How many bins or rounds a series has.
const fn bins(signal: &Signal) -> usize {
    match signal {
        Signal::Visibility(seen) => seen.bins.len(),
        Signal::Probes(probes) => probes.bins.len(),
        Signal::Values(values) => values.bins.len(),
    }
}

/// The end of a day, in UTC.
fn day_over(day: Date) -> Timestamp {
    let next = day.checked_add(1.day()).ok();
    let next = next.and_then(|next| next.to_zoned(TimeZone::UTC).ok());
    next.map_or(Timestamp::MAX, |next| next.timestamp())
}

/// A series as it was then, by the files that there were: those that begin later are not among
/// its grounds, and its name and its mark of made data come from the others.
fn observation(facts: &Facts<'_>, seen: &Observation, as_of: Timestamp) -> Option<Observation> {
    let mut cut = seen.until(as_of, &facts.case.policy)?;
    let file = |id: &DatasetId| facts.datasets.iter().find(|file| file.id == *id);
    cut.datasets
        .retain(|id| file(id).is_none_or(|file| file.covers.start < as_of));
    if cut.datasets.len() != seen.datasets.len() {
        rename(&mut cut);
        let made = |id: &DatasetId| file(id).is_none_or(|file| file.synthetic);
        cut.synthetic = seen.synthetic && cut.datasets.iter().any(made);
    }
    Some(cut)
}

/// Names a series by its files, as `crates/measurements` does.
pub(super) fn rename(seen: &mut Observation) {
    let signal = match &seen.signal {
        Signal::Visibility(_) => "visibility".to_owned(),
        Signal::Probes(_) => "probes".to_owned(),
        Signal::Values(values) => values.key(),
    };
    let mut fields: Vec<&str> = seen.datasets.iter().map(DatasetId::as_str).collect();
    fields.extend([seen.party.as_str(), &signal]);
    seen.id = ObservationId::from_content(&fields);
}
