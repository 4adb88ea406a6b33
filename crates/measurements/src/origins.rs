//! Other origins than the baseline's (rule D5): who announced a party's prefixes, and to how many
//! peers.

use std::collections::{BTreeMap, BTreeSet};

use backpedal_model::{Asn, OriginChange};
use ipnet::IpNet;

use crate::{
    clock::Seconds,
    facts::Facts,
    series::Lane,
    table::Known,
    updates::{Event, What},
    watch::Watching,
};

/// One other origin of a party's prefixes, while the events are played.
struct Seen {
    prefixes: BTreeSet<u32>,
    specifics: BTreeSet<IpNet>,
    peers: usize,
    from: i64,
    to: i64,
}

/// The routes of one party's prefixes by origin.
struct Play<'a> {
    /// The origins that each prefix had in the tables at the start.
    usual: &'a BTreeMap<u32, BTreeSet<u32>>,
    own: &'a Watching,
    inside: Inner<'a>,
    /// The origin of each route: of a peer to a prefix, by path identifier.
    routes: BTreeMap<(u32, u32, u32), u32>,
    /// How many routes each peer has to a prefix from another origin.
    others: BTreeMap<(u32, u32), BTreeMap<u32, u32>>,
    found: BTreeMap<u32, Seen>,
    window: Seconds,
}

/// Prefixes inside of the party's, numbered behind the watched ones.
struct Inner<'a> {
    known: &'a Known,
    first: u32,
    /// Each with the watched prefix around it.
    prefixes: Vec<(IpNet, u32)>,
    events: Vec<Event>,
}

impl<'a> Inner<'a> {
    fn new(facts: &'a Facts, prefixes: &BTreeSet<u32>) -> Self {
        let mut inner = Self {
            known: &facts.inside.known,
            first: u32::try_from(facts.watch.prefixes.len()).unwrap_or(u32::MAX),
            prefixes: Vec::new(),
            events: Vec::new(),
        };
        let mut numbers: BTreeMap<IpNet, u32> = BTreeMap::new();
        let happened = &facts.inside.happened;
        for told in happened.iter().filter(|told| prefixes.contains(&told.over)) {
            let next = inner.first.saturating_add(len(inner.prefixes.len()));
            let prefix = *numbers.entry(told.prefix).or_insert_with(|| {
                inner.prefixes.push((told.prefix, told.over));
                next
            });
            let path_id = told.path_id;
            inner.events.push(Event {
                at: told.at,
                feeder: told.feeder,
                what: match told.origin {
                    Some(origin) => What::Announce {
                        prefix,
                        path_id,
                        fingerprint: 0,
                        origin,
                    },
                    None => What::Withdraw { prefix, path_id },
                },
                quiet: false,
            });
        }
        inner
    }

    /// The prefix of a number and the watched one around it; `None` where the number is that of a
    /// watched prefix itself.
    fn of(&self, number: u32) -> Option<(IpNet, u32)> {
        let place = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.prefixes.get(place).copied()
    }

    /// Whether nobody but that origin can have had such a prefix before: the tables at the start
    /// show neither the prefix nor the origin within the watched one.
    fn is_new(&self, (prefix, over): (IpNet, u32), origin: u32) -> bool {
        !self.known.unsorted
            && !self.known.prefixes.contains(&prefix)
            && !self.known.origins.contains(&(over, origin))
    }
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
    let mut inside = Inner::new(facts, &prefixes);
    let parts = std::mem::take(&mut inside.events);
    let mut parts = parts.iter().peekable();
    let mut play = Play {
        usual: &facts.usual,
        own: party,
        inside,
        routes: BTreeMap::new(),
        others: BTreeMap::new(),
        found: BTreeMap::new(),
        window,
    };
    for event in facts.initial.iter().chain(&facts.events).filter(concerns) {
        while let Some(part) = parts.next_if(|part| part.at < event.at) {
            play.take(part);
        }
        play.take(event);
    }
    parts.for_each(|part| play.take(part));
    play.changes(len(facts.feeders.all.len()))
}

fn len(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Play<'_> {
    /// What was found, of so many peers.
    fn changes(self, of: u32) -> Vec<OriginChange> {
        let still: BTreeSet<u32> = self.others.keys().map(|(_, origin)| *origin).collect();
        let window = self.window;
        let changes = self.found.into_iter().map(|(origin, seen)| OriginChange {
            origin: Asn(origin),
            prefixes: len(seen.prefixes.len()),
            specifics: seen.specifics.into_iter().collect(),
            peers: len(seen.peers),
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
        });
        let mut changes: Vec<OriginChange> = changes.collect();
        changes.sort_by_key(|change| (change.during, change.origin));
        changes
    }

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
        let part = self.inside.of(prefix);
        let whole = part.map_or(prefix, |(_, over)| over);
        origin != 0
            && self.own.asns.binary_search(&Asn(origin)).is_err()
            && self
                .usual
                .get(&whole)
                .is_some_and(|usual| !usual.contains(&origin) && !usual.contains(&0))
            && part.is_none_or(|part| self.inside.is_new(part, origin))
    }

    fn note(&mut self, at: i64, prefix: u32, origin: u32) {
        if at >= self.window.to {
            return;
        }
        let at = at.max(self.window.from);
        let peers = self.others.get(&(prefix, origin)).map_or(0, BTreeMap::len);
        let seen = self.found.entry(origin).or_insert_with(|| Seen {
            prefixes: BTreeSet::new(),
            specifics: BTreeSet::new(),
            peers: 0,
            from: at,
            to: at,
        });
        match self.inside.of(prefix) {
            Some((part, over)) => {
                seen.prefixes.insert(over);
                seen.specifics.insert(part);
            }
            None => {
                seen.prefixes.insert(prefix);
            }
        }
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
