//! Versions as documents of their time.

use backpedal_model::{
    Claim, ClaimId, ClaimKind, Document, DocumentKind, Origin, Polarity, Quote, Snapshot, Span,
    Speaker, Voice,
};

use super::histories::{ADDRESS, hour};
use crate::{Answer, Captured, Look, Shape, added_at, editions};

fn claim(document: &Document, words: &str, polarity: Polarity) -> Claim {
    let start = document.text.find(words).expect("the words");
    Claim {
        document: document.name.clone(),
        document_id: document.id.clone(),
        id: ClaimId::from_content(&[document.id.as_str(), words]),
        kind: ClaimKind::Outage,
        polarity,
        voice: Voice::Own,
        quote: Quote {
            text: words.to_owned(),
            span: Span::new(start, start + words.len()),
        },
        speaker: Speaker::default(),
        addressees: Vec::new(),
        via: None,
        subject: None,
        objects: Vec::new(),
        cause_kind: None,
        quantity: None,
        said_at: None,
        event_time: None,
        checkable: false,
        confidence: 0.9,
        rule: "test".to_owned(),
    }
}

#[test]
fn what_was_edited_away_stays_with_its_version() {
    let origin = Origin::Url(ADDRESS.to_owned());
    let page = |text: &str| vec![Document::new("s", DocumentKind::Statement, text)];
    let old = page("Halyard is up. Heron is down.");
    let new = page("Halyard was down. Heron is down.");
    let up = claim(&old[0], "Halyard is up", Polarity::Deny);
    let both = claim(&old[0], "Heron is down", Polarity::Affirm);
    let down = claim(&new[0], "Halyard was down", Polarity::Affirm);
    let still = claim(&new[0], "Heron is down", Polarity::Affirm);
    let (old_claims, new_claims) = ([up.clone(), both], [down, still]);
    let mut snapshots = [10, 12, 13].map(|at| Snapshot::new(origin.clone(), hour(at), b""));
    snapshots[2].status = Some(404);
    let look = |at, number: usize, documents, claims| Look {
        at: hour(at),
        answer: Answer::Captured(Captured {
            snapshot: &snapshots[number],
            documents,
            claims,
        }),
    };
    let mut looks = vec![
        look(10, 0, &old, &old_claims),
        look(12, 1, &new, &new_claims),
    ];
    let found = editions(ADDRESS, Shape::Page, &looks);
    assert_eq!(found.past.len(), 1);
    assert_eq!(found.past[0].claims, [up]);
    let ended = |document: &Document| document.edition.as_ref().and_then(|e| e.ended.clone());
    let end = ended(&found.past[0].document).expect("it ended");
    assert_eq!(
        (end.between.start, end.between.end, end.edited),
        (hour(10), hour(12), true)
    );
    let standing = &found.standing[0].document;
    assert_eq!(ended(standing), None);
    let edition = standing.edition.as_ref().expect("a version");
    // "Halyard was down": "is up" became "was down" between the two looks.
    let at = added_at(edition, Span::new(0, 16)).expect("put in");
    assert_eq!((at.start, at.end), (hour(10), hour(12)));
    assert_eq!(added_at(edition, Span::new(18, 30)), None);

    looks.push(look(13, 2, &[], &[]));
    let gone = editions(ADDRESS, Shape::Page, &looks);
    let end = ended(&gone.standing[0].document).expect("it is gone");
    assert_eq!(
        (end.between.start, end.between.end, end.edited),
        (hour(12), hour(13), false)
    );
}

#[test]
fn a_page_that_never_changed_has_no_versions() {
    let origin = Origin::Url(ADDRESS.to_owned());
    let page = |text: &str| vec![Document::new("s", DocumentKind::Statement, text)];
    let (old, new) = (
        page("Halyard is up.\n\n4 comments"),
        page("Halyard is up.\n\n5 comments"),
    );
    let snapshots = [1, 2].map(|at| Snapshot::new(origin.clone(), hour(at), b""));
    let look = |number: usize, documents| Look {
        at: hour(number as i64 + 1),
        answer: Answer::Captured(Captured {
            snapshot: &snapshots[number],
            documents,
            claims: &[],
        }),
    };
    let found = editions(ADDRESS, Shape::Page, &[look(0, &old), look(1, &new)]);
    assert!(found.standing.is_empty() && found.past.is_empty());
}
