//! The paths of a routing table towards the parties' prefixes, and whom they cross.
//!
//! Of each entry only the origin is looked at; the paths to a party are counted by their text, and
//! each different one is taken apart once, at the end.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Read,
};

use backpedal_model::{Asn, Case, DatasetId, PartyId, PathFact, TopologySpec};

use super::{Reading, Taken, day};
use crate::{
    clock::{Seconds, stamp},
    element::Kind,
    path::Path,
    source,
    watch::asns,
};

/// How many examples a fact keeps.
const EXAMPLES: usize = 3;

/// A table's records may be this far from the day that the case gives. Our choice.
const DAY_SLACK: i64 = 24 * 60 * 60;

/// The paths to each party.
pub(super) struct Tally {
    parties: Vec<(PartyId, BTreeSet<Asn>)>,
    paths: Vec<HashMap<String, u32>>,
}

/// Reads a table. No tally where it is of another day than the case says.
pub(super) fn read(
    case: &Case,
    spec: &TopologySpec,
    file: &mut Reading<'_, '_>,
    bytes: Box<dyn Read + Send>,
) -> (Taken, Option<Tally>) {
    let parties: Vec<(PartyId, BTreeSet<Asn>)> = case
        .parties
        .iter()
        .map(|party| {
            (
                party.id.clone(),
                asns(party, spec.date).into_iter().collect(),
            )
        })
        .filter(|(_, ases): &(PartyId, BTreeSet<Asn>)| !ases.is_empty())
        .collect();
    let mut origins: HashMap<Asn, Vec<usize>> = HashMap::new();
    for (n, (_, ases)) in parties.iter().enumerate() {
        for asn in ases {
            origins.entry(*asn).or_default().push(n);
        }
    }
    let mut paths: Vec<HashMap<String, u32>> = vec![HashMap::new(); parties.len()];
    let (taken, usable) = each_entry(spec, file, bytes, |path| {
        let mut last = None;
        path.origins(|asn| {
            for party in origins.get(&asn).into_iter().flatten() {
                // The members of a set that ends the path are one origin.
                if last.replace(*party) != Some(*party) {
                    *paths[*party].entry(path.printed()).or_default() += 1;
                }
            }
        });
    });
    (taken, usable.then_some(Tally { parties, paths }))
}

/// Reads a table, and calls `each` with the path of every entry. `false` where it is of another day
/// than the case says: what was called is then to be dropped.
pub(super) fn each_entry(
    spec: &TopologySpec,
    file: &mut Reading<'_, '_>,
    bytes: Box<dyn Read + Send>,
    mut each: impl FnMut(Path<'_>),
) -> (Taken, bool) {
    let mut first = None;
    let read = source::read(file.name, bytes, file.problems, file.tell, &mut |element| {
        if let Kind::Entry(_, path) = element.kind {
            first.get_or_insert(element.at);
            each(path);
        }
    });
    let taken = Taken {
        digest: read.digest,
        bytes: read.bytes,
        records: read.records,
    };
    (taken, usable(spec, file, first, read.records))
}

/// Whether a table whose first entry is of that time is the one that the case means.
fn usable(
    spec: &TopologySpec,
    file: &mut Reading<'_, '_>,
    first: Option<i64>,
    records: u64,
) -> bool {
    let Some(at) = first else {
        if records > 0 {
            file.problem("holds no entries of a routing table");
        }
        return false;
    };
    let covers = Seconds::of(day(spec.date));
    let near = Seconds {
        from: covers.from - DAY_SLACK,
        to: covers.to + DAY_SLACK,
    };
    if !near.holds(at) {
        let message = format!(
            "is a table of {}, not of {} as the case says; it is not used",
            stamp(at),
            spec.date
        );
        file.problem(message).hint = Some("correct `date` of this file in the case".into());
    }
    near.holds(at)
}

impl Tally {
    /// What the table says of every ordered pair.
    ///
    /// A path that the supplier's own router told begins with it, whatever the customer buys, so it
    /// counts on neither side (the bias of vantage points that AS hegemony trims: Fontugne and
    /// others, "The (thin) bridges of AS connectivity", PAM 2018).
    pub(super) fn facts(&self, spec: &TopologySpec, dataset: &DatasetId) -> Vec<PathFact> {
        let mut facts = Vec::new();
        for ((customer, own), paths) in self.parties.iter().zip(&self.paths) {
            let outside: Vec<Way<'_>> = paths
                .iter()
                .filter_map(|(path, count)| Way::outside(path, *count, own))
                .collect();
            for (supplier, ases) in self.parties.iter().filter(|(id, _)| id != customer) {
                let (crossing, passing): (Vec<_>, Vec<_>) = outside
                    .iter()
                    .filter(|way| !ases.contains(&way.first))
                    .partition(|way| !way.ases.is_disjoint(ases));
                let sum = |ways: &[&Way<'_>]| {
                    ways.iter()
                        .fold(0_u32, |sum, way| sum.saturating_add(way.count))
                };
                let shown = if crossing.is_empty() {
                    &passing
                } else {
                    &crossing
                };
                facts.push(PathFact {
                    customer: customer.clone(),
                    supplier: supplier.clone(),
                    dataset: dataset.clone(),
                    date: spec.date,
                    paths: sum(&crossing).saturating_add(sum(&passing)),
                    crossing: sum(&crossing),
                    examples: examples(shown),
                });
            }
        }
        facts
    }
}

/// One different path to a party.
struct Way<'a> {
    text: &'a str,
    count: u32,
    /// The AS that told it.
    first: Asn,
    /// The ASes outside of the party.
    ases: BTreeSet<Asn>,
}

impl<'a> Way<'a> {
    /// `None` for a path that never leaves the party: it can cross nobody.
    fn outside(text: &'a str, count: u32, own: &BTreeSet<Asn>) -> Option<Self> {
        let (mut first, mut ases) = (None, BTreeSet::new());
        Path::Text(text.as_bytes()).each(|asn| {
            first.get_or_insert(asn);
            if !own.contains(&asn) {
                ases.insert(asn);
            }
        });
        (!ases.is_empty()).then_some(Self {
            text,
            count,
            first: first?,
            ases,
        })
    }
}

/// The most frequent paths, in a fixed order.
fn examples(ways: &[&Way<'_>]) -> Vec<String> {
    let counts: BTreeMap<(u32, &str), ()> = ways
        .iter()
        .map(|way| ((u32::MAX - way.count, way.text), ()))
        .collect();
    let best = counts.into_keys().take(EXAMPLES);
    best.map(|(_, path)| path.to_owned()).collect()
}
