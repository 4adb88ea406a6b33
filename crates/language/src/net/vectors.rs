//! Word vectors: a table of word pieces and how a word falls into them.
//!
//! The table is the input embedding of a public sentence encoder, reduced; the pieces are its
//! vocabulary (see the model card beside the weights). A word is cut greedily into the longest
//! pieces (Schuster and Nakajima 2012); its vector is the mean of theirs.

use std::collections::HashMap;

use super::{matrix::Matrix, weights::Weights};

/// Name of the table in its weight file.
pub const TABLE: &str = "pieces";
/// Longer words are not looked up.
const LONGEST: usize = 40;

/// A table of word pieces.
#[derive(Debug)]
pub struct Pieces {
    starts: HashMap<&'static str, u32>,
    rest: HashMap<&'static str, u32>,
    table: Matrix,
    longest: usize,
}

impl Pieces {
    /// From the vocabulary (one piece a line; what continues a word begins with `##`) and the
    /// weight file of its vectors. Nothing where they do not fit together.
    #[must_use]
    pub fn new(vocabulary: &'static str, weights: &[u8]) -> Option<Self> {
        let table = Weights::read(weights)?.matrices.remove(TABLE)?;
        let (mut starts, mut rest) = (HashMap::new(), HashMap::new());
        let mut longest = 0;
        for (row, line) in vocabulary.lines().enumerate() {
            let row = row as u32;
            match line.strip_prefix("##") {
                Some(piece) if !piece.is_empty() => rest.insert(piece, row),
                _ => starts.insert(line, row),
            };
            longest = longest.max(line.len());
        }
        (starts.len() + rest.len() == table.rows).then_some(Self {
            starts,
            rest,
            table,
            longest,
        })
    }

    /// Values of a vector.
    #[must_use]
    pub fn width(&self) -> usize {
        self.table.cols
    }

    /// The rows of a word's pieces. The word is in small letters with plain marks. None where a
    /// part is no piece.
    #[must_use]
    pub fn cut(&self, word: &str) -> Vec<u32> {
        let mut found = Vec::new();
        if word.len() > LONGEST {
            return found;
        }
        let mut start = 0;
        while start < word.len() {
            let mut end = word.len().min(start + self.longest);
            let place = loop {
                if end <= start {
                    break None;
                }
                if word.is_char_boundary(end) {
                    let pieces = if start == 0 { &self.starts } else { &self.rest };
                    let piece = pieces.get(&word[start..end]);
                    // Punctuation inside a word is a piece of its own that starts anew.
                    if let Some(row) = piece.or_else(|| self.starts.get(&word[start..end])) {
                        break Some((*row, end));
                    }
                }
                end -= 1;
            };
            let Some((row, end)) = place else {
                return Vec::new();
            };
            found.push(row);
            start = end;
        }
        found
    }

    /// Adds the mean vector of pieces.
    pub fn mean(&self, pieces: &[u32], out: &mut [f32]) {
        let share = 1.0 / pieces.len().max(1) as f32;
        for piece in pieces {
            let row = self.table.row(*piece as usize);
            out.iter_mut()
                .zip(row)
                .for_each(|(out, value)| *out += share * value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::weights::Form;

    #[test]
    fn words_fall_into_longest_pieces() {
        let mut weights = Weights::default();
        let table = Matrix {
            rows: 4,
            cols: 1,
            data: vec![1.0, 2.0, 4.0, 8.0],
        };
        weights.matrices.insert(TABLE.into(), table);
        let bytes = weights.write(|_| Form::Exact);
        let pieces = Pieces::new("out\noutage\n##s\n##ag", &bytes).expect("a table");
        assert_eq!(pieces.cut("outages"), [1, 2]);
        assert_eq!(pieces.cut("outags"), [0, 3, 2]);
        assert!(pieces.cut("inages").is_empty());
        let mut mean = [0.0];
        pieces.mean(&[1, 2], &mut mean);
        assert_eq!(mean, [3.0]);
        assert!(
            Pieces::new("out", &bytes).is_none(),
            "a vocabulary of another table"
        );
    }
}
