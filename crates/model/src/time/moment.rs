//! One moment, as finely as a text gives it.

use std::{fmt, str::FromStr};

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::DateTime,
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Serialize};

use super::{Interval, zone::parse_offset};

/// How finely a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// Only the year.
    Year,
    /// The month.
    Month,
    /// The day.
    Day,
    /// The hour.
    Hour,
    /// The minute.
    Minute,
    /// The second.
    Second,
}

/// A moment in civil time, with the offset where the text gives a zone. Printed as finely as it
/// is known: `2009-04-13`, `2011-03-08T13:15`, `2011-03-08T09:40-06:00`, `2022-06-21T06:27Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Moment {
    at: DateTime,
    precision: Precision,
    offset: Option<Offset>,
}

impl Moment {
    /// A moment known to `precision`; what is finer than that is cut off.
    #[must_use]
    pub fn new(at: DateTime, precision: Precision, offset: Option<Offset>) -> Self {
        let date = at.date();
        let at = match precision {
            Precision::Year => date.first_of_year().at(0, 0, 0, 0),
            Precision::Month => date.first_of_month().at(0, 0, 0, 0),
            Precision::Day => date.at(0, 0, 0, 0),
            Precision::Hour => date.at(at.hour(), 0, 0, 0),
            Precision::Minute => date.at(at.hour(), at.minute(), 0, 0),
            Precision::Second => date.at(at.hour(), at.minute(), at.second(), 0),
        };
        Self {
            at,
            precision,
            offset,
        }
    }

    /// A day.
    #[must_use]
    pub fn day(date: jiff::civil::Date) -> Self {
        Self::new(date.at(0, 0, 0, 0), Precision::Day, None)
    }

    /// An instant in UTC, to the second.
    #[must_use]
    pub fn utc(at: Timestamp) -> Self {
        Self::new(
            Offset::UTC.to_datetime(at),
            Precision::Second,
            Some(Offset::UTC),
        )
    }

    /// The civil date and time.
    #[must_use]
    pub const fn civil(&self) -> DateTime {
        self.at
    }

    /// The civil date.
    #[must_use]
    pub fn date(&self) -> jiff::civil::Date {
        self.at.date()
    }

    /// How finely it is known.
    #[must_use]
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// The offset from UTC, where the text gives it.
    #[must_use]
    pub const fn offset(&self) -> Option<Offset> {
        self.offset
    }

    /// Every instant that the moment can mean: the whole day for a day, the whole minute for a
    /// minute. Without an offset it is read in `fallback`.
    #[must_use]
    pub fn instants(&self, fallback: &TimeZone) -> Interval {
        let zone = self
            .offset
            .map_or_else(|| fallback.clone(), TimeZone::fixed);
        let step = match self.precision {
            Precision::Year => 1.year(),
            Precision::Month => 1.month(),
            Precision::Day => 1.day(),
            Precision::Hour => 1.hour(),
            Precision::Minute => 1.minute(),
            Precision::Second => 1.second(),
        };
        let instant = |at: DateTime| zone.to_timestamp(at).unwrap_or(Timestamp::MAX);
        let start = instant(self.at);
        let end = if self.precision >= Precision::Hour {
            start.checked_add(step).unwrap_or(Timestamp::MAX)
        } else {
            self.at.checked_add(step).map_or(Timestamp::MAX, instant)
        };
        // A clock that skips an hour never makes a range of no length.
        Interval::new(
            start,
            end.max(
                start
                    .checked_add(SignedDuration::from_secs(1))
                    .unwrap_or(end),
            ),
        )
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pattern = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
            Precision::Hour => "%Y-%m-%dT%H",
            Precision::Minute => "%Y-%m-%dT%H:%M",
            Precision::Second => "%Y-%m-%dT%H:%M:%S",
        };
        write!(f, "{}", self.at.strftime(pattern))?;
        match self.offset {
            None => Ok(()),
            Some(offset) if offset.is_zero() => f.write_str("Z"),
            Some(offset) => write!(f, "{}", super::Zone::Offset(offset.seconds())),
        }
    }
}

impl FromStr for Moment {
    type Err = String;

    /// Reads what `Display` prints, and a space in place of the `T`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text.trim()).ok_or_else(|| {
            format!(
                "{text:?} is not a date or time: write 2009-04-13, 2011-03-08T09:40 or \
                 2011-03-08T09:40-06:00"
            )
        })
    }
}

fn read(text: &str) -> Option<Moment> {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut fields = date.splitn(3, '-');
    let year: i16 = fields.next().filter(|f| f.len() == 4)?.parse().ok()?;
    let (month, month_given) = number(fields.next(), 1)?;
    let (day, day_given) = number(fields.next(), 1)?;
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let Some(time) = time else {
        let precision = match (month_given, day_given) {
            (false, _) => Precision::Year,
            (true, false) => Precision::Month,
            (true, true) => Precision::Day,
        };
        return Some(Moment::new(date.at(0, 0, 0, 0), precision, None));
    };
    if !day_given {
        return None;
    }
    let split = time.find(['+', '-', 'Z', 'z']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(split);
    let offset = match zone {
        "" => None,
        "Z" | "z" => Some(Offset::UTC),
        _ => Some(Offset::from_seconds(parse_offset(zone)?).ok()?),
    };
    let clock = clock.trim().split('.').next()?;
    let mut fields = clock.splitn(3, ':');
    let hour: i8 = fields.next()?.parse().ok()?;
    let (minute, minute_given) = number(fields.next(), 0)?;
    let (second, second_given) = number(fields.next(), 0)?;
    let clock = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    let precision = match (minute_given, second_given) {
        (false, _) => Precision::Hour,
        (true, false) => Precision::Minute,
        (true, true) => Precision::Second,
    };
    Some(Moment::new(date.to_datetime(clock), precision, offset))
}

/// A field and whether it was given; `None` where it is given and no number.
fn number(field: Option<&str>, default: i8) -> Option<(i8, bool)> {
    match field {
        None => Some((default, false)),
        Some(field) => Some((field.parse().ok()?, true)),
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_form_tells_the_precision() {
        for text in [
            "2009",
            "2009-04",
            "2009-04-13",
            "2011-03-08T09",
            "2011-03-08T13:15",
            "2011-03-08T09:40-06:00",
            "2022-06-21T06:27:01Z",
        ] {
            assert_eq!(
                text.parse::<Moment>().map(|m| m.to_string()),
                Ok(text.to_owned())
            );
        }
        for wrong in [
            "",
            "yesterday",
            "2009-13-01",
            "09-04-13",
            "2009-04T10:00",
            "2009-04-13T25:00",
        ] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_day_is_as_long_as_its_zone_makes_it() {
        let zone = TimeZone::get("America/New_York").expect("the bundled database has it");
        let spring: Moment = "2009-03-08".parse().expect("a date");
        assert_eq!(spring.instants(&zone).length().as_hours(), 23);
        let minute: Moment = "2022-06-21T06:27Z".parse().expect("a time");
        assert_eq!(minute.instants(&zone).length().as_secs(), 60);
    }
}
