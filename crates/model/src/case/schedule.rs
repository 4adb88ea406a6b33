//! `every` and `cron`: when sources are looked at again.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{cron::Cron, fields::Fields};

/// When something is looked at again. At most one of both; none leaves it to the crawler, which
/// looks the oftener the fresher a page is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Seconds between two looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_seconds: Option<u64>,
    /// Times by the clock of the case's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cron: Option<Cron>,
}

impl Schedule {
    /// Whether it says anything.
    #[must_use]
    pub const fn is_given(&self) -> bool {
        self.every_seconds.is_some() || self.cron.is_some()
    }

    /// The next time after a look at `last`, never sooner than `shortest` after it; none where
    /// nothing is given.
    #[must_use]
    pub fn next(&self, last: Timestamp, zone: &TimeZone, shortest: Duration) -> Option<Timestamp> {
        let after = |wait: Duration| {
            let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
            last.checked_add(wait).unwrap_or(Timestamp::MAX)
        };
        let soonest = after(shortest);
        let due = match (&self.cron, self.every_seconds) {
            (Some(cron), _) => cron.next(last, zone),
            (None, Some(every)) => after(Duration::from_secs(every)),
            (None, None) => return None,
        };
        Some(due.max(soonest))
    }
}

impl Fields<'_, '_> {
    /// `every` or `cron`.
    pub(super) fn schedule(&mut self) -> Schedule {
        let both = self.has("every") && self.has("cron");
        let every_seconds = self.every();
        let cron = self.cron();
        if both {
            let message = format!("{} has both \"every\" and \"cron\"", self.what);
            let expected = "either every = \"15m\" or cron = \"*/15 * * * *\"";
            self.notes.wrong(&self.at, message, expected, None);
        }
        Schedule {
            every_seconds,
            cron,
        }
    }

    fn cron(&mut self) -> Option<Cron> {
        let given = self.text("cron")?;
        match given.value.parse() {
            Ok(cron) => Some(cron),
            Err(error) => {
                let message = format!("\"cron\" cannot be {:?}: {error}", given.value);
                let expected = "minute, hour, day, month, day of the week, as in \"*/15 * * * *\" or \"0 6 * * mon-fri\"";
                self.notes.wrong(&given.at, message, expected, None);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_a_cron_line_or_nothing() {
        let zone = TimeZone::UTC;
        let last = Timestamp::from_second(100).unwrap();
        let next = |schedule: &Schedule| {
            let next = schedule.next(last, &zone, Duration::from_secs(60));
            next.map(Timestamp::as_second)
        };
        let mut schedule = Schedule::default();
        assert_eq!((next(&schedule), schedule.is_given()), (None, false));
        schedule.every_seconds = Some(300);
        assert_eq!(next(&schedule), Some(400));
        schedule.every_seconds = Some(0);
        assert_eq!(next(&schedule), Some(160), "never sooner than the shortest");
        schedule.every_seconds = Some(u64::MAX);
        assert_eq!(next(&schedule), Some(Timestamp::MAX.as_second()));
        schedule.cron = Some("*/5 * * * *".parse().unwrap());
        assert_eq!(next(&schedule), Some(300));
        schedule.cron = Some("* * * * *".parse().unwrap());
        assert_eq!(next(&schedule), Some(160));
    }
}
