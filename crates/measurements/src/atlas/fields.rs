//! Fields of a result as they come: numbers may be texts, and texts may be absent.

use std::net::IpAddr;

use serde_json::Value;

/// A number, which the oldest probes wrote as a text.
pub(super) fn number(value: Option<&Value>) -> Option<f64> {
    let number = match value? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// A whole number that is not negative.
pub(super) fn count(value: Option<&Value>) -> Option<u64> {
    let number = number(value)?;
    // Exact up to 2^53, far beyond any counter or time here.
    (0.0..9e15).contains(&number).then_some(number as u64)
}

/// A time in milliseconds; old probes write -1 where there is none.
pub(super) fn milliseconds(value: Option<&Value>) -> Option<f64> {
    number(value).filter(|ms| *ms >= 0.0)
}

/// A text that is not empty.
pub(super) fn text(value: Option<&Value>) -> Option<&str> {
    value?
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// An address.
pub(super) fn address(value: Option<&Value>) -> Option<IpAddr> {
    text(value)?.parse().ok()
}

/// The median; with an even number the mean of the two in the middle.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let upper = *values.get(half)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    Some(f64::midpoint(values[half - 1], upper))
}

/// Phrases by which an error is known as the probe's own.
const OWN: &str = include_str!("errors.txt");

/// Whether an error says that the probe itself could not send.
pub(super) fn is_own(error: &str) -> bool {
    let error = error.to_lowercase();
    let phrases = OWN
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    phrases.into_iter().any(|phrase| error.contains(phrase))
}

/// The words of an error, whatever its shape: a text, or an object of names and values.
pub(super) fn words(error: &Value) -> String {
    match error {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn old_shapes_of_numbers_are_read() {
        assert_eq!(number(Some(&json!("58.042"))), Some(58.042));
        assert_eq!(count(Some(&json!("3"))), Some(3));
        assert_eq!(count(Some(&json!(-1))), None);
        assert_eq!(milliseconds(Some(&json!(-1))), None);
        assert_eq!(number(Some(&json!(["3"]))), None);
        assert_eq!(address(Some(&json!(""))), None);
    }

    #[test]
    fn the_middle_is_found() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn a_silent_target_is_not_the_probes_fault() {
        for own in [
            json!("connect failed: Network is unreachable"),
            json!({"nameserver": "no local resolvers found"}),
            json!("name resolution failed: non-recoverable failure"),
            json!("sendto failed: Operation not permitted"),
        ] {
            assert!(is_own(&words(&own)), "{own}");
        }
        for other in [
            json!({"timeout": 5000}),
            json!("connect: Connection refused"),
            json!("timeout reading chunk"),
            json!("connect error 4"),
        ] {
            assert!(!is_own(&words(&other)), "{other}");
        }
    }
}
