use std::io::Cursor;

use backpedal_model::{Origin, RelationshipFormat};
use jiff::civil::date;

use super::*;

const DAY: Date = date(1970, 1, 1);
const LINKS: TopologyKind = TopologyKind::Relationships(RelationshipFormat::Serial1);

fn ask(suppliers: &[u32], files: &[(TopologyKind, &str)]) -> (Dependents, Vec<String>) {
    let inputs = files.iter().enumerate().map(|(n, (kind, text))| Input {
        spec: TopologySpec {
            kind: *kind,
            origin: Origin::File(format!("{n}.txt")),
            date: DAY,
            synthetic: false,
            note: None,
        },
        bytes: Box::new(Cursor::new((*text).to_owned().into_bytes())) as Box<_>,
    });
    let suppliers = suppliers.iter().copied().map(Asn).collect();
    let parsed = dependents(
        &suppliers,
        inputs.collect(),
        &Policy::default(),
        &mut |_| {},
    );
    let told = parsed.problems.iter().map(ToString::to_string).collect();
    (parsed.value, told)
}

fn found(dependents: &Dependents) -> Vec<(u32, TransitRelation)> {
    let rows = dependents.dependents.iter();
    rows.map(|row| (row.asn.0, row.relation)).collect()
}

/// Enough other links, so that no cone is absurdly large.
const REST: &str = "100|101|-1\n102|103|-1\n104|105|0\n106|107|0\n108|109|0\n";

use TransitRelation::{Depends, Hardly, PartlyDepends};

#[test]
fn customers_only_providers_and_the_cone_come_from_links() {
    // 10 and 11 are one holder: 1 buys from both and from nobody else, 2 from elsewhere too, 3 sells
    // to them, 4 peers, 5 hangs below 2.
    let text =
        format!("10|1|-1\n11|1|-1\n10|2|-1\n50|2|-1\n3|10|-1\n10|4|0\n2|5|-1\n10|11|-1\n{REST}");
    let (all, told) = ask(&[10, 11], &[(LINKS, &text)]);
    assert_eq!(told, [] as [&str; 0]);
    let snapshot = &all.snapshots[0];
    assert_eq!(snapshot.known, [Asn(10), Asn(11)]);
    assert_eq!(
        (snapshot.customers, snapshot.only_provider),
        (Some(2), Some(1))
    );
    assert_eq!(snapshot.cone, Some(5)); // 10, 11, 1, 2, 5
    assert_eq!(
        found(&all),
        [(1, Depends), (2, Depends), (5, PartlyDepends)]
    );
    assert_eq!(all.dependents[0].only_provider, [DAY]);
    assert_eq!(all.dependents[1].only_provider, []);
    assert_eq!(all.dependents[2].customer, []);
    // Without the other links the cone is absurdly large, and left out.
    let (few, _) = ask(&[10], &[(LINKS, "10|1|-1\n1|5|-1\n")]);
    assert_eq!(few.snapshots[0].cone, None);
    assert_eq!(found(&few), [(1, Depends)]);
    // Asked about 3, the provider of 10, the links are not read the other way round.
    let (up, _) = ask(&[1], &[(LINKS, &text)]);
    assert_eq!(found(&up), []);
}

fn entry(path: &str) -> String {
    format!("TABLE_DUMP2|60|B|192.0.2.1|64500|198.51.100.0/24|{path}|IGP|192.0.2.1|0|0||NAG||\n")
}

#[test]
fn shares_of_paths_draw_the_lines_of_the_policy() {
    let many = |path: &str, n: usize| entry(path).repeat(n);
    let table = many("50 10 1", 9) + &many("50 1", 1) // 0.9
        + &many("50 10 2", 1) + &many("50 2", 9) // 0.1
        + &many("50 10 3", 1) + &many("50 3", 10) // less
        + &many("50 4", 5); // none
    let (all, told) = ask(&[10], &[(TopologyKind::BgpTable, &table)]);
    assert_eq!(told, [] as [&str; 0]);
    assert_eq!(found(&all), [(1, Depends), (2, PartlyDepends), (3, Hardly)]);
    let snapshot = &all.snapshots[0];
    assert_eq!((snapshot.paths, snapshot.crossing), (Some(36), Some(11)));
    // Paths count before links: 4 has a link that no path uses, 1 is in the cone.
    let text = format!("10|4|-1\n{REST}");
    let (all, _) = ask(&[10], &[(TopologyKind::BgpTable, &table), (LINKS, &text)]);
    assert!(found(&all).contains(&(4, PartlyDepends)), "{all:?}");
}

#[test]
fn paths_that_could_not_tell_do_not_count() {
    // Told by the supplier's own router, never leaving the origin, leading to the supplier.
    let table = ["10 1", "10 50 1", "1 1", "1", "50 10"].map(entry).concat();
    let (all, _) = ask(&[10], &[(TopologyKind::BgpTable, &table)]);
    assert_eq!(found(&all), []);
    assert_eq!(all.snapshots[0].paths, Some(0));
    let table = table + &entry("50 1");
    let (all, _) = ask(&[10], &[(TopologyKind::BgpTable, &table)]);
    assert_eq!(
        (all.snapshots[0].paths, all.snapshots[0].crossing),
        (Some(1), Some(0))
    );
    assert_eq!(found(&all), []);
}

#[test]
fn cones_of_a_file_and_names_of_others() {
    let cones = "# inferred clique: 10\n# total size: 9\n10 1 2 10\n11 1 11 3\n12 4 12\n";
    let files = [
        (TopologyKind::CustomerCones, cones),
        (TopologyKind::AsNames, "1|HALYARD\n2|HERON\n10|PONTOON\n"),
        (TopologyKind::Organisations, "ripe,ORG-1,1\n"),
        (TopologyKind::PrefixOrigins, "198.51.100.0\t24\t1\n"),
    ];
    let (all, told) = ask(&[10, 11], &files);
    assert_eq!(told, [] as [&str; 0]);
    assert_eq!(all.snapshots[0].cone, Some(5));
    let names: Vec<_> = all
        .dependents
        .iter()
        .map(|row| row.name.as_deref())
        .collect();
    assert_eq!(names, [Some("HALYARD"), Some("HERON"), None]);
    assert_eq!(all.snapshots.len(), 1);
    // An AS that the file does not have has no cone.
    let (none, _) = ask(&[99], &[(TopologyKind::CustomerCones, cones)]);
    assert_eq!((none.snapshots[0].cone, none.dependents.len()), (None, 0));
}
