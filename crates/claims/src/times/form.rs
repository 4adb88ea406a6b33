//! What an expression says, before it is held against a date.

use backpedal_model::Zone;
use jiff::civil::{Time, Weekday};

use super::words::{Modifier, Unit};

/// An expression as the grammar reads it.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// A day, a part of one, or a moment in one.
    Moment(Moment),
    /// A year or a month.
    Calendar { year: Year, month: Option<i8> },
    /// A quarter, a half of a year or a season.
    Share { year: Year, share: Share },
    /// "This week", "last year": so many units from the present one.
    Period(Unit, i32),
    /// "The day", "the week", "the following day": so many units from what was named before.
    Mentioned(Unit, i32),
    /// "The same month a year ago": what was named before, so many years on.
    Same(Unit, i32),
    /// A decade by its first year; a decade without its century is of the last one.
    Decade(i16),
    /// A century by its number.
    Century(i16),
    /// A length of time.
    Length(Length),
    /// "The past three days", "the next month": a length that ends or begins now.
    Span(Length, i32),
    /// "Two days ago", "a week later": a length away from now or from what was named before.
    Offset {
        length: Length,
        sign: i32,
        from: From,
    },
    /// "Now", "recently", "soon".
    Reference(&'static str),
    /// "Every day", "weekly", "on Mondays": how often.
    Set(String),
}

/// A day, a part of one, or a moment in one.
#[derive(Clone, Debug, Default)]
pub(super) struct Moment {
    pub(super) day: Option<Day>,
    pub(super) part: Option<&'static str>,
    pub(super) clock: Option<Clock>,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Day {
    /// So many days from the present one.
    Ahead(i32),
    /// A weekday; a shift where the words say "last" or "next".
    Weekday(Weekday, Option<i32>),
    /// A date.
    Date { year: Year, month: i8, day: i8 },
    /// "That", "the same": the day named before.
    Mentioned,
}

/// A clock time as printed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) time: Time,
    /// Whether the minutes and seconds are printed.
    pub(super) minutes: bool,
    pub(super) seconds: bool,
    /// Whether the half of the day is known: printed, or the hour above twelve.
    pub(super) half: bool,
    pub(super) zone: Option<Zone>,
}

/// A year as printed, or told from the present one, or not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    Given(i16),
    Ahead(i32),
    /// Not said, but "last March", "next May".
    Before,
    After,
    Open,
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    Quarter(i8),
    Half(i8),
    /// The TIMEX3 code of a season.
    Season(&'static str),
}

/// From where a length is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    Now,
    Mentioned,
}

/// A length: amounts of units, largest first; no amount for "several".
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Length {
    pub(super) parts: Vec<(Option<f64>, Unit)>,
    pub(super) hedge: Option<Modifier>,
}

/// A form with where it ends and what modifies it.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The first token; some rules leave out words that they looked at.
    pub(super) start: usize,
    /// After the last token.
    pub(super) end: usize,
    pub(super) form: Form,
    pub(super) edge: Option<Modifier>,
}

impl Reading {
    pub(super) fn new(start: usize, end: usize, form: Form) -> Self {
        Self {
            start,
            end,
            form,
            edge: None,
        }
    }
}
