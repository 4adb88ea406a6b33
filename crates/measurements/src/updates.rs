//! Collects what concerns the watched prefixes and the full-feed peers from update files, so that
//! it can be put in order of time over all files.

use std::{collections::BTreeMap, fmt::Write as _};

use backpedal_model::{GapReason, Problem};

use ipnet::IpNet;

use crate::{
    clock::{MINUTE, Seconds, holes, join, minute, stamp},
    collectors::FILE_SLACK,
    element::{Element, Kind},
    hours,
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

/// What a peer told of a prefix inside of a watched one, which is not watched itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inside {
    pub(crate) at: i64,
    pub(crate) feeder: u32,
    pub(crate) prefix: IpNet,
    pub(crate) path_id: u32,
    /// The watched prefix.
    pub(crate) over: u32,
    /// The origin of an announcement whose path does not cross the party; 0 for one that does (it
    /// is a customer's, or the party's own) or has no single origin. `None` for a withdrawal.
    pub(crate) origin: Option<u32>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Announce {
        prefix: u32,
        path_id: u32,
        fingerprint: u64,
        /// The origin AS; 0 where the path has no single one.
        origin: u32,
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
    /// The session is up, but nobody said that it had gone down.
    Reset,
}

impl What {
    /// The only prefix that it can change; `None` where it is about the whole session.
    pub(crate) const fn prefix(self) -> Option<u32> {
        match self {
            Self::Announce { prefix, .. }
            | Self::Withdraw { prefix, .. }
            | Self::Forget { prefix } => Some(prefix),
            Self::Down | Self::Up | Self::Reset => None,
        }
    }
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
    /// Of prefixes inside of watched ones.
    pub(crate) inside: &'a mut Vec<Inside>,
    pub(crate) talk: &'a mut Talk,
    /// Elements outside of `covers` by more than a minute, and the time of the first.
    pub(crate) outside: (u64, Option<i64>),
}

impl Updates<'_> {
    pub(crate) fn take(&mut self, element: &Element<'_>) {
        // Collectors close a file a second or so late.
        let near = Seconds {
            from: self.covers.from.saturating_sub(FILE_SLACK),
            to: self.covers.to.saturating_add(FILE_SLACK),
        };
        if !near.holds(element.at) {
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
                    origin: path.origin(),
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
            None => {
                self.talk.heard(feeder, element.at);
                self.inside(feeder, element);
            }
        }
    }

    /// Notes what concerns a part of a watched prefix.
    fn inside(&mut self, feeder: u32, element: &Element<'_>) {
        let (route, path) = match &element.kind {
            Kind::Announce(route, path) | Kind::Entry(route, path) => (route, Some(*path)),
            Kind::Withdraw(route) => (route, None),
            Kind::Session { .. } => return,
        };
        let Some(over) = self.watch.covering(&route.prefix) else {
            return;
        };
        let origin = path.map(|path| {
            let theirs = self.watch.crosses_owner(over, path);
            if theirs { 0 } else { path.origin() }
        });
        self.inside.push(Inside {
            at: element.at,
            feeder,
            prefix: route.prefix,
            path_id: route.path_id,
            over,
            origin,
        });
    }

    /// What is to be said of the file.
    pub(crate) fn problem(&self, name: &str) -> Option<Problem> {
        let first = self.outside.1?;
        let mut message = format!(
            "{} elements lie outside of the time that the case gives for it, the first at {}; they \
             are not used",
            self.outside.0,
            stamp(first)
        );
        // What lies close to the ends is no matter of zones.
        let far = first < self.covers.from - MINUTE || first > self.covers.to + 5 * MINUTE;
        if let Some(off) = hours::off(self.covers.from, first).filter(|_| far) {
            let words = hours::words(off);
            let _ = write!(
                message,
                " (it begins {words} that time: perhaps local time)"
            );
        }
        Some(
            Problem::new(name, message)
                .hint("correct `from` and `to` of this measurement in the case file"),
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

    /// Adds what a later file told.
    pub(crate) fn join(&mut self, later: Self) {
        for (feeder, minutes) in later.0 {
            let known = self.0.entry(feeder).or_default();
            known.extend(minutes);
        }
    }

    /// When peers fell silent within the covered times of their collector: talkative ones that
    /// stopped, and those that said nothing at all while most others talked. `own` are the peers of
    /// the collector.
    pub(crate) fn silences(&self, covered: &[Seconds], own: &[u32]) -> Vec<Absence> {
        let mut found = Vec::new();
        let (mut talkative, mut mute) = (0, Vec::new());
        for feeder in own {
            let minutes = self.0.get(feeder).map_or(&[][..], Vec::as_slice);
            let spoken = minutes.iter().map(|at| minute(at * MINUTE));
            let spoken = join(spoken.collect(), 0);
            let length = |s: Seconds| s.to - s.from;
            let (mut talked, mut paused) = (0, 0);
            let mut long = Vec::new();
            for part in covered {
                let said = spoken.iter().filter_map(|s| s.meet(*part));
                talked += said.map(length).sum::<i64>();
                for hole in holes(*part, &spoken) {
                    if length(hole) >= SILENCE {
                        long.push(hole);
                    } else {
                        paused += length(hole);
                    }
                }
            }
            if talked == 0 {
                mute.push(*feeder);
            } else if talked >= SILENCE && talked as f64 >= TALKATIVE * (talked + paused) as f64 {
                talkative += 1;
                found.extend(long.into_iter().map(|when| lost(*feeder, when)));
            }
        }
        if talkative * 2 > own.len() {
            for feeder in mute {
                found.extend(covered.iter().map(|part| lost(feeder, *part)));
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
/// the data. A session that comes up without having gone down was reset unseen: its old routes are
/// gone (RFC 4271, section 8.2.2), so the event is changed to [`What::Reset`].
pub(crate) fn outages(events: &mut [Event], end: i64) -> Vec<Absence> {
    let mut down: BTreeMap<u32, i64> = BTreeMap::new();
    let mut last_up: BTreeMap<u32, i64> = BTreeMap::new();
    let mut found = Vec::new();
    for event in events {
        let (at, feeder) = (event.at, event.feeder);
        let to = at.saturating_add(SETTLE);
        match event.what {
            What::Down => {
                down.entry(feeder).or_insert(at);
                last_up.remove(&feeder);
            }
            // An announcement proves the session up where the file lacks the message that says so.
            What::Up | What::Announce { .. } => {
                let told = event.what == What::Up;
                if let Some(from) = down.remove(&feeder) {
                    found.push(lost(feeder, Seconds { from, to }));
                } else if told && last_up.get(&feeder).is_none_or(|last| at - last >= SETTLE) {
                    event.what = What::Reset;
                    found.push(lost(feeder, Seconds { from: at, to }));
                }
                // Soon after, the same change told again is no second reset.
                if told
                    || found
                        .last()
                        .is_some_and(|f| f.feeder == feeder && f.when.to == to)
                {
                    last_up.insert(feeder, at);
                }
            }
            What::Withdraw { .. } | What::Forget { .. } | What::Reset => {}
        }
    }
    for (feeder, from) in down {
        let to = end.max(from + 1);
        found.push(lost(feeder, Seconds { from, to }));
    }
    found.sort_by_key(|absence| (absence.when, absence.feeder));
    found
}
