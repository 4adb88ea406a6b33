//! Times, zones and schedules in a case file.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use toml::Spanned;
use toml::de::DeValue;

use super::fields::{At, Fields, Notes, Placed, wrong_type};
use super::nearest::nearest;
use crate::{Interval, Moment, Precision, Validity};

/// Years that a case can be about; others are slips of the pen. The web began in 1991.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

const EXPECTED_TIME: &str =
    "a date or time: 2009-04-13, 2009-04-13T09:40:00 or 2009-04-13T09:40:00-04:00";

/// The shortest and the longest schedule, in seconds: a minute, so that no site is pressed, and
/// 30 days.
const SCHEDULE: std::ops::RangeInclusive<u64> = 60..=30 * 86_400;

/// A date or time, bare or in quotes.
fn moment(notes: &Notes<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Placed<Moment>> {
    let at = value.span();
    let text = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(_) => notes.slice(&at).to_owned(),
        _ => {
            wrong_type(notes, key, value, EXPECTED_TIME);
            return None;
        }
    };
    let Ok(moment) = text.parse::<Moment>() else {
        let message = format!("{key:?} is no date or time: {text}");
        notes.wrong(&at, message, EXPECTED_TIME, None);
        return None;
    };
    if !YEARS.contains(&moment.date().year()) {
        notes.wrong(
            &at,
            format!("{key:?} lies in the year {}", moment.date().year()),
            format!("a year from {} to {}", YEARS.start(), YEARS.end()),
            None,
        );
        return None;
    }
    Some(Placed { value: moment, at })
}

impl Fields<'_, '_> {
    /// A date or time, if given.
    pub(super) fn moment(&mut self, key: &'static str) -> Option<Placed<Moment>> {
        let value = self.take(key)?;
        moment(self.notes, key, value)
    }

    /// A day, if given.
    pub(super) fn date(&mut self, key: &'static str) -> Option<Placed<Date>> {
        let given = self.moment(key)?;
        if given.value.precision() != Precision::Day {
            let message = format!("{key:?} is no day: {}", given.value);
            let expected = "a day, as in 2009-04-13";
            self.notes.wrong(&given.at, message, expected, None);
            return None;
        }
        Some(Placed {
            value: given.value.date(),
            at: given.at,
        })
    }

    /// `from`, `to` and `note` of an entry that holds only for a time.
    pub(super) fn validity(&mut self) -> Validity {
        let (from, to) = (self.date("from"), self.date("to"));
        if let (Some(from), Some(to)) = (&from, &to)
            && to.value < from.value
        {
            self.backwards(&to.at, "to", "from", &from.value.to_string());
        }
        Validity {
            from: from.map(|day| day.value),
            to: to.map(|day| day.value),
            note: self.text("note").map(|note| note.value),
        }
    }

    /// Two keys that must both be given, as a stretch of time.
    pub(super) fn interval(
        &mut self,
        first: &'static str,
        last: &'static str,
        zone: &TimeZone,
    ) -> Option<Interval> {
        let mut bound = |key: &'static str| {
            if !self.has(key) {
                self.missing(key, EXPECTED_TIME);
            }
            self.moment(key)
        };
        let (start, end) = (bound(first), bound(last));
        let (start, end) = (start?, end?);
        let from = start.value.instants(zone).start;
        let day = end.value.precision() <= Precision::Day;
        let whole = end.value.instants(zone);
        let to = if day { whole.end } else { whole.start };
        if to <= from {
            self.backwards(&end.at, last, first, &start.value.to_string());
            return None;
        }
        Some(Interval::new(from, to))
    }

    fn backwards(&self, at: &At, last: &str, first: &str, start: &str) {
        self.notes.wrong(
            at,
            format!("{last:?} is not after {first:?}"),
            format!("a time after {start}"),
            Some(format!("are {first:?} and {last:?} swapped?")),
        );
    }

    /// The zone's IANA name and the zone; UTC where not given.
    pub(super) fn zone(&mut self) -> (String, TimeZone) {
        let utc = || ("UTC".to_owned(), TimeZone::UTC);
        let Some(given) = self.text("zone") else {
            return utc();
        };
        if let Ok(zone) = TimeZone::get(&given.value) {
            let name = zone.iana_name().map_or(given.value, str::to_owned);
            return (name, zone);
        }
        self.notes.wrong(
            &given.at,
            format!("{:?} is no time zone", given.value),
            "an IANA name, as in \"America/New_York\", \"Europe/Rome\" or \"UTC\"",
            zone_hint(&given.value),
        );
        utc()
    }

    /// `every`, in seconds, if given.
    pub(super) fn every(&mut self) -> Option<u64> {
        let given = self.text("every")?;
        let seconds = seconds(&given.value).filter(|seconds| SCHEDULE.contains(seconds));
        if seconds.is_none() {
            self.notes.wrong(
                &given.at,
                format!("\"every\" cannot be {:?}", given.value),
                "a number and a unit, from \"1m\" to \"30d\": \"15m\", \"1h\", \"1d\"",
                None,
            );
        }
        seconds
    }
}

/// A zone whose name, or whose last part, is close to what was written.
fn zone_hint(written: &str) -> Option<String> {
    let wanted = written.replace(' ', "_");
    let names: Vec<String> = jiff::tz::db().available().map(|n| n.to_string()).collect();
    let city = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let by_city = names
        .iter()
        .find(|name| city(name).eq_ignore_ascii_case(&wanted));
    let found = match by_city {
        Some(name) => Some(name.as_str()),
        None => nearest(&wanted, names.iter().map(String::as_str)),
    };
    found.map(|name| format!("did you mean {name:?}?"))
}

/// `90s`, `15m`, `1h`, `1d` in seconds.
fn seconds(text: &str) -> Option<u64> {
    let unit = text.chars().last()?;
    let number: u64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    let length = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    number.checked_mul(length)
}
