//! Which ASes a name may mean. Every candidate is shown with why; none is ever taken.

use std::collections::{BTreeMap, BTreeSet};

use backpedal_model::{Asn, Dataset, Parsed, Problem, TopologyKind, TopologySpec};
use jiff::civil::Date;
use serde::Serialize;

use super::{Reading, dataset, directory, names};
use crate::input::{Input, Progress};

/// Legal forms and words of the trade, which tell nobody apart.
const EMPTY: &[&str] = &[
    "inc",
    "llc",
    "ltd",
    "corp",
    "corporation",
    "company",
    "co",
    "plc",
    "gmbh",
    "ag",
    "sa",
    "bv",
    "as",
    "asn",
    "the",
    "limited",
    "group",
    "holdings",
];

/// One AS that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// It.
    pub asn: Asn,
    /// The name that fits, or the organisation.
    pub name: String,
    /// Why it is one.
    pub why: Why,
    /// The file.
    pub source: String,
    /// The day for which it holds.
    pub date: Date,
}

/// Why an AS is a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A name of the AS holds all words of the name.
    AsName,
    /// The name of its organisation does.
    OrganisationName,
    /// It is of the same organisation as an AS that is known.
    Sibling,
}

/// The candidates for some names.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Candidates {
    /// The files, in the order given.
    pub datasets: Vec<Dataset>,
    /// By name, in order of AS.
    pub by_name: BTreeMap<String, Vec<Candidate>>,
}

/// What one file says.
struct Source {
    name: String,
    date: Date,
    directory: directory::Directory,
}

/// Looks names up in files of AS names and organisations. `known` are ASes whose siblings are
/// candidates too, by name.
pub fn candidates(
    asked: &BTreeMap<String, BTreeSet<Asn>>,
    inputs: Vec<Input<TopologySpec>>,
    progress: &mut dyn FnMut(Progress),
) -> Parsed<Candidates> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut found = Candidates::default();
    let mut sources = Vec::new();
    for Input { spec, bytes } in inputs {
        let mut file = Reading {
            name: spec.origin.as_str(),
            problems: &mut problems,
            tell: progress,
        };
        let (kind, read, directory) = match spec.kind {
            TopologyKind::AsNames => {
                let (read, all) = names::read(&mut file, bytes);
                let names = all.into_iter().map(|(asn, name)| (asn, vec![name]));
                let directory = directory::Directory {
                    names: names.collect(),
                    ..directory::Directory::default()
                };
                ("as-names", read, directory)
            }
            TopologyKind::Organisations => {
                let (read, directory) = directory::read(&mut file, bytes);
                ("organisations", read, directory)
            }
            // Links, paths and cones name nobody.
            _ => continue,
        };
        found.datasets.push(dataset(&spec, kind, &read));
        sources.push(Source {
            name: spec.origin.as_str().to_owned(),
            date: spec.date,
            directory,
        });
    }
    for (name, known) in asked {
        let mut all: Vec<Candidate> = Vec::new();
        for source in &sources {
            all.extend(source.candidates(name, known));
        }
        all.sort_by(|a, b| (a.asn, a.why, &a.source).cmp(&(b.asn, b.why, &b.source)));
        found.by_name.insert(name.clone(), all);
    }
    Parsed {
        value: found,
        problems,
    }
}

impl Source {
    fn candidates(&self, name: &str, known: &BTreeSet<Asn>) -> Vec<Candidate> {
        let wanted = words(name);
        let candidate = |asn: Asn, name: &str, why: Why| Candidate {
            asn,
            name: name.to_owned(),
            why,
            source: self.name.clone(),
            date: self.date,
        };
        let directory = &self.directory;
        let mut found = Vec::new();
        for (asn, names) in &directory.names {
            if let Some(fits) = names.iter().find(|name| holds(name, &wanted)) {
                found.push(candidate(*asn, fits, Why::AsName));
            }
        }
        let siblings: BTreeSet<&String> = known
            .iter()
            .filter_map(|asn| directory.org_of.get(asn))
            .collect();
        for (asn, org) in &directory.org_of {
            let name = directory.orgs.get(org).unwrap_or(org);
            if holds(name, &wanted) {
                found.push(candidate(*asn, name, Why::OrganisationName));
            } else if siblings.contains(org) && !known.contains(asn) {
                found.push(candidate(*asn, name, Why::Sibling));
            }
        }
        found
    }
}

/// The telling words of a name, in lower case.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let all = lower.split(|c: char| !c.is_alphanumeric());
    let all: Vec<String> = all
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let telling = all.iter().filter(|word| !EMPTY.contains(&word.as_str()));
    let telling: Vec<String> = telling.cloned().collect();
    if telling.is_empty() { all } else { telling }
}

/// Whether a name holds all wanted words as whole words.
fn holds(name: &str, wanted: &[String]) -> bool {
    let lower = name.to_lowercase();
    let mut all = lower.split(|c: char| !c.is_alphanumeric());
    let all: Vec<&str> = all.by_ref().collect();
    !wanted.is_empty() && wanted.iter().all(|word| all.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use backpedal_model::Origin;

    use super::*;

    fn found(name: &str, known: &[u32], files: &[(TopologyKind, &str)]) -> Vec<(u32, Why)> {
        let inputs = files.iter().map(|(kind, text)| Input {
            spec: TopologySpec {
                kind: *kind,
                origin: Origin::File(format!("{kind:?}")),
                date: jiff::civil::date(2031, 3, 1),
                synthetic: true,
                note: None,
            },
            bytes: Box::new(std::io::Cursor::new(text.as_bytes().to_vec())),
        });
        let known = known.iter().copied().map(Asn).collect();
        let asked = BTreeMap::from([(name.to_owned(), known)]);
        let parsed = candidates(&asked, inputs.collect(), &mut |_| {});
        assert_eq!(parsed.problems, []);
        let all = &parsed.value.by_name[name];
        all.iter().map(|c| (c.asn.0, c.why)).collect()
    }

    const NAMES: &str = "64500 HALYARD - Halyard Networks, Inc., US\n64501 HALYARDS-REST, UK\n64502 TM-NET Heron, MY\n64503 TM Kestrel\n";
    const ORGS: &str = "# format:org_id|changed|org_name|country|source\nA|1|Halyard Networks|US|X\n\
        # format:aut|changed|aut_name|org_id|opaque_id|source\n64500|1|HALYARD|A||X\n64510|1|OLDNAME|A||X\n64511|1|OTHER|B||X\n";

    #[test]
    fn every_candidate_is_shown_with_why() {
        use Why::{AsName, OrganisationName, Sibling};
        let names = (TopologyKind::AsNames, NAMES);
        assert_eq!(found("Halyard Inc.", &[], &[names]), [(64500, AsName)]);
        // Two that the letters may mean: both are told.
        assert_eq!(
            found("TM", &[], &[names]),
            [(64502, AsName), (64503, AsName)]
        );
        assert_eq!(found("Hal", &[], &[names]), []);
        let orgs = (TopologyKind::Organisations, ORGS);
        assert_eq!(
            found("Halyard Networks", &[], &[orgs]),
            [(64500, OrganisationName), (64510, OrganisationName)]
        );
        assert_eq!(found("Kestrel", &[64500], &[orgs]), [(64510, Sibling)]);
    }
}
