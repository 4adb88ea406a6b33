//! One text in the forms that the rules read: marks and spaces made uniform, and lower case.
//! Every character keeps its place, so that a place in one form is a place in all.

use std::ops::Range;

use backpedal_model::{Span, TextIndex};

/// The forms of a text. Ranges of the crate are byte ranges of `norm` and `low`.
#[derive(Debug)]
pub(crate) struct Text {
    /// Straight quotation marks and apostrophes, spaces for line ends and mail quote marks.
    pub(crate) norm: String,
    /// The same in ASCII lower case; same bytes per character.
    pub(crate) low: String,
    index: TextIndex,
    original: TextIndex,
}

impl Text {
    /// Reads the text once.
    pub(crate) fn new(text: &str) -> Self {
        let ticks = text.contains("``");
        let mut norm = String::with_capacity(text.len());
        let mut line_start = true;
        let mut chars = text.chars().peekable();
        let mut last = ' ';
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let pair = ticks && (next == Some(c) || last == c);
            norm.push(match c {
                '`' | '\'' if pair => '"',
                '’' | '‘' | '‛' | '`' => '\'',
                '“' | '”' | '„' | '‟' | '«' | '»' => '"',
                '–' | '‐' | '‑' => '-',
                '―' => '—',
                '>' if line_start => ' ',
                c if c.is_whitespace() => ' ',
                c => c,
            });
            line_start = c == '\n' || line_start && (c == '>' || c == ' ');
            last = c;
        }
        let low = norm.to_ascii_lowercase();
        let (index, original) = (TextIndex::new(&norm), TextIndex::new(text));
        Self {
            norm,
            low,
            index,
            original,
        }
    }

    /// The place of a range of bytes, in characters.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        self.index.span(range.clone())
    }

    /// The bytes of a span.
    pub(crate) fn range(&self, span: Span) -> Range<usize> {
        self.index.byte(span.start)..self.index.byte(span.end)
    }

    /// The unchanged words at a range.
    pub(crate) fn words<'a>(&self, text: &'a str, range: &Range<usize>) -> &'a str {
        self.original.slice(text, self.span(range))
    }

    /// The lower-case words at a range; empty where it is no range of the text.
    pub(crate) fn low(&self, range: &Range<usize>) -> &str {
        self.low.get(range.clone()).unwrap_or_default()
    }

    /// The words at a range with uniform marks; empty where it is no range of the text.
    pub(crate) fn norm(&self, range: &Range<usize>) -> &str {
        self.norm.get(range.clone()).unwrap_or_default()
    }
}

/// A range without white space and the given marks at its ends.
pub(crate) fn trim(text: &str, range: Range<usize>, marks: &[char]) -> Range<usize> {
    let slice = text.get(range.clone()).unwrap_or_default();
    let fits = |c: char| c.is_whitespace() || marks.contains(&c);
    let left = slice.len() - slice.trim_start_matches(fits).len();
    let right = slice.trim_end_matches(fits).len().max(left);
    range.start + left..range.start + right
}
