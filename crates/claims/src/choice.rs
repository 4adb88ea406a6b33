//! Choices by weight: of several options, each with named features, the one that annotated texts
//! make likeliest.
//!
//! A conditional logit (McFadden 1974, "Conditional logit analysis of qualitative choice
//! behavior"): an option's share is the exponential of its weighted features over the sum for all
//! options. The tables in `data/choices/` hold one weight a line, feature and number;
//! `backpedal-train choices` fits them.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::lexicon::entries;

/// What may be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// What speaks for it or against it.
    pub features: Vec<(String, f64)>,
}

impl Choice {
    /// An option without features.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            features: Vec::new(),
        }
    }

    /// Adds a feature that is there.
    pub(crate) fn has(&mut self, name: &str) {
        self.gives(name, 1.0);
    }

    /// Adds a feature where it holds.
    pub(crate) fn when(&mut self, holds: bool, name: &str) {
        if holds {
            self.has(name);
        }
    }

    /// Adds a feature with its value.
    pub(crate) fn gives(&mut self, name: &str, value: f64) {
        self.features.push((name.to_owned(), value));
    }

    /// Adds each feature again under a prefix: what it says for one kind of claim.
    pub(crate) fn under(&mut self, prefix: &str) {
        let own: Vec<(String, f64)> = self
            .features
            .iter()
            .map(|(name, value)| (format!("{prefix}:{name}"), *value))
            .collect();
        self.features.extend(own);
    }
}

/// The weights of one kind of choice.
#[derive(Debug)]
pub(crate) struct Weights(BTreeMap<&'static str, f64>);

macro_rules! table {
    ($name:ident, $file:literal) => {
        pub(crate) static $name: LazyLock<Weights> =
            LazyLock::new(|| Weights::read(include_str!(concat!("../data/choices/", $file))));
    };
}

table!(CENTRE, "centre.tsv");
table!(SUBJECT, "subject.tsv");
table!(OBJECT, "object.tsv");
table!(MECHANISM, "mechanism.tsv");

impl Weights {
    fn read(file: &'static str) -> Self {
        let lines = entries(file).filter_map(|line| {
            let (name, weight) = line.split_once('\t')?;
            Some((name, weight.trim().parse().ok()?))
        });
        Self(lines.collect())
    }

    /// The share of each option.
    pub(crate) fn shares(&self, options: &[Choice]) -> Vec<f64> {
        let score = |option: &Choice| -> f64 {
            let weight = |name: &str| self.0.get(name).copied().unwrap_or_default();
            let parts = option.features.iter();
            parts.map(|(name, value)| weight(name) * value).sum()
        };
        let scores: Vec<f64> = options.iter().map(score).collect();
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let shares: Vec<f64> = scores.iter().map(|score| (score - top).exp()).collect();
        let sum: f64 = shares.iter().sum();
        shares.iter().map(|share| share / sum).collect()
    }

    /// The number of the likeliest option; the first of several.
    pub(crate) fn best(&self, options: &[Choice]) -> Option<usize> {
        let shares = self.shares(options);
        let mut best: Option<(usize, f64)> = None;
        for (number, share) in shares.into_iter().enumerate() {
            if best.is_none_or(|(_, most)| share > most) {
                best = Some((number, share));
            }
        }
        best.map(|(number, _)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(name: &str, features: &[&str]) -> Choice {
        let mut option = Choice::new(name);
        for feature in features {
            option.has(feature);
        }
        option
    }

    #[test]
    fn the_heaviest_option_is_chosen_and_shares_sum_to_one() {
        let weights = Weights::read("# note\ntitle\t2.0\nlate\t-1.0\n");
        let options = [option("a", &["late"]), option("b", &["title", "late"])];
        assert_eq!(weights.best(&options), Some(1));
        let shares = weights.shares(&options);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(weights.best(&[]), None);
    }

    #[test]
    fn unknown_features_weigh_nothing_and_the_first_of_equals_stays() {
        let weights = Weights::read("title\t2.0\n");
        let options = [option("a", &["other"]), option("b", &[])];
        assert_eq!(weights.best(&options), Some(0));
    }

    #[test]
    fn features_count_again_under_a_kind() {
        let mut option = option("a", &["title"]);
        option.under("cause");
        assert_eq!(option.features[1].0, "cause:title");
    }
}
