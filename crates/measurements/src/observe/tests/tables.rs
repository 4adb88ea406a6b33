//! Tables at the start: what one shows of a party's prefixes depends on no other, nor on order.

use std::io::Cursor;

use super::*;
use crate::Input;

/// A table in which the third prefix has another origin at the first peers, entries by peer.
fn foreign(peers: u32, others: u32) -> String {
    let mut text = table(peers);
    for peer in 1..=others {
        let entry = |origin| line(0, "B", peer, 3, origin).replace("BGP4MP", "TABLE_DUMP2");
        text = text.replace(&entry("64500"), &entry("64666"));
    }
    text
}

fn collector(name: &str, table: &str) -> Vec<Input<backpedal_model::MeasurementSpec>> {
    let updates = all(HOUR + 300, "A", 3, 0);
    let mut inputs = vec![
        input(MeasurementKind::BgpTable, 0, 0, table.as_bytes()),
        input(MeasurementKind::BgpUpdates, 0, 2 * HOUR, updates.as_bytes()),
    ];
    for input in &mut inputs {
        input.spec.collector = Some(name.to_owned());
    }
    inputs
}

#[test]
fn a_prefix_that_another_table_shows_to_be_the_partys_is_found_in_all() {
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let read = |tables: [(&str, &str); 2]| {
        let inputs = tables.map(|(name, table)| collector(name, table));
        let inputs = inputs.into_iter().flatten().collect();
        let parsed = crate::observe(&case, inputs, &mut |_| {});
        assert_eq!(parsed.problems, []);
        seen(&parsed.value.observations[0]).clone()
    };
    let (east, west) = (("east", &*table(3)), ("west", &*foreign(3, 3)));
    let (one, other) = (read([east, west]), read([west, east]));
    assert_eq!(one, other);
    assert_eq!(one.baseline.prefixes, 10);
    assert_eq!(shares(&one), [Some(1.0)].repeat(60));
    assert_eq!(one.lacking, []);
}

#[test]
fn entries_in_order_of_peers_are_all_found() {
    let (visibility, _) = clean(&foreign(3, 2), &all(HOUR + 300, "A", 3, 0));
    assert_eq!(visibility.baseline.prefixes, 10);
    assert_eq!(shares(&visibility), [Some(1.0)].repeat(60));
}

#[test]
fn a_table_that_comes_only_once_says_what_it_lacks() {
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let mut inputs = collector("west", &foreign(3, 2));
    inputs[0].bytes = Box::new(Cursor::new(foreign(3, 2).into_bytes()));
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    let told: Vec<String> = parsed.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("could not be read a second time"),
        "{told:?}"
    );
}
