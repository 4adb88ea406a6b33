//! Probe results (rule D3) into rounds for each party with targets.

mod csv;
mod tally;

use std::collections::BTreeSet;

use backpedal_model::{
    Case, Coverage, DatasetId, Gap, GapReason, MeasurementKind, Observation, ObservationId,
    PartyId, Problem, Signal,
};

use crate::{
    clock::{Seconds, day, holes, join, stamp},
    collectors::FILE_SLACK,
    input::{Meter, Progress},
    observe::Files,
    source::Tell,
    unpack::Unpacked,
    values,
};
pub(crate) use csv::{looks_like_probes, read as read_csv};
use tally::Tally;

/// One result of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shot<'a> {
    pub(crate) at: i64,
    pub(crate) probe: &'a str,
    pub(crate) asn: &'a str,
    pub(crate) target: &'a str,
    pub(crate) answered: bool,
}

/// A party with targets, and what was counted for it.
struct Aimed {
    id: PartyId,
    targets: BTreeSet<String>,
    tally: Tally,
}

/// What all probe files say of the time they cover.
#[derive(Default)]
struct Record {
    datasets: Vec<DatasetId>,
    synthetic: bool,
    covered: Vec<Seconds>,
    gaps: Vec<Gap>,
}

/// Reads all probe files of the case. One observation for each party with targets; none where the
/// case has no probe file.
pub(crate) fn observe(
    case: &Case,
    files: &mut Files,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
) -> Vec<Observation> {
    let window = Seconds::of(case.window);
    let on = day(case.window.start);
    let mut aimed: Vec<Aimed> = Vec::new();
    for party in case.parties.iter() {
        let targets = party.targets.iter().filter(|t| t.valid.holds(Some(on)));
        let targets: BTreeSet<String> = targets.map(|target| target.value.clone()).collect();
        if !targets.is_empty() {
            aimed.push(Aimed {
                id: party.id.clone(),
                tally: Tally::new(window),
                targets,
            });
        }
    }
    let mut record = Record::default();
    for n in 0..files.specs.len() {
        if files.specs[n].kind == MeasurementKind::Probes {
            file(n, files, &mut aimed, &mut record, problems, tell);
        }
    }
    if record.datasets.is_empty() {
        return Vec::new();
    }
    record.covered = join(std::mem::take(&mut record.covered), FILE_SLACK);
    aimed
        .into_iter()
        .map(|party| observation(case, party, &record))
        .collect()
}

fn file(
    n: usize,
    files: &mut Files,
    aimed: &mut [Aimed],
    record: &mut Record,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
) {
    let spec = files.specs[n].clone();
    let name = spec.origin.as_str();
    let covers = Seconds::of(spec.covers);
    let meter = Meter::new(files.take(n));
    let mut unpacked = Unpacked::new(meter.clone());
    let (mut outside, mut last) = ((0_u64, None), None);
    let before = problems.len();
    let columns = spec.series.columns.as_ref();
    let records = values::read_results(name, columns, &mut unpacked, problems, &mut |shot| {
        if covers.holds(shot.at) {
            last = last.max(Some(shot.at));
            for party in aimed.iter_mut() {
                party.tally.take(shot, party.targets.contains(shot.target));
            }
        } else {
            outside.0 += 1;
            outside.1.get_or_insert(shot.at);
        }
    });
    let fault = unpacked.fault();
    drop(unpacked);
    let (digest, bytes, failure) = meter.finish();
    problems.extend(stray(name, outside));
    let cause = fault
        .map(|fault| fault.cause)
        .or(failure.map(|f| f.to_string()));
    let cut = cause.is_some() || (records == 0 && problems.len() > before);
    if let Some(cause) = cause {
        problems.push(
            Problem::new(name, format!("ends early: {cause}"))
                .hint("what comes before is used; fetch the file again for the rest"),
        );
    }
    files.note(n, digest, bytes, records);
    let id = files.datasets[n].as_ref().map(|dataset| dataset.id.clone());
    if cut {
        let from = last.map_or(covers.from, |last: i64| last + 1);
        let rest = Seconds {
            from,
            to: covers.to.max(from + 1),
        };
        record.gaps.push(Gap {
            interval: rest.interval(),
            reason: GapReason::Truncated,
            peer: None,
            dataset: id.clone(),
        });
    }
    record.datasets.extend(id);
    record.synthetic |= spec.synthetic;
    record.covered.push(covers);
    tell(Progress {
        input: name.to_owned(),
        bytes,
        records,
        done: true,
    });
}

/// What is to be said of results outside of the stated time: how many, and the time of the first.
fn stray(name: &str, (count, first): (u64, Option<i64>)) -> Option<Problem> {
    let message = format!(
        "{count} results lie outside of the time that the case gives for it, the first at {}; they \
         are not used",
        stamp(first?)
    );
    let hint = "correct `from` and `to` of this measurement in the case file";
    Some(Problem::new(name, message).hint(hint))
}

fn observation(case: &Case, party: Aimed, record: &Record) -> Observation {
    let window = Seconds::of(case.window);
    let parts = record.covered.iter().filter_map(|part| part.meet(window));
    let covered = parts.reduce(|a, b| Seconds {
        from: a.from.min(b.from),
        to: a.to.max(b.to),
    });
    let probes = party.tally.probes(party.targets, &record.covered);
    let mut gaps = record.gaps.clone();
    let mut empty = |when: Seconds, reason| {
        gaps.push(Gap {
            interval: when.interval(),
            reason,
            peer: None,
            dataset: None,
        });
    };
    for hole in holes(window, &record.covered) {
        empty(hole, GapReason::NoData);
    }
    let silent = probes.bins.iter().filter(|bin| bin.sent == 0).map(|bin| {
        let from = bin.start.as_second();
        Seconds {
            from,
            to: from + i64::from(probes.bin_seconds),
        }
    });
    for when in join(silent.collect(), 0) {
        empty(when, GapReason::NoData);
    }
    if probes.baseline.is_none() {
        empty(window, GapReason::NoBaseline);
    }
    gaps.sort_by_key(|gap| (gap.interval, gap.reason as u8));
    let mut fields: Vec<&str> = record.datasets.iter().map(DatasetId::as_str).collect();
    fields.extend([party.id.as_str(), "probes"]);
    Observation {
        id: ObservationId::from_content(&fields),
        party: party.id.clone(),
        datasets: record.datasets.clone(),
        synthetic: record.synthetic,
        coverage: Coverage {
            window: case.window,
            covered: covered.map(Seconds::interval),
            full_feed_peers: 0,
            peer_ases: 0,
            baseline: probes.baseline.is_some(),
            gaps,
        },
        signal: Signal::Probes(probes),
    }
}

#[cfg(test)]
mod tests;
