//! The example case in the tree. What its made-up measurements tell stands in its `README.md`.

#![allow(clippy::unwrap_used, clippy::panic)] // a test may fail anywhere

use std::fs::File;

use backpedal_measurements::{Contents, Input, Observed, observe, topology, transit};
use backpedal_model::{
    Case, GapReason, Interval, Observation, Origin, PartyId, Policy, ProbeLevel, RoutingLevel,
    Signal, TransitRelation,
};
use jiff::civil::date;

fn case() -> Case {
    let path = backpedal_testkit::root().join("fixtures/ooma-internap-2009/case.toml");
    Case::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn open(origin: &Origin) -> Box<dyn Contents> {
    let folder = backpedal_testkit::root().join("fixtures/ooma-internap-2009");
    Box::new(File::open(folder.join(origin.as_str())).unwrap())
}

fn observed(case: &Case) -> Observed {
    let input = |spec: &backpedal_model::MeasurementSpec| Input {
        bytes: open(&spec.origin),
        spec: spec.clone(),
    };
    let inputs = case.measurements.iter().map(input).collect();
    let parsed = observe(case, inputs, &mut |_| {});
    assert_eq!(parsed.problems, []);
    parsed.value
}

fn interval(from: &str, to: &str) -> Interval {
    let at = |text: &str| format!("2009-04-{text}:00Z").parse().unwrap();
    Interval::new(at(from), at(to))
}

/// Routing and probes of a party.
fn of<'a>(observed: &'a Observed, party: &str) -> (&'a Observation, &'a Observation) {
    let mut own = observed
        .observations
        .iter()
        .filter(|o| o.party.as_str() == party);
    (own.next().unwrap(), own.next().unwrap())
}

#[test]
fn the_made_up_outage_is_found_and_the_denial_is_right() {
    let case = case();
    let observed = observed(&case);
    let (routing, probes) = of(&observed, "ooma");
    assert!(routing.synthetic && probes.synthetic);
    let Signal::Visibility(seen) = &routing.signal else {
        panic!("routing comes first");
    };
    assert_eq!(seen.baseline.prefixes, 4);
    assert_eq!(seen.onset, Some(interval("13T18:41", "13T18:42")));
    assert_eq!(seen.recovery, Some(interval("13T20:26", "13T20:27")));
    assert_eq!(seen.minimum().unwrap().1, 0.0);
    assert_eq!((seen.lacking.len(), seen.lacking[0].missing), (1, 1));
    let Signal::Probes(reach) = &probes.signal else {
        panic!("probes come second");
    };
    let hour = interval("13T19:00", "13T20:00");
    assert_eq!(
        reach.level_during(hour, &case.policy),
        ProbeLevel::Unreachable
    );

    let (routing, probes) = of(&observed, "internap");
    let Signal::Visibility(seen) = &routing.signal else {
        panic!("routing comes first");
    };
    let evening = interval("13T18:00", "13T21:00");
    let level = seen.level_during(evening, &case.policy);
    assert_eq!(level, RoutingLevel::NoImpairmentVisible);
    assert!(seen.bins.iter().any(|bin| bin.path_changes > 0));
    let Signal::Probes(reach) = &probes.signal else {
        panic!("probes come second");
    };
    assert_eq!(
        reach.level_during(evening, &case.policy),
        ProbeLevel::Reachable
    );
}

#[test]
fn the_blind_spots_are_told() {
    let case = case();
    let observed = observed(&case);
    let coverage = &of(&observed, "ooma").0.coverage;
    assert!(coverage.suffices(&case.policy), "{coverage:?}");
    assert_eq!((coverage.full_feed_peers, coverage.peer_ases), (5, 4));
    assert!(!coverage.blind_during(interval("13T18:00", "13T21:00")));
    assert!(coverage.blind_during(interval("14T04:40", "14T04:50")));
    assert!(coverage.blind_during(interval("14T12:00", "14T13:00")));
    let reasons = |reason| coverage.gaps.iter().filter(|g| g.reason == reason).count();
    assert_eq!(reasons(GapReason::PeerLost), 3);
    assert_eq!(reasons(GapReason::ManyPeersLost), 1);
}

#[test]
fn the_facts_of_2007_and_2010_answer_the_transit_question() {
    let case = case();
    let input = |spec: &backpedal_model::TopologySpec| Input {
        bytes: open(&spec.origin),
        spec: spec.clone(),
    };
    let inputs = case.topology.iter().map(input).collect();
    let parsed = topology(&case, inputs, &mut |_| {});
    assert_eq!(parsed.problems, []);
    let relation = |customer: &str, supplier: &str| {
        let (customer, supplier) = (PartyId::new(customer), PartyId::new(supplier));
        let (customer, supplier) = (customer.unwrap(), supplier.unwrap());
        let answer = transit(&parsed.value, &customer, &supplier, date(2009, 4, 13));
        answer.relation(&Policy::default())
    };
    assert_eq!(relation("ooma", "internap"), TransitRelation::Depends);
    assert_eq!(
        relation("verizon", "internap"),
        TransitRelation::OtherDirection
    );
    for other in ["google", "yahoo", "rim"] {
        let none = TransitRelation::NoVisibleDependency;
        assert_eq!(relation(other, "internap"), none, "{other}");
    }
}

#[test]
fn a_cut_file_is_told() {
    let folder = backpedal_testkit::root().join("fixtures/bad");
    let text = std::fs::read_to_string(folder.join("unreadable-inputs.toml")).unwrap();
    let case = Case::parse(&text).unwrap();
    let input = |spec: &backpedal_model::MeasurementSpec| Input {
        bytes: Box::new(File::open(folder.join(spec.origin.as_str())).unwrap())
            as Box<dyn Contents>,
        spec: spec.clone(),
    };
    let inputs = case.measurements.iter().map(input).collect();
    let parsed = observe(&case, inputs, &mut |_| {});
    let hint = parsed.problems[0].hint.as_deref();
    assert!(
        hint.unwrap().contains("fetch the file again"),
        "{:?}",
        parsed.problems
    );
    let coverage = &parsed.value.observations[0].coverage;
    assert_eq!(coverage.covered, None);
}
