//! English text into sentences, tokens, parts of speech, dependencies and attributions.
//!
//! What is deliberately absent: reading files, any network, any knowledge of outages.

pub mod net;
mod sentences;
mod tokens;

pub use sentences::sentences;
pub use tokens::tokens;
