//! When a claim says that it happened.

use std::sync::LazyLock;

use backpedal_model::{ClaimKind, TimeExpr};
use regex::Regex;

use crate::{
    analysis::Analysis,
    lexicon::pattern,
    propositions::Candidate,
    times::{Time, What},
};

/// Kinds that take the time in their clause as the time of what happened.
const TIMED: &[ClaimKind] = &[
    ClaimKind::Outage,
    ClaimKind::Restored,
    ClaimKind::Cause,
    ClaimKind::Investigating,
    ClaimKind::Evidence,
];

/// The time that the claim itself gives for what happened.
pub(super) fn event_time(analysis: &Analysis<'_>, candidate: &Candidate) -> Option<TimeExpr> {
    let times = &analysis.times[candidate.sentence];
    let event = || times.iter().filter(|time| !time.telling);
    let inside = |time: &&Time| within(analysis, candidate, time);
    let near = |time: &&Time| time.range.start.abs_diff(candidate.trigger.start);
    let of = |what: What| {
        event()
            .filter(inside)
            .filter(|time| time.what == what)
            .min_by_key(near)
    };
    let time = match &candidate.time {
        Some(time) => Some(time),
        None if TIMED.contains(&candidate.kind) || counted(analysis, candidate) => of(What::Clock)
            .or_else(|| of(What::Day))
            .or_else(|| of(What::Duration).filter(|_| candidate.kind == ClaimKind::Restored)),
        None => None,
    };
    let time = time.or_else(|| lone(analysis, candidate))?;
    let mut expr = time.expr.clone();
    // "It did not come back until 9:30", "nobody told us until noon": that is when it did.
    let instant = candidate.kind == ClaimKind::Restored || held_back(analysis, candidate, time);
    if instant && expr.start.is_none() {
        expr.start = expr.end;
    }
    expr.text = analysis
        .text
        .words(analysis.original, &time.words)
        .to_owned();
    expr.span = Some(analysis.text.span(&time.words));
    Some(expr)
}

/// Whether nothing happened until then: "not until", "nobody … until".
fn held_back(analysis: &Analysis<'_>, candidate: &Candidate, time: &Time) -> bool {
    static NOT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:not|nobody|no one|never|nothing|none|no (?:word|notice|information|message|call|answer)|\w+n't)\b[^,;]*$",
        )
    });
    let start = analysis.sentences[candidate.sentence].range.start;
    candidate.kind == ClaimKind::Timing
        && start <= time.range.start
        && NOT.is_match(analysis.text.low(&(start..time.range.start)))
}

/// "As of 9 a.m. 87 flights were cancelled", "6,000 reports by noon": the count is of that time.
fn counted(analysis: &Analysis<'_>, candidate: &Candidate) -> bool {
    candidate.kind == ClaimKind::Scope
        && analysis.times[candidate.sentence].iter().any(|time| {
            let words = analysis.text.low(&time.range);
            time.what == What::Clock && (words.starts_with("as of ") || words.starts_with("by "))
        })
}

/// Whether a time stands in the claim's clause, or right behind it ("it was dark | until noon").
fn within(analysis: &Analysis<'_>, candidate: &Candidate, time: &Time) -> bool {
    let (clause, start) = (&candidate.clause, time.range.start);
    if clause.contains(&start) || candidate.trigger.contains(&start) {
        return true;
    }
    // "It began at noon, when a link failed".
    let low = &analysis.text;
    if time.what == What::Clock
        && time.range.end <= clause.start
        && matches!(low.low(&(time.range.end..clause.start)).trim(), "" | ",")
        && low.low(clause).trim_start().starts_with("when ")
    {
        return true;
    }
    let end = clause.end.max(candidate.trigger.end);
    end <= start && analysis.text.low(&(end..start)).trim().is_empty()
}

/// One time in the sentence of an outage is the outage's; of another claim, where the sentence
/// begins with it.
fn lone<'a>(analysis: &'a Analysis<'_>, candidate: &Candidate) -> Option<&'a Time> {
    let [only] = analysis.times[candidate.sentence].as_slice() else {
        return None;
    };
    let start = analysis.sentences[candidate.sentence].range.start;
    let leads = TIMED.contains(&candidate.kind)
        && analysis
            .text
            .low(&(start..only.range.start.max(start)))
            .trim()
            .len()
            <= 2;
    let whose = candidate.kind == ClaimKind::Outage || leads;
    (whose && !only.telling && only.what != What::Duration).then_some(only)
}
