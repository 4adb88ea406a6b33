//! Byte offsets of a case file as lines and columns, with an excerpt.

use std::ops::Range;

/// Longer lines are cut in excerpts.
const LONGEST_EXCERPT: usize = 200;

/// The lines of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

/// A stretch as a person finds it.
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) width: usize,
    pub(super) excerpt: String,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after_breaks).collect(),
        }
    }

    /// Where `at` begins, and how much of it stands on that line.
    pub(super) fn place(&self, at: &Range<usize>) -> Place {
        let start = floor(self.text, at.start);
        let end = floor(self.text, at.end.max(start));
        let line = self.starts.partition_point(|begin| *begin <= start);
        let from = self.starts[line.saturating_sub(1)];
        let rest = &self.text[from..];
        let shown = rest.split(['\n', '\r']).next().unwrap_or_default();
        let line_end = (from + shown.len()).max(start);
        let visible = |c: char| if c.is_control() { ' ' } else { c };
        let width = self.text[start..end.clamp(start, line_end)].chars().count();
        Place {
            line: line.max(1),
            column: self.text[from..start].chars().count() + 1,
            width: width.max(1),
            excerpt: shown.chars().take(LONGEST_EXCERPT).map(visible).collect(),
        }
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("a = 1\né = \"ü\"\r\nlast");
        let place = lines.place(&(11..15));
        assert_eq!((place.line, place.column, place.width), (2, 5, 3));
        assert_eq!(place.excerpt, "é = \"ü\"");
        let end = lines.place(&(usize::MAX - 1..usize::MAX));
        assert_eq!((end.line, end.column), (3, 5));
    }

    #[test]
    fn a_stretch_over_several_lines_is_cut_at_the_first() {
        let place = Lines::new("ab\ncd\nef").place(&(1..7));
        assert_eq!((place.line, place.column, place.width), (1, 2, 1));
        let empty = Lines::new("").place(&(0..0));
        assert_eq!((empty.line, empty.column, empty.width), (1, 1, 1));
    }
}
