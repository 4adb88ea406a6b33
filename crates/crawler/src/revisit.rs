//! When to look at an address again, by what earlier looks have shown. Pure.

use std::time::Duration;

use backpedal_model::Looks;
use jiff::{SignedDuration, Timestamp};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The longest wait by the time since the last change: the ladder of `NewsDiffs`
/// (github.com/ecprice/newsdiffs, `scraper.py`), except that nothing is given up after a year.
const LADDER: [(u64, u64); 4] = [
    (3 * HOUR, 15 * MINUTE),
    (DAY, HOUR),
    (7 * DAY, 3 * HOUR),
    (30 * DAY, 3 * DAY),
];
const LAST_RUNG: u64 = 30 * DAY;
/// The longest wait for a source's own address, which is there to bring news. Policy.
const OWN: u64 = DAY;
/// The longest wait after a change: an edited page is often edited again. Policy.
const AFTER_CHANGE: u64 = HOUR;
/// The longest wait after failures. Policy.
const AFTER_FAILURES: u64 = DAY;
/// The doubling after failures ends long before this.
const MOST_DOUBLINGS: u32 = 16;

/// What a look has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Other bytes than before, or the first.
    Changed,
    /// The same bytes, or the server's word that they are.
    Unchanged,
    /// No answer, or none that may be had.
    Nothing,
}

/// The looks with one more at `now`. `shortest` bounds the wait below; `own` tells a source's own
/// address from what it led to.
pub(crate) fn after(
    before: Looks,
    seen: Seen,
    now: Timestamp,
    own: bool,
    shortest: Duration,
) -> Looks {
    let mut looks = Looks {
        last: Some(now),
        count: before.count.saturating_add(1),
        ..before
    };
    match seen {
        Seen::Changed => {
            looks.changed = Some(now);
            (looks.unchanged, looks.failures) = (0, 0);
        }
        Seen::Unchanged => {
            looks.changed = before.changed.or(Some(now));
            looks.unchanged = before.unchanged.saturating_add(1);
            looks.failures = 0;
        }
        Seen::Nothing => looks.failures = before.failures.saturating_add(1),
    }
    looks.every_seconds = wait(&looks, seen, now, own).max(shortest.as_secs());
    looks
}

fn wait(looks: &Looks, seen: Seen, now: Timestamp, own: bool) -> u64 {
    let every = looks.every_seconds;
    let rung = rung(looks.changed.unwrap_or(now), now);
    let most = if own { rung.min(OWN) } else { rung };
    match seen {
        _ if every == 0 => most,
        Seen::Changed => (every / 2).min(AFTER_CHANGE),
        Seen::Unchanged => every.saturating_mul(2).min(most),
        Seen::Nothing => {
            let doublings = looks.failures.min(MOST_DOUBLINGS);
            let longer = (15 * MINUTE).saturating_mul(2_u64.saturating_pow(doublings - 1));
            longer.min(AFTER_FAILURES).max(every.min(AFTER_FAILURES))
        }
    }
}

/// The step of the ladder for a page that last changed then.
fn rung(changed: Timestamp, now: Timestamp) -> u64 {
    let age = changed.duration_until(now).max(SignedDuration::ZERO);
    let age = age.unsigned_abs().as_secs();
    let rung = LADDER.iter().find(|(below, _)| age < *below);
    rung.map_or(LAST_RUNG, |(_, wait)| *wait)
}

/// Whether to ask without the version at hand: each fourth look, because some servers say "not
/// modified" of pages that are.
pub(crate) const fn unconditional(looks: &Looks) -> bool {
    looks.count % 4 == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORTEST: Duration = Duration::from_secs(15 * MINUTE);

    fn at(second: u64) -> Timestamp {
        Timestamp::from_second(i64::try_from(second).unwrap()).unwrap()
    }

    /// The waits in minutes when each look comes when it is due.
    fn waits(seen: &[Seen], own: bool) -> Vec<u64> {
        let (mut looks, mut now) = (Looks::default(), 0);
        let each = seen.iter().map(|seen| {
            looks = after(looks, *seen, at(now), own, SHORTEST);
            now += looks.every_seconds;
            looks.every_seconds / MINUTE
        });
        each.collect()
    }

    #[test]
    fn an_unchanged_page_is_looked_at_more_and_more_rarely() {
        let mut seen = [Seen::Unchanged; 120];
        seen[0] = Seen::Changed;
        let waits = waits(&seen, false);
        assert_eq!(waits[..12], [15; 12], "the first three hours");
        assert_eq!(waits[12..15], [30, 60, 60]);
        assert!(waits.windows(2).all(|w| w[0] <= w[1]), "{waits:?}");
        assert!(waits.contains(&(3 * 60)) && waits.contains(&(3 * 24 * 60)));
    }

    #[test]
    fn a_change_halves_the_wait_down_to_the_shortest() {
        let mut seen = vec![Seen::Unchanged; 120];
        seen[0] = Seen::Changed;
        let rare = *waits(&seen, false).last().unwrap();
        assert!(rare >= 3 * 24 * 60, "{rare}");
        seen.extend([Seen::Changed; 4]);
        assert_eq!(waits(&seen, false)[120..], [60, 30, 15, 15]);
    }

    #[test]
    fn a_source_is_looked_at_daily_at_least() {
        let waits = waits(&[Seen::Unchanged; 120], true);
        assert_eq!(waits.iter().max(), Some(&(24 * 60)));
    }

    #[test]
    fn failures_wait_longer_each_time_up_to_a_day() {
        let waits = waits(&[Seen::Nothing; 20], false);
        assert_eq!(waits[..4], [15, 30, 60, 120]);
        assert_eq!(waits.last(), Some(&(24 * 60)));
        let looks = after(
            Looks {
                failures: 7,
                every_seconds: 86_400,
                ..Looks::default()
            },
            Seen::Unchanged,
            at(0),
            false,
            SHORTEST,
        );
        assert_eq!((looks.failures, looks.every_seconds), (0, 900));
    }

    #[test]
    fn each_fourth_look_is_unconditional() {
        let asked = |count| {
            unconditional(&Looks {
                count,
                ..Looks::default()
            })
        };
        let looks: Vec<bool> = (0..9).map(asked).collect();
        let expected = [false, false, false, true, false, false, false, true, false];
        assert_eq!(looks, expected);
    }

    #[test]
    fn a_clock_that_runs_backwards_is_no_age() {
        let looks = after(
            Looks {
                changed: Some(at(5000)),
                every_seconds: 900,
                count: 3,
                ..Looks::default()
            },
            Seen::Unchanged,
            at(10),
            false,
            SHORTEST,
        );
        assert_eq!(looks.every_seconds, 900);
    }
}
