//! Times that are not of the event: when something was said ("said on Thursday", "today issued"),
//! and those that only name something else ("Sunday's maintenance", "Thursday's paper").

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::found::{Time, What};
use crate::lexicon::pattern;

/// Words right before the time at which somebody spoke.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:said|says|wrote|announced|acknowledged|admitted|tweeted|told (?:[\w'.-]+ ){1,3}|(?:statements?|reports?|letter|notice|release|briefing|conference|interview|hearing|memo|filing|e-?mail|tweet)(?: (?:that )?(?:it|they|he|she|we|i))?(?: (?:made|issued|gave|sent|published|released|posted|e-?mailed|dated|read out|held))?|(?:posted|published|issued|e-?mailed|tweeted|released))(?: (?:earlier|early|late|again|shortly (?:before|after)|just (?:before|after)))?(?: (?:on|in|at|by|from|of))?(?: the)? ?$",
    )
});

/// Words right after it.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^ (?:issued|said|told|corrected|provided|announced|published|confirmed|admitted|denied|acknowledged|released|apologi[sz]ed|posted|wrote)\b",
    )
});

/// What is named by its day.
static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^['’]s? (?P<rest>(?:[\w-]+ ?){1,3})"));

/// What a day names without being another's.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:outages?|failures?|faults?|interruptions?|disruptions?|incidents?|problems?|troubles?|crash|attacks?|breakdown|loss|cuts?|downtime|blackouts?|trouble|fire|storm|leak|hijack|events?|slowdown|collapse)\b",
    )
});

/// Words of saying a little before a day; or of what had been before ("had changed it on Friday").
static NEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:said|says|told|concluded|wrote|posted|published|corrected|announced|statement|statements|reports?|letter|conference|toured|meeting|by)\b[^.;]{0,24}$|\bhad (?:[\w-]+ly |not |been |also |already |first )*\w+(?:ed|en|own|ung|ilt|ent|ught|one|ut)\b[^.;,]{0,50}$",
    )
});

/// Whether the words before a day make it doubtful as the day of what follows.
pub(super) fn near(before: &str) -> bool {
    NEAR.is_match(before)
}

/// "[09:12] Logins are slow": the stamp of an update, in brackets at the head of a line, says when
/// it was written.
fn stamp(low: &str, range: &Range<usize>) -> bool {
    let before = low.get(..range.start).unwrap_or_default();
    let after = low.get(range.end..).unwrap_or_default();
    let open = before.trim_start();
    open.len() < 24 && open.starts_with('[') && !open.contains(']') && after.contains(']')
}

/// Marks the times of a sentence that are not of the event.
pub(super) fn mark(low: &str, at: usize, times: &mut [Time]) {
    for time in times {
        let within = time.range.start - at..time.range.end - at;
        let stamped = time.what == What::Clock && stamp(low, &within);
        time.telling = stamped || is(low, &within);
    }
}

/// Whether a time is that of a statement or of another thing than the event.
fn is(low: &str, range: &Range<usize>) -> bool {
    said(low, range) || names_another(low, range)
}

/// Whether somebody spoke at that time.
pub(super) fn said(low: &str, range: &Range<usize>) -> bool {
    let mut from = range.start.saturating_sub(80);
    while !low.is_char_boundary(from) {
        from += 1;
    }
    let before = low.get(from..range.start).unwrap_or_default();
    let after = low.get(range.end..).unwrap_or_default();
    BEFORE.is_match(before) || AFTER.is_match(after)
}

fn names_another(low: &str, range: &Range<usize>) -> bool {
    let after = low.get(range.end..).unwrap_or_default();
    NAMED
        .captures(after)
        .and_then(|found| found.name("rest"))
        .is_some_and(|rest| !EVENT.is_match(rest.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, time: &str) -> bool {
        let low = text.to_lowercase();
        let start = low.find(time).expect("the time stands in the text");
        is(&low, &(start..start + time.len()))
    }

    #[test]
    fn the_time_of_a_statement_is_found() {
        for (text, time) in [
            ("It was no attack, Tarn said on Thursday.", "thursday"),
            ("Tarn told the Courier on Friday that it fell.", "friday"),
            ("Tarn today issued an update on the loss.", "today"),
            (
                "A statement it made last week about the outage.",
                "last week",
            ),
            ("In a letter dated 3 May Tarn denied it.", "3 may"),
        ] {
            assert!(check(text, time), "{text}");
        }
        for (text, time) in [
            ("Tarn said the link fell on Thursday.", "thursday"),
            ("The report says that on 3 May it fell.", "3 may"),
            ("Calls failed today, Tarn confirmed.", "today"),
        ] {
            assert!(!check(text, time), "{text}");
        }
    }

    #[test]
    fn a_stamp_in_brackets_is_of_the_update() {
        let at = |text: &str| {
            let start = text.find("09:12").expect("a time");
            stamp(text, &(start..start + 5))
        };
        assert!(at("[09:12] logins are slow."));
        assert!(at("[3 may, 09:12] logins are slow."));
        assert!(!at("09:12 logins are slow."));
        assert!(!at("it fell [at the peak] at 09:12."));
    }

    #[test]
    fn a_day_may_only_name_another_thing() {
        assert!(check("It was not Sunday's maintenance.", "sunday"));
        assert!(check("Thursday's Lake Herald has it wrong.", "thursday"));
        assert!(!check("Sunday's outage was not our doing.", "sunday"));
        assert!(!check("Monday's network failure was ours.", "monday"));
    }
}
