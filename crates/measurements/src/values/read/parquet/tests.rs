use backpedal_model::Columns;
use backpedal_testkit::{Column, parquet_file};

use super::*;
use crate::values::read::{self, Form, Item};

/// Every point as a line, then every problem.
fn read_all(bytes: &[u8], columns: Option<&Columns>) -> (Vec<String>, Vec<String>) {
    let (mut told, mut problems) = (Vec::new(), Vec::new());
    let mut each = |item: Item<'_>| {
        if let Item::Point(p) = item {
            let value = p.value.map_or("-".to_owned(), |value| value.to_string());
            told.push(format!("{} {} {value} {}", p.metric, p.at, p.labels.target));
        }
    };
    assert_eq!(read::form(&bytes[..4], columns), Some(Form::Parquet));
    let content = &mut &*bytes;
    read::read(
        "f",
        Form::Parquet,
        columns,
        content,
        &mut problems,
        &mut each,
    );
    (told, problems.iter().map(ToString::to_string).collect())
}

const FIELDS: [&str; 4] = [
    "optional int64 when (TIMESTAMP(MICROS,true))",
    "optional double loss",
    "optional binary host (STRING)",
    "optional boolean unused",
];

fn columns() -> Columns {
    Columns {
        time: "when".into(),
        value: "loss".into(),
        target: Some("host".into()),
        ..Columns::default()
    }
}

/// Rows of one row group: seconds, value, host.
fn group(rows: &[(i64, Option<f64>, &str)]) -> Vec<Column> {
    vec![
        Column::Long(
            rows.iter()
                .map(|row| Some(row.0 * 1_000_000 + 999_999))
                .collect(),
        ),
        Column::Double(rows.iter().map(|row| row.1).collect()),
        Column::Text(rows.iter().map(|row| Some(row.2.to_owned())).collect()),
        Column::Bool(vec![None; rows.len()]),
    ]
}

fn small(second: bool) -> Vec<u8> {
    let groups = [
        group(&[(-1, Some(0.5), "kestrel"), (60, None, "heron")]),
        group(&[(120, Some(12_345_678.25), "kestrel")]),
    ];
    parquet_file(&FIELDS, &groups, second).expect("a file")
}

const SMALL: [&str; 3] = [
    "loss -1 0.5 kestrel",
    "loss 60 - heron",
    "loss 120 12345678.25 kestrel",
];

#[test]
fn rows_by_the_columns_of_the_case() {
    for second in [false, true] {
        let (points, problems) = read_all(&small(second), Some(&columns()));
        assert_eq!(points, SMALL, "{second}");
        assert_eq!(problems, [] as [&str; 0], "{second}");
    }
}

/// More rows than are text at one time, and than one page holds.
#[test]
fn many_rows() {
    let rows: Vec<(i64, Option<f64>, &str)> = (0..50_000)
        .map(|n| (n * 60, (n % 7 != 0).then_some(n as f64), "kestrel"))
        .collect();
    for second in [false, true] {
        let file = parquet_file(&FIELDS, &[group(&rows)], second).expect("a file");
        let (points, problems) = read_all(&file, Some(&columns()));
        assert_eq!(problems, [] as [&str; 0]);
        let expected = rows.iter().map(|(at, value, host)| {
            let value = value.map_or("-".to_owned(), |value| value.to_string());
            format!("loss {at} {value} {host}")
        });
        assert!(points.into_iter().eq(expected));
    }
}

#[test]
fn names_of_ioda_need_no_mapping() {
    let fields = [
        "optional int64 time",
        "optional int64 bgp",
        "optional int64 other",
    ];
    let long = |values: [i64; 2]| Column::Long(values.map(Some).to_vec());
    let group = vec![long([60, 120]), long([7, 8]), long([1, 1])];
    let file = parquet_file(&fields, &[group], false).expect("a file");
    assert_eq!(read_all(&file, None).0, ["bgp 60 7 ", "bgp 120 8 "]);
}

#[test]
fn what_cannot_be_used_is_said() {
    let check = |file: &[u8], columns: Option<Columns>, words: &[&str]| {
        let (points, problems) = read_all(file, columns.as_ref());
        assert_eq!(points, [] as [&str; 0]);
        assert_eq!(problems.len(), words.len(), "{problems:?}");
        for (problem, words) in problems.iter().zip(words) {
            assert!(problem.contains(words), "{problem} has no {words:?}");
        }
    };
    let other = Columns {
        value: "delay".into(),
        ..columns()
    };
    check(
        &small(false),
        Some(other),
        &["it has when, loss, host, unused", "has no column \"delay\""],
    );
    check(&small(false), None, &["it has when, loss, host, unused"]);
    for (field, words) in [
        (
            "optional int64 when (TIMESTAMP(MICROS,false))",
            "times without a zone",
        ),
        ("optional int32 when (DATE)", "days, not times"),
        ("optional int96 when", "do not tell their zone"),
        (
            "optional group when { optional int64 a; optional int64 b; }",
            "no column \"when\"",
        ),
        ("repeated int64 when", "holds lists"),
    ] {
        let file = parquet_file(&[field, FIELDS[1], FIELDS[2]], &[], false).expect("a file");
        let (points, problems) = read_all(&file, Some(&columns()));
        assert_eq!(points, [] as [&str; 0]);
        assert!(problems.concat().contains(words), "{field}: {problems:?}");
    }
    let empty = parquet_file(&FIELDS, &[], false).expect("a file");
    check(&empty, Some(columns()), &["is empty"]);
    check(b"PARE and what follows", Some(columns()), &["is encrypted"]);
    let whole = small(false);
    check(
        &whole[..whole.len() - 1],
        Some(columns()),
        &["ends before its directory"],
    );
}

#[test]
fn a_row_without_a_time_is_named_and_the_others_are_used() {
    let mut rows = group(&[(0, Some(1.0), "a"), (60, Some(2.0), "b")]);
    rows[0] = Column::Long(vec![None, Some(60_000_000)]);
    let file = parquet_file(&FIELDS, &[rows], false).expect("a file");
    let (points, problems) = read_all(&file, Some(&columns()));
    assert_eq!(points, ["loss 60 2 b"]);
    assert_eq!(problems, ["f, record 1: holds no time and value"]);
}

/// Each byte, changed in three ways, and left out: the library panics, the reader must not, and what
/// it does not tell has brought no more rows than there were.
#[test]
fn damage_is_told_or_harmless() {
    backpedal_model::hush();
    for second in [false, true] {
        let whole = small(second);
        let (mut told, mut read) = (0, 0);
        let mut check = |broken: &[u8]| {
            if !looks_like_it(broken) {
                return;
            }
            let (points, problems) = read_all(broken, Some(&columns()));
            assert!(points.len() <= 3 || !problems.is_empty(), "{points:?}");
            told += usize::from(!problems.is_empty());
            read += points.len();
        };
        for at in 0..whole.len() - 8 {
            for change in [0x01, 0x80, 0xff] {
                let mut broken = whole.clone();
                broken[at] ^= change;
                check(&broken);
            }
            check(&[&whole[..at], &whole[at + 1..]].concat());
        }
        assert!(told > whole.len() && read > whole.len(), "{told} {read}");
    }
}
