//! Claimed lengths: against each other, and against the time between a beginning and an end.

use backpedal_model::{
    ClaimKind, ContradictionKind, DurationRange, Edge, Precision, Strength, TimeExpr,
};

use super::{
    Finding, Found,
    edge::{Claimed, is_no_step, is_partial, is_timed},
    event::Joined,
};
use crate::{
    evidence::tolerance,
    reading::Reading,
    words::{self, tokens},
};

/// A length and the time between two clock times have to differ by more than this part of the
/// length; our choice.
const LOOSE: i64 = 6;

/// A length and two clock times are seldom taken from the same clock; our choice.
const SLACK_MINUTES: i64 = 5;

const LENGTHS: &str = "timing.lengths";

/// A claimed length, with what its words round.
pub(super) struct Length<'r, 'a> {
    pub(super) reading: &'r Reading<'a>,
    range: DurationRange,
}

pub(super) fn two(joined: &Joined, a: &Length<'_, '_>, b: &Length<'_, '_>, found: &mut Found) {
    let fits = a.reading.side.same(&b.reading.side)
        || !joined.same_event(a.reading, b.reading)
        || a.range.overlaps(b.range);
    if !fits {
        add_length(
            a.reading,
            b.reading,
            "The two give lengths that do not fit; the durations are inconsistent.",
            found,
        );
    }
}

/// The length that a claim gives of the outage.
pub(super) fn of<'r, 'a>(reading: &'r Reading<'a>) -> Option<Length<'r, 'a>> {
    let time: &TimeExpr = reading.claim.event_time.as_ref()?;
    let given = time.duration.filter(|_| {
        is_timed(reading)
            && reading.kind() == ClaimKind::Timing
            && !is_partial(reading)
            && is_no_step(reading)
            && !is_of_a_step(reading, &time.text)
            && !is_of_another_year(reading)
            && (time.start.is_none() || time.precision <= Precision::Day)
    })?;
    let slack = tolerance(given, time.approximate);
    Some(Length {
        reading,
        range: DurationRange {
            min_seconds: given.min_seconds.map(|s| s.saturating_sub(slack)),
            max_seconds: given.max_seconds.map(|s| s.saturating_add(slack)),
        },
    })
}

/// "Took down the core in four seconds", "six hours afterwards": no length of the outage, unless
/// it was back then.
fn is_of_a_step(reading: &Reading<'_>, time: &str) -> bool {
    let (words, wanted) = (&reading.context, tokens(time));
    let at = (0..words.len())
        .find(|at| !wanted.is_empty() && words[*at..].starts_with(&wanted))
        .unwrap_or(0);
    let end = (at + wanted.len() + 1).min(words.len());
    words::WITHIN.stand_in(&words[at.saturating_sub(2)..end])
        && !words::WORKS.stand_in(&reading.context)
}

/// "Was fined in 2019 over an outage that lasted three days".
fn is_of_another_year(reading: &Reading<'_>) -> bool {
    let published = reading.document.and_then(|d| d.published.as_ref());
    let this = published.map(|published| i32::from(published.at.date().year()));
    let mut years = reading.context.iter().filter_map(|word| {
        let year: i32 = word.parse().ok()?;
        (word.len() == 4 && (1950..2100).contains(&year)).then_some(year)
    });
    years.any(|year| Some(year) != this)
}

/// A claimed length against the beginnings and ends that are claimed of the same outage: outside
/// of everything between the first and the last end.
pub(super) fn against_edges(
    joined: &Joined,
    length: &Length<'_, '_>,
    claimed: &[&Claimed<'_, '_>],
    found: &mut Found,
) {
    let mine = |edge: Edge| {
        claimed
            .iter()
            .filter(move |c| c.edge == edge && joined.same_event(c.reading, length.reading))
    };
    let first_onset = mine(Edge::Onset).min_by_key(|c| c.at.start);
    let last_onset = mine(Edge::Onset).max_by_key(|c| c.at.start);
    let first_end = mine(Edge::End).min_by_key(|c| c.at.end);
    let last_end = mine(Edge::End).max_by_key(|c| c.at.end);
    let (Some(first_onset), Some(last_onset), Some(first_end), Some(last_end)) =
        (first_onset, last_onset, first_end, last_end)
    else {
        return;
    };
    let zones = [last_onset, first_end, first_onset, last_end];
    if zones.iter().any(|c| c.clock != first_onset.clock) {
        return;
    }
    let shortest = first_end
        .at
        .start
        .duration_since(last_onset.at.end)
        .as_secs();
    let longest = last_end
        .at
        .end
        .duration_since(first_onset.at.start)
        .as_secs();
    let same_side = [first_end, last_end]
        .iter()
        .any(|c| c.reading.side.same(&length.reading.side));
    if shortest <= 0 || longest > 3 * 24 * 3600 || same_side {
        return;
    }
    // A length and two clock times are seldom taken from the same clock.
    let loose = |seconds: i64| (seconds / LOOSE).max(SLACK_MINUTES * 60 * 2);
    let too_short = length
        .range
        .max_seconds
        .is_some_and(|max| max + loose(max) < shortest);
    let too_long = length
        .range
        .min_seconds
        .is_some_and(|min| min - loose(min) > longest);
    let end = if too_short { first_end } else { last_end };
    if too_short || too_long {
        add_length(
            end.reading,
            length.reading,
            "The claimed length does not fit the claimed beginning and end; the durations are \
             inconsistent.",
            found,
        );
    }
}

fn add_length(a: &Reading<'_>, b: &Reading<'_>, why: &str, found: &mut Found) {
    found.add(&Finding {
        kind: ContradictionKind::Timing,
        a,
        b,
        why,
        strength: Strength::Moderate,
        would_change: "Words that tell one to mean another part of the outage would change it.",
        rule: LENGTHS,
    });
}
