//! Subject, objects, mechanism and time of claims at given places, on invented texts.

#![allow(clippy::expect_used, clippy::panic)] // a test may stop where it stands

mod common;

use backpedal_claims::{Located, claims_at};
use backpedal_model::{
    CauseKind, Claim, ClaimKind, DateSource, Document, DocumentKind, Parties, PublishedDate,
    TextIndex, Zone,
};

use common::context;

/// The claim of a kind at some words of a text published on 2014-05-08, a Thursday.
fn claim(kind: DocumentKind, text: &str, of: ClaimKind, words: &str) -> Claim {
    let mut document = Document::new("a", kind, text);
    document.published = Some(PublishedDate {
        at: "2014-05-08".parse().expect("a date"),
        zone: Zone::Utc,
        source: DateSource::Given,
    });
    let parties = Parties::default();
    let context = context(&parties);
    let at = text.find(words).expect("words of the text");
    let words = TextIndex::new(text).span(at..at + words.len());
    let place = Located {
        kind: of,
        words,
        polarity: None,
    };
    let mut found = claims_at(&document, &context, &[place]);
    found.remove(0).expect("a claim")
}

const ARTICLE: &str = "Alderbank customers locked out\n\nAlderbank, the online lender, was \
    unreachable for four hours on Tuesday, and its customers could not log in. Alderbank said that a \
    storage controller had failed at 09:10. The lender buys its connectivity from Rookwire Networks. \
    The bakery chain Elmloaf could not pay its staff. An engineer at Rookwire Networks said that \
    nothing had been wrong with its lines. Service came back at 13:20.";

fn subject(claim: &Claim) -> Option<&str> {
    claim.subject.as_ref().map(|mention| mention.text.as_str())
}

fn objects(claim: &Claim) -> Vec<&str> {
    claim.objects.iter().map(|o| o.text.as_str()).collect()
}

#[test]
fn the_one_whom_the_text_is_about_is_the_subject_where_nobody_else_is_named() {
    for (of, words) in [
        (ClaimKind::Restored, "Service came back"),
        (ClaimKind::Outage, "was unreachable for four hours"),
        (ClaimKind::Cause, "storage controller had failed"),
    ] {
        let claim = claim(DocumentKind::Article, ARTICLE, of, words);
        assert_eq!(subject(&claim), Some("Alderbank"), "{words}");
    }
}

#[test]
fn the_thing_that_failed_is_blamed_with_its_mechanism() {
    let words = "storage controller had failed";
    let claim = claim(DocumentKind::Article, ARTICLE, ClaimKind::Cause, words);
    assert_eq!(objects(&claim), ["storage controller"]);
    assert_eq!(claim.cause_kind, Some(CauseKind::Hardware));
}

#[test]
fn those_hit_and_the_seller_are_objects() {
    let words = "Elmloaf could not pay its staff";
    let hit = claim(DocumentKind::Article, ARTICLE, ClaimKind::Affected, words);
    assert_eq!(objects(&hit), ["Elmloaf"]);
    let words = "buys its connectivity from Rookwire";
    let bought = claim(
        DocumentKind::Article,
        ARTICLE,
        ClaimKind::Relationship,
        words,
    );
    assert_eq!(objects(&bought), ["Rookwire Networks"]);
    assert_eq!(subject(&bought), Some("Alderbank"));
}

#[test]
fn claims_without_a_second_party_have_no_objects() {
    let words = "Service came back";
    let claim = claim(DocumentKind::Article, ARTICLE, ClaimKind::Restored, words);
    assert!(claim.objects.is_empty());
    assert_eq!(claim.cause_kind, None);
}

#[test]
fn a_letterhead_names_whose_trouble_it_is() {
    let text = "Heronpost status\n\nWe could not deliver mail between 10:00 and 11:30 UTC. Our \
        carrier had withdrawn our routes. We have moved our mail to a second \
        carrier, and our queues are empty again.";
    let words = "could not deliver mail";
    let claim = claim(DocumentKind::Statement, text, ClaimKind::Outage, words);
    assert_eq!(subject(&claim), Some("Heronpost"));
}

#[test]
fn a_length_takes_the_day_beside_it_and_not_one_far_off() {
    let day = |claim: &Claim| {
        claim
            .event_time
            .as_ref()
            .and_then(|time| time.start)
            .map(|at| at.date().to_string())
    };
    let words = "for four hours";
    let beside = claim(DocumentKind::Article, ARTICLE, ClaimKind::Timing, words);
    assert_eq!(day(&beside).as_deref(), Some("2014-05-06"));
    let text = "Alderbank was down for four hours, as its many customers in the north of the country and their bankers noticed, and apologised on Tuesday.";
    let far = claim(DocumentKind::Article, text, ClaimKind::Timing, words);
    assert_eq!(day(&far), None);
}

#[test]
fn an_end_is_no_beginning() {
    let text = "Alderbank was down until 14:30 on Tuesday. Rookwire Networks was down from 14:30 on Tuesday.";
    let start = |words| {
        let claim = claim(DocumentKind::Article, text, ClaimKind::Timing, words);
        claim.event_time.expect("a time").start.is_some()
    };
    assert!(!start("until 14:30 on Tuesday"));
    assert!(start("from 14:30 on Tuesday"));
}
