//! Dates and times as pages print them: attribute values, feed fields, bylines.
//!
//! Nothing is completed from a clock: a date without a year is no date here. What a page prints
//! at midnight to the second is a day, because that is what systems without times write.

mod words;

use backpedal_model::{DateSource, Moment, Precision, PublishedDate, Zone};
use jiff::{Timestamp, civil::DateTime, tz::Offset};

pub(crate) use words::Words;

/// The first and last year that is taken for a date of publication; the first page is of 1990.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// How dates of one input are read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reader<'a> {
    /// The IANA name of the zone for times without one; empty if not known.
    pub(crate) zone: &'a str,
    /// Whether 4/7/2022 is in July; such dates are refused where not known.
    pub(crate) day_first: Option<bool>,
}

impl Reader<'_> {
    /// Reads a value that should be a date and nothing else: an attribute, a field.
    pub(crate) fn exact(&self, text: &str, source: DateSource) -> Option<PublishedDate> {
        let text = text.trim();
        let moment = match text.parse::<Moment>() {
            Ok(moment) => moment,
            Err(_) => match digits(text) {
                Some(moment) => moment,
                None => return self.find(text, source),
            },
        };
        self.dated(moment, None, source)
    }

    /// Finds the first date in words.
    pub(crate) fn find(&self, text: &str, source: DateSource) -> Option<PublishedDate> {
        let words = Words::find(text, self.day_first)?;
        self.dated(words.moment, words.zone, source)
    }

    /// The date with its zone; `None` where the year is impossible.
    pub(crate) fn dated(
        &self,
        moment: Moment,
        zone: Option<Zone>,
        source: DateSource,
    ) -> Option<PublishedDate> {
        YEARS.contains(&moment.date().year()).then_some(())?;
        let civil = moment.civil();
        let midnight =
            moment.precision() == Precision::Second && civil == civil.date().at(0, 0, 0, 0);
        let precision = if midnight {
            Precision::Day
        } else {
            moment.precision()
        };
        let named = zone.as_ref().and_then(Zone::time_zone);
        let offset = moment
            .offset()
            .or_else(|| Some(named?.to_zoned(civil).ok()?.offset()));
        let zone = match (zone, offset) {
            (Some(zone), _) => zone,
            (None, Some(offset)) if offset.is_zero() => Zone::Utc,
            (None, Some(offset)) => Zone::Offset(offset.seconds()),
            (None, None) if self.zone.is_empty() => Zone::Unknown,
            (None, None) => Zone::Assumed(self.zone.to_owned()),
        };
        let at = Moment::new(civil, precision, offset);
        Some(PublishedDate { at, zone, source })
    }
}

/// Whether `a` lies surely before `b`; dates known to the day only are compared by day.
pub(crate) fn before(a: &PublishedDate, b: &PublishedDate) -> bool {
    let fine = |d: &PublishedDate| d.at.precision() >= Precision::Hour && d.at.offset().is_some();
    if fine(a) && fine(b) {
        instant(a) < instant(b)
    } else {
        a.at.date() < b.at.date()
    }
}

fn instant(date: &PublishedDate) -> Option<Timestamp> {
    date.at.offset()?.to_timestamp(date.at.civil()).ok()
}

/// `20090413`, `20090413100500`, `20090413T100500Z`, seconds or milliseconds since 1970.
fn digits(text: &str) -> Option<Moment> {
    let utc = text.ends_with(['Z', 'z']);
    let bare: String = text
        .chars()
        .filter(|c| !matches!(c, 'T' | 'Z' | 'z'))
        .collect();
    if !bare.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = bare.parse().ok()?;
    match bare.len() {
        9 | 10 => Some(Moment::utc(Timestamp::from_second(number).ok()?)),
        12 | 13 if number > 500_000_000_000 => {
            let at = Timestamp::from_millisecond(number).ok()?;
            Some(Moment::utc(Timestamp::from_second(at.as_second()).ok()?))
        }
        8 | 12 | 14 => {
            let part = |from: usize, to: usize| bare.get(from..to)?.parse::<i8>().ok();
            let year: i16 = bare.get(..4)?.parse().ok()?;
            let (hour, minute) = (part(8, 10).unwrap_or(0), part(10, 12).unwrap_or(0));
            let second = part(12, 14).unwrap_or(0);
            let at = DateTime::new(year, part(4, 6)?, part(6, 8)?, hour, minute, second, 0).ok()?;
            let precision = match bare.len() {
                8 => Precision::Day,
                12 => Precision::Minute,
                _ => Precision::Second,
            };
            Some(Moment::new(at, precision, utc.then_some(Offset::UTC)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let reader = Reader {
            zone: "America/New_York",
            day_first: None,
        };
        match reader.exact(text, DateSource::Meta) {
            Some(date) => format!("{} {}", date.at, date.zone),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn values_of_attributes_and_fields() {
        for (text, expected) in [
            ("2022-07-04", "2022-07-04 assumed America/New_York"),
            (
                "2022-07-04T09:30:00-04:00",
                "2022-07-04T09:30:00-04:00 -04:00",
            ),
            ("2022-07-04T09:30:00.123Z", "2022-07-04T09:30:00Z UTC"),
            ("2022-07-04T00:00:00Z", "2022-07-04Z UTC"),
            ("20220704", "2022-07-04 assumed America/New_York"),
            ("1656927000", "2022-07-04T09:30:00Z UTC"),
            ("1656927000123", "2022-07-04T09:30:00Z UTC"),
            ("Mon, 04 Jul 2022 09:30:00 GMT", "2022-07-04T09:30:00Z UTC"),
            (
                "Mon, 4 Jul 2022 09:30 +0200",
                "2022-07-04T09:30+02:00 +02:00",
            ),
            ("Mon Jul 04 09:30:00 +0000 2022", "2022-07-04T09:30:00Z UTC"),
            (
                "2022-07-04 09:30",
                "2022-07-04T09:30 assumed America/New_York",
            ),
            ("1066-10-14", "-"),
            ("2022-13-04", "-"),
            ("yesterday", "-"),
            ("12345678901234567890", "-"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn a_day_is_before_another_only_by_day() {
        let reader = Reader::default();
        let at = |text| reader.exact(text, DateSource::Meta).expect("a date");
        assert!(before(&at("2022-07-03"), &at("2022-07-04T01:00Z")));
        assert!(!before(&at("2022-07-04"), &at("2022-07-04T23:00Z")));
        assert!(before(
            &at("2022-07-04T09:00-04:00"),
            &at("2022-07-04T14:00Z")
        ));
    }
}
