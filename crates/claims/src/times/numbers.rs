//! Amounts in words and digits, and lengths of time: "three and a half hours", "an hour and 47
//! minutes", "several years", "five-year".

use super::{
    form::Length,
    tokens::Input,
    words::{Modifier, Unit},
};

/// An amount and where it ends; without a number for "several", "a few".
type Amount = (Option<f64>, usize);

/// Words between an amount and its unit that change nothing of the length.
const BETWEEN: &[&str] = &[
    "consecutive",
    "straight",
    "successive",
    "trading",
    "business",
    "working",
    "calendar",
    "full",
    "whole",
    "entire",
    "more",
    "additional",
    "extra",
    "solid",
    "long",
    "good",
    "odd",
    "fiscal",
    "financial",
    "another",
];

/// The amount at a place.
pub(super) fn amount(input: &Input<'_>, at: usize) -> Option<Amount> {
    if let Some((value, _)) = input.digits(at) {
        return Some(digits(input, at, f64::from(value)));
    }
    if input.is(at, &["half"]) {
        let next = input.skip(at + 1, &["of"]);
        return input
            .is(next, &["a", "an"])
            .then_some((Some(0.5), next + 1));
    }
    let article = input.skip(at, &["a", "an"]);
    if input.is(article, &["few", "several", "many", "couple", "dozen"]) {
        let value = match input.word(article)?.text {
            "couple" => Some(2.0),
            "dozen" => Some(12.0),
            _ => None,
        };
        return Some((value, input.skip(article + 1, &["of"])));
    }
    // "A hundred", but "a" before "five-year" belongs to the noun.
    let high = |at| {
        input
            .word(at)
            .and_then(|w| w.number)
            .is_some_and(|n| n >= 100)
    };
    let from = if high(article) { article } else { at };
    if let Some((value, end)) = written(input, from) {
        if input.is(end, &["and"]) && input.is(end + 1, &["a"]) && input.is(end + 2, &["half"]) {
            return Some((Some(value + 0.5), end + 3));
        }
        return Some((Some(value), end));
    }
    (article > at).then_some((Some(1.0), article))
}

/// Digits with thousands, decimals or a fraction.
fn digits(input: &Input<'_>, at: usize, value: f64) -> Amount {
    let tail = |mark| input.mark(at + 1, mark) && input.glued(at + 1) && input.glued(at + 2);
    let next = input.digits(at + 2);
    match next {
        Some((more, 3)) if tail(',') => (Some(value * 1000.0 + f64::from(more)), at + 3),
        Some((more, count)) if tail('.') => (
            Some(value + f64::from(more) / 10_f64.powi(i32::from(count))),
            at + 3,
        ),
        Some((more, 1)) if tail('/') && more > 0 => (Some(value / f64::from(more)), at + 3),
        _ => {
            let plus = at + 1 + usize::from(input.mark(at + 1, '+'));
            (Some(value), plus)
        }
    }
}

/// A number in words below a million: "twenty-five", "three hundred".
fn written(input: &Input<'_>, at: usize) -> Option<(f64, usize)> {
    let number = |at| input.word(at).and_then(|w| w.number);
    let mut end = at;
    let (mut all, mut part) = (0, None);
    while let Some(value) = number(end) {
        part = Some(match (part, value) {
            (None, value) => value,
            (Some(tens), value) if tens >= 20 && tens % 10 == 0 && value < 10 => tens + value,
            (Some(below), 100) if below < 10 => below * 100,
            (Some(below), 1000) => {
                all += below * 1000;
                0
            }
            (Some(above), value) if above >= 100 && value < 100 => above + value,
            _ => break,
        });
        end += 1;
        if input.mark(end, '-') && number(end + 1).is_some() {
            end += 1;
        }
    }
    part.map(|part| (f64::from(all + part), end))
}

/// The length at a place, with hedges before it: its own start may lie before its number.
pub(super) fn length(input: &Input<'_>, at: usize) -> Option<(Length, usize)> {
    let (hedge, from) = hedge(input, at);
    let (amount, mut end) = amount(input, from)?;
    let one = amount == Some(1.0) || amount.is_some_and(|n| n < 1.0);
    let (unit, plural, next) = unit(input, end)?;
    // "Two day" is right only in "a two day strike"; "one years" is not at all.
    if plural && one && input.digits(from).is_none() {
        return None;
    }
    end = next;
    let mut parts = vec![(amount, unit)];
    if let Some((part, next)) = fraction(input, end, unit) {
        parts = vec![(amount.map(|n| n + part), unit)];
        end = next;
    }
    while let Some((more, smaller, next)) = tail(input, end, parts.last()?.1) {
        parts.push((more, smaller));
        end = next;
    }
    Some((Length { parts, hedge }, end))
}

/// "About", "more than", "at least" before an amount.
fn hedge(input: &Input<'_>, at: usize) -> (Option<Modifier>, usize) {
    let Some(word) = input.word(at) else {
        return (None, at);
    };
    match word.text {
        "more" | "less" | "fewer" if input.is(at + 1, &["than"]) => (word.hedge, at + 2),
        "more" | "less" | "fewer" => (None, at),
        "at" if input.is(at + 1, &["least"]) => (Some("EQUAL_OR_MORE"), at + 2),
        "up" if input.is(at + 1, &["to"]) => (Some("EQUAL_OR_LESS"), at + 2),
        "well" | "just" if input.is(at + 1, &["over", "under"]) => {
            (input.word(at + 1).and_then(|w| w.hedge), at + 2)
        }
        // "Over a decade" is a length, "within two days" one with a limit.
        _ => word.hedge.map_or((None, at), |hedge| (Some(hedge), at + 1)),
    }
}

/// The unit after an amount, past a hyphen and words that change nothing; whether it is plural.
fn unit(input: &Input<'_>, at: usize) -> Option<(Unit, bool, usize)> {
    let mut at = at;
    for _ in 0..2 {
        at += usize::from(input.mark(at, '-') && input.glued(at));
        at = input.skip(at, BETWEEN);
    }
    at += usize::from(input.mark(at, '-') && input.glued(at));
    let word = input.word(at)?;
    // "2h", and "30m" after it.
    if word.text == "h" && input.glued(at) {
        return Some((Unit::Hour, false, at + 1));
    }
    let unit = word.unit.or(word.units).filter(|u| *u != Unit::Period)?;
    // "30s" is no length: a unit of one letter is not in the list.
    Some((unit, word.units.is_some(), at + 1))
}

/// "… and a half", "… and a quarter" after the unit.
fn fraction(input: &Input<'_>, at: usize, unit: Unit) -> Option<(f64, usize)> {
    let and = input.is(at, &["and"]) && input.is(at + 1, &["a"]);
    let next = at + 2;
    if !and || unit > Unit::Decade {
        return None;
    }
    match input.word(next)?.text {
        "half" => Some((0.5, next + 1)),
        "quarter" => Some((0.25, next + 1)),
        _ => None,
    }
}

/// A smaller unit after a larger one: "and 35 minutes", ", ten seconds".
fn tail(input: &Input<'_>, at: usize, above: Unit) -> Option<(Option<f64>, Unit, usize)> {
    let from = at + usize::from(input.mark(at, ','));
    let from = input.skip(from, &["and"]);
    let (amount, end) = amount(input, from)?;
    let minutes = above == Unit::Hour && input.is(end, &["m"]) && input.glued(end);
    let (unit, end) = if minutes {
        (Unit::Minute, end + 1)
    } else {
        let (unit, _, end) = unit(input, end)?;
        (unit, end)
    };
    let steps = matches!(
        (above, unit),
        (Unit::Year, Unit::Month)
            | (Unit::Month, Unit::Week | Unit::Day)
            | (Unit::Week, Unit::Day)
            | (Unit::Day, Unit::Hour | Unit::Minute)
            | (Unit::Hour, Unit::Minute | Unit::Second)
            | (Unit::Minute, Unit::Second)
    );
    (steps && amount.is_some()).then_some((amount, unit, end))
}
