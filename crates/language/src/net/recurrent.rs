//! The simple recurrent unit (Lei, Zhang, Wang, Dai, Artzi 2018): all products of a layer are done
//! at once, and only a light scan goes word by word.

use super::matrix::{Matrix, sigmoid};

/// What one layer's scan reads. With a width of `2h`, `h` for each direction:
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// Six blocks of `h` a row: new value, forget and reset gate, forwards; then backwards.
    pub u: &'a Matrix,
    /// What the reset gate lets through unchanged, `2h` a row.
    pub x: &'a Matrix,
    /// The state's weight in the gates: forget, reset forwards; then backwards. `4h`.
    pub v: &'a [f32],
    /// The gates' biases, in the same order. `4h`.
    pub b: &'a [f32],
}

/// Runs over sequences of rows in both directions; `states` receives the inner states.
#[must_use]
pub fn scan(given: &Scan<'_>, runs: &[usize], mut states: Option<&mut Matrix>) -> Matrix {
    let width = given.x.cols;
    let half = width / 2;
    let mut out = Matrix::zeros(given.x.rows, width);
    let mut state = vec![0.0_f32; half];
    let mut start = 0;
    for run in runs {
        for way in 0..2 {
            state.fill(0.0);
            let (v, b) = (
                &given.v[way * width..(way + 1) * width],
                &given.b[way * width..(way + 1) * width],
            );
            for step in 0..*run {
                let row = if way == 0 {
                    start + step
                } else {
                    start + run - 1 - step
                };
                let u = &given.u.row(row)[way * 3 * half..(way + 1) * 3 * half];
                let own = row * width + way * half..row * width + (way + 1) * half;
                step_once(
                    u,
                    &given.x.data[own.clone()],
                    v,
                    b,
                    &mut state,
                    &mut out.data[own.clone()],
                );
                if let Some(states) = &mut states {
                    states.data[own].copy_from_slice(&state);
                }
            }
        }
        start += run;
    }
    out
}

#[inline]
fn step_once(u: &[f32], x: &[f32], v: &[f32], b: &[f32], state: &mut [f32], out: &mut [f32]) {
    let half = state.len();
    let (z, gates) = u.split_at(half);
    let (f, r) = gates.split_at(half);
    let (vf, vr) = v.split_at(half);
    let (bf, br) = b.split_at(half);
    let (x, out, r, vr, br) = (
        &x[..half],
        &mut out[..half],
        &r[..half],
        &vr[..half],
        &br[..half],
    );
    for k in 0..half {
        let last = state[k];
        let forget = sigmoid(f[k] + vf[k] * last + bf[k]);
        let reset = sigmoid(r[k] + vr[k] * last + br[k]);
        let now = forget * last + (1.0 - forget) * z[k];
        state[k] = now;
        out[k] = reset * now + (1.0 - reset) * x[k];
    }
}

/// A row with mean 0 and variance 1; returns what it was divided by, inverted.
pub fn standardise(row: &mut [f32]) -> f32 {
    let count = row.len().max(1) as f32;
    let mean = row.iter().sum::<f32>() / count;
    let variance = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / count;
    let turn = 1.0 / (variance + 1e-5).sqrt();
    row.iter_mut().for_each(|v| *v = (*v - mean) * turn);
    turn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_do_not_see_each_other() {
        let u = Matrix {
            rows: 3,
            cols: 6,
            data: (0..18).map(|n| n as f32 * 0.1 - 0.9).collect(),
        };
        let x = Matrix {
            rows: 3,
            cols: 2,
            data: vec![0.3; 6],
        };
        let given = Scan {
            u: &u,
            x: &x,
            v: &[0.5; 4],
            b: &[0.1; 4],
        };
        let apart = scan(&given, &[1, 2], None);
        let whole = scan(&given, &[3], None);
        assert!(
            apart.row(1)[0] != whole.row(1)[0],
            "forwards the second row has a past only in one run"
        );
        assert!(
            apart.row(2)[1] == whole.row(2)[1],
            "backwards the last row is first in both"
        );
    }
}
