//! Coverage, gaps and damaged input.

use super::*;

#[test]
fn a_reset_of_one_session_is_no_outage() {
    // One of six peers is gone from minute 10 and back at minute 15, then sends its table.
    let updates = state(HOUR + 600, 1, 6, 1) + &state(HOUR + 900, 1, 5, 6);
    let back: String = (0..10)
        .map(|p| line(HOUR + 960, "A", 1, p, "64500"))
        .collect();
    let (visibility, coverage) = clean(&table(6), &(updates + &back));
    assert_eq!(shares(&visibility), [Some(1.0)].repeat(60));
    let lost = &coverage.gaps[0];
    assert_eq!(
        (lost.reason, lost.interval),
        (GapReason::PeerLost, minutes(10, 25))
    );
    assert!(lost.peer.is_some());
    assert!(!coverage.blind_during(minutes(0, 60)));
    assert_eq!(coverage.full_feed_peers, 5);
}

#[test]
fn many_resets_at_once_are_a_gap_in_the_data() {
    let updates = state(HOUR + 600, 1, 6, 1) + &state(HOUR + 610, 2, 6, 7);
    let (visibility, coverage) = clean(&table(6), &updates);
    assert_eq!(shares(&visibility)[9..11], [Some(1.0), None]);
    let gap = coverage.gaps.iter().find(|gap| gap.peer.is_none()).unwrap();
    assert_eq!(
        (gap.reason, gap.interval),
        (GapReason::ManyPeersLost, minutes(10, 60))
    );
    assert!(coverage.blind_during(minutes(50, 51)));
}

#[test]
fn sessions_of_strangers_and_of_the_collector_concern_nobody() {
    let updates = state(HOUR + 600, 99, 6, 1)
        + "BGP4MP|4200|STATE|0.0.0.0|0|6|1\n"
        + &state(HOUR + 600, 1, 2, 3);
    let (visibility, coverage) = clean(&table(3), &updates);
    assert_eq!(shares(&visibility), [Some(1.0)].repeat(60));
    assert_eq!(coverage.gaps, []);
}

#[test]
fn an_empty_table_leaves_no_baseline() {
    let parsed = observe("", &all(HOUR, "W", 3, 0));
    assert!(parsed.problems[0].message.contains("empty"));
    let observation = &parsed.value.observations[0];
    assert!(!observation.coverage.baseline);
    assert!(observation.coverage.blind_during(minutes(0, 60)));
    assert!(seen(observation).bins.iter().all(|bin| bin.share.is_none()));
}

#[test]
fn updates_alone_leave_no_baseline_and_say_so() {
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let updates = all(HOUR, "W", 3, 0);
    let inputs = vec![input(
        MeasurementKind::BgpUpdates,
        0,
        2 * HOUR,
        updates.as_bytes(),
    )];
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    assert!(parsed.problems[0].message.starts_with("no table"));
    let gaps = &parsed.value.observations[0].coverage.gaps;
    assert!(gaps.iter().any(|gap| gap.reason == GapReason::NoBaseline));
}

#[test]
fn a_party_that_the_table_does_not_hold_is_not_resolved() {
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64999])]);
    let inputs = vec![
        input(MeasurementKind::BgpTable, 0, 0, table(3).as_bytes()),
        input(
            MeasurementKind::BgpUpdates,
            0,
            2 * HOUR,
            all(HOUR, "A", 3, 0).as_bytes(),
        ),
    ];
    let coverage = crate::observe(&case, inputs, &mut |_| {})
        .value
        .observations[0]
        .coverage
        .clone();
    assert_eq!(coverage.gaps[0].reason, GapReason::NotResolved);
}

#[test]
fn what_lies_outside_of_the_stated_time_is_no_evidence() {
    let updates = all(HOUR, "W", 3, 0) + &all(5 * HOUR, "W", 3, 1);
    let parsed = observe(&table(3), &updates);
    assert!(
        parsed.problems[0]
            .message
            .starts_with("3 elements lie outside")
    );
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let years = 365 * 24 * HOUR;
    let inputs = vec![
        input(
            MeasurementKind::BgpTable,
            -years,
            -years,
            table(3).as_bytes(),
        ),
        input(
            MeasurementKind::BgpUpdates,
            years,
            years + HOUR,
            b"BGP4MP|x\n",
        ),
    ];
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    let told: Vec<&str> = parsed.problems.iter().map(|p| p.message.as_str()).collect();
    assert!(
        told[0].contains("too far from the case's window"),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|m| m.contains("outside of the case's window")),
        "{told:?}"
    );
    assert_eq!(parsed.value.observations[0].coverage.covered, None);
    assert_eq!(parsed.value.datasets.len(), 2);
}

#[test]
fn a_missing_file_between_two_is_a_blind_spot() {
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let third = HOUR / 3;
    let (late, early) = (all(5 * third, "W", 3, 0), all(HOUR, "A", 3, 0));
    let inputs = vec![
        input(
            MeasurementKind::BgpUpdates,
            5 * third,
            2 * HOUR,
            late.as_bytes(),
        ),
        input(MeasurementKind::BgpTable, 0, 0, table(3).as_bytes()),
        input(MeasurementKind::BgpUpdates, 0, 4 * third, early.as_bytes()),
    ];
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    assert_eq!(parsed.problems, []);
    let observation = &parsed.value.observations[0];
    let gap = &observation.coverage.gaps[0];
    assert_eq!(
        (gap.reason, gap.interval),
        (GapReason::NoData, minutes(20, 40))
    );
    let shares = shares(seen(observation));
    assert_eq!(shares[19..21], [Some(1.0), None]);
    assert_eq!(shares[39..42], [None, Some(1.0), Some(0.9)]);
}

#[test]
fn a_cut_file_is_a_gap_to_its_end() {
    use std::io::Write;
    let mut updates: String = all(HOUR + 60, "W", 3, 0);
    for n in 0..20_000_u32 {
        updates += &line(
            HOUR + 120 + i64::from(n / 20),
            "A",
            1 + n % 3,
            50 + n % 100,
            &n.to_string(),
        );
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(updates.as_bytes()).unwrap();
    let mut packed = packed.finish().unwrap();
    packed.truncate(packed.len() * 2 / 3);
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let inputs = vec![
        input(MeasurementKind::BgpTable, 0, 0, table(3).as_bytes()),
        input(MeasurementKind::BgpUpdates, 0, 2 * HOUR, &packed),
    ];
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    assert!(
        parsed
            .problems
            .iter()
            .any(|p| p.message.contains("ends early"))
    );
    let observation = &parsed.value.observations[0];
    let gap = &observation.coverage.gaps[0];
    assert_eq!(gap.reason, GapReason::Truncated);
    assert_eq!(gap.interval.end, stamp(2 * HOUR));
    let shares = shares(seen(observation));
    assert_eq!((shares[2], shares[59]), (Some(0.9), None));
}

/// Updates to a prefix that nobody watches, every 20 seconds, from each peer to its end.
fn chatter(ends: &[i64]) -> String {
    let mut lines: Vec<(i64, String)> = Vec::new();
    for (peer, end) in (1..).zip(ends) {
        let times = (0..*end).step_by(20);
        lines.extend(times.map(|at| (at, line(at, "A", peer, 200, "64777"))));
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn a_talkative_peer_that_falls_silent_is_lost() {
    let end = 2 * HOUR;
    let updates = chatter(&[HOUR + 1800, end, end, end, end, end]);
    let (visibility, coverage) = clean(&table(6), &updates);
    assert_eq!(shares(&visibility), [Some(1.0)].repeat(60));
    assert_eq!(coverage.gaps.len(), 1);
    let gap = &coverage.gaps[0];
    let lost = (GapReason::PeerLost, minutes(30, 60));
    assert_eq!((gap.reason, gap.interval), lost);
    assert_eq!(coverage.full_feed_peers, 5);
}

#[test]
fn a_peer_that_says_nothing_while_others_talk_is_lost() {
    let end = 2 * HOUR;
    let (_, coverage) = clean(&table(6), &chatter(&[0, end, end, end, end, end]));
    let gap = &coverage.gaps[0];
    let lost = (GapReason::PeerLost, minutes(0, 60));
    assert_eq!((gap.reason, gap.interval), lost);
    assert_eq!(coverage.full_feed_peers, 5);
    // Where most are quiet, silence tells nothing.
    let (_, coverage) = clean(&table(6), &chatter(&[0, 0, 0, end, end, end]));
    assert_eq!(coverage.gaps, []);
}

#[test]
fn a_session_that_comes_up_unannounced_was_reset() {
    // The old routes are gone; the peer sends nine of ten again. One change told twice is one.
    let up = state(HOUR + 600, 1, 5, 6);
    let again: String = (0..9)
        .map(|p| line(HOUR + 605, "A", 1, p, "64500"))
        .collect();
    let updates = up.clone() + &again + &up.replace("4200", "4206");
    let (visibility, coverage) = clean(&table(6), &updates);
    assert_eq!(shares(&visibility), [Some(1.0)].repeat(60));
    assert_eq!(visibility.lacking.len(), 1);
    assert_eq!(visibility.lacking[0].missing, 1);
    assert_eq!(coverage.gaps.len(), 1);
    assert_eq!(coverage.gaps[0].interval, minutes(10, 20));
}

#[test]
fn any_bytes_give_a_result() {
    let samples: [&[u8]; 6] = [
        b"",
        b"\x00\x01\x02",
        &[0xff; 4096],
        b"\x1f\x8b\x08\x00broken",
        b"BZh9broken",
        b"hello there\n",
    ];
    for bytes in samples {
        let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
        let inputs = vec![
            input(MeasurementKind::BgpTable, 0, 0, bytes),
            input(MeasurementKind::BgpUpdates, 0, 2 * HOUR, bytes),
            input(MeasurementKind::Probes, 0, 2 * HOUR, bytes),
        ];
        let parsed = crate::observe(&case, inputs, &mut |_| {});
        assert!(
            parsed.problems.len() >= 3,
            "{bytes:?} {:?}",
            parsed.problems
        );
        assert_eq!(parsed.value.datasets.len(), 3);
        assert!(
            parsed.value.observations[0]
                .coverage
                .blind_during(minutes(0, 60))
        );
    }
}

#[test]
fn a_hole_before_the_first_update_is_split_where_the_window_starts() {
    let gaps = |from: i64| {
        let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
        let inputs = vec![
            input(MeasurementKind::BgpTable, 0, 0, table(3).as_bytes()),
            input(MeasurementKind::BgpUpdates, from, 2 * HOUR, b"BGP4MP|"),
        ];
        let observed = crate::observe(&case, inputs, &mut |_| {}).value;
        let coverage = &observed.observations[0].coverage;
        let holes = coverage.gaps.iter();
        let holes = holes.filter(|gap| gap.reason == GapReason::NoData);
        holes.map(|gap| gap.interval).collect::<Vec<_>>()
    };
    let before = |to| minutes(-60, to);
    assert_eq!(gaps(HOUR + 120), [before(0), minutes(0, 2)]);
    assert_eq!(gaps(HOUR), [before(0)]);
    assert_eq!(gaps(HOUR - 600), [before(-10)]);
    assert_eq!(gaps(0), []);
}
