//! What is seen of a party's prefixes; `gaps` tests what is not.

mod artefacts;
mod day;
mod gaps;
mod tables;

use backpedal_model::{
    BaselineKind, Coverage, Dated, GapReason, Interval, MeasurementKind, Observation, Parsed,
    RoutingLevel, Signal, Visibility,
};

use crate::{
    Observed,
    clock::stamp,
    testing::{case, input, party},
};

const HOUR: i64 = 3600;

/// Ten prefixes of AS64500 at each peer, all at 00:00; peer `n` is 192.0.2.n in AS64510+n.
fn table(peers: u32) -> String {
    let mut text = String::new();
    for peer in 1..=peers {
        for prefix in 0..10 {
            text += &line(0, "B", peer, prefix, "64500");
        }
    }
    text.replace("BGP4MP", "TABLE_DUMP2")
}

fn line(at: i64, letter: &str, peer: u32, prefix: u32, origin: &str) -> String {
    let asn = 64510 + peer;
    let head = format!("BGP4MP|{at}|{letter}|192.0.2.{peer}|{asn}|198.51.{prefix}.0/24");
    if letter == "W" {
        format!("{head}\n")
    } else {
        format!("{head}|{asn} {origin}|IGP|192.0.2.{peer}|0|0||NAG||\n")
    }
}

fn state(at: i64, peer: u32, old: u32, new: u32) -> String {
    format!(
        "BGP4MP|{at}|STATE|192.0.2.{peer}|{}|{old}|{new}\n",
        64510 + peer
    )
}

/// The same line for each peer.
fn all(at: i64, letter: &str, peers: u32, prefix: u32) -> String {
    let peers = 1..=peers;
    peers
        .map(|peer| line(at, letter, peer, prefix, "64500"))
        .collect()
}

/// The window is the second hour; the updates cover the first two.
fn observe(table: &str, updates: &str) -> Parsed<Observed> {
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let inputs = vec![
        input(MeasurementKind::BgpTable, 0, 0, table.as_bytes()),
        input(MeasurementKind::BgpUpdates, 0, 2 * HOUR, updates.as_bytes()),
    ];
    crate::observe(&case, inputs, &mut |_| {})
}

fn seen(observation: &Observation) -> &Visibility {
    match &observation.signal {
        Signal::Visibility(visibility) => visibility,
        other => panic!("{other:?}"),
    }
}

fn clean(table: &str, updates: &str) -> (Visibility, Coverage) {
    let parsed = observe(table, updates);
    assert_eq!(parsed.problems, []);
    let observation = &parsed.value.observations[0];
    (seen(observation).clone(), observation.coverage.clone())
}

fn shares(visibility: &Visibility) -> Vec<Option<f64>> {
    visibility.bins.iter().map(|bin| bin.share).collect()
}

fn minutes(from: i64, to: i64) -> Interval {
    Interval::new(stamp(HOUR + 60 * from), stamp(HOUR + 60 * to))
}

#[test]
fn old_routes_stay_valid_until_withdrawn() {
    // A withdrawal from before the window still counts inside it.
    let updates = all(600, "W", 3, 0) + &all(HOUR + 90, "W", 3, 1);
    let (visibility, coverage) = clean(&table(3), &updates);
    let shares = shares(&visibility);
    assert_eq!(shares.len(), 60);
    assert_eq!(shares[..2], [Some(0.9), Some(0.9)]);
    assert_eq!(shares[2..], [Some(0.8)].repeat(58));
    assert_eq!(visibility.bins[1].withdrawals, 3);
    assert_eq!(coverage.gaps, []);
    assert_eq!((coverage.full_feed_peers, coverage.peer_ases), (3, 3));
    assert_eq!(visibility.lacking.len(), 3);
    assert_eq!(visibility.lacking[0].missing, 2);
}

#[test]
fn a_prefix_is_visible_while_more_than_half_of_the_peers_have_it() {
    let one = line(HOUR, "W", 1, 0, "");
    assert_eq!(shares(&clean(&table(4), &one).0)[1], Some(1.0));
    let two = one + &line(HOUR, "W", 2, 0, "");
    assert_eq!(shares(&clean(&table(4), &two).0)[1], Some(0.9));
    assert_eq!(shares(&clean(&table(5), &two).0)[1], Some(1.0));
}

#[test]
fn the_mean_weighs_what_held_within_the_bin() {
    // The prefix is lost with the second of three peers, 15 s into minute 1, and comes back with
    // the first of them, 30 s into minute 3. A loss at the very start of a minute fills it.
    let updates = line(HOUR + 70, "W", 1, 0, "")
        + &line(HOUR + 75, "W", 2, 0, "")
        + &line(HOUR + 80, "W", 3, 0, "")
        + &line(HOUR + 205, "A", 3, 0, "64500")
        + &line(HOUR + 210, "A", 1, 0, "64500")
        + &all(HOUR + 300, "W", 3, 1);
    let (visibility, _) = clean(&table(3), &updates);
    let means: Vec<Option<f64>> = visibility.bins.iter().map(|bin| bin.mean).collect();
    let expected = [1.0, 0.925, 0.9, 0.95, 1.0, 0.9, 0.9].map(Some);
    assert_eq!(means[..7], expected);
    assert_eq!(
        shares(&visibility)[..7],
        [1.0, 1.0, 0.9, 0.9, 1.0, 1.0, 0.9].map(Some)
    );
}

#[test]
fn a_session_that_goes_moves_no_mean() {
    let one = state(HOUR + 630, 1, 6, 1);
    let (visibility, _) = clean(&table(6), &one);
    assert!(visibility.bins.iter().all(|bin| bin.mean == Some(1.0)));
    let two = one + &state(HOUR + 640, 2, 6, 1);
    let (visibility, _) = clean(&table(6), &two);
    assert_eq!(visibility.bins[9].mean, Some(1.0));
    assert!(visibility.bins[10..].iter().all(|bin| bin.mean.is_none()));
}

#[test]
fn an_outage_has_its_level_and_edges() {
    let down: String = (0..5).map(|p| all(HOUR + 615, "W", 3, p)).collect();
    let up: String = (0..5).map(|p| all(HOUR + 1815, "A", 3, p)).collect();
    let (visibility, _) = clean(&table(3), &(down + &up));
    assert_eq!(visibility.onset, Some(minutes(10, 11)));
    assert_eq!(visibility.recovery, Some(minutes(30, 31)));
    let policy = backpedal_model::Policy::default();
    let level = |from, to| visibility.level_during(minutes(from, to), &policy);
    assert_eq!(level(0, 60), RoutingLevel::Impaired);
    assert_eq!(level(40, 60), RoutingLevel::NoImpairmentVisible);
    assert_eq!(visibility.lacking, []);
    assert_eq!(visibility.bins[30].path_changes, 15);
}

#[test]
fn a_duplicate_update_changes_nothing() {
    let updates = all(HOUR + 30, "A", 3, 0) + &all(HOUR + 31, "A", 3, 0);
    let (visibility, _) = clean(&table(3), &updates);
    assert!(visibility.bins.iter().all(|bin| bin.path_changes == 0));
    let twice = all(HOUR + 30, "W", 3, 0) + &all(HOUR + 31, "W", 3, 0);
    let (visibility, _) = clean(&table(3), &twice);
    assert_eq!(visibility.bins[0].withdrawals, 3);
}

#[test]
fn another_origin_is_a_change_and_no_loss() {
    let updates = line(HOUR + 30, "A", 1, 0, "64666");
    let (visibility, _) = clean(&table(3), &updates);
    assert_eq!(visibility.bins[0].path_changes, 1);
    assert_eq!(shares(&visibility)[5], Some(1.0));
}

#[test]
fn a_peer_with_a_small_table_does_not_count() {
    // A fourth peer has half of the prefixes: no full feed.
    let mut tables = table(3);
    for prefix in 0..5 {
        let entry = line(0, "B", 4, prefix, "64500");
        tables += &entry.replace("BGP4MP", "TABLE_DUMP2");
    }
    let (visibility, coverage) = clean(&tables, &all(HOUR, "A", 3, 0));
    assert_eq!(coverage.full_feed_peers, 3);
    assert_eq!(visibility.baseline.prefixes, 10);
    assert_eq!(visibility.baseline.addresses_v4, 2560);
}

#[test]
fn a_clock_that_goes_back_is_told_and_sorted() {
    let updates = all(HOUR + 600, "A", 3, 0) + &all(HOUR + 300, "W", 3, 0);
    let parsed = observe(&table(3), &updates);
    assert!(parsed.problems[0].message.contains("the clock goes back"));
    let shares = shares(seen(&parsed.value.observations[0]));
    assert_eq!((shares[6], shares[12]), (Some(0.9), Some(1.0)));
}

#[test]
fn listed_prefixes_are_watched_whatever_their_origin() {
    let mut halyard = party("halyard", &[]);
    halyard.prefixes = ["198.51.3.0/24", "203.0.113.0/24"]
        .map(|prefix| Dated::always(prefix.parse().unwrap()))
        .to_vec();
    let case = case(HOUR, 2 * HOUR, vec![halyard]);
    let inputs = vec![
        input(MeasurementKind::BgpTable, 0, 0, table(3).as_bytes()),
        input(
            MeasurementKind::BgpUpdates,
            0,
            2 * HOUR,
            all(HOUR, "W", 3, 3).as_bytes(),
        ),
    ];
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    assert!(parsed.problems[0].message.contains("203.0.113.0/24"));
    let shares = shares(seen(&parsed.value.observations[0]));
    assert_eq!(shares[..2], [Some(1.0), Some(0.0)]);
}

#[test]
fn a_later_table_sets_the_state_right() {
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let half = HOUR + HOUR / 2;
    let fewer: String = table(3)
        .lines()
        .filter(|line| !line.contains("198.51.0.0/24"))
        .map(|line| line.replace("|0|B|", &format!("|{half}|B|")) + "\n")
        .collect();
    let inputs = vec![
        input(MeasurementKind::BgpTable, 0, 0, table(3).as_bytes()),
        input(MeasurementKind::BgpTable, half, half, fewer.as_bytes()),
        input(
            MeasurementKind::BgpUpdates,
            0,
            2 * HOUR,
            all(HOUR, "A", 3, 1).as_bytes(),
        ),
    ];
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    assert_eq!(parsed.problems, []);
    let visibility = seen(&parsed.value.observations[0]);
    assert_eq!(shares(visibility)[30..32], [Some(1.0), Some(0.9)]);
    assert!(visibility.bins.iter().all(|bin| bin.withdrawals == 0));
}

#[test]
fn add_path_withdraws_one_path_at_a_time() {
    let entry = |at: i64, id: u32, letter: &str, peer: u32| {
        let kind = if letter == "B" {
            "TABLE_DUMP2_AP"
        } else {
            "BGP4MP_AP"
        };
        let asn = 64510 + peer;
        let head = format!("{kind}|{at}|{letter}|192.0.2.{peer}|{asn}|198.51.100.0/24|{id}");
        if letter == "W" {
            head + "\n"
        } else {
            head + &format!("|{asn} 64500|IGP\n")
        }
    };
    let both = |at, id, letter: &str| -> String {
        (1..=3).map(|peer| entry(at, id, letter, peer)).collect()
    };
    let table = both(0, 1, "B") + &both(0, 2, "B");
    let updates = both(HOUR + 30, 1, "W") + &both(HOUR + 90, 2, "W");
    let (visibility, _) = clean(&table, &updates);
    assert_eq!(visibility.baseline.prefixes, 1);
    assert_eq!(shares(&visibility)[..3], [Some(1.0), Some(1.0), Some(0.0)]);
}

#[test]
fn collectors_are_counted_together_and_lost_apart() {
    // Three peers at each of two collectors; the second one's updates end after half of the window.
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let half = HOUR + HOUR / 2;
    let mut inputs = Vec::new();
    for (name, end) in [("east", 2 * HOUR), ("west", half)] {
        let updates = all(HOUR + 300, "W", 3, 0);
        for (kind, to, bytes) in [
            (MeasurementKind::BgpTable, 0, table(3)),
            (MeasurementKind::BgpUpdates, end, updates),
        ] {
            let mut input = input(kind, 0, to, bytes.as_bytes());
            input.spec.collector = Some(name.to_owned());
            inputs.push(input);
        }
    }
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    assert_eq!(parsed.problems, []);
    let observation = &parsed.value.observations[0];
    assert_eq!(observation.coverage.full_feed_peers, 6);
    assert_eq!(observation.coverage.peer_ases, 3);
    let shares = shares(seen(observation));
    assert_eq!((shares[5], shares[6]), (Some(1.0), Some(0.9)));
    assert_eq!((shares[29], shares[30]), (Some(0.9), None));
}
