//! The only place that reads the clock. Every stage below gets its times passed in.

use jiff::Timestamp;

/// The time now, cut to the second: captures are not timed more finely than that.
///
/// `BACKPEDAL_NOW` (an RFC 3339 time stamp) stands in for the clock, so that a run can be
/// repeated to the byte.
#[allow(clippy::disallowed_methods)] // the one exception that the rule speaks of
pub(crate) fn now() -> Timestamp {
    let given = std::env::var("BACKPEDAL_NOW")
        .ok()
        .and_then(|text| text.parse().ok());
    let now: Timestamp = given.unwrap_or_else(Timestamp::now);
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
