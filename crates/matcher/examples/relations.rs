//! Prints the contradictions between annotated claims, one JSON object a line, for the scorer of
//! relations: `relations GOLD.jsonl TEXTS_DIR`.

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
    let gold = gold::load(&file, &texts, &case);
    let judgement = judge(&Facts::of(&case, &gold.documents, &gold.claims));
    let end = |id: &ClaimId| {
        let claim = gold
            .claims
            .iter()
            .find(|claim| claim.id == *id)
            .expect("a claim");
        serde_json::json!({
            "document": claim.document, "start": claim.quote.span.start, "end": claim.quote.span.end,
            "id": gold.ids[id],
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
