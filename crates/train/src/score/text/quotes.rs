//! Quotations against the quotations of annotated news.
//!
//! What counts as found is a span that shares at least four fifths of what the two cover together.
//! The annotation has only quotations in balanced double marks, outermost ones, each mark one
//! character; so only such are scored, and a quotation that opens or closes with the wrong sign
//! counts as wrong.

use std::ops::Range;

use backpedal_language::{Quotation, quotations};
use serde::Deserialize;

use super::Spans;

/// An article with its quotations; places count Unicode scalar values.
#[derive(Debug, Deserialize)]
pub struct Article {
    /// The part of the corpus.
    pub split: String,
    /// The text.
    pub text: String,
    quotes: Vec<Quote>,
    unattributed_quotes: Vec<Quote>,
}

#[derive(Debug, Deserialize)]
struct Quote {
    span: (usize, usize),
}

/// Found and annotated quotations.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quotes {
    /// Against all annotated marks.
    pub all: Spans,
    /// Annotated quotations that have a speaker, and how many of them were found.
    pub spoken: (usize, usize),
}

/// Scores articles; `differs` is told what was annotated and not found (true), and the reverse.
pub fn quotes(articles: &[Article], mut differs: impl FnMut(bool, &str)) -> Quotes {
    let mut counts = Quotes::default();
    for article in articles {
        let text = article.text.as_str();
        let places: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
        let spans = |quotes: &[Quote]| -> Vec<Range<usize>> {
            quotes
                .iter()
                .map(|quote| place(quote.span.0)..place(quote.span.1))
                .collect()
        };
        let spoken = spans(&article.quotes);
        let gold = [spoken.clone(), spans(&article.unattributed_quotes)].concat();
        let found: Vec<_> = quotations(text)
            .into_iter()
            .filter(|quote| outer(text, quote))
            .collect();
        let has = |gold: &Range<usize>| found.iter().any(|found| alike(&found.span, gold));
        counts.spoken.0 += spoken.len();
        counts.spoken.1 += spoken.iter().filter(|gold| has(gold)).count();
        counts.all.gold += gold.len();
        counts.all.found += found.len();
        counts.all.right += gold.iter().filter(|gold| has(gold)).count();
        for gold in gold.iter().filter(|gold| !has(gold)) {
            differs(true, &text[gold.clone()]);
        }
        for found in found
            .iter()
            .filter(|found| !gold.iter().any(|gold| alike(&found.span, gold)))
        {
            differs(false, &text[found.span.clone()]);
        }
    }
    counts
}

/// Whether a quotation is in double marks of one character and in no other quotation.
fn outer(text: &str, quote: &Quotation) -> bool {
    let mark = &text[quote.span.start..quote.inner.start];
    quote.depth == 0 && matches!(mark, "\"" | "“" | "”")
}

/// Whether two spans share four fifths of what they cover together.
fn alike(a: &Range<usize>, b: &Range<usize>) -> bool {
    let both = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let either = a.end.max(b.end) - a.start.min(b.start);
    both * 5 >= either * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_alike_from_four_fifths_on() {
        assert!(alike(&(0..10), &(0..8)));
        assert!(!alike(&(0..10), &(0..7)));
        assert!(!alike(&(0..2), &(5..9)));
    }
}
