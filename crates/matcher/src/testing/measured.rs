//! Observations with the figures that a test needs.

use backpedal_model::{
    Asn, Baseline, BaselineKind, Coverage, Interval, Observation, ObservationId, PartyId, Policy,
    ProbeBin, Probes, Signal, ValueBin, ValueSource, Values, Visibility, VisibilityBin,
};
use jiff::{SignedDuration, Timestamp};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
}

pub(crate) fn between(start: &str, end: &str) -> Interval {
    Interval::new(at(start), at(end))
}

/// Minutes from `start` with the visible share of each, and full coverage of all of them.
pub(crate) fn visibility(party: &str, start: &str, shares: &[(usize, f64)]) -> Observation {
    let start = at(start);
    let mut bins = Vec::new();
    for (minutes, share) in shares {
        for _ in 0..*minutes {
            let after = SignedDuration::from_mins(i64::try_from(bins.len()).unwrap_or(0));
            // Read as stored, so that a field added later needs no change here.
            let bin: VisibilityBin = serde_json::from_value(serde_json::json!({
                "start": start + after, "share": share, "weighted": share, "covered": share,
                "path_changes": 0, "withdrawals": 0,
            }))
            .expect("a bin as it is stored");
            bins.push(bin);
        }
    }
    let length = SignedDuration::from_mins(i64::try_from(bins.len()).unwrap_or(0));
    let covered = Interval::new(start, start + length);
    Observation {
        id: ObservationId::from_printed("o-1"),
        party: PartyId::new(party).expect("a good id"),
        datasets: vec![],
        synthetic: false,
        signal: Signal::Visibility(Visibility {
            asns: vec![Asn(64500)],
            baseline: Baseline {
                kind: BaselineKind::TableAtStart,
                at: start,
                prefixes: 1000,
                addresses_v4: 0,
                networks_v6: 0,
            },
            bin_seconds: 60,
            bins,
            first_loss: None,
            onset: None,
            recovery: None,
            lacking: vec![],
            origins: vec![],
        }),
        coverage: coverage(covered),
    }
}

pub(crate) fn coverage(covered: Interval) -> Coverage {
    Coverage {
        window: covered,
        covered: Some(covered),
        full_feed_peers: 3,
        peer_ases: 3,
        baseline: true,
        gaps: vec![],
    }
}

/// Rounds of five minutes with so many of 20 probes answered.
pub(crate) fn probes(party: &str, start: &str, answered: &[u32]) -> Observation {
    let start = at(start);
    let bins: Vec<ProbeBin> = answered
        .iter()
        .zip(0..)
        .map(|(answered, round)| ProbeBin {
            start: start + SignedDuration::from_mins(5 * round),
            sent: 20,
            answered: *answered,
        })
        .collect();
    let length = SignedDuration::from_mins(5 * i64::try_from(bins.len()).unwrap_or(0));
    Observation {
        id: ObservationId::from_printed("o-2"),
        party: PartyId::new(party).expect("a good id"),
        datasets: vec![],
        synthetic: false,
        signal: Signal::Probes(Probes {
            targets: vec!["front".into()],
            probes: 20,
            source_ases: 8,
            baseline: Some(0.99),
            control: Some(0.99),
            bin_seconds: 300,
            bins,
            detail: backpedal_model::ProbeDetail::default(),
        }),
        coverage: coverage(Interval::new(start, start + length)),
    }
}

/// Steps of five minutes with so many hours of each value, judged by the usual policy.
pub(crate) fn values(
    party: &str,
    source: ValueSource,
    start: &str,
    hours: &[(i64, f64)],
) -> Observation {
    let first = at(start);
    let mut bins = Vec::new();
    for (hours, value) in hours {
        for _ in 0..12 * hours {
            let after = SignedDuration::from_mins(5 * i64::try_from(bins.len()).unwrap_or(0));
            bins.push(ValueBin {
                start: first + after,
                value: Some(*value),
                baseline: None,
            });
        }
    }
    let length = SignedDuration::from_mins(5 * i64::try_from(bins.len()).unwrap_or(0));
    let values = Values {
        source,
        name: source.to_string(),
        region: None,
        unit: None,
        bin_seconds: 300,
        bins,
        anomalies: vec![],
        notes: vec![],
    };
    Observation {
        id: ObservationId::from_printed(&format!("o-{source}")),
        party: PartyId::new(party).expect("a good id"),
        datasets: vec![],
        synthetic: false,
        signal: Signal::Values(values.judged(&Policy::default())),
        coverage: coverage(Interval::new(first, first + length)),
    }
}

/// The series of an observation, to change it.
pub(crate) fn series(observation: &mut Observation) -> &mut Visibility {
    match &mut observation.signal {
        Signal::Visibility(visibility) => visibility,
        other => panic!("{other:?}"),
    }
}
