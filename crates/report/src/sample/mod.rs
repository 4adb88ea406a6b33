//! A small dossier of an invented dispute between invented companies, for tests and for looking
//! at pictures: one article, two posts, a status page, a comment, and made-up measurements.

// Tables of invented data; splitting them would not make them clearer.
#![allow(clippy::too_many_lines)]

mod claims;
mod judged;
mod measured;

use backpedal_model::*;
use jiff::Timestamp;
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn party(id: &str) -> PartyId {
    PartyId::new(id).expect("a good id")
}

fn window() -> Interval {
    Interval::new(at("2031-03-04T04:00:00Z"), at("2031-03-05T04:00:00Z"))
}

/// The case of an empty dossier, too.
pub(crate) fn case() -> Case {
    let text = r#"{"id": "halyard-heron-2031", "title": "Halyard against Heron Transit",
      "summary": "A voice service says that its provider was down. The provider denies it.",
      "synthetic": "Companies, statements and measurements are invented.",
      "zone": "America/New_York",
      "window": {"start": "2031-03-04T04:00:00Z", "end": "2031-03-05T04:00:00Z"},
      "parties": [
        {"id": "halyard", "name": "Halyard", "asns": [{"value": 64500}], "handles": [{"value": "@halyard"}]},
        {"id": "heron", "name": "Heron Transit", "asns": [{"value": 64501}]},
        {"id": "quay", "name": "Blue Quay", "unresolved": "a bank? a brewery?"}],
      "sources": [], "measurements": [], "topology": [], "policy": {},
      "schedule": {"every_seconds": 900}}"#;
    serde_json::from_str(text).expect("the case reads")
}

/// A dossier with nothing in it but the case.
pub(crate) fn empty() -> Dossier {
    Dossier {
        case: Case {
            synthetic: None,
            ..case()
        },
        run: RunInfo {
            version: "0.1.0".into(),
            as_of: at("2031-03-07T12:00:00Z"),
            left_out: None,
        },
        snapshots: vec![],
        documents: vec![],
        claims: vec![],
        datasets: vec![],
        observations: vec![],
        relationships: vec![],
        paths: vec![],
        positions: vec![],
        contradictions: vec![],
        non_contradictions: vec![],
        statements: vec![],
        supports: vec![],
        incidents: vec![],
        verdicts: vec![],
        decisions: Vec::new(),
        extracted: Vec::new(),
        problems: vec![],
    }
}

const ARTICLE: &str = "Voice service goes quiet\n\nHalyard’s service was down on Tuesday. “Our \
    trouble came from an outage at Heron Transit,” said Ada Berg, Halyard’s chief engineer. “It \
    also hit Blue Quay.” Heron spokesman Tom Reed denied that Heron had any downtime. Later Heron \
    called back and said that the matter was still being looked into. “We may find that it was \
    ours,” Reed said.";
const POST: &str = "Heron retracts its false statement about our outage. It began at 14:27 UTC.";
const STATUS: &str = "Resolved at 15:02 UTC. All systems are normal.";
const COMMENT: &str = "Halyard does not even buy from Heron.";

/// The invented dispute.
pub(crate) fn dossier() -> Dossier {
    let mut dossier = empty();
    dossier.case = case();
    pages(&mut dossier);
    claims::add(&mut dossier);
    measured::add(&mut dossier);
    judged::add(&mut dossier);
    dossier.problems = vec![Problem::new("feed.xml", "the file is empty").hint("capture it again")];
    dossier
}

fn pages(dossier: &mut Dossier) {
    let pages = [
        (
            "article",
            DocumentKind::Article,
            ARTICLE,
            "The Daily Packet",
        ),
        ("post-1", DocumentKind::Post, POST, "X"),
        ("status", DocumentKind::Status, STATUS, "Heron status"),
        (
            "comment-1",
            DocumentKind::Comment,
            COMMENT,
            "The Daily Packet",
        ),
    ];
    for (name, kind, text, publisher) in pages {
        let origin = Origin::File(format!("sources/{name}.html"));
        let snapshot = Snapshot::new(origin, at("2031-03-07T12:00:00Z"), text.as_bytes());
        let mut page = Document::new(name, kind, text);
        page.publisher = Some(publisher.to_owned());
        page.snapshot = Some(snapshot.id.clone());
        page.title = (kind == DocumentKind::Article).then(|| "Voice service goes quiet".into());
        page.url = Some(format!("https://packet.example/{name}"));
        if kind == DocumentKind::Comment {
            page.author = Some("routewatcher".into());
        }
        dossier.documents.push(page);
        dossier.snapshots.push(snapshot);
    }
}
