//! Cron expressions: when to look, by the clock on the wall of the case's zone.
//!
//! Five fields as in the crontab of POSIX: minute, hour, day of the month, month, day of the week;
//! `*`, numbers, ranges, lists, and of the common extensions steps (`*/15`), names (`mon`, `jan`),
//! 7 for Sunday, and `@hourly`, `@daily`, `@weekly`, `@monthly`. Where both days are restricted,
//! either suffices. Our own, because the crates for it bring proc macros or a second library of
//! dates, and every crate of this program waits for this one.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// No expression that ever fits skips more days: 29 February on a given day of the week comes
/// at the latest after 40 years (over a century that is no leap year).
const MOST_DAYS: usize = 41 * 366;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const SHORT: [(&str, &str); 4] = [
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
];

/// A cron expression that can be read and fits some day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cron {
    text: String,
    fields: Fields,
}

/// One bit for each value that fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Fields {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// Whether the field of days began with `*`, then of weekdays.
    any: (bool, bool),
}

/// What is wrong with a cron expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronError(String);

impl fmt::Display for CronError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CronError {}

impl FromStr for Cron {
    type Err = CronError;

    fn from_str(text: &str) -> Result<Self, CronError> {
        let lower = text.trim().to_ascii_lowercase();
        let short = SHORT.iter().find(|(name, _)| *name == lower);
        let long = short.map_or(lower.as_str(), |(_, long)| long);
        let parts: Vec<&str> = long.split_ascii_whitespace().collect();
        let [minutes, hours, days, months, weekdays] = parts.as_slice() else {
            let message = format!("it has {} fields in place of five", parts.len());
            return Err(CronError(message));
        };
        let mut fields = Fields {
            minutes: field("minute", minutes, 0, 59, &[])?,
            hours: field("hour", hours, 0, 23, &[])?,
            days: field("day of the month", days, 1, 31, &[])?,
            months: field("month", months, 1, 12, &MONTHS)?,
            weekdays: field("day of the week", weekdays, 0, 7, &WEEKDAYS)?,
            any: (days.starts_with('*'), weekdays.starts_with('*')),
        };
        fields.weekdays |= fields.weekdays >> 7 & 1;
        let cron = Self {
            text: text.trim().to_owned(),
            fields,
        };
        let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let mut months = (1..).zip(longest);
        let fits = months.any(|(month, longest)| {
            has(fields.months, month) && (1..=longest).any(|day| has(fields.days, day))
        });
        if !fits && (fields.any.1 || fields.any.0) {
            return Err(CronError("no month has such a day".to_owned()));
        }
        Ok(cron)
    }
}

/// The bits of one field: parts separated by commas.
fn field(name: &str, text: &str, least: u32, most: u32, names: &[&str]) -> Result<u64, CronError> {
    let wrong = || CronError(format!("{text:?} is no {name} ({least} to {most})"));
    // Names count from the field's least value.
    let number = |text: &str| {
        let named = names.iter().position(|name| *name == text);
        let named = named.and_then(|at| u32::try_from(at).ok());
        let number = match named {
            Some(at) => Some(least + at),
            None if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
            None => None,
        };
        number
            .filter(|n| (least..=most).contains(n))
            .ok_or_else(wrong)
    };
    let mut bits = 0;
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step.parse::<u32>().map_err(|_| wrong())?)),
            None => (part, None),
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (least, most),
            Some((first, last)) => (number(first)?, number(last)?),
            None if step.is_some() => (number(range)?, most),
            None => (number(range)?, number(range)?),
        };
        let step = step.unwrap_or(1);
        if step == 0 || first > last {
            return Err(wrong());
        }
        for value in (first..=last).step_by(step as usize) {
            bits |= 1 << value;
        }
    }
    Ok(bits)
}

const fn has(bits: u64, value: i8) -> bool {
    bits >> value & 1 == 1
}

impl Cron {
    /// The expression as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first time after `after` that fits, in whole minutes of `zone`.
    ///
    /// A time that a clock change skips comes as much later as the clock skips. One that comes
    /// twice counts once, unless every hour fits.
    #[must_use]
    pub fn next(&self, after: Timestamp, zone: &TimeZone) -> Timestamp {
        let mut date = after.to_zoned(zone.clone()).date();
        for _ in 0..MOST_DAYS {
            if self.fits_day(date)
                && let Some(found) = self.in_day(date, after, zone)
            {
                return found;
            }
            match date.tomorrow() {
                Ok(next) => date = next,
                Err(_) => break,
            }
        }
        Timestamp::MAX
    }

    fn fits_day(&self, date: Date) -> bool {
        let f = &self.fields;
        let day = has(f.days, date.day());
        let weekday = has(f.weekdays, date.weekday().to_sunday_zero_offset());
        let fits = match f.any {
            (false, false) => day || weekday,
            _ => day && weekday,
        };
        fits && has(f.months, date.month())
    }

    /// The earliest fitting instant of a day that is after `after`.
    fn in_day(&self, date: Date, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let every_hour = self.fields.hours.count_ones() == 24;
        let mut earliest: Option<Timestamp> = None;
        for hour in (0..24).filter(|hour| has(self.fields.hours, *hour)) {
            for minute in (0..60).filter(|minute| has(self.fields.minutes, *minute)) {
                let civil = date.at(hour, minute, 0, 0);
                let ambiguous = zone.to_ambiguous_timestamp(civil);
                let twice = every_hour.then(|| ambiguous.later().ok()).flatten();
                let once = ambiguous.compatible().ok();
                for at in once.into_iter().chain(twice) {
                    if at > after && earliest.is_none_or(|found| at < found) {
                        earliest = Some(at);
                    }
                }
            }
            // What follows within the day is later, by more than a clock is ever changed.
            let far = |found: Timestamp| {
                let so_far = zone.to_ambiguous_timestamp(date.at(hour, 0, 0, 0));
                let so_far: Option<Timestamp> = so_far.compatible().ok();
                so_far.is_some_and(|at| {
                    at > found
                        .checked_add(SignedDuration::from_hours(3))
                        .unwrap_or(found)
                })
            };
            if earliest.is_some_and(far) {
                break;
            }
        }
        earliest
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for Cron {
    type Error = CronError;

    fn try_from(text: String) -> Result<Self, CronError> {
        text.parse()
    }
}

impl From<Cron> for String {
    fn from(cron: Cron) -> Self {
        cron.text
    }
}

#[cfg(test)]
mod tests {
    use jiff::Zoned;

    use super::*;

    /// The next three times after `after`, in the zone, without seconds.
    fn next(cron: &str, after: &str, zone: &str) -> Vec<String> {
        let cron: Cron = cron.parse().unwrap();
        let zone = TimeZone::get(zone).unwrap();
        let mut at: Timestamp = after.parse().unwrap();
        let mut times = Vec::new();
        for _ in 0..3 {
            at = cron.next(at, &zone);
            times.push(
                Zoned::new(at, zone.clone())
                    .strftime("%a %d %b %H:%M")
                    .to_string(),
            );
        }
        times
    }

    #[test]
    fn fields_lists_ranges_steps_and_names() {
        let monday = "2026-11-23T06:30:00Z";
        for (cron, expected) in [
            (
                "*/20 * * * *",
                ["Mon 23 Nov 06:40", "Mon 23 Nov 07:00", "Mon 23 Nov 07:20"],
            ),
            (
                "30 6 * * *",
                ["Tue 24 Nov 06:30", "Wed 25 Nov 06:30", "Thu 26 Nov 06:30"],
            ),
            (
                "5 8-10/2 * * *",
                ["Mon 23 Nov 08:05", "Mon 23 Nov 10:05", "Tue 24 Nov 08:05"],
            ),
            (
                "0 12 * * MON-fri",
                ["Mon 23 Nov 12:00", "Tue 24 Nov 12:00", "Wed 25 Nov 12:00"],
            ),
            (
                "0 0 * * 7",
                ["Sun 29 Nov 00:00", "Sun 06 Dec 00:00", "Sun 13 Dec 00:00"],
            ),
            (
                "0 0 1 jan,Feb *",
                ["Fri 01 Jan 00:00", "Mon 01 Feb 00:00", "Sat 01 Jan 00:00"],
            ),
            (
                "59 23 31 * *",
                ["Thu 31 Dec 23:59", "Sun 31 Jan 23:59", "Wed 31 Mar 23:59"],
            ),
            (
                "50/5 6 * * *",
                ["Mon 23 Nov 06:50", "Mon 23 Nov 06:55", "Tue 24 Nov 06:50"],
            ),
            (
                "@hourly",
                ["Mon 23 Nov 07:00", "Mon 23 Nov 08:00", "Mon 23 Nov 09:00"],
            ),
        ] {
            assert_eq!(next(cron, monday, "UTC"), expected, "{cron}");
        }
    }

    #[test]
    fn either_day_suffices_where_both_are_given() {
        let times = next("0 0 25 * tue", "2026-11-23T00:00:00Z", "UTC");
        assert_eq!(
            times,
            ["Tue 24 Nov 00:00", "Wed 25 Nov 00:00", "Tue 01 Dec 00:00"]
        );
        // A field that begins with a star restricts nothing by itself.
        let times = next("0 0 25 * */1", "2026-11-23T00:00:00Z", "UTC");
        assert_eq!(times[..2], ["Wed 25 Nov 00:00", "Fri 25 Dec 00:00"]);
    }

    #[test]
    fn rare_days_come() {
        let times = next("0 0 29 2 *", "2026-11-23T00:00:00Z", "UTC");
        assert_eq!(times[..2], ["Tue 29 Feb 00:00", "Sun 29 Feb 00:00"]);
    }

    #[test]
    fn a_day_whose_clock_changes_has_each_time() {
        // 29 March 2026: 02:00 to 03:00 does not exist in Rome.
        let times = next("30 2 * * *", "2026-03-28T12:00:00Z", "Europe/Rome");
        assert_eq!(
            times,
            ["Sun 29 Mar 03:30", "Mon 30 Mar 02:30", "Tue 31 Mar 02:30"]
        );
        // 25 October 2026: 02:00 to 03:00 comes twice.
        let times = next("30 2 * * *", "2026-10-24T12:00:00Z", "Europe/Rome");
        assert_eq!(
            times,
            ["Sun 25 Oct 02:30", "Mon 26 Oct 02:30", "Tue 27 Oct 02:30"]
        );
        let times = next("30 * * * *", "2026-10-25T00:00:00Z", "Europe/Rome");
        assert_eq!(
            times,
            ["Sun 25 Oct 02:30", "Sun 25 Oct 02:30", "Sun 25 Oct 03:30"]
        );
    }

    #[test]
    fn what_is_no_expression_is_refused_with_the_part() {
        for (cron, why) in [
            ("", "0 fields"),
            ("* * * *", "4 fields"),
            ("* * * * * *", "6 fields"),
            ("60 * * * *", "\"60\" is no minute"),
            ("* 24 * * *", "no hour (0 to 23)"),
            ("* * 0 * *", "no day of the month"),
            ("* * * 13 *", "no month"),
            ("* * * * 8", "no day of the week"),
            ("*/0 * * * *", "no minute"),
            ("10-5 * * * *", "no minute"),
            ("+5 * * * *", "no minute"),
            ("1,,2 * * * *", "no minute"),
            ("* * * mon *", "no month"),
            ("0 0 30 2 *", "no month has such a day"),
            ("@never", "1 fields"),
        ] {
            let error = cron.parse::<Cron>().unwrap_err().to_string();
            assert!(error.contains(why), "{cron}: {error}");
        }
    }

    #[test]
    fn the_text_is_kept_and_read_back() {
        let cron: Cron = " */5 * * * * ".parse().unwrap();
        let json = serde_json::to_string(&cron).unwrap();
        assert_eq!(json, "\"*/5 * * * *\"");
        assert_eq!(serde_json::from_str::<Cron>(&json).unwrap(), cron);
        assert!(serde_json::from_str::<Cron>("\"soon\"").is_err());
    }
}
