//! The outcome table, row by row, with the near misses beside each row.

use jiff::civil::date;

use crate::{
    ClaimId, DatasetId, DurationRange, Edge, Evidence, Finding, Interval, Outcome, PartyId,
    ProbeLevel, Question, RoutingLevel, TransitRelation, Untestable, Verdict,
};

fn id(text: &str) -> PartyId {
    PartyId::new(text).expect("a good id")
}

fn between(start: &str, end: &str) -> Interval {
    let at = |time: &str| {
        format!("2024-03-05T{time}:00Z")
            .parse()
            .expect("a time stamp")
    };
    Interval::new(at(start), at(end))
}

fn verdict(question: Question, findings: Vec<Finding>) -> Verdict {
    let party = question.party().cloned().unwrap_or_else(|| id("halyard"));
    Verdict {
        claim: ClaimId::from_printed("c-1"),
        question,
        evidence: findings
            .into_iter()
            .map(|finding| Evidence {
                finding,
                party: party.clone(),
                observation: None,
                datasets: vec![DatasetId::from_printed("m-1")],
                synthetic: false,
            })
            .collect(),
        coverage: vec![],
        missing: vec![],
        names: [(id("halyard"), "Halyard".to_owned())].into(),
    }
}

fn impaired(denied: bool, application: bool) -> Question {
    Question::Impaired {
        party: id("halyard"),
        window: between("06:00", "09:00"),
        denied,
        application,
    }
}

fn routing(level: RoutingLevel) -> Finding {
    Finding::Routing {
        level,
        minimum: 0.761,
        minimum_at: between("06:34", "06:35").start,
        below: 0.99,
        minutes_below: 70,
        prefixes: 1234,
    }
}

fn probes(level: ProbeLevel) -> Finding {
    Finding::Reachability {
        level,
        minimum: 0.12,
        baseline: 0.99,
    }
}

/// Outcomes of "was down", "was not down", "calls failed", "no call failed".
fn row(findings: &[Finding]) -> [Outcome; 4] {
    [(false, false), (true, false), (false, true), (true, true)].map(|(denied, application)| {
        verdict(impaired(denied, application), findings.to_vec()).outcome()
    })
}

#[test]
fn rows_of_the_outcome_table() {
    use Outcome::{CannotTell, Consistent, Contradicted, Mixed, ReportedOnly, Supported};
    let lost = routing(RoutingLevel::Impaired);
    let partly = routing(RoutingLevel::PartlyImpaired);
    let fine = routing(RoutingLevel::NoImpairmentVisible);
    let blind = routing(RoutingLevel::NotMeasured);
    let reached = probes(ProbeLevel::Reachable);
    let failed = probes(ProbeLevel::Impaired);
    let gone = probes(ProbeLevel::Unreachable);
    let few = probes(ProbeLevel::NotMeasured);
    let told = Finding::Testimony {
        by: "the status page".into(),
    };
    let nothing = [CannotTell; 4];
    let table: &[(&[&Finding], [Outcome; 4])] = &[
        // V < 0.8 with D0. Routing alone never contradicts words about the application.
        (&[&lost], [Supported, Contradicted, Supported, CannotTell]),
        (
            &[&lost, &few],
            [Supported, Contradicted, Supported, CannotTell],
        ),
        // 0.8 to 0.99: it fits, and accuses nobody.
        (&[&partly], [Consistent, CannotTell, Consistent, CannotTell]),
        // V >= 0.99 without probes.
        (&[&fine], nothing),
        (&[&fine, &few], nothing),
        // Routing fine, probes fine.
        (
            &[&fine, &reached],
            [Contradicted, Supported, CannotTell, Consistent],
        ),
        // Routing fine, probes down, controls fine.
        (
            &[&fine, &failed],
            [Supported, Contradicted, Supported, Contradicted],
        ),
        (
            &[&fine, &gone],
            [Supported, Contradicted, Supported, Contradicted],
        ),
        // Probes alone prove a failure, but see too little to prove its absence.
        (
            &[&failed],
            [Supported, Contradicted, Supported, Contradicted],
        ),
        (&[&reached], nothing),
        (&[&blind, &reached], nothing),
        // Measurements that disagree.
        (&[&lost, &reached], [Mixed; 4]),
        // Too few peers or probes, a gap, no baseline, nothing at all.
        (&[&blind], nothing),
        (&[&blind, &few], nothing),
        (&[], nothing),
        // Testimony counts only where nothing was measured.
        (&[&told], [ReportedOnly; 4]),
        (&[&blind, &told], [ReportedOnly; 4]),
        (&[&fine, &told], nothing),
        (
            &[&lost, &told],
            [Supported, Contradicted, Supported, CannotTell],
        ),
    ];
    for (findings, expected) in table {
        let owned: Vec<Finding> = findings.iter().map(|f| (*f).clone()).collect();
        assert_eq!(row(&owned), *expected, "{owned:#?}");
    }
}

fn edge(edge: Edge, claimed: Interval, denied: bool, application: bool) -> Outcome {
    let question = Question::Edge {
        party: id("halyard"),
        edge,
        claimed,
        denied,
        application,
    };
    let (measured, tolerance_minutes) = match edge {
        Edge::Onset => (between("06:27", "06:30"), 4),
        Edge::End => (between("07:39", "07:47"), 0),
    };
    let finding = Finding::Edge {
        edge,
        measured,
        tolerance_minutes,
    };
    verdict(question, vec![finding]).outcome()
}

#[test]
fn beginnings_and_ends() {
    use Outcome::{CannotTell, Consistent, Contradicted, Supported};
    let minute = |at: &str, next: &str| between(at, next);
    let onset = |claimed, application| edge(Edge::Onset, claimed, false, application);
    assert_eq!(onset(minute("06:27", "06:28"), false), Supported);
    assert_eq!(onset(minute("06:23", "06:24"), false), Supported, "the lag");
    assert_eq!(onset(minute("06:22", "06:23"), false), Contradicted);
    assert_eq!(onset(minute("06:58", "06:59"), false), Contradicted);
    assert_eq!(
        onset(between("06:00", "07:00"), false),
        Supported,
        "a whole hour holds it"
    );
    assert_eq!(
        onset(between("06:25", "06:40"), false),
        CannotTell,
        "half in, half out"
    );
    assert_eq!(
        onset(minute("06:58", "06:59"), true),
        Contradicted,
        "routes were gone before"
    );
    assert_eq!(
        onset(minute("06:00", "06:01"), true),
        CannotTell,
        "calls may fail before routes"
    );
    let end = |claimed, application| edge(Edge::End, claimed, false, application);
    assert_eq!(
        end(minute("07:42", "07:43"), false),
        Consistent,
        "a lower bound proves nothing"
    );
    assert_eq!(
        end(minute("08:50", "08:51"), false),
        CannotTell,
        "a service may come back later"
    );
    assert_eq!(
        end(minute("07:00", "07:01"), false),
        Contradicted,
        "not while routes are gone"
    );
    assert_eq!(end(minute("07:00", "07:01"), true), CannotTell);
    let denied = |at, claimed| edge(at, claimed, true, false);
    assert_eq!(denied(Edge::Onset, minute("06:27", "06:28")), Contradicted);
    assert_eq!(denied(Edge::Onset, minute("06:58", "06:59")), Supported);
    assert_eq!(denied(Edge::End, minute("07:42", "07:43")), CannotTell);
}

#[test]
fn an_edge_of_the_other_kind_is_silent() {
    let question = Question::Edge {
        party: id("halyard"),
        edge: Edge::End,
        claimed: between("06:27", "06:28"),
        denied: false,
        application: false,
    };
    let finding = Finding::Edge {
        edge: Edge::Onset,
        measured: between("06:27", "06:30"),
        tolerance_minutes: 4,
    };
    assert_eq!(
        verdict(question, vec![finding]).outcome(),
        Outcome::CannotTell
    );
}

fn lasted(claimed: (Option<i64>, Option<i64>), measured: (i64, i64), denied: bool) -> Outcome {
    let minutes = |m: i64| m * 60;
    let question = Question::Duration {
        party: id("halyard"),
        claimed: DurationRange {
            min_seconds: claimed.0.map(minutes),
            max_seconds: claimed.1.map(minutes),
        },
        denied,
        application: false,
    };
    let finding = Finding::Duration {
        measured: DurationRange {
            min_seconds: Some(minutes(measured.0)),
            max_seconds: Some(minutes(measured.1)),
        },
        tolerance_seconds: 60,
        below: 0.99,
        minutes_below: 70,
    };
    verdict(question, vec![finding]).outcome()
}

#[test]
fn lengths() {
    use Outcome::{CannotTell, Consistent, Contradicted, Supported};
    let measured = (69, 80);
    assert_eq!(lasted((Some(69), Some(69)), measured, false), Supported);
    assert_eq!(
        lasted((Some(68), Some(68)), measured, false),
        Supported,
        "rounding"
    );
    assert_eq!(lasted((Some(15), Some(15)), measured, false), Contradicted);
    assert_eq!(
        lasted((Some(240), Some(240)), measured, false),
        CannotTell,
        "a lower bound"
    );
    assert_eq!(
        lasted((Some(60), None), measured, false),
        Consistent,
        "open words only fit"
    );
    assert_eq!(
        lasted((Some(69), Some(69)), (10, 200), false),
        Consistent,
        "loose bounds"
    );
    assert_eq!(lasted((Some(15), Some(15)), measured, true), Supported);
}

#[test]
fn shares() {
    use Outcome::{CannotTell, Contradicted, Supported};
    let lost = |claimed: (f64, f64), denied: bool| {
        let question = Question::Share {
            party: id("halyard"),
            claimed,
            denied,
        };
        let verdict = verdict(
            question,
            vec![Finding::Share {
                lost: 0.239,
                prefixes: 1234,
            }],
        );
        (verdict.outcome(), verdict.sentence())
    };
    assert_eq!(lost((0.25, 0.25), false).0, Supported);
    assert_eq!(
        lost((0.5, 0.5), false).0,
        CannotTell,
        "packets may be lost where routes hold"
    );
    assert_eq!(
        lost((0.0, 0.01), false).0,
        Contradicted,
        "more was lost than claimed"
    );
    assert_eq!(lost((0.25, 0.25), true).0, Contradicted);
    let sentence = lost((0.25, 0.25), false).1;
    assert!(
        sentence.contains("23.9 % of Halyard’s 1,234 prefixes"),
        "{sentence}"
    );
    assert!(sentence.contains("Prefixes are not users"), "{sentence}");
}

fn dependency(relation: TransitRelation, direct: bool) -> Finding {
    Finding::Dependency {
        relation,
        direct,
        only_provider: false,
        crossing: 0,
        paths: 260,
        dates: vec![date(2007, 11, 5), date(2010, 7, 1)],
        reverse: 0,
    }
}

#[test]
fn dependencies() {
    use Outcome::{CannotTell, Consistent, Contradicted, NoVisibleDependency, Supported};
    use TransitRelation::{Depends, Hardly, NotKnown, OtherDirection, PartlyDepends};
    let none = TransitRelation::NoVisibleDependency;
    let outcome = |relation, direct, denied| {
        let question = Question::Depends {
            customer: id("halyard"),
            supplier: id("heron"),
            denied,
        };
        verdict(question, vec![dependency(relation, direct)]).outcome()
    };
    let table = [
        (Depends, true, Supported, Contradicted),
        (PartlyDepends, true, Supported, Contradicted),
        // Crossing paths do not tell who buys from whom.
        (Depends, false, Supported, CannotTell),
        (PartlyDepends, false, Consistent, CannotTell),
        // Never "contradicted": snapshots miss backup links.
        (none, false, NoVisibleDependency, Supported),
        (OtherDirection, false, NoVisibleDependency, Supported),
        // Few paths cross: neither a dependency nor none.
        (Hardly, false, CannotTell, CannotTell),
        (NotKnown, false, CannotTell, CannotTell),
    ];
    for (relation, direct, affirmed, denied) in table {
        assert_eq!(outcome(relation, direct, false), affirmed, "{relation:?}");
        assert_eq!(
            outcome(relation, direct, true),
            denied,
            "{relation:?} denied"
        );
    }
}

#[test]
fn hit_through_another() {
    use Outcome::{
        CannotTell, Consistent, Contradicted, DependsImpactNotMeasured, Mixed, NoVisibleDependency,
        Supported,
    };
    let outcome = |findings: &[Finding], denied| {
        let question = Question::HitThrough {
            customer: id("halyard"),
            supplier: id("heron"),
            window: between("06:00", "09:00"),
            denied,
        };
        verdict(question, findings.to_vec()).outcome()
    };
    let depends = dependency(TransitRelation::Depends, true);
    let none = dependency(TransitRelation::NoVisibleDependency, false);
    let other = dependency(TransitRelation::OtherDirection, false);
    let unknown = dependency(TransitRelation::NotKnown, false);
    let hardly = dependency(TransitRelation::Hardly, false);
    let lost = routing(RoutingLevel::Impaired);
    let partly = routing(RoutingLevel::PartlyImpaired);
    let fine = routing(RoutingLevel::NoImpairmentVisible);
    let reached = probes(ProbeLevel::Reachable);
    let table: &[(&[&Finding], Outcome, Outcome)] = &[
        (
            &[&depends],
            DependsImpactNotMeasured,
            DependsImpactNotMeasured,
        ),
        (
            &[&depends, &partly],
            DependsImpactNotMeasured,
            DependsImpactNotMeasured,
        ),
        (
            &[&depends, &fine],
            DependsImpactNotMeasured,
            DependsImpactNotMeasured,
        ),
        (&[&depends, &lost], Consistent, CannotTell),
        (&[&depends, &fine, &reached], Contradicted, Supported),
        (&[&none], NoVisibleDependency, NoVisibleDependency),
        (&[&other], NoVisibleDependency, NoVisibleDependency),
        (&[&none, &lost], Mixed, Mixed),
        (&[&unknown], CannotTell, CannotTell),
        (&[&hardly], CannotTell, CannotTell),
        (&[&hardly, &lost], CannotTell, CannotTell),
        (&[&unknown, &lost], CannotTell, CannotTell),
        (&[], CannotTell, CannotTell),
    ];
    for (findings, affirmed, denied) in table {
        let owned: Vec<Finding> = findings.iter().map(|f| (*f).clone()).collect();
        assert_eq!(outcome(&owned, false), *affirmed, "{owned:#?}");
        assert_eq!(outcome(&owned, true), *denied, "denied {owned:#?}");
    }
}

#[test]
fn the_suppliers_own_state_decides_whether_it_came_through_it() {
    let outcome = |of_supplier: &[Finding], denied| {
        let question = Question::HitThrough {
            customer: id("halyard"),
            supplier: id("heron"),
            window: between("06:00", "09:00"),
            denied,
        };
        let own = [
            dependency(TransitRelation::Depends, true),
            routing(RoutingLevel::Impaired),
        ];
        let mut verdict = verdict(question, own.to_vec());
        let count = verdict.evidence.len();
        for finding in of_supplier {
            let mut evidence = verdict.evidence[count - 1].clone();
            evidence.finding = finding.clone();
            evidence.party = id("heron");
            verdict.evidence.push(evidence);
        }
        verdict.outcome()
    };
    let lost = [routing(RoutingLevel::Impaired)];
    let well = [
        routing(RoutingLevel::NoImpairmentVisible),
        probes(ProbeLevel::Reachable),
    ];
    let half_seen = [routing(RoutingLevel::NoImpairmentVisible)];
    assert_eq!(outcome(&lost, false), Outcome::Supported);
    assert_eq!(outcome(&lost, true), Outcome::Contradicted);
    assert_eq!(outcome(&well, false), Outcome::Mixed);
    assert_eq!(outcome(&half_seen, false), Outcome::Consistent);
    assert_eq!(outcome(&half_seen, true), Outcome::CannotTell);
}

#[test]
fn what_cannot_be_tested_gets_no_verdict() {
    let outcome = |reason| {
        let question = Question::Untestable {
            reason,
            detail: "why".into(),
        };
        // Evidence is context for the reader here, never a ground.
        verdict(question, vec![routing(RoutingLevel::Impaired)]).outcome()
    };
    for reason in Untestable::ALL {
        let expected = match reason {
            Untestable::NotResolved => Outcome::NotResolved,
            Untestable::NoZone => Outcome::CannotTell,
            _ => Outcome::NotTestable,
        };
        assert_eq!(outcome(*reason), expected, "{reason}");
    }
}

fn each(outcomes: &[Outcome]) -> Verdict {
    let part = |(at, outcome): (usize, &Outcome)| {
        let party = id(&format!("party-{at}"));
        let question = match outcome {
            Outcome::NotResolved => Question::Untestable {
                reason: Untestable::NotResolved,
                detail: "two firms".into(),
            },
            _ => Question::Impaired {
                party,
                window: between("06:00", "09:00"),
                denied: *outcome == Outcome::Contradicted,
                application: false,
            },
        };
        (format!("Party {at}"), question)
    };
    let mut verdict = verdict(
        Question::Each {
            parts: outcomes.iter().enumerate().map(part).collect(),
        },
        vec![],
    );
    for (at, outcome) in outcomes.iter().enumerate() {
        if matches!(outcome, Outcome::Supported | Outcome::Contradicted) {
            verdict.evidence.push(Evidence {
                finding: routing(RoutingLevel::Impaired),
                party: id(&format!("party-{at}")),
                observation: None,
                datasets: vec![],
                synthetic: at == 0,
            });
        }
    }
    verdict
}

#[test]
fn parts_fare_each_by_itself() {
    use Outcome::{CannotTell, Contradicted, Mixed, NotResolved, Supported};
    let table: &[(&[Outcome], Outcome)] = &[
        (&[Supported, Supported], Supported),
        (&[Supported, Contradicted], Mixed),
        (&[CannotTell, NotResolved], CannotTell),
        // A name that does not resolve keeps the whole from being supported or contradicted.
        (&[Supported, NotResolved], Mixed),
        (&[Contradicted, NotResolved], Mixed),
        (&[NotResolved, NotResolved], NotResolved),
    ];
    for (parts, whole) in table {
        let verdict = each(parts);
        assert_eq!(verdict.outcome(), *whole, "{parts:?}");
        let found: Vec<Outcome> = verdict.parts().iter().map(|part| part.outcome).collect();
        assert_eq!(found, *parts);
    }
}

#[test]
fn sentences_name_level_limits_and_synthetic_data() {
    let fine = verdict(
        impaired(true, false),
        vec![routing(RoutingLevel::NoImpairmentVisible)],
    );
    let sentence = fine.sentence();
    assert!(
        sentence.contains("no routing impairment of Halyard was visible"),
        "{sentence}"
    );
    assert!(
        sentence.contains("does not show that the service was up"),
        "{sentence}"
    );
    let mut lost = verdict(
        impaired(false, false),
        vec![routing(RoutingLevel::Impaired)],
    );
    lost.evidence[0].synthetic = true;
    assert_eq!(
        lost.sentence(),
        "Supported by measurement (routing): 76.1 % of Halyard’s 1,234 prefixes were visible at \
         the lowest, 06:34 UTC on 2024-03-05, and less than 99.0 % for 70 minutes. Prefixes are \
         not users. Synthetic data."
    );
    let mut blind = verdict(impaired(false, false), vec![]);
    blind.missing = vec!["2 full-feed peers where 3 are needed".into()];
    assert_eq!(
        blind.sentence(),
        "Cannot tell: nothing was measured for Halyard 06:00–08:59 UTC on 2024-03-05; missing: 2 \
         full-feed peers where 3 are needed."
    );
}

#[test]
fn an_unresolved_part_borrows_no_evidence_of_the_others() {
    let parts = each(&[Outcome::Supported, Outcome::NotResolved]).parts();
    assert!(
        !parts[1].sentence.contains("measured"),
        "{}",
        parts[1].sentence
    );
    assert!(
        parts[0].sentence.contains("76.1 %"),
        "{}",
        parts[0].sentence
    );
    assert!(
        parts[0].sentence.contains("Synthetic data"),
        "{}",
        parts[0].sentence
    );
}
