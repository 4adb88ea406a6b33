//! Who was connected to whom, by dated files (rule D6).

mod candidates;
mod dependents;
mod directory;
mod facts;
mod names;
mod paths;
mod relations;
mod transit;

use std::{collections::BTreeMap, io::Read};

use backpedal_model::{
    Asn, Case, Dataset, Interval, Parsed, PathFact, Problem, RelationshipFact, Sha256,
    TopologyKind, TopologySpec,
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

pub use candidates::{Candidate, Candidates, Why, candidates};
pub use dependents::{
    ConeDependents, Crossed, Dependents, LinkDependents, PathDependents, dependents,
};
pub(crate) use dependents::{count_lines, looks_like_cones};
pub(crate) use directory::looks_like_organisations;
pub(crate) use relations::{count_links, looks_like_links};
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
    let mut facts = TopologyFacts::default();
    let mut problems = Vec::new();
    let mut names: Vec<(Date, BTreeMap<Asn, String>)> = Vec::new();
    for Input { spec, bytes } in inputs {
        let mut file = Reading {
            name: spec.origin.as_str(),
            problems: &mut problems,
            tell: progress,
        };
        match spec.kind {
            TopologyKind::Relationships(format) => {
                let (read, graph) = relations::read(&mut file, bytes, format);
                let dataset = dataset(&spec, "relationships", &read);
                if let Some(graph) = graph {
                    let found = facts::relationships(case, &spec, &dataset.id, &graph);
                    facts.relationships.extend(found);
                }
                facts.datasets.push(dataset);
            }
            TopologyKind::BgpTable => {
                let (read, found) = paths::read(case, &spec, &mut file, bytes);
                let dataset = dataset(&spec, "bgp-table", &read);
                let found = found.map(|tally| tally.facts(&spec, &dataset.id));
                facts.paths.extend(found.unwrap_or_default());
                facts.datasets.push(dataset);
            }
            // Cones answer `dependents`, organisations `resolve`; between two parties, links and
            // paths do.
            TopologyKind::CustomerCones | TopologyKind::Organisations => {
                let (read, ()) = lines(&mut file, bytes, |_, content| (count_lines(content), ()));
                let kind = match spec.kind {
                    TopologyKind::CustomerCones => "customer-cones",
                    _ => "organisations",
                };
                facts.datasets.push(dataset(&spec, kind, &read));
            }
            TopologyKind::AsNames => {
                let (read, found) = names::read(&mut file, bytes);
                facts.datasets.push(dataset(&spec, "as-names", &read));
                names.push((spec.date, found));
            }
        }
    }
    names.sort_by_key(|(date, _)| *date);
    let mentioned = facts.mentioned(case);
    for (_, newer) in names {
        let wanted = newer.into_iter().filter(|(asn, _)| mentioned.contains(asn));
        facts.names.extend(wanted);
    }
    Parsed {
        value: facts,
        problems,
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
    read: impl FnOnce(&mut Reading<'_, '_>, &mut dyn std::io::BufRead) -> (u64, T),
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

fn dataset(spec: &TopologySpec, kind: &str, read: &Taken) -> Dataset {
    let covers = day(spec.date);
    Dataset {
        id: source::dataset_id(&read.digest, covers),
        origin: spec.origin.clone(),
        kind: kind.to_owned(),
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
