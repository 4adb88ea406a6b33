//! Dates in the heads of texts: bylines, datelines, mail headers, status updates.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{Moment, Precision, Zone};
use jiff::{
    civil::{Date, DateTime, Time},
    tz::Offset,
};
use regex::{Captures, Regex};

/// A date or time that was read, and where.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The date or time.
    pub(super) moment: Moment,
    /// The zone, where the words name it.
    pub(super) zone: Option<Zone>,
    /// Where it stands in the line, in bytes.
    pub(super) range: Range<usize>,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Abbreviations that mean one offset in English texts (RFC 822 section 5.1, and common use).
const ZONES: &[(&str, i32)] = &[
    ("utc", 0),
    ("gmt", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("bst", 1),
    ("cet", 1),
    ("cest", 2),
];

fn pattern(text: &str) -> Regex {
    let months = "(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\\.?";
    let clock = "(?:,?\\s+(?:at\\s+)?(?P<h>\\d{1,2}):(?P<m>\\d{2})(?::(?P<s>\\d{2}))?(?:\\s*(?P<ap>[ap]\\.?m\\.?))?(?:\\s+(?P<z>[+-]\\d{4}|[A-Za-z]{3,4})\\b)?)?";
    let text = text.replace("MON", months).replace("CLOCK", clock);
    // The patterns are constants of this file; a wrong one fails every test of this module.
    #[allow(clippy::expect_used)]
    Regex::new(&format!("(?i){text}")).expect("a pattern of this file")
}

static FORMS: LazyLock<[Regex; 5]> = LazyLock::new(|| {
    [
        pattern(
            r"\b(?P<y>\d{4})-(?P<mo>\d{2})-(?P<d>\d{2})\b(?:T(?P<h>\d{2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?(?P<z>Z|[+-]\d{2}:?\d{2})?)?",
        ),
        pattern(r"\bMON\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})\bCLOCK"),
        pattern(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+MON,?\s+(?P<y>\d{4})\bCLOCK"),
        pattern(
            r"\bMON\s+(?P<d>\d{1,2})\s+(?P<h>\d{2}):(?P<m>\d{2}):(?P<s>\d{2})\s+(?P<z>[A-Z]{3,4})\s+(?P<y>\d{4})\b",
        ),
        pattern(r"\b(?P<mo>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b"),
    ]
});

/// The first date of a line.
pub(super) fn first(line: &str) -> Option<Found> {
    FORMS
        .iter()
        .filter_map(|form| form.captures(line).and_then(|found| read(&found)))
        .min_by_key(|found| found.range.start)
}

fn read(found: &Captures<'_>) -> Option<Found> {
    let text = |name: &str| found.name(name).map(|m| m.as_str().to_lowercase());
    let number = |name: &str| text(name).and_then(|t| t.parse::<i8>().ok());
    let year: i16 = text("y")?.parse().ok()?;
    let month = match text("mon") {
        Some(word) => i8::try_from(MONTHS.iter().position(|m| word.starts_with(m))? + 1).ok()?,
        None => number("mo")?,
    };
    let date = Date::new(year, month, number("d")?).ok()?;
    let whole = found.get(0)?.range();
    let zone = text("z").and_then(|name| zone(&name));
    let Some(time) = clock(number("h"), number("m"), number("s"), text("ap").as_deref()) else {
        return Some(Found {
            moment: Moment::day(date),
            zone: None,
            range: whole,
        });
    };
    let precision = if number("s").is_some() {
        Precision::Second
    } else {
        Precision::Minute
    };
    let offset = zone.as_ref().and_then(offset);
    Some(Found {
        moment: Moment::new(DateTime::from_parts(date, time), precision, offset),
        zone,
        range: whole,
    })
}

/// A clock time, read with its half of the day.
pub(super) fn clock(
    hour: Option<i8>,
    minute: Option<i8>,
    second: Option<i8>,
    half: Option<&str>,
) -> Option<Time> {
    let hour = match half.and_then(|half| half.chars().next()) {
        Some('p') if hour? < 12 => hour? + 12,
        Some('a') if hour? == 12 => 0,
        _ => hour?,
    };
    Time::new(hour, minute?, second.unwrap_or(0), 0).ok()
}

/// A zone by its abbreviation or offset, in lower case.
pub(super) fn zone(name: &str) -> Option<Zone> {
    if name == "z" || name == "utc" {
        return Some(Zone::Utc);
    }
    if name.starts_with(['+', '-']) {
        return name.parse().ok();
    }
    let (_, hours) = ZONES.iter().find(|(known, _)| *known == name)?;
    Some(if *hours == 0 {
        Zone::Utc
    } else {
        Zone::Offset(hours * 3600)
    })
}

/// The offset of a stated zone.
pub(super) fn offset(zone: &Zone) -> Option<Offset> {
    match zone {
        Zone::Utc => Some(Offset::UTC),
        Zone::Offset(seconds) => Offset::from_seconds(*seconds).ok(),
        _ => None,
    }
}

/// "All times are UTC+1", "times BST", "(all times UTC)": the zone of every time in the text.
pub(super) fn zone_of_all(line: &str) -> Option<Zone> {
    static ALL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:all )?times (?:are |in |given in |shown in )*(?P<z>[a-z]{3,4})(?P<o>[+-]\d{1,2}(?::?\d{2})?)?\b",
        )
    });
    let found = ALL.captures(line)?;
    match found.name("o") {
        Some(offset) => offset.as_str().parse().ok(),
        None => zone(&found["z"].to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_read() {
        for (line, moment) in [
            ("Published 2022-07-04 on a blog.", "2022-07-04"),
            ("By X — Thursday, March 10, 2011", "2011-03-10"),
            ("ELMSTEAD, 4 November 2021 (Wire)", "2021-11-04"),
            ("Wed Dec 3 15:47:20 UTC 2008", "2008-12-03T15:47:20Z"),
            (
                "Date: Thu, 19 Feb 2015 09:12:44 -0500",
                "2015-02-19T09:12:44-05:00",
            ),
            (
                "Resolved - Nov 08, 2016 14:02 PST",
                "2016-11-08T14:02-08:00",
            ),
            ("Sun Sep 13, 2009 7:52 pm", "2009-09-13T19:52"),
        ] {
            let found = first(line).map(|found| found.moment.to_string());
            assert_eq!(found.as_deref(), Some(moment), "{line}");
        }
        for none in [
            "In May 2009",
            "13/45/2009",
            "June 31, 2010",
            "version 2.2022-1",
        ] {
            assert!(first(none).is_none(), "{none}");
        }
        assert_eq!(
            zone_of_all("All times are UTC+1."),
            Some(Zone::Offset(3600))
        );
        assert_eq!(zone_of_all("three times as many"), None);
    }
}
