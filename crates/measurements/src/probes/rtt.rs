//! Round-trip times in bounded space: counts of logarithmic steps of one hundredth each, so that
//! a median is right to half a hundredth.

use std::collections::BTreeMap;

/// The shortest time told apart, in milliseconds.
const SHORTEST: f64 = 0.01;
/// The ratio of two steps.
const STEP: f64 = 1.01;
/// The longest time told apart: ten minutes.
const LONGEST: f64 = 600_000.0;

/// How often each time was seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Times(BTreeMap<u16, u32>);

impl Times {
    pub(super) fn add(&mut self, milliseconds: f64) {
        let within = milliseconds.clamp(SHORTEST, LONGEST);
        // At most 1,801 steps lie between the two ends.
        let step = ((within / SHORTEST).ln() / STEP.ln()).round() as u16;
        let count = self.0.entry(step).or_default();
        *count = count.saturating_add(1);
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (step, n) in &other.0 {
            let count = self.0.entry(*step).or_default();
            *count = count.saturating_add(*n);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The median in milliseconds; of an even number the lower one of the two in the middle.
    pub(super) fn median(&self) -> Option<f64> {
        let all: u64 = self.0.values().map(|n| u64::from(*n)).sum();
        let mut left = all.div_ceil(2);
        for (step, n) in &self.0 {
            if left <= u64::from(*n) {
                return Some(SHORTEST * STEP.powi(i32::from(*step)));
            }
            left -= u64::from(*n);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_right_to_half_a_hundredth() {
        for middle in [0.05, 1.0, 34.26, 287.3, 59_000.0] {
            let mut times = Times::default();
            for ms in [0.02, middle, 400_000.0] {
                times.add(ms);
            }
            let found = times.median().expect("a median");
            assert!((found / middle - 1.0).abs() < 0.005_1, "{middle}: {found}");
        }
        assert_eq!(Times::default().median(), None);
    }

    #[test]
    fn times_beyond_the_ends_are_counted_at_the_ends() {
        let (mut times, mut other) = (Times::default(), Times::default());
        times.add(0.0);
        other.add(1e12);
        other.add(1e12);
        times.join(&other);
        assert!(times.median().is_some_and(|ms| ms > LONGEST * 0.99));
    }
}
