//! Many routing files: from folders, by patterns, and over addresses as the plan gives them.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use std::fmt::Write as _;

use backpedal_testkit::{Answer, LoopbackSite};
use common::{Desk, Ran};
use serde_json::Value;

/// 2031-03-04T08:00:00Z.
const EIGHT: i64 = 1_930_377_600;
const PEERS: u32 = 5;

fn line(head: &str, at: i64, letter: &str, peer: u32, prefix: u32) -> String {
    let from = format!("{head}|{at}|{letter}|192.0.2.{peer}|{}", 64510 + peer);
    match letter {
        "W" => format!("{from}|198.51.{prefix}.0/24\n"),
        _ => format!(
            "{from}|198.51.{prefix}.0/24|{} 64500|IGP|192.0.2.{peer}|0|0||NAG||\n",
            64510 + peer
        ),
    }
}

/// A table of ten prefixes at eight o'clock.
fn table() -> String {
    let mut text = String::new();
    for peer in 1..=PEERS {
        for prefix in 0..10 {
            text += &line("TABLE_DUMP2", EIGHT, "B", peer, prefix);
        }
    }
    text
}

/// The updates of five minutes: in the minutes from 9:10 to 9:30 half of the prefixes are gone.
fn updates(at: i64) -> String {
    let mut text = String::new();
    let minute = (at - EIGHT) / 60;
    for (when, letter) in [(70, "W"), (90, "A")] {
        if minute == when {
            for peer in 1..=PEERS {
                for prefix in 0..5 {
                    text += &line("BGP4MP", at + 5, letter, peer, prefix);
                }
            }
        }
    }
    // Something is always said.
    text + &line("BGP4MP", at + 9, "A", 1, 9)
}

/// The name of a file of updates.
fn name(at: i64) -> String {
    let minute = (at - EIGHT) / 60;
    format!(
        "updates.20310304.{:02}{:02}.gz",
        8 + minute / 60,
        minute % 60
    )
}

/// A case whose window is the hour from nine o'clock.
fn case(archive: &str) -> String {
    format!(
        "id = \"halyard\"\ntitle = \"Halyard\"\n[window]\nstart = 2031-03-04T09:00:00Z\n\
         end = 2031-03-04T10:00:00Z\n[[party]]\nid = \"halyard\"\nname = \"Halyard\"\n\
         asns = [64500]\n{archive}"
    )
}

fn folder(desk: &Desk) {
    let folder = desk.path("rrc00/2031.03");
    std::fs::create_dir_all(&folder).expect("made");
    std::fs::write(folder.join("bview.20310304.0800.gz"), table()).expect("written");
    for step in 0..30 {
        let at = EIGHT + 300 * step;
        std::fs::write(folder.join(name(at)), updates(at)).expect("written");
    }
}

/// Minutes below 80 %, datasets, and the collector of the first.
fn seen(measured: &Value) -> (usize, usize) {
    let bins = measured["observations"][0]["signal"]["bins"]
        .as_array()
        .expect("bins");
    let low = bins
        .iter()
        .filter(|bin| bin["share"].as_f64().is_some_and(|share| share < 0.8));
    let datasets = measured["datasets"].as_array().expect("datasets");
    assert_eq!(datasets[0]["collector"], "rrc00");
    (low.count(), datasets.len())
}

fn measure(desk: &Desk, args: &[&str]) -> Ran {
    let mut all = vec!["--format", "json", "measure"];
    all.extend(args);
    desk.run(&all)
}

#[test]
fn a_folder_and_a_pattern_are_read_as_far_as_the_window_needs_them() {
    let desk = Desk::new();
    folder(&desk);
    for path in ["rrc00", "rrc00/*/*.gz"] {
        let case = desk.write(
            "case.toml",
            case(&format!("[[archive]]\npath = {path:?}\n")),
        );
        let measured = measure(&desk, &[&case.display().to_string()])
            .ends(0)
            .json();
        // The table, and the files from eight to ten o'clock.
        assert_eq!(seen(&measured), (20, 25), "{path}");
    }
    let case = desk.write("case.toml", case("[[archive]]\npath = \"rrc01\"\n"));
    let ran = measure(&desk, &[&case.display().to_string()]).ends(3);
    assert!(ran.err.contains("names no file"), "{}", ran.err);
}

#[test]
fn without_a_case_an_as_is_watched() {
    let desk = Desk::new();
    folder(&desk);
    let args = [
        "--watch",
        "AS64500",
        "--from",
        "2031-03-04T09:00:00Z",
        "--to",
        "2031-03-04T10:00:00Z",
        "rrc00",
    ];
    let measured = measure(&desk, &args).ends(0).json();
    assert_eq!(seen(&measured), (20, 25));
    let text = desk
        .run(&["measure", "--watch", "64500", "rrc00"])
        .ends(0)
        .out;
    assert!(text.contains("minimum 50.0 % at 09:11 UTC"), "{text}");
    for (args, told) in [
        (
            &["--watch", "halyard", "rrc00"][..],
            "neither an AS nor a prefix",
        ),
        (&["--watch", "64500", "rrc07"][..], "names no file"),
        (
            &["--watch", "64500", "rrc00", "--to", "2031-03-04T07:00:00Z"][..],
            "is not after",
        ),
    ] {
        let ran = measure(&desk, args).ends(2);
        assert!(ran.err.contains(told), "{}", ran.err);
    }
}

#[test]
fn what_the_plan_names_is_fetched_and_read() {
    let (desk, site) = (Desk::new(), LoopbackSite::start().expect("a site"));
    let bare = desk.write("bare.toml", case(""));
    let plan = measure(&desk, &["--plan", &bare.display().to_string()])
        .ends(0)
        .json();
    let steps = plan["steps"].as_array().expect("steps");
    let mut urls = String::new();
    let mut files = 0;
    for step in steps.iter().filter(|step| step["about"] == "rrc00") {
        let url = step["url"].as_str().expect("an address");
        let path = url
            .strip_prefix("https://data.ris.ripe.net")
            .expect("the archive of RIS");
        let at: jiff::Timestamp = step["covers"]["start"]
            .as_str()
            .expect("a time")
            .parse()
            .expect("a time");
        let body = if step["kind"] == "bgp-table" {
            table()
        } else {
            updates(at.as_second())
        };
        site.on(
            path,
            Answer::bytes("application/octet-stream", body.into_bytes()),
        );
        writeln!(urls, "  {:?},", site.url(path)).expect("a string");
        files += 1;
    }
    assert_eq!(files, 25);
    site.on(
        "/robots.txt",
        Answer::text("User-agent: *\nCrawl-delay: 0\n"),
    );
    let archive = format!("[[archive]]\nurls = [\n{urls}]\n");
    let full = desk
        .write("case.toml", case(&archive))
        .display()
        .to_string();
    let crawl = [
        "--format",
        "json",
        "crawl",
        &full,
        "--measurements",
        "--allow-loopback",
    ];
    let summary = desk.run(&crawl).ends(0).json();
    assert_eq!(summary["captured"], 25, "{summary}");
    assert_eq!(seen(&measure(&desk, &[&full]).ends(0).json()), (20, 25));
}

#[test]
fn the_plan_can_be_put_into_the_case() {
    let desk = Desk::new();
    let bare = desk.write("bare.toml", case(""));
    let sections = desk
        .run(&["measure", "--plan", &bare.display().to_string()])
        .ends(0)
        .out;
    let whole = desk.write("case.toml", case(&sections));
    let again = desk
        .run(&["measure", "--plan", &whole.display().to_string()])
        .ends(0);
    assert_eq!(again.out, sections);
}

/// What RIPEstat answers: the table at nine, and a withdrawal of half of the prefixes.
fn ripestat(kind: &str) -> String {
    let mut items = Vec::new();
    for peer in 1..=PEERS {
        for prefix in 0..10 {
            let (target, source) = (
                format!("198.51.{prefix}.0/24"),
                format!("00-192.0.2.{peer}"),
            );
            let path = serde_json::json!([64510 + peer, 64500]);
            if kind == "bgp-table" {
                items.push(serde_json::json!({"target_prefix": target, "source_id": source, "path": path, "community": []}));
                continue;
            }
            if prefix < 5 {
                items.push(
                    serde_json::json!({"type": "W", "timestamp": "2031-03-04T09:10:05", "seq": 1,
                    "attrs": {"target_prefix": target, "source_id": source}}),
                );
            }
        }
    }
    if kind != "bgp-table" {
        for peer in 1..=PEERS {
            for prefix in 0..5 {
                items.push(serde_json::json!({"type": "A", "timestamp": "2031-03-04T09:30:05", "seq": 2,
                    "attrs": {"target_prefix": format!("198.51.{prefix}.0/24"), "source_id": format!("00-192.0.2.{peer}"),
                        "path": [64510 + peer, 64500], "community": []}}));
            }
        }
    }
    let data = if kind == "bgp-table" {
        serde_json::json!({"resource": "64500", "bgp_state": items, "nr_routes": 50, "query_time": "2031-03-04T09:00:00"})
    } else {
        serde_json::json!({"resource": "64500", "updates": items, "nr_updates": 50,
            "query_starttime": "2031-03-04T09:00:00", "query_endtime": "2031-03-04T10:00:00",
            "sources": (1..=PEERS).map(|peer| serde_json::json!({"id": format!("00-192.0.2.{peer}"), "as_number": 64510 + peer, "ip": format!("192.0.2.{peer}"), "rrc": "RRC00"})).collect::<Vec<_>>()})
    };
    serde_json::json!({"status": "ok", "data": data}).to_string()
}

#[test]
fn what_ripestat_answers_is_fetched_and_read() {
    let (desk, site) = (Desk::new(), LoopbackSite::start().expect("a site"));
    let bare = desk.write("bare.toml", case(""));
    let plan = measure(&desk, &["--plan", &bare.display().to_string()])
        .ends(0)
        .json();
    let mut sections = String::new();
    let steps = plan["steps"].as_array().expect("steps").iter();
    for step in steps.filter(|step| step["from"] == "ripe-stat") {
        let (url, kind) = (
            step["url"].as_str().expect("an address"),
            step["kind"].as_str().expect("a kind"),
        );
        let path = url.strip_prefix("https://stat.ripe.net").expect("RIPEstat");
        site.on(
            path,
            Answer::bytes("application/json", ripestat(kind).into_bytes()),
        );
        let times = if kind == "bgp-table" {
            "at = 2031-03-04T09:00:00Z".to_owned()
        } else {
            "from = 2031-03-04T09:00:00Z\nto = 2031-03-04T10:00:00Z".to_owned()
        };
        writeln!(
            sections,
            "[[measurement]]\nkind = {kind:?}\nurl = {:?}\n{times}\ncollector = \"ripestat\"",
            site.url(path)
        )
        .expect("a string");
    }
    site.on(
        "/robots.txt",
        Answer::text("User-agent: *\nCrawl-delay: 0\n"),
    );
    let full = desk
        .write("case.toml", case(&sections))
        .display()
        .to_string();
    let crawl = [
        "--format",
        "json",
        "crawl",
        &full,
        "--measurements",
        "--allow-loopback",
    ];
    assert_eq!(desk.run(&crawl).ends(0).json()["captured"], 2);
    let measured = measure(&desk, &[&full]).ends(0).json();
    let bins = measured["observations"][0]["signal"]["bins"]
        .as_array()
        .expect("bins");
    let low = bins
        .iter()
        .filter(|bin| bin["share"].as_f64().is_some_and(|share| share < 0.8));
    assert_eq!(
        low.count(),
        20,
        "{}",
        measured["observations"][0]["coverage"]
    );
}
