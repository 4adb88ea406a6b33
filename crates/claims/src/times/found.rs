//! A time expression as a claim takes it.

use std::ops::Range;

use backpedal_model::TimeExpr;

/// What a time expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A moment of the day.
    Clock,
    /// A day or more.
    Day,
    /// A length.
    Duration,
}

/// A time expression of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Time {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its words with the day or the clock times beside a length.
    pub(crate) words: Range<usize>,
    /// What it gives.
    pub(crate) what: What,
    /// The resolved time; its text and span are filled in by the claim.
    pub(crate) expr: TimeExpr,
    /// Whether it is a beginning ("since", "from").
    pub(crate) onset: bool,
    /// Whether it is of a statement or of another thing, not of what happened.
    pub(crate) telling: bool,
}
