//! The routes of the full-feed peers to the watched prefixes, at one time. Old routes stay valid
//! until they are withdrawn or their session goes down.

use std::collections::BTreeMap;

use crate::updates::{Event, What};

/// The state.
#[derive(Clone)]
pub(crate) struct Routes {
    prefixes: usize,
    /// Path fingerprints by peer, prefix and path identifier.
    paths: BTreeMap<(u32, u32, u32), u64>,
    /// How many routes each peer has to each prefix.
    held: Vec<u16>,
    /// How many peers that are full-feed for its family have the prefix.
    having: Vec<u32>,
    /// Whether the peer counts for the prefix's family.
    counts: Vec<[bool; 2]>,
    families: Vec<usize>,
}

/// What an event did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    None,
    PathChanged,
    RouteRemoved,
}

impl Routes {
    /// No routes, for peers that are full-feed for the given families and prefixes of the given
    /// families.
    pub(crate) fn new(counts: Vec<[bool; 2]>, families: Vec<usize>) -> Self {
        Self {
            prefixes: families.len(),
            paths: BTreeMap::new(),
            held: vec![0; counts.len() * families.len()],
            having: vec![0; families.len()],
            counts,
            families,
        }
    }

    /// How many of the peers that count have the prefix, leaving out some peers.
    pub(crate) fn having(&self, prefix: u32, without: &[u32]) -> u32 {
        let absent = without.iter().filter(|peer| {
            self.has(**peer, prefix) && self.counts[**peer as usize][self.families[prefix as usize]]
        });
        self.having[prefix as usize] - u32::try_from(absent.count()).unwrap_or(0)
    }

    /// Whether the peer has the prefix.
    pub(crate) fn has(&self, peer: u32, prefix: u32) -> bool {
        self.held[self.slot(peer, prefix)] > 0
    }

    /// Applies an event.
    pub(crate) fn apply(&mut self, event: &Event) -> Effect {
        let peer = event.feeder;
        match event.what {
            What::Announce {
                prefix,
                path_id,
                fingerprint,
                ..
            } => {
                let old = self.paths.insert((peer, prefix, path_id), fingerprint);
                if old.is_none() {
                    self.add(peer, prefix);
                }
                if old == Some(fingerprint) {
                    Effect::None
                } else {
                    Effect::PathChanged
                }
            }
            What::Withdraw { prefix, path_id } => {
                if self.paths.remove(&(peer, prefix, path_id)).is_none() {
                    return Effect::None;
                }
                self.remove(peer, prefix);
                Effect::RouteRemoved
            }
            What::Forget { prefix } => {
                self.forget((peer, prefix, 0)..=(peer, prefix, u32::MAX));
                Effect::None
            }
            What::Down | What::Reset => {
                self.forget((peer, 0, 0)..=(peer, u32::MAX, u32::MAX));
                Effect::None
            }
            What::Up => Effect::None,
        }
    }

    fn forget(&mut self, keys: std::ops::RangeInclusive<(u32, u32, u32)>) {
        let gone: Vec<_> = self.paths.range(keys).map(|(key, _)| *key).collect();
        for key in gone {
            self.paths.remove(&key);
            self.remove(key.0, key.1);
        }
    }

    fn add(&mut self, peer: u32, prefix: u32) {
        let slot = self.slot(peer, prefix);
        self.held[slot] = self.held[slot].saturating_add(1);
        if self.held[slot] == 1 && self.serves(peer, prefix) {
            self.having[prefix as usize] += 1;
        }
    }

    fn remove(&mut self, peer: u32, prefix: u32) {
        let slot = self.slot(peer, prefix);
        self.held[slot] = self.held[slot].saturating_sub(1);
        if self.held[slot] == 0 && self.serves(peer, prefix) {
            self.having[prefix as usize] -= 1;
        }
    }

    fn serves(&self, peer: u32, prefix: u32) -> bool {
        self.counts[peer as usize][self.families[prefix as usize]]
    }

    fn slot(&self, peer: u32, prefix: u32) -> usize {
        peer as usize * self.prefixes + prefix as usize
    }
}
