mod damage;
mod exact;

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::element::{Element, Kind, Peer};

/// An MRT record (RFC 6396, section 2).
fn record(at: u32, kind: u16, subtype: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = at.to_be_bytes().to_vec();
    bytes.extend(kind.to_be_bytes());
    bytes.extend(subtype.to_be_bytes());
    bytes.extend((body.len() as u32).to_be_bytes());
    bytes.extend(body);
    bytes
}

/// The head of a BGP4MP body between AS64500 at 192.0.2.1 and AS64666 at 192.0.2.254.
fn session(as4: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    for asn in [64500_u32, 64666] {
        let wide = asn.to_be_bytes();
        bytes.extend(if as4 { &wide[..] } else { &wide[2..] });
    }
    bytes.extend([0, 0, 0, 1, 192, 0, 2, 1, 192, 0, 2, 254]);
    bytes
}

/// A BGP UPDATE (RFC 4271, section 4.3) that withdraws and announces, with the path 64500 64501.
fn update(as4: bool, withdrawn: &[u8], announced: &[u8]) -> Vec<u8> {
    let mut attributes = vec![0x40, 1, 1, 0]; // ORIGIN: IGP
    let ases: Vec<u8> = [64500_u32, 64501]
        .iter()
        .flat_map(|asn| asn.to_be_bytes()[if as4 { 0 } else { 2 }..].to_vec())
        .collect();
    attributes.extend([0x40, 2, ases.len() as u8 + 2, 2, 2]); // AS_PATH: one sequence of two
    attributes.extend(&ases);
    attributes.extend([0x40, 3, 4, 192, 0, 2, 1]); // NEXT_HOP
    if announced.is_empty() {
        attributes.clear();
    }
    let mut body = (withdrawn.len() as u16).to_be_bytes().to_vec();
    body.extend(withdrawn);
    body.extend((attributes.len() as u16).to_be_bytes());
    body.extend(&attributes);
    body.extend(announced);
    let mut bytes = session(as4);
    bytes.extend([0xff; 16]);
    bytes.extend((body.len() as u16 + 19).to_be_bytes());
    bytes.push(2);
    bytes.extend(body);
    bytes
}

const NET: &[u8] = &[24, 198, 51, 100]; // 198.51.100.0/24

#[derive(Default)]
struct Seen {
    elements: Vec<String>,
    damage: Vec<Damage>,
}

impl Sink for Seen {
    fn element(&mut self, element: &Element<'_>) {
        let Peer { ip, asn } = element.peer;
        let what = match element.kind {
            Kind::Entry(r, p) => format!("B {} {}", r.prefix, p.printed()),
            Kind::Announce(r, p) => format!("A {} {}", r.prefix, p.printed()),
            Kind::Withdraw(r) => format!("W {}", r.prefix),
            Kind::Session { up } => format!("up {up}"),
        };
        self.elements
            .push(format!("{} {ip} {asn} {what}", element.at));
    }

    fn damage(&mut self, damage: Damage) {
        self.damage.push(damage);
    }
}

fn read(bytes: &[u8]) -> (u64, Seen) {
    let mut seen = Seen::default();
    let feed = Mrt::new(Box::new(Cursor::new(bytes.to_vec())));
    let records = Box::new(feed).read(&mut seen);
    (records, seen)
}

#[test]
fn updates_with_short_and_long_as_numbers() {
    for (subtype, as4) in [(1, false), (4, true)] {
        let body = update(as4, &[16, 10, 1], NET);
        let (records, seen) = read(&record(100, 16, subtype, &body));
        assert_eq!(
            seen.elements,
            [
                "100 192.0.2.1 AS64500 W 10.1.0.0/16",
                "100 192.0.2.1 AS64500 A 198.51.100.0/24 64500 64501",
            ]
        );
        assert_eq!((records, seen.damage), (1, vec![]));
    }
}

#[test]
fn a_record_with_microseconds_is_of_its_second() {
    let mut body = 999_999_u32.to_be_bytes().to_vec();
    body.extend(update(true, &[], NET));
    let (_, seen) = read(&record(100, 17, 4, &body));
    assert!(seen.elements[0].starts_with("100 "));
}

#[test]
fn sessions_go_up_and_down() {
    let change = |old: u8, new: u8| {
        let mut body = session(true);
        body.extend([0, old, 0, new]);
        record(100, 16, 5, &body)
    };
    let bytes = [change(6, 1), change(2, 3), change(5, 6), change(6, 7)].concat();
    let (records, seen) = read(&bytes);
    assert_eq!(records, 4);
    assert_eq!(
        seen.elements,
        [
            "100 192.0.2.1 AS64500 up false",
            "100 192.0.2.1 AS64500 up true",
            "100 192.0.2.1 AS64500 up false",
        ]
    );
}

#[test]
fn what_the_collector_sent_itself_is_left_out() {
    let (records, seen) = read(&record(100, 16, 7, &update(true, &[], NET)));
    assert_eq!((records, seen.elements.len(), seen.damage.len()), (1, 0, 0));
}

#[test]
fn a_table_with_its_peers() {
    let mut peers = vec![10, 0, 0, 1, 0, 0, 0, 1]; // collector, no view name, one peer
    peers.extend([2, 10, 0, 0, 2, 192, 0, 2, 1]); // long AS number, BGP id, address
    peers.extend(64500_u32.to_be_bytes());
    let attributes = [
        &[0x40, 1, 1, 0, 0x40, 2, 10, 2, 2][..],
        &64500_u32.to_be_bytes(),
        &64501_u32.to_be_bytes(),
    ]
    .concat();
    let entry = |peer: u8| {
        let mut body = vec![0, 0, 0, 0];
        body.extend(NET);
        body.extend([0, 1, 0, peer, 0, 0, 0, 9]); // one entry, of that peer, originated at 9
        body.extend((attributes.len() as u16).to_be_bytes());
        body.extend(&attributes);
        record(100, 13, 2, &body)
    };
    let index = record(100, 13, 1, &peers);
    let (records, seen) = read(&[index.clone(), entry(0)].concat());
    let expected = ["100 192.0.2.1 AS64500 B 198.51.100.0/24 64500 64501"];
    assert_eq!(seen.elements, expected);
    assert_eq!((records, seen.damage.len()), (2, 0));
    // Without the list of peers the entries cannot be told apart.
    let (records, seen) = read(&entry(0));
    assert_eq!((records, seen.elements.len(), seen.damage.len()), (0, 0, 1));
    // Neither can an entry of a peer that is not in the list.
    let (_, seen) = read(&[index, entry(7)].concat());
    assert_eq!((seen.elements.len(), seen.damage.len()), (0, 1));
}

/// An entry of TABLE_DUMP (RFC 6396, section 4.2) has two octets to an AS number; what does not fit
/// stands as AS 23456 and is told in AS4_PATH (RFC 6793).
#[test]
fn an_early_table_with_long_as_numbers() {
    let entry = |path4: &[u8]| {
        let mut attributes = vec![0x40, 1, 1, 0, 0x40, 2, 8, 2, 3];
        for asn in [64500_u16, 23456, 23456] {
            attributes.extend(asn.to_be_bytes());
        }
        attributes.extend(path4);
        let mut body = vec![0, 0, 0, 0, 198, 51, 100, 0, 24, 1, 0, 0, 0, 9, 192, 0, 2, 1];
        body.extend(64500_u16.to_be_bytes());
        body.extend((attributes.len() as u16).to_be_bytes());
        body.extend(&attributes);
        record(100, 12, 1, &body)
    };
    let path4 = |ases: &[u32]| {
        let mut bytes = vec![0xc0, 17, ases.len() as u8 * 4 + 2, 2, ases.len() as u8];
        bytes.extend(ases.iter().flat_map(|asn| asn.to_be_bytes()));
        bytes
    };
    for (path4, expected) in [
        (vec![], "64500 23456 23456"),
        (path4(&[65536, 65537]), "64500 65536 65537"),
        // It is to be ignored where it is longer than the path itself.
        (path4(&[1, 2, 3, 65537]), "64500 23456 23456"),
    ] {
        let (records, seen) = read(&entry(&path4));
        let told = format!("100 192.0.2.1 AS64500 B 198.51.100.0/24 {expected}");
        assert_eq!(seen.elements, [told]);
        assert_eq!((records, seen.damage.len()), (1, 0));
    }
}

#[test]
fn a_broken_record_is_skipped_alone() {
    let good = record(100, 16, 4, &update(true, &[], NET));
    for broken in [
        record(101, 16, 4, &[1, 2, 3]),
        record(101, 99, 0, &[1, 2, 3]),
        record(101, 16, 99, &[1, 2, 3]),
    ] {
        let (records, seen) = read(&[good.clone(), broken, good.clone()].concat());
        assert_eq!((records, seen.elements.len()), (2, 2));
        assert_eq!(seen.damage[0].place, Place::Record(2));
        assert!(!seen.damage[0].truncated);
    }
}

#[test]
fn a_cut_file_keeps_its_whole_records() {
    let good = record(100, 16, 4, &update(true, &[], NET));
    for cut in [1, 11, 12, 13, good.len() - 1] {
        let (records, seen) = read(&[&good[..], &good[..cut]].concat());
        assert_eq!((records, seen.elements.len()), (1, 1), "{cut}");
        assert!(seen.damage[0].truncated, "{cut}");
    }
}

#[test]
fn a_prefix_that_is_withdrawn_and_announced_at_once_is_announced() {
    let (_, seen) = read(&record(100, 16, 4, &update(true, NET, NET)));
    let last = seen.elements.last().map(String::as_str);
    assert_eq!(
        last,
        Some("100 192.0.2.1 AS64500 A 198.51.100.0/24 64500 64501")
    );
    // The default route goes the other way through the code, with the same result.
    let (_, seen) = read(&record(100, 16, 4, &update(true, &[0], &[0])));
    let last = seen.elements.last().map(String::as_str);
    assert_eq!(last, Some("100 192.0.2.1 AS64500 A 0.0.0.0/0 64500 64501"));
}

proptest! {
    #[test]
    fn no_change_of_bytes_brings_a_panic(
        changes in proptest::collection::vec((0_usize..400, any::<u8>()), 0..12),
        cut in 0_usize..400,
    ) {
        let mut bytes = Vec::new();
        for subtype in [4, 4, 9, 7] {
            bytes.extend(record(100, 16, subtype, &update(true, &[16, 10, 1], NET)));
        }
        bytes.truncate(cut.max(1));
        for (place, value) in changes {
            if let Some(byte) = bytes.get_mut(place) {
                *byte = value;
            }
        }
        let (records, seen) = read(&bytes);
        prop_assert!(records <= 400 && seen.damage.len() <= 400);
    }
}
