//! Collects what concerns the watched prefixes and the full-feed peers from update files, so that
//! it can be put in order of time over all files.

use std::collections::BTreeMap;

use backpedal_model::{GapReason, Problem};

use crate::{
    clock::{MINUTE, Seconds, join, stamp},
    element::{Element, Kind},
    peers::{Absence, Feeders, SETTLE},
    watch::Watch,
};

/// A peer that sent something in nearly every minute and then nothing this long has fallen silent.
/// Our choice.
const SILENCE: i64 = 10 * MINUTE;

/// In at least this share of its other minutes a peer must have sent something, for a silence of
/// it to tell anything. Our choice.
const TALKATIVE: f64 = 0.9;

/// One event at one peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) at: i64,
    pub(crate) feeder: u32,
    pub(crate) what: What,
    /// Taken from a table, not seen to happen: not counted.
    pub(crate) quiet: bool,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Announce {
        prefix: u32,
        path_id: u32,
        fingerprint: u64,
    },
    Withdraw {
        prefix: u32,
        path_id: u32,
    },
    /// All routes of the peer for a prefix are gone.
    Forget {
        prefix: u32,
    },
    Down,
    Up,
}

/// Collects one collector's updates.
pub(crate) struct Updates<'a> {
    pub(crate) collector: usize,
    pub(crate) feeders: &'a Feeders,
    pub(crate) watch: &'a Watch,
    /// What the case says that the file covers.
    pub(crate) covers: Seconds,
    /// From the collector's table to the end of the window.
    pub(crate) wanted: Seconds,
    pub(crate) events: &'a mut Vec<Event>,
    pub(crate) talk: &'a mut Talk,
    /// Elements outside of `covers`, and the time of the first.
    pub(crate) outside: (u64, Option<i64>),
}

impl Updates<'_> {
    pub(crate) fn take(&mut self, element: &Element<'_>) {
        if !self.covers.holds(element.at) {
            self.outside.0 += 1;
            self.outside.1.get_or_insert(element.at);
            return;
        }
        if !self.wanted.holds(element.at) {
            return;
        }
        // Sessions of other peers, and the collector's own, concern no route that is kept.
        let Some(feeder) = self.feeders.find(self.collector, element.peer) else {
            return;
        };
        let find = |route: &crate::element::Route| {
            let number = self.watch.find(&route.prefix);
            number.map(|prefix| (prefix, route.path_id))
        };
        let what = match &element.kind {
            Kind::Session { up: true } => Some(What::Up),
            Kind::Session { up: false } => Some(What::Down),
            Kind::Announce(route, path) | Kind::Entry(route, path) => {
                find(route).map(|(prefix, path_id)| What::Announce {
                    prefix,
                    path_id,
                    fingerprint: path.fingerprint(),
                })
            }
            Kind::Withdraw(route) => {
                find(route).map(|(prefix, path_id)| What::Withdraw { prefix, path_id })
            }
        };
        match what {
            Some(what) => self.events.push(Event {
                at: element.at,
                feeder,
                what,
                quiet: false,
            }),
            None => self.talk.heard(feeder, element.at),
        }
    }

    /// What is to be said of the file.
    pub(crate) fn problem(&self, name: &str) -> Option<Problem> {
        let first = self.outside.1?;
        Some(
            Problem::new(
                name,
                format!(
                    "{} elements lie outside of the time that the case gives for it, the first at {}; \
                     they are not used",
                    self.outside.0,
                    stamp(first)
                ),
            )
            .hint("correct `covers` of this measurement in the case file"),
        )
    }
}

/// In which minutes each peer sent anything about prefixes that nobody watches. Where a file was
/// cut down to the watched prefixes there is nothing here, and silence means nothing.
#[derive(Default)]
pub(crate) struct Talk(BTreeMap<u32, Vec<i64>>);

impl Talk {
    fn heard(&mut self, feeder: u32, at: i64) {
        let minute = at.div_euclid(MINUTE);
        let minutes = self.0.entry(feeder).or_default();
        if minutes.last() != Some(&minute) {
            minutes.push(minute);
        }
    }

    /// When talkative peers fell silent within the covered times of their collector.
    pub(crate) fn silences(
        &mut self,
        covered: &[Seconds],
        own: impl Fn(u32) -> bool,
    ) -> Vec<Absence> {
        let mut found = Vec::new();
        for (feeder, minutes) in self.0.iter_mut().filter(|(feeder, _)| own(**feeder)) {
            minutes.sort_unstable();
            minutes.dedup();
            let spoken = minutes.iter().map(|minute| Seconds {
                from: minute * MINUTE,
                to: (minute + 1) * MINUTE,
            });
            let stretches = join(spoken.collect(), 0);
            let quiet: Vec<Seconds> = covered
                .iter()
                .flat_map(|part| crate::clock::holes(*part, &stretches))
                .collect();
            let length = |s: &Seconds| s.to - s.from;
            let (long, short): (Vec<Seconds>, Vec<Seconds>) =
                quiet.into_iter().partition(|q| length(q) >= SILENCE);
            let talked = (minutes.len() as i64 * MINUTE) as f64;
            let paused = short.iter().map(length).sum::<i64>() as f64;
            if talked / (talked + paused) >= TALKATIVE && talked >= SILENCE as f64 {
                found.extend(long.into_iter().map(|when| lost(*feeder, when)));
            }
        }
        found
    }
}

fn lost(feeder: u32, when: Seconds) -> Absence {
    Absence {
        feeder,
        when,
        reason: GapReason::PeerLost,
        dataset: None,
    }
}

/// When sessions were down or still filling. `events` are in order of time; `end` is the end of
/// the data.
pub(crate) fn outages(events: &[Event], end: i64) -> Vec<Absence> {
    let mut down: BTreeMap<u32, i64> = BTreeMap::new();
    let mut found = Vec::new();
    for event in events {
        match event.what {
            What::Down => {
                down.entry(event.feeder).or_insert(event.at);
            }
            // An announcement proves the session up where the file lacks the message that says so.
            What::Up | What::Announce { .. } => {
                if let Some(from) = down.remove(&event.feeder) {
                    let to = event.at.saturating_add(SETTLE);
                    found.push(lost(event.feeder, Seconds { from, to }));
                }
            }
            What::Withdraw { .. } | What::Forget { .. } => {}
        }
    }
    for (feeder, from) in down {
        let to = end.max(from + 1);
        found.push(lost(feeder, Seconds { from, to }));
    }
    found.sort_by_key(|absence| (absence.when, absence.feeder));
    found
}
