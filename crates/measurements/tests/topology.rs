//! The known figures of Ooma and Internap, from the shared data: relationships of 2007-11-05 and
//! the table of 2010-07-01.

#![allow(clippy::unwrap_used, clippy::panic)] // a test may fail anywhere

use std::fs::File;

use backpedal_measurements::{Input, TopologyFacts, topology, transit};
use backpedal_model::{
    Asn, Case, Dated, Interval, Origin, Parsed, Parties, Party, PartyId, Policy,
    RelationshipFormat, Schedule, TopologyKind, TopologySpec, TransitAnswer, TransitRelation,
};
use jiff::civil::{Date, date};

const INTERNAP: &[u32] = &[
    4513, 6993, 10910, 10911, 10912, 10913, 11853, 11854, 11855, 12178, 12179, 12180, 12181, 12182,
    13789, 13790, 13791, 13792, 13890, 14636, 14742, 14743, 14744, 14745, 15570, 17675, 19024,
    22132, 22211, 22212, 24245, 24246, 24247, 24295, 30282, 30636, 30637,
];

fn id(name: &str) -> PartyId {
    PartyId::new(name).unwrap()
}

fn case() -> Case {
    let party = |name: &str, asns: &[u32]| Party {
        id: id(name),
        name: name.to_owned(),
        aliases: vec![],
        domains: vec![],
        handles: vec![],
        people: vec![],
        asns: asns.iter().map(|asn| Dated::always(Asn(*asn))).collect(),
        prefixes: vec![],
        targets: vec![],
        unresolved: None,
    };
    let day = "2009-04-13T00:00:00Z".parse().unwrap();
    Case {
        id: "ooma-internap-2009".to_owned(),
        title: "Ooma and Internap".to_owned(),
        summary: None,
        synthetic: None,
        window: Interval::new(day, "2009-04-14T00:00:00Z".parse().unwrap()),
        zone: "UTC".to_owned(),
        parties: Parties(vec![
            party("ooma", &[30303]),
            party("internap", INTERNAP),
            party("google", &[15169, 36040]),
            party(
                "yahoo",
                &[10310, 26101, 14778, 14779, 14780, 36646, 36647, 36752, 7280],
            ),
            party("verizon", &[701, 702, 703, 6167, 19262, 22394]),
            party("rim", &[18705]),
            party("blue-cross", &[]),
        ]),
        sources: vec![],
        measurements: vec![],
        archives: Vec::new(),
        topology: vec![],
        policy: Policy::default(),
        schedule: Schedule::default(),
    }
}

fn input(kind: TopologyKind, path: &str, date: Date) -> Option<Input<TopologySpec>> {
    let file = backpedal_testkit::shared()?.join("data/net").join(path);
    Some(Input {
        spec: TopologySpec {
            kind,
            origin: Origin::File(path.to_owned()),
            date,
            synthetic: false,
            note: None,
        },
        bytes: Box::new(File::open(file).unwrap()),
    })
}

const SNAP: TopologyKind = TopologyKind::Relationships(RelationshipFormat::Snap);
const SERIAL1: TopologyKind = TopologyKind::Relationships(RelationshipFormat::Serial1);
const LINKS_2007: &str = "topology/as-caida20071105.txt.gz";
const TABLE_2010: &str = "golden/rrc06.bview.20100701.0759.bgpdump-m.txt.gz";

fn read(inputs: Vec<Input<TopologySpec>>) -> Parsed<TopologyFacts> {
    topology(&case(), inputs, &mut |_| {})
}

fn answer(facts: &TopologyFacts, customer: &str, supplier: &str) -> TransitAnswer {
    transit(facts, &id(customer), &id(supplier), date(2009, 4, 13))
}

#[test]
fn the_links_of_2007_are_as_known() {
    let Some(links) = input(SNAP, LINKS_2007, date(2007, 11, 5)) else {
        return;
    };
    let Parsed { value, problems } = read(vec![links]);
    assert_eq!(problems, []);
    assert_eq!(value.datasets[0].records, 106_762);
    assert_eq!(value.relationships.len(), 6 * 5);
    let fact = |customer: &str, supplier: &str| {
        let answer = answer(&value, customer, supplier);
        answer.relationships[0].clone()
    };
    let ooma = fact("ooma", "internap");
    assert_eq!(ooma.direct, [(Asn(30303), Asn(12182))]);
    assert_eq!(ooma.providers, [Asn(12182)]);
    assert!(ooma.is_only_provider());
    assert_eq!(ooma.supplier_known.len(), 37);
    assert_eq!(ooma.cone_size, Some(1_138));
    assert_eq!(ooma.in_cone, Some(vec![Asn(30303)]));
    for other in ["google", "yahoo", "verizon", "rim"] {
        let fact = fact(other, "internap");
        assert_eq!(fact.in_cone, Some(vec![]), "{other}");
        assert_eq!(fact.direct, [], "{other}");
    }
    let verizon = fact("verizon", "internap");
    assert!(verizon.reverse.iter().all(|(own, _)| *own == Asn(701)));
    assert_eq!(verizon.reverse_suppliers(), 22);
    // Four in five ASes hang below AS701: its cone says nothing of any one of them.
    assert_eq!(fact("ooma", "verizon").in_cone, None);
}

#[test]
fn the_paths_of_2010_are_as_known() {
    let Some(table) = input(TopologyKind::BgpTable, TABLE_2010, date(2010, 7, 1)) else {
        return;
    };
    let started = std::time::Instant::now();
    let Parsed { value, problems } = read(vec![table]);
    eprintln!("table of 641,957 lines: {:?}", started.elapsed());
    assert_eq!(problems, []);
    assert_eq!(value.datasets[0].records, 641_957);
    for (customer, paths, crossing) in [
        ("ooma", 4, 4),
        ("google", 260, 0),
        ("yahoo", 254, 0),
        ("verizon", 6_261, 0),
        ("rim", 92, 0),
    ] {
        let answer = answer(&value, customer, "internap");
        let fact = &answer.paths[0];
        assert_eq!((fact.paths, fact.crossing), (paths, crossing), "{customer}");
        let crosses = fact.examples[0].split(' ').any(|asn| asn == "12182");
        assert_eq!(crosses, customer == "ooma", "{:?}", fact.examples);
    }
}

#[test]
fn the_transit_question_is_answered_from_both_sides_of_the_day() {
    let inputs = [
        input(SNAP, LINKS_2007, date(2007, 11, 5)),
        input(TopologyKind::BgpTable, TABLE_2010, date(2010, 7, 1)),
        input(SERIAL1, "topology/20160101.as-rel.txt.gz", date(2016, 1, 1)),
        input(
            TopologyKind::AsNames,
            "names/asnames-2016-05.json.gz",
            date(2016, 5, 1),
        ),
    ];
    let Some(inputs) = inputs.into_iter().collect() else {
        return;
    };
    let Parsed { value, problems } = read(inputs);
    assert_eq!(problems, []);
    assert_eq!(value.datasets[3].records, 77_586);
    assert!(value.names.len() < 500 && value.names[&Asn(701)].contains("UUNET"));
    let relation = |a: &str, b: &str| answer(&value, a, b).relation(&Policy::default());
    assert_eq!(relation("ooma", "internap"), TransitRelation::Depends);
    for other in ["google", "yahoo", "rim"] {
        assert_eq!(
            relation(other, "internap"),
            TransitRelation::NoVisibleDependency
        );
    }
    assert_eq!(
        relation("verizon", "internap"),
        TransitRelation::OtherDirection
    );
    let ooma = answer(&value, "ooma", "internap");
    let dates: Vec<Date> = ooma.relationships.iter().map(|fact| fact.date).collect();
    assert_eq!(dates, [date(2007, 11, 5), date(2016, 1, 1)]);
    assert_eq!(ooma.paths[0].date, date(2010, 7, 1));
}

#[test]
fn a_declared_format_that_the_header_contradicts_is_not_used() {
    let Some(links) = input(SERIAL1, LINKS_2007, date(2007, 11, 5)) else {
        return;
    };
    let Parsed { value, problems } = read(vec![links]);
    assert_eq!(value.relationships, []);
    assert!(
        problems.iter().any(|p| p.message.contains("the other way")),
        "{problems:?}"
    );
}
