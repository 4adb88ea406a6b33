//! Probe results (rule D3) into rounds for each party with targets: CSV, and RIPE Atlas.

mod aim;
mod csv;
mod ledger;
mod rtt;
mod sum;
mod ways;

use std::{io::BufRead, net::IpAddr};

use backpedal_model::{
    Asn, Case, Coverage, DatasetId, Gap, GapReason, MeasurementKind, MeasurementSpec, Observation,
    ObservationId, PartyId, Probes, Problem, Signal,
};

use crate::{
    addresses::Addresses,
    atlas::{self, Item, Way},
    clock::{Seconds, holes, join, stamp},
    collectors::FILE_SLACK,
    input::{Meter, Progress},
    observe::Files,
    source::Tell,
    unpack::Unpacked,
    values,
};
pub(crate) use csv::{COLUMNS, looks_like_probes, read as read_csv};
use ledger::Ledger;

/// What a result was made by: results of different types are not compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Series {
    /// A file says success or not.
    #[default]
    Given,
    Ping,
    Traceroute,
    Dns,
    Http,
}

impl Series {
    const fn name(self) -> &'static str {
        match self {
            Self::Given => "probes",
            Self::Ping => "ping",
            Self::Traceroute => "traceroute",
            Self::Dns => "dns",
            Self::Http => "http",
        }
    }

    /// The series of a type; `None` for those that tell nothing of reachability.
    const fn of(kind: atlas::Kind) -> Option<Self> {
        match kind {
            atlas::Kind::Ping => Some(Self::Ping),
            atlas::Kind::Traceroute => Some(Self::Traceroute),
            atlas::Kind::Dns => Some(Self::Dns),
            atlas::Kind::Http => Some(Self::Http),
            atlas::Kind::Sslcert | atlas::Kind::Ntp | atlas::Kind::Wifi => None,
        }
    }
}

/// One result of a probe.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Shot<'a> {
    pub(crate) at: i64,
    pub(crate) probe: &'a str,
    /// The probe's AS, where the file says it.
    pub(crate) asn: Option<Asn>,
    /// The address that the result came from.
    pub(crate) from: Option<IpAddr>,
    pub(crate) name: Option<&'a str>,
    pub(crate) address: Option<IpAddr>,
    pub(crate) series: Series,
    /// Packets or tries.
    pub(crate) sent: u32,
    pub(crate) received: u32,
    /// Whether it failed at the probe itself.
    pub(crate) own_error: bool,
    /// Round-trip time in milliseconds.
    pub(crate) rtt: Option<f64>,
    pub(crate) answer: Option<&'a str>,
    pub(crate) way: Option<&'a Way>,
}

/// What all probe files say of the time they cover.
#[derive(Default)]
struct Record {
    datasets: Vec<DatasetId>,
    synthetic: bool,
    covered: Vec<Seconds>,
    gaps: Vec<Gap>,
    /// Whether there is any file of results.
    results: bool,
}

/// Reads all probe files of the case. One observation for each party with targets, or that results
/// went around; none where the case has no probe file.
pub(crate) fn observe(
    case: &Case,
    files: &mut Files,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
) -> Vec<Observation> {
    let mut record = Record::default();
    let mut ledger = Ledger::new(case, Addresses::default());
    let of = |files: &Files, kinds: &[MeasurementKind]| -> Vec<usize> {
        let all = files.specs.iter().enumerate();
        all.filter(|(_, spec)| kinds.contains(&spec.kind))
            .map(|(n, _)| n)
            .collect()
    };
    let results = of(files, &[MeasurementKind::Probes, MeasurementKind::Atlas]);
    let maps = of(files, &[MeasurementKind::AddressMap]);
    if results.is_empty() && maps.is_empty() {
        return Vec::new();
    }
    for n in maps.into_iter().chain(results) {
        file(n, files, &mut ledger, &mut record, problems, tell);
        if files.specs[n].kind == MeasurementKind::AddressMap {
            ledger = Ledger::new(case, ledger.addresses);
        }
    }
    if !record.results {
        return Vec::new();
    }
    if ledger.left_out > 0 {
        let message = format!(
            "{} probe results of further pairs of probe and target are not used",
            ledger.left_out
        );
        problems.push(Problem::new(case.id.clone(), message).hint(
            "give only results towards the \
             parties' targets and some others",
        ));
    }
    record.covered = join(std::mem::take(&mut record.covered), FILE_SLACK);
    let mut found = Vec::new();
    for (party, place) in case.parties.iter().zip(0..) {
        let probes = ledger.probes(place, &record.covered, &case.policy);
        if !probes.targets.is_empty() {
            found.push(observation(case, &party.id, probes, &record));
        } else if !probes.detail.rerouted.is_empty() {
            // Nothing was sent to the party itself, so no round can be good or bad.
            let passed = Probes {
                bins: Vec::new(),
                ..probes
            };
            found.push(observation(case, &party.id, passed, &record));
        }
    }
    found
}

/// What was read of one file.
#[derive(Default)]
struct Read {
    records: u64,
    results: u64,
    outside: (u64, Option<i64>),
    last: Option<i64>,
    /// Whether it ends inside of something.
    open: bool,
}

/// Reads what a file holds into the ledger, whatever kind of file it is.
fn read(
    name: &str,
    spec: &MeasurementSpec,
    covers: Seconds,
    unpacked: &mut Unpacked,
    ledger: &mut Ledger,
    problems: &mut Vec<Problem>,
) -> Read {
    let kind = spec.kind;
    let head = unpacked.head.clone();
    let mut read = Read::default();
    let csv = looks_like_probes(&head)
        || kind == MeasurementKind::Probes && !atlas::looks_like_atlas(&head);
    if csv && kind != MeasurementKind::AddressMap {
        let columns = spec.series.columns.as_ref();
        read.records = values::read_results(name, columns, unpacked, problems, &mut |shot| {
            take(&mut read, covers, ledger, &shot);
        });
        return read;
    }
    let mut content = unpacked.content();
    if kind == MeasurementKind::AddressMap {
        read.records = ledger.addresses.read(name, &head, &mut *content, problems);
        return read;
    }
    let told = results(name, &mut *content, covers, &mut read, ledger, problems);
    if let Some(words) = told.unused_words() {
        problems.push(Problem::new(name, words));
    }
    read.records = told.records;
    read.open = told.open;
    read
}

fn take(read: &mut Read, covers: Seconds, ledger: &mut Ledger, shot: &Shot<'_>) {
    read.results += 1;
    if covers.holds(shot.at) {
        read.last = read.last.max(Some(shot.at));
        ledger.take(shot);
    } else {
        read.outside.0 += 1;
        read.outside.1.get_or_insert(shot.at);
    }
}

/// Results of RIPE Atlas.
fn results(
    name: &str,
    content: &mut dyn BufRead,
    covers: Seconds,
    read: &mut Read,
    ledger: &mut Ledger,
    problems: &mut Vec<Problem>,
) -> atlas::Told {
    atlas::read(name, content, problems, &mut |item| match item {
        Item::Probe(probe) => ledger.addresses.add_probe(probe),
        Item::Result(head, tries) => {
            let Some(series) = Series::of(head.kind) else {
                return;
            };
            let probe = head.probe.to_string();
            for one in tries {
                let shot = Shot {
                    at: head.at,
                    probe: &probe,
                    asn: None,
                    from: head.from,
                    name: one.name.as_deref(),
                    address: one.address,
                    series,
                    sent: one.sent,
                    received: one.received,
                    own_error: one.own_error,
                    rtt: one.median,
                    answer: one.answer.as_deref(),
                    way: one.way.as_ref(),
                };
                take(read, covers, ledger, &shot);
            }
        }
    })
}

fn file(
    n: usize,
    files: &mut Files,
    ledger: &mut Ledger,
    record: &mut Record,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
) {
    let spec = files.specs[n].clone();
    let name = spec.origin.as_str();
    let covers = Seconds::of(spec.covers);
    let meter = Meter::new(files.take(n));
    let mut unpacked = Unpacked::new(meter.clone());
    let before = problems.len();
    let read = read(name, &spec, covers, &mut unpacked, ledger, problems);
    let fault = unpacked.fault();
    drop(unpacked);
    let (digest, bytes, failure) = meter.finish();
    problems.extend(stray(name, read.outside));
    let open = read
        .open
        .then(|| "the last array or result is not closed".to_owned());
    let cause = fault
        .map(|fault| fault.cause)
        .or(failure.map(|f| f.to_string()))
        .or(open);
    let cut = cause.is_some() || (read.records == 0 && problems.len() > before);
    if let Some(cause) = cause {
        problems.push(
            Problem::new(name, format!("ends early: {cause}"))
                .hint("what comes before is used; fetch the file again for the rest"),
        );
    }
    files.note(n, digest, bytes, read.records);
    let id = files.datasets[n].as_ref().map(|dataset| dataset.id.clone());
    record.synthetic |= spec.synthetic;
    record.datasets.extend(id.clone());
    tell(Progress {
        input: name.to_owned(),
        bytes,
        records: read.records,
        done: true,
    });
    if spec.kind == MeasurementKind::AddressMap {
        return;
    }
    if cut {
        let from = read.last.map_or(covers.from, |last: i64| last + 1);
        let rest = Seconds {
            from,
            to: covers.to.max(from + 1),
        };
        record.gaps.push(Gap {
            interval: rest.interval(),
            reason: GapReason::Truncated,
            peer: None,
            dataset: id,
        });
    }
    record.results = true;
    record.covered.push(covers);
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

fn observation(case: &Case, party: &PartyId, probes: Probes, record: &Record) -> Observation {
    let window = Seconds::of(case.window);
    let parts = record.covered.iter().filter_map(|part| part.meet(window));
    let covered = parts.reduce(|a, b| Seconds {
        from: a.from.min(b.from),
        to: a.to.max(b.to),
    });
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
    if probes.baseline.is_none() && !probes.targets.is_empty() {
        empty(window, GapReason::NoBaseline);
    }
    gaps.sort_by_key(|gap| (gap.interval, gap.reason as u8));
    let mut fields: Vec<&str> = record.datasets.iter().map(DatasetId::as_str).collect();
    fields.extend([party.as_str(), "probes"]);
    Observation {
        id: ObservationId::from_content(&fields),
        party: party.clone(),
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
