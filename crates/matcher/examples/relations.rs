//! Prints the contradictions between annotated claims, one JSON object a line, for the scorer of
//! relations: `relations GOLD.jsonl TEXTS_DIR [CLAIMS.jsonl]`. With a third file the claims in it,
//! as `extract` prints them, take the place of the annotated ones.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used
)]

#[path = "../tests/gold/mod.rs"]
mod gold;

use std::path::PathBuf;

use backpedal_matcher::{Facts, judge};
use backpedal_model::{ClaimId, Interval};

fn main() {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (Some(file), Some(texts)) = (args.next(), args.next()) else {
        println!("usage: relations GOLD.jsonl TEXTS_DIR");
        return;
    };
    let window = Interval::new(
        "2000-01-01T00:00:00Z".parse().expect("a time"),
        "2030-01-01T00:00:00Z".parse().expect("a time"),
    );
    let case = gold::bare_case(window);
    let mut gold = gold::load(&file, &texts, &case);
    if let Some(claims) = args.next() {
        extracted(&claims, &mut gold);
    }
    let judgement = judge(&Facts::of(&case, &gold.documents, &gold.claims));
    let end = |id: &ClaimId| {
        let claim = gold
            .claims
            .iter()
            .find(|claim| claim.id == *id)
            .expect("a claim");
        serde_json::json!({
            "document": claim.document, "start": claim.quote.span.start, "end": claim.quote.span.end,
            "id": gold.ids.get(id), "words": claim.quote.text,
        })
    };
    for found in judgement.contradictions {
        let line = serde_json::json!({
            "kind": found.kind, "a": end(&found.a), "b": end(&found.b), "rule": found.rule,
            "why": found.why,
        });
        println!("{line}");
    }
}

fn extracted(file: &std::path::Path, gold: &mut gold::Gold) {
    let lines = std::fs::read_to_string(file).expect("the claims can be read");
    gold.claims = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a claim a line"))
        .collect();
    for document in &mut gold.documents {
        let claim = gold
            .claims
            .iter()
            .find(|claim| claim.document == document.name);
        if let Some(claim) = claim {
            document.id = claim.document_id.clone();
        }
    }
    for claim in &gold.claims {
        gold.ids.insert(
            claim.id.clone(),
            format!("{} {}", claim.kind, claim.polarity),
        );
    }
}
