//! A crawler for the loopback site: no pauses, a fixed clock.
#![allow(dead_code)] // each test binary uses a part
#![allow(clippy::unwrap_used, clippy::panic)] // its helpers are tests too

use std::time::Duration;

use backpedal_crawler::{Capture, Crawler, Error, Fetched, Settings};
use jiff::Timestamp;

/// The time of all captures.
pub(crate) fn clock() -> Timestamp {
    Timestamp::from_second(1_655_793_000).unwrap()
}

/// Settings for the loopback.
pub(crate) fn settings() -> Settings {
    Settings {
        clock: Some(clock),
        contact: Some("desk@paper.example".to_owned()),
        allow_loopback: true,
        min_delay: Duration::ZERO,
        back_off: Duration::from_millis(10),
        ..Settings::default()
    }
}

/// A crawler with these.
pub(crate) fn crawler_with(settings: Settings) -> Crawler {
    Crawler::new(settings).unwrap()
}

/// A crawler for the loopback.
pub(crate) fn crawler() -> Crawler {
    crawler_with(settings())
}

/// The capture of a fetch that must have one.
pub(crate) fn capture(fetched: Result<Fetched, Error>) -> Capture {
    match fetched {
        Ok(Fetched::New(capture)) => *capture,
        other => panic!("no capture: {other:?}"),
    }
}
