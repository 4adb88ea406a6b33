//! Found against annotated spans.

use std::{collections::HashSet, ops::Range};

use super::Document;

/// Counts of spans.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Spans {
    /// Annotated.
    pub gold: usize,
    /// Found.
    pub found: usize,
    /// Both, with the same ends.
    pub right: usize,
}

impl Spans {
    /// Adds a document's spans.
    pub fn add(&mut self, gold: &[Range<usize>], found: &[Range<usize>]) {
        let known: HashSet<(usize, usize)> = gold.iter().map(|at| (at.start, at.end)).collect();
        self.gold += gold.len();
        self.found += found.len();
        self.right += found
            .iter()
            .filter(|at| known.contains(&(at.start, at.end)))
            .count();
    }

    /// How many of the found are right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// How many of the annotated were found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.gold)
    }

    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        share(2 * self.right, self.gold + self.found)
    }
}

/// A part of a whole; nothing of nothing is nothing.
#[allow(clippy::cast_precision_loss)] // counts
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// How a treebank's text was cut.
#[derive(Clone, Copy, Debug, Default)]
pub struct Segments {
    /// Sentences.
    pub sentences: Spans,
    /// Tokens, in the sentences found.
    pub tokens: Spans,
    /// Tokens, in the annotated sentences.
    pub tokens_given: Spans,
}

/// Cuts the raw text of a treebank, and compares.
pub fn segments(
    documents: &[Document],
    sentences: impl Fn(&str) -> Vec<Range<usize>>,
    tokens: impl Fn(&str, Range<usize>, &mut Vec<Range<usize>>),
) -> Segments {
    let mut counts = Segments::default();
    for document in documents {
        let found = sentences(&document.text);
        let gold: Vec<_> = document
            .sentences
            .iter()
            .map(|(at, _)| at.clone())
            .collect();
        counts.sentences.add(&gold, &found);
        let words: Vec<_> = document
            .sentences
            .iter()
            .flat_map(|(_, words)| words)
            .map(|word| word.at.clone())
            .collect();
        for (cut, counts) in [
            (&found, &mut counts.tokens),
            (&gold, &mut counts.tokens_given),
        ] {
            let mut out = Vec::new();
            for sentence in cut {
                tokens(&document.text, sentence.clone(), &mut out);
            }
            counts.add(&words, &out);
        }
    }
    counts
}
