//! Times as texts and measurements give them: with zone, with precision, as ranges.

mod interval;
mod moment;
mod zone;

pub use interval::{DurationRange, Interval};
pub use moment::{Moment, Precision};
pub use zone::Zone;

use serde::{Deserialize, Serialize};

use crate::Span;

/// A time expression of a text, resolved as far as it can be.
///
/// An instant has `start` equal to `end`; a beginning has no `end`; an end has no `start`; what
/// cannot be resolved keeps its words only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeExpr {
    /// The words, as printed.
    pub text: String,
    /// Where they stand in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The earliest moment meant.
    pub start: Option<Moment>,
    /// The latest moment meant.
    pub end: Option<Moment>,
    /// How finely the words tell.
    pub precision: Precision,
    /// The zone of `start` and `end`.
    pub zone: Zone,
    /// The duration, where the words give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<DurationRange>,
    /// Whether the words hedge: "about", "around", "almost".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
}

impl TimeExpr {
    /// Every instant that the expression can mean, in UTC: from the first instant of `start` to
    /// the last of `end`. `None` where either is missing and `open` gives no bound for it.
    /// Moments without an offset are read in `fallback`.
    #[must_use]
    pub fn instants(
        &self,
        fallback: &jiff::tz::TimeZone,
        open: Option<Interval>,
    ) -> Option<Interval> {
        let first = self.start.map(|moment| moment.instants(fallback));
        let last = self.end.map(|moment| moment.instants(fallback));
        match (first, last, open) {
            (Some(a), Some(b), _) => Some(Interval::new(a.start, b.end)),
            (Some(a), None, Some(open)) => Some(Interval::new(a.start, open.end)),
            (None, Some(b), Some(open)) => Some(Interval::new(open.start, b.end)),
            _ => None,
        }
    }
}

/// When something was said: a range, because texts seldom give the minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeRange {
    /// The earliest instant.
    pub start: jiff::Timestamp,
    /// The latest instant, exclusive.
    pub end: jiff::Timestamp,
    /// How finely the source tells.
    pub precision: Precision,
    /// The zone in which the source was read.
    pub zone: Zone,
    /// What the range rests on.
    #[serde(rename = "from")]
    pub source: TimeSource,
}

impl TimeRange {
    /// The range without its origin.
    #[must_use]
    pub fn interval(&self) -> Interval {
        Interval::new(self.start, self.end)
    }
}

/// What a statement's time rests on, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeSource {
    /// The time stamp of the post, comment or status update itself.
    Post,
    /// Words of the text ("on Tuesday evening").
    Text,
    /// No later than the publication, no earlier than the event.
    Published,
    /// Only the capture: proves existence, never order.
    Captured,
}
