//! Damage in the middle of a file: what is around it is read, and how much is lost is told.

use super::*;

fn good(at: u32) -> Vec<u8> {
    record(at, 16, 4, &update(true, &[], NET))
}

/// Reads three good records with something between the second and the third, which are found.
fn found_behind(between: &[u8]) -> (u64, Seen) {
    let all = [&good(100)[..], &good(101), between, &good(102), &good(103)].concat();
    let (records, seen) = read(&all);
    let times: Vec<&str> = seen.elements.iter().map(|e| &e[..3]).collect();
    assert_eq!(times, ["100", "101", "102", "103"], "{:?}", seen.damage);
    (records, seen)
}

#[test]
fn the_next_record_is_found_behind_rubbish() {
    let rubbish = b"no record of a routing message stands here, but a sentence";
    let (records, seen) = found_behind(rubbish);
    assert_eq!((records, seen.damage.len()), (4, 1));
    let damage = &seen.damage[0];
    assert_eq!(damage.place, Place::Record(3));
    assert!(!damage.truncated);
    let from = 2 * good(0).len();
    let expected = format!(
        "byte {from} of its unpacked content; {} bytes",
        rubbish.len()
    );
    assert!(damage.cause.contains(&expected), "{}", damage.cause);
}

#[test]
fn an_impossible_length_loses_one_record() {
    for length in [u32::MAX, 17 << 20, 70_000] {
        let mut broken = good(101);
        broken[8..12].copy_from_slice(&length.to_be_bytes());
        let (_, seen) = found_behind(&broken);
        assert_eq!(seen.damage.len(), 1, "{length}");
    }
}

#[test]
fn a_wrong_length_loses_no_more_than_it_must() {
    // Too short: what is left of it is no record. Too long: it reaches into the next.
    for change in [-20_i32, -1, 1, 5, 40] {
        let mut broken = good(101);
        let length = (broken.len() as i32 - 12 + change) as u32;
        broken[8..12].copy_from_slice(&length.to_be_bytes());
        let (_, seen) = found_behind(&broken);
        assert_eq!(seen.damage.len(), 1, "{change}");
    }
}

#[test]
fn a_hole_of_zeros_is_passed() {
    let (_, seen) = found_behind(&[0; 100_000]);
    assert_eq!(seen.damage.len(), 1);
    assert!(seen.damage[0].cause.contains("100000 bytes"));
}

#[test]
fn what_only_looks_like_a_record_is_not_taken() {
    // A good record inside of rubbish, but of another year: its time is not near.
    let (_, seen) = found_behind(&[&b"rubbish"[..], &good(200_000_000), b"rubbish"].concat());
    assert_eq!(seen.damage.len(), 1);
    // A header with a good time whose length leads nowhere.
    let mut header = good(101);
    header.truncate(14);
    let (_, seen) = found_behind(&[&b"rubbish"[..], &header, b"rubbish rubbish"].concat());
    assert_eq!(seen.damage.len(), 1);
}

#[test]
fn a_clock_that_jumps_between_whole_records_is_no_damage() {
    let all = [good(100), good(200_000_000), good(101)].concat();
    let (records, seen) = read(&all);
    assert_eq!((records, seen.elements.len(), seen.damage), (3, 3, vec![]));
}

#[test]
fn rubbish_up_to_the_end_is_told() {
    let (records, seen) = read(&[good(100), vec![b'x'; 500]].concat());
    assert_eq!((records, seen.elements.len(), seen.damage.len()), (1, 1, 1));
    assert!(seen.damage[0].cause.contains("no record is found"));
}

#[test]
fn a_length_beyond_the_end_of_the_file_hides_no_records() {
    let mut broken = record(100, 13, 2, &[1; 64]);
    broken[8..12].copy_from_slice(&1_000_000_u32.to_be_bytes());
    let all = [good(100), broken, good(101), good(102)].concat();
    let (_, seen) = read(&all);
    assert_eq!((seen.elements.len(), seen.damage.len()), (3, 1));
    assert!(!seen.damage[0].truncated);
}

#[test]
fn the_list_of_peers_survives_damage_behind_it() {
    let mut peers = vec![10, 0, 0, 1, 0, 0, 0, 1];
    peers.extend([2, 10, 0, 0, 2, 192, 0, 2, 1]);
    peers.extend(64500_u32.to_be_bytes());
    let mut entry = vec![0, 0, 0, 0];
    entry.extend(NET);
    entry.extend([0, 1, 0, 0, 0, 0, 0, 9, 0, 0]);
    let (index, entry) = (record(100, 13, 1, &peers), record(100, 13, 2, &entry));
    let all = [&index[..], b"some rubbish", &entry, &entry].concat();
    let (records, seen) = read(&all);
    assert_eq!((records, seen.elements.len(), seen.damage.len()), (3, 2, 1));
    // A list without entries is an empty table, and nothing is wrong with the file.
    let (records, seen) = read(&index);
    assert_eq!((records, seen.elements.len(), seen.damage.len()), (1, 0, 0));
}

#[test]
fn an_entry_that_is_not_whole_is_told() {
    let mut peers = vec![10, 0, 0, 1, 0, 0, 0, 1];
    peers.extend([2, 10, 0, 0, 2, 192, 0, 2, 1]);
    peers.extend(64500_u32.to_be_bytes());
    let index = record(100, 13, 1, &peers);
    let mut entry = vec![0, 0, 0, 0];
    entry.extend(NET);
    entry.extend([0, 2, 0, 0, 0, 0, 0, 9, 0, 0]); // two entries, and only one is there
    let (_, seen) = read(&[index, record(100, 13, 2, &entry)].concat());
    assert_eq!((seen.elements.len(), seen.damage.len()), (1, 1));
}

#[test]
fn identifiers_of_paths_are_kept_in_tables_and_updates() {
    #[derive(Default)]
    struct Ids(Vec<u32>);
    impl Sink for Ids {
        fn element(&mut self, element: &Element<'_>) {
            if let Kind::Entry(route, _) | Kind::Announce(route, _) | Kind::Withdraw(route) =
                element.kind
            {
                self.0.push(route.path_id);
            }
        }
        fn damage(&mut self, damage: Damage) {
            panic!("{damage:?}");
        }
    }
    let mut peers = vec![10, 0, 0, 1, 0, 0, 0, 1];
    peers.extend([2, 10, 0, 0, 2, 192, 0, 2, 1]);
    peers.extend(64500_u32.to_be_bytes());
    let mut entry = vec![0, 0, 0, 0];
    entry.extend(NET);
    entry.extend([0, 2]);
    entry.extend([0, 0, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0]); // path 5
    entry.extend([0, 0, 0, 0, 0, 9, 0, 0, 0, 6, 0, 0]); // path 6
    let withdrawn = [&[0, 0, 0, 7][..], NET].concat();
    let announced = [&[0, 0, 0, 8][..], NET].concat();
    let all = [
        record(100, 13, 1, &peers),
        record(100, 13, 8, &entry),
        record(100, 16, 9, &update(true, &withdrawn, &announced)),
    ];
    let mut ids = Ids::default();
    Box::new(Mrt::new(Box::new(Cursor::new(all.concat())))).read(&mut ids);
    assert_eq!(ids.0, [5, 6, 7, 8]);
    // The other way through the code.
    let (mut ids, mut slow) = (Ids::default(), Slow::default());
    for bytes in &all {
        assert_eq!(slow.record(bytes, &mut ids), Ok(None));
    }
    assert_eq!(ids.0, [5, 6, 7, 8]);
}
