//! What was measured in the invented dispute: made-up figures.

use backpedal_model::*;

use super::{at, party};

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

pub(super) fn add(dossier: &mut Dossier) {
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
        mean: share(n),
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
        origins: vec![],
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
        detail: ProbeDetail::default(),
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
        cone_dataset: None,
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
