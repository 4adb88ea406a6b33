//! The same claims in another order, or twice, or without times: the same judgement.

use backpedal_model::{CauseKind, Claim, ClaimKind, Document, DocumentKind, Polarity, Quantity};
use proptest::prelude::*;

use super::{Details, Story};
use crate::{Facts, Judgement, judge};

/// One sentence of a random story.
#[derive(Clone, Debug)]
struct Line {
    document: usize,
    speaker: usize,
    kind: usize,
    polarity: usize,
    subject: usize,
    object: usize,
    cause: usize,
    /// The hour at which it was said, where that is known.
    hour: Option<u8>,
    words: usize,
}

const SPEAKERS: [&str; 5] = ["Halyard", "Heron", "Kestrel", "@reader", ""];
const WORDS: [&str; 6] = [
    "our network was down",
    "there was no outage",
    "it was wrong to say so",
    "the whole network worked throughout",
    "later it was a cable",
    "some were hit",
];

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let small = (0..4_usize, 0..5_usize, 0..11_usize, 0..3_usize);
    let about = (0..3_usize, 0..3_usize, 0..16_usize);
    let line = (small, about, proptest::option::of(0..20_u8), 0..6_usize);
    let line = line.prop_map(|(small, about, hour, words)| Line {
        document: small.0,
        speaker: small.1,
        kind: small.2,
        polarity: small.3,
        subject: about.0,
        object: about.1,
        cause: about.2,
        hour,
        words,
    });
    proptest::collection::vec(line, 1..14)
}

fn told(lines: &[Line]) -> Story {
    let mut story = Story::new();
    for name in ["second", "third", "fourth"] {
        story.document(name, DocumentKind::Article);
    }
    for (number, line) in lines.iter().enumerate() {
        // `say` writes into the last document.
        let document = story.documents.remove(line.document);
        story.documents.push(document);
        let kind = ClaimKind::ALL[line.kind];
        let words = format!("{} {}", WORDS[line.words], number % 3);
        let objects = [SPEAKERS[line.object]];
        let claim = story.say(
            SPEAKERS[line.speaker],
            (kind, Polarity::ALL[line.polarity]),
            (SPEAKERS[line.subject], &objects),
            &words,
        );
        if kind == ClaimKind::Cause {
            claim.because(CauseKind::ALL[line.cause]);
        }
        if kind == ClaimKind::Scope {
            claim.quantity = Some(Quantity {
                value: (1 + line.cause * line.cause) as f64,
                unit: "customers".into(),
                bound: None,
                of: None,
            });
        }
        if let Some(hour) = line.hour {
            claim.at(&format!("2024-03-05T{hour:02}:00Z"));
        }
    }
    story
}

/// A judgement whose order of verdicts does not depend on the order of the claims.
fn judged(story: &Story, documents: &[Document], claims: &[Claim]) -> Judgement {
    let mut judgement = judge(&Facts::of(&story.case, documents, claims));
    judgement.verdicts.sort_by(|a, b| a.claim.cmp(&b.claim));
    judgement.verdicts.dedup_by(|a, b| a.claim == b.claim);
    judgement
}

fn shuffled<T: Clone>(list: &[T], keys: &[u32]) -> Vec<T> {
    let mut keyed: Vec<(u32, usize)> = (0..list.len())
        .map(|at| (keys.get(at).copied().unwrap_or_default(), at))
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, at)| list[at].clone()).collect()
}

proptest! {
    #[test]
    fn the_order_of_the_input_does_not_matter(
        lines in lines(), keys in proptest::collection::vec(any::<u32>(), 20),
    ) {
        let story = told(&lines);
        let plain = judged(&story, &story.documents, &story.claims);
        let other = judged(
            &story,
            &shuffled(&story.documents, &keys),
            &shuffled(&story.claims, &keys),
        );
        prop_assert_eq!(plain, other);
    }

    #[test]
    fn what_comes_twice_counts_once(lines in lines()) {
        let story = told(&lines);
        let twice = |list: &[Document]| [list, list].concat();
        let claims = [story.claims.as_slice(), story.claims.as_slice()].concat();
        prop_assert_eq!(
            judged(&story, &story.documents, &story.claims),
            judged(&story, &twice(&story.documents), &claims)
        );
    }

    #[test]
    fn what_has_no_time_proves_no_order_between_documents(lines in lines()) {
        let mut story = told(&lines);
        story.claims.iter_mut().for_each(|claim| claim.said_at = None);
        let judgement = story.judge();
        for found in &judgement.contradictions {
            prop_assert!(!found.why.contains("times of the statements prove"), "{}", found.why);
        }
    }

    #[test]
    fn every_contradiction_quotes_both_claims_and_every_claim_has_a_verdict(lines in lines()) {
        let story = told(&lines);
        let judgement = story.judge();
        prop_assert_eq!(judgement.verdicts.len(), story.claims.len());
        for found in &judgement.contradictions {
            for id in [&found.a, &found.b] {
                let claim = story.claims.iter().find(|claim| claim.id == *id);
                let quote = claim.map(|claim| claim.quote.text.clone()).unwrap_or_default();
                prop_assert!(found.why.contains(&quote));
            }
            prop_assert!(found.a != found.b && !found.would_change.is_empty());
        }
        let sighted: usize = judgement.statements.iter().map(|s| s.sightings.len()).sum();
        prop_assert_eq!(sighted, story.claims.len());
    }
}
