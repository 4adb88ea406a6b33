//! Who depends, by small files.

use backpedal_model::{Origin, RelationshipFormat};

use super::*;

fn found(files: &[(TopologyKind, &str)]) -> Parsed<Dependents> {
    let on: BTreeSet<Asn> = [Asn(64500), Asn(64501)].into();
    let inputs = files.iter().map(|(kind, text)| Input {
        spec: TopologySpec {
            kind: *kind,
            origin: Origin::File(format!("{kind:?}")),
            date: jiff::civil::date(2031, 3, 1),
            synthetic: true,
            note: None,
        },
        bytes: Box::new(std::io::Cursor::new(text.as_bytes().to_vec())),
    });
    dependents(&on, inputs.collect(), &mut |_| {})
}

fn numbers(ases: &[Asn]) -> Vec<u32> {
    ases.iter().map(|asn| asn.0).collect()
}

const LINKS: TopologyKind = TopologyKind::Relationships(RelationshipFormat::Serial1);

#[test]
fn customers_those_without_another_and_the_cone() {
    // 1 buys from both, 2 from one and from 9, 3 from 1; 5 to 8 have nothing to do with it.
    let text = "64500|1|-1\n64501|1|-1\n64500|2|-1\n9|2|-1\n1|3|-1\n64500|9|0\n64500|64501|-1\n5|6|-1\n7|8|-1\n10|11|-1\n12|13|-1\n";
    let parsed = found(&[(LINKS, text)]);
    assert_eq!(parsed.problems, []);
    let links = &parsed.value.links[0];
    assert_eq!(numbers(&links.known), [64500, 64501]);
    assert_eq!(numbers(&links.customers), [1, 2]);
    assert_eq!(numbers(&links.only), [1]);
    assert_eq!(links.cone.as_deref().map(numbers), Some(vec![1, 2, 3]));
    // A cone of nearly everybody tells nothing.
    let small = found(&[(LINKS, "64500|1|-1\n64500|2|-1\n")]);
    assert_eq!(small.value.links[0].cone, None);
}

#[test]
fn cones_are_read_of_those_asked_about() {
    let text = "# a remark\n64500 64500 1 2\n7 7 8\n64501 64501 2 3\nx y\n";
    let parsed = found(&[(TopologyKind::CustomerCones, text)]);
    assert_eq!(numbers(&parsed.value.cones[0].cone), [1, 2, 3]);
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(parsed.value.datasets[0].records, 3);
}

#[test]
fn origins_whose_paths_cross() {
    let line = |prefix: u32, path: &str| {
        format!(
            "TABLE_DUMP2|1930377600|B|192.0.2.1|3|198.51.{prefix}.0/24|{path}|IGP|192.0.2.1|0|0||NAG||\n"
        )
    };
    let text = line(1, "3 64500 1")
        + &line(2, "3 64500 1")
        + &line(3, "3 64501 2")
        + &line(4, "3 9 2")
        + &line(5, "3 64500")
        + &line(6, "3 9");
    let names = "1 HERON\n2 KESTREL\n77 NOBODY\n";
    let parsed = found(&[
        (TopologyKind::BgpTable, &text),
        (TopologyKind::AsNames, names),
    ]);
    assert_eq!(parsed.problems, []);
    let paths = &parsed.value.paths[0];
    let crossed: Vec<(u32, u32, u32)> = paths
        .crossed
        .iter()
        .map(|c| (c.origin.0, c.crossing, c.paths))
        .collect();
    assert_eq!((paths.origins, crossed), (3, vec![(1, 2, 2), (2, 1, 2)]));
    assert_eq!(parsed.value.names.len(), 2);
}

#[test]
fn cones_are_told_from_links() {
    for (head, is) in [
        ("1 1 2 3 4\n", true),
        ("# inferred clique: 1 2\n1 1\n", true),
        ("1 2 -1\n", false),
        ("1 2\n", false),
        ("1|2|-1\n", false),
        ("", false),
    ] {
        assert_eq!(looks_like_cones(head.as_bytes()), is, "{head}");
    }
}
