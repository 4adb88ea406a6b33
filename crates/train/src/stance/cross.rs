//! Cross-validation by event, and what to add for each class so that rare ones are not lost.

use std::collections::BTreeMap;

use super::{
    fit::{Settings, fit},
    rows::Row,
    score::Confusion,
};
use crate::nn::Random;

/// Events with fewer posts are held out together.
const SMALL: usize = 150;
/// How often the threads are drawn anew to place the class bounds.
const DRAWS: usize = 40;

/// The parts' log shares of each row, by a model that saw nothing of its event.
pub(crate) fn held_out(rows: &[&Row], how: &Settings) -> Vec<[[f32; 4]; 3]> {
    let folds = folds(rows);
    let last = folds.iter().copied().max().unwrap_or(0);
    let mut found = vec![[[0.0; 4]; 3]; rows.len()];
    for fold in 0..=last {
        let others: Vec<&Row> = pick(rows, &folds, |other| other != fold);
        let model = fit(&others, how);
        for (at, row) in rows.iter().enumerate() {
            if folds[at] == fold {
                found[at] = model.parts(&row.features);
            }
        }
    }
    found
}

fn pick<'a>(rows: &[&'a Row], folds: &[usize], wanted: impl Fn(usize) -> bool) -> Vec<&'a Row> {
    let both = rows.iter().zip(folds);
    both.filter(|(_, fold)| wanted(**fold))
        .map(|(row, _)| *row)
        .collect()
}

/// A number for each row's event.
pub(crate) fn folds(rows: &[&Row]) -> Vec<usize> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *sizes.entry(&row.event).or_default() += 1;
    }
    let large = sizes.iter().filter(|(_, size)| **size >= SMALL);
    let large: Vec<&str> = large.map(|(event, _)| *event).collect();
    let place = |row: &&Row| large.iter().position(|event| *event == row.event);
    rows.iter()
        .map(|row| place(row).unwrap_or(large.len()))
        .collect()
}

/// The parts in one sum.
pub(crate) fn blend(parts: &[[[f32; 4]; 3]], shares: [f32; 3]) -> Vec<[f32; 4]> {
    let mut out = vec![[0.0; 4]; parts.len()];
    for (out, parts) in out.iter_mut().zip(parts) {
        for (part, share) in parts.iter().zip(shares) {
            out.iter_mut()
                .zip(part)
                .for_each(|(out, log)| *out += share * log);
        }
    }
    out
}

/// The class with the largest sum.
pub(crate) fn best(sum: &[f32; 4], bias: &[f32; 4]) -> usize {
    let total = |class: &usize| sum[*class] + bias[*class];
    (0..4)
        .max_by(|a, b| total(a).total_cmp(&total(b)))
        .unwrap_or(3)
}

/// Counts for sums with a bias.
pub(crate) fn confusion(rows: &[&Row], sums: &[[f32; 4]], bias: &[f32; 4]) -> Confusion {
    let pairs = rows.iter().zip(sums);
    Confusion::of(pairs.map(|(row, sum)| (row.label, best(sum, bias))))
}

/// What to add for each class: the best for the mean F1 of the classes, averaged over threads
/// drawn with return, because the best for one sample alone leans on single posts.
pub(crate) fn bias(rows: &[&Row], sums: &[[f32; 4]]) -> [f32; 4] {
    let mut threads: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        threads.entry(&row.thread).or_default().push(at);
    }
    let threads: Vec<Vec<usize>> = threads.into_values().collect();
    let mut random = Random::new(7);
    let mut mean = [0.0; 4];
    for _ in 0..DRAWS {
        let drawn = (0..threads.len()).flat_map(|_| &threads[random.below(threads.len())]);
        let drawn: Vec<(usize, [f32; 4])> = drawn.map(|at| (rows[*at].label, sums[*at])).collect();
        let found = climb(&drawn);
        // Only differences count.
        mean.iter_mut()
            .zip(found)
            .for_each(|(mean, class)| *mean += (class - found[3]) / DRAWS as f32);
    }
    mean
}

/// Raises the mean F1 class by class.
fn climb(rows: &[(usize, [f32; 4])]) -> [f32; 4] {
    let mut bias = [0.0; 4];
    let mut top = 0.0;
    for _ in 0..3 {
        for class in 0..3 {
            for step in -12..=12_i32 {
                let mut tried = bias;
                tried[class] = step as f32 * 0.1;
                let pairs = rows.iter().map(|(label, sum)| (*label, best(sum, &tried)));
                let found = Confusion::of(pairs).macro_f1();
                if found > top + 1e-9 {
                    (top, bias) = (found, tried);
                }
            }
        }
    }
    bias
}

#[cfg(test)]
mod tests {
    use super::*;
    use backpedal_language::stance::Features;

    fn row(label: usize, event: &str, thread: usize) -> Row {
        Row {
            features: Features::default(),
            label,
            event: event.to_owned(),
            thread: thread.to_string(),
            splits: [String::new(), String::new()],
        }
    }

    #[test]
    fn small_events_are_held_out_together() {
        let mut rows = vec![row(3, "flood", 0); SMALL];
        rows.extend([row(3, "storm", 1), row(3, "fire", 2)]);
        let rows: Vec<&Row> = rows.iter().collect();
        let folds = folds(&rows);
        assert_eq!(folds[SMALL], folds[SMALL + 1]);
        assert_ne!(folds[0], folds[SMALL]);
    }

    #[test]
    fn a_rare_class_is_raised() {
        let rows: Vec<Row> = (0..100)
            .map(|at| row(if at % 10 == 0 { 1 } else { 3 }, "", at))
            .collect();
        let rows: Vec<&Row> = rows.iter().collect();
        // Always too low, yet higher where it is right.
        let sum = |row: &&Row| [-9.0, if row.label == 1 { -0.5 } else { -1.5 }, -9.0, 0.0];
        let sums: Vec<[f32; 4]> = rows.iter().map(sum).collect();
        assert_eq!(confusion(&rows, &sums, &[0.0; 4]).class(1)[2], 0.0);
        let found = bias(&rows, &sums);
        assert_eq!(
            confusion(&rows, &sums, &found).class(1)[2],
            1.0,
            "{found:?}"
        );
    }
}
