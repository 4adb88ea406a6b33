//! Counts results while files are read: by pair of probe and target, never result by result but
//! for those of the window towards the parties.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
};

use backpedal_model::{Asn, Case};

use super::{
    Series, Shot,
    aim::{Aim, Targets},
    rtt::Times,
    ways::{Crossings, Ways},
};
use crate::{addresses::Addresses, clock::Seconds};

pub(super) const DAY: i64 = 24 * 60 * 60;

/// So many pairs of probe and target are counted; results of further ones are left out, with a
/// problem. A pair takes some hundred bytes.
const MOST_PAIRS: usize = 1_000_000;

/// Parts of a result are counted in this unit, which all numbers of packets up to 16 divide.
pub(super) const UNIT: u64 = 720_720;

/// How many results, and how much of them was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) sent: u64,
    pub(super) got: u64,
}

impl Count {
    pub(super) const fn add(&mut self, other: Self) {
        self.sent = self.sent.saturating_add(other.sent);
        self.got = self.got.saturating_add(other.got);
    }

    /// The answered share, where anything was sent.
    pub(super) fn share(self) -> Option<f64> {
        (self.sent > 0).then(|| self.got as f64 / (self.sent as f64 * UNIT as f64))
    }
}

/// One probe's results of one type towards one target.
#[derive(Clone, Debug, Default)]
pub(super) struct Pair {
    pub(super) probe: u32,
    pub(super) target: u32,
    pub(super) series: Series,
    pub(super) week: Count,
    pub(super) day: Count,
    pub(super) before: Count,
    pub(super) during: Count,
    /// Before and in the window.
    pub(super) times: [Times; 2],
    pub(super) ways: Option<Box<Ways>>,
    last: Option<i64>,
}

/// What a probe's results say of where it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Placed {
    pub(super) asn: Option<Asn>,
    pub(super) from: Option<IpAddr>,
}

/// What is told of a target in the window, whatever the rules make of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) own_errors: u64,
    pub(super) answers: BTreeMap<String, u64>,
    pub(super) ended: BTreeMap<Option<Asn>, u64>,
}

/// All that is counted.
pub(super) struct Ledger {
    pub(super) window: Seconds,
    pub(super) week: Seconds,
    pub(super) day: Seconds,
    pub(super) aims: Vec<Aim>,
    pub(super) addresses: Addresses,
    pub(super) crossings: Crossings,
    pub(super) targets: Targets,
    pub(super) told: HashMap<u32, Told>,
    pub(super) probe_names: Vec<String>,
    probe_places: HashMap<String, u32>,
    pub(super) placed: Vec<Placed>,
    places: HashMap<(u32, u32, Series), u32>,
    pub(super) pairs: Vec<Pair>,
    /// Results of the window towards parties, by time and pair.
    pub(super) shots: BTreeMap<(i64, u32), Count>,
    /// How often each distance between two results of a pair was seen, for each party.
    pub(super) distances: Vec<BTreeMap<i64, u64>>,
    pub(super) left_out: u64,
}

impl Ledger {
    pub(super) fn new(case: &Case, addresses: Addresses) -> Self {
        let window = Seconds::of(case.window);
        let aims = Aim::all(case);
        let earlier = |days: i64| Seconds {
            from: window.from - days * DAY,
            to: (window.to - days * DAY).min(window.from),
        };
        Self {
            window,
            week: earlier(7),
            day: earlier(1),
            distances: vec![BTreeMap::new(); aims.len()],
            aims,
            crossings: Crossings::new(case, &addresses),
            addresses,
            targets: Targets::default(),
            told: HashMap::new(),
            probe_names: Vec::new(),
            probe_places: HashMap::new(),
            placed: Vec::new(),
            places: HashMap::new(),
            pairs: Vec::new(),
            shots: BTreeMap::new(),
            left_out: 0,
        }
    }

    /// Counts a result. Those from after the window tell nothing.
    pub(super) fn take(&mut self, shot: &Shot<'_>) {
        let inside = self.window.holds(shot.at);
        if !inside && shot.at >= self.window.from {
            return;
        }
        let Some(target) = self.targets.place(&self.aims, shot.name, shot.address) else {
            return;
        };
        if inside {
            self.note(target, shot);
        }
        if shot.own_error || shot.sent == 0 {
            return;
        }
        let Some(place) = self.pair(shot, target) else {
            self.left_out += 1;
            return;
        };
        let count = Count {
            sent: 1,
            got: u64::from(shot.received.min(shot.sent)) * UNIT / u64::from(shot.sent),
        };
        if inside && !self.inside(place, shot, count) {
            return;
        }
        let owned = !self.targets.list[target as usize].owners.is_empty();
        let pair = &mut self.pairs[place as usize];
        if !inside {
            pair.before.add(count);
            for (part, held) in [(&mut pair.week, self.week), (&mut pair.day, self.day)] {
                if held.holds(shot.at) {
                    part.add(count);
                }
            }
        }
        if let Some(rtt) = shot.rtt.filter(|_| owned) {
            pair.times[usize::from(inside)].add(rtt);
        }
        if let Some(way) = shot.way {
            let ways = pair.ways.get_or_insert_default();
            if shot.received == 0 {
                if inside {
                    ways.missed();
                }
                return;
            }
            let ends = [shot.from, shot.address];
            let crossed = self
                .crossings
                .of_way(&self.aims, &self.addresses, way, ends);
            if inside {
                ways.during(crossed, way.silent);
            } else {
                ways.before(&crossed, way.silent);
            }
        }
    }

    /// Notes what stands beside success.
    fn note(&mut self, target: u32, shot: &Shot<'_>) {
        if self.targets.list[target as usize].owners.is_empty() {
            return;
        }
        let told = self.told.entry(target).or_default();
        told.own_errors += u64::from(shot.own_error);
        if shot.own_error {
            return;
        }
        if let Some(answer) = shot.answer {
            *told.answers.entry(answer.to_owned()).or_default() += 1;
        }
        if let (Some(way), 0) = (shot.way, shot.received) {
            let last = way
                .last
                .and_then(|(_, address)| self.addresses.asn(address));
            *told.ended.entry(last).or_default() += 1;
        }
    }

    /// The place of the pair, with the probe's whereabouts noted.
    fn pair(&mut self, shot: &Shot<'_>, target: u32) -> Option<u32> {
        let next = u32::try_from(self.probe_names.len()).ok()?;
        let probe = match self.probe_places.get(shot.probe) {
            Some(place) => *place,
            None => {
                self.probe_places.insert(shot.probe.to_owned(), next);
                self.probe_names.push(shot.probe.to_owned());
                self.placed.push(Placed::default());
                next
            }
        };
        let placed = &mut self.placed[probe as usize];
        placed.asn = shot.asn.or(placed.asn);
        placed.from = shot.from.or(placed.from);
        let key = (probe, target, shot.series);
        if let Some(place) = self.places.get(&key) {
            return Some(*place);
        }
        if self.pairs.len() >= MOST_PAIRS {
            return None;
        }
        let place = u32::try_from(self.pairs.len()).ok()?;
        self.places.insert(key, place);
        self.pairs.push(Pair {
            probe,
            target,
            series: shot.series,
            ..Pair::default()
        });
        Some(place)
    }

    /// Counts a result of the window; `false` where the same one was read already, as when two
    /// files overlap.
    fn inside(&mut self, place: u32, shot: &Shot<'_>, count: Count) -> bool {
        let pair = &mut self.pairs[place as usize];
        let owners = &self.targets.list[pair.target as usize].owners;
        if !owners.is_empty() {
            let held = self.shots.entry((shot.at, place)).or_default();
            if held.sent > 0 && shot.series != Series::Given {
                return false;
            }
            held.add(count);
        }
        pair.during.add(count);
        if let Some(last) = pair.last.replace(shot.at)
            && shot.at > last
        {
            for owner in owners {
                let seen = self.distances[usize::from(*owner)].entry(shot.at - last);
                *seen.or_default() += 1;
            }
        }
        true
    }

    /// The AS of a probe: as the file says, or by the address that its results came from, or by an
    /// archive of probes.
    pub(super) fn asn(&self, probe: u32) -> Option<Asn> {
        let placed = self.placed[probe as usize];
        let by_address = || placed.from.and_then(|from| self.addresses.asn(from));
        let name = &self.probe_names[probe as usize];
        let by_archive = || name.parse().ok().and_then(|id| self.addresses.probe(id));
        placed.asn.or_else(by_address).or_else(by_archive)
    }
}
