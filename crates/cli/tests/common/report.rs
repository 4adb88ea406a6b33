//! A report in JSON, asked by a person's words.

#![allow(dead_code)] // each test file uses a part of it

use serde_json::Value;

/// A report and the texts that its documents were made from.
pub(crate) struct Report(pub(crate) Value);

impl Report {
    /// The claims of a document of one kind whose quote overlaps `anchor`, found once in `text`.
    pub(crate) fn at(&self, document: &str, text: &str, anchor: &str, kind: &str) -> &Value {
        let at = text
            .find(anchor)
            .unwrap_or_else(|| panic!("{anchor:?} is not in {document}"));
        let start = text[..at].chars().count() as u64;
        let end = start + anchor.chars().count() as u64;
        let claims = self.0["claims"].as_array().expect("claims");
        let overlaps = |claim: &&Value| {
            claim["document"] == document
                && claim["kind"] == kind
                && claim["span"]["start"].as_u64().is_some_and(|s| s < end)
                && claim["span"]["end"].as_u64().is_some_and(|e| e > start)
        };
        claims.iter().find(overlaps).unwrap_or_else(|| {
            let of: Vec<String> = claims
                .iter()
                .filter(|claim| claim["document"] == document)
                .map(|claim| {
                    format!(
                        "{} {}: {}",
                        claim["kind"], claim["polarity"], claim["quote"]
                    )
                })
                .collect();
            panic!(
                "no {kind} at {anchor:?} in {document}; there are:\n{}",
                of.join("\n")
            )
        })
    }

    /// The kinds of contradiction that join two claims, in either order.
    pub(crate) fn between(&self, a: &Value, b: &Value) -> Vec<&str> {
        let found = self.0["contradictions"].as_array().expect("contradictions");
        let joins = |c: &&Value| {
            let (x, y) = (&c["a"]["claim"], &c["b"]["claim"]);
            (*x == a["id"] && *y == b["id"]) || (*x == b["id"] && *y == a["id"])
        };
        found
            .iter()
            .filter(joins)
            .filter_map(|c| c["kind"].as_str())
            .collect()
    }

    /// The ledger rows that rest on a claim.
    pub(crate) fn ledger(&self, claim: &Value) -> Vec<&Value> {
        let rows = self.0["ledger"].as_array().expect("a ledger");
        let rests = |row: &&Value| {
            row["claims"]
                .as_array()
                .is_some_and(|list| list.iter().any(|c| c["id"] == claim["id"]))
        };
        rows.iter().filter(rests).collect()
    }
}

/// A field of a claim as text, for messages.
pub(crate) fn text<'a>(claim: &'a Value, field: &str) -> &'a str {
    claim[field].as_str().unwrap_or_default()
}

/// Checks an outcome and that the sentence holds all the words.
pub(crate) fn is(claim: &Value, outcome: &str, words: &[&str]) {
    let sentence = text(claim, "sentence").to_lowercase();
    assert_eq!(
        text(claim, "outcome"),
        outcome,
        "{}: {sentence}",
        claim["quote"]
    );
    for word in words {
        assert!(
            sentence.contains(&word.to_lowercase()),
            "{word:?} is not in: {sentence}"
        );
    }
}
