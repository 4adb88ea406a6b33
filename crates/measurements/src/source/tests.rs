use std::io::{Cursor, Write};

use super::*;

fn read_all(name: &str, bytes: Vec<u8>) -> (FileRead, Vec<Problem>, u64) {
    let mut problems = Vec::new();
    let mut elements = 0;
    let content = Box::new(Cursor::new(bytes));
    let read = read(name, content, &mut problems, &mut |_| {}, &mut |_| {
        elements += 1;
    });
    (read, problems, elements)
}

fn good(at: i64) -> String {
    format!("BGP4MP|{at}|W|192.0.2.1|64500|198.51.100.0/24\n")
}

fn hole(after: i64, before: i64) -> Fault {
    Fault {
        truncated: false,
        after: Some(after),
        before: Some(before),
    }
}

#[test]
fn every_broken_place_is_a_fault_where_it_is_and_few_are_told() {
    let part = |n: i64| {
        format!(
            "{}BGP4MP|rubbish\n{}",
            good(100 + 10 * n),
            good(101 + 10 * n)
        )
    };
    let text: String = (0..20).map(part).collect();
    let (read, problems, elements) = read_all("updates.txt", text.into_bytes());
    assert_eq!(elements, 40);
    let expected = (0..20).map(|n| hole(100 + 10 * n, 101 + 10 * n));
    let expected: Vec<Fault> = expected.collect();
    assert_eq!(read.faults, expected);
    assert_eq!(problems.len() as u64, TOLD + 1);
    assert!(problems[TOLD as usize].message.starts_with("20 places"));
}

#[test]
fn faults_that_touch_are_one() {
    let rubbish = "BGP4MP|rubbish\n".repeat(1000);
    let same = format!("{}{rubbish}{}{rubbish}", good(100), good(100));
    let text = format!("{same}{}{rubbish}{}", good(200), good(300));
    let (read, ..) = read_all("updates.txt", text.into_bytes());
    assert_eq!(read.faults, [hole(100, 300)]);
}

#[test]
fn a_file_that_swells_is_cut_off_with_a_problem_and_a_gap() {
    let mut writer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    writer.write_all(good(100).as_bytes()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..200 {
        writer.write_all(&zeros).unwrap();
    }
    let (read, problems, elements) = read_all("updates.txt.bz2", writer.finish().unwrap());
    assert_eq!(elements, 1);
    let last = Fault {
        truncated: true,
        after: Some(100),
        before: None,
    };
    assert_eq!(read.faults.last(), Some(&last));
    let told = problems.iter().map(|problem| problem.message.as_str());
    let told: Vec<&str> = told.collect();
    assert!(
        told.iter().any(|m| m.contains("unpack to more than")),
        "{told:?}"
    );
}

#[test]
fn an_empty_file_and_a_clock_that_goes_back_are_told() {
    let (read, problems, _) = read_all("updates.txt", Vec::new());
    assert_eq!((read.records, read.faults.len(), problems.len()), (0, 1, 1));
    let text = [good(1000), good(500), good(1100)].concat();
    let (read, problems, _) = read_all("updates.txt", text.into_bytes());
    assert_eq!(read.faults, []);
    assert!(
        problems[0]
            .message
            .contains("the clock goes back 1 times, by up to 500 s")
    );
}

#[test]
fn times_that_are_off_by_whole_hours_are_told_and_not_shifted() {
    let at = 1_930_388_700; // 2031-03-04 11:05 UTC
    let text = [good(at + 3600), good(at + 3900)].concat();
    let (_, problems, _) = read_all("updates.20310304.1105.txt", text.clone().into_bytes());
    assert!(problems[0].message.contains("1 h after"), "{problems:?}");
    let (_, problems, _) = read_all("updates.20310304.1205.txt", text.into_bytes());
    assert_eq!(problems, []);
}
