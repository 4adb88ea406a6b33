//! Figures and times as sentences print them.

use jiff::{Timestamp, tz::TimeZone};

use crate::{DurationRange, Interval};

/// A share as percent with one decimal.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// `06:34 UTC on 2022-06-21`.
pub(super) fn instant(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%H:%M UTC on %Y-%m-%d")
        .to_string()
}

/// `06:27–06:30 UTC on 2022-06-21`: the first and the last minute of a half-open interval, or one
/// minute where they are the same. Both days are printed where they differ.
pub(super) fn stretch(interval: Interval) -> String {
    let (first, last) = ends(interval);
    if first.date() != last.date() {
        return format!(
            "{} to {}",
            instant(first.timestamp()),
            instant(last.timestamp())
        );
    }
    let (from, to) = (
        first.strftime("%H:%M").to_string(),
        last.strftime("%H:%M").to_string(),
    );
    let day = first.strftime("UTC on %Y-%m-%d");
    if from == to {
        format!("{from} {day}")
    } else {
        format!("{from}–{to} {day}")
    }
}

/// The same, without the day where the other interval, printed before, has told it.
pub(super) fn beside(interval: Interval, other: Interval) -> String {
    let (first, last) = ends(interval);
    let (known, _) = ends(other);
    let text = stretch(interval);
    if first.date() == last.date() && first.date() == known.date() {
        text.split(" on ").next().unwrap_or(&text).to_owned()
    } else {
        text
    }
}

/// A long window by its days, a short one by its minutes.
pub(super) fn window(interval: Interval) -> String {
    let (first, last) = ends(interval);
    if interval.length().as_hours() < 20 {
        return stretch(interval);
    }
    let (from, to) = (first.date(), last.date());
    if from == to {
        format!("on {from}")
    } else {
        format!("from {from} to {to}")
    }
}

fn ends(interval: Interval) -> (jiff::Zoned, jiff::Zoned) {
    let last = interval
        .end
        .checked_sub(jiff::SignedDuration::from_secs(1))
        .unwrap_or(interval.end)
        .max(interval.start);
    (
        interval.start.to_zoned(TimeZone::UTC),
        last.to_zoned(TimeZone::UTC),
    )
}

/// A length with its bounds, in minutes below three hours and in hours above.
pub(super) fn length(range: DurationRange) -> String {
    match (range.min_seconds, range.max_seconds) {
        (Some(min), Some(max)) if min == max => seconds(min),
        (Some(min), Some(max)) => format!("{} to {}", seconds(min), seconds(max)),
        (Some(min), None) => format!("at least {}", seconds(min)),
        (None, Some(max)) => format!("at most {}", seconds(max)),
        (None, None) => "an unknown time".to_owned(),
    }
}

fn seconds(seconds: i64) -> String {
    let minutes = (seconds + 30) / 60;
    if minutes < 180 {
        format!("{minutes} {}", plural(minutes, "minute"))
    } else if minutes % 60 == 0 {
        format!("{} hours", minutes / 60)
    } else {
        format!("{} h {:02} min", minutes / 60, minutes % 60)
    }
}

/// The word with an s where the count asks for one.
pub(super) fn plural(count: i64, word: &str) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

/// `6,867`.
pub(super) fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time stamp")
    }

    #[test]
    fn a_stretch_names_its_first_and_last_minute() {
        let interval = Interval::new(at("2022-06-21T07:39:00Z"), at("2022-06-21T07:48:00Z"));
        assert_eq!(stretch(interval), "07:39–07:47 UTC on 2022-06-21");
        let minute = Interval::new(at("2022-06-21T07:39:00Z"), at("2022-06-21T07:40:00Z"));
        assert_eq!(stretch(minute), "07:39 UTC on 2022-06-21");
        let night = Interval::new(at("2022-06-21T23:59:00Z"), at("2022-06-22T00:02:00Z"));
        assert_eq!(
            stretch(night),
            "23:59 UTC on 2022-06-21 to 00:01 UTC on 2022-06-22"
        );
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(percent(0.7609), "76.1 %");
        assert_eq!(thousands(6867), "6,867");
        assert_eq!(thousands(92), "92");
        let range = |min, max| DurationRange {
            min_seconds: min,
            max_seconds: max,
        };
        assert_eq!(length(range(Some(4140), Some(4140))), "69 minutes");
        assert_eq!(length(range(None, Some(3600))), "at most 60 minutes");
        assert_eq!(length(range(Some(12_900), None)), "at least 3 h 35 min");
    }
}
