//! Reads every page of one source of an extraction benchmark and prints predictions as JSON, for
//! a scorer that compares body, title, authors, date and comments.
//!
//! ```text
//! cargo run --release -p backpedal-documents --example score -- DIR GOLD.json > predictions.json
//! ```
//!
//! `DIR` holds `<id>.html` files, unpacked; `GOLD.json` is an object from id to an object that
//! holds the page's `url`. The time spent in the reader is printed to standard error.

use std::{collections::BTreeMap, env, fs, io::Write, path::Path, time::Instant};

use backpedal_documents::{Given, Input, Media, read};
use backpedal_model::{Document, DocumentKind, PartRole, TextIndex};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = env::args().skip(1);
    let (Some(dir), Some(gold)) = (args.next(), args.next()) else {
        return Err("usage: score DIR GOLD.json".into());
    };
    let gold: BTreeMap<String, Value> = serde_json::from_str(&fs::read_to_string(gold)?)?;
    let mut predictions = BTreeMap::new();
    let start = Instant::now();
    for (id, page) in &gold {
        let path = Path::new(&dir).join(format!("{id}.html"));
        let Ok(bytes) = fs::read(path) else { continue };
        let input = Input {
            name: id,
            bytes: &bytes,
            media: Media::Html,
            content_type: None,
            url: page.get("url").and_then(Value::as_str),
            snapshot: None,
            given: Given::default(),
        };
        predictions.insert(id, prediction(&read(&input).value));
    }
    let seconds = start.elapsed().as_secs_f64();
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &predictions)?;
    writeln!(out)?;
    writeln!(
        std::io::stderr(),
        "{} pages in {seconds:.1} s",
        predictions.len()
    )?;
    Ok(())
}

fn prediction(documents: &[Document]) -> Value {
    let Some(page) = documents.first() else {
        return json!({});
    };
    let of = |document: &Document, roles: &[PartRole]| {
        let index = TextIndex::new(&document.text);
        let parts = document
            .parts
            .iter()
            .filter(|part| roles.contains(&part.role));
        let texts: Vec<&str> = parts
            .map(|part| index.slice(&document.text, part.span))
            .collect();
        texts.join("\n\n")
    };
    let comments = documents.iter().filter(|d| d.kind == DocumentKind::Comment);
    let comments: Vec<String> = comments.map(|d| of(d, &[PartRole::Comment])).collect();
    json!({
        "articleBody": of(page, &[PartRole::Body, PartRole::Update]),
        "title": page.title,
        "author": page.author,
        "date": page.published.as_ref().map(|date| date.at.to_string()),
        "comments": comments.join("\n\n"),
    })
}
