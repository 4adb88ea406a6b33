//! Trains the stance model and prints its figures.

use std::path::Path;

use backpedal_language::stance::StanceModel;

use super::{
    cross::{bias, blend, confusion, held_out},
    fit::{Settings, fit},
    rows::{Row, read},
    score::Confusion,
};

/// Trains on the training part of the 2019 division, prints figures, returns the weight file.
pub(crate) fn train(
    nlp: &Path,
    how: &Settings,
    say: &mut dyn FnMut(&str),
) -> anyhow::Result<Vec<u8>> {
    let rows = read(nlp)?;
    let (train, dev) = divide(&rows, 1);
    let (model, cross) = fitted(&train, how);
    say(&format!(
        "held-out events of the training part ({} posts):\n{cross}",
        train.len()
    ));
    let bytes = model.write();
    say(&report(
        "development part",
        &dev,
        &StanceModel::read(&bytes).unwrap_or_default(),
    ));
    let (train, dev) = divide(&rows, 0);
    let (older, _) = fitted(&train, how);
    say(&report("development part of 2017", &dev, &older));
    Ok(bytes)
}

/// The rows to train on and those to score, by the division of 2017 (0) or 2019 (1).
fn divide(rows: &[Row], division: usize) -> (Vec<&Row>, Vec<&Row>) {
    let part = |name: &str| {
        rows.iter()
            .filter(|row| row.splits[division] == name)
            .collect()
    };
    (part("train"), part("dev"))
}

/// A model with its bias, and how it does on events that it has not seen.
fn fitted(rows: &[&Row], how: &Settings) -> (StanceModel, Confusion) {
    let sums = blend(&held_out(rows, how), how.shares);
    let bias = bias(rows, &sums);
    let mut model = fit(rows, how);
    model.blend.1 = bias;
    (model, confusion(rows, &sums, &bias))
}

fn report(name: &str, rows: &[&Row], model: &StanceModel) -> String {
    let pairs = rows.iter().map(|row| {
        let best = model.score(&row.features).best();
        (row.label, best as usize)
    });
    format!("{name} ({} posts):\n{}", rows.len(), Confusion::of(pairs))
}
