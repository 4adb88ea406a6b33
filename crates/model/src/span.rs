//! Places in a text, counted in Unicode scalar values.

use serde::{Deserialize, Serialize};

/// A half-open range of a text, in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: if end < start { start } else { end },
        }
    }

    /// How many characters it holds.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no character.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share at least one character.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the character at `at` lies inside.
    #[must_use]
    pub const fn holds(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span, moved right by `by`.
    #[must_use]
    pub const fn shift(self, by: usize) -> Self {
        Self {
            start: self.start + by,
            end: self.end + by,
        }
    }
}

/// Translates between bytes and Unicode scalar values of one text.
///
/// Building it costs one pass and 4 bytes a character for texts that are not ASCII, nothing for
/// those that are.
#[derive(Clone, Debug)]
pub struct TextIndex {
    /// Byte offset of each character and of the end; empty for an ASCII text.
    bytes: Vec<u32>,
    len: usize,
}

impl TextIndex {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self {
                bytes: Vec::new(),
                len: text.len(),
            };
        }
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let mut bytes: Vec<u32> = text.char_indices().map(|(byte, _)| offset(byte)).collect();
        let len = bytes.len();
        bytes.push(offset(text.len()));
        Self { bytes, len }
    }

    /// How many characters the text has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether the text is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The byte offset of a character; the text's end for anything beyond it.
    #[must_use]
    pub fn byte(&self, character: usize) -> usize {
        let character = character.min(self.len);
        self.bytes
            .get(character)
            .map_or(character, |byte| *byte as usize)
    }

    /// The character that holds the byte; the text's end for anything beyond it.
    #[must_use]
    pub fn character(&self, byte: usize) -> usize {
        if self.bytes.is_empty() {
            return byte.min(self.len);
        }
        match self
            .bytes
            .binary_search(&u32::try_from(byte).unwrap_or(u32::MAX))
        {
            Ok(at) => at,
            Err(after) => after.saturating_sub(1).min(self.len),
        }
    }

    /// The span of a byte range.
    #[must_use]
    pub fn span(&self, bytes: std::ops::Range<usize>) -> Span {
        Span::new(self.character(bytes.start), self.character(bytes.end))
    }

    /// The words at `span`; `text` must be the text that the index was made from.
    #[must_use]
    pub fn slice<'a>(&self, text: &'a str, span: Span) -> &'a str {
        text.get(self.byte(span.start)..self.byte(span.end))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spans_meet_only_where_they_share_a_character() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert!(Span::new(5, 2).is_empty());
    }

    proptest! {
        #[test]
        fn bytes_and_characters_agree(text in "\\PC{0,40}") {
            let index = TextIndex::new(&text);
            prop_assert_eq!(index.len(), text.chars().count());
            for (character, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.byte(character), byte);
                prop_assert_eq!(index.character(byte), character);
            }
            prop_assert_eq!(index.slice(&text, Span::new(0, index.len())), text.as_str());
        }
    }
}
