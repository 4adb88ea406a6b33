//! A date in words: "July 4, 2022 at 9:30 a.m. ET", "4. Juli 2022", "04.07.2022".

use std::sync::LazyLock;

use backpedal_model::{Moment, Precision, Zone};
use jiff::{civil, civil::Date, tz::Offset};
use regex::{Captures, Regex};

/// A date found in words, with the zone that stands beside its time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    pub(crate) moment: Moment,
    pub(crate) zone: Option<Zone>,
    /// Where the date stands, in bytes.
    pub(crate) bytes: std::ops::Range<usize>,
}

/// The order of the fields that a pattern captures.
#[derive(Clone, Copy)]
enum Order {
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
    /// By numbers or by `day_first`.
    Either,
}

static PATTERNS: LazyLock<Vec<(Regex, Order)>> = LazyLock::new(|| {
    let year = "((?:19|20)[0-9]{2})";
    let word = r"(\p{L}{3,12})";
    [
        (format!(r"\b{year}([-/.])([0-9]{{1,2}})[-/.]([0-9]{{1,2}})(?:\b|T)"), Order::YearMonthDay),
        (format!(r"{year}(年)\s?([0-9]{{1,2}})月\s?([0-9]{{1,2}})日"), Order::YearMonthDay),
        (
            format!(r"\b([0-9]{{1,2}})(?:st|nd|rd|th|er|º|\.|)(?:\s|-)(?:de\s|of\s|)()?{word}[.,]{{0,2}}(?:\s|-)(?:de\s|del\s|)\s?{year}\b"),
            Order::DayMonthYear,
        ),
        (
            format!(r"\b{word}()\.?\s?([0-9]{{1,2}})(?:st|nd|rd|th|)(?:,|\s|,\s)\s?{year}\b"),
            Order::MonthDayYear,
        ),
        (
            format!(r"\b{word}()\.?\s([0-9]{{1,2}})\s[0-9:]{{5,8}}\s(?:[+-][0-9]{{4}}|[A-Z]{{3}})\s{year}\b"),
            Order::MonthDayYear,
        ),
        (format!(r"\b([0-9]{{1,2}})([/.-])([0-9]{{1,2}})[/.-]{year}\b"), Order::Either),
    ]
    .into_iter()
    .filter_map(|(pattern, order)| Some((Regex::new(&pattern).ok()?, order)))
    .collect()
});

static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b([0-2]?[0-9])(?:[:h.]([0-5][0-9])(?::([0-5][0-9]))?)?(?:[.][0-9]+)?\s?([ap])?\.?(m)?\b\.?(?:\s?(?-i:\(?(UTC|GMT)?([+-][0-9]{1,2}:?[0-9]{0,2})|\(?([A-Z]{1,4})\b))?",
    )
    .ok()
});

static MONTHS: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    lines(include_str!("months.txt"))
        .map(|line| line.split(' ').collect())
        .collect()
});

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Words {
    /// The first date in `text`.
    pub(crate) fn find(text: &str, day_first: Option<bool>) -> Option<Self> {
        let mut best: Option<(std::ops::Range<usize>, Date)> = None;
        for (pattern, order) in PATTERNS.iter() {
            for found in pattern.captures_iter(text) {
                let Some(whole) = found.get(0) else { continue };
                if best
                    .as_ref()
                    .is_some_and(|(range, _)| range.start <= whole.start())
                {
                    break;
                }
                if let Some(date) = date(&found, *order, day_first) {
                    best = Some((whole.range(), date));
                    break;
                }
            }
        }
        let (bytes, date) = best?;
        let whole = &text[bytes.clone()];
        let inside = whole.contains(':').then(|| clock(whole, true)).flatten();
        let after = || clock(near(&text[bytes.end..], 24), false);
        let (time, precision, zone) = inside
            .or_else(after)
            .or_else(|| clock(near_end(&text[..bytes.start], 24), true))
            .unwrap_or((civil::Time::midnight(), Precision::Day, None));
        let offset = match &zone {
            Some(Zone::Utc) => Some(Offset::UTC),
            Some(Zone::Offset(seconds)) => Offset::from_seconds(*seconds).ok(),
            _ => None,
        };
        Some(Self {
            moment: Moment::new(date.to_datetime(time), precision, offset),
            zone,
            bytes,
        })
    }
}

fn date(found: &Captures<'_>, order: Order, day_first: Option<bool>) -> Option<Date> {
    let number = |at: usize| found.get(at)?.as_str().parse::<i16>().ok();
    let small = |at: usize| i8::try_from(number(at)?).ok();
    let name = |at: usize| month(found.get(at)?.as_str());
    let (year, month, day) = match order {
        Order::YearMonthDay => (number(1)?, small(3)?, small(4)?),
        Order::DayMonthYear => (number(4)?, name(3)?, small(1)?),
        Order::MonthDayYear => (number(4)?, name(1)?, small(3)?),
        Order::Either => {
            let (first, second) = (small(1)?, small(3)?);
            let dotted = found.get(2)?.as_str() == ".";
            let day_first = match (first > 12, second > 12) {
                (true, _) => true,
                (_, true) => false,
                _ if dotted || first == second => true,
                _ => day_first?,
            };
            if day_first {
                (number(4)?, second, first)
            } else {
                (number(4)?, first, second)
            }
        }
    };
    Date::new(year, month, day).ok()
}

fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let at = MONTHS
        .iter()
        .position(|names| names.contains(&name.as_str()))?;
    i8::try_from(at + 1).ok()
}

type Clock = (civil::Time, Precision, Option<Zone>);

/// The time of day in `text`; where it stands after a date, only what follows at once counts.
fn clock(text: &str, anywhere: bool) -> Option<Clock> {
    for found in CLOCK.as_ref()?.captures_iter(text) {
        let part = |at: usize| found.get(at).map(|m| m.as_str());
        // "at", "um", "à", a dash: whatever joins is short.
        if !anywhere && found.get(0)?.start() > 8 {
            return None;
        }
        let half = part(4).map(str::to_ascii_lowercase);
        let meridiem = half.is_some() && part(5).is_some();
        if part(2).is_none() && !meridiem {
            continue;
        }
        let hour: i8 = part(1)?.parse().ok()?;
        let hour = match (meridiem, half.as_deref()) {
            (true, Some("p")) if hour < 12 => hour + 12,
            (true, Some("a")) if hour == 12 => 0,
            _ => hour,
        };
        let field = |at: usize| part(at).and_then(|f| f.parse::<i8>().ok());
        let precision = match (field(2), field(3)) {
            (None, _) => Precision::Hour,
            (_, None) => Precision::Minute,
            _ => Precision::Second,
        };
        let zone = part(7)
            .and_then(offset)
            .or_else(|| part(6).or(part(8)).and_then(zone));
        let time = civil::Time::new(hour, field(2).unwrap_or(0), field(3).unwrap_or(0), 0).ok()?;
        return Some((time, precision, zone));
    }
    None
}

fn offset(text: &str) -> Option<Zone> {
    match text.parse().ok()? {
        Zone::Offset(0) => Some(Zone::Utc),
        zone => Some(zone),
    }
}

fn zone(name: &str) -> Option<Zone> {
    let line =
        lines(include_str!("zones.txt")).find(|line| line.split(' ').next() == Some(name))?;
    let meaning = line.split(' ').nth(1)?;
    if meaning.starts_with(['+', '-']) {
        offset(meaning)
    } else {
        Some(Zone::Named(meaning.to_owned()))
    }
}

/// The first `chars` characters.
fn near(text: &str, chars: usize) -> &str {
    text.char_indices()
        .nth(chars)
        .map_or(text, |(at, _)| &text[..at])
}

/// The last `chars` characters.
fn near_end(text: &str, chars: usize) -> &str {
    text.char_indices()
        .rev()
        .nth(chars)
        .map_or(text, |(at, c)| &text[at + c.len_utf8()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        match Words::find(text, Some(false)) {
            None => "-".to_owned(),
            Some(words) => match words.zone {
                Some(zone) => format!("{} {zone}", words.moment),
                None => words.moment.to_string(),
            },
        }
    }

    #[test]
    fn tables_and_patterns_are_whole() {
        assert_eq!(PATTERNS.len(), 6);
        assert!(CLOCK.is_some());
        assert_eq!(MONTHS.len(), 12);
        for line in lines(include_str!("zones.txt")) {
            let name = line.split(' ').next().expect("a name");
            let known = zone(name).and_then(|zone| zone.time_zone());
            assert!(known.is_some(), "{line}");
        }
    }

    #[test]
    fn dates_as_bylines_print_them() {
        for (text, expected) in [
            (
                "By Ada Quill | July 4, 2022 at 9:30 a.m. ET",
                "2022-07-04T09:30 America/New_York",
            ),
            (
                "Posted on 4th July 2022, 21:05 UTC",
                "2022-07-04T21:05Z UTC",
            ),
            ("Montag, 4. Juli 2022 um 09:30 Uhr", "2022-07-04T09:30"),
            ("4 de julio de 2022", "2022-07-04"),
            ("le 4 juillet 2022 à 9h30", "2022-07-04T09:30"),
            ("Jul. 4, 2022 12:01 AM PDT", "2022-07-04T00:01-07:00 -07:00"),
            (
                "9:30 p.m. EDT, July 4, 2022",
                "2022-07-04T21:30-04:00 -04:00",
            ),
            ("04.07.2022 09:30", "2022-07-04T09:30"),
            ("07/04/2022", "2022-07-04"),
            ("25/12/2022", "2022-12-25"),
            ("2022年7月4日", "2022-07-04"),
            ("4 июля 2022", "2022-07-04"),
            (
                "Updated 2022-07-04 10:00 GMT+2",
                "2022-07-04T10:00+02:00 +02:00",
            ),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "July 4",
            "version 10.4.2022a",
            "call 555-04-2022x",
            "Room 2022",
            "the 2022 season",
            "32 July 2022",
            "Section 4, 2022",
            "1/2/3",
        ] {
            assert_eq!(show(text), "-", "{text}");
        }
        assert_eq!(Words::find("04/07/2022", None), None);
    }
}
