use std::io::Cursor;

use backpedal_model::{
    Asn, Case, Origin, Parsed, PartyId, RelationshipFact, RelationshipFormat, TopologyKind,
    TopologySpec,
};
use jiff::civil::{Date, date};

use super::{TopologyFacts, topology, transit};
use crate::{
    Input,
    testing::{case, party},
};

const DAY: Date = date(1970, 1, 1);

fn spec(kind: TopologyKind, date: Date, text: &str) -> Input<TopologySpec> {
    Input {
        spec: TopologySpec {
            kind,
            origin: Origin::File("t.txt".to_owned()),
            date,
            synthetic: false,
            note: None,
        },
        bytes: Box::new(Cursor::new(text.to_owned().into_bytes())),
    }
}

fn links(format: RelationshipFormat, text: &str) -> Input<TopologySpec> {
    spec(TopologyKind::Relationships(format), DAY, text)
}

/// Halyard holds AS1 and AS2, Pontoon AS10 and AS11.
fn pair() -> Case {
    let parties = vec![party("halyard", &[1, 2]), party("pontoon", &[10, 11])];
    case(0, 3600, parties)
}

fn read(input: Input<TopologySpec>) -> Parsed<TopologyFacts> {
    topology(&pair(), vec![input], &mut |_| {})
}

/// What a file says of Halyard as a customer of Pontoon.
fn fact(format: RelationshipFormat, text: &str) -> (RelationshipFact, Vec<String>) {
    let parsed = read(links(format, text));
    let told = parsed.problems.iter().map(ToString::to_string).collect();
    (parsed.value.relationships[0].clone(), told)
}

fn asns(numbers: &[u32]) -> Vec<Asn> {
    numbers.iter().map(|n| Asn(*n)).collect()
}

/// Enough other links, so that no cone is absurdly large.
const REST: &str = "100|101|-1\n102|103|-1\n104|105|0\n106|107|0\n108|109|0\n";

#[test]
fn the_three_formats_say_the_same() {
    let serial1 = format!("# a comment\n10|1|-1\n2|11|-1\n1|11|0\n50|1|-1\n{REST}");
    let serial2 = serial1
        .replace("|-1\n", "|-1|bgp\n")
        .replace("|0\n", "|0|mlp\n");
    let snap = format!(
        "# -1 (<FromNodeId> is a customer of\n   -1 (broken over <ToNodeId>)\n\
         1\t10\t-1\n10\t1\t1\n2\t11\t1\n1 11 0\n11 1 0\n1\t50\t-1\n8 9 2\n{}",
        REST.replace("|-1", "|1").replace('|', "\t")
    );
    let all = [
        (RelationshipFormat::Serial1, serial1),
        (RelationshipFormat::Serial2, serial2),
        (RelationshipFormat::Snap, snap),
    ];
    for (format, text) in all {
        let (fact, problems) = fact(format, &text);
        assert_eq!(problems, [] as [&str; 0], "{format:?}");
        assert_eq!(fact.direct, [(Asn(1), Asn(10))], "{format:?}");
        assert_eq!(fact.reverse, [(Asn(2), Asn(11))], "{format:?}");
        assert_eq!(fact.peers, [(Asn(1), Asn(11))], "{format:?}");
        assert_eq!(fact.providers, asns(&[10, 50]), "{format:?}");
        assert!(!fact.is_only_provider());
        assert_eq!(fact.customer_known, asns(&[1, 2]));
    }
}

#[test]
fn links_inside_a_party_do_not_count() {
    let text = format!("2|1|-1\n10|11|-1\n10|2|-1\n{REST}");
    let (fact, _) = fact(RelationshipFormat::Serial1, &text);
    assert_eq!(fact.providers, asns(&[10]));
    assert_eq!(fact.direct, [(Asn(2), Asn(10))]);
    assert!(fact.is_only_provider());
}

#[test]
fn cones_follow_customers_only_and_none_is_absurd() {
    let text = format!("10|20|-1\n20|1|-1\n30|10|-1\n30|2|-1\n{REST}");
    let (fact_, _) = fact(RelationshipFormat::Serial1, &text);
    assert_eq!(fact_.in_cone, Some(asns(&[1])));
    assert_eq!(fact_.cone_size, Some(3)); // 10, 20, 1
    // The same links alone: the cone is more than half of the file.
    let (fact_, _) = fact(RelationshipFormat::Serial1, "10|20|-1\n20|1|-1\n");
    assert_eq!((fact_.in_cone, fact_.cone_size), (None, None));
    // A supplier that the file does not know has no cone.
    let (fact_, _) = fact(RelationshipFormat::Serial1, "50|1|-1\n");
    assert_eq!((fact_.in_cone, fact_.supplier_known), (None, vec![]));
}

#[test]
fn a_header_that_contradicts_the_declared_sign_stops_the_file() {
    let snap = "# -1 (<FromNodeId> is a customer of <ToNodeId>)\n1|10|-1\n";
    let parsed = read(links(RelationshipFormat::Serial1, snap));
    assert_eq!(parsed.value.relationships, []);
    assert!(parsed.problems[0].message.contains("the other way"));
    let serial = "# <provider-as>|<customer-as>|-1\n10 1 1\n";
    let parsed = read(links(RelationshipFormat::Snap, serial));
    assert_eq!(parsed.value.relationships, []);
    assert_eq!(parsed.value.datasets.len(), 1);
}

#[test]
fn lines_that_contradict_or_break_are_told() {
    let (fact_, told) = fact(RelationshipFormat::Serial1, "10|1|-1\n1|10|-1\n11|1|-1\n");
    assert!(told[0].contains("1 pairs of ASes"), "{told:?}");
    assert_eq!(fact_.direct, [(Asn(1), Asn(11))]);
    for broken in ["10|1", "10|1|7", "x|1|-1", "10|4294967296|-1", "\u{fffd}"] {
        let (_, told) = fact(RelationshipFormat::Serial1, &format!("10|1|-1\n{broken}\n"));
        let expected = "t.txt, line 2: is not a line of a serial-1 file";
        assert_eq!(told, [expected], "{broken}");
    }
    let (fact_, told) = fact(RelationshipFormat::Serial1, "10|1|-1|bgp\n");
    assert!(told[0].contains("more fields"), "{told:?}");
    assert_eq!(fact_.direct.len(), 1);
    for empty in ["", "# only a header\n"] {
        let parsed = read(links(RelationshipFormat::Serial1, empty));
        assert_eq!(parsed.value.relationships, [], "{empty:?}");
    }
    let parsed = read(links(RelationshipFormat::Serial1, ""));
    assert_eq!(parsed.problems[0].message, "is empty");
}

fn entry(prefix: &str, path: &str) -> String {
    format!("TABLE_DUMP2|60|B|192.0.2.1|64500|{prefix}|{path}|IGP|192.0.2.1|0|0||NAG||\n")
}

#[test]
fn paths_are_counted_by_origin_and_crossing() {
    let text = entry("198.51.100.0/24", "64500 10 1")
        + &entry("198.51.101.0/24", "64500 10 1")
        + &entry("198.51.102.0/24", "64500 11 2 2")
        + &entry("198.51.103.0/24", "64500 50 1")
        + &entry("198.51.104.0/24", "64500 50 {1,2}")
        + &entry("203.0.113.0/24", "64500 1 10")
        + &entry("203.0.113.0/25", "64500 1 99");
    let parsed = read(spec(TopologyKind::BgpTable, DAY, &text));
    assert_eq!(parsed.problems, []);
    let facts = &parsed.value.paths;
    assert_eq!((facts[0].paths, facts[0].crossing), (5, 3));
    assert_eq!(facts[0].examples, ["64500 10 1", "64500 11 2 2"]);
    assert_eq!(facts[0].share(), Some(0.6));
    assert_eq!((facts[1].paths, facts[1].crossing), (1, 1));
}

#[test]
fn a_path_told_by_the_supplier_or_inside_the_customer_tells_nothing() {
    // Halyard is AS1 and AS2, Pontoon AS10 and AS11.
    let text = ["10 1", "11 50 2", "1 2", "1", "50 10 1", "50 1", "50 60 1"];
    let text = text.map(|path| entry("198.51.100.0/24", path)).concat();
    let facts = read(spec(TopologyKind::BgpTable, DAY, &text)).value.paths;
    assert_eq!((facts[0].paths, facts[0].crossing), (3, 1));
    assert_eq!(facts[0].examples, ["50 10 1"]);
}

#[test]
fn cones_of_a_file_replace_those_made_from_links_of_the_day() {
    let kind = TopologyKind::Relationships(RelationshipFormat::Serial1);
    let cones = "# inferred clique: 30\n# total size: 9\n1 1\n10 2 10 77 78\n11 11\n9 1 9\n";
    let inputs = |links: Date| {
        let text = format!("10|20|-1\n20|1|-1\n{REST}");
        vec![
            spec(TopologyKind::CustomerCones, DAY, cones),
            spec(kind, links, &text),
        ]
    };
    let same = topology(&pair(), inputs(DAY), &mut |_| {}).value;
    let fact = &same.relationships[0];
    assert_eq!(same.relationships.len(), 2);
    assert_eq!(fact.in_cone, Some(asns(&[2])));
    assert_eq!(fact.cone_size, Some(5)); // 2, 10, 77, 78, 11
    assert_eq!(fact.cone_dataset, Some(same.datasets[0].id.clone()));
    assert!(!fact.is_cone_only() && fact.dataset == same.datasets[1].id);
    // Of another day they stand for themselves, and say nothing of links.
    let other = topology(&pair(), inputs(date(1971, 1, 1)), &mut |_| {}).value;
    assert_eq!(other.relationships.len(), 4);
    let fact = &other.relationships[2];
    assert!(fact.is_cone_only());
    assert_eq!(
        (fact.cone_size, fact.in_cone.clone()),
        (Some(5), Some(asns(&[2])))
    );
    assert_eq!((&fact.customer_known, &fact.direct), (&asns(&[1]), &vec![]));
    assert_eq!(other.relationships[0].in_cone, Some(asns(&[1])));
}

#[test]
fn names_come_from_organisations_and_peeringdb_too() {
    let read = |kind, text: &str| read(spec(kind, DAY, text)).value.names;
    let organisations = "# format:aut|changed|aut_name|org_id|source\n1|1|HALYARD|H|ARIN\n";
    assert_eq!(
        read(TopologyKind::Organisations, organisations)[&Asn(1)],
        "HALYARD"
    );
    let dump = r#"{"net": {"data": [{"asn": 2, "name": "Halyard Voice"}]}}"#;
    assert_eq!(
        read(TopologyKind::PeeringDb, dump)[&Asn(2)],
        "Halyard Voice"
    );
    assert!(read(TopologyKind::PrefixOrigins, "198.51.100.0\t24\t1\n").is_empty());
}

#[test]
fn a_table_of_another_day_is_not_used() {
    let text = entry("198.51.100.0/24", "64500 10 1");
    let parsed = read(spec(TopologyKind::BgpTable, date(1970, 2, 1), &text));
    assert_eq!(parsed.value.paths, []);
    assert!(parsed.problems[0].message.contains("not of 1970-02-01"));
}

#[test]
fn names_come_from_both_kinds_of_file_and_survive_a_fault() {
    let names = |text: &str| {
        let parsed = read(spec(TopologyKind::AsNames, DAY, text));
        let names = parsed.value.names;
        (names.into_iter().collect::<Vec<_>>(), parsed.problems.len())
    };
    let halyard = vec![(Asn(1), "HALYARD - Halyard Inc".to_owned())];
    let json = "{\"1\": \"HALYARD - Halyard Inc\", \"999\": \"NOT-ASKED\", \"x\": 1}";
    assert_eq!(names(json), (halyard.clone(), 0));
    assert_eq!(names(&json[..40]), (halyard.clone(), 1));
    assert_eq!(
        names("# names\nAS1 HALYARD - Halyard Inc\n999 X\n"),
        (halyard.clone(), 0)
    );
    assert_eq!(names("1 HALYARD - Halyard Inc\nrubbish\n"), (halyard, 1));
}

#[test]
fn the_nearest_snapshots_that_tell_something_answer() {
    let kind = TopologyKind::Relationships(RelationshipFormat::Serial1);
    let linked = format!("10|1|-1\n{REST}");
    let strange = "70|71|-1\n";
    let inputs = vec![
        spec(kind, date(2016, 1, 1), &linked),
        spec(kind, date(2009, 1, 1), strange),
        spec(kind, date(2005, 1, 1), &linked),
        spec(kind, date(2007, 1, 1), &linked),
        spec(kind, date(2010, 1, 1), &linked),
    ];
    let parsed = topology(&pair(), inputs, &mut |_| {});
    let ids = ["halyard", "pontoon"].map(|id| PartyId::new(id).unwrap());
    let dates = |on: Date| {
        let answer = transit(&parsed.value, &ids[0], &ids[1], on);
        let facts = answer.relationships.into_iter();
        facts.map(|fact| fact.date.year()).collect::<Vec<_>>()
    };
    assert_eq!(dates(date(2009, 4, 13)), [2007, 2010]);
    assert_eq!(dates(date(2007, 1, 1)), [2007, 2010]);
    assert_eq!(dates(date(2001, 1, 1)), [2005]);
    assert_eq!(dates(date(2020, 1, 1)), [2016]);
}
