//! Calendar dates: "March 12 2009", "Friday, 3 May", "2008-05-04", "04/05/2008", "October 1997",
//! "mid-2011", "the year 2014".

use jiff::civil::Date;

use super::{
    form::{Day, Form, Reading, Year},
    relative,
    tokens::{Gap, Input},
};

/// A day of the calendar, with its weekday where one is printed.
pub(super) fn day(input: &Input<'_>, at: usize) -> Option<(Day, usize)> {
    let from = match input.name(at).and_then(|w| w.weekday) {
        Some(_) => {
            let stop = at + 1 + usize::from(input.mark(at + 1, '.') && input.glued(at + 1));
            let comma = stop + usize::from(input.mark(stop, ','));
            input.skip(comma, &["the"])
        }
        None => at,
    };
    let (day, end) = iso(input, from)
        .or_else(|| slashed(input, from))
        .or_else(|| month_first(input, from))
        .or_else(|| day_first(input, from))
        .or_else(|| holiday(input, from))?;
    // "14 December, Friday".
    let next = end + usize::from(input.mark(end, ','));
    let weekday = from == at
        && !input.line(next)
        && input.name(next).is_some_and(|w| w.weekday.is_some())
        && dates_end(input, next + 1);
    Some((day, if weekday { next + 1 } else { end }))
}

/// Whether no further date begins, to which a weekday would belong.
fn dates_end(input: &Input<'_>, at: usize) -> bool {
    let next = at + usize::from(input.mark(at, ','));
    input.digits(next).is_none() && input.name(next).is_none_or(|w| w.month.is_none())
}

/// "Christmas", "Christmas Eve", "Christmas Day".
fn holiday(input: &Input<'_>, at: usize) -> Option<(Day, usize)> {
    let (month, day) = input.word(at).filter(|_| input.0[at].capital)?.holiday?;
    let eve = input.is(at + 1, &["eve"]);
    let end = at + 1 + usize::from(eve || input.is(at + 1, &["day"]));
    let (year, end) = year_after(input, end);
    let day = u32::try_from(day).ok()?.checked_sub(u32::from(eve))?;
    Some((dated(year, month, day)?, end))
}

/// A date whose parts are in range.
pub(super) fn dated(year: Year, month: i8, day: u32) -> Option<Day> {
    let day = i8::try_from(day).ok()?;
    // The year 2000 lends the longest February.
    let known = match year {
        Year::Given(year) => year,
        _ => 2000,
    };
    Date::new(known, month, day).ok()?;
    Some(Day::Date { year, month, day })
}

/// "2008-05-04", also before a "T".
fn iso(input: &Input<'_>, at: usize) -> Option<(Day, usize)> {
    let ((year, 4), (month, 2), (day, 2)) = (
        input.digits(at)?,
        input.digits(at + 2)?,
        input.digits(at + 4)?,
    ) else {
        return None;
    };
    let between = |at| (input.mark(at, '-') || input.mark(at, '/')) && input.glued(at);
    let whole = between(at + 1) && between(at + 3) && (1..5).all(|n| input.glued(at + n));
    let month = i8::try_from(month).ok()?;
    let day = dated(Year::Given(i16::try_from(year).ok()?), month, day)?;
    whole.then_some((day, at + 5))
}

/// "27.03.15", "04/05/2008": the day first where only that fits or where points part them, else
/// the month (policy: the field's slashed dates are American).
fn slashed(input: &Input<'_>, at: usize) -> Option<(Day, usize)> {
    let ((first, a), (second, b)) = (input.digits(at)?, input.digits(at + 2)?);
    let (year, c) = input.digits(at + 4)?;
    let part = |mark| input.mark(at + 1, mark) && input.mark(at + 3, mark);
    let points = part('.') && b == 2;
    let shaped = a <= 2 && b <= 2 && (c == 4 || c == 2);
    if !shaped || !(points || part('/')) || (1..5).any(|n| !input.glued(at + n)) {
        return None;
    }
    let year = i16::try_from(if c == 2 { year + 2000 } else { year }).ok()?;
    let read = |month, day| dated(Year::Given(year), i8::try_from(month).ok()?, day);
    let (american, other) = (read(first, second), read(second, first));
    let day = if points { other } else { american.or(other) };
    Some((day?, at + 5))
}

/// The month at a place, past the point of an abbreviation.
pub(super) fn month(input: &Input<'_>, at: usize) -> Option<(i8, usize)> {
    let month = input.name(at)?.month?;
    let point = input.mark(at + 1, '.') && input.glued(at + 1) && input.digits(at + 2).is_some();
    Some((month, at + 1 + usize::from(point)))
}

/// The number of a day at a place, past "th".
pub(super) fn day_number(input: &Input<'_>, at: usize) -> Option<(u32, usize)> {
    let at = input.skip(at, &["the"]);
    let (day, count) = input.digits(at)?;
    if count > 2 || !(1..=31).contains(&day) {
        return None;
    }
    let end = at + 1;
    let suffix = input.glued(end) && input.is(end, &["st", "nd", "rd", "th"]);
    Some((day, end + usize::from(suffix)))
}

/// The year after a date: "2008", ", 2008", "of 2008", "last year".
pub(super) fn year_after(input: &Input<'_>, at: usize) -> (Year, usize) {
    let from = at + usize::from(input.mark(at, ','));
    let of = input.skip(from, &["of"]);
    if let Some((year, 4)) = input.digits(of)
        && (1000..2200).contains(&year)
        && !input.line(of)
        && !(input.mark(of + 1, ':') && input.glued(of + 1))
    {
        return (Year::Given(i16::try_from(year).unwrap_or(0)), of + 1);
    }
    if input.mark(at, '\'')
        && input.glued(at + 1)
        && let Some((year, 2)) = input.digits(at + 1)
    {
        let year = i16::try_from(year).unwrap_or(0);
        let century = if year < 50 { 2000 } else { 1900 };
        return (Year::Given(century + year), at + 2);
    }
    match relative::year(input, of) {
        Some((shift, end)) if from == at => (Year::Ahead(shift), end),
        _ => (Year::Open, at),
    }
}

fn month_first(input: &Input<'_>, at: usize) -> Option<(Day, usize)> {
    let (month, next) = month(input, at)?;
    let (day, end) = day_number(input, next)?;
    // "May 3:00" and "June 12%" are no days.
    let other = [':', '%'].iter().any(|m| input.mark(end, *m)) && input.glued(end);
    if other || input.line(next) {
        return None;
    }
    let (year, end) = year_after(input, end);
    Some((dated(year, month, day)?, end))
}

fn day_first(input: &Input<'_>, at: usize) -> Option<(Day, usize)> {
    let (day, next) = day_number(input, at)?;
    let dash = next + usize::from(input.mark(next, '-') && input.glued(next));
    let of = input.skip(dash, &["of"]);
    let (month, end) = month(input, of)?;
    let hyphen = end + usize::from(dash > next && input.mark(end, '-'));
    let (year, end) = match year_after(input, hyphen) {
        (Year::Open, _) => (Year::Open, end),
        found => found,
    };
    Some((dated(year, month, day)?, end))
}

/// A month with or without its year, or a year alone.
pub(super) fn calendar(input: &Input<'_>, at: usize) -> Option<Reading> {
    let of_month = if input.is(at, &["the"]) && input.is(at + 1, &["month"]) {
        input.skip(at + 2, &["of"])
    } else {
        at
    };
    let shift = input.word(of_month).and_then(|w| w.shift);
    let from = of_month + usize::from(shift.is_some());
    if let Some((month, next)) = month(input, from) {
        let (year, end) = match (year_after(input, next), shift) {
            ((Year::Open, _), Some(-1)) => (Year::Before, from + 1),
            ((Year::Open, _), Some(1)) => (Year::After, from + 1),
            ((Year::Open, _), Some(_)) => (Year::Ahead(0), from + 1),
            ((Year::Open, _), None) => (Year::Open, from + 1),
            (found, _) => found,
        };
        // "May" at the head of a sentence, "March" as a verb.
        let unsure = year == Year::Open && shift.is_none() && input.name(from)?.capital;
        if unsure && !input.held(from) {
            return None;
        }
        let form = Form::Calendar {
            year,
            month: Some(month),
        };
        return Some(Reading::new(at, end, form));
    }
    let (year, end) = year(input, at)?;
    Some(Reading::new(
        at,
        end,
        Form::Calendar {
            year: Year::Given(year),
            month: None,
        },
    ))
}

/// A year alone; whether a number is one depends on what stands around it.
pub(super) fn year(input: &Input<'_>, at: usize) -> Option<(i16, usize)> {
    let told = input.skip(at, &["the"]);
    let told = if input.is(told, &["year"]) {
        told + 1
    } else {
        at
    };
    let (year, count) = input.digits(told)?;
    let sure = told > at || before_year(input, told);
    let range = if sure { 1000..2200 } else { 1900..2100 };
    let fits = count == 4 && range.contains(&year) && alone(input, told);
    let year = i16::try_from(year).ok()?;
    (fits && (sure || named(input, told))).then_some((year, told + 1))
}

/// Words before a year.
fn before_year(input: &Input<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    const WORDS: &[&str] = &[
        "in", "of", "since", "by", "until", "till", "early", "late", "mid", "from", "between",
        "during", "before", "after",
    ];
    input.is(before, WORDS)
        || input.mark(before, '-') && input.is(before.wrapping_sub(1), &["mid", "early", "late"])
}

/// No part of a longer number, a name, a price.
fn alone(input: &Input<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| input.get(b));
    let joined = input.glued(at)
        && before.is_some_and(|b| match b.kind {
            super::tokens::Kind::Mark(m) => !['(', '"', '[', '\'', '-', '/', ','].contains(&m),
            _ => true,
        });
    // "31/42/2008" and "7-2008" are longer numbers, or no dates.
    let tied = input.glued(at) && at >= 2 && input.glued(at - 1) && input.digits(at - 2).is_some();
    let after = input.get(at + 1);
    let longer = after.is_some_and(|next| {
        next.gap == Gap::None
            && match next.kind {
                super::tokens::Kind::Mark(m) => {
                    m == '%'
                        || [',', '.', ':', '-', '/'].contains(&m)
                            && input.glued(at + 2)
                            && input.digits(at + 2).is_some()
                }
                _ => true,
            }
    });
    !joined && !tied && !longer
}

/// Whether a number from 1900 to 2099 reads as a year without a preposition: no thing is counted
/// by it, or "the" or a name stands before it.
fn named(input: &Input<'_>, at: usize) -> bool {
    let counted = input.get(at + 1).is_some_and(|t| {
        matches!(t.kind, super::tokens::Kind::Word(_)) && !t.capital && t.gap == Gap::Space
    });
    let held = at.checked_sub(1).is_some_and(|before| {
        input.is(before, &["the", "s", "and", "to"])
            || input.mark(before, '(')
            || input.0[before].capital && !input.line(before)
            || input.name(before).is_some_and(|w| w.season.is_some())
    });
    // "Room 2012", "port 1900".
    let numbered = at.checked_sub(1).is_some_and(|before| {
        matches!(input.0[before].kind, super::tokens::Kind::Word(None))
            && !input.0[before].capital
            && !input.line(at)
    });
    let unit = input
        .word(at + 1)
        .is_some_and(|w| w.units.is_some() || w.number.is_some());
    let hedged = at
        .checked_sub(1)
        .and_then(|before| input.word(before))
        .is_some_and(|word| word.hedge.is_some() || word.text == "than");
    !unit && !hedged && !numbered && (held || !counted)
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn dates_are_read() {
        check("Cut on March 12, 2007.", &["March 12, 2007=2007-03-12"]);
        check(
            "Cut on Friday, 3 October 2008 near the coast.",
            &["Friday, 3 October 2008=2008-10-03"],
        );
        check(
            "Post of 2008-05-04 and of 27.03.15.",
            &["2008-05-04=2008-05-04", "27.03.15=2015-03-27"],
        );
        check(
            "In October 1997 it grew, and in mid-2005 too.",
            &["October 1997=1997-10", "mid-2005=2005"],
        );
        check("It was moved in October.", &["October=2008-10"]);
        check("It will be moved in October.", &["October=2009-10"]);
        check(
            "The 2003 contract was signed last March.",
            &["2003=2003", "last March=2009-03"],
        );
        check(
            "It fell on December 11 and on Christmas Eve.",
            &["December 11=2008-12-11", "Christmas Eve=2008-12-24"],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check("It may 2 be that they march on.", &[]);
        check("May they rest. AS2008 sold 2010 routers at $1999.", &[]);
        check("Version 3.11 of the A380, 1,998 units, 2000 km.", &[]);
        check("Error 31/42/2008 at 2008-13-40.", &[]);
    }
}
