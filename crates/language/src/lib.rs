//! English text into sentences, tokens, parts of speech, dependencies and attributions.
//!
//! What is deliberately absent: reading files, any network, any knowledge of outages.

mod attribution;
mod lemma;
pub mod net;
#[cfg(test)]
mod properties;
mod quotations;
mod reading;
mod sentences;
pub mod stance;
mod tokens;

pub use attribution::{Attribution, attributions};
pub use lemma::{
    Edit, LemmaTable, Letters, SILENT, Shape, edits_class, lemma, letters_class, simple,
};
pub use quotations::{Quotation, quotations};
pub use reading::{Depth, Reading, Role, Stretch, Word, is_rare, parse, read, read_with, vectors};
pub use sentences::sentences;
pub use stance::{Answer, Mark, PassedOn, PostParts, Stance, StanceScores, post_parts, stance};
pub use tokens::tokens;
