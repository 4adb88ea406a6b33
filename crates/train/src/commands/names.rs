//! `backpedal-train names`: fits what the claim engine takes from a name itself.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::Read as _,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use backpedal_claims::{CLASSES, name_features};

use crate::nn::Random;

/// What is learnt from, and where the table goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the annotated corpora
    #[arg(long)]
    nlp: PathBuf,
    /// Annotated sets of claims: their speakers and subjects are names
    sets: Vec<PathBuf>,
    /// The table; without it only the figures are printed
    #[arg(long)]
    out: Option<PathBuf>,
}

/// A name and its class.
type Example = (Vec<(String, f32)>, usize);

const PERSON: usize = 0;
const ORG: usize = 1;
const PLACE: usize = 2;

/// Passes over the names, and the first step's size; it falls to nothing.
const ROUNDS: usize = 60;
const STEP: f32 = 0.05;
/// What a squared weight costs.
const COST: f32 = 1e-4;
/// One name in so many is held out for the figure.
const HELD: usize = 8;

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for file in ["ner.btc.jsonl.gz", "ner.wnut17.jsonl.gz"] {
        corpus(&args.nlp.join(file), &mut names)?;
    }
    for set in &args.sets {
        annotated(set, &mut names)?;
    }
    let examples: Vec<Example> = names
        .iter()
        .map(|(name, class)| (name_features(name), *class))
        .collect();
    let (held, learnt): (Vec<_>, Vec<_>) = examples
        .iter()
        .enumerate()
        .partition(|(at, _)| at % HELD == 0);
    let learnt: Vec<&Example> = learnt.into_iter().map(|(_, example)| example).collect();
    let weights = fit(&learnt);
    let right = held
        .iter()
        .filter(|(_, (features, class))| best(&weights, features) == *class)
        .count();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} names; of {} held out {right} are right",
        names.len(),
        held.len()
    )?;
    let Some(path) = &args.out else { return Ok(()) };
    let all: Vec<&Example> = examples.iter().collect();
    let mut table = format!(
        "# What a name says of itself (src/structure/prior.rs): person, organisation, place. Fitted by\n# `backpedal-train names` on {} names of the Broad Twitter Corpus, WNUT 2017 and invented texts.\n",
        names.len()
    );
    for (feature, weights) in fit(&all) {
        let [person, org, place] = weights;
        writeln!(table, "{feature}\t{person:.3}\t{org:.3}\t{place:.3}")?;
    }
    std::fs::write(path, table).with_context(|| format!("{} cannot be written", path.display()))
}

/// Adds the names that a corpus marks.
fn corpus(path: &Path, names: &mut BTreeMap<String, usize>) -> anyhow::Result<()> {
    let file =
        std::fs::File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let words: Vec<char> = line["text"].as_str().unwrap_or_default().chars().collect();
        for entity in line["entities"].as_array().into_iter().flatten() {
            let class = match entity["type"]
                .as_str()
                .unwrap_or_default()
                .to_lowercase()
                .as_str()
            {
                "per" | "person" => PERSON,
                "org" | "corporation" | "group" => ORG,
                "loc" | "location" => PLACE,
                _ => continue,
            };
            let at = |number: usize| {
                entity["span"][number]
                    .as_u64()
                    .and_then(|at| usize::try_from(at).ok())
            };
            let (Some(start), Some(end)) = (at(0), at(1)) else {
                continue;
            };
            let name: String = words.get(start..end).unwrap_or_default().iter().collect();
            add(&name, class, names);
        }
    }
    Ok(())
}

/// Adds who speaks and whose trouble it is.
fn annotated(set: &Path, names: &mut BTreeMap<String, usize>) -> anyhow::Result<()> {
    let path = set.join("claims.jsonl");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    for gold in backpedal_train::read_gold(&text)? {
        for claim in &gold.claims {
            add(
                claim.speaker.name.as_deref().unwrap_or_default(),
                PERSON,
                names,
            );
            add(claim.speaker.org.as_deref().unwrap_or_default(), ORG, names);
        }
    }
    Ok(())
}

/// Names with a capital, as the engine looks for them.
fn add(name: &str, class: usize, names: &mut BTreeMap<String, usize>) {
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase());
    if !name.is_empty() && name.split(' ').all(capital) {
        names.entry(name.to_owned()).or_insert(class);
    }
}

fn scores(
    weights: &BTreeMap<String, [f32; CLASSES]>,
    features: &[(String, f32)],
) -> [f32; CLASSES] {
    let mut scores = [0.0; CLASSES];
    for (feature, value) in features {
        if let Some(weights) = weights.get(feature) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight * value;
            }
        }
    }
    scores
}

fn best(weights: &BTreeMap<String, [f32; CLASSES]>, features: &[(String, f32)]) -> usize {
    let scores = scores(weights, features);
    (0..CLASSES)
        .max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
        .unwrap_or(ORG)
}

/// Multinomial logistic regression by stochastic gradient descent.
fn fit(examples: &[&Example]) -> BTreeMap<String, [f32; CLASSES]> {
    let mut weights: BTreeMap<String, [f32; CLASSES]> = BTreeMap::new();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(1);
    for round in 0..ROUNDS {
        random.shuffle(&mut order);
        let step = STEP * (1.0 - round as f32 / ROUNDS as f32);
        for at in &order {
            let (features, class) = examples[*at];
            let scores = scores(&weights, features);
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let shares = scores.map(|score| (score - top).exp());
            let sum: f32 = shares.iter().sum();
            for (feature, value) in features {
                let own = match weights.get_mut(feature) {
                    Some(own) => own,
                    None => weights.entry(feature.clone()).or_default(),
                };
                for (number, weight) in own.iter_mut().enumerate() {
                    let wanted = if number == *class { 1.0 } else { 0.0 };
                    *weight += step * ((wanted - shares[number] / sum) * value - COST * *weight);
                }
            }
        }
    }
    weights
}
