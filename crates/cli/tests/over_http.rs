//! A case that is crawled over HTTP tells what the same case tells from files.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use std::path::{Path, PathBuf};

use backpedal_testkit::{Answer, LoopbackSite};
use common::Desk;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ooma-internap-2009")
}

/// The lines of a report as text, without the place of the page.
fn told(desk: &Desk, case: &str) -> Vec<String> {
    let out = desk.run(&["run", case]).out;
    let lines = out.lines().filter(|line| !line.starts_with("Report: "));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_fixture_over_http_gives_the_same_report() {
    let case = std::fs::read_to_string(fixture().join("case.toml")).expect("the fixture is there");
    let site = LoopbackSite::start().expect("a port is free");
    let mut crawled = String::new();
    let mut served = 0;
    for line in case.lines() {
        let Some(path) = line.strip_prefix("path = ") else {
            crawled += &format!("{line}\n");
            continue;
        };
        let path = path.trim_matches('"');
        let media_type = match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("html") => "text/html; charset=utf-8",
            Some("xml") => "application/rss+xml",
            Some("json") => "application/json",
            _ => "text/plain",
        };
        let body = std::fs::read(fixture().join(path)).expect("the file is there");
        let address = format!("/{path}");
        site.on(&address, Answer::bytes(media_type, body));
        crawled += &format!("url = \"{}\"\n", site.url(&address));
        served += 1;
    }
    assert!(served >= 10, "the fixture names its files by `path`");

    let (files, http) = (Desk::new(), Desk::new());
    let case = fixture().join("case.toml");
    let from_files = told(&files, case.to_str().expect("a path in UTF-8"));
    http.write("case.toml", crawled);
    let crawl = http.run(&["crawl", "case.toml", "--measurements", "--allow-loopback"]);
    // The pages of the feed's entries are at an address that nobody serves.
    assert!(
        crawl.out.contains(&format!("{served} fetched")),
        "{}{}",
        crawl.out,
        crawl.err
    );
    let asked = site.requests().len();
    let from_http = told(&http, "case.toml");
    assert_eq!(site.requests().len(), asked, "a run asks nobody");

    assert!(from_files.len() > 100, "the report is long");
    for (file, crawled) in from_files.iter().zip(&from_http) {
        assert_eq!(file, crawled);
    }
    assert_eq!(from_files.len(), from_http.len());
}
