//! Lengths as TIMEX3 writes them and in seconds.

use backpedal_model::DurationRange;

use super::{
    form::Length,
    words::{Modifier, Unit},
};

/// A length as a value: "P2W", "PT1H30M", "PXY".
pub(super) fn period(length: &Length) -> String {
    let (mut days, mut clock) = (String::new(), String::new());
    for (amount, unit) in &length.parts {
        let Some((code, each)) = code(*unit) else {
            continue;
        };
        let part = if *unit < Unit::Night {
            &mut clock
        } else {
            &mut days
        };
        let Some(amount) = amount.map(|n| n * each) else {
            part.push('X');
            part.push_str(code);
            continue;
        };
        let whole = amount.trunc();
        match finer(*unit).filter(|_| amount > whole) {
            // "P18M" would hide the year; "P1Y6M" keeps what was said.
            Some((finer, each, time)) => {
                if whole > 0.0 {
                    part.push_str(&format!("{whole}{code}"));
                }
                let rest = ((amount - whole) * each).round();
                let part = if time { &mut clock } else { &mut days };
                part.push_str(&format!("{rest}{finer}"));
            }
            None => part.push_str(&format!("{amount}{code}")),
        }
    }
    let time = if clock.is_empty() { "" } else { "T" };
    format!("P{days}{time}{clock}")
}

/// A unit's letters, and how many of them one of it has.
fn code(unit: Unit) -> Option<(&'static str, f64)> {
    Some(match unit {
        Unit::Second => ("S", 1.0),
        Unit::Minute => ("M", 1.0),
        Unit::Hour => ("H", 1.0),
        Unit::Night => ("TNI", 1.0),
        Unit::Day => ("D", 1.0),
        Unit::Weekend => ("WE", 1.0),
        Unit::Week => ("W", 1.0),
        Unit::Month => ("M", 1.0),
        Unit::Quarter => ("Q", 1.0),
        Unit::Year => ("Y", 1.0),
        Unit::Decade => ("Y", 10.0),
        Unit::Century => ("Y", 100.0),
        Unit::Period => return None,
    })
}

/// In what a fraction of a unit is told, how many make one, and whether it is of the clock.
fn finer(unit: Unit) -> Option<(&'static str, f64, bool)> {
    match unit {
        Unit::Minute => Some(("S", 60.0, true)),
        Unit::Hour => Some(("M", 60.0, true)),
        Unit::Day => Some(("H", 24.0, true)),
        Unit::Year => Some(("M", 12.0, false)),
        _ => None,
    }
}

/// The modifier as TIMEX3 has it, which parts "nearly" and "less than" in nothing.
pub(super) fn modifier(length: &Length) -> Option<Modifier> {
    match length.hedge {
        Some("NEARLY") => Some("LESS_THAN"),
        other => other,
    }
}

/// How wide a hedged length is: a fifth to either side (policy).
const SLACK: f64 = 0.2;

/// How many "several" are at least (policy).
const SEVERAL: f64 = 3.0;

/// A length in seconds; nominal months and years.
pub(super) fn seconds(length: &Length) -> f64 {
    let each = |(amount, unit): &(Option<f64>, Unit)| {
        amount.unwrap_or(SEVERAL)
            * match unit {
                Unit::Second => 1.0,
                Unit::Minute => 60.0,
                Unit::Hour => 3600.0,
                Unit::Night | Unit::Day => 86_400.0,
                Unit::Weekend => 2.0 * 86_400.0,
                Unit::Week => 7.0 * 86_400.0,
                Unit::Month => 30.4 * 86_400.0,
                Unit::Quarter => 91.3 * 86_400.0,
                Unit::Year => 365.25 * 86_400.0,
                Unit::Decade => 3652.5 * 86_400.0,
                Unit::Century => 36_525.0 * 86_400.0,
                Unit::Period => 0.0,
            }
    };
    length.parts.iter().map(each).sum()
}

/// The seconds that a length can mean.
#[allow(clippy::cast_possible_truncation)] // lengths in prose are far below 2^53 seconds
pub(super) fn bounds(length: &Length) -> DurationRange {
    let middle = seconds(length);
    let vague = length.parts.iter().any(|(amount, _)| amount.is_none());
    let exact = Some(middle.round() as i64);
    let low = Some((middle * (1.0 - SLACK)).round() as i64);
    let high = Some((middle * (1.0 + SLACK)).round() as i64);
    let (min_seconds, max_seconds) = match length.hedge {
        Some("LESS_THAN" | "EQUAL_OR_LESS") => (None, exact),
        Some("MORE_THAN" | "EQUAL_OR_MORE") => (exact, None),
        Some("NEARLY") => (low, exact),
        Some(_) => (low, high),
        None if vague => (low, None),
        None => (exact, exact),
    };
    DurationRange {
        min_seconds,
        max_seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_the_standard_has_them() {
        for (parts, value) in [
            (vec![(Some(2.0), Unit::Week)], "P2W"),
            (vec![(Some(1.5), Unit::Hour)], "PT1H30M"),
            (vec![(Some(0.5), Unit::Year)], "P6M"),
            (vec![(None, Unit::Decade)], "PXY"),
            (vec![(Some(1.0), Unit::Decade)], "P10Y"),
            (
                vec![(Some(1.0), Unit::Day), (Some(3.0), Unit::Hour)],
                "P1DT3H",
            ),
            (vec![(Some(0.5), Unit::Day)], "PT12H"),
            (vec![(Some(2.5), Unit::Week)], "P2.5W"),
        ] {
            assert_eq!(period(&Length { parts, hedge: None }), value);
        }
    }
}
