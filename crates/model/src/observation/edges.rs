//! When an outage began and ended, out of a series of samples (rule D2).

use super::VisibilityBin;
use crate::{Interval, Policy};

/// The three edges of a series. The fields say the same as those of [`super::Visibility`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    /// When the loss began.
    pub first_loss: Option<Interval>,
    /// When the outage began.
    pub onset: Option<Interval>,
    /// When it ended.
    pub recovery: Option<Interval>,
}

impl Edges {
    /// The edges of the first outage in bins of `bin_seconds`, in order of time.
    #[must_use]
    pub fn of(bins: &[VisibilityBin], bin_seconds: u32, policy: &Policy) -> Self {
        edges(bins, bin_seconds, policy)
    }
}

fn edges(bins: &[VisibilityBin], bin_seconds: u32, policy: &Policy) -> Edges {
    let length = |minutes: u32| (minutes * 60).div_ceil(bin_seconds.max(1)).max(1) as usize;
    let limit = policy.partly_below;
    let bad = |bin: &VisibilityBin| bin.share.is_some_and(|share| share < limit);
    let good = |bin: &VisibilityBin| bin.share.is_some_and(|share| share >= limit);
    let between = |a: usize, b: usize| Interval::new(bins[a].start, bins[b].start);

    let Some(first_bad) = run(bins, 0, length(policy.partly_minutes), bad) else {
        return Edges {
            first_loss: first_dip(bins),
            ..Edges::default()
        };
    };
    let last_good = bins[..first_bad].iter().rposition(good);
    let whole = usual(bins[..first_bad].iter().filter(|bin| good(bin))).unwrap_or(1.0);
    let first_loss = last_good.and_then(|_| {
        let lossless = |bin: &VisibilityBin| bin.share.is_some_and(|share| share >= whole);
        let before = bins[..first_bad].iter().rposition(lossless)?;
        let first = bins[before..].iter().position(|bin| !lossless(bin))? + before;
        Some(between(before, first))
    });
    let held = run(bins, first_bad, length(policy.recovery_minutes), good);
    let recovery = held.and_then(|held| {
        let last_bad = bins[..held].iter().rposition(bad)?;
        let restored = |bin: &VisibilityBin| bin.share.is_some_and(|share| share >= whole);
        let end = bins[held..].iter().position(restored).unwrap_or(0) + held;
        Some(between(last_bad, end))
    });
    Edges {
        first_loss,
        onset: last_good.map(|good| between(good, first_bad)),
        recovery,
    }
}

/// Where the first run of at least `length` bins that fit begins, looking from `from` on.
fn run(
    bins: &[VisibilityBin],
    from: usize,
    length: usize,
    fits: impl Fn(&VisibilityBin) -> bool,
) -> Option<usize> {
    let mut start = from;
    for (n, bin) in bins.iter().enumerate().skip(from) {
        if !fits(bin) {
            start = n + 1;
        } else if n + 1 - start >= length {
            return Some(start);
        }
    }
    None
}

/// The median share.
fn usual<'a>(bins: impl Iterator<Item = &'a VisibilityBin>) -> Option<f64> {
    let mut shares: Vec<f64> = bins.filter_map(|bin| bin.share).collect();
    shares.sort_by(f64::total_cmp);
    shares.get(shares.len() / 2).copied()
}

/// The first bin under the greatest share so far, and the bin before it.
fn first_dip(bins: &[VisibilityBin]) -> Option<Interval> {
    let mut before: Option<(&VisibilityBin, f64)> = None;
    for bin in bins {
        let Some(share) = bin.share else { continue };
        match before {
            Some((last, most)) if share < most => {
                return Some(Interval::new(last.start, bin.start));
            }
            _ => before = Some((bin, share)),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stamp(seconds: i64) -> jiff::Timestamp {
        jiff::Timestamp::from_second(seconds).unwrap_or_default()
    }

    fn bins(shares: &[f64]) -> Vec<VisibilityBin> {
        let bin = |(n, share): (usize, &f64)| VisibilityBin {
            start: stamp(60 * n as i64),
            share: (*share >= 0.0).then_some(*share),
            mean: None,
            weighted: None,
            covered: None,
            path_changes: 0,
            withdrawals: 0,
        };
        shares.iter().enumerate().map(bin).collect()
    }

    fn found(shares: &[f64]) -> [Option<(i64, i64)>; 3] {
        let edges = edges(&bins(shares), 60, &Policy::default());
        let minutes = |i: Interval| (i.start.as_second() / 60, i.end.as_second() / 60);
        [edges.first_loss, edges.onset, edges.recovery].map(|edge| edge.map(minutes))
    }

    fn series(parts: &[(f64, usize)]) -> Vec<f64> {
        let parts = parts.iter();
        parts.flat_map(|(share, n)| vec![*share; *n]).collect()
    }

    #[test]
    fn each_edge_lies_between_two_samples() {
        let shares = series(&[(1.0, 5), (0.995, 1), (0.7, 10), (0.991, 4), (1.0, 10)]);
        assert_eq!(found(&shares), [Some((4, 5)), Some((5, 6)), Some((15, 20))]);
    }

    #[test]
    fn a_flap_long_before_is_not_the_first_loss() {
        let shares = series(&[(1.0, 5), (0.999, 1), (1.0, 5), (0.995, 1), (0.7, 10)]);
        assert_eq!(found(&shares)[0], Some((10, 11)));
    }

    #[test]
    fn a_short_dip_is_no_outage_but_a_loss() {
        let shares = series(&[(1.0, 5), (0.5, 4), (1.0, 20)]);
        assert_eq!(found(&shares), [Some((4, 5)), None, None]);
        let shares = series(&[(1.0, 5), (0.5, 5), (1.0, 20)]);
        assert_eq!(found(&shares)[1], Some((4, 5)));
    }

    #[test]
    fn a_return_that_does_not_hold_is_no_end() {
        let shares = series(&[(1.0, 5), (0.5, 6), (1.0, 9), (0.5, 1), (1.0, 10)]);
        assert_eq!(found(&shares)[2], Some((20, 21)));
        let shares = series(&[(1.0, 5), (0.5, 6), (1.0, 9)]);
        assert_eq!(found(&shares)[2], None);
    }

    #[test]
    fn data_that_begin_inside_the_outage_have_no_onset() {
        let shares = series(&[(0.5, 6), (1.0, 10)]);
        assert_eq!(found(&shares), [None, None, Some((5, 6))]);
    }

    #[test]
    fn a_blind_spot_widens_the_edge() {
        let shares = series(&[(1.0, 5), (-1.0, 3), (0.5, 6)]);
        assert_eq!(found(&shares)[1], Some((4, 8)));
        assert_eq!(found(&[]), [None; 3]);
        assert_eq!(found(&series(&[(-1.0, 30)])), [None; 3]);
    }

    proptest! {
        #[test]
        fn edges_are_in_order(shares in proptest::collection::vec(0_u8..12, 0..80)) {
            let shares: Vec<f64> = shares
                .into_iter()
                .map(|n| match n { 0..=3 => 0.9, 4 => -1.0, _ => 1.0 })
                .collect();
            let [loss, onset, recovery] = found(&shares);
            for (start, end) in [loss, onset, recovery].into_iter().flatten() {
                prop_assert!(start < end);
            }
            if let (Some(loss), Some(onset)) = (loss, onset) {
                prop_assert!(loss.1 <= onset.1);
            }
            if let (Some(onset), Some(recovery)) = (onset, recovery) {
                prop_assert!(onset.1 <= recovery.0);
            }
        }
    }
}
