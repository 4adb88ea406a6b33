//! Seconds since 1970, in which feeds count, and time stamps, in which results do.

use backpedal_model::Interval;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub(crate) const MINUTE: i64 = 60;

/// The time stamp of a second; saturates at the ends of what a time stamp can hold.
pub(crate) fn stamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(if second < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// A half-open stretch of whole seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seconds {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

impl Seconds {
    pub(crate) fn of(interval: Interval) -> Self {
        let end = interval.end;
        let part = i64::from(end.subsec_nanosecond() > 0);
        Self {
            from: interval.start.as_second(),
            to: end.as_second().saturating_add(part),
        }
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.from >= self.to
    }

    pub(crate) const fn holds(self, at: i64) -> bool {
        self.from <= at && at < self.to
    }

    pub(crate) const fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    pub(crate) fn meet(self, other: Self) -> Option<Self> {
        let both = Self {
            from: self.from.max(other.from),
            to: self.to.min(other.to),
        };
        (!both.is_empty()).then_some(both)
    }

    pub(crate) fn interval(self) -> Interval {
        Interval::new(stamp(self.from), stamp(self.to))
    }

    /// The starts of the minutes that the stretch touches.
    pub(crate) fn minutes(self) -> impl Iterator<Item = i64> {
        let first = self.from.div_euclid(MINUTE);
        let end = self.to.saturating_sub(1).div_euclid(MINUTE);
        let last = if self.is_empty() { first - 1 } else { end };
        (first..=last).map(|minute| minute * MINUTE)
    }
}

/// The minute that starts then.
pub(crate) const fn minute(at: i64) -> Seconds {
    Seconds {
        from: at,
        to: at + MINUTE,
    }
}

/// Joins stretches that touch or lie at most `slack` seconds apart, in order of time.
pub(crate) fn join(mut parts: Vec<Seconds>, slack: i64) -> Vec<Seconds> {
    parts.retain(|part| !part.is_empty());
    parts.sort_unstable();
    let mut joined: Vec<Seconds> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.from <= last.to.saturating_add(slack) => {
                last.to = last.to.max(part.to);
            }
            _ => joined.push(part),
        }
    }
    joined
}

/// What of `whole` no part covers. `parts` are joined and in order.
pub(crate) fn holes(whole: Seconds, parts: &[Seconds]) -> Vec<Seconds> {
    let mut found = Vec::new();
    let mut from = whole.from;
    for part in parts.iter().filter(|part| part.overlaps(whole)) {
        found.push(Seconds {
            from,
            to: part.from,
        });
        from = part.to;
    }
    found.push(Seconds { from, to: whole.to });
    found.retain(|hole| !hole.is_empty());
    found
}

/// The day of a time in UTC.
pub(crate) fn day(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds() -> impl Strategy<Value = Seconds> {
        (-5_000_i64..5_000, 0_i64..600).prop_map(|(from, length)| Seconds {
            from,
            to: from + length,
        })
    }

    proptest! {
        #[test]
        fn minutes_cover_the_stretch_without_overlap(stretch in seconds()) {
            let minutes: Vec<i64> = stretch.minutes().collect();
            prop_assert_eq!(minutes.is_empty(), stretch.is_empty());
            for (n, minute) in minutes.iter().enumerate() {
                prop_assert_eq!(minute.rem_euclid(MINUTE), 0);
                let bin = Seconds { from: *minute, to: minute + MINUTE };
                prop_assert!(bin.overlaps(stretch));
                prop_assert_eq!(*minute, minutes[0] + MINUTE * n as i64);
            }
            if let (Some(first), Some(last)) = (minutes.first(), minutes.last()) {
                prop_assert!(*first <= stretch.from && stretch.to <= last + MINUTE);
            }
        }

        #[test]
        fn a_second_is_in_a_part_or_in_a_hole(
            whole in seconds(),
            parts in proptest::collection::vec(seconds(), 0..6),
            at in -5_000_i64..6_000,
        ) {
            let parts = join(parts, 0);
            let holes = holes(whole, &parts);
            let covered = parts.iter().any(|part| part.holds(at));
            let hole = holes.iter().any(|hole| hole.holds(at));
            prop_assert_eq!(hole, whole.holds(at) && !covered);
        }
    }

    #[test]
    fn small_slack_is_no_hole() {
        let parts = vec![Seconds { from: 10, to: 20 }, Seconds { from: 25, to: 30 }];
        assert_eq!(join(parts.clone(), 5), [Seconds { from: 10, to: 30 }]);
        assert_eq!(join(parts, 4).len(), 2);
    }
}
