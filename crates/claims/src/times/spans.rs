//! Times that belong together: "from Saturday to Monday", "for two hours on Tuesday", ranges over
//! midnight.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::Moment as Instant;
use regex::Regex;

use super::found::{Time, What};
use crate::{lexicon::pattern, text::Text};

/// Joins two days that a range is told with.
pub(super) fn days(text: &Text, found: &mut Vec<Time>) {
    let mut at = 0;
    while at + 1 < found.len() {
        let (a, b) = (&found[at], &found[at + 1]);
        if a.what != What::Day || b.what != What::Day || a.range.end > b.range.start {
            at += 1;
            continue;
        }
        let mut from = a.range.start.saturating_sub(16);
        while !text.norm.is_char_boundary(from) {
            from += 1;
        }
        let lead = text.low(&(from..a.range.start)).trim_end();
        let gap = text.low(&(a.range.end..b.range.start)).trim();
        let between = lead.ends_with("between") && gap == "and";
        let range = lead.ends_with("from") && matches!(gap, "to" | "until" | "till" | "through");
        // "Until" of a second day may have gone into it.
        let until = lead.ends_with("from") && gap.is_empty() && b.expr.start.is_none();
        if between || range || until {
            let second = found.remove(at + 1);
            let first = &mut found[at];
            first.expr.end = second.expr.end;
            first.range.end = second.range.end;
            first.words.end = second.words.end;
        }
        at += 1;
    }
}

/// Gives a length the day, or the clock times, beside it.
pub(super) fn beside_length(text: &Text, found: &mut [Time]) {
    static GAP: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^,? ?\(?(?:(?:on|of|in|from|for|the|early|late|only|last|between|about),? ?)*$")
    });
    for at in 0..found.len() {
        let length = &found[at];
        if length.what != What::Duration || length.expr.start.is_some() {
            continue;
        }
        let near = |other: &&Time| {
            let gap: Range<usize> = if length.range.end <= other.range.start {
                length.range.end..other.range.start
            } else {
                other.range.end..length.range.start
            };
            gap.start <= gap.end && GAP.is_match(text.low(&gap))
        };
        let after = found.get(at + 1);
        let before = at.checked_sub(1).and_then(|at| found.get(at));
        let dated = |other: &&Time| other.what != What::Duration && other.expr.start.is_some();
        let Some(other) = [after, before]
            .into_iter()
            .flatten()
            .filter(dated)
            .find(near)
        else {
            continue;
        };
        let (start, end) = (other.expr.start, other.expr.end);
        let words =
            length.range.start.min(other.range.start)..length.range.end.max(other.range.end);
        let length = &mut found[at];
        (length.expr.start, length.expr.end, length.words) = (start, end, words);
    }
}

/// A range whose end is earlier in the day than its start goes over midnight.
pub(super) fn over_midnight(
    start: Option<Instant>,
    end: Option<Instant>,
    of_end: bool,
) -> (Option<Instant>, Option<Instant>) {
    let (Some(first), Some(last)) = (start, end) else {
        return (start, end);
    };
    if first.date() != last.date() || last.civil() >= first.civil() {
        return (start, end);
    }
    let shift = |at: Instant, forward: bool| {
        let civil = at.civil();
        let moved = if forward {
            civil.tomorrow()
        } else {
            civil.yesterday()
        };
        moved
            .ok()
            .map(|civil| Instant::new(civil, at.precision(), at.offset()))
    };
    if of_end {
        (shift(first, false), end)
    } else {
        (start, shift(last, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(start: &str, end: &str, of_end: bool) -> [String; 2] {
        let read = |text: &str| text.parse::<Instant>().ok();
        let (a, b) = over_midnight(read(start), read(end), of_end);
        [a, b].map(|at| at.map(|at| at.to_string()).unwrap_or_default())
    }

    #[test]
    fn a_range_may_go_over_midnight() {
        let (night, morning) = ("2014-06-04T22:40", "2014-06-04T03:15");
        assert_eq!(
            over(night, morning, true),
            ["2014-06-03T22:40", "2014-06-04T03:15"]
        );
        assert_eq!(
            over(night, morning, false),
            ["2014-06-04T22:40", "2014-06-05T03:15"]
        );
        assert_eq!(
            over(morning, night, true),
            ["2014-06-04T03:15", "2014-06-04T22:40"]
        );
    }
}
