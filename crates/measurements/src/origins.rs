//! Other origins than the baseline's (rule D5): who announced a party's prefixes, and to how many
//! peers.

use std::collections::{BTreeMap, BTreeSet};

use backpedal_model::{Asn, OriginChange};

use crate::{
    clock::Seconds,
    facts::Facts,
    series::Lane,
    updates::{Event, What},
    watch::Watching,
};

/// One other origin of a party's prefixes, while the events are played.
struct Seen {
    prefixes: BTreeSet<u32>,
    peers: usize,
    from: i64,
    to: i64,
}

/// The routes of one party's prefixes by origin.
struct Play<'a> {
    /// The origins that each prefix had in the tables at the start.
    usual: &'a BTreeMap<u32, BTreeSet<u32>>,
    own: &'a Watching,
    /// The origin of each route: of a peer to a prefix, by path identifier.
    routes: BTreeMap<(u32, u32, u32), u32>,
    /// How many routes each peer has to a prefix from another origin.
    others: BTreeMap<(u32, u32), BTreeMap<u32, u32>>,
    found: BTreeMap<u32, Seen>,
    window: Seconds,
}

/// The other origins of a party's baseline prefixes in the window, in order of time.
pub(crate) fn changes(facts: &Facts, party: &Watching, lane: &Lane) -> Vec<OriginChange> {
    let Some(window) = facts.covered else {
        return Vec::new();
    };
    let prefixes: BTreeSet<u32> = lane.space.prefixes().into_iter().collect();
    let concerns = |event: &&Event| {
        let prefix = event.what.prefix();
        prefix.is_none_or(|prefix| prefixes.contains(&prefix))
    };
    let mut play = Play {
        usual: &facts.usual,
        own: party,
        routes: BTreeMap::new(),
        others: BTreeMap::new(),
        found: BTreeMap::new(),
        window,
    };
    for event in facts.initial.iter().chain(&facts.events).filter(concerns) {
        play.take(event);
    }
    let of = u32::try_from(facts.feeders.all.len()).unwrap_or(u32::MAX);
    let still: BTreeSet<u32> = play.others.keys().map(|(_, origin)| *origin).collect();
    let mut changes: Vec<OriginChange> = play
        .found
        .into_iter()
        .map(|(origin, seen)| OriginChange {
            origin: Asn(origin),
            prefixes: u32::try_from(seen.prefixes.len()).unwrap_or(u32::MAX),
            peers: u32::try_from(seen.peers).unwrap_or(u32::MAX),
            of,
            during: Seconds {
                from: seen.from,
                to: if still.contains(&origin) {
                    window.to
                } else {
                    seen.to
                },
            }
            .interval(),
        })
        .collect();
    changes.sort_by_key(|change| (change.during, change.origin));
    changes
}

impl Play<'_> {
    fn take(&mut self, event: &Event) {
        let (at, peer) = (event.at, event.feeder);
        match event.what {
            What::Announce {
                prefix,
                path_id,
                origin,
                ..
            } => {
                self.drop(at, (peer, prefix, path_id));
                self.routes.insert((peer, prefix, path_id), origin);
                if self.is_other(prefix, origin) {
                    let peers = self.others.entry((prefix, origin)).or_default();
                    *peers.entry(peer).or_default() += 1;
                    self.note(at, prefix, origin);
                }
            }
            What::Withdraw { prefix, path_id } => self.drop(at, (peer, prefix, path_id)),
            What::Forget { prefix } => {
                self.forget(at, (peer, prefix, 0)..=(peer, prefix, u32::MAX));
            }
            What::Down | What::Reset => self.forget(at, (peer, 0, 0)..=(peer, u32::MAX, u32::MAX)),
            What::Up => {}
        }
    }

    /// Whether the origin is neither the baseline's nor the party's. A path without one origin (a
    /// set at its end) tells nothing, and so does a prefix that no table at the start had.
    fn is_other(&self, prefix: u32, origin: u32) -> bool {
        origin != 0
            && self.own.asns.binary_search(&Asn(origin)).is_err()
            && self
                .usual
                .get(&prefix)
                .is_some_and(|usual| !usual.contains(&origin) && !usual.contains(&0))
    }

    fn note(&mut self, at: i64, prefix: u32, origin: u32) {
        if at >= self.window.to {
            return;
        }
        let at = at.max(self.window.from);
        let peers = self.others.get(&(prefix, origin)).map_or(0, BTreeMap::len);
        let seen = self.found.entry(origin).or_insert_with(|| Seen {
            prefixes: BTreeSet::new(),
            peers: 0,
            from: at,
            to: at,
        });
        seen.prefixes.insert(prefix);
        seen.peers = seen.peers.max(peers);
        seen.to = seen.to.max(at);
    }

    fn drop(&mut self, at: i64, route: (u32, u32, u32)) {
        let Some(origin) = self.routes.remove(&route) else {
            return;
        };
        let (peer, prefix, _) = route;
        let Some(peers) = self.others.get_mut(&(prefix, origin)) else {
            return;
        };
        if let Some(routes) = peers.get_mut(&peer) {
            *routes -= 1;
            if *routes == 0 {
                peers.remove(&peer);
            }
        }
        if peers.is_empty() {
            self.others.remove(&(prefix, origin));
        }
        // What ended before the window began was no event of it.
        if at <= self.window.from && !self.others.keys().any(|(_, other)| *other == origin) {
            self.found.remove(&origin);
        } else if let Some(seen) = self.found.get_mut(&origin) {
            seen.to = seen.to.max(at.min(self.window.to));
        }
    }

    fn forget(&mut self, at: i64, keys: std::ops::RangeInclusive<(u32, u32, u32)>) {
        let gone: Vec<_> = self.routes.range(keys).map(|(key, _)| *key).collect();
        for key in gone {
            self.drop(at, key);
        }
    }
}
