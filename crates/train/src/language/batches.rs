//! Stretches of text joined into what one step learns from.

use std::collections::HashMap;

use backpedal_language::net::{Matrix, Pieces, Place, features};

use super::corpus::Sentence;
use crate::nn::Random;

/// Words of one step, as the network takes them.
#[derive(Debug)]
pub(crate) struct Batch {
    /// Rows of the trained table for each different form.
    pub(crate) rows: Vec<Vec<u32>>,
    /// Word vectors of each different form.
    pub(crate) vectors: Matrix,
    /// The form of each word.
    pub(crate) forms: Vec<usize>,
    /// Where each word stands.
    pub(crate) places: Vec<Place>,
    /// Words of each stretch.
    pub(crate) runs: Vec<usize>,
    /// Words of each sentence.
    pub(crate) lengths: Vec<usize>,
}

/// How often a form's own row, or its vector, is hidden in training, so that unknown words are
/// nothing new.
const HIDDEN_ROW: f32 = 0.2;
const HIDDEN_VECTOR: f32 = 0.05;

/// Remembers the features of forms.
#[derive(Debug)]
pub(crate) struct Forms<'a> {
    pieces: &'a Pieces,
    known: HashMap<String, (Vec<u32>, Vec<f32>)>,
}

impl<'a> Forms<'a> {
    /// Over a table of word pieces.
    pub(crate) fn new(pieces: &'a Pieces) -> Self {
        Self {
            pieces,
            known: HashMap::new(),
        }
    }

    fn of(&mut self, form: &str) -> &(Vec<u32>, Vec<f32>) {
        if !self.known.contains_key(form) {
            let plain = features::plain(form);
            let mut vector = vec![0.0; self.pieces.width()];
            self.pieces.mean(&self.pieces.cut(&plain), &mut vector);
            self.known
                .insert(form.to_owned(), (features::rows(form, &plain), vector));
        }
        &self.known[form]
    }

    /// A batch of stretches.
    pub(crate) fn batch(&mut self, stretches: &[Vec<&Sentence>], random: &mut Random) -> Batch {
        let mut types: HashMap<&str, usize> = HashMap::new();
        let mut order: Vec<&str> = Vec::new();
        let (mut forms, mut places, mut runs, mut lengths) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for stretch in stretches {
            let mut run = 0;
            for sentence in stretch {
                lengths.push(sentence.forms.len());
                run += sentence.forms.len();
                places.extend(sentence.places());
                for form in &sentence.forms {
                    let number = *types.entry(form).or_insert_with(|| {
                        order.push(form);
                        order.len() - 1
                    });
                    forms.push(number);
                }
            }
            runs.push(run);
        }
        let width = self.pieces.width();
        let mut vectors = Matrix::zeros(order.len(), width);
        let mut rows = Vec::with_capacity(order.len());
        for (number, form) in order.iter().enumerate() {
            let (own, vector) = self.of(form);
            let hidden = usize::from(random.unit() < HIDDEN_ROW);
            rows.push(own[hidden..].to_vec());
            if random.unit() >= HIDDEN_VECTOR {
                vectors.row_mut(number).copy_from_slice(vector);
            }
        }
        Batch {
            rows,
            vectors,
            forms,
            places,
            runs,
            lengths,
        }
    }
}
