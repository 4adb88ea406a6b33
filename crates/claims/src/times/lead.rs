//! The words before a time that belong to it in a claim: "since about", "by", "between", "most of".

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::lexicon::pattern;

/// What the word before a time makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// A beginning.
    Since,
    /// The end of what went on until then.
    Until,
    /// A moment or a limit.
    At,
}

/// The words before a time.
#[derive(Debug)]
pub(super) struct Before {
    /// Where they begin.
    pub(super) start: usize,
    pub(super) lead: Lead,
    /// Whether they hedge.
    pub(super) approximate: bool,
}

/// How many bytes before a time are looked at.
const REACH: usize = 48;

/// The end of the text before a place.
fn tail(low: &str, at: usize) -> (usize, &str) {
    let mut from = at.saturating_sub(REACH);
    while !low.is_char_boundary(from) {
        from += 1;
    }
    (from, low.get(from..at).unwrap_or_default())
}

/// The words before a clock time; "between" only before two.
pub(super) fn of(low: &str, at: usize, two: bool) -> Before {
    static LEAD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:\b(?P<lead>since|from|by|until|till|between|as of|starting at|beginning at) )?(?:\bat )?(?P<approx>(?:\b(?:about|around|approximately|roughly|shortly (?:after|before)|just (?:after|before)|some time after|soon after|nearly|almost)|~) ?)?$",
        )
    });
    let (from, before) = tail(low, at);
    let Some(found) = LEAD.captures(before) else {
        return Before {
            start: at,
            lead: Lead::At,
            approximate: false,
        };
    };
    let word = found.name("lead").map(|m| m.as_str());
    let start = found.get(0).map_or(at, |m| from + m.start());
    let start = match found.name("lead") {
        Some(lead) if word == Some("between") && !two => from + lead.end() + 1,
        _ => start,
    };
    let since = matches!(
        word,
        Some("since" | "from" | "starting at" | "beginning at")
    );
    let until = matches!(word, Some("until" | "till"));
    Before {
        start: start.min(at),
        lead: match (since, until) {
            (true, _) => Lead::Since,
            (_, true) => Lead::Until,
            _ => Lead::At,
        },
        approximate: found.name("approx").is_some(),
    }
}

/// Where a day begins with "since" or "most of" before it, and what that makes of it.
pub(super) fn of_day(low: &str, at: usize) -> (usize, Lead) {
    static LEAD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:(?P<since>since) |(?P<until>until|till) (?:late |early )?|(?:most of|during) (?:the )?)$",
        )
    });
    let (from, before) = tail(low, at);
    LEAD.captures(before).map_or((at, Lead::At), |found| {
        let start = found.get(0).map_or(at, |m| from + m.start());
        let lead = match (found.name("since"), found.name("until")) {
            (Some(_), _) => Lead::Since,
            (_, Some(_)) => Lead::Until,
            _ => Lead::At,
        };
        (start, lead)
    })
}

/// Whether the words between two clock times make a range of them.
pub(super) fn range_to(low: &str, end: usize, start: usize) -> bool {
    low.get(end..start).is_some_and(|gap| {
        matches!(
            gap.trim(),
            "and" | "to" | "-" | "until" | "till" | "through"
        )
    })
}

/// Whether nothing but small words stands between two ranges.
pub(super) fn small(low: &str, one: &Range<usize>, other: &Range<usize>) -> bool {
    let gap = if one.end <= other.start {
        low.get(one.end..other.start)
    } else if other.end <= one.start {
        low.get(other.end..one.start)
    } else {
        return true;
    };
    const SMALL: &[&str] = &[
        "on", "at", "of", "in", "the", "", "last", "late", "early", "around", "about", "from",
        "between", "since",
    ];
    gap.is_some_and(|gap| {
        gap.split([' ', ',', '"', '(', ')'])
            .all(|word| SMALL.contains(&word))
    })
}
