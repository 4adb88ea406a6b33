//! Names of files, and which of them are picked.

use super::*;

fn name(path: &str) -> (MeasurementKind, String, String, i64) {
    let name = ArchiveName::of(path).expect(path);
    let collector = name.collector.unwrap_or_default();
    (name.kind, collector, name.at.to_string(), name.seconds)
}

#[test]
fn names_of_the_public_archives() {
    use MeasurementKind::{BgpTable, BgpUpdates};
    for (path, kind, collector, at, seconds) in [
        (
            "https://data.ris.ripe.net/rrc00/2022.06/updates.20220621.0625.gz",
            BgpUpdates,
            "rrc00",
            "2022-06-21T06:25:00Z",
            300,
        ),
        (
            "rrc06/2003.01/updates.20030102.0015.gz",
            BgpUpdates,
            "rrc06",
            "2003-01-02T00:15:00Z",
            900,
        ),
        (
            "rrc03/bview.20220621.0000.gz",
            BgpTable,
            "rrc03",
            "2022-06-21T00:00:00Z",
            60,
        ),
        (
            "https://archive.routeviews.org/bgpdata/2022.06/RIBS/rib.20220621.0600.bz2",
            BgpTable,
            "route-views2",
            "2022-06-21T06:00:00Z",
            60,
        ),
        (
            "https://archive.routeviews.org/route-views.linx/bgpdata/2022.06/UPDATES/updates.20220621.0615.bz2",
            BgpUpdates,
            "route-views.linx",
            "2022-06-21T06:15:00Z",
            900,
        ),
        (
            "routeviews.jinx.updates.20150401.0000.bz2",
            BgpUpdates,
            "route-views.jinx",
            "2015-04-01T00:00:00Z",
            900,
        ),
        (
            "ris.rrc06.updates.1427846400.300.gz",
            BgpUpdates,
            "rrc06",
            "2015-04-01T00:00:00Z",
            300,
        ),
    ] {
        let expected = (kind, collector.to_owned(), at.to_owned(), seconds);
        assert_eq!(name(path), expected, "{path}");
    }
}

#[test]
fn other_names_tell_nothing() {
    for path in [
        "",
        "updates.gz",
        "updates.20221321.0625.gz",
        "updates.20220621.2565.gz",
        "a/latest-bview.gz",
        "updates.2022.0625.gz",
        // A clock of four digits and nothing else is needed.
        "rib6.20151101.0600_firstMB.bz2",
    ] {
        assert!(ArchiveName::of(path).is_none(), "{path}");
    }
}

fn archive() -> ArchiveSpec {
    ArchiveSpec {
        origins: Vec::new(),
        collector: None,
        synthetic: false,
        note: None,
    }
}

fn window(start: &str, end: &str) -> Interval {
    Interval::new(start.parse().expect("a time"), end.parse().expect("a time"))
}

fn picked(files: &[&str], window: Interval) -> (Vec<String>, usize) {
    let files: Vec<Origin> = files
        .iter()
        .map(|f| Origin::File((*f).to_owned()))
        .collect();
    let found = select(&archive(), &files, window);
    let names = found
        .specs
        .iter()
        .map(|spec| spec.origin.as_str().to_owned());
    (names.collect(), found.outside)
}

#[test]
fn one_table_and_the_updates_from_it() {
    let files = [
        "rrc00/updates.20310304.0610.gz",
        "rrc00/bview.20310304.0000.gz",
        "rrc00/bview.20310303.0000.gz",
        "rrc00/updates.20310304.0600.gz",
        "rrc00/updates.20310304.0605.gz",
        "rrc00/updates.20310304.0800.gz",
    ];
    let (found, outside) = picked(
        &files,
        window("2031-03-04T06:05:00Z", "2031-03-04T07:00:00Z"),
    );
    let expected = [
        "rrc00/bview.20310304.0000.gz",
        "rrc00/updates.20310304.0600.gz",
        "rrc00/updates.20310304.0605.gz",
        "rrc00/updates.20310304.0610.gz",
    ];
    assert_eq!((found, outside), (expected.map(str::to_owned).to_vec(), 2));
}

#[test]
fn a_table_of_a_day_before_where_updates_lead_on() {
    let mut files: Vec<String> = vec![
        "rrc00/bview.20310303.0000.gz".to_owned(),
        "rrc00/bview.20310304.0000.gz".to_owned(),
    ];
    for day in ["20310303", "20310304"] {
        for minute in (0..24 * 60).step_by(5) {
            files.push(format!(
                "rrc00/updates.{day}.{:02}{:02}.gz",
                minute / 60,
                minute % 60
            ));
        }
    }
    let whole: Vec<&str> = files.iter().map(String::as_str).collect();
    let at = window("2031-03-04T00:00:00Z", "2031-03-04T01:00:00Z");
    let (found, _) = picked(&whole, at);
    assert_eq!(found[0], "rrc00/bview.20310303.0000.gz");
    assert_eq!(found.len(), 1 + 288 + 12);
    let holed: Vec<&str> = whole
        .iter()
        .copied()
        .filter(|f| !f.contains("0303.12"))
        .collect();
    let (found, _) = picked(&holed, at);
    assert_eq!(found[0], "rrc00/bview.20310304.0000.gz");
    assert_eq!(found.len(), 1 + 12);
}

#[test]
fn collectors_are_apart_and_odd_names_are_told() {
    let files = [
        "rrc00/updates.20310304.0600.gz",
        "rrc01/updates.20310304.0600.gz",
        "readme.txt",
    ];
    let files: Vec<Origin> = files
        .iter()
        .map(|f| Origin::File((*f).to_owned()))
        .collect();
    let found = select(
        &archive(),
        &files,
        window("2031-03-04T06:00:00Z", "2031-03-04T07:00:00Z"),
    );
    let collectors: Vec<_> = found.specs.iter().map(|s| s.collector.as_deref()).collect();
    assert_eq!(collectors, [Some("rrc00"), Some("rrc01")]);
    assert_eq!(found.specs[0].covers.length().as_mins(), 5);
    assert_eq!(found.problems.len(), 1);
    let mut named = archive();
    named.collector = Some("ours".to_owned());
    let found = select(
        &named,
        &files,
        window("2031-03-04T06:00:00Z", "2031-03-04T07:00:00Z"),
    );
    assert!(
        found
            .specs
            .iter()
            .all(|s| s.collector.as_deref() == Some("ours"))
    );
}
