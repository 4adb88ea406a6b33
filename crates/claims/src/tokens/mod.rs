//! Tokens: regions by voice, paragraphs, sentences, words.

mod regions;
mod sentences;
mod words;

pub(crate) use regions::{Paragraph, Region, paragraphs, regions};
pub(crate) use sentences::{Sentence, sentences};
pub(crate) use words::{Word, words};
