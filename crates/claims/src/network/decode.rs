//! From scores of words to claims: the peaks.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{ClaimKind, Polarity};

use super::{features::Features, weigher::Scores};
use crate::lexicon::entries;

/// How sure the network must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Least height of a peak, for each kind in the order of `ClaimKind::ALL`.
    pub peak: Vec<f32>,
    /// The same where a rule of that kind fired under the peak.
    pub backed: Vec<f32>,
    /// Two peaks of a kind in one sentence are two claims where a valley of this depth (a share of
    /// the lower peak) parts them.
    pub valley: f32,
    /// How many claims are right at a peak's height, in rising order of heights.
    pub shares: Vec<(f32, f32)>,
}

/// What was fitted with the weights: a line `kind limit limit-with-a-rule` each, `valley depth`, and lines
/// `share height right` that tell how many claims of a peak's height were right.
static SHIPPED: LazyLock<Limits> = LazyLock::new(|| {
    let mut limits = Limits {
        peak: vec![0.5; ClaimKind::ALL.len()],
        backed: vec![0.5; ClaimKind::ALL.len()],
        valley: 0.5,
        shares: Vec::new(),
    };
    for line in entries(include_str!("../../weights/limits.txt")) {
        let Some((name, value)) = line.split_once(' ') else {
            continue;
        };
        if let Some((height, right)) = value.split_once(' ').filter(|_| name == "share") {
            limits
                .shares
                .extend(height.parse().ok().zip(right.parse().ok()));
        }
        let (value, backed) = match value.split_once(' ') {
            Some((value, backed)) => (value, backed.parse().ok()),
            None => (value, None),
        };
        let Ok(value) = value.trim().parse() else {
            continue;
        };
        match ClaimKind::ALL.iter().position(|kind| kind.as_str() == name) {
            Some(kind) => {
                limits.peak[kind] = value;
                limits.backed[kind] = backed.unwrap_or(value);
            }
            None if name == "valley" => limits.valley = value,
            None => {}
        }
    }
    limits
});

/// A claim that the network sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Its kind.
    pub kind: ClaimKind,
    /// Its words, by their numbers.
    pub words: Range<usize>,
    /// The height of the peak: how probable the claim is.
    pub probability: f32,
    /// How firmly it is put.
    pub polarity: Polarity,
    /// How probable that polarity is.
    pub certainty: f32,
}

/// The share of right claims at a peak's height, between the fitted points.
pub(crate) fn calibrated(height: f32) -> f32 {
    let shares = &SHIPPED.shares;
    let after = shares.partition_point(|(point, _)| *point < height);
    match (
        after.checked_sub(1).map(|before| shares[before]),
        shares.get(after),
    ) {
        (Some((low, a)), Some((high, b))) if *high > low => {
            a + (b - a) * (height - low) / (high - low)
        }
        (Some((_, share)), _) => share,
        (None, Some((_, share))) => *share,
        (None, None) => height,
    }
}

/// The claims under the shipped limits.
pub(crate) fn proposals(features: &Features, scores: &Scores) -> Vec<Proposal> {
    proposed(features, scores, &SHIPPED)
}

/// The claims of all sentences and kinds, in the order of the text.
#[must_use]
pub fn proposed(features: &Features, scores: &Scores, limits: &Limits) -> Vec<Proposal> {
    let mut found = Vec::new();
    if scores.kinds.rows != features.words.len() {
        return found;
    }
    for sentence in &features.sentences {
        for (number, kind) in ClaimKind::ALL.iter().enumerate() {
            let heights: Vec<f32> = sentence
                .clone()
                .map(|word| scores.kinds.row(word)[number])
                .collect();
            let fired: Vec<bool> = sentence
                .clone()
                .map(|word| features.fired(word, number))
                .collect();
            let backed = backed(&heights, &fired);
            let free = peaks(&heights, limits.peak[number], limits.valley);
            let apart = |run: &Range<usize>| !fired[run.clone()].contains(&true);
            let free = free.into_iter().filter(|(run, _)| apart(run));
            let backed = backed
                .into_iter()
                .filter(|(_, height)| *height >= limits.backed[number]);
            for (words, probability) in backed.chain(free) {
                let words = sentence.start + words.start..sentence.start + words.end;
                let (polarity, certainty) = polarity(scores, number, &words);
                found.push(Proposal {
                    kind: *kind,
                    words,
                    probability,
                    polarity,
                    certainty,
                });
            }
        }
    }
    found
}

/// Runs of words at which a rule fired, with the greatest height in each.
fn backed(heights: &[f32], fired: &[bool]) -> Vec<(Range<usize>, f32)> {
    let mut found: Vec<(Range<usize>, f32)> = Vec::new();
    for (at, height) in heights.iter().enumerate().filter(|(at, _)| fired[*at]) {
        match found.last_mut() {
            Some((run, most)) if run.end == at => {
                run.end = at + 1;
                *most = most.max(*height);
            }
            _ => found.push((at..at + 1, *height)),
        }
    }
    found
}

/// Runs of words around peaks: each run is the peak and its neighbours of at least half its height.
fn peaks(heights: &[f32], least: f32, valley: f32) -> Vec<(Range<usize>, f32)> {
    let mut order: Vec<usize> = (0..heights.len())
        .filter(|at| heights[*at] >= least)
        .collect();
    order.sort_by(|a, b| heights[*b].total_cmp(&heights[*a]).then(a.cmp(b)));
    let mut found: Vec<(Range<usize>, f32, usize)> = Vec::new();
    for at in order {
        let parted = found.iter().all(|(run, _, peak)| {
            let between = &heights[at.min(*peak)..=at.max(*peak)];
            let lowest = between.iter().copied().fold(f32::INFINITY, f32::min);
            !run.contains(&at) && lowest < heights[at] * valley
        });
        if !parted {
            continue;
        }
        let high = |at: usize, peak: f32| heights[at] >= 0.5 * peak;
        let (mut start, mut end) = (at, at + 1);
        while start > 0 && high(start - 1, heights[at]) {
            start -= 1;
        }
        while end < heights.len() && high(end, heights[at]) {
            end += 1;
        }
        found.push((start..end, heights[at], at));
    }
    found.sort_by_key(|(run, ..)| run.start);
    found
        .into_iter()
        .map(|(run, height, _)| (run, height))
        .collect()
}

/// The polarity that the words of a claim speak for, each as far as it belongs to the claim.
fn polarity(scores: &Scores, kind: usize, words: &Range<usize>) -> (Polarity, f32) {
    let mut sums = vec![0.0; Polarity::ALL.len()];
    for word in words.clone() {
        let weight = scores.kinds.row(word)[kind];
        for (sum, value) in sums.iter_mut().zip(scores.stances.row(word)) {
            *sum += weight * value;
        }
    }
    let best = backpedal_language::net::largest(&sums);
    let all: f32 = sums.iter().sum();
    (Polarity::ALL[best], sums[best] / all.max(f32::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valley_parts_two_claims() {
        let heights = [0.1, 0.8, 0.9, 0.2, 0.1, 0.7, 0.6];
        let found = peaks(&heights, 0.5, 0.5);
        assert_eq!(
            found.iter().map(|(run, _)| run.clone()).collect::<Vec<_>>(),
            [1..3, 5..7]
        );
        assert_eq!(peaks(&[0.8, 0.6, 0.9], 0.5, 0.5).len(), 1);
        assert!(peaks(&[0.4, 0.3], 0.5, 0.5).is_empty());
    }
}
