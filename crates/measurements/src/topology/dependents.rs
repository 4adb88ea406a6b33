//! Who depended on an AS, or on several of one holder, on a day (rule D6, asked the other way).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use backpedal_model::{
    Asn, Dataset, DatasetId, Parsed, Policy, TopologyKind, TopologySpec, TransitRelation,
    TransitSigns,
};
use jiff::civil::Date;
use serde::Serialize;

use super::{
    Reading, cones, dataset, dataset_id,
    facts::cone,
    lines, names, organisations, paths, peeringdb,
    relations::{self, Graph},
};
use crate::{
    input::{Input, Progress},
    path::Path,
};

/// Who depended on some ASes, by the snapshots given.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dependents {
    /// The ASes asked about.
    pub suppliers: Vec<Asn>,
    /// What each relationship file, file of cones and table says, in the order given.
    pub snapshots: Vec<Snapshot>,
    /// The ASes for which any snapshot shows something: strongest relation first, then those whose
    /// only provider it is, then by crossing paths, then by number.
    pub dependents: Vec<Dependent>,
    /// The files read.
    pub datasets: Vec<Dataset>,
}

/// What one file says of all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Snapshot {
    /// The file.
    pub dataset: DatasetId,
    /// Its kind, as [`Dataset::kind`] has it.
    pub kind: &'static str,
    /// The day for which it holds.
    pub date: Date,
    /// Which of the ASes asked about it knows.
    pub known: Vec<Asn>,
    /// ASes that buy transit directly, by a relationship file.
    pub customers: Option<u64>,
    /// Those among them that have no other provider.
    pub only_provider: Option<u64>,
    /// ASes in the customer cone, those asked about among them. `None` where the file carries none,
    /// or where the cone is absurdly large.
    pub cone: Option<u64>,
    /// Paths in a table that could tell: neither told by the ASes asked about nor leading to them.
    pub paths: Option<u64>,
    /// Those among them that cross.
    pub crossing: Option<u64>,
}

impl Snapshot {
    /// Nothing told so far.
    fn new(spec: &TopologySpec) -> Self {
        Self {
            dataset: DatasetId::from_content(&[]),
            kind: spec.kind.word(),
            date: spec.date,
            known: vec![],
            customers: None,
            only_provider: None,
            cone: None,
            paths: None,
            crossing: None,
        }
    }
}

/// An AS that depended, and by which snapshots.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dependent {
    /// The AS.
    pub asn: Asn,
    /// Its name, where a file of names has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// By rule D6, as for a pair of parties.
    pub relation: TransitRelation,
    /// Days of which a relationship file has no other provider for it.
    pub only_provider: Vec<Date>,
    /// Days of which a relationship file has it as a direct customer.
    pub customer: Vec<Date>,
    /// Days of which it lies in the customer cone.
    pub in_cone: Vec<Date>,
    /// The paths to its prefixes in each table.
    pub paths: Vec<PathCount>,
}

/// The paths of a table to an AS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PathCount {
    /// The day of the table.
    pub date: Date,
    /// Paths that could tell.
    pub paths: u32,
    /// Those that cross the ASes asked about.
    pub crossing: u32,
}

/// Finds who depended on `suppliers`, by the files given: relationships, cones and tables decide,
/// the others give names. Each file is read once, as a stream; of a table only counts by origin AS
/// are kept. See [`super::nearest_files`] for the files that answer for a day.
pub fn dependents(
    suppliers: &BTreeSet<Asn>,
    inputs: Vec<Input<TopologySpec>>,
    policy: &Policy,
    progress: &mut dyn FnMut(Progress),
) -> Parsed<Dependents> {
    let mut search = Search {
        suppliers,
        rows: BTreeMap::new(),
        names: Vec::new(),
        found: Dependents {
            suppliers: suppliers.iter().copied().collect(),
            ..Dependents::default()
        },
    };
    let mut problems = Vec::new();
    for input in inputs {
        search.take(input, &mut problems, progress);
    }
    Parsed {
        value: search.finish(policy),
        problems,
    }
}

/// What is known of one AS so far.
#[derive(Default)]
struct Row {
    only_provider: Vec<Date>,
    customer: Vec<Date>,
    in_cone: Vec<Date>,
    paths: Vec<PathCount>,
}

struct Search<'a> {
    suppliers: &'a BTreeSet<Asn>,
    rows: BTreeMap<Asn, Row>,
    names: Vec<(Date, BTreeMap<Asn, String>)>,
    found: Dependents,
}

impl Search<'_> {
    fn take(
        &mut self,
        Input { spec, bytes }: Input<TopologySpec>,
        problems: &mut Vec<backpedal_model::Problem>,
        progress: &mut dyn FnMut(Progress),
    ) {
        let file = &mut Reading {
            name: spec.origin.as_str(),
            problems,
            tell: progress,
        };
        let mut snapshot = Snapshot::new(&spec);
        let (read, tells) = match spec.kind {
            TopologyKind::Relationships(format) => {
                let (read, graph) = relations::read(file, bytes, format);
                if let Some(graph) = &graph {
                    self.links(graph, &mut snapshot);
                }
                (read, graph.is_some())
            }
            TopologyKind::CustomerCones => {
                let wanted = self.suppliers;
                let parse = |file: &mut Reading<'_, '_>, content: &mut dyn std::io::BufRead| {
                    cones::parse(file, content, wanted)
                };
                let (read, cones) = lines(file, bytes, parse);
                snapshot.known = cones.known.iter().copied().collect();
                if let Some(cone) = cones.union(self.suppliers) {
                    self.cone(&cone, &mut snapshot);
                }
                (read, true)
            }
            TopologyKind::BgpTable => {
                let mut tally = Tally::default();
                let each = |path: Path<'_>| tally.count(path, self.suppliers);
                let (read, usable) = paths::each_entry(&spec, file, bytes, each);
                if usable {
                    self.table(&tally, &mut snapshot);
                }
                (read, usable)
            }
            TopologyKind::AsNames => self.named(&spec, lines(file, bytes, names::parse)),
            TopologyKind::Organisations => {
                let (read, found) = lines(file, bytes, organisations::parse);
                self.named(&spec, (read, found.as_names()))
            }
            TopologyKind::PeeringDb => {
                let (read, found) = lines(file, bytes, peeringdb::parse);
                self.named(&spec, (read, found.as_names()))
            }
            // Who originates a prefix does not tell who carries it.
            TopologyKind::PrefixOrigins => return,
        };
        if tells {
            snapshot.dataset = dataset_id(&spec, &read);
            self.found.snapshots.push(snapshot);
        }
        self.found.datasets.push(dataset(&spec, &read));
    }

    fn named(
        &mut self,
        spec: &TopologySpec,
        (read, names): (super::Taken, BTreeMap<Asn, String>),
    ) -> (super::Taken, bool) {
        self.names.push((spec.date, names));
        (read, false)
    }

    fn links(&mut self, graph: &Graph, snapshot: &mut Snapshot) {
        let suppliers = self.suppliers;
        let known: Vec<Asn> = suppliers.intersection(&graph.ases).copied().collect();
        let customers: BTreeSet<Asn> = known
            .iter()
            .filter_map(|asn| graph.customers.get(asn))
            .flatten()
            .filter(|asn| !suppliers.contains(asn))
            .copied()
            .collect();
        let mut elsewhere: BTreeSet<Asn> = BTreeSet::new();
        for (provider, bought) in &graph.customers {
            if !suppliers.contains(provider) {
                elsewhere.extend(bought.iter().filter(|asn| customers.contains(asn)));
            }
        }
        for asn in &customers {
            let row = self.rows.entry(*asn).or_default();
            row.customer.push(snapshot.date);
            if !elsewhere.contains(asn) {
                row.only_provider.push(snapshot.date);
            }
        }
        snapshot.customers = Some(customers.len() as u64);
        snapshot.only_provider = Some((customers.len() - elsewhere.len()) as u64);
        if let Some(cone) = cone(graph, &known) {
            self.cone(&cone, snapshot);
        }
        snapshot.known = known;
    }

    fn cone(&mut self, cone: &BTreeSet<Asn>, snapshot: &mut Snapshot) {
        snapshot.cone = Some(cone.len() as u64);
        for asn in cone.difference(self.suppliers) {
            let days = &mut self.rows.entry(*asn).or_default().in_cone;
            if !days.contains(&snapshot.date) {
                days.push(snapshot.date);
            }
        }
    }

    fn table(&mut self, tally: &Tally, snapshot: &mut Snapshot) {
        let (mut all, mut crossed) = (0_u64, 0_u64);
        for (asn, (paths, crossing)) in &tally.of {
            all += u64::from(*paths);
            crossed += u64::from(*crossing);
            // Also where none crosses: what the links say then counts less.
            self.rows.entry(*asn).or_default().paths.push(PathCount {
                date: snapshot.date,
                paths: *paths,
                crossing: *crossing,
            });
        }
        snapshot.paths = Some(all);
        snapshot.crossing = Some(crossed);
        snapshot.known = tally.seen.iter().copied().collect();
    }

    fn finish(mut self, policy: &Policy) -> Dependents {
        let mut names = BTreeMap::new();
        self.names.sort_by_key(|(date, _)| *date);
        for (_, newer) in self.names {
            names.extend(newer);
        }
        let mut found = self.found;
        for (asn, row) in self.rows {
            let relation = relation(&row, policy);
            if matches!(
                relation,
                TransitRelation::NoVisibleDependency | TransitRelation::NotKnown
            ) {
                continue;
            }
            found.dependents.push(Dependent {
                asn,
                name: names.remove(&asn),
                relation,
                only_provider: row.only_provider,
                customer: row.customer,
                in_cone: row.in_cone,
                paths: row.paths,
            });
        }
        found.dependents.sort_by_key(|dependent| {
            let crossing = dependent
                .paths
                .iter()
                .map(|count| u64::from(count.crossing));
            (
                dependent.relation,
                dependent.only_provider.is_empty(),
                dependent.customer.is_empty(),
                std::cmp::Reverse(crossing.sum::<u64>()),
                dependent.asn,
            )
        });
        found
    }
}

/// Rule D6 for one AS.
fn relation(row: &Row, policy: &Policy) -> TransitRelation {
    let shares = row.paths.iter().filter(|count| count.paths > 0);
    let shares = shares.map(|count| f64::from(count.crossing) / f64::from(count.paths));
    TransitSigns {
        share: shares.fold(None, |most: Option<f64>, share| {
            Some(most.map_or(share, |m| m.max(share)))
        }),
        linked: !row.customer.is_empty(),
        in_cone: !row.in_cone.is_empty(),
        reverse: false,
        known: true,
    }
    .relation(policy)
}

/// What a table holds.
#[derive(Default)]
struct Tally {
    /// Paths to each origin, and those among them that cross.
    of: HashMap<Asn, (u32, u32)>,
    /// Which of the ASes asked about stand in any path.
    seen: BTreeSet<Asn>,
}

impl Tally {
    /// Counts a path for each of its origins. A path that a supplier's own router told begins with
    /// it whatever the origin buys, and one that never leaves the origin can cross nobody: neither
    /// counts, and nobody is its own dependent.
    fn count(&mut self, path: Path<'_>, suppliers: &BTreeSet<Asn>) {
        let (mut first, mut crosses, mut leaves) = (None, false, false);
        path.each(|asn| {
            leaves |= first.is_some_and(|first| first != asn);
            first.get_or_insert(asn);
            if suppliers.contains(&asn) {
                crosses = true;
                self.seen.insert(asn);
            }
        });
        if !leaves || first.is_none_or(|first| suppliers.contains(&first)) {
            return;
        }
        path.origins(|origin| {
            if !suppliers.contains(&origin) {
                let (paths, crossing) = self.of.entry(origin).or_default();
                *paths = paths.saturating_add(1);
                *crossing = crossing.saturating_add(u32::from(crosses));
            }
        });
    }
}

#[cfg(test)]
mod tests;
