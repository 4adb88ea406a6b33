//! One model from annotated posts.

use std::collections::{BTreeMap, BTreeSet};

use backpedal_language::stance::{Linear, StanceModel, Tree};

use super::{
    boost::{self, Grow},
    cross::folds,
    linear::{self, Fit, Sparse},
    rows::Row,
};

/// What may be chosen by cross-validation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) linear: Fit,
    pub(crate) spoken: Fit,
    pub(crate) grow: Grow,
    /// How many forests are grown, each from another seed.
    pub(crate) forests: u64,
    /// The weights of the three parts in the sum.
    pub(crate) shares: [f32; 3],
    /// Rare classes weigh more: the power of one over their share.
    pub(crate) even: f32,
    /// A label to which a model that saw nothing of its event gives a smaller share counts less.
    pub(crate) doubt: f32,
}

impl Default for Settings {
    fn default() -> Self {
        let linear = Fit {
            passes: 150,
            penalty: 300.0,
            step: 0.03,
        };
        Self {
            linear,
            spoken: Fit {
                passes: 150,
                penalty: 3.0,
                step: 0.15,
            },
            grow: Grow {
                rounds: 200,
                depth: 3,
                rate: 0.07,
                penalty: 5.0,
                least: 15,
                cues: 0.25,
                rows: 0.6,
                seed: 1,
            },
            forests: 2,
            shares: [0.5, 0.25, 0.25],
            even: 0.5,
            doubt: 0.3,
        }
    }
}

/// Words seen in fewer threads are left out.
const THREADS: usize = 3;
/// Words seen about fewer events are left out: they belong to one story.
const EVENTS: usize = 2;
/// Cues seen in fewer posts are left out.
const POSTS: usize = 5;

/// Fits all parts; the bias of the classes is still zero.
pub(crate) fn fit(rows: &[&Row], how: &Settings) -> StanceModel {
    let mut model = StanceModel {
        cues: cues(rows),
        grams: grams(rows),
        blend: (how.shares, [0.0; 4]),
        ..StanceModel::default()
    };
    let raw = known(&model, rows);
    model.scales = scales(&raw, model.cues.len());
    let weights = weights(rows, how.even);
    let weights = doubted(rows, &raw, &weights, &model, how);
    model.linear = over_cues(rows, &raw, &weights, &model, how);
    model.spoken = over_grams(rows, &weights, &model, how);
    model.trees = forests(rows, &raw, &weights, how);
    model
}

/// The cues of each row that the model knows.
fn known(model: &StanceModel, rows: &[&Row]) -> Vec<Vec<f32>> {
    let rows = rows.iter();
    rows.map(|row| model.known(&row.features.cues)).collect()
}

/// The weight of each row, by its class; one on average.
fn weights(rows: &[&Row], even: f32) -> Vec<f32> {
    let mut counts = [0.0_f32; 4];
    rows.iter().for_each(|row| counts[row.label] += 1.0);
    let quarter = rows.len() as f32 / 4.0;
    let class = counts.map(|count| (quarter / count.max(1.0)).powf(even));
    rows.iter().map(|row| class[row.label]).collect()
}

/// The weights, less for labels that look like slips: the annotators agreed on few of the denials,
/// and a label that nothing in other events explains teaches what does not hold elsewhere (after
/// Northcutt, Jiang and Chuang: Confident learning, 2021).
fn doubted(
    rows: &[&Row],
    raw: &[Vec<f32>],
    weights: &[f32],
    model: &StanceModel,
    how: &Settings,
) -> Vec<f32> {
    let folds = folds(rows);
    let last = folds.iter().copied().max().unwrap_or(0);
    let even: Vec<Sparse> = raw
        .iter()
        .map(|row| (0..).zip(model.standard(row)).collect())
        .collect();
    let all: Vec<_> = examples(rows, &even, weights).collect();
    let how_linear = Fit {
        passes: how.linear.passes / 2,
        ..how.linear
    };
    let mut found = weights.to_vec();
    for fold in (0..=last).filter(|_| last > 0) {
        let others = all.iter().zip(&folds).filter(|(_, at)| **at != fold);
        let others: Vec<_> = others.map(|(example, _)| *example).collect();
        let linear = linear::fit(&others, model.cues.len(), how_linear);
        for (at, (features, label, weight)) in all.iter().enumerate() {
            if folds[at] == fold {
                let share = linear::softmax(linear::sums(&linear, features))[*label];
                found[at] = weight * (share / how.doubt).min(1.0);
            }
        }
    }
    found
}

fn cues(rows: &[&Row]) -> Vec<u32> {
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    for (hash, _) in rows.iter().flat_map(|row| &row.features.cues) {
        *seen.entry(*hash).or_default() += 1;
    }
    let often = seen.into_iter().filter(|(_, count)| *count >= POSTS);
    often.map(|(hash, _)| hash).collect()
}

fn grams(rows: &[&Row]) -> Vec<u32> {
    let mut seen: BTreeMap<u32, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for row in rows {
        for gram in &row.features.grams {
            let (events, threads) = seen.entry(*gram).or_default();
            events.insert(&row.event);
            threads.insert(&row.thread);
        }
    }
    let spread = |(events, threads): &(BTreeSet<&str>, BTreeSet<&str>)| {
        events.len() >= EVENTS && threads.len() >= THREADS
    };
    let often = seen.into_iter().filter(|(_, found)| spread(found));
    often.map(|(gram, _)| gram).collect()
}

/// Mean and inverse spread of each cue.
fn scales(raw: &[Vec<f32>], width: usize) -> Vec<[f32; 2]> {
    let count = raw.len().max(1) as f32;
    (0..width)
        .map(|at| {
            let mean = raw.iter().map(|row| row[at]).sum::<f32>() / count;
            let spread = raw.iter().map(|row| (row[at] - mean).powi(2)).sum::<f32>() / count;
            [mean, 1.0 / spread.sqrt().max(1e-3)]
        })
        .collect()
}

fn over_cues(
    rows: &[&Row],
    raw: &[Vec<f32>],
    weights: &[f32],
    model: &StanceModel,
    how: &Settings,
) -> Linear {
    let even: Vec<Sparse> = raw
        .iter()
        .map(|row| (0..).zip(model.standard(row)).collect())
        .collect();
    let examples: Vec<_> = examples(rows, &even, weights).collect();
    linear::fit(&examples, model.cues.len(), how.linear)
}

fn over_grams(rows: &[&Row], weights: &[f32], model: &StanceModel, how: &Settings) -> Linear {
    let sparse: Vec<Sparse> = rows
        .iter()
        .map(|row| {
            let known = model.known_grams(&row.features.grams);
            let length = 1.0 / (known.len().max(1) as f32).sqrt();
            known.into_iter().map(|at| (at as u32, length)).collect()
        })
        .collect();
    let examples: Vec<_> = examples(rows, &sparse, weights).collect();
    linear::fit(&examples, model.grams.len(), how.spoken)
}

fn examples<'a>(
    rows: &'a [&Row],
    features: &'a [Sparse],
    weights: &'a [f32],
) -> impl Iterator<Item = (&'a Sparse, usize, f32)> {
    let labels = rows.iter().map(|row| row.label);
    let both = features.iter().zip(labels).zip(weights);
    both.map(|((features, label), weight)| (features, label, *weight))
}

/// Forests from several seeds, each counting its share.
fn forests(rows: &[&Row], raw: &[Vec<f32>], weights: &[f32], how: &Settings) -> Vec<Tree> {
    let examples: Vec<_> = rows
        .iter()
        .zip(raw)
        .zip(weights)
        .map(|((row, raw), weight)| (raw.as_slice(), row.label, *weight))
        .collect();
    let mut trees = Vec::new();
    for forest in 0..how.forests {
        let seed = how.grow.seed.wrapping_mul(1000) + forest;
        trees.extend(boost::grow(&examples, Grow { seed, ..how.grow }));
    }
    let share = 1.0 / how.forests.max(1) as f32;
    trees
        .iter_mut()
        .flat_map(|tree| &mut tree.leaves)
        .for_each(|leaf| *leaf *= share);
    trees
}

#[cfg(test)]
mod tests {
    use super::*;
    use backpedal_language::stance::Features;

    #[test]
    fn a_label_that_other_events_contradict_counts_less() {
        // Two large events in which one cue tells the class, and one slip in the first.
        let row = |at: usize| Row {
            features: Features {
                cues: vec![(at as u32 % 2, 1.0)],
                grams: Vec::new(),
            },
            label: if at == 0 { 1 } else { at % 2 * 3 },
            event: ["flood", "storm"][at / 200].to_owned(),
            thread: at.to_string(),
            splits: [String::new(), String::new()],
        };
        let rows: Vec<Row> = (0..400).map(row).collect();
        let rows: Vec<&Row> = rows.iter().collect();
        let mut how = Settings::default();
        how.linear.penalty = 1.0;
        let mut model = StanceModel {
            cues: cues(&rows),
            ..StanceModel::default()
        };
        let raw = known(&model, &rows);
        model.scales = scales(&raw, model.cues.len());
        let found = doubted(&rows, &raw, &vec![1.0; rows.len()], &model, &how);
        assert!(found[0] < 0.5, "{}", found[0]);
        assert!(found[1..].iter().all(|weight| *weight > 0.9));
    }
}
