//! The full-feed peers of all collectors, by number, and when each of them tells nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use backpedal_model::{Asn, DatasetId, Gap, GapReason};

use crate::{
    clock::{MINUTE, Seconds, minute},
    element::Peer,
};

/// After a session is up again a peer sends its whole table; until that is over, a route that is
/// not there yet is no loss. Our choice: ten minutes.
pub(crate) const SETTLE: i64 = 10 * MINUTE;

/// A full-feed peer.
#[derive(Clone, Debug)]
pub(crate) struct Feeder {
    pub(crate) collector: usize,
    pub(crate) peer: Peer,
    /// Full-feed for IPv4, for IPv6.
    pub(crate) full: [bool; 2],
}

/// The full-feed peers.
#[derive(Default)]
pub(crate) struct Feeders {
    pub(crate) all: Vec<Feeder>,
    numbers: BTreeMap<(usize, Peer), u32>,
    /// The only peer of an address; `None` where there are several.
    addresses: BTreeMap<(usize, IpAddr), Option<u32>>,
}

impl Feeders {
    pub(crate) fn add(&mut self, feeder: Feeder) {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let (collector, peer) = (feeder.collector, feeder.peer);
        self.numbers.insert((collector, peer), number);
        let address = self.addresses.entry((collector, peer.ip));
        address
            .and_modify(|only| *only = None)
            .or_insert(Some(number));
        self.all.push(feeder);
    }

    /// The number of a peer. One whose AS is not told (AS0) is found by its address alone.
    pub(crate) fn find(&self, collector: usize, peer: Peer) -> Option<u32> {
        if peer.asn == Asn(0) {
            let only = self.addresses.get(&(collector, peer.ip));
            return only.copied().flatten();
        }
        self.numbers.get(&(collector, peer)).copied()
    }

    /// Whether so many peers are absent that nothing can be told (rule D0).
    pub(crate) fn blind(&self, absent: &[u32], share: f64) -> bool {
        absent.len() as f64 > share * self.all.len() as f64
    }

    /// How many are full-feed for a family.
    pub(crate) fn count(&self, family: usize) -> usize {
        self.all.iter().filter(|peer| peer.full[family]).count()
    }
}

/// A time in which a peer tells nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Absence {
    pub(crate) feeder: u32,
    pub(crate) when: Seconds,
    pub(crate) reason: GapReason,
    pub(crate) dataset: Option<DatasetId>,
}

/// Which peers are absent at a bin, sorted out once for all bins.
pub(crate) struct Attendance<'a> {
    absences: &'a [Absence],
}

impl<'a> Attendance<'a> {
    pub(crate) const fn new(absences: &'a [Absence]) -> Self {
        Self { absences }
    }

    /// The peers that tell nothing in some part of the stretch, in order.
    pub(crate) fn absent(&self, when: Seconds) -> Vec<u32> {
        let touching = self.absences.iter().filter(|a| a.when.overlaps(when));
        let peers: BTreeSet<u32> = touching.map(|absence| absence.feeder).collect();
        peers.into_iter().collect()
    }

    /// The least number of peers, and of ASes among them, that were there in any minute that was
    /// not blind: those that rule D0 counts. All of them where every minute was blind.
    pub(crate) fn least(
        &self,
        feeders: &Feeders,
        family: [bool; 2],
        over: Seconds,
        share: f64,
    ) -> (usize, usize) {
        let serves = |peer: &Feeder| (0..2).any(|f| family[f] && peer.full[f]);
        let count = |absent: &[u32]| {
            let there = (0..)
                .zip(&feeders.all)
                .filter(|(n, peer)| serves(peer) && !absent.contains(n));
            let ases: Vec<Asn> = there.map(|(_, peer)| peer.peer.asn).collect();
            let different: BTreeSet<Asn> = ases.iter().copied().collect();
            (ases.len(), different.len())
        };
        let mut seen: BTreeSet<Vec<u32>> = BTreeSet::new();
        for at in over.minutes() {
            let absent = self.absent(minute(at));
            if !feeders.blind(&absent, share) {
                seen.insert(absent);
            }
        }
        let counts = seen.iter().map(|absent| count(absent));
        let least = counts.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)));
        least.unwrap_or_else(|| count(&[]))
    }

    /// The absences as gaps: one for each peer and time, or one for all where a reason takes away
    /// more than `share` of the peers at the same time.
    pub(crate) fn gaps(&self, feeders: &Feeders, share: f64) -> Vec<Gap> {
        let mut together: BTreeMap<(Seconds, String), Vec<&Absence>> = BTreeMap::new();
        for absence in self.absences {
            let key = (
                absence.when,
                format!("{:?}{:?}", absence.reason, absence.dataset),
            );
            together.entry(key).or_default().push(absence);
        }
        let mut gaps = Vec::new();
        for ((when, _), absences) in together {
            let many = absences.len() as f64 > share * feeders.all.len() as f64;
            let single = absences[0].reason == GapReason::PeerLost;
            let shown = if many && !single { 1 } else { absences.len() };
            for absence in &absences[..shown] {
                let peer = &feeders.all[absence.feeder as usize].peer;
                gaps.push(Gap {
                    interval: when.interval(),
                    reason: absence.reason,
                    peer: (!many || single).then_some((peer.ip, peer.asn)),
                    dataset: absence.dataset.clone(),
                });
            }
        }
        gaps
    }
}
