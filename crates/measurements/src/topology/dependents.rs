//! Who depended on some ASes on a day: direct customers, those without another provider, the
//! customer cone, and the origins most of whose observed paths cross them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{BufRead, Read},
};

use backpedal_model::{Asn, Dataset, Parsed, Place, Problem, TopologyKind, TopologySpec};
use jiff::civil::Date;
use serde::Serialize;

use super::{Reading, Taken, dataset, facts::cone, lines, names, relations};
use crate::{
    element::Kind,
    input::{Input, Progress},
    source,
};

/// What dated files say of those who depend on some ASes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Dependents {
    /// The files, in the order given.
    pub datasets: Vec<Dataset>,
    /// What each relationship file says.
    pub links: Vec<LinkDependents>,
    /// What each file of customer cones says.
    pub cones: Vec<ConeDependents>,
    /// What each table says.
    pub paths: Vec<PathDependents>,
    /// Names of the ASes that are mentioned, as far as files of names hold them.
    pub names: BTreeMap<Asn, String>,
}

/// Dependents by the links of one file.
#[derive(Clone, Debug, Serialize)]
pub struct LinkDependents {
    /// The day for which it holds.
    pub date: Date,
    /// Which of the ASes the file knows.
    pub known: Vec<Asn>,
    /// ASes that have one of them as a provider.
    pub customers: Vec<Asn>,
    /// Those among the customers that have no other provider.
    pub only: Vec<Asn>,
    /// Everybody reached from them by provider-to-customer links, they themselves left out; `None`
    /// where that is absurdly much of the file.
    pub cone: Option<Vec<Asn>>,
}

/// Dependents by the customer cones of one file.
#[derive(Clone, Debug, Serialize)]
pub struct ConeDependents {
    /// The day for which it holds.
    pub date: Date,
    /// Which of the ASes the file knows.
    pub known: Vec<Asn>,
    /// The members of their cones, they themselves left out.
    pub cone: Vec<Asn>,
}

/// Dependents by the paths of one table.
#[derive(Clone, Debug, Serialize)]
pub struct PathDependents {
    /// The day for which it holds.
    pub date: Date,
    /// How many origins the table has beside the ASes themselves.
    pub origins: u32,
    /// Origins some of whose paths cross the ASes, the greatest share first.
    pub crossed: Vec<Crossed>,
}

/// One origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crossed {
    /// It.
    pub origin: Asn,
    /// Paths to its prefixes that cross the ASes.
    pub crossing: u32,
    /// All paths to them.
    pub paths: u32,
}

impl Crossed {
    /// The crossing share, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        f64::from(self.crossing) / f64::from(self.paths.max(1))
    }
}

/// Reads files of relationships, cones, paths and names, and says who depends on the ASes.
pub fn dependents(
    on: &BTreeSet<Asn>,
    inputs: Vec<Input<TopologySpec>>,
    progress: &mut dyn FnMut(Progress),
) -> Parsed<Dependents> {
    let mut found = Dependents::default();
    let mut problems: Vec<Problem> = Vec::new();
    let mut all_names: Vec<(Date, BTreeMap<Asn, String>)> = Vec::new();
    for Input { spec, bytes } in inputs {
        let mut file = Reading {
            name: spec.origin.as_str(),
            problems: &mut problems,
            tell: progress,
        };
        let (kind, read) = match spec.kind {
            TopologyKind::Relationships(format) => {
                let (read, graph) = relations::read(&mut file, bytes, format);
                found
                    .links
                    .extend(graph.map(|graph| by_links(on, spec.date, &graph)));
                ("relationships", read)
            }
            TopologyKind::CustomerCones => {
                let (read, cones) = read_cones(on, &mut file, bytes);
                found.cones.push(ConeDependents {
                    date: spec.date,
                    known: cones.keys().copied().collect(),
                    cone: members(on, cones.into_values().flatten()),
                });
                ("customer-cones", read)
            }
            TopologyKind::Organisations => continue,
            TopologyKind::BgpTable => {
                let (read, counts) = read_paths(on, &mut file, bytes);
                found.paths.extend(by_paths(spec.date, counts));
                ("bgp-table", read)
            }
            TopologyKind::AsNames => {
                let (read, names) = names::read(&mut file, bytes);
                all_names.push((spec.date, names));
                ("as-names", read)
            }
        };
        found.datasets.push(dataset(&spec, kind, &read));
    }
    all_names.sort_by_key(|(date, _)| *date);
    let mentioned = found.mentioned(on);
    for (_, newer) in all_names {
        let wanted = newer.into_iter().filter(|(asn, _)| mentioned.contains(asn));
        found.names.extend(wanted);
    }
    Parsed {
        value: found,
        problems,
    }
}

impl Dependents {
    fn mentioned(&self, on: &BTreeSet<Asn>) -> BTreeSet<Asn> {
        let links = self.links.iter().flat_map(|links| {
            let cone = links.cone.iter().flatten();
            links.customers.iter().chain(cone)
        });
        let cones = self.cones.iter().flat_map(|cones| &cones.cone);
        let paths = self.paths.iter().flat_map(|paths| &paths.crossed);
        on.iter()
            .chain(links)
            .chain(cones)
            .chain(paths.map(|crossed| &crossed.origin))
            .copied()
            .collect()
    }
}

/// Sorted, each once, without the ASes themselves.
fn members(on: &BTreeSet<Asn>, all: impl Iterator<Item = Asn>) -> Vec<Asn> {
    let all: BTreeSet<Asn> = all.filter(|asn| !on.contains(asn)).collect();
    all.into_iter().collect()
}

fn by_links(on: &BTreeSet<Asn>, date: Date, graph: &relations::Graph) -> LinkDependents {
    let known: Vec<Asn> = on.intersection(&graph.ases).copied().collect();
    let direct = known.iter().filter_map(|asn| graph.customers.get(asn));
    let customers = members(on, direct.flatten().copied());
    let mut elsewhere: BTreeSet<Asn> = BTreeSet::new();
    for (provider, bought) in &graph.customers {
        if !on.contains(provider) {
            elsewhere.extend(bought);
        }
    }
    let only = customers.iter().filter(|asn| !elsewhere.contains(asn));
    LinkDependents {
        date,
        only: only.copied().collect(),
        cone: cone(graph, &known).map(|cone| members(on, cone.into_iter())),
        customers,
        known,
    }
}

/// Lines of an AS and the members of its cone (CAIDA's `ppdc-ases`), of the wanted ASes.
fn read_cones(
    on: &BTreeSet<Asn>,
    file: &mut Reading<'_, '_>,
    bytes: Box<dyn Read + Send>,
) -> (Taken, BTreeMap<Asn, Vec<Asn>>) {
    lines(file, bytes, |file, content| {
        let mut cones = BTreeMap::new();
        let (mut records, mut wrong) = (0, None);
        for (number, line) in (1..).zip(content.split(b'\n').map_while(Result::ok)) {
            let text = line.trim_ascii();
            if text.is_empty() || text[0] == b'#' {
                continue;
            }
            match cone_line(on, text) {
                Ok(member) => {
                    records += 1;
                    cones.extend(member);
                }
                Err(()) => {
                    wrong.get_or_insert(number);
                }
            }
        }
        if let Some(line) = wrong {
            let problem = file.problem("is not a line of an AS and the members of its cone");
            problem.place = Some(Place::Line(line));
        }
        (records, cones)
    })
}

/// An AS and its members; `None` where it is none of those asked about.
fn cone_line(on: &BTreeSet<Asn>, text: &[u8]) -> Result<Option<(Asn, Vec<Asn>)>, ()> {
    let text = std::str::from_utf8(text).map_err(drop)?;
    let mut numbers = text.split_ascii_whitespace().map(str::parse::<u32>);
    let first = numbers.next().ok_or(())?.map_err(drop)?;
    if !on.contains(&Asn(first)) {
        return Ok(None);
    }
    let members: Result<Vec<Asn>, _> = numbers.map(|number| number.map(Asn)).collect();
    Ok(Some((Asn(first), members.map_err(drop)?)))
}

/// How many lines are no remarks.
pub(crate) fn count_lines(content: &mut dyn BufRead) -> u64 {
    let lines = content.split(b'\n').map_while(Result::ok);
    let told = lines.filter(|line| !line.is_empty() && line[0] != b'#');
    told.count() as u64
}

/// Whether the first line of a file is one of cones: several AS numbers and nothing else.
pub(crate) fn looks_like_cones(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n');
    let caida = head.starts_with(b"# inferred clique") || head.starts_with(b"# IXP ASes");
    let line = lines.find(|line| !line.is_empty() && line[0] != b'#');
    let numbers = |line: &[u8]| {
        let text = String::from_utf8_lossy(line);
        let mut fields = text.split_ascii_whitespace();
        fields.clone().count() >= 2 && fields.all(|field| field.parse::<u32>().is_ok())
    };
    line.is_some_and(|line| {
        let fields = line.split(u8::is_ascii_whitespace).count();
        // Two or three numbers may as well be a link.
        numbers(line) && (fields > 3 || caida)
    })
}

type Counts = HashMap<Asn, (u32, u32)>;

fn read_paths(
    on: &BTreeSet<Asn>,
    file: &mut Reading<'_, '_>,
    bytes: Box<dyn Read + Send>,
) -> (Taken, Counts) {
    let mut counts = Counts::new();
    let mut origins: Vec<Asn> = Vec::new();
    let read = source::read(file.name, bytes, file.problems, file.tell, &mut |element| {
        let Kind::Entry(_, path) = element.kind else {
            return;
        };
        let mut crosses = false;
        path.each(|asn| crosses |= on.contains(&asn));
        origins.clear();
        path.origins(|asn| origins.push(asn));
        for origin in &origins {
            let count = counts.entry(*origin).or_default();
            *count = (count.0 + u32::from(crosses), count.1.saturating_add(1));
        }
    });
    if counts.is_empty() && read.records > 0 {
        file.problem("holds no entries of a routing table");
    }
    for asn in on {
        counts.remove(asn);
    }
    let taken = Taken {
        digest: read.digest,
        bytes: read.bytes,
        records: read.records,
    };
    (taken, counts)
}

/// `None` where the table held nothing.
fn by_paths(date: Date, counts: Counts) -> Option<PathDependents> {
    let origins = u32::try_from(counts.len()).unwrap_or(u32::MAX);
    let mut crossed: Vec<Crossed> = counts
        .into_iter()
        .filter(|(_, (crossing, _))| *crossing > 0)
        .map(|(origin, (crossing, paths))| Crossed {
            origin,
            crossing,
            paths,
        })
        .collect();
    crossed.sort_by(|a, b| {
        b.share()
            .total_cmp(&a.share())
            .then(a.origin.cmp(&b.origin))
    });
    (origins > 0).then_some(PathDependents {
        date,
        origins,
        crossed,
    })
}

#[cfg(test)]
mod tests;
