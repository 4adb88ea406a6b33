//! `eval`: how well the claims found match an annotated set.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use backpedal_model::Problem;
use backpedal_scoring::{
    AnnotatedDocument, PredictedClaim, Scored, ScoredText, json_lines, one_newline, score,
};
use serde::de::DeserializeOwned;

use super::{Context, extract};
use crate::{
    args::{EvalArgs, Format},
    exit::{Ended, Hint, Usage},
};

/// What the annotated set should look like.
const FORM: &str =
    "one JSON document a line with doc and claims, as fixtures/gold/claims.jsonl has";

pub(crate) fn eval(context: &Context, args: &EvalArgs) -> anyhow::Result<Ended> {
    let gold: Vec<AnnotatedDocument> = lines_of(&args.gold, "annotated set", FORM)?;
    if gold.is_empty() {
        let empty = format!("{} holds no document", args.gold.display());
        return Err(Usage(empty)).with_context(|| Hint(FORM.to_owned()));
    }
    let texts = texts(&args.texts, &gold)?;
    let mut problems = Vec::new();
    let predictions = match &args.predictions {
        Some(path) => lines_of(
            path,
            "file of claims",
            "`backpedal --format jsonl extract` makes one",
        )?,
        None => found(context, &args.texts, &gold, &mut problems)?,
    };
    let pairs: Vec<ScoredText<'_>> = gold
        .iter()
        .zip(&texts)
        .map(|(gold, text)| ScoredText { gold, text })
        .collect();
    let scored = score(&pairs, &predictions)
        .map_err(|error| Usage(error.to_string()))
        .with_context(|| Hint("the set, its texts and the claims must be of one origin".into()))?;
    context.console.result(&print(context, args, &scored)?)?;
    context.console.problems(&problems);
    Ok(Ended::from_problems(&problems))
}

/// Reads a file of JSON lines.
fn lines_of<T: DeserializeOwned>(path: &Path, what: &str, hint: &str) -> anyhow::Result<Vec<T>> {
    let shown = path.display();
    let text = text_of(path)
        .with_context(|| Usage(format!("the {what} {shown} cannot be read")))
        .with_context(|| Hint(hint.to_owned()))?;
    json_lines(&text)
        .map_err(|bad| Usage(format!("{shown}, {bad}")))
        .with_context(|| Hint(hint.to_owned()))
}

/// The texts of the set, in its order.
fn texts(folder: &Path, gold: &[AnnotatedDocument]) -> anyhow::Result<Vec<String>> {
    let texts = gold.iter().map(|document| {
        let path = place(folder, &document.doc);
        text_of(&path).with_context(|| format!("the text {} cannot be read", path.display()))
    });
    let texts: anyhow::Result<Vec<String>> = texts.collect();
    texts
        .with_context(|| Hint("--texts names the folder that holds <doc>.txt for every doc".into()))
}

fn place(folder: &Path, document: &str) -> PathBuf {
    folder.join(format!("{document}.txt"))
}

/// A text file with one character for every line end, as offsets of annotations count.
fn text_of(path: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path)?;
    Ok(one_newline(&text).into_owned())
}

/// The claims that `extract` prints for the same texts.
fn found(
    context: &Context,
    folder: &Path,
    gold: &[AnnotatedDocument],
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<PredictedClaim>> {
    let names: BTreeSet<&str> = gold.iter().map(|document| document.doc.as_str()).collect();
    let bar = context.console.spinner("extracting");
    let mut found = Vec::new();
    for (at, name) in names.iter().enumerate() {
        bar.say(&format!("extracting {} of {}: {name}", at + 1, names.len()));
        for claim in extract::of_text(&place(folder, name), problems) {
            // By way of the very line that `extract` prints, so that both ways score the same.
            let line = serde_json::to_string(&claim)?;
            found.push(serde_json::from_str(&line).context("a claim cannot be read back")?);
        }
    }
    Ok(found)
}

fn print(context: &Context, args: &EvalArgs, scored: &Scored) -> anyhow::Result<String> {
    Ok(match context.settings.format.value {
        Format::Json | Format::Jsonl => {
            let mut object = serde_json::to_value(&scored.figures)?;
            if args.errors {
                object["errors"] = serde_json::to_value(&scored.faults)?;
            }
            serde_json::to_string(&object)?
        }
        Format::Text | Format::Html | Format::Svg => {
            let faults = scored.faults.iter().filter(|_| args.errors);
            let faults: String = faults.map(|fault| format!("{fault}\n")).collect();
            format!("{faults}{}", scored.figures)
        }
    })
}
