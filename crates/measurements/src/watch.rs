//! Which prefixes are watched for which party. Only their routes are kept, never the whole table.

use std::collections::BTreeSet;

use backpedal_model::{Asn, Case, PartyId};
use foldhash::{HashMap, HashMapExt as _};
use ipnet::IpNet;
use jiff::civil::Date;

use crate::path::Path;

/// The watched prefixes, by number, and whose they are.
#[derive(Default)]
pub(crate) struct Watch {
    pub(crate) parties: Vec<Watching>,
    pub(crate) prefixes: Vec<IpNet>,
    numbers: HashMap<IpNet, u32>,
}

/// What one party has that can be watched.
pub(crate) struct Watching {
    pub(crate) id: PartyId,
    /// Its ASes on the day, in order.
    pub(crate) asns: Vec<Asn>,
    /// Prefixes that the case lists one by one.
    pub(crate) listed: Vec<IpNet>,
    /// Numbers of its prefixes.
    pub(crate) own: BTreeSet<u32>,
}

impl Watch {
    /// The parties of the case that have ASes or prefixes on that day.
    pub(crate) fn new(case: &Case, on: Date) -> Self {
        let mut watch = Self {
            parties: Vec::new(),
            prefixes: Vec::new(),
            numbers: HashMap::new(),
        };
        for party in case.parties.iter() {
            let listed: Vec<IpNet> = party
                .prefixes
                .iter()
                .filter(|prefix| prefix.valid.holds(Some(on)))
                .map(|prefix| prefix.value.trunc())
                .collect();
            let asns = asns(party, on);
            if asns.is_empty() && listed.is_empty() {
                continue;
            }
            let own = listed.iter().map(|prefix| watch.number(*prefix)).collect();
            watch.parties.push(Watching {
                id: party.id.clone(),
                asns,
                listed,
                own,
            });
        }
        watch
    }

    /// The number of a watched prefix.
    pub(crate) fn find(&self, prefix: &IpNet) -> Option<u32> {
        self.numbers.get(prefix).copied()
    }

    /// Watches the prefix for every party that originates the path.
    pub(crate) fn claim(&mut self, prefix: IpNet, path: Path<'_>) {
        let mut owners: Vec<usize> = Vec::new();
        path.origins(|asn| {
            for (n, party) in self.parties.iter().enumerate() {
                if party.asns.binary_search(&asn).is_ok() {
                    owners.push(n);
                }
            }
        });
        for owner in &owners {
            let number = self.number(prefix);
            self.parties[*owner].own.insert(number);
        }
    }

    fn number(&mut self, prefix: IpNet) -> u32 {
        let next = u32::try_from(self.prefixes.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(prefix).or_insert_with(|| {
            self.prefixes.push(prefix);
            next
        })
    }
}

/// The ASes of a party on a day, in order, each once.
pub(crate) fn asns(party: &backpedal_model::Party, on: Date) -> Vec<Asn> {
    let held = party.asns.iter().filter(|asn| asn.valid.holds(Some(on)));
    let all: BTreeSet<Asn> = held.map(|asn| asn.value).collect();
    all.into_iter().collect()
}
