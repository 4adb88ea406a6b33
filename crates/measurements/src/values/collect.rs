//! Points of files into series: whose they are, in which steps, and what lies outside.

use std::collections::BTreeMap;

use backpedal_model::{
    Case, DatasetId, MeasurementSpec, PartyId, Problem, ValueBin, ValueNote, ValueSource,
};

use super::{HISTORY, bin, read};
use crate::clock::{MINUTE, Seconds, day, stamp};
use read::{Item, Point};

/// The length of a step where the points do not show one: five minutes, as IODA's.
const STEP: i64 = 5 * MINUTE;

/// So many points of one file are kept. A year of minutes of ten series is as many.
const MOST_POINTS: usize = 5_000_000;

/// What tells one series from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) party: PartyId,
    pub(super) region: Option<String>,
    pub(super) metric: String,
}

/// The points of one series.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) source: ValueSource,
    pub(super) unit: Option<String>,
    pub(super) notes: Vec<ValueNote>,
    pub(super) datasets: Vec<DatasetId>,
    pub(super) synthetic: bool,
    /// Sum and number of the values at a time; none where the file has an empty place.
    points: BTreeMap<i64, (f64, u32)>,
    /// How often each distance between two points was seen.
    distances: BTreeMap<i64, u64>,
}

impl Collected {
    fn new(source: ValueSource, unit: Option<String>) -> Self {
        Self {
            source,
            unit,
            notes: Vec::new(),
            datasets: Vec::new(),
            synthetic: false,
            points: BTreeMap::new(),
            distances: BTreeMap::new(),
        }
    }

    /// The most frequent distance between two points of one label set, in whole minutes.
    pub(super) fn step(&self) -> u32 {
        let most = self
            .distances
            .iter()
            .max_by_key(|(length, n)| (**n, -**length));
        let seconds = most.map_or(STEP, |(length, _)| *length).max(1);
        u32::try_from((seconds + MINUTE - 1) / MINUTE * MINUTE).unwrap_or(3600)
    }

    /// One entry a step from the first point to the last; the mean where there are several.
    pub(super) fn bins(&self, step: i64) -> Vec<ValueBin> {
        let mut steps: BTreeMap<i64, (f64, u32)> = BTreeMap::new();
        for (at, (sum, n)) in &self.points {
            let entry = steps.entry(at.div_euclid(step) * step).or_default();
            *entry = (entry.0 + sum, entry.1 + n);
        }
        let ends = steps
            .keys()
            .next()
            .copied()
            .zip(steps.keys().next_back().copied());
        let Some((first, last)) = ends else {
            return Vec::new();
        };
        let value = |at: i64| {
            steps
                .get(&at)
                .filter(|(_, n)| *n > 0)
                .map(|(sum, n)| sum / f64::from(*n))
        };
        let count = (last - first) / step;
        (0..=count)
            .map(|n| bin(first + n * step, value(first + n * step)))
            .collect()
    }

    fn merge(&mut self, other: Self) {
        self.notes.extend(other.notes);
        self.datasets.extend(other.datasets);
        self.synthetic |= other.synthetic;
        for (at, value) in other.points {
            // Two files that overlap tell the same; the first one counts.
            self.points.entry(at).or_insert(value);
        }
        for (distance, n) in other.distances {
            *self.distances.entry(distance).or_default() += n;
        }
    }
}

/// Takes the items of one file.
pub(super) struct Taker<'a> {
    spec: &'a MeasurementSpec,
    covers: Seconds,
    /// What the window and its baseline need.
    useful: Seconds,
    /// Which targets stand for the party; all where it lists none.
    targets: Vec<String>,
    found: BTreeMap<(Option<String>, String), Collected>,
    /// The last time of each label set, for distances.
    last: BTreeMap<(String, String), i64>,
    outside: (u64, Option<i64>),
    kept: usize,
    dropped: u64,
    others: u64,
}

impl<'a> Taker<'a> {
    pub(super) fn new(case: &Case, spec: &'a MeasurementSpec) -> Self {
        let window = Seconds::of(case.window);
        let on = day(case.window.start);
        let party = spec
            .series
            .party
            .as_ref()
            .and_then(|id| case.parties.get(id));
        let targets = party.into_iter().flat_map(|party| &party.targets);
        let targets = targets.filter(|target| target.valid.holds(Some(on)));
        Self {
            spec,
            covers: Seconds::of(spec.covers),
            useful: Seconds {
                from: window.from.saturating_sub(HISTORY),
                to: window.to,
            },
            targets: targets.map(|target| target.value.clone()).collect(),
            found: BTreeMap::new(),
            last: BTreeMap::new(),
            outside: (0, None),
            kept: 0,
            dropped: 0,
            others: 0,
        }
    }

    fn series(&mut self, metric: &str, region: Option<&str>) -> &mut Collected {
        let region = self
            .spec
            .series
            .region
            .clone()
            .or_else(|| region.map(str::to_owned));
        let said = &self.spec.series;
        let (source, unit) = match (said.source, read::known(metric)) {
            (Some(source), _) => (source, None),
            (None, Some((source, unit))) => (source, Some(unit.to_owned())),
            (None, None) => (ValueSource::Other, None),
        };
        let unit = said.unit.clone().or(unit);
        let key = (region, metric.to_owned());
        self.found
            .entry(key)
            .or_insert_with(|| Collected::new(source, unit))
    }

    pub(super) fn take(&mut self, item: Item<'_>) {
        match item {
            Item::Point(point) => self.point(&point),
            Item::Note(metric, when, text) => {
                let near = Seconds {
                    from: when.from,
                    to: when.to.max(when.from + 1),
                };
                if near.overlaps(self.useful) {
                    let by = self
                        .spec
                        .collector
                        .clone()
                        .unwrap_or_else(|| "IODA".to_owned());
                    let interval = when.interval();
                    let note = ValueNote { interval, by, text };
                    self.series(metric, None).notes.push(note);
                }
            }
        }
    }

    fn point(&mut self, point: &Point<'_>) {
        let target = point.labels.target;
        if !target.is_empty()
            && !self.targets.is_empty()
            && !self.targets.iter().any(|t| t == target)
        {
            self.others += 1;
            return;
        }
        if !self.covers.holds(point.at) {
            self.outside.0 += 1;
            self.outside.1.get_or_insert(point.at);
            return;
        }
        if !self.useful.holds(point.at) {
            return;
        }
        if self.kept >= MOST_POINTS {
            self.dropped += 1;
            return;
        }
        self.kept += 1;
        let labels = format!(
            "{target} {} {}",
            point.labels.probe,
            point.region.unwrap_or_default()
        );
        let distance = match point.step {
            Some(step) => Some(step),
            // An empty place in a table of several series tells nothing of this one's step.
            None if point.value.is_none() => None,
            None => {
                let last = self
                    .last
                    .insert((point.metric.to_owned(), labels), point.at);
                last.map(|last| point.at - last)
                    .filter(|distance| *distance > 0)
            }
        };
        let series = self.series(point.metric, point.region);
        if let Some(distance) = distance {
            *series.distances.entry(distance).or_default() += 1;
        }
        let entry = series.points.entry(point.at).or_default();
        if let Some(value) = point.value {
            *entry = (entry.0 + value, entry.1 + 1);
        }
    }

    /// What is to be said of points that are not used.
    pub(super) fn complaints(&self, name: &str) -> Vec<Problem> {
        let mut told = Vec::new();
        if let (count, Some(first)) = self.outside {
            let message = format!(
                "{count} values lie outside of the time that the case gives for it, the first at {}; \
                 they are not used",
                stamp(first)
            );
            let hint = "correct `from` and `to` of this measurement in the case file";
            told.push(Problem::new(name, message).hint(hint));
        }
        if self.dropped > 0 {
            let message = format!("{} values beyond {MOST_POINTS} are not used", self.dropped);
            let hint = "give the values in longer steps, or fewer series";
            told.push(Problem::new(name, message).hint(hint));
        }
        if self.others > 0 && self.kept == 0 {
            let message = "none of its values is about a target of the party";
            let hint = format!("the party's `targets` are: {}", self.targets.join(", "));
            told.push(Problem::new(name, message).hint(hint));
        }
        told
    }

    /// Adds what was found to what other files told.
    pub(super) fn give(self, all: &mut BTreeMap<Key, Collected>, id: &DatasetId) {
        let Some(party) = &self.spec.series.party else {
            return;
        };
        for ((region, metric), mut found) in self.found {
            found.datasets.push(id.clone());
            found.synthetic = self.spec.synthetic;
            let key = Key {
                party: party.clone(),
                region,
                metric,
            };
            match all.entry(key) {
                std::collections::btree_map::Entry::Occupied(mut there) => {
                    there.get_mut().merge(found)
                }
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(found);
                }
            }
        }
    }
}
