//! Multinomial logistic regression with a penalty on large weights, by full batches.

use backpedal_language::stance::Linear;

/// A row of features: places and values.
pub(crate) type Sparse = Vec<(u32, f32)>;

/// How to fit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    /// Passes over the rows.
    pub(crate) passes: usize,
    /// The penalty, a row.
    pub(crate) penalty: f32,
    /// The first step.
    pub(crate) step: f32,
}

/// Fits weights; every row counts as much as its weight says.
pub(crate) fn fit(rows: &[(&Sparse, usize, f32)], width: usize, how: Fit) -> Linear {
    let mut weights = vec![[0.0_f32; 4]; width + 1];
    let mut moments = vec![[[0.0_f32; 2]; 4]; width + 1];
    let mut slopes = vec![[0.0_f32; 4]; width + 1];
    let total: f32 = rows.iter().map(|row| row.2).sum();
    for pass in 0..how.passes {
        slopes.iter_mut().for_each(|row| *row = [0.0; 4]);
        for (features, label, weight) in rows {
            let mut sum = weights[width];
            for (at, value) in *features {
                let row = &weights[*at as usize];
                sum.iter_mut().zip(row).for_each(|(s, w)| *s += w * value);
            }
            let mut error = softmax(sum);
            error[*label] -= 1.0;
            error.iter_mut().for_each(|error| *error *= weight / total);
            for (at, value) in *features {
                let row = &mut slopes[*at as usize];
                row.iter_mut()
                    .zip(&error)
                    .for_each(|(s, e)| *s += e * value);
            }
            slopes[width]
                .iter_mut()
                .zip(&error)
                .for_each(|(s, e)| *s += e);
        }
        let late = 1.0 - pass as f32 / how.passes as f32;
        let step = how.step * late;
        for at in 0..=width {
            let penalty = if at < width { how.penalty / total } else { 0.0 };
            for class in 0..4 {
                let slope = slopes[at][class] + penalty * weights[at][class];
                let [first, second] = &mut moments[at][class];
                *first = 0.9 * *first + 0.1 * slope;
                *second = 0.99 * *second + 0.01 * slope * slope;
                let power = pass as i32 + 1;
                let even = (
                    *first / (1.0 - 0.9_f32.powi(power)),
                    *second / (1.0 - 0.99_f32.powi(power)),
                );
                // Adam (Kingma and Ba 2015).
                weights[at][class] -= step * even.0 / (even.1.sqrt() + 1e-8);
            }
        }
    }
    let bias = weights.pop().unwrap_or_default();
    Linear { weights, bias }
}

/// What a model gives each class.
pub(crate) fn sums(model: &Linear, features: &Sparse) -> [f32; 4] {
    let mut sum = model.bias;
    for (at, value) in features {
        let row = &model.weights[*at as usize];
        sum.iter_mut().zip(row).for_each(|(s, w)| *s += w * value);
    }
    sum
}

/// Shares that make one.
pub(crate) fn softmax(sum: [f32; 4]) -> [f32; 4] {
    let top = sum.into_iter().fold(f32::MIN, f32::max);
    let powers = sum.map(|value| (value - top).exp());
    let total: f32 = powers.iter().sum();
    powers.map(|power| power / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Fit = Fit {
        passes: 150,
        penalty: 0.1,
        step: 0.1,
    };

    #[test]
    fn tells_apart_what_features_tell_apart() {
        let rows: Vec<(Sparse, usize)> = (0..40)
            .map(|at| (vec![(at % 4, 1.0), (4, 1.0)], at as usize % 4))
            .collect();
        let examples: Vec<_> = rows.iter().map(|(row, label)| (row, *label, 1.0)).collect();
        let free = fit(&examples, 5, HOW);
        for class in 0..4 {
            let own = free.weights[class][class];
            assert!((0..4).all(|other| other == class || free.weights[class][other] < own));
        }
        let held = fit(
            &examples,
            5,
            Fit {
                penalty: 50.0,
                ..HOW
            },
        );
        assert!(held.weights[0][0] < free.weights[0][0], "a penalty shrinks");
    }
}
