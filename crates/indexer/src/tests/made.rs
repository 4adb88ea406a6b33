//! Dossiers made by hand.

use backpedal_model::{
    Case, Claim, ClaimId, ClaimKind, DateSource, Document, DocumentKind, Dossier, Interval,
    Mention, Moment, Parties, Party, PartyId, Polarity, Policy, PublishedDate, Question, Quote,
    RunInfo, Schedule, Span, Speaker, TimeRange, TimeSource, Untestable, Verdict, Voice, Zone,
};

/// Lindholm, a host, denies; Pontoon, its customer, complains; two outlets report.
pub(super) fn lindholm() -> Dossier {
    let mut dossier = empty("lindholm");
    let first = document(
        "wire-report",
        "Lindholm customers report outages",
        "The hosting company Lindholm failed at noon. Pontoon’s calls went dead. “There was no \
         outage,” said Ada Cole. Zürich was not hit.",
        "2009-04-13",
        Some("The Wire"),
    );
    let mut second = document(
        "follow-up",
        "Host still investigating",
        "Lindholm is still investigating. The routers had failed, a reader wrote.",
        "2009-04-15",
        None,
    );
    second.url = Some("https://www.gazette.example/follow-up?x=1".into());
    let deny = (ClaimKind::Outage, Polarity::Deny);
    let affirm = (ClaimKind::Outage, Polarity::Affirm);
    let looking = (ClaimKind::Investigating, Polarity::Affirm);
    dossier.claims = vec![
        claim(
            &first,
            "There was no outage",
            deny,
            ("Ada Cole", "lindholm"),
            &["lindholm"],
        ),
        claim(
            &first,
            "Pontoon’s calls went dead",
            affirm,
            ("", ""),
            &["pontoon"],
        ),
        claim(
            &second,
            "still investigating",
            looking,
            ("Cole", "lindholm"),
            &["lindholm"],
        ),
        claim(
            &second,
            "The routers had failed",
            affirm,
            ("rfry", ""),
            &["lindholm"],
        ),
    ];
    dossier.documents = vec![first, second];
    dossier.verdicts = dossier.claims.iter().map(untestable).collect();
    dossier
}

/// A case with no documents and the parties `lindholm` and `pontoon`.
pub(super) fn empty(id: &str) -> Dossier {
    let at = |text: &str| text.parse().expect("a time");
    let case = Case {
        id: id.into(),
        title: "Was Lindholm down?".into(),
        summary: None,
        synthetic: None,
        window: Interval::new(at("2009-04-13T00:00:00Z"), at("2009-04-16T00:00:00Z")),
        zone: "America/New_York".into(),
        parties: Parties(vec![
            party("lindholm", "Lindholm AB"),
            party("pontoon", "Pontoon"),
        ]),
        sources: Vec::new(),
        measurements: Vec::new(),
        archives: Vec::new(),
        topology: Vec::new(),
        policy: Policy::default(),
        schedule: Schedule::default(),
    };
    Dossier {
        case,
        run: RunInfo {
            version: "0".into(),
            as_of: at("2009-04-16T00:00:00Z"),
            left_out: None,
        },
        snapshots: Vec::new(),
        documents: Vec::new(),
        claims: Vec::new(),
        datasets: Vec::new(),
        observations: Vec::new(),
        relationships: Vec::new(),
        paths: Vec::new(),
        positions: Vec::new(),
        contradictions: Vec::new(),
        non_contradictions: Vec::new(),
        statements: Vec::new(),
        supports: Vec::new(),
        incidents: Vec::new(),
        verdicts: Vec::new(),
        decisions: Vec::new(),
        extracted: Vec::new(),
        problems: Vec::new(),
    }
}

pub(super) fn document(
    name: &str,
    title: &str,
    text: &str,
    day: &str,
    publisher: Option<&str>,
) -> Document {
    let mut document = Document::new(name, DocumentKind::Article, text);
    document.title = Some(title.into());
    document.publisher = publisher.map(str::to_owned);
    document.published = Some(PublishedDate {
        at: day.parse::<Moment>().expect("a day"),
        zone: Zone::Unknown,
        source: DateSource::Given,
    });
    document
}

/// A claim of a document: the words must stand in its text. An empty speaker is the document's
/// own voice.
pub(super) fn claim(
    document: &Document,
    words: &str,
    (kind, polarity): (ClaimKind, Polarity),
    (speaker, party): (&str, &str),
    subjects: &[&str],
) -> Claim {
    let byte = document
        .text
        .find(words)
        .expect("the words stand in the text");
    let start = document.text[..byte].chars().count();
    let span = Span::new(start, start + words.chars().count());
    let mut mentions = subjects.iter().map(|id| Mention {
        text: id.to_uppercase(),
        party: Some(PartyId::new(id).expect("an id")),
    });
    Claim {
        document: document.name.clone(),
        document_id: document.id.clone(),
        id: ClaimId::from_content(&[&document.name, words]),
        kind,
        polarity,
        voice: if speaker.is_empty() {
            Voice::Own
        } else {
            Voice::Direct
        },
        quote: Quote {
            text: words.into(),
            span,
        },
        speaker: Speaker {
            name: Some(speaker.to_owned()).filter(|name| !name.is_empty()),
            party: PartyId::new(party).ok(),
            ..Speaker::default()
        },
        addressees: Vec::new(),
        via: None,
        subject: mentions.next(),
        objects: mentions.collect(),
        cause_kind: None,
        quantity: None,
        said_at: None,
        event_time: None,
        checkable: true,
        confidence: 0.9,
        rule: "test".into(),
    }
}

/// The time of a post.
pub(super) fn said(at: &str, zone: &str) -> TimeRange {
    let start = at.parse().expect("a time");
    TimeRange {
        start,
        end: start,
        precision: backpedal_model::Precision::Second,
        zone: zone.parse().expect("a zone"),
        source: TimeSource::Post,
    }
}

fn party(id: &str, name: &str) -> Party {
    Party {
        id: PartyId::new(id).expect("an id"),
        name: name.into(),
        aliases: Vec::new(),
        domains: Vec::new(),
        handles: Vec::new(),
        people: Vec::new(),
        asns: Vec::new(),
        prefixes: Vec::new(),
        targets: Vec::new(),
        unresolved: None,
    }
}

fn untestable(claim: &Claim) -> Verdict {
    Verdict {
        claim: claim.id.clone(),
        question: Question::Untestable {
            reason: Untestable::ALL[0],
            detail: String::new(),
        },
        evidence: Vec::new(),
        coverage: Vec::new(),
        missing: Vec::new(),
        names: Default::default(),
    }
}
