//! What an expression means, once it is resolved, and the plain cases of it.

use backpedal_model::{DurationRange, Moment as Instant, Precision, Zone};
use jiff::{
    SignedDuration,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::{
    calendar::{Stretch, add},
    form::{Form, Length},
    value,
    words::{Modifier, Unit},
};

/// The classes of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimexKind {
    /// A day or more.
    Date,
    /// A part of a day or a moment.
    Time,
    /// A length.
    Duration,
    /// A repetition.
    Set,
}

/// What an expression means.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) kind: TimexKind,
    pub(super) value: String,
    pub(super) modifier: Option<Modifier>,
    pub(super) start: Option<Instant>,
    pub(super) end: Option<Instant>,
    pub(super) precision: Precision,
    pub(super) zone: Option<Zone>,
    pub(super) duration: Option<DurationRange>,
    /// The days named, for what points back to them.
    pub(super) named: Option<Stretch>,
}

/// A moment a length away; only as fine as the base and the length are.
pub(super) fn moved(base: Instant, length: &Length, sign: i32) -> Option<Instant> {
    let mut at = base.civil();
    let mut precision = base.precision();
    for (amount, unit) in &length.parts {
        let amount = amount.unwrap_or(3.0) * f64::from(sign);
        if amount.abs() > 1e6 {
            return None;
        }
        if *unit < Unit::Night || amount.fract() != 0.0 {
            let part = Length {
                parts: vec![(Some(amount), *unit)],
                hedge: None,
            };
            at = at
                .checked_add(SignedDuration::try_from_secs_f64(value::seconds(&part)).ok()?)
                .ok()?;
            precision = precision.min(Precision::Minute);
        } else {
            #[allow(clippy::cast_possible_truncation)] // a whole number below a million
            let days = add(at.date(), amount as i64, *unit)?;
            at = days.to_datetime(at.time());
            precision = precision.min(Precision::Day);
        }
    }
    Some(Instant::new(at, precision, base.offset()))
}

/// A moment of a day in its zone.
pub(super) fn instant(
    date: Date,
    time: Time,
    precision: Precision,
    zone: Option<&Zone>,
) -> Instant {
    let civil = DateTime::from_parts(date, time);
    let offset = zone
        .filter(|zone| zone.is_stated())
        .and_then(Zone::time_zone)
        .and_then(|tz: TimeZone| tz.to_timestamp(civil).ok().map(|at| tz.to_offset(at)));
    Instant::new(civil, precision, offset)
}

/// The hours of a part of the day: first and last (policy; TIMEX3 gives none).
pub(super) fn part_of_day(part: &str, date: Option<Date>, day: &str) -> Resolved {
    let (first, last) = match part {
        "MO" => (5, 11),
        "MI" => (11, 13),
        "AF" => (12, 17),
        "EV" => (17, 22),
        "NI" => (18, 5),
        _ => (6, 18),
    };
    let hour = |date: Date, hour| Instant::new(date.at(hour, 0, 0, 0), Precision::Hour, None);
    let end = date.and_then(|date| {
        if last < first {
            add(date, 1, Unit::Day)
        } else {
            Some(date)
        }
    });
    Resolved {
        start: date.map(|date| hour(date, first)),
        end: end.map(|date| hour(date, last)),
        precision: Precision::Hour,
        ..words(TimexKind::Time, &format!("{day}T{part}"))
    }
}

/// An expression that has a value and no place in time.
pub(super) fn words(kind: TimexKind, value: &str) -> Resolved {
    Resolved {
        kind,
        value: value.to_owned(),
        modifier: None,
        start: None,
        end: None,
        precision: Precision::Day,
        zone: None,
        duration: None,
        named: None,
    }
}

pub(super) fn timeless(kind: TimexKind, length: &Length) -> Resolved {
    Resolved {
        modifier: value::modifier(length),
        duration: Some(value::bounds(length)),
        precision: Precision::Minute,
        ..words(kind, &value::period(length))
    }
}

/// Whole days, told as finely as their unit is.
pub(super) fn days(stretch: Stretch) -> Resolved {
    let precision = match stretch.unit {
        Unit::Year => Precision::Year,
        Unit::Month => Precision::Month,
        _ => Precision::Day,
    };
    Resolved {
        start: Some(Instant::day(stretch.first)),
        end: Some(Instant::day(stretch.last)),
        precision,
        named: Some(stretch.clone()),
        ..words(TimexKind::Date, &stretch.value)
    }
}

/// The value of a form that nothing resolves.
pub(super) fn unknown(form: &Form) -> &'static str {
    match form {
        Form::Period(Unit::Week, _) | Form::Mentioned(Unit::Week, _) => "XXXX-WXX",
        Form::Period(Unit::Year, _) => "XXXX",
        Form::Calendar { .. } | Form::Period(Unit::Month, _) => "XXXX-XX",
        _ => "XXXX-XX-XX",
    }
}
