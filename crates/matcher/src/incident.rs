//! Which outage a claim is about, where its subject had several: two similar outages of one
//! company in a month are two, and nobody is held to words about the other one.
//!
//! The days of which claims themselves speak are laid out for each subject. Days further apart
//! than [`APART`] begin another outage. A claim without a day takes that of the nearest one before
//! it in its document, else the last outage that had begun when the document appeared.

use std::collections::{BTreeMap, HashMap};

use backpedal_model::{ClaimKind, Incident, Interval, Polarity, Precision, TimeSource};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::{
    names::{Key, Name},
    reading::Reading,
    world::World,
};

/// Days without a word between two outages of one subject; our choice. Outages last up to some
/// days, and reports of their length and of their end keep the days together.
const APART: SignedDuration = SignedDuration::from_hours(3 * 24);

/// The outages of a subject, in order of time.
type Outages = Vec<Interval>;

/// Gives each reading the days of its outage, where its subject had more than one.
pub(crate) fn assign(readings: &mut [Reading<'_>]) {
    let outages = outages(readings);
    if outages.is_empty() {
        return;
    }
    // The last outage that the document spoke of, for each subject.
    let mut spoken: HashMap<Key, (usize, Interval)> = HashMap::new();
    for reading in readings {
        let keys: Vec<Key> = reading.subjects.iter().flat_map(Name::keys).collect();
        let Some((key, known)) = keys.iter().find_map(|key| Some((key, outages.get(key)?))) else {
            continue;
        };
        let document = reading.place.0;
        let own = day(reading).and_then(|day| known.iter().find(|o| near(**o, day)).copied());
        let before = spoken
            .get(key)
            .filter(|(place, _)| *place == document)
            .map(|(_, days)| *days);
        reading.days = own.or(before).or_else(|| last_begun(known, reading));
        if let Some(days) = own {
            spoken.insert(key.clone(), (document, days));
        }
    }
}

/// The outages of each subject that had more than one.
fn outages(readings: &[Reading<'_>]) -> HashMap<Key, Outages> {
    let mut days: BTreeMap<Key, Vec<Interval>> = BTreeMap::new();
    for reading in readings {
        let Some(day) = day(reading).filter(|_| tells_a_day(reading)) else {
            continue;
        };
        for key in reading.subjects.iter().flat_map(Name::keys) {
            days.entry(key).or_default().push(day);
        }
    }
    let mut outages = HashMap::new();
    for (key, mut days) in days {
        days.sort_unstable();
        let mut joined: Outages = Vec::new();
        for day in days {
            match joined.last_mut() {
                Some(last) if near(*last, day) => last.end = last.end.max(day.end),
                _ => joined.push(day),
            }
        }
        if joined.len() > 1 {
            outages.insert(key, joined);
        }
    }
    outages
}

/// Whether the claim tells when its subject was down: others may name the day of a report.
const fn tells_a_day(reading: &Reading<'_>) -> bool {
    let claim = reading.claim;
    matches!(
        (claim.kind, claim.polarity),
        (ClaimKind::Outage, Polarity::Affirm | Polarity::Uncertain)
            | (ClaimKind::Timing | ClaimKind::Restored, Polarity::Affirm)
    )
}

/// The time of which the claim itself speaks, at least to the day.
fn day(reading: &Reading<'_>) -> Option<Interval> {
    let time = reading.claim.event_time.as_ref()?;
    if time.precision < Precision::Day {
        return None;
    }
    let zone = time.zone.time_zone().unwrap_or(TimeZone::UTC);
    let first = time.start.or(time.end)?.instants(&zone);
    let last = time.end.or(time.start)?.instants(&zone);
    Some(Interval::new(first.start, last.end))
}

fn near(outage: Interval, day: Interval) -> bool {
    outage.widen(APART, APART).overlaps(day)
}

/// The last outage that had begun when the words were said.
fn last_begun(known: &Outages, reading: &Reading<'_>) -> Option<Interval> {
    let said = reading.said.as_ref();
    let said = said.filter(|at| at.source != TimeSource::Captured)?;
    let begun = |days: &&Interval| days.start < said.end;
    known.iter().rev().find(begun).copied()
}

impl Reading<'_> {
    /// Whether both can speak of the same outage. Where the one cannot be told, only words of the
    /// same document are taken to.
    pub(crate) fn may_mean_the_outage_of(&self, other: &Self) -> bool {
        match (self.days, other.days) {
            (Some(a), Some(b)) => near(a, b),
            (None, None) => true,
            _ => {
                self.place.0 == other.place.0
                    || self.subjects.is_empty()
                    || other.subjects.is_empty()
                    || !crate::names::share(&self.subjects, &other.subjects)
            }
        }
    }
}

/// The outages of the case, where a subject had several.
pub(crate) fn incidents(world: &World<'_>) -> Vec<Incident> {
    let mut all: BTreeMap<(String, Timestamp), Incident> = BTreeMap::new();
    for reading in &world.readings {
        let (Some(days), Some(subject)) = (reading.days, reading.subjects.first()) else {
            continue;
        };
        let about = subject
            .party
            .as_ref()
            .and_then(|id| world.facts.case.parties.get(id))
            .map_or_else(|| subject.text.clone(), |party| party.name.clone());
        all.entry((about.clone(), days.start))
            .or_insert_with(|| Incident {
                about,
                days,
                claims: Vec::new(),
            })
            .claims
            .push(reading.claim.id.clone());
    }
    all.into_values().collect()
}
