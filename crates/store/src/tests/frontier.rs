//! What a crawl still has to do.

use std::collections::BTreeSet;

use backpedal_model::{Address, Finished, Looks, SourceId, SourceKind};
use jiff::Timestamp;

use super::*;
use crate::Frontier;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn address(host: &str, path: &str, depth: u16, due: i64) -> Address {
    Address {
        url: format!("http://{host}{path}"),
        host: host.to_owned(),
        source: SourceId::from_content(&[if depth == 0 { path } else { "led" }]),
        kind: Some(SourceKind::Page),
        depth,
        due: at(due),
    }
}

fn take(frontier: &Frontier, now: i64, hosts: usize, each: usize) -> Vec<String> {
    let taken = frontier.take(at(now), hosts, each, &BTreeSet::new());
    let taken = taken.expect("taken").into_iter();
    taken
        .map(|t| t.address.url.replace(".example", ""))
        .collect()
}

fn finish(frontier: &Frontier, url: &str, last: i64, due: Option<i64>) {
    let looks = Looks {
        last: Some(at(last)),
        count: 1,
        ..Looks::default()
    };
    let done = Finished {
        url: url.to_owned(),
        looks,
        due: due.map(at),
    };
    frontier.finish(&[done]).expect("finished");
}

fn due(frontier: &Frontier) -> Option<i64> {
    let due = frontier.next_due().expect("read");
    due.map(Timestamp::as_second)
}

#[test]
fn the_hosts_that_waited_longest_come_first_and_busy_ones_not_at_all() {
    let (_dir, store) = store();
    let frontier = store.frontier("lindholm").expect("a frontier");
    let all = [
        address("halyard.example", "/late", 0, 30),
        address("halyard.example", "/b", 0, 20),
        address("halyard.example", "/a", 0, 20),
        address("heron.example", "/", 0, 10),
        address("kestrel.example", "/", 0, 99),
    ];
    assert_eq!(frontier.add(&all).expect("added"), 5);
    assert_eq!(frontier.waiting(None, at(50)).expect("read"), 4);
    let of_halyard = frontier.waiting(Some("halyard.example"), at(20));
    assert_eq!(of_halyard.expect("read"), 2);
    assert_eq!(take(&frontier, 9, 9, 9), [""; 0]);
    assert_eq!(take(&frontier, 50, 1, 9), ["http://heron/"]);
    let busy = BTreeSet::from(["halyard.example".to_owned()]);
    assert_eq!(frontier.take(at(50), 9, 9, &busy).expect("taken"), []);
    assert_eq!(
        take(&frontier, 50, 9, 2),
        ["http://halyard/b", "http://halyard/a"]
    );
    assert_eq!(take(&frontier, 20, 9, 2), [""; 0]);
    assert_eq!(due(&frontier), Some(30));
}

#[test]
fn a_known_address_is_wished_for_anew_unless_it_was_looked_at_since() {
    let (_dir, store) = store();
    let frontier = store.frontier("lindholm").expect("a frontier");
    let again = |due| {
        let added = frontier.add(&[address("heron.example", "/a", 1, due)]);
        added.expect("added")
    };
    let url = "http://heron.example/a";
    assert_eq!(again(10), 1);
    take(&frontier, 10, 1, 1);
    assert_eq!((again(5), due(&frontier)), (0, None), "it is in flight");
    finish(&frontier, url, 12, Some(1000));
    assert_eq!((again(12), due(&frontier)), (0, Some(1000)), "fulfilled");
    assert_eq!((again(13), due(&frontier)), (0, Some(13)));
    assert_eq!(
        (again(2000), due(&frontier)),
        (0, Some(13)),
        "the earlier time"
    );
    take(&frontier, 13, 1, 1);
    finish(&frontier, url, 14, None);
    assert_eq!(due(&frontier), None, "ended");
    assert_eq!(
        (again(20), due(&frontier)),
        (0, Some(20)),
        "wished for after its end"
    );
    let known = frontier.known(url).expect("read").expect("known");
    assert_eq!((known.looks.last, known.looks.count), (Some(at(14)), 1));
}

#[test]
fn a_source_of_its_own_takes_over_what_was_led_to() {
    let (_dir, store) = store();
    let frontier = store.frontier("lindholm").expect("a frontier");
    let own = address("heron.example", "/a", 0, 5);
    let mut led = address("heron.example", "/a", 2, 5);
    led.kind = None;
    let added = frontier.add(&[led.clone(), own.clone(), led]);
    assert_eq!(added.expect("added"), 1);
    let taken = frontier.take(at(5), 1, 1, &BTreeSet::new()).expect("taken");
    assert_eq!(taken[0].address, own);
}

#[test]
fn what_was_in_flight_waits_again_with_its_due_time_after_a_kill() {
    let (dir, store) = store();
    let all = [
        address("heron.example", "/a", 0, 5),
        address("heron.example", "/b", 0, 6),
    ];
    let frontier = store.frontier("lindholm").expect("a frontier");
    frontier.add(&all).expect("added");
    take(&frontier, 9, 1, 2);
    frontier.put_back(&[all[1].url.clone()]).expect("put back");
    assert_eq!(due(&frontier), Some(6));
    drop((frontier, store));
    let store = Store::open(dir.path()).expect("a store");
    let frontier = store.frontier("lindholm").expect("a frontier");
    assert_eq!(frontier.recover().expect("recovered"), 1);
    assert_eq!(due(&frontier), Some(5));
    assert_eq!(frontier.recover().expect("recovered"), 0);
}

#[test]
fn sources_that_the_case_no_longer_names_end_and_other_cases_are_left_alone() {
    let (_dir, store) = store();
    let frontier = store.frontier("lindholm").expect("a frontier");
    let other = store.frontier("pontoon").expect("a frontier");
    let all = [
        address("heron.example", "/a", 0, 5),
        address("heron.example", "/b", 0, 6),
    ];
    frontier.add(&all).expect("added");
    other.add(&all).expect("added");
    let kept = BTreeSet::from([all[1].source.clone()]);
    frontier.retain(&kept).expect("ended");
    assert_eq!(take(&frontier, 9, 9, 9), ["http://heron/b"]);
    frontier.add(&all).expect("added");
    assert_eq!(
        take(&frontier, 9, 9, 9),
        ["http://heron/a"],
        "it is named again"
    );
    assert_eq!(other.recover().expect("recovered"), 0);
    assert_eq!(other.waiting(None, at(9)).expect("read"), 2);
    assert_eq!(other.known("http://halyard.example/").expect("read"), None);
}

#[test]
fn a_clock_set_back_moves_what_it_wrote() {
    let (_dir, store) = store();
    let frontier = store.frontier("lindholm").expect("a frontier");
    let mut all = [
        address("heron.example", "/a", 0, 5),
        address("heron.example", "/b", 0, 7000),
    ];
    all[0].due = Timestamp::MIN;
    frontier.add(&all).expect("added");
    take(&frontier, 9, 9, 1);
    finish(&frontier, &all[0].url, 5000, Some(5900));
    frontier.set_back(at(5000)).expect("set back");
    assert_eq!(due(&frontier), Some(5900), "nothing to undo");
    frontier.set_back(at(1000)).expect("set back");
    assert_eq!(due(&frontier), Some(1899));
    let taken = frontier.take(at(1899), 1, 1, &BTreeSet::new());
    assert_eq!(taken.expect("taken")[0].looks.last, Some(at(999)));
}
