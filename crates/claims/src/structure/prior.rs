//! What a name itself says: whether it looks like a person's, an organisation's or a place's.
//!
//! A multinomial logistic regression over the vectors of the name's first and last word. The table
//! `data/names.tsv` holds its weights; `backpedal-train names` fits them.

use std::{collections::BTreeMap, sync::LazyLock};

use backpedal_language::vectors;

use crate::lexicon::entries;

/// Person, organisation, place: the order of the weights.
pub const CLASSES: usize = 3;

/// A name as the model takes it: numbers by feature.
pub type NameFeatures = Vec<(String, f32)>;

/// How sure the name must be of itself before it counts (policy).
const SURE: f32 = 0.8;
/// How much it counts then, against the signs of its surroundings (policy).
const WEIGHT: usize = 3;

type Weights = BTreeMap<&'static str, [f32; CLASSES]>;

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let lines = entries(include_str!("../../data/names.tsv"));
    lines.filter_map(line).collect()
});

fn line(line: &'static str) -> Option<(&'static str, [f32; CLASSES])> {
    let mut fields = line.split('\t');
    let name = fields.next()?;
    let mut weights = [0.0; CLASSES];
    for weight in &mut weights {
        *weight = fields.next()?.trim().parse().ok()?;
    }
    Some((name, weights))
}

/// The features of a name.
#[must_use]
pub fn name_features(name: &str) -> NameFeatures {
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return Vec::new();
    };
    let rows = vectors(&[first, last]);
    let mut found = NameFeatures::with_capacity(2 * rows.cols + 4);
    // The last word of a single name is its first.
    for (row, side) in ["first", "last"].into_iter().enumerate().take(rows.rows) {
        let side = if words.len() == 1 { "only" } else { side };
        let values = rows.row(row).iter().enumerate();
        if row == 0 || words.len() > 1 {
            found.extend(values.map(|(at, value)| (format!("{side}{at}"), *value)));
        }
    }
    found.push((format!("words{}", words.len().min(4)), 1.0));
    if name.chars().all(|c| !c.is_lowercase()) {
        found.push(("capitals".to_owned(), 1.0));
    }
    if name.contains(|c: char| c.is_numeric()) {
        found.push(("digits".to_owned(), 1.0));
    }
    found
}

/// What counts for each class.
pub(super) fn prior(name: &str) -> [usize; CLASSES] {
    let mut scores = [0.0_f32; CLASSES];
    for (feature, value) in name_features(name) {
        if let Some(weights) = WEIGHTS.get(feature.as_str()) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight * value;
            }
        }
    }
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let shares = scores.map(|score| (score - top).exp());
    let sum: f32 = shares.iter().sum();
    shares.map(|share| if share / sum >= SURE { WEIGHT } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_told_apart() {
        let [person, org, _] = prior("Margaret Hollis");
        assert!(person > org);
        let [person, org, _] = prior("Alder Networks");
        assert!(org > person);
        assert_eq!(prior(""), [0; CLASSES]);
    }
}
