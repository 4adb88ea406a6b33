//! How often: "every day", "weekly", "15 a year", "per month", "on Mondays".

use super::{
    form::{Form, Reading},
    numbers,
    tokens::{Input, Kind},
    value::period,
};

/// See the module.
pub(super) fn read(input: &Input<'_>, at: usize) -> Option<Reading> {
    let word = input.word(at)?;
    if let Some(value) = word.set {
        return Some(Reading::new(at, at + 1, Form::Set(value.to_owned())));
    }
    if let Some(day) = input.name(at).and_then(|w| w.weekdays) {
        return Some(Reading::new(
            at,
            at + 1,
            Form::Set(format!("XXXX-WXX-{day}")),
        ));
    }
    match word.text {
        "every" | "each" => every(input, at),
        "per" => unit(input, at, at + 1),
        "a" | "an" if rate(input, at) => unit(input, at, at + 1),
        _ => None,
    }
}

/// "Every day", "each Monday", "every 40 seconds", "every other week", "every morning".
fn every(input: &Input<'_>, at: usize) -> Option<Reading> {
    let next = input.skip(at + 1, &["single", "other"]);
    let other = input.is(at + 1, &["other"]);
    let word = input.word(next);
    let value = if let Some(day) = input.name(next).and_then(|w| w.weekday) {
        format!("XXXX-WXX-{day}")
    } else if let Some(part) = word.and_then(|w| w.part) {
        format!("XXXX-XX-XXT{part}")
    } else if let Some(month) = input.name(next).and_then(|w| w.month) {
        format!("XXXX-{month:02}")
    } else if let Some((length, end)) = numbers::length(input, next) {
        return Some(Reading::new(at, end, Form::Set(period(&length))));
    } else {
        let amount = if other { 2.0 } else { 1.0 };
        return unit(input, at, next).map(|mut reading| {
            if let (Form::Set(value), true) = (&mut reading.form, other) {
                *value = value.replacen('1', &format!("{amount}"), 1);
            }
            reading
        });
    };
    Some(Reading::new(at, next + 1, Form::Set(value)))
}

fn unit(input: &Input<'_>, start: usize, at: usize) -> Option<Reading> {
    let unit = input
        .word(at)?
        .unit
        .filter(|u| *u != super::words::Unit::Period)?;
    let length = super::form::Length {
        parts: vec![(Some(1.0), unit)],
        hedge: None,
    };
    Some(Reading::new(start, at + 1, Form::Set(period(&length))))
}

/// Whether "a year" comes after what is counted: "15 a year", "twice a day", "$2 million a month".
fn rate(input: &Input<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let number = match input.0[before].kind {
        Kind::Number(..) => true,
        Kind::Mark(mark) => mark == '%',
        Kind::Word(_) => input.word(before).is_some_and(|w| {
            w.number.is_some()
                || matches!(
                    w.text,
                    "once"
                        | "twice"
                        | "times"
                        | "percent"
                        | "million"
                        | "billion"
                        | "dollars"
                        | "people"
                        | "cars"
                        | "jobs"
                )
        }),
    };
    number && !input.line(at)
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn repetitions_are_read() {
        check(
            "15 a year, twice a day, on Mondays, every week",
            &[
                "a year=P1Y",
                "a day=P1D",
                "Mondays=XXXX-WXX-1",
                "every week=P1W",
            ],
        );
        check(
            "each Friday, weekly, every two hours, every other day",
            &[
                "each Friday=XXXX-WXX-5",
                "weekly=P1W",
                "every two hours=PT2H",
                "every other day=P2D",
            ],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check("every router, each of them, per cent", &[]);
    }
}
