//! The trained part of the engine: which words claim what, and how firmly.
//!
//! Rules propose, the network decides. It reads what the language network made of each word, and
//! beside it what the rules found there, whose voice the words stand in and what is named; it
//! gives each word a score for each kind of claim, and for the polarity of a claim at it. Claims
//! are the peaks.

mod decide;
mod decode;
mod features;
mod weigher;

pub(crate) use decide::decide;
pub use decode::{Limits, Proposal, proposed};
pub use features::{Features, WIDTH};
pub(crate) use features::{features, reading};
pub use weigher::Scores;
