//! Lengths as claims take them: with the limit that stands before them, in seconds.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{DurationRange, Moment as Instant, Precision};
use jiff::SignedDuration;
use regex::Regex;

use super::{
    form::{Form, From, Reading},
    numbers,
    tokens::Input,
    value,
    words::Unit,
};
use crate::lexicon::pattern;

/// A length in a sentence.
#[derive(Debug)]
pub(super) struct Found {
    /// Its bytes, with the limit before it.
    pub(super) bytes: Range<usize>,
    pub(super) range: DurationRange,
    pub(super) approximate: bool,
}

/// The length that a reading holds, up to weeks; none without an amount.
pub(super) fn read(input: &Input<'_>, low: &str, reading: &Reading) -> Option<Found> {
    let ago = match reading.form {
        Form::Length(_) | Form::Span(..) => false,
        Form::Offset { .. } => input.is(reading.end - 1, &["ago"]),
        _ => return None,
    };
    // "The past nine days" and "two days later" hold a length among other words.
    let (at, (mut length, end)) =
        (reading.start..reading.end).find_map(|at| Some((at, numbers::length(input, at)?)))?;
    let odd = |unit| unit > Unit::Week || matches!(unit, Unit::Night | Unit::Weekend);
    if length.parts.iter().any(|(_, unit)| odd(*unit)) {
        return None;
    }
    let end = if ago { reading.end } else { end };
    let start = input.get(at)?.start;
    let (start, limit) = limit(low, start);
    if limit.is_some() {
        length.hedge = limit;
    }
    let vague = length.parts.iter().any(|(amount, _)| amount.is_none());
    Some(Found {
        bytes: start..input.get(end - 1)?.end,
        range: value::bounds(&length),
        approximate: vague || matches!(length.hedge, Some("APPROX" | "NEARLY")),
    })
}

/// "Within", "as long as" before a length.
fn limit(low: &str, at: usize) -> (usize, Option<&'static str>) {
    static LIMIT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:within|as long as) $"));
    let mut from = at.saturating_sub(16);
    while !low.is_char_boundary(from) {
        from += 1;
    }
    let found = low.get(from..at).and_then(|before| LIMIT.find(before));
    found.map_or((at, None), |found| {
        (from + found.start(), Some("EQUAL_OR_LESS"))
    })
}

/// Whether a length is counted back from now: "two hours ago".
pub(super) fn ago(reading: &Reading) -> bool {
    counted(reading, From::Now, -1)
}

/// Whether it is counted on from what was told: "two minutes later".
pub(super) fn later(reading: &Reading) -> bool {
    counted(reading, From::Mentioned, 1)
}

fn counted(reading: &Reading, whence: From, way: i32) -> bool {
    matches!(&reading.form, Form::Offset { from, sign, .. } if *from == whence && *sign == way)
}

/// The moment that lies a length before a stamp; a hedged length is taken at its stated middle.
pub(super) fn before(stamp: Instant, length: &DurationRange) -> Option<Instant> {
    moved(stamp, length, -1)
}

/// The moment that lies a length after another.
pub(super) fn after(stamp: Instant, length: &DurationRange) -> Option<Instant> {
    moved(stamp, length, 1)
}

fn moved(stamp: Instant, length: &DurationRange, sign: i64) -> Option<Instant> {
    let most = length.max_seconds?;
    let middle = length
        .min_seconds
        .map_or(most, |least| i64::midpoint(least, most));
    let civil = stamp
        .civil()
        .checked_add(SignedDuration::from_secs(sign * middle))
        .ok()?;
    Some(Instant::new(civil, Precision::Minute, stamp.offset()))
}
