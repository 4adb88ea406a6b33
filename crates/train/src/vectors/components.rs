//! Principal components through the eigenvectors of the covariance (Jacobi 1846).

use backpedal_language::net::{Matrix, product};

/// Rotations below this share of the diagonal are left out.
const SMALL: f64 = 1e-9;
/// Rounds over all pairs; a handful is enough.
const ROUNDS: usize = 12;

/// The rows in the directions in which they differ most. The rows lose their mean.
pub(super) fn components(rows: &mut Matrix, width: usize) -> Matrix {
    let mut mean = vec![0.0_f32; rows.cols];
    for row in 0..rows.rows {
        mean.iter_mut()
            .zip(rows.row(row))
            .for_each(|(m, v)| *m += v / rows.rows as f32);
    }
    for row in 0..rows.rows {
        rows.row_mut(row)
            .iter_mut()
            .zip(&mean)
            .for_each(|(v, m)| *v -= m);
    }
    let covariance = product(rows, true, rows, false);
    let (values, vectors) = eigen(&covariance);
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    let mut turn = Matrix::zeros(rows.cols, width.min(rows.cols));
    for (to, from) in order.iter().take(turn.cols).enumerate() {
        for row in 0..rows.cols {
            turn.row_mut(row)[to] = vectors[row * rows.cols + from] as f32;
        }
    }
    product(rows, false, &turn, false)
}

/// Eigenvalues, and eigenvectors as columns, of a symmetric matrix.
fn eigen(matrix: &Matrix) -> (Vec<f64>, Vec<f64>) {
    let n = matrix.rows;
    let mut a: Vec<f64> = matrix.data.iter().map(|v| f64::from(*v)).collect();
    let mut v = vec![0.0; n * n];
    (0..n).for_each(|i| v[i * n + i] = 1.0);
    let largest = (0..n).map(|i| a[i * n + i].abs()).fold(0.0, f64::max);
    for _ in 0..ROUNDS {
        let mut turned = false;
        for p in 0..n {
            for q in p + 1..n {
                if a[p * n + q].abs() > SMALL * largest {
                    rotate(&mut a, &mut v, n, p, q);
                    turned = true;
                }
            }
        }
        if !turned {
            break;
        }
    }
    ((0..n).map(|i| a[i * n + i]).collect(), v)
}

fn rotate(a: &mut [f64], v: &mut [f64], n: usize, p: usize, q: usize) {
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * a[p * n + q]);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..n {
        let (x, y) = (a[k * n + p], a[k * n + q]);
        a[k * n + p] = c * x - s * y;
        a[k * n + q] = s * x + c * y;
    }
    for k in 0..n {
        let (x, y) = (a[p * n + k], a[q * n + k]);
        a[p * n + k] = c * x - s * y;
        a[q * n + k] = s * x + c * y;
        let (x, y) = (v[k * n + p], v[k * n + q]);
        v[k * n + p] = c * x - s * y;
        v[k * n + q] = s * x + c * y;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_long_side_comes_first() {
        let mut rows = Matrix {
            rows: 4,
            cols: 2,
            data: vec![3.0, 3.1, -3.0, -3.1, 1.0, 0.9, -1.0, -0.9],
        };
        let reduced = components(&mut rows, 1);
        assert!(
            (reduced.data[0].abs() - (9.0_f32 + 9.61).sqrt()).abs() < 0.01,
            "{:?}",
            reduced.data
        );
    }
}
