//! Counts the probes of one party while files are read: by minute, never result by result.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use backpedal_model::{ProbeBin, Probes};

use super::Shot;
use crate::clock::{MINUTE, Seconds, stamp};

/// The length of a round where the data do not show one: five minutes.
const ROUND: i64 = 5 * MINUTE;

/// Sent, answered.
type Count = (u32, u32);

/// What was counted.
pub(super) struct Tally {
    window: Seconds,
    before: Count,
    minutes: BTreeMap<i64, Count>,
    probes: BTreeSet<String>,
    ases: BTreeSet<String>,
    /// Results in the window towards the targets of others, by probe.
    others: HashMap<String, Count>,
    /// Time of each probe's last result, and how often each distance to the one before was seen.
    last: HashMap<(String, String), i64>,
    distances: BTreeMap<i64, u64>,
}

fn add(count: &mut Count, answered: bool) {
    count.0 = count.0.saturating_add(1);
    count.1 = count.1.saturating_add(u32::from(answered));
}

impl Tally {
    pub(super) fn new(window: Seconds) -> Self {
        Self {
            window,
            before: (0, 0),
            minutes: BTreeMap::new(),
            probes: BTreeSet::new(),
            ases: BTreeSet::new(),
            others: HashMap::new(),
            last: HashMap::new(),
            distances: BTreeMap::new(),
        }
    }

    /// Counts a result; `own` is whether the target stands for the party.
    pub(super) fn take(&mut self, shot: Shot<'_>, own: bool) {
        let inside = self.window.holds(shot.at);
        if !own {
            if inside {
                add(
                    self.others.entry(shot.probe.to_owned()).or_default(),
                    shot.answered,
                );
            }
            return;
        }
        if inside {
            let minute = shot.at.div_euclid(MINUTE) * MINUTE;
            add(self.minutes.entry(minute).or_default(), shot.answered);
            self.probes.insert(shot.probe.to_owned());
            // A result that names no AS is in none that could be counted.
            if !shot.asn.is_empty() {
                self.ases
                    .insert(shot.asn.to_uppercase().trim_start_matches("AS").to_owned());
            }
            let key = (shot.probe.to_owned(), shot.target.to_owned());
            if let Some(last) = self.last.insert(key, shot.at)
                && shot.at > last
            {
                *self.distances.entry(shot.at - last).or_default() += 1;
            }
        } else if shot.at < self.window.from {
            add(&mut self.before, shot.answered);
        }
    }

    /// The length of a round: the most frequent distance between two results of one probe towards
    /// one target, in whole minutes.
    fn round(&self) -> i64 {
        let most = self
            .distances
            .iter()
            .max_by_key(|(length, n)| (**n, -**length));
        let seconds = most.map_or(ROUND, |(length, _)| *length);
        (seconds.max(1) + MINUTE - 1) / MINUTE * MINUTE
    }

    /// The rounds. Every round of the covered window has an entry, those without results too.
    pub(super) fn probes(self, targets: BTreeSet<String>, covered: &[Seconds]) -> Probes {
        let round = self.round();
        let mut bins: BTreeMap<i64, Count> = BTreeMap::new();
        let slot = |at: i64| at.div_euclid(round) * round;
        for part in covered.iter().filter_map(|part| part.meet(self.window)) {
            let mut at = slot(part.from);
            while at < part.to {
                // A round that the covered time only cuts is no blind spot.
                let whole = at >= part.from && at + round <= part.to;
                if whole {
                    bins.entry(at).or_default();
                }
                at += round;
            }
        }
        for (minute, count) in &self.minutes {
            let bin = bins.entry(slot(*minute)).or_default();
            *bin = (bin.0 + count.0, bin.1 + count.1);
        }
        let share =
            |(sent, answered): Count| (sent > 0).then(|| f64::from(answered) / f64::from(sent));
        let same = self
            .others
            .iter()
            .filter(|(probe, _)| self.probes.contains(*probe));
        let control = same.fold((0, 0), |sum: Count, (_, n)| (sum.0 + n.0, sum.1 + n.1));
        Probes {
            targets: targets.into_iter().collect(),
            probes: u32::try_from(self.probes.len()).unwrap_or(u32::MAX),
            source_ases: u32::try_from(self.ases.len()).unwrap_or(u32::MAX),
            baseline: share(self.before),
            control: share(control),
            bin_seconds: u32::try_from(round).unwrap_or(u32::MAX),
            bins: bins
                .into_iter()
                .map(|(at, (sent, answered))| ProbeBin {
                    start: stamp(at),
                    sent,
                    answered,
                })
                .collect(),
        }
    }
}
