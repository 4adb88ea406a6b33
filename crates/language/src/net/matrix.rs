//! Row-major matrices of `f32`, and the few functions on them that a network needs.

use ndarray::{ArrayView2, ArrayViewMut2, linalg::general_mat_mul};

/// A row-major matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// `rows * cols` values, row by row.
    pub data: Vec<f32>,
}

impl Matrix {
    /// A matrix of zeros.
    #[must_use]
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self {
            rows,
            cols,
            data: vec![0.0; rows * cols],
        }
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f32] {
        &self.data[row * self.cols..(row + 1) * self.cols]
    }

    /// One row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [f32] {
        &mut self.data[row * self.cols..(row + 1) * self.cols]
    }

    /// Adds another matrix of the same shape.
    pub fn add(&mut self, other: &Self) {
        add_to(&mut self.data, &other.data);
    }

    fn view(&self) -> Option<ArrayView2<'_, f32>> {
        ArrayView2::from_shape((self.rows, self.cols), &self.data).ok()
    }

    fn view_mut(&mut self) -> Option<ArrayViewMut2<'_, f32>> {
        ArrayViewMut2::from_shape((self.rows, self.cols), &mut self.data).ok()
    }
}

/// `a · b`, where either may be read transposed.
#[must_use]
pub fn product(a: &Matrix, a_transposed: bool, b: &Matrix, b_transposed: bool) -> Matrix {
    let rows = if a_transposed { a.cols } else { a.rows };
    let cols = if b_transposed { b.rows } else { b.cols };
    let mut out = Matrix::zeros(rows, cols);
    add_product(&mut out, a, a_transposed, b, b_transposed);
    out
}

/// Adds `a · b` to a matrix, where either may be read transposed. Shapes that do not fit add
/// nothing; a debug build stops.
pub fn add_product(out: &mut Matrix, a: &Matrix, a_t: bool, b: &Matrix, b_t: bool) {
    let (Some(a), Some(b), Some(mut out)) = (a.view(), b.view(), out.view_mut()) else {
        return;
    };
    let a = if a_t { a.reversed_axes() } else { a };
    let b = if b_t { b.reversed_axes() } else { b };
    let fits = a.ncols() == b.nrows() && out.nrows() == a.nrows() && out.ncols() == b.ncols();
    debug_assert!(fits, "shapes of a product");
    if fits && a.ncols() > 0 {
        general_mat_mul(1.0, &a, &b, 1.0, &mut out);
    }
}

/// Adds a slice to another of the same length.
pub fn add_to(target: &mut [f32], source: &[f32]) {
    for (target, source) in target.iter_mut().zip(source) {
        *target += source;
    }
}

/// The inner product.
#[must_use]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a8
        .remainder()
        .iter()
        .zip(b8.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in a8.zip(b8) {
        for k in 0..8 {
            sums[k] += a[k] * b[k];
        }
    }
    sums.iter().sum::<f32>() + tail
}

/// e to the x within 2e-7 relative, without a branch, so that a compiler can take several at once.
///
/// Splits off the power of two and takes a polynomial of degree 6 for the rest (the scheme of
/// Cephes `expf`).
#[must_use]
#[inline]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)]
pub fn exp(x: f32) -> f32 {
    const MAGIC: f32 = 12_582_912.0; // 1.5 * 2^23: adding it rounds to the nearest integer
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + MAGIC;
    let whole = shifted - MAGIC;
    let rest = x - whole * 0.693_359_4 - whole * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * rest + 1.398_199_9e-3;
    p = p * rest + 8.333_452e-3;
    p = p * rest + 4.166_579_6e-2;
    p = p * rest + 1.666_666_5e-1;
    p = p * rest + 0.5;
    p = p * rest * rest + rest + 1.0;
    // The integer stands in the low bits of the shifted number.
    let power = (shifted.to_bits() as i32)
        .wrapping_sub(MAGIC.to_bits() as i32)
        .wrapping_add(127);
    p * f32::from_bits((power as u32) << 23)
}

/// The logistic function.
#[must_use]
#[inline]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Turns scores into probabilities, in place.
pub fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - most);
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

/// The index of the largest value; the first of equals.
#[must_use]
pub fn largest(values: &[f32]) -> usize {
    let mut best = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = index;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close() {
        for step in -800..800 {
            let x = step as f32 * 0.1;
            let relative = (exp(x) - x.exp()).abs() / x.exp();
            assert!(relative < 1e-6, "{x}: {relative}");
        }
    }

    #[test]
    fn products_read_transposed() {
        let a = Matrix {
            rows: 2,
            cols: 3,
            data: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        };
        let b = Matrix {
            rows: 2,
            cols: 3,
            data: vec![1.0, 0.0, 1.0, 0.0, 1.0, 0.0],
        };
        assert_eq!(product(&a, false, &b, true).data, [4.0, 2.0, 10.0, 5.0]);
        assert_eq!(
            product(&a, true, &b, false).data,
            [1.0, 4.0, 1.0, 2.0, 5.0, 2.0, 3.0, 6.0, 3.0]
        );
    }

    #[test]
    fn dot_counts_the_tail() {
        let ones = vec![1.0; 11];
        assert_eq!(dot(&ones, &ones), 11.0);
    }
}
