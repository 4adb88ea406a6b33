use serde_json::json;

use super::*;

const TEXT: &str = "The mast at Quill fell over. Engineers are looking. It was back by noon.";

fn gold(claims: &[(&str, &str, &str)]) -> AnnotatedDocument {
    let claims: Vec<serde_json::Value> = claims
        .iter()
        .enumerate()
        .map(|(n, (anchor, kind, polarity))| {
            json!({"id": format!("c{n}"), "anchor": anchor, "type": kind, "polarity": polarity,
                "voice": "own", "subject": "Quill"})
        })
        .collect();
    serde_json::from_value(json!({"doc": "quill", "claims": claims})).expect("a document")
}

fn found(document: &str, words: &str, kind: &str, polarity: &str) -> PredictedClaim {
    let start = TEXT.find(words).expect("the words are in the text");
    serde_json::from_value(
        json!({"document": document, "kind": kind, "polarity": polarity,
        "voice": "own", "quote": {"start": start, "end": start + words.len()},
        "subject": {"text": "Quill"}}),
    )
    .expect("a claim")
}

fn scored(gold: &AnnotatedDocument, found: &[PredictedClaim]) -> Result<Scored, Mismatch> {
    score(&[ScoredText { gold, text: TEXT }], found)
}

#[test]
fn a_claim_counts_once() {
    let gold = gold(&[("fell over", "outage", "affirm")]);
    let claim = found("quill", "The mast at Quill fell over", "outage", "affirm");
    let scored = scored(&gold, &[claim.clone(), claim]).expect("they fit");
    let figures = scored.figures;
    assert_eq!((figures.typed.right, figures.typed.spurious), (1, 1));
    assert_eq!((figures.exact, figures.predicted), (1, 2));
    assert_eq!(scored.faults.len(), 1);
}

#[test]
fn the_wrong_kind_is_found_but_not_typed() {
    let gold = gold(&[("fell over", "outage", "affirm")]);
    let scored = scored(&gold, &[found("quill", "fell", "cause", "affirm")]).expect("they fit");
    assert_eq!(scored.figures.found.right, 1);
    assert_eq!(scored.figures.typed.right, 0);
    let lines: Vec<String> = scored.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "- quill#c0 outage/affirm: fell over",
            "+ quill cause/affirm: 'fell'"
        ]
    );
}

#[test]
fn the_same_sentence_suffices_and_the_next_does_not() {
    let gold = gold(&[("mast at Quill", "outage", "affirm")]);
    let right = |words| {
        let claim = found("quill", words, "outage", "deny");
        scored(&gold, &[claim])
            .expect("they fit")
            .figures
            .typed
            .right
    };
    assert_eq!(right("fell over"), 1);
    assert_eq!(right("fell over. Eng"), 1, "most of it lies inside");
    assert_eq!(right("over. Engineers"), 0);
    assert_eq!(right("looking"), 0);
}

#[test]
fn recall_by_polarity_counts_what_was_missed_too() {
    let gold = gold(&[
        ("fell over", "outage", "affirm"),
        ("are looking", "investigating", "affirm"),
        ("back by noon", "restored", "deny"),
    ]);
    let predictions = [
        found("quill", "fell over", "outage", "affirm"),
        found("quill", "back by noon", "restored", "affirm"),
    ];
    let figures = scored(&gold, &predictions).expect("they fit").figures;
    let share = |polarity: &str| figures.polarities[polarity];
    assert_eq!((share("affirm").right, share("affirm").of), (1, 2));
    assert_eq!((share("deny").right, share("deny").of), (0, 1));
    assert_eq!(figures.exact, 1);
    assert_eq!(figures.attributes[&Attribute::Polarity].of, 2);
}

#[test]
fn what_does_not_belong_together_is_an_error() {
    let known = gold(&[("fell over", "outage", "affirm")]);
    let stray = found("quilt", "fell", "outage", "affirm");
    let error = scored(&known, &[stray]).expect_err("no such document");
    assert_eq!(error, Mismatch::UnknownDocuments(vec!["quilt".to_owned()]));
    for anchor in ["never said", ""] {
        let error = scored(&gold(&[(anchor, "outage", "affirm")]), &[]).expect_err("no anchor");
        assert!(
            error.to_string().starts_with("quill#c0: the anchor is not"),
            "{error}"
        );
    }
}

#[test]
fn a_place_outside_the_text_is_no_panic() {
    let gold = gold(&[("fell over", "outage", "affirm")]);
    let mut claim = found("quill", "fell", "outage", "affirm");
    for (start, end) in [(5000, 6000), (20, 5000), (30, 2), (0, 0)] {
        claim.quote.start = start;
        claim.quote.end = end;
        assert_eq!(
            scored(&gold, &[claim.clone()])
                .expect("fits")
                .figures
                .predicted,
            1
        );
    }
}
