//! `backpedal-train attributes`: are speaker, subject, objects and time right where the place of a
//! claim is given?
//!
//! The annotated anchors and kinds stand for a perfect detector, so that a change to attribution
//! is seen by itself. The output is read by the claim scorer.

use std::{io::Write as _, path::PathBuf};

use anyhow::Context as _;
use backpedal_claims::{Located, claims_at};
use backpedal_model::TextIndex;
use backpedal_train::read_gold;

use super::calibrate::{context, documents, extract};

/// An annotated set.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The annotated set: one JSON object a line
    gold: PathBuf,
    /// The folder of its texts
    texts: PathBuf,
    /// The claims that the engine finds by itself, in place of those at annotated places
    #[arg(long)]
    found: bool,
}

/// Prints one claim a line, as `backpedal extract --format jsonl` does.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let parties = backpedal_model::Parties::default();
    let mut out = std::io::stdout().lock();
    for gold in read_gold(&read(&args.gold)?)? {
        let text = read(&args.texts.join(format!("{}.txt", gold.doc)))?;
        if args.found {
            for claim in extract(&gold, &text) {
                writeln!(out, "{}", serde_json::to_string(&claim)?)?;
            }
            continue;
        }
        let index = TextIndex::new(&text);
        let places: Vec<Located> = gold
            .claims
            .iter()
            .filter_map(|claim| {
                let at = text.find(&claim.anchor)?;
                Some(Located {
                    kind: claim.kind,
                    words: index.span(at..at + claim.anchor.len()),
                    polarity: None,
                })
            })
            .collect();
        let Some(document) = documents(&gold, &text).into_iter().next() else {
            continue;
        };
        for (place, claim) in places
            .iter()
            .zip(claims_at(&document, &context(&parties), &places))
        {
            let Some(mut claim) = claim else { continue };
            // Scored by the given place, not by the words that the engine would show.
            claim.quote.span = place.words;
            writeln!(out, "{}", serde_json::to_string(&claim)?)?;
        }
    }
    Ok(())
}
