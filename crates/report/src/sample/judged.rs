//! Positions, contradictions and verdicts of the invented dispute.

use backpedal_model::*;

use super::{at, party, window};

pub(super) fn add(dossier: &mut Dossier) {
    relations(dossier);
    verdicts(dossier);
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
        again: Vec::new(),
        moved: false,
        finding: None,
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
