//! Element-exact reading of MRT: the counts of RIPE NCC's bgpdump on its own test files, from the
//! shared data, and files cut in the middle.

#![allow(clippy::unwrap_used, clippy::panic)] // a test may fail anywhere

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use backpedal_measurements::{FileSummary, summarize};
use backpedal_model::Parsed;
use flate2::read::MultiGzDecoder;

/// Entries, announcements, withdrawals.
type Counts = (u64, u64, u64);

fn look(path: &Path) -> Parsed<FileSummary> {
    let name = path.file_name().unwrap().to_string_lossy();
    summarize(&name, Box::new(File::open(path).unwrap()))
}

fn counts(summary: &FileSummary) -> Counts {
    (summary.entries, summary.announcements, summary.withdrawals)
}

/// Counts the letters in the third field of bgpdump's lines.
fn expected(path: &Path) -> Counts {
    let mut counts = (0, 0, 0);
    let lines = BufReader::new(MultiGzDecoder::new(File::open(path).unwrap())).split(b'\n');
    for line in lines {
        let line = line.unwrap();
        match line.split(|byte| *byte == b'|').nth(2) {
            Some(b"B") => counts.0 += 1,
            Some(b"A") => counts.1 += 1,
            Some(b"W") => counts.2 += 1,
            _ => {}
        }
    }
    counts
}

#[test]
fn every_element_of_bgpdumps_test_files_is_read() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let folder = shared.join("data/net");
    let mut seen = 0;
    let mut names: Vec<_> = std::fs::read_dir(folder.join("mrt")).unwrap().collect();
    names.sort_by_key(|entry| entry.as_ref().unwrap().file_name());
    for entry in names {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(bare) = name.strip_prefix("bgpdump.") else {
            continue;
        };
        let golden = folder.join("golden").join(format!("{bare}.bgp.gz"));
        let parsed = look(&folder.join("mrt").join(&name));
        // The one record of this file has a list of prefixes that breaks off, as bgpdump finds too.
        let broken = usize::from(name.contains("nlri_mask_trailing_bits"));
        assert_eq!(parsed.problems.len(), broken, "{name}");
        assert_eq!(counts(&parsed.value), expected(&golden), "{name}");
        // The text of the same file reads the same.
        let text = look(&golden).value;
        assert_eq!(counts(&text), counts(&parsed.value), "{name}");
        assert_eq!(text.prefixes, parsed.value.prefixes, "{name}");
        assert_eq!(text.origins, parsed.value.origins, "{name}");
        assert_eq!(text.session_changes > 0, parsed.value.session_changes > 0);
        assert_eq!(
            (text.first, text.last),
            (parsed.value.first, parsed.value.last)
        );
        seen += 1;
    }
    assert_eq!(seen, 12);
}

#[test]
fn a_cut_file_gives_its_intact_records_and_says_so() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let folder = shared.join("data/net/mrt");
    for (name, entries, peers) in [
        ("rib.20080501.0644_firstMB.bz2", 139_291, 44),
        ("rib.20140523.0600_firstMB.bz2", 270_005, 35),
        ("rib6.20151101.0600_firstMB.bz2", 149_578, 27),
    ] {
        let Parsed { value, problems } = look(&folder.join(name));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains("ends early"), "{problems:?}");
        assert_eq!(
            (value.entries, value.peers.len()),
            (entries, peers),
            "{name}"
        );
    }
}

#[test]
fn other_real_files_read_without_a_word() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let folder = shared.join("data/net/mrt");
    for (name, records, elements) in [
        // Historical tables hold many entries in one record.
        ("rrc00.bview.20000111.0032.gz", 2_490, 452_018),
        ("rrc15.updates.20100227.1600.gz", 6_615, 53_786),
        ("rrc15.updates.20100227.1610.gz", 1_953, 7_469),
        (
            "rrc03.updates.20100227.1600.first-796-records.gz",
            796,
            1_359,
        ),
        ("routeviews.jinx.updates.20150401.0000.bz2", 1_756, 8_611),
        ("rrc06.updates.20150401.0000.gz", 795, 1_557),
        ("updates.20260222.1530.bz2", 49_220, 118_663),
        ("updates.20190101.0000.gz", 54_514, 162_574),
    ] {
        let Parsed { value, problems } = look(&folder.join(name));
        assert_eq!(problems, [], "{name}");
        assert_eq!(
            (value.records, value.elements),
            (records, elements),
            "{name}"
        );
    }
}
