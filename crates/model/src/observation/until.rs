//! A series as if the data had ended at a time: what somebody who looked then could have seen.

use jiff::{SignedDuration, Timestamp};

use super::{Edges, Observation, OriginChange, Probes, Signal, Visibility, VisibilityBin};
use crate::{Coverage, Policy};

impl Observation {
    /// What the series had told by `at`; `None` where that is nothing.
    ///
    /// - A bin counts when it was over: its mean and its counts are of the whole bin.
    /// - The edges of an outage are found again in the bins that are left, so an outage that
    ///   lasted then has no end. Levels, minima and minutes are computed from the bins anyway.
    /// - Coverage ends with the bins; gaps are cut likewise, those that begin later fall away.
    /// - Other origins count where they had ended; of one that lasted, the peak may have come later.
    /// - Which peers lacked routes at the end is not known of an earlier time, and falls away. The
    ///   least number of peers stays that of the whole series: losses that came later can make
    ///   less of the data, never more.
    /// - Probes are known from the end of the window on. Their number, their sources and the
    ///   success of the control targets were counted over all of it, and cannot be cut.
    /// - Values are judged anew in the steps that were over.
    ///
    /// A series that ended before `at` comes back as it is.
    #[must_use]
    pub fn until(&self, at: Timestamp, policy: &Policy) -> Option<Self> {
        let over = self.coverage.window.end <= at;
        let signal = match &self.signal {
            Signal::Visibility(seen) => Signal::Visibility(visibility(seen, at, over, policy)?),
            Signal::Probes(probes) if over => Signal::Probes(rounds(probes, at)),
            Signal::Probes(_) => return None,
            Signal::Values(values) => Signal::Values(values.until(at, policy)?),
        };
        Some(Self {
            signal,
            coverage: self.coverage.until(at),
            ..self.clone()
        })
    }
}

/// Whether a bin that begins at `start` was over by `at`.
fn was_over(start: Timestamp, seconds: u32, at: Timestamp) -> bool {
    let length = SignedDuration::from_secs(seconds.into());
    start.checked_add(length).unwrap_or(Timestamp::MAX) <= at
}

fn visibility(seen: &Visibility, at: Timestamp, over: bool, policy: &Policy) -> Option<Visibility> {
    let known = |bin: &&VisibilityBin| was_over(bin.start, seen.bin_seconds, at);
    let bins: Vec<VisibilityBin> = seen.bins.iter().filter(known).copied().collect();
    if bins.len() == seen.bins.len() && (over || !bins.is_empty()) {
        return Some(seen.clone());
    }
    if bins.is_empty() || seen.baseline.at > at {
        return None;
    }
    let edges = Edges::of(&bins, seen.bin_seconds, policy);
    Some(Visibility {
        bins,
        first_loss: edges.first_loss,
        onset: edges.onset,
        recovery: edges.recovery,
        lacking: Vec::new(),
        // One that lasted beyond would tell what was not known yet.
        origins: ended(&seen.origins, at),
        ..seen.clone()
    })
}

fn ended(origins: &[OriginChange], at: Timestamp) -> Vec<OriginChange> {
    let over = origins.iter().filter(|change| change.during.end <= at);
    over.cloned().collect()
}

fn rounds(probes: &Probes, at: Timestamp) -> Probes {
    let mut probes = probes.clone();
    let seconds = probes.bin_seconds;
    probes.bins.retain(|bin| was_over(bin.start, seconds, at));
    probes
}

impl Coverage {
    /// What was watched up to `at`.
    #[must_use]
    pub fn until(&self, at: Timestamp) -> Self {
        let mut cut = self.clone();
        cut.covered = cut.covered.filter(|covered| covered.start < at);
        if let Some(covered) = &mut cut.covered {
            covered.end = covered.end.min(at);
        }
        cut.gaps.retain(|gap| gap.interval.start < at);
        for gap in &mut cut.gaps {
            gap.interval.end = gap.interval.end.min(at);
        }
        cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Baseline, BaselineKind, Gap, GapReason, Interval, ObservationId, PartyId, ProbeBin,
    };

    fn minute(n: i64) -> Timestamp {
        Timestamp::from_second(60 * n).unwrap_or_default()
    }

    fn between(from: i64, to: i64) -> Interval {
        Interval::new(minute(from), minute(to))
    }

    fn observation(signal: Signal) -> Observation {
        Observation {
            id: ObservationId::from_printed("o-1"),
            party: PartyId::new("heron").expect("a good id"),
            datasets: vec![],
            synthetic: false,
            signal,
            coverage: Coverage {
                window: between(0, 100),
                covered: Some(between(0, 60)),
                full_feed_peers: 9,
                peer_ases: 9,
                baseline: true,
                gaps: vec![
                    gap(10, 12, GapReason::Damaged),
                    gap(60, 100, GapReason::NoData),
                ],
            },
        }
    }

    fn gap(from: i64, to: i64, reason: GapReason) -> Gap {
        Gap {
            interval: between(from, to),
            reason,
            peer: None,
            dataset: None,
        }
    }

    /// Whole for ten minutes, half for twenty, whole again to the end of the hour.
    fn routing() -> Observation {
        let bin = |n: i64| VisibilityBin {
            start: minute(n),
            share: Some(if (10..30).contains(&n) { 0.5 } else { 1.0 }),
            mean: None,
            weighted: None,
            covered: None,
            path_changes: 0,
            withdrawals: 0,
        };
        let bins: Vec<VisibilityBin> = (0..60).map(bin).collect();
        let edges = Edges::of(&bins, 60, &Policy::default());
        observation(Signal::Visibility(Visibility {
            asns: vec![],
            baseline: Baseline {
                kind: BaselineKind::TableAtStart,
                at: minute(-5),
                prefixes: 4,
                addresses_v4: 1024,
                networks_v6: 0,
            },
            bin_seconds: 60,
            bins,
            first_loss: edges.first_loss,
            onset: edges.onset,
            recovery: edges.recovery,
            lacking: vec![],
            origins: vec![],
        }))
    }

    fn seen(at: i64) -> Option<(Observation, Visibility)> {
        let cut = routing().until(minute(at), &Policy::default())?;
        match cut.signal.clone() {
            Signal::Visibility(seen) => Some((cut, seen)),
            Signal::Probes(_) | Signal::Values(_) => None,
        }
    }

    #[test]
    fn an_outage_that_lasts_has_no_end() {
        let (cut, series) = seen(25).expect("something was seen");
        assert_eq!(series.bins.len(), 25);
        assert_eq!(series.onset, Some(between(9, 10)));
        assert_eq!(series.recovery, None);
        assert_eq!(series.minutes_below(0.9), 15);
        assert_eq!(cut.coverage.covered, Some(between(0, 25)));
        assert_eq!(cut.coverage.gaps, [gap(10, 12, GapReason::Damaged)]);
        assert_eq!(
            seen(60).and_then(|(_, s)| s.recovery),
            Some(between(29, 30))
        );
    }

    #[test]
    fn before_the_trouble_there_is_none_and_a_bin_counts_when_it_is_over() {
        let (cut, series) = seen(11).expect("something was seen");
        assert_eq!((series.onset, series.bins.len()), (None, 11));
        assert_eq!(cut.coverage.gaps, [gap(10, 11, GapReason::Damaged)]);
        let half = minute(11).checked_sub(SignedDuration::from_secs(1));
        let cut = routing().until(half.expect("a time"), &Policy::default());
        let Some(Signal::Visibility(series)) = cut.map(|cut| cut.signal) else {
            panic!("something was seen");
        };
        assert_eq!(series.bins.len(), 10);
    }

    #[test]
    fn nothing_is_known_before_the_first_bin_and_all_after_the_window() {
        assert_eq!(seen(0), None);
        assert_eq!(seen(-60), None);
        for at in [minute(100), Timestamp::MAX] {
            assert_eq!(routing().until(at, &Policy::default()), Some(routing()));
        }
    }

    #[test]
    fn probes_are_known_from_the_end_of_the_window() {
        let probes = observation(Signal::Probes(Probes {
            targets: vec![],
            probes: 9,
            source_ases: 9,
            baseline: Some(1.0),
            control: Some(1.0),
            bin_seconds: 60,
            bins: vec![ProbeBin {
                start: minute(3),
                sent: 9,
                answered: 9,
            }],
            detail: crate::ProbeDetail::default(),
        }));
        let policy = Policy::default();
        assert_eq!(probes.until(minute(99), &policy), None);
        assert_eq!(probes.until(minute(100), &policy), Some(probes));
    }
}
