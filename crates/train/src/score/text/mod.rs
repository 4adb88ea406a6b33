//! Scores how text is cut: sentences, tokens, lemmas, quotations.

mod lemmas;
mod quotes;
mod spans;
mod treebank;

pub use self::{
    lemmas::{Lemmas, learn, lemmas},
    quotes::{Article, Quotes, quotes},
    spans::{Segments, Spans, segments},
    treebank::{Document, Word, documents},
};
