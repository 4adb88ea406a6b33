//! The only crate of Backpedal that downloads: pages, feeds, posts and measurement files.
//!
//! Each address goes one way: is it a public one, does the site's robots.txt allow it, is it the
//! host's turn; then one request, redirects by hand, a body up to a limit, and a [`Capture`] that
//! holds the bytes as received with both heads. What is captured is evidence, so an answer that
//! did not arrive in full is none.
//!
//! ```no_run
//! use backpedal_crawler::{Crawler, Fetched, Settings};
//!
//! # async fn example(clock: fn() -> jiff::Timestamp) -> Result<(), backpedal_crawler::Error> {
//! let crawler = Crawler::new(Settings {
//!     clock: Some(clock),
//!     contact: Some("desk@paper.example".to_owned()),
//!     ..Settings::default()
//! })?;
//! match crawler.fetch("https://status.example/", None).await? {
//!     Fetched::New(capture) => println!("{:?}", capture.snapshot.status),
//!     Fetched::NotModified { at, .. } => println!("not modified at {at}"),
//!     Fetched::Refused(refusal) => println!("{refusal}"),
//! }
//! # Ok(()) }
//! ```
//!
//! [`Crawler::crawl`] walks the sources of a case, [`Crawler::watch`] does so on its schedule;
//! both tell what happens as [`Event`]s. This crate opens no file: the caller keeps the captures
//! and answers, as [`Archive`], what is known from before.

mod backoff;
mod capture;
mod crawl;
mod decode;
mod error;
mod event;
mod fetch;
mod guard;
mod hosts;
mod resolver;
mod robots;
mod settings;
mod source;
mod transport;
mod watch;

pub use capture::{Capture, Fetched, Refusal, RefusalReason, Validators, is_text};
pub use crawl::file_source;
pub use decode::decoded;
pub use error::{Cause, Error};
pub use event::{Archive, Event, Summary};
pub use fetch::{Crawler, Want};
pub use settings::Settings;
pub use source::{Answer, Lead, Source, source};
pub use transport::Message;
pub use watch::next_due;
