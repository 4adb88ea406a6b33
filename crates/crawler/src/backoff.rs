//! How long to wait before a further attempt. Pure: the time and the spread come from outside.

use std::time::Duration;

use backpedal_model::Sha256;
use jiff::Timestamp;

/// The longest wait that doubling reaches. Policy.
const LONGEST: Duration = Duration::from_secs(60);

/// The wait before attempt `attempt` (the first repetition is 0): `first`, doubled each time, of
/// which between a half and all is waited. The spread comes from `seed`, so that two crawlers, or
/// two addresses, do not come back at the same moment, and a re-run waits alike.
pub(crate) fn delay(first: Duration, attempt: u32, seed: &str) -> Duration {
    let full = first
        .saturating_mul(2_u32.saturating_pow(attempt))
        .min(LONGEST);
    let digest = Sha256::of_fields(&[seed, &attempt.to_string()]);
    let spread = f64::from(digest.as_bytes()[0]) / 255.0;
    full.mul_f64(0.5 + spread / 2.0)
}

/// Reads `Retry-After` (RFC 9110, section 10.2.3): seconds, or an HTTP date. A date that has
/// passed is no wait. `None` where it is neither.
pub(crate) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // Digits alone can only fail by overflow; then the wait is as long as can be said.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    let since_epoch = date.duration_since(std::time::UNIX_EPOCH).ok()?;
    let now = u64::try_from(now.as_second()).unwrap_or(0);
    Some(Duration::from_secs(
        since_epoch.as_secs().saturating_sub(now),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_within_their_spread_and_have_an_end() {
        let first = Duration::from_secs(1);
        for attempt in 0..4 {
            let full = first * 2_u32.pow(attempt);
            let wait = delay(first, attempt, "http://a.example/");
            assert!(wait >= full / 2 && wait <= full, "{attempt}: {wait:?}");
        }
        assert!(delay(first, 500, "x") <= LONGEST);
        assert_eq!(delay(first, 1, "x"), delay(first, 1, "x"));
        assert_ne!(delay(first, 1, "x"), delay(first, 1, "y"));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2022-06-21T06:27:00Z".parse().unwrap();
        let read = |value| retry_after(value, now);
        assert_eq!(read("7"), Some(Duration::from_secs(7)));
        assert_eq!(
            read("Tue, 21 Jun 2022 06:28:30 GMT"),
            Some(Duration::from_secs(90))
        );
        assert_eq!(read("Tue, 21 Jun 2022 06:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(
            read("99999999999999999999999"),
            Some(Duration::from_secs(u64::MAX))
        );
        for wrong in ["", "soon", "-1", "1.5"] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
