//! Who was connected to whom, by dated files (rule D6).

mod cones;
mod dependents;
mod facts;
mod names;
mod nearest;
mod organisations;
mod origins;
mod paths;
mod peeringdb;
mod relations;
mod resolve;
mod rows;
mod sniff;
mod transit;

use std::{
    collections::BTreeMap,
    io::{BufRead, Read},
};

use backpedal_model::{
    Asn, Case, Dataset, DatasetId, Interval, MeasurementKind, MeasurementSpec, Parsed, PathFact,
    Problem, RelationshipFact, SeriesSpec, Sha256, TopologyKind, TopologySpec,
};
use ipnet::IpNet;
use jiff::{ToSpan, civil::Date, tz::TimeZone};

pub use dependents::{Dependent, Dependents, PathCount, Snapshot, dependents};
pub use nearest::nearest_files;
pub use resolve::{Candidate, Exchange, Fit, Ground, Resolution, Resolved, Wanted, Why, resolve};
pub use sniff::relationship_format;
pub(crate) use sniff::{count, kind_of};
pub use transit::transit;

use crate::{
    input::{Input, Meter, Progress},
    source::{self, Tell},
    unpack::Unpacked,
};

/// What the topology files of a case tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopologyFacts {
    /// The files, in the order given.
    pub datasets: Vec<Dataset>,
    /// What relationship files say of every ordered pair of parties that both have ASes, in the
    /// order of the files.
    pub relationships: Vec<RelationshipFact>,
    /// What tables say of the same pairs, likewise.
    pub paths: Vec<PathFact>,
    /// Names of the ASes that the facts mention.
    pub names: BTreeMap<Asn, String>,
}

/// Reads the topology files of a case. Each is read once, whatever the number of parties.
///
/// ASes are those that the parties hold on the day of the file. What could not be read is a
/// problem; a file whose header contradicts the format that the case declares is not used at all,
/// because it would turn every link round.
pub fn topology(
    case: &Case,
    inputs: Vec<Input<TopologySpec>>,
    progress: &mut dyn FnMut(Progress),
) -> Parsed<TopologyFacts> {
    let mut reading = CaseReading::default();
    let mut problems = Vec::new();
    for input in inputs {
        reading.take(case, input, &mut problems, progress);
    }
    Parsed {
        value: reading.finish(case),
        problems,
    }
}

/// What has been read of a case's files so far.
#[derive(Default)]
struct CaseReading {
    facts: TopologyFacts,
    names: Vec<(Date, BTreeMap<Asn, String>)>,
    cones: Vec<(TopologySpec, DatasetId, cones::Cones)>,
}

impl CaseReading {
    fn take(
        &mut self,
        case: &Case,
        Input { spec, bytes }: Input<TopologySpec>,
        problems: &mut Vec<Problem>,
        progress: &mut dyn FnMut(Progress),
    ) {
        let file = &mut Reading {
            name: spec.origin.as_str(),
            problems,
            tell: progress,
        };
        let read = match spec.kind {
            TopologyKind::Relationships(format) => {
                let (read, graph) = relations::read(file, bytes, format);
                if let Some(graph) = graph {
                    let id = dataset_id(&spec, &read);
                    let found = facts::relationships(case, &spec, &id, &graph);
                    self.facts.relationships.extend(found);
                }
                read
            }
            TopologyKind::BgpTable => {
                let (read, found) = paths::read(case, &spec, file, bytes);
                let id = dataset_id(&spec, &read);
                let found = found.map(|tally| tally.facts(&spec, &id));
                self.facts.paths.extend(found.unwrap_or_default());
                read
            }
            TopologyKind::CustomerCones => {
                let (read, found) = lines(file, bytes, |file, content| {
                    cones::parse(file, content, &cones::wanted(case, &spec))
                });
                let id = dataset_id(&spec, &read);
                self.cones.push((spec.clone(), id, found));
                read
            }
            TopologyKind::AsNames => {
                let (read, found) = lines(file, bytes, names::parse);
                self.names.push((spec.date, found));
                read
            }
            TopologyKind::Organisations => {
                let (read, found) = lines(file, bytes, organisations::parse);
                self.names.push((spec.date, found.as_names()));
                read
            }
            TopologyKind::PeeringDb => {
                let (read, found) = lines(file, bytes, peeringdb::parse);
                self.names.push((spec.date, found.as_names()));
                read
            }
            TopologyKind::PrefixOrigins => {
                let count = |file: &mut Reading<'_, '_>, content: &mut dyn BufRead| {
                    (origins::parse(file, content, |_, _| {}), ())
                };
                lines(file, bytes, count).0
            }
        };
        self.facts.datasets.push(dataset(&spec, &read));
    }

    fn finish(mut self, case: &Case) -> TopologyFacts {
        let facts = &mut self.facts;
        for (spec, id, found) in &self.cones {
            cones::facts(case, spec, id, found, &mut facts.relationships);
        }
        self.names.sort_by_key(|(date, _)| *date);
        let mentioned = facts.mentioned(case);
        for (_, newer) in self.names {
            let wanted = newer.into_iter().filter(|(asn, _)| mentioned.contains(asn));
            facts.names.extend(wanted);
        }
        self.facts
    }
}

/// One file while it is read.
struct Reading<'a, 'b> {
    name: &'a str,
    problems: &'a mut Vec<Problem>,
    tell: &'a mut Tell<'b>,
}

impl Reading<'_, '_> {
    fn problem(&mut self, message: impl Into<String>) -> &mut Problem {
        self.problems.push(Problem::new(self.name, message));
        let last = self.problems.len() - 1;
        &mut self.problems[last]
    }
}

/// What is known of any file when it was read.
struct Taken {
    digest: Sha256,
    bytes: u64,
    records: u64,
}

/// Reads a file of lines, or of anything else that is no BGP. `read` gets the content and returns
/// the number of records in it.
fn lines<T>(
    file: &mut Reading<'_, '_>,
    bytes: Box<dyn Read + Send>,
    read: impl FnOnce(&mut Reading<'_, '_>, &mut dyn BufRead) -> (u64, T),
) -> (Taken, T) {
    let meter = Meter::new(bytes);
    let mut unpacked = Unpacked::new(meter.clone());
    if unpacked.head.is_empty() && unpacked.fault().is_none() {
        file.problem("is empty").hint = Some("fetch it again, or take it out of the case".into());
    }
    let (records, value) = read(file, &mut *unpacked.content());
    if let Some(fault) = unpacked.fault() {
        let what = if fault.truncated {
            "ends early"
        } else {
            "is damaged"
        };
        file.problem(format!("the packed file {what}: {}", fault.cause))
            .hint = Some("what comes before is used; fetch the file again for the rest".into());
    }
    drop(unpacked);
    let (digest, bytes, failure) = meter.finish();
    if let Some(failure) = failure {
        file.problem(format!("cannot be read to its end: {failure}"));
    }
    (file.tell)(Progress {
        input: file.name.to_owned(),
        bytes,
        records,
        done: true,
    });
    let taken = Taken {
        digest,
        bytes,
        records,
    };
    (taken, value)
}

/// A topology file as an address map of its day, where it tells whose addresses are.
///
/// The two have one [`Dataset::id`].
#[must_use]
pub fn address_map(spec: &TopologySpec) -> Option<MeasurementSpec> {
    let tells = matches!(
        spec.kind,
        TopologyKind::PrefixOrigins | TopologyKind::PeeringDb
    );
    tells.then(|| MeasurementSpec {
        kind: MeasurementKind::AddressMap,
        origin: spec.origin.clone(),
        covers: day(spec.date),
        collector: None,
        synthetic: spec.synthetic,
        note: spec.note.clone(),
        series: SeriesSpec::default(),
    })
}

/// Whether the first bytes of a file are those of a PeeringDB dump.
pub(crate) fn is_peeringdb(head: &[u8]) -> bool {
    peeringdb::looks_like(&String::from_utf8_lossy(head))
}

/// The exchanges of a PeeringDB dump with the prefixes of their peering LANs, and its records.
pub(crate) fn exchanges(
    name: &str,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
) -> (u64, Vec<(String, Vec<IpNet>)>) {
    let file = &mut Reading {
        name,
        problems,
        tell: &mut |_| {},
    };
    let (records, found) = peeringdb::parse(file, content);
    let exchanges = found.exchanges.into_values().filter_map(|exchange| {
        let name = exchange.names.into_iter().next()?;
        Some((name, exchange.prefixes))
    });
    (records, exchanges.collect())
}

fn dataset_id(spec: &TopologySpec, read: &Taken) -> DatasetId {
    source::dataset_id(&read.digest, day(spec.date))
}

fn dataset(spec: &TopologySpec, read: &Taken) -> Dataset {
    let covers = day(spec.date);
    Dataset {
        id: dataset_id(spec, read),
        origin: spec.origin.clone(),
        kind: spec.kind.word().to_owned(),
        digest: read.digest,
        bytes: read.bytes,
        covers,
        collector: None,
        synthetic: spec.synthetic,
        note: spec.note.clone(),
        records: read.records,
    }
}

/// A day in UTC.
fn day(date: Date) -> Interval {
    let start = |date: Date| {
        let zoned = date.to_zoned(TimeZone::UTC);
        zoned.map_or(jiff::Timestamp::MIN, |zoned| zoned.timestamp())
    };
    let next = date.checked_add(1.day()).unwrap_or(date);
    Interval::new(start(date), start(next))
}

#[cfg(test)]
mod tests;
