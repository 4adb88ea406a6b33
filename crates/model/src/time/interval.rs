//! Intervals on the time line, and lengths of time with bounds.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A half-open stretch of time in UTC. An edge that was measured lies somewhere inside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// The first instant.
    pub start: Timestamp,
    /// One past the last instant.
    pub end: Timestamp,
}

impl Interval {
    /// From `start` to `end`; an `end` before `start` gives an empty interval at `start`.
    #[must_use]
    pub fn new(start: Timestamp, end: Timestamp) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> SignedDuration {
        self.end.duration_since(self.start)
    }

    /// Whether it holds no instant.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the instant lies inside.
    #[must_use]
    pub fn holds(self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share an instant.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What the two share, if anything.
    #[must_use]
    pub fn meet(self, other: Self) -> Option<Self> {
        let both = Self::new(self.start.max(other.start), self.end.min(other.end));
        (self.overlaps(other)).then_some(both)
    }

    /// The same interval, begun `before` earlier and ended `after` later; saturates at the ends
    /// of what a time stamp can hold.
    #[must_use]
    pub fn widen(self, before: SignedDuration, after: SignedDuration) -> Self {
        Self::new(
            self.start.checked_sub(before).unwrap_or(Timestamp::MIN),
            self.end.checked_add(after).unwrap_or(Timestamp::MAX),
        )
    }
}

/// A length of time as words give it, in seconds: "under an hour" has no least value, "more than
/// three days" no greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DurationRange {
    /// The least length meant.
    pub min_seconds: Option<i64>,
    /// The greatest length meant.
    pub max_seconds: Option<i64>,
}

impl DurationRange {
    /// Whether some length lies in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let low = self.min_seconds.max(other.min_seconds).unwrap_or(0);
        let high = |range: Self| range.max_seconds.unwrap_or(i64::MAX);
        low <= high(self).min(high(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn interval() -> impl Strategy<Value = Interval> {
        let instant =
            || (0_i64..10_000).prop_map(|s| Timestamp::from_second(s).unwrap_or_default());
        (instant(), instant()).prop_map(|(a, b)| Interval::new(a.min(b), a.max(b)))
    }

    proptest! {
        #[test]
        fn meeting_is_symmetric_and_inside_both(a in interval(), b in interval()) {
            prop_assert_eq!(a.meet(b), b.meet(a));
            if let Some(both) = a.meet(b) {
                prop_assert!(a.contains(both) && b.contains(both));
            }
        }

        #[test]
        fn widening_keeps_what_was_inside(a in interval(), s in 0_i64..1_000) {
            let by = SignedDuration::from_secs(s);
            prop_assert!(a.widen(by, by).contains(a));
        }
    }

    #[test]
    fn open_durations_overlap() {
        let under_an_hour = DurationRange {
            min_seconds: None,
            max_seconds: Some(3600),
        };
        let hours = |h: i64| DurationRange {
            min_seconds: Some(h * 3600),
            max_seconds: Some(h * 3600),
        };
        assert!(!under_an_hour.overlaps(hours(3)));
        assert!(under_an_hour.overlaps(hours(1)));
        assert!(
            DurationRange {
                min_seconds: Some(60),
                max_seconds: None
            }
            .overlaps(hours(3))
        );
    }
}
