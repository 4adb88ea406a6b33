//! Which prefixes are watched for which party. Only their routes are kept, never the whole table.

use std::collections::BTreeSet;

use backpedal_model::{Asn, Case, PartyId};
use foldhash::HashMap;
use ipnet::IpNet;
use jiff::civil::Date;

use crate::path::Path;

/// The watched prefixes, by number, and whose they are.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    pub(crate) parties: Vec<Watching>,
    pub(crate) prefixes: Vec<IpNet>,
    numbers: HashMap<IpNet, u32>,
    /// Lengths of the watched prefixes, IPv4 and IPv6.
    lengths: [BTreeSet<u8>; 2],
    /// The first bytes of addresses in watched prefixes: most others need no further look.
    firsts: Firsts,
}

/// What one party has that can be watched.
#[derive(Clone)]
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
        let mut watch = Self::default();
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

    /// The longest watched prefix that holds this one and is shorter.
    pub(crate) fn covering(&self, prefix: &IpNet) -> Option<u32> {
        if !self.firsts.may_hold(prefix) {
            return None;
        }
        let family = usize::from(prefix.addr().is_ipv6());
        let shorter = self.lengths[family].range(..prefix.prefix_len()).rev();
        shorter
            .filter_map(|length| IpNet::new(prefix.addr(), *length).ok())
            .find_map(|outer| self.find(&outer.trunc()))
    }

    /// Whether a path crosses an AS of one of the parties that have the watched prefix.
    pub(crate) fn crosses_owner(&self, number: u32, path: Path<'_>) -> bool {
        let owners = self
            .parties
            .iter()
            .filter(|party| party.own.contains(&number));
        let owners: Vec<&Watching> = owners.collect();
        let mut crosses = false;
        path.each(|asn| {
            crosses |= owners
                .iter()
                .any(|party| party.asns.binary_search(&asn).is_ok());
        });
        crosses
    }

    /// Watches what another list of the same parties watches. Returns the numbers here of its
    /// prefixes.
    pub(crate) fn join(&mut self, other: &Self) -> Vec<u32> {
        let numbers: Vec<u32> = other.prefixes.iter().map(|p| self.number(*p)).collect();
        for (party, theirs) in self.parties.iter_mut().zip(&other.parties) {
            let own = theirs.own.iter().map(|number| numbers[*number as usize]);
            party.own.extend(own);
        }
        numbers
    }

    fn number(&mut self, prefix: IpNet) -> u32 {
        self.lengths[usize::from(prefix.addr().is_ipv6())].insert(prefix.prefix_len());
        self.firsts.add(&prefix);
        let next = u32::try_from(self.prefixes.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(prefix).or_insert_with(|| {
            self.prefixes.push(prefix);
            next
        })
    }
}

/// A bit for each first byte of an IPv4 address, and one for all of IPv6's second bytes: all that
/// is in use begins with the same few bits.
#[derive(Clone, Default)]
struct Firsts([[u64; 4]; 2]);

impl Firsts {
    fn place(prefix: &IpNet) -> (usize, u8, u8) {
        match prefix {
            IpNet::V4(net) => (0, net.addr().octets()[0], net.prefix_len()),
            IpNet::V6(net) => (
                1,
                net.addr().octets()[1],
                net.prefix_len().saturating_sub(8),
            ),
        }
    }

    fn add(&mut self, prefix: &IpNet) {
        let (family, first, length) = Self::place(prefix);
        // A prefix shorter than the byte holds several.
        let more = if length >= 8 { 0 } else { 0xff_u8 >> length };
        for byte in first & !more..=first | more {
            self.0[family][usize::from(byte) / 64] |= 1 << (byte % 64);
        }
    }

    fn may_hold(&self, prefix: &IpNet) -> bool {
        let (family, first, _) = Self::place(prefix);
        self.0[family][usize::from(first) / 64] & (1 << (first % 64)) != 0
    }
}

/// The ASes of a party on a day, in order, each once.
pub(crate) fn asns(party: &backpedal_model::Party, on: Date) -> Vec<Asn> {
    let held = party.asns.iter().filter(|asn| asn.valid.holds(Some(on)));
    let all: BTreeSet<Asn> = held.map(|asn| asn.value).collect();
    all.into_iter().collect()
}
