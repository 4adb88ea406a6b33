//! The optimiser: Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter
//! 2019) on dense matrices, rows of tables only when touched, and a running mean of all weights.

use backpedal_language::net::Matrix;

use super::{Grads, Params};

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;
const TINY: f32 = 1e-8;
const DECAY: f32 = 1e-2;
/// Longest step of the whole gradient; longer ones are scaled down.
const LONGEST: f32 = 2.0;

/// The optimiser's memory.
#[derive(Debug)]
pub(crate) struct Adam {
    first: Vec<Matrix>,
    second: Vec<Matrix>,
    /// Steps of each matrix.
    steps: Vec<i32>,
    /// Steps of each row of a table.
    row_steps: Vec<Vec<i32>>,
    /// The running mean of the weights.
    pub(crate) mean: Params,
    total: i32,
}

impl Adam {
    /// For these parameters.
    pub(crate) fn new(params: &Params) -> Self {
        let zeros = |m: &Matrix| Matrix::zeros(m.rows, m.cols);
        Self {
            first: params.values.iter().map(zeros).collect(),
            second: params.values.iter().map(zeros).collect(),
            steps: vec![0; params.values.len()],
            row_steps: params
                .values
                .iter()
                .zip(&params.sparse)
                .map(|(m, sparse)| if *sparse { vec![0; m.rows] } else { Vec::new() })
                .collect(),
            mean: params.clone(),
            total: 0,
        }
    }

    /// One step.
    pub(crate) fn step(&mut self, params: &mut Params, grads: &Grads, rate: f32) {
        self.total += 1;
        let norm = grads.norm();
        if !norm.is_finite() {
            return;
        }
        let scale = if norm > LONGEST { LONGEST / norm } else { 1.0 };
        for (id, grad) in &grads.dense {
            let n = id.0;
            self.steps[n] += 1;
            let shrink = if params.values[n].rows > 1 {
                1.0 - rate * DECAY
            } else {
                1.0
            };
            let moved = Moved {
                rate,
                scale,
                shrink,
                step: self.steps[n],
            };
            moved.apply(
                &mut params.values[n].data,
                &grad.data,
                &mut self.first[n].data,
                &mut self.second[n].data,
            );
        }
        for ((id, row), grad) in &grads.rows {
            let (n, row) = (id.0, *row as usize);
            self.row_steps[n][row] += 1;
            let moved = Moved {
                rate,
                scale,
                shrink: 1.0,
                step: self.row_steps[n][row],
            };
            moved.apply(
                params.values[n].row_mut(row),
                grad,
                self.first[n].row_mut(row),
                self.second[n].row_mut(row),
            );
        }
        let keep = 0.999_f32.min((1.0 + self.total as f32) / (10.0 + self.total as f32));
        for (n, value) in params.values.iter().enumerate() {
            if !params.sparse[n] {
                blend(&mut self.mean.values[n].data, &value.data, keep);
            }
        }
        for (id, row) in grads.rows.keys() {
            let (n, row) = (id.0, *row as usize);
            // A row is seen rarely; its mean must not lag by thousands of steps.
            self.mean.values[n]
                .row_mut(row)
                .copy_from_slice(params.values[n].row(row));
        }
    }
}

fn blend(mean: &mut [f32], value: &[f32], keep: f32) {
    for (mean, value) in mean.iter_mut().zip(value) {
        *mean = keep * *mean + (1.0 - keep) * value;
    }
}

struct Moved {
    rate: f32,
    scale: f32,
    shrink: f32,
    step: i32,
}

impl Moved {
    fn apply(&self, value: &mut [f32], grad: &[f32], first: &mut [f32], second: &mut [f32]) {
        let (one, two) = (1.0 - FIRST.powi(self.step), 1.0 - SECOND.powi(self.step));
        for (((value, grad), first), second) in value.iter_mut().zip(grad).zip(first).zip(second) {
            let grad = grad * self.scale;
            *first = FIRST * *first + (1.0 - FIRST) * grad;
            *second = SECOND * *second + (1.0 - SECOND) * grad * grad;
            *value =
                *value * self.shrink - self.rate * (*first / one) / ((*second / two).sqrt() + TINY);
        }
    }
}
