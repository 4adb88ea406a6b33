//! Clocks that are off by whole hours: some collectors once wrote local time where seconds since
//! 1970 in UTC belong. It shows where the times in a file lie whole half hours from the one in its
//! name, or from what the case says. It is told, and nothing is shifted.

use jiff::{civil::DateTime, tz::TimeZone};

/// Zones lie no further from UTC than this, in seconds.
const FURTHEST: i64 = 14 * 3600;

/// Zones lie multiples of half an hour from UTC, in seconds; three small ones of a quarter are
/// left out.
const STEP: i64 = 1800;

/// How long after its start a file may begin to tell something, and how long before, in seconds.
/// Our choice.
const LATE: i64 = 300;
const EARLY: i64 = 60;

/// A file that spans more than this tells nothing by when it begins. Our choice: the archives cut
/// their updates at 5 or 15 minutes, and a table takes less to be written.
const SPAN: i64 = 3600;

/// The time in a name as the archives of RIS and RouteViews write it
/// (`updates.20310304.1105.gz`), in seconds since 1970.
fn named(name: &str) -> Option<i64> {
    let file = name.rsplit(['/', '\\']).next()?;
    let parts: Vec<&str> = file.split('.').collect();
    let digits = |text: &str, count: usize| {
        text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let pair = parts
        .windows(2)
        .find(|pair| digits(pair[0], 8) && digits(pair[1], 4))?;
    let time = format!("{}T{}00", pair[0], pair[1]);
    let time: DateTime = time.parse().ok()?;
    let at = TimeZone::UTC.to_timestamp(time).ok()?;
    Some(at.as_second())
}

/// By how many seconds, a multiple of half an hour, a file that should begin at `expected` begins
/// at `first`; `None` where it begins in time, or off by something else.
pub(crate) fn off(expected: i64, first: i64) -> Option<i64> {
    let between = first - expected;
    let steps = (between + EARLY).div_euclid(STEP);
    let rest = between - steps * STEP;
    let off = steps * STEP;
    (off != 0 && off.abs() <= FURTHEST && (-EARLY..=LATE).contains(&rest)).then_some(off)
}

/// An offset in words: `2 h after`, `5.5 h before`.
pub(crate) fn words(off: i64) -> String {
    let half_hours = off.abs() / STEP;
    let half = if half_hours % 2 == 1 { ".5" } else { "" };
    let side = if off > 0 { "after" } else { "before" };
    format!("{}{half} h {side}", half_hours / 2)
}

/// What is to be said of a file of that name whose elements lie between two times.
pub(crate) fn told(name: &str, first: i64, last: i64) -> Option<String> {
    if last - first > SPAN {
        return None;
    }
    let off = off(named(name)?, first)?;
    let words = words(off);
    Some(format!(
        "begins {words} the time in its name, as if it were in local time; no time is shifted"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: i64 = 1_930_388_700; // 2031-03-04 11:05 UTC

    #[test]
    fn names_of_the_archives_hold_a_time() {
        for name in [
            "updates.20310304.1105.gz",
            "https://data.ris.ripe.net/rrc00/2031.03/bview.20310304.1105.gz",
            "rrc03.updates.20310304.1105.first-796-records.gz",
        ] {
            assert_eq!(named(name), Some(AT), "{name}");
        }
        for name in [
            "updates.2031.1105.gz",
            "table.mrt",
            "updates.20311304.1105.gz",
            "",
        ] {
            assert_eq!(named(name), None, "{name}");
        }
    }

    #[test]
    fn whole_hours_are_told_from_other_times() {
        for (first, expected) in [
            (AT + 2 * 3600 + 3, Some(7200)),
            (AT - 5 * 3600, Some(-18_000)),
            (AT - 19_800 + 120, Some(-19_800)),
            (AT, None),
            (AT + 290, None),
            (AT - 30, None),
            (AT + 2 * 3600 + 600, None), // not whole
            (AT + 15 * 3600, None),      // no zone is so far off
        ] {
            assert_eq!(off(AT, first), expected, "{}", first - AT);
        }
        assert_eq!(words(7200), "2 h after");
        assert_eq!(words(-19_800), "5.5 h before");
    }

    #[test]
    fn a_long_file_that_begins_late_is_only_quiet() {
        let name = "updates.20310304.1105.gz";
        assert!(told(name, AT + 3600, AT + 4000).is_some());
        assert!(told(name, AT + 3600, AT + 86_400).is_none());
        assert!(told("updates.gz", AT + 3600, AT + 4000).is_none());
    }
}
