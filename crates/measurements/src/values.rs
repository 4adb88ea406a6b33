//! Values over time (rule D4): series files into one observation for each party and series.

mod collect;
mod read;
mod shots;
mod summary;

use std::collections::BTreeMap;

use backpedal_model::{
    Case, Coverage, DatasetId, Gap, GapReason, Interval, MeasurementKind, Observation,
    ObservationId, PartyId, Policy, Problem, Signal, ValueBin, Values,
};

use crate::{
    clock::{Seconds, join, stamp},
    input::{Meter, Progress},
    observe::Files,
    source::Tell,
    unpack::Unpacked,
};
use collect::{Collected, Key};
pub(crate) use read::{Item, form, read};
pub(crate) use shots::read_results;
pub use summary::SeriesSummary;
pub(crate) use summary::summarize;

/// Series reach back so far before the window, in seconds: a week for the longest baseline, and a
/// day for what is left out of it.
const HISTORY: i64 = 8 * 86_400;

/// Reads all series files of the case.
pub(crate) fn observe(
    case: &Case,
    files: &mut Files,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
) -> Vec<Observation> {
    let mut all: BTreeMap<Key, Collected> = BTreeMap::new();
    for n in 0..files.specs.len() {
        if files.specs[n].kind == MeasurementKind::Series {
            file(n, case, files, &mut all, problems, tell);
        }
    }
    all.into_iter()
        .filter_map(|(key, found)| observation(case, key, found))
        .collect()
}

fn file(
    n: usize,
    case: &Case,
    files: &mut Files,
    all: &mut BTreeMap<Key, Collected>,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
) {
    let spec = files.specs[n].clone();
    let name = spec.origin.as_str();
    let meter = Meter::new(files.take(n));
    let mut unpacked = Unpacked::new(meter.clone());
    let mut taker = collect::Taker::new(case, &spec);
    let columns = spec.series.columns.as_ref();
    let records = match form(&unpacked.head, columns) {
        Some(form) => {
            let mut each = |item: Item<'_>| taker.take(item);
            read(
                name,
                form,
                columns,
                &mut *unpacked.content(),
                problems,
                &mut each,
            )
        }
        None => {
            let message = "is no series that is read";
            let hint = "expected: IODA (CSV or JSON), a Prometheus range query, OpenMetrics, or CSV \
                        or Parquet with `columns` in the case file";
            problems.push(Problem::new(name, message).hint(hint));
            0
        }
    };
    let fault = unpacked.fault();
    drop(unpacked);
    let (digest, bytes, failure) = meter.finish();
    let cause = fault.map(|fault| fault.cause);
    if let Some(cause) = cause.or(failure.map(|failure| failure.to_string())) {
        let problem = Problem::new(name, format!("ends early: {cause}"));
        problems.push(problem.hint("what comes before is used; fetch the file again for the rest"));
    }
    problems.extend(taker.complaints(name));
    files.note(n, digest, bytes, records);
    if let Some(id) = files.datasets[n].as_ref().map(|dataset| dataset.id.clone()) {
        taker.give(all, &id);
    }
    tell(Progress {
        input: name.to_owned(),
        bytes,
        records,
        done: true,
    });
}

fn observation(case: &Case, key: Key, found: Collected) -> Option<Observation> {
    let bin_seconds = found.step();
    let bins = found.bins(i64::from(bin_seconds));
    if bins.is_empty() && found.notes.is_empty() {
        return None;
    }
    let values = Values {
        source: found.source,
        name: key.metric,
        region: key.region,
        unit: found.unit,
        bin_seconds,
        bins,
        anomalies: Vec::new(),
        notes: found.notes,
    };
    let (datasets, synthetic) = (found.datasets, found.synthetic);
    Some(assemble(case, key.party, values, datasets, synthetic))
}

fn assemble(
    case: &Case,
    party: PartyId,
    values: Values,
    datasets: Vec<DatasetId>,
    synthetic: bool,
) -> Observation {
    let values = judged(values, &case.policy);
    let name = values.key();
    let mut fields: Vec<&str> = datasets.iter().map(DatasetId::as_str).collect();
    fields.extend([party.as_str(), &name]);
    Observation {
        id: ObservationId::from_content(&fields),
        party,
        datasets,
        synthetic,
        coverage: coverage(case.window, &values),
        signal: Signal::Values(values),
    }
}

fn judged(mut values: Values, policy: &Policy) -> Values {
    values.notes.sort_by_key(|note| note.interval);
    values.judged(policy)
}

fn coverage(window: Interval, values: &Values) -> Coverage {
    let step = i64::from(values.bin_seconds);
    let span = |bin: &ValueBin| {
        let from = bin.start.as_second();
        Seconds {
            from,
            to: from + step,
        }
    };
    let whole = Seconds::of(window);
    let here: Vec<&ValueBin> = values.during(window).collect();
    let seen = here
        .iter()
        .filter(|bin| bin.value.is_some())
        .map(|bin| span(bin));
    let seen = join(seen.collect(), 0);
    let covered = seen.first().zip(seen.last()).and_then(|(first, last)| {
        let all = Seconds {
            from: first.from,
            to: last.to,
        };
        all.meet(whole)
    });
    let gap = |when: Seconds, reason| Gap {
        interval: when.interval(),
        reason,
        peer: None,
        dataset: None,
    };
    let holes = crate::clock::holes(whole, &seen);
    let mut gaps: Vec<Gap> = holes
        .into_iter()
        .map(|hole| gap(hole, GapReason::NoData))
        .collect();
    let unjudged = here
        .iter()
        .filter(|bin| bin.value.is_some() && bin.baseline.is_none());
    let unjudged = join(unjudged.map(|bin| span(bin)).collect(), 0);
    let unjudged = unjudged.into_iter().filter_map(|part| part.meet(whole));
    gaps.extend(unjudged.map(|part| gap(part, GapReason::NoBaseline)));
    gaps.sort_by_key(|gap| (gap.interval, gap.reason as u8));
    Coverage {
        window,
        covered: covered.map(Seconds::interval),
        full_feed_peers: 0,
        peer_ases: 0,
        baseline: here.iter().any(|bin| bin.baseline.is_some()),
        gaps,
    }
}

/// The time that a step belongs to.
fn bin(start: i64, value: Option<f64>) -> ValueBin {
    ValueBin {
        start: stamp(start),
        value,
        baseline: None,
    }
}

#[cfg(test)]
mod tests;
