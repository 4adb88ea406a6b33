//! Days and periods told from the present or from what was named before: "today", "last week",
//! "this year", "the following day", "the same month a year ago".

use super::{
    form::{Form, Reading},
    tokens::Input,
    words::Unit,
};

/// "Today", "yesterday": so many days on.
pub(super) fn day(input: &Input<'_>, at: usize) -> Option<(i32, usize)> {
    Some((input.word(at)?.day?, at + 1))
}

/// "The day before yesterday", "the day after tomorrow".
pub(super) fn day_beyond(input: &Input<'_>, at: usize) -> Option<(i32, usize)> {
    let from = input.skip(at, &["the"]);
    if !input.is(from, &["day"]) || !input.is(from + 1, &["before", "after"]) {
        return None;
    }
    let shift = input.word(from + 2)?.day?;
    (shift != 0).then_some((2 * shift, from + 3))
}

/// "Last year", "this year", "the previous year".
pub(super) fn year(input: &Input<'_>, at: usize) -> Option<(i32, usize)> {
    let from = input.skip(at, &["the"]);
    let shift = input.word(from)?.shift?;
    (input.word(from + 1)?.unit == Some(Unit::Year)).then_some((shift, from + 2))
}

/// Periods; see the module.
pub(super) fn period(input: &Input<'_>, at: usize) -> Option<Reading> {
    same(input, at)
        .or_else(|| consecutive(input, at))
        .or_else(|| shifted(input, at))
        .or_else(|| beside(input, at))
        .or_else(|| bare(input, at))
}

/// "For a third straight day": the present one.
fn consecutive(input: &Input<'_>, at: usize) -> Option<Reading> {
    let from = input.skip(at, &["a", "the"]);
    let right = input.word(from)?.ordinal.is_some()
        && input.is(from + 1, &["consecutive", "straight", "successive"]);
    let unit = input
        .word(from + 2)?
        .unit
        .filter(|u| *u > Unit::Night && *u < Unit::Period)?;
    right.then(|| Reading::new(at, from + 3, Form::Period(unit, 0)))
}

/// "This week", "last month", "the coming year".
fn shifted(input: &Input<'_>, at: usize) -> Option<Reading> {
    let the = input.skip(at, &["the"]);
    let word = input.word(the)?;
    let shift = word.shift?;
    let unit = input.word(the + 1)?.unit?;
    if unit == Unit::Period || unit < Unit::Hour {
        return None;
    }
    // "The last day" is the end of something, "the last minute" too; "the past day" a length.
    let form = match (word.text, the > at) {
        ("last" | "this", true) => return None,
        ("past", _) => return None,
        ("last", _) if unit == Unit::Day => return None,
        ("following" | "previous", _) => Form::Mentioned(unit, shift),
        ("next", true) => Form::Mentioned(unit, 1),
        _ if unit == Unit::Hour => return None,
        _ => Form::Period(unit, shift),
    };
    Some(Reading::new(at, the + 2, form))
}

/// "The day before", "the week after" at the end of a clause.
fn beside(input: &Input<'_>, at: usize) -> Option<Reading> {
    if !input.is(at, &["the"]) {
        return None;
    }
    let unit = input.word(at + 1)?.unit?;
    let sign = match input.word(at + 2)?.text {
        "before" => -1,
        "after" => 1,
        _ => return None,
    };
    let open = unit >= Unit::Night && unit != Unit::Period && closed(input, at + 3);
    open.then(|| Reading::new(at, at + 3, Form::Mentioned(unit, sign)))
}

/// Whether nothing of the clause follows: a mark, a line end, the end.
pub(super) fn closed(input: &Input<'_>, at: usize) -> bool {
    input.get(at).is_none()
        || input.line(at)
        || ['.', ',', ';', ')', '!', '?', '"', ':']
            .iter()
            .any(|mark| input.mark(at, *mark))
}

/// "The day", "that week": what was named before. "That day" and "the day" are dates, so are
/// "the week" and "the weekend"; "the year" and "the month" more often are lengths or titles.
fn bare(input: &Input<'_>, at: usize) -> Option<Reading> {
    let that = input.is(at, &["that"]);
    if !that && !input.is(at, &["the"]) {
        return None;
    }
    let unit = input.word(at + 1)?.unit?;
    let fits = match unit {
        Unit::Day | Unit::Weekend | Unit::Week => true,
        Unit::Month | Unit::Year | Unit::Night => that || closed(input, at + 2),
        _ => false,
    };
    let of = input.is(at + 2, &["of"]);
    (fits && !of).then(|| Reading::new(at, at + 2, Form::Mentioned(unit, 0)))
}

/// "The same day", "the same period last year", "the same month a year ago".
fn same(input: &Input<'_>, at: usize) -> Option<Reading> {
    let the = input.skip(at, &["the"]);
    if !input.is(the, &["same"]) {
        return None;
    }
    let unit = input.word(the + 1)?.unit?;
    let next = input.skip(the + 2, &["of", "in"]);
    if let Some((shift, end)) = year(input, next) {
        return Some(Reading::new(at, end, Form::Same(unit, shift)));
    }
    let one = input.is(next, &["a", "one"])
        && input
            .word(next + 1)
            .is_some_and(|w| w.unit == Some(Unit::Year))
        && input.is(next + 2, &["ago", "earlier", "before"]);
    if one {
        return Some(Reading::new(at, next + 3, Form::Same(unit, -1)));
    }
    let dated = !matches!(
        unit,
        Unit::Period | Unit::Second | Unit::Minute | Unit::Hour
    );
    dated.then(|| Reading::new(at, the + 2, Form::Same(unit, 0)))
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn periods_are_resolved() {
        check(
            "It failed last week and this month.",
            &["last week=2009-W15", "this month=2009-04"],
        );
        check(
            "Sales of March fell against the same month a year ago.",
            &["March=2009-03", "the same month a year ago=2008-03"],
        );
        check(
            "On March 8 it failed; the following day it held.",
            &["March 8=2009-03-08", "the following day=2009-03-09"],
        );
        check(
            "It was dark for a third straight day.",
            &["a third straight day=2009-04-15"],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check(
            "The last minute of the period, the last of them, this time.",
            &[],
        );
    }
}
