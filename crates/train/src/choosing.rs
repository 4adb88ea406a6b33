//! Fits the weights of a choice (a conditional logit) to examples.

use std::collections::BTreeMap;

/// One choice: the features of each option, and which options are right.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Choosing {
    /// Where it was made.
    pub note: String,
    /// What each option is called.
    pub names: Vec<String>,
    /// The features of each option.
    pub features: Vec<Vec<(String, f64)>>,
    /// Whether it is right.
    pub right: Vec<bool>,
}

/// Fitted weights, and what they do on the examples.
#[derive(Clone, Debug, Default)]
pub struct Fitted {
    /// A weight for each feature.
    pub weights: BTreeMap<String, f64>,
    /// Choices that have a right option.
    pub possible: usize,
    /// Choices whose likeliest option is right.
    pub right: usize,
}

/// The features of each option, by number.
type Options = Vec<Vec<(usize, f64)>>;

/// How often the examples are gone through.
const ROUNDS: usize = 300;
/// The first step's size (Adam: Kingma and Ba 2015); it falls to nothing.
const STEP: f64 = 0.1;

/// Finds the weights under which right options are likeliest together; `cost` is the weight of
/// the squared weights. Choices without a right option say nothing.
#[must_use]
pub fn fit(examples: &[Choosing], cost: f64) -> Fitted {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for example in examples {
        for (name, _) in example.features.iter().flatten() {
            let next = numbers.len();
            numbers.entry(name).or_insert(next);
        }
    }
    let rows: Vec<(Options, &[bool])> = examples
        .iter()
        .filter(|example| example.right.contains(&true))
        .map(|example| {
            let row = |option: &Vec<(String, f64)>| {
                option
                    .iter()
                    .map(|(name, value)| (numbers[name.as_str()], *value))
                    .collect()
            };
            (
                example.features.iter().map(row).collect(),
                example.right.as_slice(),
            )
        })
        .collect();
    let mut weights = vec![0.0; numbers.len()];
    let (mut means, mut squares) = (vec![0.0; numbers.len()], vec![0.0; numbers.len()]);
    for round in 0..ROUNDS {
        let mut slopes: Vec<f64> = weights.iter().map(|weight| -2.0 * cost * weight).collect();
        for (options, right) in &rows {
            slope(options, right, &weights, &mut slopes);
        }
        #[allow(clippy::cast_precision_loss)]
        let left = 1.0 - round as f64 / ROUNDS as f64;
        for (number, slope) in slopes.iter().enumerate() {
            means[number] = 0.9 * means[number] + 0.1 * slope;
            squares[number] = 0.99 * squares[number] + 0.01 * slope * slope;
            let scale = f64::sqrt(squares[number]).max(1e-8);
            weights[number] += STEP * left * means[number] / scale;
        }
    }
    let right = rows.iter().filter(|(options, right)| {
        let scores = scores(options, &weights);
        let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
        best.is_some_and(|best| right[best])
    });
    let right = right.count();
    let weights = numbers
        .iter()
        .map(|(name, number)| ((*name).to_owned(), weights[*number]))
        .collect();
    Fitted {
        weights,
        possible: rows.len(),
        right,
    }
}

impl Fitted {
    /// The share of each option under the weights.
    #[must_use]
    pub fn shares(&self, features: &[Vec<(String, f64)>]) -> Vec<f64> {
        let weight = |name: &str| self.weights.get(name).copied().unwrap_or_default();
        let score = |option: &Vec<(String, f64)>| -> f64 {
            option
                .iter()
                .map(|(name, value)| weight(name) * value)
                .sum()
        };
        let scores: Vec<f64> = features.iter().map(score).collect();
        let shares = raised(&scores);
        let all: f64 = shares.iter().sum();
        shares.iter().map(|share| share / all).collect()
    }
}

fn scores(options: &[Vec<(usize, f64)>], weights: &[f64]) -> Vec<f64> {
    let score =
        |option: &Vec<(usize, f64)>| option.iter().map(|(n, value)| weights[*n] * value).sum();
    options.iter().map(score).collect()
}

/// The exponentials of scores, the largest made one so that none overflows.
fn raised(scores: &[f64]) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.iter().map(|score| (score - top).exp()).collect()
}

/// Adds one choice's slope: the features of right options less those of all, each by its share.
fn slope(options: &[Vec<(usize, f64)>], right: &[bool], weights: &[f64], slopes: &mut [f64]) {
    let scores = scores(options, weights);
    let shares = raised(&scores);
    let all: f64 = shares.iter().sum();
    let good: f64 = shares
        .iter()
        .zip(right)
        .filter(|(_, right)| **right)
        .map(|(share, _)| share)
        .sum();
    for ((option, share), right) in options.iter().zip(&shares).zip(right) {
        let wanted = if *right {
            share / good.max(1e-300)
        } else {
            0.0
        };
        for (number, value) in option {
            slopes[*number] += (wanted - share / all) * value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(options: &[&[&str]], right: usize) -> Choosing {
        let features = options
            .iter()
            .map(|names| names.iter().map(|name| ((*name).to_owned(), 1.0)).collect());
        let right = (0..options.len()).map(|number| number == right).collect();
        Choosing {
            features: features.collect(),
            right,
            ..Choosing::default()
        }
    }

    #[test]
    fn what_marks_the_right_option_weighs_most() {
        let examples = vec![
            example(&[&["title"], &["late"]], 0),
            example(&[&["late"], &["title", "late"]], 1),
        ];
        let fitted = fit(&examples, 0.1);
        assert!(fitted.weights["title"] > fitted.weights["late"] + 0.5);
        assert_eq!((fitted.possible, fitted.right), (2, 2));
    }

    #[test]
    fn a_choice_without_a_right_option_is_left_out() {
        let mut example = example(&[&["title"]], 0);
        example.right = vec![false];
        let fitted = fit(&[example], 0.1);
        assert_eq!((fitted.possible, fitted.right), (0, 0));
        assert!(fitted.weights["title"].abs() < 1e-9);
    }
}
