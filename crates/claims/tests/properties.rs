//! What holds for every text.

mod common;

use backpedal_claims::extract;
use backpedal_model::{Document, DocumentKind, Parties, TextIndex};
use proptest::prelude::*;

use common::context;

fn check(text: &str) -> Result<(), TestCaseError> {
    let document = Document::new("a", DocumentKind::Article, text);
    let parties = Parties::default();
    let context = context(&parties);
    let index = TextIndex::new(text);
    let claims = extract(&document, &context);
    for claim in &claims {
        prop_assert!(claim.quote.span.end <= index.len());
        prop_assert!(!claim.quote.span.is_empty());
        prop_assert_eq!(
            index.slice(text, claim.quote.span),
            claim.quote.text.as_str()
        );
        if let Some(span) = claim.event_time.as_ref().and_then(|time| time.span) {
            prop_assert!(span.end <= index.len());
        }
        prop_assert!((0.0..=1.0).contains(&claim.confidence));
    }
    prop_assert_eq!(claims, extract(&document, &context));
    Ok(())
}

/// Pieces of the field's texts, to be shuffled and broken.
const PIECES: &[&str] = &[
    "Alder ",
    "“",
    "”",
    "\"",
    "said ",
    "was down ",
    "at 9:40 a.m. ",
    ". ",
    "\n\n",
    "> ",
    "denied that ",
    "the company ",
    "it ",
    "Ann Oak, ",
    "who runs links at Rook, ",
    "30% of customers ",
    "é",
    "🙂",
    "—",
    "because of a fire ",
    "on Tuesday ",
    "we apologise ",
    "(AS64500) ",
    "'s ",
    ", ",
    "not ",
    "may ",
    "according to ",
    "for two hours ",
    "has been restored ",
    "``",
    "''",
    "\u{a0}",
    "İ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gives_claims_that_lie_in_it(text in "(?s).{0,200}") {
        check(&text)?;
    }

    #[test]
    fn broken_prose_gives_claims_that_lie_in_it(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)
    ) {
        check(&pieces.concat())?;
    }
}
