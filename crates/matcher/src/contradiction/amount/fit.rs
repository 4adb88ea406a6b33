//! Whether two numbers can both be right: as round as they are printed, within their bounds.

use super::Amount;

/// Below this a number that is told in words or short digits is exact; our choice.
const SMALL: f64 = 100.0;

/// The part of the whole, where one is told.
pub(in crate::contradiction) fn fraction(amount: &Amount) -> Option<f64> {
    match amount.of {
        Some(whole) => Some(amount.value / whole),
        None => amount.share.then_some(amount.value),
    }
}

/// The least and the greatest value meant, as parts of the whole where such are told.
fn range(amount: &Amount, counting: f64) -> (f64, f64) {
    let whole = amount.of.unwrap_or(1.0);
    let rounding = rounding(amount).max(counting);
    (
        amount.low * (1.0 - rounding) / whole,
        amount.high * (1.0 + rounding) / whole,
    )
}

/// How far a number as round as this may lie from what was counted; our choice.
fn rounding(amount: &Amount) -> f64 {
    let telling = significant(amount.value);
    let printed = match telling {
        _ if !amount.share && amount.value < SMALL && !amount.loose => 0.0,
        1 => 0.15,
        2 => 0.05,
        _ => 0.01,
    };
    if amount.loose {
        f64::max(printed * 1.5, 0.1)
    } else {
        printed
    }
}

/// How many digits of the number tell something: two of 41,000.
fn significant(value: f64) -> usize {
    let text = format!("{value:e}");
    let mantissa = text.split('e').next().unwrap_or_default();
    mantissa.chars().filter(char::is_ascii_digit).count()
}

/// Whether no number fits both.
pub(in crate::contradiction) fn excludes(a: &Amount, b: &Amount, counting: f64) -> bool {
    let (x, y) = (range(a, counting), range(b, counting));
    x.1 < y.0 || y.1 < x.0
}

/// The same digits with another number of noughts: "25 million" and "25,000".
pub(in crate::contradiction) fn is_slip(a: &Amount, b: &Amount) -> bool {
    let power = (a.value / b.value).log10().abs();
    let whole = (power - power.round()).abs() < 0.005 && power.round() >= 1.0;
    whole && (significant(a.value) >= 2 || power.round() >= 2.0) && a.low > 0.0 && b.low > 0.0
}

#[cfg(test)]
mod tests {
    use super::{super::amounts, *};

    fn fits(a: &str, b: &str) -> bool {
        !excludes(&amounts(a)[0], &amounts(b)[0], 0.0)
    }

    #[test]
    fn a_number_is_as_loose_as_it_is_round() {
        assert!(fits("about 2,700 calls", "2,697 calls"));
        assert!(fits("40,000 homes", "41,300 homes"));
        assert!(fits("nearly 500 homes", "450 homes"));
        assert!(!fits("41,300 homes", "44,800 homes"));
        assert!(!fits("12 switches", "11 switches"));
        assert!(!fits("5 of 10 switches", "three of ten switches"));
    }

    #[test]
    fn a_slip_moves_the_point_and_keeps_the_digits() {
        let slip = |a: &str, b: &str| is_slip(&amounts(a)[0], &amounts(b)[0]);
        assert!(slip("25 million calls", "25,000 calls"));
        assert!(slip("1,100 shops", "110 shops"));
        assert!(!slip("200 shops", "20 shops"));
        assert!(!slip("1,100 shops", "120 shops"));
    }
}
