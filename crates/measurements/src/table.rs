//! Reads routing tables: how large each peer's is, and the routes to watched prefixes.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::BuildHasher as _,
};

use foldhash::{HashSet, fast::FixedState};
use ipnet::IpNet;

use crate::{
    element::{Element, Kind, Peer},
    path::Path,
    watch::Watch,
};

/// How many prefixes a peer's table holds, by address family: IPv4, IPv6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) prefixes: [u64; 2],
    last: Option<IpNet>,
}

/// A route of a peer to a watched prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) peer: Peer,
    pub(crate) prefix: u32,
    pub(crate) path_id: u32,
    pub(crate) fingerprint: u64,
    /// The origin AS; 0 where the path has no single one.
    pub(crate) origin: u32,
}

/// 0 for IPv4, 1 for IPv6.
pub(crate) fn family(prefix: &IpNet) -> usize {
    usize::from(matches!(prefix, IpNet::V6(_)))
}

/// Collects a table while it is read.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) sizes: BTreeMap<Peer, Size>,
    pub(crate) held: Vec<Held>,
    /// Time of the first entry.
    pub(crate) at: Option<i64>,
    /// Entries of the current prefix whose origin is no party's: another peer may still show the
    /// party as the origin (multi-origin prefixes). Works where a table is in order of prefixes.
    pending: Vec<(Peer, u32, u32)>,
    pending_prefix: Option<IpNet>,
    /// The watched prefix around it.
    around: Option<u32>,
    /// What is inside of watched prefixes: each prefix, and the watched one around it with the
    /// origin.
    pub(crate) inside: Known,
    /// The prefixes that were not watched when they were met, as numbers that nearly always tell
    /// them apart: eight bytes each, since there may be a million. In no order, some twice.
    passed: Vec<u64>,
}

/// A number for a prefix.
fn mark(prefix: &IpNet) -> u64 {
    FixedState::default().hash_one(prefix)
}

/// What tables at the start show inside of watched prefixes.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) prefixes: BTreeSet<IpNet>,
    pub(crate) origins: BTreeSet<(u32, u32)>,
    /// A table is not in order of prefixes, so that some of them may have been missed.
    pub(crate) unsorted: bool,
}

impl Known {
    /// Adds what another table showed.
    pub(crate) fn join(&mut self, other: Self) {
        self.prefixes.extend(other.prefixes);
        self.origins.extend(other.origins);
        self.unsorted |= other.unsorted;
    }
}

impl Table {
    /// Takes an entry of a table at the start: prefixes that a party originates become watched, and
    /// what lies inside of watched ones is noted.
    pub(crate) fn take_and_watch(&mut self, element: &Element<'_>, watch: &mut Watch) {
        let Kind::Entry(route, path) = element.kind else {
            return;
        };
        watch.claim(route.prefix, path);
        if self.pending_prefix != Some(route.prefix) {
            if let Some(passed) = self.pending_prefix.filter(|_| !self.pending.is_empty()) {
                self.pass(&passed);
            }
            // A prefix comes before those inside of it wherever the entries of a peer are in order.
            self.around = watch.covering(&route.prefix);
        }
        if !self.take(element, watch)
            && let Some(over) = self.around
        {
            self.inside.prefixes.insert(route.prefix);
            path.origins(|origin| {
                self.inside.origins.insert((over, origin.0));
            });
        }
    }

    /// Notes a prefix, each once however often it comes: entries may be in order of peers.
    fn pass(&mut self, prefix: &IpNet) {
        if self.passed.len() == self.passed.capacity() {
            self.passed.sort_unstable();
            self.passed.dedup();
            // As much again, so that sorting stays rare.
            self.passed.reserve(self.passed.len());
        }
        self.passed.push(mark(prefix));
    }

    /// Whether routes to watched prefixes were passed over, because only what came later, or another
    /// table, shows a party as the origin.
    pub(crate) fn missed(&self, watch: &Watch) -> bool {
        let watched: HashSet<u64> = watch.prefixes.iter().map(mark).collect();
        let last = self.pending_prefix.filter(|_| !self.pending.is_empty());
        let last = last.as_ref().map(mark);
        let mut passed = self.passed.iter().chain(&last);
        passed.any(|mark| watched.contains(mark))
    }

    /// Gives watched prefixes other numbers: `numbers` holds the new ones by the old.
    pub(crate) fn renumber(&mut self, numbers: &[u32]) {
        let new = |old: u32| numbers[old as usize];
        for held in &mut self.held {
            held.prefix = new(held.prefix);
        }
        let origins = std::mem::take(&mut self.inside.origins).into_iter();
        let origins = origins.map(|(over, origin)| (new(over), origin));
        self.inside.origins = origins.collect();
    }

    /// Takes an entry. Returns whether its prefix is watched.
    pub(crate) fn take(&mut self, element: &Element<'_>, watch: &Watch) -> bool {
        let Kind::Entry(route, path) = element.kind else {
            return false;
        };
        self.at.get_or_insert(element.at);
        let prefix = route.prefix;
        let size = self.sizes.entry(element.peer).or_default();
        if size.last != Some(prefix) {
            let last = size.last.replace(prefix);
            let last = last.filter(|last| family(last) == family(&prefix));
            self.inside.unsorted |= last.is_some_and(|last| prefix < last);
            size.prefixes[family(&prefix)] += 1;
        }
        if self.pending_prefix != Some(prefix) {
            self.pending_prefix = Some(prefix);
            self.pending.clear();
        }
        match watch.find(&prefix) {
            Some(number) => {
                self.keep(element.peer, number, route.path_id, path);
                true
            }
            None => {
                let origin = path.origin();
                self.pending.push((element.peer, route.path_id, origin));
                false
            }
        }
    }

    fn keep(&mut self, peer: Peer, prefix: u32, path_id: u32, path: Path<'_>) {
        // The paths of the waiting entries are gone; 0 makes their next announcement a change.
        let waiting = self.pending.drain(..).map(|(peer, path_id, origin)| Held {
            peer,
            prefix,
            path_id,
            fingerprint: 0,
            origin,
        });
        self.held.extend(waiting);
        self.held.push(Held {
            peer,
            prefix,
            path_id,
            fingerprint: path.fingerprint(),
            origin: path.origin(),
        });
    }

    /// Which peers are full-feed (rule D0), by address family: a table of at least `share` of the
    /// largest one of this snapshot. In a file that was cut down to some prefixes the tables are
    /// compared as found.
    pub(crate) fn full_feed(&self, share: f64) -> BTreeMap<Peer, [bool; 2]> {
        let largest = |family: usize| {
            let sizes = self.sizes.values().map(|size| size.prefixes[family]);
            sizes.max().unwrap_or(0)
        };
        let limits = [largest(0), largest(1)].map(|n| share * n as f64);
        let full = |size: &Size| {
            [0, 1].map(|f| size.prefixes[f] > 0 && size.prefixes[f] as f64 >= limits[f])
        };
        let peers = self.sizes.iter();
        peers.map(|(peer, size)| (*peer, full(size))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_that_come_at_every_peer_are_noted_once() {
        let mut table = Table::default();
        let prefixes: Vec<IpNet> = (0..=255)
            .filter_map(|n| format!("10.{n}.0.0/16").parse().ok())
            .collect();
        for _ in 0..1000 {
            prefixes.iter().for_each(|prefix| table.pass(prefix));
        }
        assert!(table.passed.capacity() <= 4 * prefixes.len());
        let all: BTreeSet<u64> = table.passed.iter().copied().collect();
        assert_eq!(all.len(), prefixes.len());
    }
}
