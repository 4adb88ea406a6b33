//! Lengths of time and what they lead to: "five months", "the past nine days", "two weeks ago",
//! "a day later", "decades-long".

use super::{
    form::{Form, From, Length, Reading},
    numbers,
    relative::closed,
    tokens::Input,
    words::Unit,
};

/// See the module.
pub(super) fn read(input: &Input<'_>, at: usize) -> Option<Reading> {
    span(input, at)
        .or_else(|| counted(input, at))
        .or_else(|| plural(input, at))
}

/// "The past nine days", "the next six months", "the last decade": a length that ends or begins
/// now.
fn span(input: &Input<'_>, at: usize) -> Option<Reading> {
    let the = input.skip(at, &["the", "these"]);
    let word = input.word(the)?;
    let sign = match word.text {
        "past" | "last" | "previous" => -1,
        "next" | "coming" | "following" => 1,
        _ => return None,
    };
    if let Some((length, end)) = numbers::length(input, the + 1) {
        let article = input.is(the + 1, &["a", "an"]);
        return (!article).then(|| Reading::new(at, end, Form::Span(length, sign)));
    }
    let unit = input.word(the + 1)?;
    let amount = match (unit.unit, unit.units) {
        // "The past year" is a length; "the last year" and "last year" are not.
        (Some(_), _) if word.text == "past" => Some(1.0),
        (None, Some(_)) => None,
        (Some(Unit::Hour | Unit::Decade | Unit::Century), _) if the > at && word.text == "last" => {
            Some(1.0)
        }
        _ => return None,
    };
    let unit = unit.unit.or(unit.units).filter(|u| *u != Unit::Period)?;
    let length = one(amount, unit);
    Some(Reading::new(at, the + 2, Form::Span(length, sign)))
}

fn one(amount: Option<f64>, unit: Unit) -> Length {
    Length {
        parts: vec![(amount, unit)],
        hedge: None,
    }
}

/// An amount with its unit, and "ago", "later", "-old" after it.
fn counted(input: &Input<'_>, at: usize) -> Option<Reading> {
    let (length, end) = numbers::length(input, at)?;
    if share(input, at, end, &length) {
        return None;
    }
    let offset = |sign, from, end| {
        let length = length.clone();
        Some(Reading::new(at, end, Form::Offset { length, sign, from }))
    };
    match input.word(end).map(|w| w.text) {
        Some("ago") => return offset(-1, From::Now, end + 1),
        Some("from") if input.is(end + 1, &["now"]) => return offset(1, From::Now, end + 2),
        Some("earlier" | "prior") if !input.is(end + 1, &["than", "to"]) => {
            return offset(-1, From::Mentioned, end + 1);
        }
        Some("before") if closed(input, end + 1) => return offset(-1, From::Mentioned, end + 1),
        Some("later") if !input.is(end + 1, &["than"]) => {
            return offset(1, From::Mentioned, end + 1);
        }
        Some("after") if closed(input, end + 1) => return offset(1, From::Mentioned, end + 1),
        _ => {}
    }
    let hyphen = end + usize::from(input.mark(end, '-'));
    let end = input.skip(hyphen, &["old", "long"]).max(end);
    let end = if end == hyphen && hyphen > 0 && input.mark(hyphen - 1, '-') {
        hyphen - 1
    } else {
        end
    };
    Some(Reading::new(at, end, Form::Length(length)))
}

/// Amounts that count something else: "a quarter of", "a second try", "a second".
fn share(input: &Input<'_>, at: usize, end: usize, length: &Length) -> bool {
    let Some((amount, unit)) = length.parts.first() else {
        return true;
    };
    let one = *amount == Some(1.0) && input.digits(at).is_none();
    // "Three quarters of", but "two consecutive quarters of".
    let fraction =
        input.is(end, &["of"]) && input.word(end - 2).is_some_and(|w| w.number.is_some());
    match unit {
        Unit::Quarter => one || fraction || length.parts.len() > 1,
        Unit::Second => one,
        _ => false,
    }
}

/// "Minutes", "decades", "years" without an amount, "decades-long", "the year-long".
fn plural(input: &Input<'_>, at: usize) -> Option<Reading> {
    let word = input.word(at)?;
    let long = |at| input.mark(at, '-') && input.glued(at) && input.is(at + 1, &["long"]);
    if let Some(unit) = word.units.filter(|u| *u >= Unit::Minute) {
        let end = if long(at + 1) { at + 3 } else { at + 1 };
        if matches!(unit, Unit::Quarter | Unit::Weekend | Unit::Night) {
            return None;
        }
        if input.is(end, &["ago"]) {
            let (length, sign, from) = (one(None, unit), -1, From::Now);
            let form = Form::Offset { length, sign, from };
            return Some(Reading::new(at, end + 1, form));
        }
        return Some(Reading::new(at, end, Form::Length(one(None, unit))));
    }
    let unit = word.unit.filter(|u| *u != Unit::Period && long(at + 1))?;
    Some(Reading::new(at, at + 3, Form::Length(one(Some(1.0), unit))))
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn lengths_and_what_they_lead_to() {
        check(
            "It took three and a half hours.",
            &["three and a half hours=PT3H30M"],
        );
        check(
            "It took an hour and 47 minutes.",
            &["an hour and 47 minutes=PT1H47M"],
        );
        check(
            "In the past nine days, within the next six months.",
            &["the past nine days=P9D", "the next six months=P6M"],
        );
        check(
            "It failed two days ago, and a week later.",
            &["two days ago=2009-04-13", "a week later=2009-04-20"],
        );
        check(
            "A decades-long row over a five-year plan.",
            &["decades-long=PXY", "five-year=P5Y"],
        );
        check(
            "It came several years ago.",
            &["several years ago=PAST_REF"],
        );
        check(
            "Twenty-five years, over a decade, half an hour",
            &[
                "Twenty-five years=P25Y",
                "over a decade=P10Y",
                "half an hour=PT30M",
            ],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check(
            "The second man, a quarter of them, three quarters of us.",
            &[],
        );
    }
}
