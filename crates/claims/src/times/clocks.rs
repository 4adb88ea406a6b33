//! Clock times: "14:02:33 UTC", "9:40 a.m. Central", "0800 GMT", "ten past four in the afternoon",
//! "noon".

use jiff::civil::Time;

use super::{form::Clock, tokens::Input, zones::zone};

/// The clock time at a place, with its zone.
pub(super) fn clock(input: &Input<'_>, at: usize) -> Option<(Clock, usize)> {
    let (mut clock, end) = printed(input, at)
        .or_else(|| spoken(input, at))
        .or_else(|| military(input, at))?;
    let mut end = end;
    if !clock.half
        && let Some((later, next)) = half_of_day(input, end)
    {
        clock.half = true;
        end = next;
        if later && clock.time.hour() < 12 {
            clock.time = Time::new(
                clock.time.hour() + 12,
                clock.time.minute(),
                clock.time.second(),
                0,
            )
            .ok()?;
        }
    }
    // "10:00-12:00" is a range, "10:00:00-05:00" a stamp.
    let dashed = input.mark(end, '-') && !clock.seconds;
    if !dashed && let Some((zone, next)) = zone(input, end) {
        clock.zone = zone;
        end = next;
    }
    Some((clock, end))
}

/// A clock time whose parts are in range.
fn at_time(hour: u32, minute: u32, second: u32) -> Option<Time> {
    let part = |n| i8::try_from(n).ok();
    Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()
}

/// With colons or with "a.m.", "p.m.".
fn printed(input: &Input<'_>, at: usize) -> Option<(Clock, usize)> {
    let (first, count) = input.digits(at)?;
    if count > 4 || input.glued(at) && !free(input, at) {
        return None;
    }
    let (mut hour, mut minute, mut second) = (first, 0, 0);
    let (mut end, mut minutes, mut seconds) = (at + 1, false, false);
    let pair = |at: usize, mark| {
        let joined = input.mark(at, mark) && input.glued(at) && input.glued(at + 1);
        input
            .digits(at + 1)
            .filter(|(_, count)| joined && *count == 2)
    };
    let point =
        pair(end, '.').filter(|_| half(input, end + 2).is_some() || dotted(input, at, count));
    let colon = pair(end, ':');
    if let Some((value, _)) = colon.or(point).filter(|_| count <= 2) {
        (minute, minutes, end) = (value, true, end + 2);
        if let Some((value, _)) = pair(end, ':') {
            (second, seconds, end) = (value, true, end + 2);
            end += fraction(input, end);
        }
    } else if count > 2 {
        // "430pm"
        (hour, minute, minutes) = (first / 100, first % 100, true);
        half(input, end).filter(|_| input.glued(end))?;
    }
    let half = half(input, end);
    if let Some((later, next)) = half {
        let plain = (1..=12).contains(&hour);
        let full = minutes && hour < 24;
        if !plain && !full {
            return None;
        }
        hour = match (later, hour) {
            (true, hour) if hour < 12 => hour + 12,
            (false, 12) => 0,
            (_, hour) => hour,
        };
        end = next;
    } else if !minutes || input.mark(end, ':') && input.glued(end) {
        return None;
    }
    let clock = Clock {
        time: at_time(hour, minute, second)?,
        minutes,
        seconds,
        half: half.is_some() || count == 2 && (hour > 12 || hour == 0) || first < 10 && count == 2,
        zone: None,
    };
    Some((clock, end))
}

/// "At 13.12", "between 02.20 and 02.31", "16.50 Back.": the point of a clock time, where a number
/// cannot be meant.
fn dotted(input: &Input<'_>, at: usize, count: u8) -> bool {
    const HELD: &[&str] = &[
        "at", "since", "until", "till", "by", "between", "before", "around", "about",
    ];
    let (Some((hour, _)), Some((minute, 2))) = (input.digits(at), input.digits(at + 2)) else {
        return false;
    };
    let next = at + 3;
    let open = input.glued(next)
        && !['.', ',', ')', ':', ';', '"', '-', '\'']
            .iter()
            .any(|mark| input.mark(next, *mark));
    // "13.12.2008", "at 10.25%", "at 12.50 euros".
    let longer = input.glued(next + 1) && input.digits(next + 1).is_some();
    let before = at.checked_sub(1);
    let held = before.is_some_and(|before| {
        let second = input.is(before, &["and"])
            && (4..8).any(|back| {
                at.checked_sub(back)
                    .is_some_and(|b| input.is(b, &["between"]))
            });
        input.is(before, HELD) || second
    });
    let starts = input.line(at) && count == 2 && input.get(next).is_some_and(|t| t.capital);
    // A word behind may be a unit, unless it goes on to speak of time.
    let spoken = match input.get(next).map(|token| token.kind) {
        Some(super::tokens::Kind::Word(word)) => word.is_some_and(|word| word.units.is_none()),
        Some(super::tokens::Kind::Number(..)) => false,
        _ => true,
    };
    let sure = count == 2 && !(10..=12).contains(&hour);
    hour < 24 && minute < 60 && !open && !longer && (starts || held && (spoken || sure))
}

/// Fractions of seconds, which no value keeps.
fn fraction(input: &Input<'_>, at: usize) -> usize {
    let joined = input.mark(at, '.') && input.glued(at) && input.glued(at + 1);
    if joined && input.digits(at + 1).is_some() {
        2
    } else {
        0
    }
}

/// Whether what stands before a glued number lets a time begin: a bracket, a dash, the "T" of a
/// stamp.
fn free(input: &Input<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    ['(', '[', '-', '"', '\'', '~', '/', '*', '@', ',', '=']
        .iter()
        .any(|mark| input.mark(before, *mark))
        || input.is(before, &["t"])
            && before
                .checked_sub(1)
                .is_some_and(|n| input.digits(n).is_some())
}

/// "a.m." or "pm": whether it is the later half.
fn half(input: &Input<'_>, at: usize) -> Option<(bool, usize)> {
    if input.is(at, &["am", "pm"]) {
        return Some((input.is(at, &["pm"]), at + 1));
    }
    let letters = input.is(at, &["a", "p"])
        && input.mark(at + 1, '.')
        && input.is(at + 2, &["m"])
        && input.glued(at + 1)
        && input.glued(at + 2);
    let point = input.mark(at + 3, '.') && input.glued(at + 3);
    letters.then(|| (input.is(at, &["p"]), at + 3 + usize::from(point)))
}

/// "In the morning", "in the evening", "at night"; "this morning" is a day too, and not read here.
fn half_of_day(input: &Input<'_>, at: usize) -> Option<(bool, usize)> {
    let comma = at + usize::from(input.mark(at, ','));
    let from = if input.is(comma, &["in"]) && input.is(comma + 1, &["the"]) {
        comma + 2
    } else if input.is(comma, &["at"]) {
        comma + 1
    } else {
        return None;
    };
    let part = input.word(from)?.part?;
    Some((part != "MO", from + 1))
}

/// "0800 UTC", "1430 hours": four digits with a zone or "hours" after them.
fn military(input: &Input<'_>, at: usize) -> Option<(Clock, usize)> {
    let (value, 4) = input.digits(at)? else {
        return None;
    };
    let hours = input.is(at + 1, &["hours", "hrs"]);
    let stated = input.word(at + 1).is_some() && matches!(zone(input, at + 1), Some((Some(_), _)));
    if !(hours || stated) || input.glued(at) && !free(input, at) {
        return None;
    }
    let clock = Clock {
        time: at_time(value / 100, value % 100, 0)?,
        minutes: true,
        seconds: false,
        half: true,
        zone: None,
    };
    Some((clock, at + 1 + usize::from(hours)))
}

/// In words.
fn spoken(input: &Input<'_>, at: usize) -> Option<(Clock, usize)> {
    if input.is(at, &["noon", "midnight"]) {
        let hour = if input.is(at, &["noon"]) { 12 } else { 0 };
        return Some((whole(hour, 0)?, at + 1));
    }
    if input.digits(at) == Some((12, 2)) && input.is(at + 1, &["noon", "midnight"]) {
        return Some((
            whole(if input.is(at + 1, &["noon"]) { 12 } else { 0 }, 0)?,
            at + 2,
        ));
    }
    if let Some(found) = past(input, at) {
        return Some(found);
    }
    let (hour, end) = small(input, at)?;
    let oclock =
        input.is(end, &["o"]) && input.mark(end + 1, '\'') && input.is(end + 2, &["clock"]);
    let told = input.is(end, &["this", "that"])
        && input.word(end + 1).is_some_and(|word| word.part.is_some());
    let lead = at.checked_sub(1).is_some_and(|before| {
        input.is(before, LEADS) || input.is(before, &["after", "before", "by", "from", "like"])
    });
    let part = (told || half_of_day(input, end).is_some()) && (input.word(at).is_some() || lead);
    if !(1..=12).contains(&hour) || !(oclock || part) {
        return None;
    }
    let mut clock = whole(hour, 0)?;
    clock.half = false;
    Some((clock, if oclock { end + 3 } else { end }))
}

/// Words before which "five to four" is a time.
const LEADS: &[&str] = &["at", "since", "until", "till", "about", "around", "past"];

/// "Ten past four", "quarter to eight", "half past six".
fn past(input: &Input<'_>, at: usize) -> Option<(Clock, usize)> {
    let (minute, next) = if input.is(at, &["quarter"]) {
        (15, at + 1)
    } else if input.is(at, &["half"]) {
        (30, at + 1)
    } else {
        small(input, at)?
    };
    let worded = input.is(next, &["minutes", "minute"]);
    let next = next + usize::from(worded);
    let before = input.is(next, &["to", "before"]);
    if !before && !input.is(next, &["past", "after"]) {
        return None;
    }
    let (hour, end, fixed) = match input.word(next + 1)?.text {
        "noon" => (12, next + 2, true),
        "midnight" => (24, next + 2, true),
        _ => {
            // "Five to four" may be a score: minutes in fives only, unless they are called so,
            // and with a word of time before or after.
            let (hour, end) = small(input, next + 1)?;
            let other = input
                .word(end)
                .is_some_and(|w| w.unit.or(w.units).is_some());
            let odd = minute % 5 != 0 && !worded;
            let led = at.checked_sub(1).is_some_and(|b| input.is(b, LEADS));
            let sure = worded || !before || led || half_of_day(input, end).is_some();
            let named = input.is(at, &["quarter", "half"]);
            let odd = odd || !sure && !named;
            ((1..=12).contains(&hour) && !other && !odd).then_some((hour, end, false))?
        }
    };
    let minutes = if before {
        (hour * 60).checked_sub(minute)?
    } else {
        hour * 60 + minute
    };
    let mut clock = whole(minutes / 60 % 24, minutes % 60)?;
    clock.half = fixed;
    clock.minutes = true;
    Some((clock, end))
}

/// A number below sixty in words, or in digits.
fn small(input: &Input<'_>, at: usize) -> Option<(u32, usize)> {
    if let Some((value, count)) = input.digits(at) {
        return (count <= 2 && !input.glued(at + 1)).then_some((value, at + 1));
    }
    let value = u32::try_from(input.word(at)?.number?).ok()?;
    let dash = at + 1 + usize::from(input.mark(at + 1, '-'));
    let ones = input
        .word(dash)
        .and_then(|w| w.number)
        .and_then(|n| u32::try_from(n).ok());
    match ones {
        Some(ones) if (20..60).contains(&value) && ones < 10 => Some((value + ones, dash + 1)),
        _ => (value < 60).then_some((value, at + 1)),
    }
}

fn whole(hour: u32, minute: u32) -> Option<Clock> {
    Some(Clock {
        time: at_time(hour, minute, 0)?,
        minutes: minute > 0,
        seconds: false,
        half: true,
        zone: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn clock_times_are_read() {
        check(
            "at 9:40 a.m. Central",
            &["9:40 a.m. Central=2009-04-15T09:40"],
        );
        check("at 12:15 am", &["12:15 am=2009-04-15T00:15"]);
        check("at 3 p.m. EDT.", &["3 p.m. EDT=2009-04-15T15:00-04:00"]);
        check(
            "at ten past four in the afternoon",
            &["ten past four in the afternoon=2009-04-15T16:10"],
        );
        check(
            "ten minutes to midnight",
            &["ten minutes to midnight=2009-04-15T23:50"],
        );
        check(
            "since quarter to eight",
            &["quarter to eight=2009-04-15T07:45"],
        );
        check(
            "at 0800 UTC, at 6:40 p.m. (GMT +8)",
            &[
                "0800 UTC=2009-04-15T08:00Z",
                "6:40 p.m. (GMT +8)=2009-04-15T18:40+08:00",
            ],
        );
        check("by noon", &["noon=2009-04-15T12:00"]);
    }

    #[test]
    fn near_misses_are_left_alone() {
        check("ten of them won by five to three, a ratio of 3:4", &[]);
        check("version 1.45 on port 8080 at 25:10", &[]);
    }
}
