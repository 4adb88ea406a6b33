//! `backpedal-train voice`: fits the weights by which a plain text is taken for an
//! organisation's own voice.
//!
//! Every annotated text gives its possible senders with their features; the right one is the
//! organisation in whose name most of the text's own claims are annotated, or none. A softmax over
//! the senders and "nobody" is fitted by gradient steps that shrink with the gradients seen so far
//! (Duchi, Hazan and Singer 2011, "Adaptive subgradient methods", JMLR 12).

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use backpedal_documents::{Sender, senders};

/// What to fit on.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Annotated sets and the folders of their texts, in turn
    #[arg(required = true, num_args = 2..)]
    sets: Vec<PathBuf>,
    /// The penalty on squared weights
    #[arg(long, default_value_t = 0.3)]
    penalty: f64,
}

/// One text: its senders, and which of them are right.
struct Text {
    senders: Vec<(Sender, bool)>,
    own: bool,
}

type Weights = BTreeMap<&'static str, f64>;

/// Prints the table of weights.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    for pair in args.sets.chunks(2) {
        let [gold, folder] = pair else {
            anyhow::bail!("each annotated set needs the folder of its texts after it");
        };
        read(gold, folder, &mut texts)?;
    }
    let weights = fit(&texts, args.penalty);
    let right = texts.iter().filter(|text| is_right(text, &weights)).count();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "# Weights of the model of crates/documents/src/plain/voice/evidence.rs, made by"
    )?;
    writeln!(
        out,
        "# `backpedal-train voice` from annotated invented texts: {right} of {} right.",
        texts.len()
    )?;
    for (name, weight) in &weights {
        writeln!(out, "{name}\t{weight:.3}")?;
    }
    Ok(())
}

/// Adds the texts of a set that have one voice; posts, forums and lists have many.
fn read(gold: &Path, folder: &Path, texts: &mut Vec<Text>) -> anyhow::Result<()> {
    let open = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    for line in open(gold)?.lines().filter(|line| !line.trim().is_empty()) {
        let annotated: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| annotated[key].as_str().unwrap_or_default().to_owned();
        if matches!(text("kind").as_str(), "tweet" | "forum" | "list") {
            continue;
        }
        let body = open(&folder.join(format!("{}.txt", text("doc"))))?;
        let wanted = own_org(&annotated);
        let judged = senders(&body).into_iter().map(|sender| {
            let right = wanted.as_deref().is_some_and(|org| same(org, &sender.name));
            (sender, right)
        });
        texts.push(Text {
            senders: judged.collect(),
            own: wanted.is_some(),
        });
    }
    Ok(())
}

/// The organisation in whose name more than half of the claims in the text's own voice are.
fn own_org(annotated: &serde_json::Value) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for claim in annotated["claims"].as_array().into_iter().flatten() {
        if claim["voice"] != "own" {
            continue;
        }
        all += 1;
        let speaker = &claim["speaker"];
        if let (true, Some(org)) = (speaker["name"].is_null(), speaker["org"].as_str()) {
            *counts.entry(org.to_owned()).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| count * 2 > all)
        .map(|(org, _)| org)
}

/// Whether the words of one name are among the other's, legal forms aside.
fn same(a: &str, b: &str) -> bool {
    let key = |name: &str| -> Vec<String> {
        let low = name.to_lowercase();
        let words = low
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        words
            .filter(|word| !matches!(*word, "the" | "inc" | "corp" | "ltd" | "llc" | "plc" | "co"))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (key(a), key(b));
    let held = |a: &[String], b: &[String]| !a.is_empty() && a.iter().all(|word| b.contains(word));
    held(&a, &b) || held(&b, &a)
}

fn odds(sender: &Sender, weights: &Weights) -> f64 {
    let terms = sender.features.iter();
    terms
        .map(|(name, value)| weights.get(name).copied().unwrap_or(0.0) * value)
        .sum()
}

fn fit(texts: &[Text], penalty: f64) -> Weights {
    const ROUNDS: usize = 4000;
    const STEP: f64 = 0.5;
    let mut weights = Weights::new();
    for (sender, _) in texts.iter().flat_map(|text| &text.senders) {
        weights.extend(sender.features.keys().map(|name| (*name, 0.0)));
    }
    let mut seen: Weights = weights.keys().map(|name| (*name, 1e-6)).collect();
    for _ in 0..ROUNDS {
        let mut slope: Weights = weights
            .iter()
            .map(|(name, weight)| {
                (
                    *name,
                    if *name == "bias" {
                        0.0
                    } else {
                        penalty * weight
                    },
                )
            })
            .collect();
        for text in texts {
            add_slope(text, &weights, &mut slope);
        }
        for (name, weight) in &mut weights {
            let slope = slope.get(name).copied().unwrap_or(0.0);
            let all = seen.entry(name).or_insert(1e-6);
            *all += slope * slope;
            *weight -= STEP * slope / all.sqrt();
        }
    }
    weights
}

/// Adds the gradient of one text's loss.
fn add_slope(text: &Text, weights: &Weights, slope: &mut Weights) {
    let found = text.senders.iter().any(|(_, right)| *right);
    // A sender that no rule proposes cannot be learned.
    if text.own && !found {
        return;
    }
    let scores: Vec<f64> = text
        .senders
        .iter()
        .map(|(sender, _)| odds(sender, weights).exp())
        .collect();
    let total = 1.0 + scores.iter().sum::<f64>();
    let both = text.senders.iter().zip(&scores);
    let good: f64 = both
        .clone()
        .filter(|((_, right), _)| *right)
        .map(|(_, score)| *score)
        .sum();
    for ((sender, right), score) in both {
        let wanted = if text.own && *right {
            score / good
        } else {
            0.0
        };
        for (name, value) in &sender.features {
            *slope.entry(name).or_insert(0.0) += (score / total - wanted) * value;
        }
    }
}

fn is_right(text: &Text, weights: &Weights) -> bool {
    let scored = text
        .senders
        .iter()
        .map(|(sender, right)| (odds(sender, weights), *right));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((odds, right)) if text.own => odds > 0.0 && right,
        Some((odds, _)) => odds <= 0.0,
        None => !text.own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(flag: &'static str, own: bool) -> Text {
        let features = BTreeMap::from([("bias", 1.0), (flag, 1.0)]);
        let sender = Sender {
            name: "Alder".to_owned(),
            features,
        };
        Text {
            senders: vec![(sender, own)],
            own,
        }
    }

    #[test]
    fn what_marks_the_right_senders_gets_weight() {
        let texts: Vec<Text> = (0..6)
            .map(|n| text(if n < 3 { "signed" } else { "told" }, n < 3))
            .collect();
        let weights = fit(&texts, 0.1);
        assert!(
            weights["signed"] > 0.5 && weights["told"] < -0.2,
            "{weights:?}"
        );
        assert!(texts.iter().all(|text| is_right(text, &weights)));
        assert!(same("Alder Networks Inc", "Alder"));
        assert!(!same("Alder", "Elm"));
    }
}
