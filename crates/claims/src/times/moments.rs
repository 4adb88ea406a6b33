//! A day, a part of a day and a clock time side by side, in any order: "16:00 UTC today",
//! "Monday morning", "on March 8 at 9:40 a.m.", "2010-03-02T14:02Z", "last night".

use jiff::civil::Weekday;

use super::{
    clocks::clock,
    dates,
    form::{Day, Form, Moment, Reading},
    relative,
    tokens::Input,
    words::Unit,
};

/// The longest moment at a place.
pub(super) fn read(input: &Input<'_>, at: usize) -> Option<Reading> {
    let mut moment = Moment::default();
    let mut end = at;
    // The first of the parts stands here; more may follow over small words.
    let mut from = at;
    while let Some(next) = more(input, from, &mut moment) {
        end = next;
        match joined(input, next, &moment) {
            Some(next) => from = next,
            None => break,
        }
    }
    (end > at).then(|| Reading::new(at, end, Form::Moment(moment)))
}

/// Takes one further part of the moment.
fn more(input: &Input<'_>, at: usize, moment: &mut Moment) -> Option<usize> {
    if moment.clock.is_none()
        && let Some((found, end)) = clock(input, at)
    {
        moment.clock = Some(found);
        return Some(end);
    }
    if moment.day.is_none()
        && moment.part.is_none()
        && let Some((day, part, end)) = day_and_part(input, at)
    {
        moment.day = Some(day);
        moment.part = part;
        return Some(end);
    }
    if moment.day.is_none()
        && let Some((day, end)) = day(input, at)
    {
        moment.day = Some(day);
        return Some(end);
    }
    if moment.part.is_none()
        && let Some((part, end)) = part(input, at, moment.day.is_some() || moment.clock.is_some())
    {
        moment.part = Some(part);
        return Some(end);
    }
    None
}

/// Past the words between two parts.
fn joined(input: &Input<'_>, at: usize, moment: &Moment) -> Option<usize> {
    if moment.day.is_some() && moment.clock.is_some() {
        // "10:00 Tuesday night".
        let part = moment.part.is_none() && part(input, at, true).is_some();
        return part.then_some(at);
    }
    // The "T" of a stamp.
    if input.is(at, &["t"]) && input.glued(at) && input.glued(at + 1) {
        return Some(at + 1);
    }
    let comma = at + usize::from(input.mark(at, ',') || input.mark(at, '-') && !input.glued(at));
    if input.line(comma) {
        return None;
    }
    let over = input.skip(comma, &["on", "at", "of", "in"]);
    let hedged = input.word(over).is_some_and(|w| w.hedge == Some("APPROX"));
    Some(over + usize::from(hedged))
}

/// A day of any kind.
fn day(input: &Input<'_>, at: usize) -> Option<(Day, usize)> {
    if let Some((shift, end)) = relative::day(input, at).or_else(|| relative::day_beyond(input, at))
    {
        return Some((Day::Ahead(shift), end));
    }
    dates::day(input, at).or_else(|| weekday(input, at))
}

/// "Monday", "last Monday", "this coming Friday".
fn weekday(input: &Input<'_>, at: usize) -> Option<(Day, usize)> {
    let the = input.skip(at, &["the"]);
    let shift = input.word(the).and_then(|w| w.shift);
    let mut from = if shift.is_some() { the + 1 } else { at };
    if shift == Some(0) && input.word(from).and_then(|w| w.shift).is_some() {
        from += 1;
    }
    // "Black Friday" is a name.
    let named = from.checked_sub(1).is_some_and(|b| {
        input.0[b].capital && input.is(b, &["black", "cyber", "good", "ash", "super"])
    });
    if named {
        return None;
    }
    let day = Weekday::from_monday_one_offset(input.name(from)?.weekday?).ok()?;
    // "Sun" and "Sat" are words of their own.
    let beside = input.digits(from + 1).is_some()
        || input.word(from + 1).is_some_and(|w| w.part.is_some())
        || input.mark(from + 1, '-');
    if input.name(from)?.capital && shift.is_none() && !input.held(from) && !beside {
        return None;
    }
    let short = input.0[from].end - input.0[from].start <= 5;
    let point =
        short && input.mark(from + 1, '.') && input.get(from + 2).is_some_and(|t| !t.capital);
    Some((Day::Weekday(day, shift), from + 1 + usize::from(point)))
}

/// "Tonight", "last night", "this morning", "that evening": a day and its part in one.
fn day_and_part(input: &Input<'_>, at: usize) -> Option<(Day, Option<&'static str>, usize)> {
    if input.is(at, &["tonight", "overnight"]) {
        return Some((Day::Ahead(0), Some("NI"), at + 1));
    }
    let shift = input.word(at).and_then(|w| w.shift);
    let that = input.is(at, &["that"]);
    let same = input.is(at, &["the"]) && input.is(at + 1, &["same"]);
    let from = at + 1 + usize::from(same);
    let early = input.skip(from, &["early", "late"]);
    let part = input.word(early).filter(|w| w.units.is_none())?.part?;
    let day = match shift {
        Some(shift) if !input.is(at, &["previous", "following", "past"]) => Day::Ahead(shift),
        _ if that || same => Day::Mentioned,
        _ => return None,
    };
    Some((day, Some(part), early + 1))
}

/// "Morning", "in the afternoon", "at night"; alone only with "the" or in the singular.
fn part(input: &Input<'_>, at: usize, beside: bool) -> Option<(&'static str, usize)> {
    let the = input.skip(at, &["the"]);
    let early = if beside {
        input.skip(the, &["early", "late"])
    } else {
        the
    };
    let word = input.word(early)?;
    let one = word.units.is_none() && !word.text.ends_with('s');
    let night = word.unit == Some(Unit::Night) && !beside && the == at;
    (one && !night).then_some((word.part?, early + 1))
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn days_parts_and_clock_times_join() {
        check(
            "It died at 1:15 this afternoon.",
            &["1:15 this afternoon=2009-04-15T13:15"],
        );
        check(
            "It fell at 16:00 UTC today.",
            &["16:00 UTC today=2009-04-15T16:00Z"],
        );
        check(
            "Since Monday morning it is dark.",
            &["Monday morning=2009-04-13TMO"],
        );
        check(
            "It fell last night, and again this morning.",
            &["last night=2009-04-14TNI", "this morning=2009-04-15TMO"],
        );
        check(
            "Log 2008-05-04T14:02:33Z link down",
            &["2008-05-04T14:02:33Z=2008-05-04T14:02:33Z"],
        );
        check(
            "On March 8 at 9:40 a.m. it died; that evening it rose.",
            &[
                "March 8 at 9:40 a.m.=2009-03-08T09:40",
                "that evening=2009-03-08TEV",
            ],
        );
        check("Work will begin on Friday.", &["Friday=2009-04-17"]);
        check("Work began on Friday.", &["Friday=2009-04-10"]);
        check(
            "Next Monday, and the day after tomorrow.",
            &[
                "Next Monday=2009-04-20",
                "the day after tomorrow=2009-04-17",
            ],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check("On Black Friday the shops were full.", &[]);
        check("The sun sat low, and we wed.", &[]);
    }
}
