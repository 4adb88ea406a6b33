//! What series of values against their own past do to claims (rule D4), with near misses.

use backpedal_model::{
    ClaimKind::{self, Outage},
    Observation, Outcome, Polarity, Signal, ValueSource,
};

use super::{
    Story,
    measured::{probes, values},
};

const HALYARD: (&str, &[&str]) = ("Halyard", &[]);
const DOWN: (ClaimKind, Polarity) = (Outage, Polarity::Affirm);
const UP: (ClaimKind, Polarity) = (Outage, Polarity::Deny);

/// A day of history, then the day of the story with a fall for two hours.
fn fell(source: ValueSource, low: f64) -> Observation {
    let hours = [(24, 600.0), (6, 600.0), (2, low), (16, 600.0)];
    values("halyard", source, "2024-03-04T00:00:00Z", &hours)
}

/// "Halyard was down", "we had no downtime".
fn outcomes(observations: Vec<Observation>) -> [Outcome; 2] {
    told(observations).map(|(outcome, _)| outcome)
}

fn told(observations: Vec<Observation>) -> [(Outcome, String); 2] {
    let mut story = Story::new();
    story.say("Heron", DOWN, HALYARD, "Halyard was down");
    story.say("Halyard", UP, HALYARD, "we had no downtime");
    story.observations = observations;
    [0, 1].map(|n| {
        let verdict = story.verdict(n);
        (verdict.outcome(), verdict.sentence())
    })
}

#[test]
fn two_sources_decide_and_one_does_not() {
    let both = vec![
        fell(ValueSource::Probing, 200.0),
        fell(ValueSource::Bgp, 590.0),
    ];
    let [(down, why), (up, _)] = told(both);
    assert_eq!((down, up), (Outcome::Supported, Outcome::Contradicted));
    assert_eq!(
        why,
        "Supported by measurement (reachability and routing): the series probing (probing) of \
         Halyard fell to 33.3 % of its usual value, 200 against 600, at 06:00 UTC on 2024-03-05, and \
         was low for 120 minutes; another source fell at the same time; the series bgp (bgp) of \
         Halyard fell to 98.3 % of its usual value, 590 against 600, at 06:00 UTC on 2024-03-05, and \
         was low for 120 minutes, which is a small fall."
    );
    let alone = [Outcome::Consistent, Outcome::CannotTell];
    for source in [
        ValueSource::Probing,
        ValueSource::Bgp,
        ValueSource::Telescope,
    ] {
        assert_eq!(outcomes(vec![fell(source, 200.0)]), alone, "{source}");
    }
    assert_eq!(outcomes(vec![fell(ValueSource::Bgp, 590.0)]), alone);
}

#[test]
fn what_confirms_nothing() {
    let alone = [Outcome::Consistent, Outcome::CannotTell];
    let probing = || fell(ValueSource::Probing, 200.0);
    for beside in [
        fell(ValueSource::Telescope, 0.0),
        fell(ValueSource::Traffic, 0.0),
        fell(ValueSource::Probing, 100.0),
        fell(ValueSource::Bgp, 600.0),
        // Another day's fall.
        values(
            "halyard",
            ValueSource::Bgp,
            "2024-03-03T00:00:00Z",
            &[(24, 600.0), (2, 100.0), (46, 600.0)],
        ),
    ] {
        assert_eq!(
            outcomes(vec![probing(), beside.clone()]),
            alone,
            "{:?}",
            beside.id
        );
    }
    let another = values(
        "heron",
        ValueSource::Bgp,
        "2024-03-04T00:00:00Z",
        &[(30, 600.0), (2, 1.0), (16, 600.0)],
    );
    assert_eq!(outcomes(vec![probing(), another]), alone);
}

#[test]
fn no_anomaly_is_not_up() {
    let quiet = vec![
        fell(ValueSource::Probing, 600.0),
        fell(ValueSource::Bgp, 600.0),
    ];
    let [(down, why), (up, _)] = told(quiet);
    assert_eq!((down, up), (Outcome::CannotTell, Outcome::CannotTell));
    assert!(why.contains("no anomaly in the series probing"), "{why}");
    assert!(
        why.contains("does not show that the service was up"),
        "{why}"
    );
}

#[test]
fn a_gap_and_a_short_past_are_no_evidence() {
    let short = values(
        "halyard",
        ValueSource::Probing,
        "2024-03-05T00:00:00Z",
        &[(6, 600.0), (2, 0.0), (16, 600.0)],
    );
    let [(down, why), _] = told(vec![short]);
    assert_eq!(down, Outcome::CannotTell);
    assert!(why.contains("was not measured throughout"), "{why}");
}

#[test]
fn words_of_the_application_are_not_contradicted() {
    let mut story = Story::new();
    story.say("Halyard", UP, HALYARD, "no calls failed");
    story.observations = vec![
        fell(ValueSource::Probing, 200.0),
        fell(ValueSource::Bgp, 200.0),
    ];
    assert_eq!(story.verdict(0).outcome(), Outcome::CannotTell);
}

#[test]
fn probes_that_came_through_speak_against_a_series() {
    let both = vec![
        fell(ValueSource::Probing, 200.0),
        fell(ValueSource::Bgp, 200.0),
        probes("halyard", "2024-03-05T00:00:00Z", &[20; 288]),
    ];
    assert_eq!(outcomes(both), [Outcome::Mixed; 2]);
}

#[test]
fn a_region_is_answered_by_its_own_series_only() {
    let coast = |mut seen: Observation| {
        if let Signal::Values(values) = &mut seen.signal {
            values.region = Some("Kestrel Coast".to_owned());
        }
        seen
    };
    let outcome = |words: &str, seen: Vec<Observation>| {
        let mut story = Story::new();
        story.say("Heron", DOWN, HALYARD, words);
        story.observations = seen;
        story.verdict(0).outcome()
    };
    let whole = || {
        vec![
            fell(ValueSource::Probing, 200.0),
            fell(ValueSource::Bgp, 200.0),
        ]
    };
    let there = || whole().into_iter().map(coast).collect::<Vec<_>>();
    assert_eq!(
        outcome("Halyard was down in Kestrel Coast", there()),
        Outcome::Supported
    );
    assert_eq!(
        outcome("Halyard was down in Kestrel Coasts", there()),
        Outcome::CannotTell
    );
    assert_eq!(outcome("Halyard was down", there()), Outcome::CannotTell);
    assert_eq!(
        outcome("Halyard was down nationwide", whole()),
        Outcome::CannotTell
    );
    assert_eq!(outcome("Halyard was down", whole()), Outcome::Supported);
    // A series of the whole does not confirm one of a part.
    let mixed = vec![
        coast(fell(ValueSource::Probing, 200.0)),
        fell(ValueSource::Bgp, 200.0),
    ];
    assert_eq!(
        outcome("Halyard was down in Kestrel Coast", mixed),
        Outcome::Consistent
    );
}
