//! The best sequence of tags under scores of tags and of steps between them.

use super::matrix::{Matrix, largest};

/// The best tags (Viterbi 1967). The last row of `steps` scores starting with each tag.
#[must_use]
pub fn best(scores: &Matrix, steps: &Matrix) -> Vec<usize> {
    let (words, tags) = (scores.rows, scores.cols);
    if words == 0 {
        return Vec::new();
    }
    let mut from = vec![0_u8; words * tags];
    let mut now: Vec<f32> = scores
        .row(0)
        .iter()
        .zip(steps.row(tags))
        .map(|(a, b)| a + b)
        .collect();
    let mut next = now.clone();
    for word in 1..words {
        for tag in 0..tags {
            let (mut most, mut which) = (f32::NEG_INFINITY, 0);
            for (before, score) in now.iter().enumerate() {
                let score = score + steps.row(before)[tag];
                if score > most {
                    (most, which) = (score, before);
                }
            }
            next[tag] = most + scores.row(word)[tag];
            from[word * tags + tag] = which as u8;
        }
        std::mem::swap(&mut now, &mut next);
    }
    let mut path = vec![largest(&now)];
    for word in (1..words).rev() {
        let last = path[path.len() - 1];
        path.push(usize::from(from[word * tags + last]));
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_step_is_not_taken() {
        let scores = Matrix {
            rows: 2,
            cols: 2,
            data: vec![1.0, 0.0, 0.0, 1.0],
        };
        let mut steps = Matrix::zeros(3, 2);
        assert_eq!(best(&scores, &steps), [0, 1]);
        steps.row_mut(0)[1] = -9.0;
        assert_eq!(best(&scores, &steps), [0, 0]);
    }
}
