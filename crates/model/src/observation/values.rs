//! Values over time: counts and shares that somebody measured of a party or a region, held against
//! their own past (rule D4).

mod judge;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Interval, Policy, claim::words};

words! {
    /// What a series of values was taken from. Two sources that fall at once confirm each other;
    /// two series of one source do not.
    ValueSource {
        /// Prefixes or networks visible in the routing system.
        Bgp = "bgp",
        /// Networks or addresses that answer active probing.
        Probing = "probing",
        /// The user's own probes: a share of successes.
        OwnProbes = "own-probes",
        /// Sources seen by a network telescope. Alone it confirms nothing.
        Telescope = "telescope",
        /// Traffic, searches, users: they follow the day, so they are shown and not judged.
        Traffic = "traffic",
        /// Anything else: shown and not judged.
        Other = "other",
    }
}

impl ValueSource {
    /// Whether a fall of such a series means anything by rule D4.
    #[must_use]
    pub const fn is_judged(self) -> bool {
        !matches!(self, Self::Traffic | Self::Other)
    }

    /// Whether its values count things, so that small ones vary by chance.
    const fn varies_by_chance(self) -> bool {
        matches!(self, Self::Probing | Self::Telescope)
    }
}

/// A series of values, with what rule D4 finds in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// What it was taken from.
    pub source: ValueSource,
    /// The name of the series in its file: "ping-slash24".
    pub name: String,
    /// The region that it is about, where it is not the whole party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The unit of its values, where told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The distance between two values, in seconds.
    pub bin_seconds: u32,
    /// One entry a step, in order, with the history before the window. No value is a gap.
    pub bins: Vec<ValueBin>,
    /// What rule D4 finds in the bins, in order of time.
    pub anomalies: Vec<Anomaly>,
    /// What the publisher of the series says happened: testimony, never used as a measurement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<ValueNote>,
}

/// One step of a series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueBin {
    /// Its start.
    pub start: Timestamp,
    /// The value, in the unit of the series; `None` where there is none.
    pub value: Option<f64>,
    /// The median of the values before, anomalies left out; `None` where they are too few.
    pub baseline: Option<f64>,
}

/// A run of values below the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anomaly {
    /// From the start of the first low step to the end of the last one.
    pub interval: Interval,
    /// Whether it is less than an anomaly: a small fall of a routing series.
    pub weak: bool,
    /// The least value.
    pub lowest: f64,
    /// The first step that has it.
    pub lowest_at: Timestamp,
    /// The baseline of that step.
    pub baseline: f64,
    /// How it ended.
    pub end: AnomalyEnd,
}

/// How an anomaly ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnomalyEnd {
    /// The values came back.
    Back,
    /// They stayed low so long that the new level became the baseline. That is no recovery.
    Released,
    /// The data end inside it.
    Open,
}

/// What the publisher of a series says of it: an alert, an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueNote {
    /// When.
    pub interval: Interval,
    /// Who says so: "IODA".
    pub by: String,
    /// What, in the publisher's words and numbers.
    pub text: String,
}

/// What D4 says of a stretch of one series, or of several together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueLevel {
    /// No values, or too short a history.
    NotMeasured,
    /// Values as before throughout. Never "was up".
    NoAnomaly,
    /// A small fall of a routing series.
    Weak,
    /// A fall that one source shows.
    Anomaly,
    /// A fall that another source shows at the same time.
    Confirmed,
}

impl Values {
    /// A series out of its values: baselines and anomalies by rule D4. `bins` are in order of time;
    /// what they hold as baselines is replaced.
    #[must_use]
    pub fn judged(mut self, policy: &Policy) -> Self {
        self.anomalies = judge::judge(self.source, self.bin_seconds, &mut self.bins, policy);
        self
    }

    /// The end of a step.
    fn end_of(&self, start: Timestamp) -> Timestamp {
        let step = SignedDuration::from_secs(i64::from(self.bin_seconds.max(1)));
        start.checked_add(step).unwrap_or(start)
    }

    /// The steps that touch the interval.
    pub fn during(&self, interval: Interval) -> impl Iterator<Item = &ValueBin> {
        let touches = move |bin: &&ValueBin| {
            Interval::new(bin.start, self.end_of(bin.start)).overlaps(interval)
        };
        self.bins.iter().filter(touches)
    }

    /// The step with the least share of its baseline, and that share.
    #[must_use]
    pub fn minimum(&self, interval: Interval) -> Option<(ValueBin, f64)> {
        let share = |bin: &ValueBin| {
            let usual = bin.baseline.filter(|usual| *usual > 0.0)?;
            Some((*bin, bin.value? / usual))
        };
        let shares = self.during(interval).filter_map(share);
        shares.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.start.cmp(&b.0.start)))
    }

    /// The anomalies that touch the interval.
    pub fn anomalies_during(&self, interval: Interval) -> impl Iterator<Item = &Anomaly> {
        let touches = move |found: &&Anomaly| found.interval.overlaps(interval);
        self.anomalies.iter().filter(touches)
    }

    /// The level of this series alone. "No anomaly" needs a value and a baseline in every step of
    /// the interval, and values up to its end.
    #[must_use]
    pub fn level_during(&self, interval: Interval) -> ValueLevel {
        let mut found = self.anomalies_during(interval).peekable();
        if found.peek().is_some() {
            let full = found.any(|anomaly| !anomaly.weak);
            return if full {
                ValueLevel::Anomaly
            } else {
                ValueLevel::Weak
            };
        }
        let blind = |bin: &ValueBin| bin.value.is_none() || bin.baseline.is_none();
        let reaches = |bins: (&ValueBin, &ValueBin)| {
            bins.0.start <= interval.start && interval.end <= self.end_of(bins.1.start)
        };
        let whole = self.bins.first().zip(self.bins.last()).is_some_and(reaches);
        if !self.source.is_judged() || !whole || self.during(interval).any(blind) {
            ValueLevel::NotMeasured
        } else {
            ValueLevel::NoAnomaly
        }
    }

    /// When an anomaly of this series coincides with one of a series from another source about the
    /// same region, and at least one of the two is more than weak. A weak one must have begun with
    /// the other (within `series_minutes`): a small shift that was there for hours is another event.
    /// A telescope confirms nothing: what it sees follows the day, and it falls by night too.
    #[must_use]
    pub fn confirmed_by(&self, others: &[&Self], policy: &Policy) -> Vec<Interval> {
        let near = SignedDuration::from_mins(i64::from(policy.series_minutes));
        let other = others
            .iter()
            .filter(|other| other.source != self.source && other.region == self.region)
            .filter(|other| other.source != ValueSource::Telescope)
            .flat_map(|other| &other.anomalies);
        let mut both: Vec<Interval> = Vec::new();
        for theirs in other {
            let ours = self.anomalies.iter();
            let strong = ours.filter(|ours| confirms(ours, theirs, near));
            both.extend(strong.filter_map(|ours| ours.interval.meet(theirs.interval)));
        }
        both.sort_unstable();
        both.dedup();
        both
    }

    /// The name of the series among those of its party, for identifiers.
    #[must_use]
    pub fn key(&self) -> String {
        let region = self.region.as_deref().unwrap_or_default();
        format!("values {} {} {region}", self.source, self.name)
    }

    /// The series as it was at a time: the steps that were over, judged anew. `None` where there
    /// is none.
    #[must_use]
    pub fn until(&self, at: Timestamp, policy: &Policy) -> Option<Self> {
        let bins: Vec<ValueBin> = {
            let known = |bin: &&ValueBin| self.end_of(bin.start) <= at;
            self.bins.iter().filter(known).copied().collect()
        };
        let notes: Vec<ValueNote> = {
            let known = |note: &&ValueNote| note.interval.end <= at;
            self.notes.iter().filter(known).cloned().collect()
        };
        if bins.is_empty() && notes.is_empty() {
            return None;
        }
        let cut = Self {
            bins,
            notes,
            ..self.clone()
        };
        Some(cut.judged(policy))
    }
}

fn confirms(ours: &Anomaly, theirs: &Anomaly, near: SignedDuration) -> bool {
    match (ours.weak, theirs.weak) {
        (true, true) => false,
        (false, false) => true,
        _ => {
            ours.interval
                .start
                .duration_since(theirs.interval.start)
                .abs()
                <= near
        }
    }
}
