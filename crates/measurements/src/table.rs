//! Reads routing tables: how large each peer's is, and the routes to watched prefixes.

use std::collections::BTreeMap;

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
}

impl Table {
    /// Takes an entry; prefixes that a party originates become watched.
    pub(crate) fn take_and_watch(&mut self, element: &Element<'_>, watch: &mut Watch) {
        if let Kind::Entry(route, path) = element.kind {
            watch.claim(route.prefix, path);
        }
        self.take(element, watch);
    }

    /// Takes an entry.
    pub(crate) fn take(&mut self, element: &Element<'_>, watch: &Watch) {
        let Kind::Entry(route, path) = element.kind else {
            return;
        };
        self.at.get_or_insert(element.at);
        let prefix = route.prefix;
        let size = self.sizes.entry(element.peer).or_default();
        if size.last != Some(prefix) {
            size.last = Some(prefix);
            size.prefixes[family(&prefix)] += 1;
        }
        if self.pending_prefix != Some(prefix) {
            self.pending_prefix = Some(prefix);
            self.pending.clear();
        }
        match watch.find(&prefix) {
            Some(number) => self.keep(element.peer, number, route.path_id, path),
            None => {
                let origin = path.origin();
                self.pending.push((element.peer, route.path_id, origin));
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
