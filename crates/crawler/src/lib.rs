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
//! [`Crawler::run`] looks at the sources of a case and at what they lead to, at its [`Pace`]. What
//! is to be fetched stands in a [`Frontier`], what happens is told a [`Listener`] as [`Event`]s.
//! This crate opens no file: the caller keeps captures and frontier, and answers, as [`Archive`],
//! what is known from before. [`Crawler::crawl`] and [`Crawler::watch`] are the same with a
//! frontier that ends with the process.

mod backoff;
mod capture;
mod crawl;
mod decode;
mod error;
mod event;
mod fetch;
mod frontier;
mod guard;
mod hosts;
mod listener;
mod ratelimit;
mod resolver;
mod revisit;
mod robots;
mod run;
mod secret;
mod settings;
mod source;
mod transport;

pub use capture::{Capture, Fetched, Hop, Refusal, RefusalReason, Validators, is_text};
pub use crawl::file_source;
pub use decode::decoded;
pub use error::{Cause, Error};
pub use event::{Archive, Event, Summary};
pub use fetch::{Crawler, Want};
pub use frontier::{Frontier, FrontierError, MemoryFrontier};
pub use listener::Listener;
pub use run::{Pace, Run};
pub use secret::Secret;
pub use settings::Settings;
pub use source::{Answer, Lead, Memento, Scope, Source, gunzipped, source};
pub use transport::Message;
