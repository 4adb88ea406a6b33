//! Attribution: who is told to have said what. Frames ("X said that …", "…, according to X"),
//! the speakers of quotations, and whose words a place of the text is in.

mod ahead;
mod frames;
mod phrases;
mod reach;
mod sources;
mod voice;

pub(crate) use frames::{Frame, VerbClass, frames};
pub(crate) use sources::Source;
pub(crate) use voice::{Attributed, quote_speakers, whose};
