//! The made-up routes tell the story that the README beside them tells. An oracle of its own, kept
//! simple on purpose: it shares no code with the readers that it can be compared with.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use backpedal_testkit::root;

/// Prefix and peer of each route.
type Routes = BTreeSet<(String, String)>;

const PARTIAL: &str = "203.0.113.246";

fn lines(file: &str) -> Vec<Vec<String>> {
    let path = root()
        .join("fixtures/ooma-internap-2009/measurements")
        .join(file);
    let text = fs::read_to_string(path).unwrap_or_default();
    let split = |line: &str| line.split('|').map(str::to_owned).collect();
    text.lines().map(split).collect()
}

/// Share of a party's prefixes that more than half of the five full-feed peers have.
fn visible(routes: &Routes, range: &str, of: usize) -> f64 {
    let mut peers: BTreeMap<&str, usize> = BTreeMap::new();
    for (prefix, peer) in routes {
        if prefix.starts_with(range) && peer != PARTIAL {
            *peers.entry(prefix).or_default() += 1;
        }
    }
    peers.values().filter(|peers| **peers > 2).count() as f64 / of as f64
}

/// Visibility of Ooma and Internap at the end of each second in which something happened, in
/// seconds after midnight UTC of 13 April; and the routes in the end.
fn replay() -> (Vec<(i64, f64, f64)>, Routes) {
    let mut routes: Routes = lines("synthetic-table.txt")
        .into_iter()
        .map(|fields| (fields[5].clone(), fields[3].clone()))
        .collect();
    let midnight = 1_239_580_800;
    let mut seen = Vec::new();
    for fields in lines("synthetic-updates.txt") {
        let at = fields[1].parse::<i64>().unwrap_or(0) - midnight;
        let peer = fields[3].clone();
        match fields[2].as_str() {
            "A" => drop(routes.insert((fields[5].clone(), peer))),
            "W" => drop(routes.remove(&(fields[5].clone(), peer))),
            _ if fields[6] == "1" => routes.retain(|(_, other)| *other != peer),
            _ => {}
        }
        let ooma = visible(&routes, "192.0.2.", 4);
        let internap = visible(&routes, "198.51.100.", 16);
        seen.push((at, ooma, internap));
    }
    (seen, routes)
}

fn clock(hour: i64, minute: i64) -> i64 {
    hour * 3_600 + minute * 60
}

#[test]
fn ooma_goes_and_comes_back_while_internap_stays() {
    let (seen, _) = replay();
    assert!(seen.len() > 200);
    for (at, ooma, internap) in seen {
        let blind = (clock(28, 30)..clock(29, 16)).contains(&at);
        if !blind {
            assert_eq!(internap, 1.0, "Internap at {at}");
        }
        if (clock(18, 44)..clock(20, 21)).contains(&at) {
            assert_eq!(ooma, 0.0, "Ooma at {at}");
        }
        if at < clock(18, 41) || (at > clock(20, 27) && !blind) {
            assert_eq!(ooma, 1.0, "Ooma at {at}");
        }
    }
}

#[test]
fn three_of_five_peers_are_lost_on_tuesday() {
    let lost: BTreeSet<String> = lines("synthetic-updates.txt")
        .into_iter()
        .filter(|fields| fields[2] == "STATE" && fields[6] == "1")
        .map(|fields| fields[3].clone())
        .collect();
    assert_eq!(lost.len(), 3);
}

#[test]
fn one_route_is_missing_in_the_end() {
    let (_, end) = replay();
    let start: Routes = lines("synthetic-table.txt")
        .into_iter()
        .map(|fields| (fields[5].clone(), fields[3].clone()))
        .collect();
    let missing: Vec<_> = start.difference(&end).collect();
    assert_eq!(
        missing,
        [&("192.0.2.192/26".to_owned(), "203.0.113.245".to_owned())]
    );
}

#[test]
fn every_address_is_kept_for_documentation() {
    let ranges = ["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"];
    for file in ["synthetic-table.txt", "synthetic-updates.txt"] {
        for fields in lines(file)
            .into_iter()
            .filter(|fields| fields[2] != "STATE")
        {
            for address in [&fields[3], &fields[5]] {
                assert!(ranges.iter().any(|r| address.starts_with(r)), "{address}");
            }
        }
    }
}
