//! How many requests an interface for programs still allows, by its answer.
//!
//! Three spellings are in use: `X-RateLimit-*` (GitHub, Mastodon), `X-Rate-Limit-*` (X),
//! `RateLimit-*` (the early drafts of draft-ietf-httpapi-ratelimit-headers; Bluesky). The reset is
//! a Unix time (GitHub, X, Bluesky), an RFC 3339 time (Mastodon) or seconds from now (the drafts).

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::HeaderMap;

const SPELLINGS: [&str; 3] = ["x-ratelimit", "x-rate-limit", "ratelimit"];

/// No server gives seconds from now that are this many, and no Unix time is smaller.
const UNIX_TIMES: u64 = 1_000_000_000;

/// How long to leave the host alone, where it says that nothing is left.
pub(crate) fn exhausted(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    SPELLINGS.iter().find_map(|spelling| {
        let field = |what: &str| headers.get(format!("{spelling}-{what}"))?.to_str().ok();
        let remaining: u64 = field("remaining")?.trim().parse().ok()?;
        let reset = field("reset")?.trim();
        (remaining == 0).then(|| until(reset, now)).flatten()
    })
}

fn until(reset: &str, now: Timestamp) -> Option<Duration> {
    let at = match reset.parse::<u64>() {
        Ok(seconds) if seconds < UNIX_TIMES => return Some(Duration::from_secs(seconds)),
        Ok(unix) => Timestamp::from_second(i64::try_from(unix).ok()?).ok()?,
        Err(_) => reset.parse().ok()?,
    };
    Some(Duration::try_from(now.duration_until(at)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn wait(fields: &[(&'static str, &'static str)]) -> Option<u64> {
        let fields = fields.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let now = Timestamp::from_second(1_655_793_000).unwrap();
        exhausted(&fields.collect(), now).map(|wait| wait.as_secs())
    }

    #[test]
    fn nothing_left_is_a_wait_until_the_reset() {
        for (remaining, reset, expected) in [
            (
                "x-ratelimit-remaining",
                ("x-ratelimit-reset", "2022-06-21T06:31:00.000Z"),
                60,
            ),
            (
                "x-rate-limit-remaining",
                ("x-rate-limit-reset", "1655793090"),
                90,
            ),
            ("ratelimit-remaining", ("ratelimit-reset", "7"), 7),
            (
                "x-ratelimit-remaining",
                ("x-ratelimit-reset", "1655792000"),
                0,
            ),
        ] {
            assert_eq!(
                wait(&[(remaining, "0"), reset]),
                Some(expected),
                "{reset:?}"
            );
            assert_eq!(wait(&[(remaining, "1"), reset]), None, "{reset:?}");
        }
    }

    #[test]
    fn half_a_word_is_none() {
        assert_eq!(wait(&[]), None);
        assert_eq!(wait(&[("x-ratelimit-remaining", "0")]), None);
        assert_eq!(wait(&[("x-ratelimit-reset", "7")]), None);
        assert_eq!(
            wait(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "soon")]),
            None
        );
        assert_eq!(
            wait(&[("ratelimit-remaining", "no"), ("ratelimit-reset", "7")]),
            None
        );
        let crossed = [("x-ratelimit-remaining", "0"), ("x-rate-limit-reset", "7")];
        assert_eq!(wait(&crossed), None);
    }
}
