//! The time that a claim itself gives for what happened.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{ClaimKind, TimeExpr};
use regex::Regex;

use crate::{
    analysis::Analysis,
    lexicon::pattern,
    propositions::Candidate,
    times::{Time, What},
};

/// Words before a time that is an end, and before none that is a beginning.
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:until|till|'til|up to|through to) (?:about |around |nearly |almost |just |shortly |after |well |past |the |gone )*$",
    )
});

/// The time of a claim: in its words, else in its clause, else the nearest of its sentence; a
/// length takes the day that stands beside it.
pub(super) fn event_time(analysis: &Analysis<'_>, candidate: &Candidate) -> Option<TimeExpr> {
    let times = &analysis.times[candidate.sentence];
    let time = candidate
        .time
        .as_ref()
        .or_else(|| chosen(times, candidate))?;
    let mut expr = time.expr.clone();
    let mut range = time.range.clone();
    let length = time.what == What::Duration && expr.start.is_none();
    if let Some(day) = day_of(times, &range).filter(|_| length) {
        expr.start = day.expr.start;
        expr.end = day.expr.end;
        expr.precision = day.expr.precision;
        expr.zone = day.expr.zone.clone();
        range = range.start.min(day.range.start)..range.end.max(day.range.end);
    }
    let sentence = &analysis.sentences[candidate.sentence].range;
    let before = analysis.text.low(&(sentence.start..time.range.start));
    let words = analysis.text.low(&time.range);
    if UNTIL.is_match(before) || words.starts_with("until ") || words.starts_with("till ") {
        expr.end = expr.end.or(expr.start);
        expr.start = None;
    }
    expr.text = analysis.text.words(analysis.original, &range).to_owned();
    expr.span = Some(analysis.text.span(&range));
    Some(expr)
}

/// How far a day may stand from the length that it belongs to, in bytes.
const BESIDE: usize = 40;

/// "Four hours on Monday": the day beside a length.
fn day_of<'a>(times: &'a [Time], length: &Range<usize>) -> Option<&'a Time> {
    let gap = |time: &Time| {
        let after = time.range.start.saturating_sub(length.end);
        after.max(length.start.saturating_sub(time.range.end))
    };
    let days = times.iter().filter(|time| time.what != What::Duration);
    days.filter(|time| gap(time) < BESIDE)
        .min_by_key(|time| gap(time))
}

/// The time that suits a claim best.
fn chosen<'a>(times: &'a [Time], candidate: &Candidate) -> Option<&'a Time> {
    let (words, clause) = (&candidate.trigger, &candidate.clause);
    let meet = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let lengths = matches!(candidate.kind, ClaimKind::Timing | ClaimKind::Restored);
    let rank = |time: &&Time| {
        let place = if meet(&time.range, words) {
            0
        } else if meet(&time.range, clause) {
            1
        } else {
            2
        };
        let after = time.range.start.saturating_sub(words.end);
        let far = after.max(words.start.saturating_sub(time.range.end));
        (place, time.what == What::Duration, far)
    };
    let fits = |time: &&Time| lengths || time.what != What::Duration;
    times.iter().filter(fits).min_by_key(rank)
}
