//! `backpedal-train choices`: fits the weights by which the claim engine chooses whom a document
//! is about, a claim's subject, its objects and its mechanism.

use std::{collections::BTreeMap, fmt::Write as _, io::Write as _, path::PathBuf};

use anyhow::Context as _;
use backpedal_claims::{Choice, Located, centre_choices, claim_choices};
use backpedal_model::{Parties, TextIndex};
use backpedal_scoring::same_name;
use backpedal_train::{Choosing, GoldClaim, GoldDocument, fit, read_gold};

use super::calibrate::{context, documents};

/// Annotated sets, and where the tables go.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folders with `claims.jsonl` and `texts/`
    #[arg(required = true)]
    sets: Vec<PathBuf>,
    /// The folder of the tables
    #[arg(long)]
    out: PathBuf,
    /// Of these sets only every second document, the second first, is used
    #[arg(long)]
    half: Vec<PathBuf>,
    /// A folder for the examples themselves, to look at
    #[arg(long)]
    dump: Option<PathBuf>,
    /// What a weight costs
    #[arg(long, default_value_t = 3.0)]
    cost: f64,
    /// Fit only this table
    #[arg(long)]
    only: Option<String>,
}

/// A document gives one choice of its centre and some twenty of each other sort: the weights of
/// the first cost less.
const CENTRE: f64 = 0.1;

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut read: Vec<(GoldDocument, String)> = Vec::new();
    for set in &args.sets {
        let path = ["claims.jsonl", "gold.jsonl"]
            .iter()
            .map(|name| set.join(name))
            .find(|path| path.exists())
            .with_context(|| format!("{} holds no annotated set", set.display()))?;
        let gold = std::fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        for (number, gold) in read_gold(&gold)?.into_iter().enumerate() {
            if args.half.contains(set) && number % 2 == 0 {
                continue;
            }
            let text = set.join("texts").join(format!("{}.txt", gold.doc));
            let text = std::fs::read_to_string(&text)
                .with_context(|| format!("{} cannot be read", text.display()))?;
            read.push((gold, text));
        }
    }
    let centres: Vec<Choosing> = read.iter().map(|(gold, text)| centre(gold, text)).collect();
    let shares = crossed(&centres, args.cost * CENTRE);
    let mut tables: BTreeMap<&str, Vec<Choosing>> = BTreeMap::new();
    for ((gold, text), shares) in read.iter().zip(&shares) {
        collect(gold, text, shares, &mut tables);
    }
    tables.insert("centre", centres);
    let mut err = std::io::stderr().lock();
    for (name, examples) in &tables {
        if args.only.as_deref().is_some_and(|only| only != *name) {
            continue;
        }
        if let Some(folder) = &args.dump {
            let path = folder.join(format!("{name}.json"));
            std::fs::write(&path, serde_json::to_string(examples)?)
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
        let share = if *name == "centre" { CENTRE } else { 1.0 };
        let fitted = fit(examples, args.cost * share);
        writeln!(
            err,
            "{name}: {} choices, {} can be right, {} are",
            examples.len(),
            fitted.possible,
            fitted.right
        )?;
        let mut table = format!(
            "# Weights of features (see src/choice.rs), fitted by `backpedal-train choices` on {} annotated choices.\n",
            examples.len()
        );
        for (feature, weight) in &fitted.weights {
            if weight.abs() >= 0.005 {
                writeln!(table, "{feature}\t{weight:.3}")?;
            }
        }
        let path = args.out.join(format!("{name}.tsv"));
        std::fs::write(&path, table)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// The parts into which the documents are split, so that none is weighed by itself.
const PARTS: usize = 5;

/// The shares of each document's options under weights fitted without its part.
fn crossed(centres: &[Choosing], cost: f64) -> Vec<Vec<f64>> {
    let mut shares = vec![Vec::new(); centres.len()];
    let (mut all, mut right) = (0, 0);
    for part in 0..PARTS {
        let others = centres
            .iter()
            .enumerate()
            .filter(|(at, _)| at % PARTS != part);
        let others: Vec<Choosing> = others.map(|(_, centre)| centre.clone()).collect();
        let fitted = fit(&others, cost);
        for (at, centre) in centres
            .iter()
            .enumerate()
            .filter(|(at, _)| at % PARTS == part)
        {
            shares[at] = fitted.shares(&centre.features);
            let best =
                (0..shares[at].len()).max_by(|a, b| shares[at][*a].total_cmp(&shares[at][*b]));
            all += 1;
            right += usize::from(best.is_some_and(|best| centre.right[best]));
        }
    }
    let _ = writeln!(
        std::io::stderr(),
        "centre of unseen parts: {right} of {all}"
    );
    shares
}

/// The choice of the one that a document is about.
fn centre(gold: &GoldDocument, text: &str) -> Choosing {
    let central = central(gold);
    let parties = Parties::default();
    let options = documents(gold, text)
        .first()
        .map(|document| centre_choices(document, &context(&parties)))
        .unwrap_or_default();
    choosing(&gold.doc, options, &|name| same_name(name, &central))
}

fn choosing(note: &str, options: Vec<Choice>, right: &dyn Fn(&str) -> bool) -> Choosing {
    Choosing {
        note: note.to_owned(),
        names: options.iter().map(|option| option.name.clone()).collect(),
        right: options.iter().map(|option| right(&option.name)).collect(),
        features: options.into_iter().map(|option| option.features).collect(),
    }
}

/// The choices for the claims of a document, with what the annotation calls right.
fn collect(
    gold: &GoldDocument,
    text: &str,
    shares: &[f64],
    tables: &mut BTreeMap<&str, Vec<Choosing>>,
) {
    let index = TextIndex::new(text);
    let placed: Vec<(&GoldClaim, Located)> = gold
        .claims
        .iter()
        .filter_map(|claim| {
            let at = text.find(&claim.anchor)?;
            let words = index.span(at..at + claim.anchor.len());
            let (kind, polarity) = (claim.kind, None);
            Some((
                claim,
                Located {
                    kind,
                    words,
                    polarity,
                },
            ))
        })
        .collect();
    let Some(document) = documents(gold, text).into_iter().next() else {
        return;
    };
    let places: Vec<Located> = placed.iter().map(|(_, place)| *place).collect();
    let parties = Parties::default();
    let found = claim_choices(&document, &context(&parties), &places, shares);
    for ((claim, _), choices) in placed.iter().zip(found) {
        let Some(choices) = choices else { continue };
        let note = format!("{} {} {}", gold.doc, claim.kind, claim.anchor);
        let mut add = |table, options: Vec<Choice>, right: &dyn Fn(&str) -> bool| {
            if !options.is_empty() {
                tables
                    .entry(table)
                    .or_default()
                    .push(choosing(&note, options, right));
            }
        };
        if let Some(subject) = &claim.subject {
            add("subject", choices.subject, &|name| same_name(name, subject));
        }
        let none = claim.objects.is_empty();
        add("object", choices.objects, &|name| {
            none && name.is_empty() || claim.objects.iter().any(|object| same_name(name, object))
        });
        if let Some(kind) = claim.cause_kind {
            add("mechanism", choices.mechanism, &|name| {
                name == kind.as_str()
            });
        }
    }
}

/// The subject of most claims.
fn central(gold: &GoldDocument) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for subject in gold
        .claims
        .iter()
        .filter_map(|claim| claim.subject.as_deref())
    {
        *counts.entry(subject).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(subject, _)| subject.to_owned())
        .unwrap_or_default()
}
