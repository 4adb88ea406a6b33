//! Words in their context: word vectors and form features, then layers of recurrent units that
//! read whole paragraphs in both directions.

use std::collections::HashMap;

use super::{
    features::{plain, rows},
    matrix::{Matrix, add_product, add_to, product},
    recurrent::{Scan, scan, standardise},
    vectors::Pieces,
    weights::Weights,
};

/// What stands around a word and is not in its form: the word opens a sentence or a paragraph, and
/// it stands inside quotation marks. Rows of the table `context`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The first of its sentence.
    pub first: bool,
    /// Inside quotation marks.
    pub quoted: bool,
    /// The first of its paragraph.
    pub opens: bool,
}

impl Place {
    /// Rows of the table.
    pub const ROWS: usize = 8;

    /// The row of the table.
    #[must_use]
    pub fn row(self) -> usize {
        usize::from(self.first) + 2 * usize::from(self.quoted) + 4 * usize::from(self.opens)
    }
}

/// Which words of a paragraph (or of a document, in order) stand inside quotation marks, the marks
/// among them. An undirected mark opens where none is open.
#[must_use]
pub fn quoted(forms: &[&str]) -> Vec<bool> {
    let mut open = false;
    let state = forms.iter().map(|form| match *form {
        "“" | "``" | "„" | "«" => {
            open = true;
            true
        }
        "”" | "''" | "»" => std::mem::replace(&mut open, false),
        "\"" => {
            open = !open;
            true
        }
        _ => open,
    });
    state.collect()
}

/// Words that go through all layers together, about.
const BLOCK: usize = 256;

/// One layer.
#[derive(Debug)]
struct Layer {
    w: Matrix,
    v: Matrix,
    b: Matrix,
}

/// The trained encoder.
#[derive(Debug)]
pub struct Encoder {
    pieces: Pieces,
    rows: Matrix,
    input: Matrix,
    input_bias: Matrix,
    gain: Matrix,
    bias: Matrix,
    context: Matrix,
    layers: Vec<Layer>,
}

impl Encoder {
    /// Takes its matrices out of the weights. Nothing where one is missing.
    pub fn new(pieces: Pieces, weights: &mut Weights) -> Option<Self> {
        let mut take = |name: &str| weights.matrices.remove(name);
        let mut layers = Vec::new();
        while let Some(w) = take(&format!("layer{}.w", layers.len())) {
            let (v, b) = (
                format!("layer{}.v", layers.len()),
                format!("layer{}.b", layers.len()),
            );
            layers.push(Layer {
                w,
                v: take(&v)?,
                b: take(&b)?,
            });
        }
        Some(Self {
            pieces,
            rows: take("rows")?,
            input: take("input.w")?,
            input_bias: take("input.b")?,
            gain: take("input.gain")?,
            bias: take("input.bias")?,
            context: take("context")?,
            layers,
        })
    }

    /// The words in their context, a row each. `runs` are the lengths of the stretches that are
    /// read as one.
    #[must_use]
    pub fn encode(&self, forms: &[&str], places: &[Place], runs: &[usize]) -> Matrix {
        let mut types: HashMap<&str, usize> = HashMap::new();
        let mut order: Vec<&str> = Vec::new();
        let numbers: Vec<usize> = forms
            .iter()
            .map(|form| {
                *types.entry(form).or_insert_with(|| {
                    order.push(form);
                    order.len() - 1
                })
            })
            .collect();
        let vectors = self.types(&order);
        let first_products = self.first_products(&vectors);
        let mut out = Matrix::zeros(forms.len(), vectors.cols);
        let (mut first, mut start) = (0, 0);
        while first < runs.len() {
            // A few runs at a time, so that what a layer works on stays in the cache.
            let mut last = first;
            let mut end = start;
            while last < runs.len() && (last == first || end - start + runs[last] <= BLOCK) {
                end += runs[last];
                last += 1;
            }
            let mut x = Matrix::zeros(end - start, vectors.cols);
            for word in start..end {
                let row = x.row_mut(word - start);
                row.copy_from_slice(vectors.row(numbers[word]));
                add_to(row, self.context.row(places[word].row()));
            }
            for (number, layer) in self.layers.iter().enumerate() {
                let u = match &first_products {
                    Some((forms, around)) if number == 0 => {
                        let mut u = Matrix::zeros(x.rows, forms.cols);
                        for word in start..end {
                            let row = u.row_mut(word - start);
                            row.copy_from_slice(forms.row(numbers[word]));
                            add_to(row, around.row(places[word].row()));
                        }
                        u
                    }
                    _ => product(&x, false, &layer.w, false),
                };
                let given = Scan {
                    u: &u,
                    x: &x,
                    v: &layer.v.data,
                    b: &layer.b.data,
                };
                x = scan(&given, &runs[first..last], None);
            }
            out.data[start * out.cols..end * out.cols].copy_from_slice(&x.data);
            (first, start) = (last, end);
        }
        out
    }

    /// The products of the first layer for each form and for each place: what it takes in is their
    /// sum, so that a form that comes again needs no product again.
    fn first_products(&self, forms: &Matrix) -> Option<(Matrix, Matrix)> {
        let layer = self.layers.first()?;
        Some((
            product(forms, false, &layer.w, false),
            product(&self.context, false, &layer.w, false),
        ))
    }

    /// Into how many pieces a form is cut.
    #[must_use]
    pub fn pieces(&self, form: &str) -> usize {
        self.pieces.cut(&plain(form)).len()
    }

    /// The plain word vectors, a row each.
    #[must_use]
    pub fn vectors(&self, forms: &[&str]) -> Matrix {
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut out = Matrix::zeros(forms.len(), self.pieces.width());
        for (row, form) in forms.iter().enumerate() {
            if let Some(first) = known.get(form) {
                let from = first * out.cols;
                out.data.copy_within(from..from + out.cols, row * out.cols);
            } else {
                self.pieces
                    .mean(&self.pieces.cut(&plain(form)), out.row_mut(row));
                known.insert(form, row);
            }
        }
        out
    }

    /// The vectors of forms out of context.
    fn types(&self, forms: &[&str]) -> Matrix {
        let width = self.pieces.width();
        let mut features = Matrix::zeros(forms.len(), width + self.rows.cols);
        for (number, form) in forms.iter().enumerate() {
            let plain = plain(form);
            let (vector, sums) = features.row_mut(number).split_at_mut(width);
            self.pieces.mean(&self.pieces.cut(&plain), vector);
            for row in rows(form, &plain) {
                add_to(sums, self.rows.row(row as usize));
            }
        }
        let mut out = Matrix::zeros(forms.len(), self.input.cols);
        for row in 0..out.rows {
            out.row_mut(row).copy_from_slice(&self.input_bias.data);
        }
        add_product(&mut out, &features, false, &self.input, false);
        for row in 0..out.rows {
            let row = out.row_mut(row);
            standardise(row);
            for ((value, gain), bias) in row.iter_mut().zip(&self.gain.data).zip(&self.bias.data) {
                *value = *value * gain + bias;
            }
        }
        out
    }
}
