//! Times, shares and sizes as readers see them: one way of printing each, everywhere.

use backpedal_model::{Interval, Precision, TimeExpr, TimeRange, TimeSource};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// `2009-04-13 14:05 UTC`.
pub(crate) fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// `14:05`.
pub(crate) fn clock(at: Timestamp) -> String {
    at.strftime("%H:%M").to_string()
}

/// `2009-04-13 14:05 UTC (10:05 EDT)`; the local part falls away where it says the same.
pub(crate) fn both(at: Timestamp, zone: &TimeZone) -> String {
    let there = at.to_zoned(zone.clone());
    if there.offset().is_zero() {
        return utc(at);
    }
    let same_day = there.date() == at.to_zoned(TimeZone::UTC).date();
    let pattern = if same_day {
        "%H:%M %Z"
    } else {
        "%Y-%m-%d %H:%M %Z"
    };
    format!("{} ({})", utc(at), there.strftime(pattern))
}

/// `2022-06-21 06:28–06:30 UTC`, with both days where they differ; whole days without a clock.
pub(crate) fn interval(of: Interval) -> String {
    let (start, end) = (of.start, of.end);
    let midnight = |at: Timestamp| at.as_second().rem_euclid(86_400) == 0;
    if midnight(start) && midnight(end) && start < end {
        let last = end.checked_sub(SignedDuration::from_secs(1)).unwrap_or(end);
        return format!("{} UTC", days(start, last, &TimeZone::UTC));
    }
    if start.strftime("%F").to_string() == end.strftime("%F").to_string() {
        format!("{}–{} UTC", start.strftime("%F %H:%M"), clock(end))
    } else {
        format!("{} – {}", start.strftime("%F %H:%M"), utc(end))
    }
}

/// When something was said: days where only days are known, never finer than the source.
pub(crate) fn said(range: &TimeRange, zone: &TimeZone) -> String {
    told(range, zone, both)
}

/// The same without the local time, for columns.
pub(crate) fn said_utc(range: &TimeRange, zone: &TimeZone) -> String {
    told(range, zone, |at, _| utc(at))
}

fn told(range: &TimeRange, zone: &TimeZone, print: fn(Timestamp, &TimeZone) -> String) -> String {
    let zone = range.zone.time_zone().unwrap_or_else(|| zone.clone());
    let second = SignedDuration::from_secs(1);
    let last = range.end.checked_sub(second).unwrap_or(range.end);
    let last = last.max(range.start);
    let text = match range.precision {
        Precision::Hour | Precision::Minute | Precision::Second
            if last.duration_since(range.start) < SignedDuration::from_hours(1) =>
        {
            print(range.start, &zone)
        }
        Precision::Hour | Precision::Minute | Precision::Second => interval(range.interval()),
        _ => days(range.start, last, &zone),
    };
    match range.source {
        TimeSource::Captured => format!("by {} (time of capture)", utc(range.end)),
        TimeSource::Published => format!("{text}, by publication"),
        TimeSource::Post | TimeSource::Text => text,
    }
}

/// The day of a statement: `2009-04-13`, `between 2009-04-13 and 2009-04-15`, `by 2009-04-15`.
pub(crate) fn day(range: &TimeRange, zone: &TimeZone) -> String {
    let zone = range.zone.time_zone().unwrap_or_else(|| zone.clone());
    let second = SignedDuration::from_secs(1);
    let last = range.end.checked_sub(second).unwrap_or(range.end);
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let (first, last) = (day(range.start), day(last.max(range.start)));
    match range.source {
        TimeSource::Captured => format!("by {last}"),
        _ if first == last => first.to_string(),
        _ => format!("between {first} and {last}"),
    }
}

fn days(first: Timestamp, last: Timestamp, zone: &TimeZone) -> String {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let (first, last) = (day(first), day(last));
    if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    }
}

/// The time that a claim speaks of: its words, and what they resolve to.
pub(crate) fn event(expr: &TimeExpr) -> String {
    let resolved = match (expr.start, expr.end) {
        (Some(a), Some(b)) if a == b => Some(a.to_string()),
        (Some(a), Some(b)) => Some(format!("{a} to {b}")),
        (Some(a), None) => Some(format!("from {a}")),
        (None, Some(b)) => Some(format!("until {b}")),
        (None, None) => None,
    };
    match resolved {
        Some(resolved) if resolved != expr.text => format!("“{}” ({resolved})", expr.text),
        _ => format!("“{}”", expr.text),
    }
}

/// `76.1 %`. A share short of the whole never prints as 100.
pub(crate) fn percent(share: f64) -> String {
    let points = share * 100.0;
    if share >= 1.0 {
        "100 %".to_owned()
    } else if points >= 99.95 {
        "99.9 %".to_owned()
    } else if share <= 0.0 {
        "0 %".to_owned()
    } else {
        format!("{points:.1} %")
    }
}

/// `12,345`.
pub(crate) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 claim`, `2 claims`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::Zone;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_share_short_of_the_whole_is_never_a_hundred() {
        assert_eq!(percent(0.99999), "99.9 %");
        assert_eq!(percent(0.7614), "76.1 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0), "0 %");
    }

    #[test]
    fn a_day_stays_a_day() {
        let range = TimeRange {
            start: at("2031-04-13T04:00:00Z"),
            end: at("2031-04-14T04:00:00Z"),
            precision: Precision::Day,
            zone: Zone::Assumed("America/New_York".into()),
            source: TimeSource::Text,
        };
        assert_eq!(said(&range, &TimeZone::UTC), "2031-04-13");
        assert_eq!(day(&range, &TimeZone::UTC), "2031-04-13");
        let longer = TimeRange {
            end: at("2031-04-16T04:00:00Z"),
            ..range.clone()
        };
        assert_eq!(
            day(&longer, &TimeZone::UTC),
            "between 2031-04-13 and 2031-04-15"
        );
        let exact = TimeRange {
            end: range.start,
            precision: Precision::Second,
            zone: Zone::Utc,
            source: TimeSource::Post,
            ..range
        };
        assert_eq!(said(&exact, &TimeZone::UTC), "2031-04-13 04:00 UTC");
    }

    #[test]
    fn local_time_stands_beside_utc() {
        let zone = TimeZone::get("America/New_York").expect("bundled");
        assert_eq!(
            both(at("2031-04-13T14:05:00Z"), &zone),
            "2031-04-13 14:05 UTC (10:05 EDT)"
        );
        assert_eq!(
            both(at("2031-04-13T14:05:00Z"), &TimeZone::UTC),
            "2031-04-13 14:05 UTC"
        );
    }

    #[test]
    fn an_interval_says_no_more_than_needed() {
        let of = |a: &str, b: &str| interval(Interval::new(at(a), at(b)));
        let day = "2031-04-13T00:00:00Z";
        assert_eq!(of(day, "2031-04-14T00:00:00Z"), "2031-04-13 UTC");
        assert_eq!(
            of(day, "2031-04-15T00:00:00Z"),
            "2031-04-13 to 2031-04-14 UTC"
        );
        assert_eq!(
            of(day, "2031-04-13T06:30:00Z"),
            "2031-04-13 00:00–06:30 UTC"
        );
        assert_eq!(of(day, day), "2031-04-13 00:00–00:00 UTC");
    }

    #[test]
    fn numbers_and_lists_read_well() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(12), "12");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
