//! The known figures of the Cloudflare outage of 21 June 2022, from the shared data.

#![allow(clippy::unwrap_used, clippy::panic)] // a test may fail anywhere

use std::fs::File;

use backpedal_measurements::{Input, Observed, observe};
use backpedal_model::{
    Asn, Case, Dated, Interval, MeasurementKind, MeasurementSpec, Origin, Parsed, Parties, Party,
    PartyId, Policy, RoutingLevel, Schedule, Signal, Visibility,
};
use jiff::Timestamp;

fn at(clock: &str) -> Timestamp {
    format!("2022-06-21T{clock}:00Z").parse().unwrap()
}

fn interval(from: &str, to: &str) -> Interval {
    Interval::new(at(from), at(to))
}

fn case() -> Case {
    let party = Party {
        id: PartyId::new("cloudflare").unwrap(),
        name: "Cloudflare".to_owned(),
        aliases: vec![],
        domains: vec![],
        handles: vec![],
        people: vec![],
        asns: vec![Dated::always(Asn(13335))],
        prefixes: vec![],
        targets: vec![],
        unresolved: None,
    };
    Case {
        id: "cloudflare-2022-06-21".to_owned(),
        title: "Cloudflare".to_owned(),
        summary: None,
        synthetic: None,
        window: interval("06:00", "10:00"),
        zone: "UTC".to_owned(),
        parties: Parties(vec![party]),
        sources: vec![],
        measurements: vec![],
        archives: Vec::new(),
        topology: vec![],
        policy: Policy::default(),
        schedule: Schedule::default(),
    }
}

fn read(case: &Case) -> Option<Parsed<Observed>> {
    let folder = backpedal_testkit::shared()?.join("data/net/bgp_events/as13335-2022-06-21");
    let input = |kind, name: &str, covers| Input {
        spec: MeasurementSpec {
            kind,
            origin: Origin::File(name.to_owned()),
            covers,
            collector: None,
            synthetic: false,
            note: None,
            series: Default::default(),
        },
        bytes: Box::new(File::open(folder.join(name)).unwrap()),
    };
    let inputs = vec![
        input(
            MeasurementKind::BgpUpdates,
            "updates.20220621.txt.gz",
            interval("06:02", "08:00"),
        ),
        input(
            MeasurementKind::BgpTable,
            "rib.20220621.0000.txt.gz",
            interval("00:00", "00:00"),
        ),
    ];
    Some(observe(case, inputs, &mut |_| {}))
}

fn visibility(observed: &Observed) -> &Visibility {
    match &observed.observations[0].signal {
        Signal::Visibility(visibility) => visibility,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_known_figures_come_out_to_the_minute() {
    let case = case();
    let Some(parsed) = read(&case) else { return };
    assert_eq!(parsed.problems, []);
    let observed = parsed.value;
    let seen = visibility(&observed);

    let (minute, least) = seen.minimum().unwrap();
    assert_eq!(minute, at("06:34"));
    assert_eq!(format!("{:.1}", least * 100.0), "76.1");
    assert_eq!(seen.minutes_below(0.99), 70);
    assert_eq!(seen.minutes_below(0.95), 48);
    assert_eq!(seen.minutes_below(0.80), 33);
    let below: Vec<Timestamp> = seen
        .bins
        .iter()
        .filter(|bin| bin.share.is_some_and(|share| share < 0.99))
        .map(|bin| bin.start)
        .collect();
    assert_eq!((below[0], below[69]), (at("06:30"), at("07:39")));

    // The first loss happens within 06:28, the onset within 06:29; 99 % are back within 07:39 and
    // 99.9 % (in fact all) within 07:47.
    assert_eq!(seen.first_loss, Some(interval("06:28", "06:29")));
    assert_eq!(seen.onset, Some(interval("06:29", "06:30")));
    assert_eq!(seen.recovery, Some(interval("07:39", "07:48")));
    let bin = |clock: &str| seen.bins.iter().find(|b| b.start == at(clock)).unwrap();
    assert!(bin("07:47").share.unwrap() < 0.999 && bin("07:48").share.unwrap() >= 0.999);
    assert_eq!(format!("{:.3}", bin("07:47").mean.unwrap()), "0.999");
    let all = seen.bins.iter().filter(|bin| bin.share.is_some());
    assert!(
        all.clone()
            .all(|bin| bin.mean.is_some_and(|mean| (0.0..=1.0).contains(&mean)))
    );
    assert_eq!(all.count(), 118);

    let peak = seen.bins.iter().max_by_key(|bin| bin.path_changes).unwrap();
    assert_eq!(peak.start, at("06:28"));
    assert_eq!((peak.path_changes, peak.withdrawals), (1294, 42));
    assert_eq!(peak.share, Some(1.0)); // the change of paths comes before the loss
    assert_eq!(seen.baseline.prefixes, 1436);
    // Counting what a visible aggregate covers as visible gives other figures.
    let covered = bin("06:34").covered.unwrap();
    assert_eq!(format!("{:.1}", covered * 100.0), "76.7");
}

#[test]
fn the_coverage_says_what_could_be_seen() {
    let case = case();
    let Some(parsed) = read(&case) else { return };
    let coverage = &parsed.value.observations[0].coverage;
    assert_eq!(coverage.covered, Some(interval("06:02", "08:00")));
    assert_eq!((coverage.full_feed_peers, coverage.peer_ases), (3, 3));
    assert!(coverage.suffices(&case.policy));
    // Nothing leads from the table of 00:00 to the first update; the window starts at 06:00.
    let gaps: Vec<_> = coverage.gaps.iter().map(|gap| gap.interval).collect();
    let known = [("00:00", "06:00"), ("06:00", "06:02"), ("08:00", "10:00")];
    assert_eq!(gaps, known.map(|(from, to)| interval(from, to)));
    assert!(!coverage.blind_during(interval("06:30", "07:30")));
    assert!(coverage.blind_during(interval("08:30", "08:40")));
    let datasets = &parsed.value.datasets;
    assert_eq!((datasets[1].records, datasets[0].records), (4306, 10_726));
    let whole = visibility(&parsed.value).level_during(interval("06:00", "08:00"), &case.policy);
    assert_eq!(whole, RoutingLevel::Impaired);
}
