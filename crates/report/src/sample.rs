//! A small dossier of an invented dispute between invented companies, for tests and for looking
//! at pictures: one article, two posts, a status page, a comment, and made-up measurements.

use backpedal_model::{
    Asn, Baseline, BaselineKind, Case, Claim, ClaimId, ClaimKind, Contradiction, ContradictionId,
    ContradictionKind, Coverage, Dataset, DatasetId, Document, DocumentKind, Dossier, Edge,
    Evidence, Finding, Gap, GapReason, Interval, Mention, Move, NonContradiction,
    NonContradictionKind, Observation, ObservationId, Origin, PartyId, PathFact, Polarity,
    Position, Precision, ProbeBin, Probes, Problem, Question, Quote, RelationshipFact,
    RoutingLevel, RunInfo, Sha256, Signal, Snapshot, Span, Speaker, Stance, Strength, TimeExpr,
    TimeRange, TimeSource, Topic, TransitRelation, Untestable, Verdict, Visibility, VisibilityBin,
    Voice, Zone,
};
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
        verdicts: vec![],
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
    claims(&mut dossier);
    measurements(&mut dossier);
    relations(&mut dossier);
    verdicts(&mut dossier);
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

fn range(start: &str, end: &str, precision: Precision, source: TimeSource) -> TimeRange {
    TimeRange {
        start: at(start),
        end: at(end),
        precision,
        zone: Zone::Utc,
        source,
    }
}

/// One claim of a document, found by its words.
fn claim(dossier: &Dossier, page: &str, words: &str, kind: ClaimKind, polarity: Polarity) -> Claim {
    let page = dossier
        .documents
        .iter()
        .find(|d| d.name == page)
        .expect("the page");
    let byte = page.text.find(words).unwrap_or_else(|| panic!("{words:?}"));
    let start = page.text[..byte].chars().count();
    let span = Span::new(start, start + words.chars().count());
    let day = ("2031-03-04T05:00:00Z", "2031-03-06T05:00:00Z");
    let said = match page.kind {
        DocumentKind::Article => range(day.0, day.1, Precision::Day, TimeSource::Published),
        DocumentKind::Post => range(
            "2031-03-05T01:12:30Z",
            "2031-03-05T01:12:31Z",
            Precision::Second,
            TimeSource::Post,
        ),
        DocumentKind::Status => range(
            "2031-03-04T15:05:00Z",
            "2031-03-04T15:06:00Z",
            Precision::Minute,
            TimeSource::Text,
        ),
        _ => range(
            "2031-03-06T18:40:00Z",
            "2031-03-06T18:41:00Z",
            Precision::Minute,
            TimeSource::Post,
        ),
    };
    Claim {
        document: page.name.clone(),
        document_id: page.id.clone(),
        id: ClaimId::from_content(&[&page.name, words]),
        kind,
        polarity,
        voice: Voice::Direct,
        quote: Quote {
            text: words.to_owned(),
            span,
        },
        speaker: Speaker::default(),
        addressees: vec![],
        via: None,
        subject: Some(mention("Halyard", "halyard")),
        objects: vec![],
        cause_kind: None,
        quantity: None,
        said_at: Some(said),
        event_time: None,
        checkable: true,
        confidence: 0.86,
        rule: "attribution.reporting-verb".into(),
    }
}

fn mention(text: &str, id: &str) -> Mention {
    Mention {
        text: text.into(),
        party: Some(party(id)),
    }
}

fn speaker(name: &str, role: &str, org: &str, id: &str) -> Speaker {
    Speaker {
        name: Some(name.into()),
        org: Some(org.into()),
        role: Some(role.into()),
        text: None,
        party: Some(party(id)),
    }
}

fn instant(text: &str, moment: &str) -> Option<TimeExpr> {
    let moment = moment.parse().ok();
    Some(TimeExpr {
        text: text.into(),
        span: None,
        start: moment,
        end: moment,
        precision: Precision::Minute,
        zone: Zone::Utc,
        duration: None,
        approximate: false,
    })
}

fn claims(dossier: &mut Dossier) {
    use ClaimKind::{
        Affected, Cause, Investigating, Outage, Relationship, Restored, Retraction, Timing,
    };
    use Polarity::{Affirm, Deny, Uncertain};
    let ada = || speaker("Ada Berg", "chief engineer", "Halyard", "halyard");
    let tom = || speaker("Tom Reed", "spokesman", "Heron Transit", "heron");
    let heron = || Some(mention("Heron Transit", "heron"));
    let make = |page, words, kind, polarity| claim(dossier, page, words, kind, polarity);
    let own = Speaker {
        party: Some(party("halyard")),
        org: Some("Halyard".into()),
        ..Speaker::default()
    };
    let claims = vec![
        Claim {
            voice: Voice::Own,
            ..make("article", "Halyard’s service was down", Outage, Affirm)
        },
        Claim {
            speaker: ada(),
            objects: heron().into_iter().collect(),
            ..make(
                "article",
                "Our trouble came from an outage at Heron Transit",
                Cause,
                Affirm,
            )
        },
        Claim {
            speaker: ada(),
            subject: heron(),
            objects: vec![mention("Blue Quay", "quay")],
            ..make("article", "It also hit Blue Quay", Affected, Affirm)
        },
        Claim {
            speaker: tom(),
            subject: heron(),
            ..make(
                "article",
                "denied that Heron had any downtime",
                Outage,
                Deny,
            )
        },
        Claim {
            speaker: Speaker {
                name: None,
                role: None,
                ..tom()
            },
            checkable: false,
            ..make(
                "article",
                "the matter was still being looked into",
                Investigating,
                Affirm,
            )
        },
        Claim {
            speaker: tom(),
            ..make("article", "We may find that it was ours", Cause, Uncertain)
        },
        Claim {
            speaker: own.clone(),
            subject: heron(),
            checkable: false,
            ..make(
                "post-1",
                "Heron retracts its false statement",
                Retraction,
                Affirm,
            )
        },
        Claim {
            speaker: own,
            event_time: instant("14:27 UTC", "2031-03-04T14:27Z"),
            ..make("post-1", "It began at 14:27 UTC", Timing, Affirm)
        },
        Claim {
            subject: heron(),
            event_time: instant("15:02 UTC", "2031-03-04T15:02Z"),
            ..make("status", "Resolved at 15:02 UTC", Restored, Affirm)
        },
        Claim {
            voice: Voice::Own,
            objects: heron().into_iter().collect(),
            ..make(
                "comment-1",
                "Halyard does not even buy from Heron",
                Relationship,
                Deny,
            )
        },
    ];
    dossier.claims = claims;
}

fn dataset(name: &str, kind: &str, covers: Interval) -> Dataset {
    Dataset {
        id: DatasetId::from_content(&[name]),
        origin: Origin::File(format!("measurements/{name}")),
        kind: kind.into(),
        digest: Sha256::of(name.as_bytes()),
        bytes: 48_213,
        covers,
        collector: Some("rrc99".into()),
        synthetic: true,
        note: None,
        records: 12_345,
    }
}

fn measurements(dossier: &mut Dossier) {
    let hours = Interval::new(at("2031-03-04T14:00:00Z"), at("2031-03-04T16:00:00Z"));
    let updates = dataset("updates.gz", "bgp-updates", hours);
    let probes = dataset("probes.csv", "probes", hours);
    let day = at("2031-03-01T00:00:00Z");
    let snapshot = dataset("rels-2031-03-01", "relationships", Interval::new(day, day));
    let minute = |n: i64| {
        hours
            .start
            .checked_add(jiff::SignedDuration::from_mins(n))
            .expect("in range")
    };
    let share = |n: i64| match n {
        0..28 => Some(1.0),
        28..31 => Some(0.93),
        31..52 => Some(0.42),
        52..60 => Some(0.88),
        95..103 => None,
        _ => Some(1.0),
    };
    let bins = (0..120).map(|n| VisibilityBin {
        start: minute(n),
        share: share(n),
        weighted: share(n),
        covered: share(n),
        path_changes: 0,
        withdrawals: 0,
    });
    let blind = Gap {
        interval: Interval::new(minute(95), minute(103)),
        reason: GapReason::ManyPeersLost,
        peer: None,
        dataset: Some(updates.id.clone()),
    };
    let coverage = Coverage {
        window: hours,
        covered: Some(hours),
        full_feed_peers: 6,
        peer_ases: 5,
        baseline: true,
        gaps: vec![blind],
    };
    let visibility = Visibility {
        asns: vec![Asn(64501)],
        baseline: Baseline {
            kind: BaselineKind::TableAtStart,
            at: hours.start,
            prefixes: 24,
            addresses_v4: 24 * 256,
            networks_v6: 0,
        },
        bin_seconds: 60,
        bins: bins.collect(),
        first_loss: Some(Interval::new(minute(27), minute(28))),
        onset: Some(Interval::new(minute(27), minute(28))),
        recovery: Some(Interval::new(minute(59), minute(60))),
        lacking: vec![],
    };
    let rounds = (0..30).map(|n| ProbeBin {
        start: minute(n * 4),
        sent: 20,
        answered: if (7..15).contains(&n) { 3 } else { 20 },
    });
    let reach = Probes {
        targets: vec!["sip.halyard.example".into()],
        probes: 20,
        source_ases: 6,
        baseline: Some(0.99),
        control: Some(1.0),
        bin_seconds: 240,
        bins: rounds.collect(),
    };
    let observation = |id: &str, of: &str, data: &Dataset, signal, coverage| Observation {
        id: ObservationId::from_content(&[id]),
        party: party(of),
        datasets: vec![data.id.clone()],
        synthetic: true,
        signal,
        coverage,
    };
    let clear = Coverage {
        gaps: vec![],
        ..coverage.clone()
    };
    dossier.observations = vec![
        observation(
            "o1",
            "heron",
            &updates,
            Signal::Visibility(visibility),
            coverage,
        ),
        observation("o2", "halyard", &probes, Signal::Probes(reach), clear),
    ];
    dossier.relationships = vec![RelationshipFact {
        customer: party("halyard"),
        supplier: party("heron"),
        dataset: snapshot.id.clone(),
        date: jiff::civil::date(2031, 3, 1),
        customer_known: vec![Asn(64500)],
        supplier_known: vec![Asn(64501)],
        direct: vec![(Asn(64500), Asn(64501))],
        reverse: vec![],
        peers: vec![],
        providers: vec![Asn(64501)],
        in_cone: None,
        cone_size: None,
    }];
    dossier.paths = vec![PathFact {
        customer: party("halyard"),
        supplier: party("heron"),
        dataset: updates.id.clone(),
        date: jiff::civil::date(2031, 3, 4),
        paths: 6,
        crossing: 6,
        examples: vec!["64510 64501 64500".into()],
    }];
    dossier.datasets = vec![updates, probes, snapshot];
}

fn relations(dossier: &mut Dossier) {
    let id = |n: usize| dossier.claims[n - 1].id.clone();
    let when = |n: usize| dossier.claims[n - 1].said_at.clone();
    let position =
        |of: &str, topic, about: &str, stance, n: usize, moved, from: Option<usize>| Position {
            party: party(of),
            topic,
            about: Some(party(about)),
            stance,
            at: when(n),
            claims: vec![id(n)],
            moved,
            from: from.map(id).into_iter().collect(),
        };
    let found = |kind, a: usize, b: usize, strength, why: &str| Contradiction {
        id: ContradictionId::from_content(&[why]),
        kind,
        a: id(a),
        b: id(b),
        why: why.into(),
        strength,
        would_change: "The full words of either statement, with their time.".into(),
        rule: "contradict.sample".into(),
    };
    let positions = vec![
        position(
            "halyard",
            Topic::Cause,
            "halyard",
            Stance::Affirms,
            2,
            Move::FirstStated,
            None,
        ),
        position(
            "heron",
            Topic::Outage,
            "heron",
            Stance::Denies,
            4,
            Move::FirstStated,
            None,
        ),
        position(
            "heron",
            Topic::Outage,
            "heron",
            Stance::Open,
            5,
            Move::Withdrawn,
            Some(4),
        ),
        position(
            "heron",
            Topic::Cause,
            "halyard",
            Stance::Open,
            6,
            Move::FirstStated,
            None,
        ),
    ];
    let contradictions = vec![
        found(
            ContradictionKind::Reversal,
            4,
            5,
            Strength::Moderate,
            "Heron Transit first denied any downtime, then said that it was looked into.",
        ),
        found(
            ContradictionKind::Dispute,
            2,
            4,
            Strength::Strong,
            "Halyard and Heron Transit oppose each other on whether there was an outage.",
        ),
        found(
            ContradictionKind::Misreported,
            7,
            6,
            Strength::Moderate,
            "Halyard speaks of a retraction; the words of Heron Transit leave the matter open.",
        ),
    ];
    let none = NonContradiction {
        kind: NonContradictionKind::Refinement,
        a: id(1),
        b: id(8),
        why: "The later statement adds the time and is compatible.".into(),
    };
    dossier.positions = positions;
    dossier.contradictions = contradictions;
    dossier.non_contradictions = vec![none];
}

fn verdicts(dossier: &mut Dossier) {
    let seen = &dossier.observations[0];
    let routing = Evidence {
        finding: Finding::Routing {
            level: RoutingLevel::Impaired,
            minimum: 0.42,
            minimum_at: at("2031-03-04T14:31:00Z"),
            below: 0.99,
            minutes_below: 32,
            prefixes: 24,
        },
        party: party("heron"),
        observation: Some(seen.id.clone()),
        datasets: seen.datasets.clone(),
        synthetic: true,
    };
    let depends = Evidence {
        finding: Finding::Dependency {
            relation: TransitRelation::Depends,
            direct: true,
            only_provider: true,
            crossing: 6,
            paths: 6,
            dates: vec![jiff::civil::date(2031, 3, 1), jiff::civil::date(2031, 3, 4)],
            reverse: 0,
        },
        party: party("halyard"),
        observation: None,
        datasets: vec![dossier.datasets[2].id.clone()],
        synthetic: true,
    };
    let impaired = |of: &str, denied| Question::Impaired {
        party: party(of),
        window: window(),
        denied,
        application: false,
    };
    let edge = |edge, claimed: &str| Question::Edge {
        party: party("heron"),
        edge,
        claimed: Interval::new(at(claimed), at(claimed)),
        denied: false,
        application: false,
    };
    let untestable = |reason, detail: &str| Question::Untestable {
        reason,
        detail: detail.to_owned(),
    };
    let measured_edge = |which, start: &str, end: &str| Evidence {
        finding: Finding::Edge {
            edge: which,
            measured: Interval::new(at(start), at(end)),
            tolerance_minutes: 4,
        },
        ..routing.clone()
    };
    let buys = Question::Depends {
        customer: party("halyard"),
        supplier: party("heron"),
        denied: true,
    };
    let onset = measured_edge(Edge::Onset, "2031-03-04T14:27:00Z", "2031-03-04T14:28:00Z");
    let end = measured_edge(Edge::End, "2031-03-04T14:59:00Z", "2031-03-04T15:00:00Z");
    let through = Question::HitThrough {
        customer: party("halyard"),
        supplier: party("heron"),
        window: window(),
        denied: false,
    };
    let rows = vec![
        (
            impaired("halyard", false),
            vec![],
            "no measurement covers the time",
        ),
        (through, vec![depends.clone()], ""),
        (untestable(Untestable::NotResolved, "Blue Quay"), vec![], ""),
        (impaired("heron", true), vec![routing.clone()], ""),
        (untestable(Untestable::Words, ""), vec![], ""),
        (untestable(Untestable::Cause, ""), vec![], ""),
        (untestable(Untestable::Words, ""), vec![], ""),
        (edge(Edge::Onset, "2031-03-04T14:27:00Z"), vec![onset], ""),
        (edge(Edge::End, "2031-03-04T15:02:00Z"), vec![end], ""),
        (buys, vec![depends], ""),
    ];
    let names = dossier
        .case
        .parties
        .iter()
        .map(|p| (p.id.clone(), p.name.clone()))
        .collect();
    let coverage = &dossier.observations[0].coverage;
    let verdicts =
        rows.into_iter()
            .zip(&dossier.claims)
            .map(|((question, evidence, missing), claim)| Verdict {
                claim: claim.id.clone(),
                question,
                coverage: if evidence.is_empty() {
                    vec![]
                } else {
                    vec![coverage.clone()]
                },
                evidence,
                missing: if missing.is_empty() {
                    vec![]
                } else {
                    vec![missing.to_owned()]
                },
                names: std::collections::BTreeMap::clone(&names),
            });
    dossier.verdicts = verdicts.collect();
}
