//! Quarters, halves, seasons, decades and centuries: "the third quarter of this year", "Q3 2009",
//! "summer 2012", "last winter", "the 1990s", "the 19th century".

use super::{
    dates::year_after,
    form::{Form, Reading, Share, Year},
    tokens::Input,
    words::Unit,
};

/// See the module.
pub(super) fn read(input: &Input<'_>, at: usize) -> Option<Reading> {
    share(input, at)
        .or_else(|| season(input, at))
        .or_else(|| decade(input, at))
        .or_else(|| century(input, at))
}

/// An ordinal in words or digits.
fn ordinal(input: &Input<'_>, at: usize) -> Option<(i32, usize)> {
    if let Some(ordinal) = input.word(at).and_then(|w| w.ordinal) {
        return Some((ordinal, at + 1));
    }
    let (value, _) = input.digits(at)?;
    let suffix = input.glued(at + 1) && input.is(at + 1, &["st", "nd", "rd", "th"]);
    suffix.then_some((i32::try_from(value).ok()?, at + 2))
}

fn share(input: &Input<'_>, at: usize) -> Option<Reading> {
    let the = input.skip(at, &["the"]);
    let letter = |letter| input.is(at, &[letter]) && input.0[at].capital && input.glued(at + 1);
    let (share, next) = if letter("q") || letter("h") {
        let (number, 1) = input.digits(at + 1)? else {
            return None;
        };
        let number = i8::try_from(number).ok()?;
        let quarter = letter("q");
        let share = if quarter {
            Share::Quarter(number)
        } else {
            Share::Half(number)
        };
        (share, at + 2)
    } else {
        let (number, next) = ordinal(input, the)?;
        let number = i8::try_from(number).ok()?;
        let next = input.skip(next, &["fiscal", "financial"]);
        match input.word(next)?.text {
            "quarter" => (Share::Quarter(number), next + 1),
            "half" => (Share::Half(number), next + 1),
            _ => return None,
        }
    };
    let most = if matches!(share, Share::Half(_)) {
        2
    } else {
        4
    };
    if !matches!(share, Share::Quarter(n) | Share::Half(n) if (1..=most).contains(&n)) {
        return None;
    }
    let (year, end) = year_of(input, next);
    // "The first half" alone is one of a match or a concert.
    if year == Year::Open && matches!(share, Share::Half(_)) {
        return None;
    }
    Some(Reading::new(at, end, Form::Share { year, share }))
}

/// "Of 2008", "2008", "last year", "of the year".
fn year_of(input: &Input<'_>, at: usize) -> (Year, usize) {
    let found = year_after(input, at);
    if found.0 != Year::Open {
        return found;
    }
    let of = input.skip(at, &["of"]);
    if of > at && input.is(of, &["the"]) && input.is(of + 1, &["year"]) {
        return (Year::Ahead(0), of + 2);
    }
    found
}

fn season(input: &Input<'_>, at: usize) -> Option<Reading> {
    let the = input.skip(at, &["the"]);
    let shift = input.word(the).and_then(|w| w.shift);
    let from = if shift.is_some() { the + 1 } else { the };
    let season = input.name(from)?.season?;
    let (year, end) = match (shift, year_of(input, from + 1)) {
        (Some(shift), (Year::Open, end)) => (Year::Ahead(shift), end),
        (_, found) => found,
    };
    let held = the > at || input.held(from) || year != Year::Open;
    if input.name(from)?.capital && !held {
        return None;
    }
    let share = Share::Season(season);
    Some(Reading::new(at, end, Form::Share { year, share }))
}

/// "1990s", "the '70s", "the eighties".
fn decade(input: &Input<'_>, at: usize) -> Option<Reading> {
    if let Some(decade) = input.word(at).and_then(|w| w.decade) {
        let held = at
            .checked_sub(1)
            .is_some_and(|b| input.is(b, &["the", "early", "late", "mid"]));
        return held.then(|| Reading::new(at, at + 1, Form::Decade(decade)));
    }
    let (value, count) = input.digits(at)?;
    let apostrophe = usize::from(input.mark(at + 1, '\'') && input.glued(at + 1));
    let end = at + 1 + apostrophe;
    let plural = input.is(end, &["s"]) && input.glued(end);
    let year = i16::try_from(value).ok()?;
    let long = count == 4 && (1000..2100).contains(&year);
    // "The 70s" but not "in her 70s", "747s"; a century's first decade is not told by two digits.
    let before = at.checked_sub(1);
    let held = before.is_some_and(|b| {
        input.is(b, &["the", "early", "late", "mid", "and", "or"])
            || input.mark(b, '\'') && input.glued(at)
    });
    let short = count == 2 && year >= 10 && held && apostrophe == 0;
    let right = plural && year % 10 == 0 && (long || short);
    right.then(|| Reading::new(at, end + 1, Form::Decade(year)))
}

/// "The 19th century".
fn century(input: &Input<'_>, at: usize) -> Option<Reading> {
    let the = input.skip(at, &["the"]);
    let (number, next) = ordinal(input, the)?;
    let next = next + usize::from(input.mark(next, '-'));
    let right = input.word(next)?.unit == Some(Unit::Century);
    let number = i16::try_from(number).ok()?;
    (right && (1..30).contains(&number)).then(|| Reading::new(at, next + 1, Form::Century(number)))
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn parts_of_years_and_longer() {
        check(
            "In the third quarter of this year, in Q1 2008.",
            &["the third quarter of this year=2009-Q3", "Q1 2008=2008-Q1"],
        );
        check(
            "It fell in the fourth quarter.",
            &["the fourth quarter=2008-Q4"],
        );
        check(
            "The summer of 2008, last winter",
            &["The summer of 2008=2008-SU", "last winter=2008-WI"],
        );
        check(
            "cars of the 70s, of the 1990s, the 19th century",
            &["70s=197", "1990s=199", "the 19th century=18"],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check("The first half was dull, she is in her 70s, 747s fly.", &[]);
        check("Fall into line; Q5 is no quarter.", &[]);
    }
}
