//! Ranges whose ends share something: "June 3-5", "10 to 12 March 2009", "April and June 2008",
//! "2007-09", "between 6:10 and 7:45 p.m. GMT". Each end is an expression of its own.

use super::{
    clocks, dates,
    form::{Clock, Day, Form, Moment, Reading, Year},
    tokens::Input,
};

/// Both ends, where the first cannot be read alone.
pub(super) fn read(input: &Input<'_>, at: usize) -> Option<[Reading; 2]> {
    days_before_month(input, at)
        .or_else(|| days_after_month(input, at))
        .or_else(|| months(input, at))
        .or_else(|| years(input, at))
        .or_else(|| clocks(input, at))
}

/// Past "to", "and", "until" or a dash.
fn to(input: &Input<'_>, at: usize) -> Option<usize> {
    (input.mark(at, '-') || input.is(at, &["to", "and", "until", "till", "through"]))
        .then_some(at + 1)
}

fn day(start: usize, end: usize, day: Day) -> Reading {
    let moment = Moment {
        day: Some(day),
        ..Moment::default()
    };
    Reading::new(start, end, Form::Moment(moment))
}

/// "10 to 12 March", "10-12 March 2009".
fn days_before_month(input: &Input<'_>, at: usize) -> Option<[Reading; 2]> {
    let (first, end) = dates::day_number(input, at)?;
    let next = to(input, end)?;
    let (second, last) = dates::day(input, next)?;
    let Day::Date { year, month, .. } = second else {
        return None;
    };
    // "2 and 4 May 2009" has two bare numbers before one month.
    input.digits(next)?;
    let first = dates::dated(year, month, first)?;
    Some([day(at, end, first), day(next, last, second)])
}

/// "June 3-5, 2008", "June 3 to 5".
fn days_after_month(input: &Input<'_>, at: usize) -> Option<[Reading; 2]> {
    let (month, next) = dates::month(input, at)?;
    let (first, end) = dates::day_number(input, next)?;
    let from = to(input, end)?;
    let (second, last) = dates::day_number(input, from)?;
    let longer = input.glued(last)
        && [':', '%', '.', ',', '/']
            .iter()
            .any(|m| input.mark(last, *m))
        && input.digits(last + 1).is_some()
        && input.glued(last + 1);
    let own = dates::month(input, last).is_some() || longer;
    let (year, close) = dates::year_after(input, last);
    let counted = input.word(last).is_some_and(|w| w.units.is_some());
    if own || second <= first || counted {
        return None;
    }
    let (a, b) = (
        dates::dated(year, month, first)?,
        dates::dated(year, month, second)?,
    );
    Some([day(at, end, a), day(from, close, b)])
}

/// "April and June 2008", "between March and May of last year".
fn months(input: &Input<'_>, at: usize) -> Option<[Reading; 2]> {
    let (first, end) = dates::month(input, at)?;
    let next = to(input, end)?;
    let (second, after) = dates::month(input, next)?;
    let (year, close) = dates::year_after(input, after);
    if year == Year::Open {
        return None;
    }
    let form = |month| Form::Calendar {
        year,
        month: Some(month),
    };
    Some([
        Reading::new(at, end, form(first)),
        Reading::new(next, close, form(second)),
    ])
}

/// "2007-2009", "2007-09".
fn years(input: &Input<'_>, at: usize) -> Option<[Reading; 2]> {
    let (first, 4) = input.digits(at)? else {
        return None;
    };
    let dash = input.mark(at + 1, '-') && input.glued(at + 1) && input.glued(at + 2);
    let (second, count) = input.digits(at + 2)?;
    let second = match count {
        4 => second,
        2 => first / 100 * 100 + second,
        _ => return None,
    };
    let more = input.glued(at + 3) && input.mark(at + 3, '-');
    let fits = dash && (1900..2100).contains(&first) && second > first && second < first + 60;
    if !fits || more || input.glued(at) && at > 0 && !input.mark(at - 1, '(') {
        return None;
    }
    let form = |year| {
        Some(Form::Calendar {
            year: Year::Given(i16::try_from(year).ok()?),
            month: None,
        })
    };
    Some([
        Reading::new(at, at + 1, form(first)?),
        Reading::new(at + 2, at + 3, form(second)?),
    ])
}

/// "6:10 and 7:45 p.m. GMT", "9-11 am": the first end takes half of the day and zone.
fn clocks(input: &Input<'_>, at: usize) -> Option<[Reading; 2]> {
    let (first, end) = match clocks::clock(input, at) {
        Some(found) => found,
        None => bare(input, at)?,
    };
    let next = to(input, end)?;
    let (second, last) = clocks::clock(input, next)?;
    let mut first = first;
    if first.zone.is_none() {
        first.zone.clone_from(&second.zone);
    }
    let later = second.time.hour() >= 12 && first.time.hour() < 12;
    // "11 to 1 pm" begins in the morning, "6:10 to 7:45 pm" in the evening.
    let evening = i16::from(first.time.hour()) + 12 <= i16::from(second.time.hour());
    if !first.half && second.half && later && evening {
        first.time = first
            .time
            .checked_add(jiff::SignedDuration::from_hours(12))
            .ok()?;
        first.half = true;
    }
    let form = |clock: Clock| {
        Form::Moment(Moment {
            clock: Some(clock),
            ..Moment::default()
        })
    };
    Some([
        Reading::new(at, end, form(first)),
        Reading::new(next, last, form(second)),
    ])
}

/// An hour alone, before "to 11 am".
fn bare(input: &Input<'_>, at: usize) -> Option<(Clock, usize)> {
    let (hour, count) = input.digits(at)?;
    if count > 2 || !(1..=12).contains(&hour) || input.glued(at) && at > 0 {
        return None;
    }
    let clock = Clock {
        time: jiff::civil::Time::new(i8::try_from(hour).ok()?, 0, 0, 0).ok()?,
        minutes: false,
        seconds: false,
        half: false,
        zone: None,
    };
    Some((clock, at + 1))
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn each_end_is_an_expression() {
        check(
            "From June 3-5, 2008.",
            &["June 3=2008-06-03", "5, 2008=2008-06-05"],
        );
        check(
            "From 10 to 12 March 2009.",
            &["10=2009-03-10", "12 March 2009=2009-03-12"],
        );
        check(
            "Between April and June 2008, in 2001-03.",
            &["April=2008-04", "June 2008=2008-06", "2001=2001", "03=2003"],
        );
        check(
            "between 6:10 and 7:45 p.m. GMT",
            &["6:10=2009-04-15T18:10Z", "7:45 p.m. GMT=2009-04-15T19:45Z"],
        );
        check(
            "from 10:00-12:00",
            &["10:00=2009-04-15T10:00", "12:00=2009-04-15T12:00"],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check("a score of 10-12, pages 3 to 5", &[]);
    }
}
