//! Crawling, against a site on this machine.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use std::{
    process::Command,
    time::{Duration, Instant},
};

use backpedal_testkit::{Answer, LoopbackSite};
use common::Desk;

const PAGE: &str = "<!doctype html><html><head><title>Halyard denies outage</title>\
    <meta property='article:published_time' content='2024-05-02T09:00:00Z'></head><body><article>\
    <h1>Halyard denies outage</h1><p>Halyard said on Thursday that its network had no downtime on \
    Wednesday. Customers of the carrier had complained of dropped calls for two hours.</p><p>\
    “We saw no outage,” Halyard spokesman Ned Farrow said. The company runs a backbone in four \
    countries and sells transit to smaller carriers there.</p></article></body></html>";

fn site() -> LoopbackSite {
    let site = LoopbackSite::start().expect("a site");
    let feed = format!(
        "<rss version='2.0'><channel><title>News</title><link>{0}</link><description>n</description>\
         <item><title>Halyard denies outage</title><link>{0}</link>\
         <description>Halyard denied.</description></item></channel></rss>",
        site.url("/story")
    );
    site.on(
        "/robots.txt",
        Answer::text("User-agent: *\nDisallow: /private\n"),
    );
    site.on("/story", Answer::html(PAGE).etag("\"1\""));
    site.on(
        "/feed.xml",
        Answer::bytes("application/rss+xml", feed.as_bytes()),
    );
    site
}

fn write_case(desk: &Desk, sources: &[(&str, String)]) -> String {
    let mut text = String::from(
        "id = \"halyard\"\ntitle = \"Halyard\"\nzone = \"UTC\"\n\
         [window]\nstart = 2024-05-01\nend = 2024-05-02\n\
         [[party]]\nid = \"halyard\"\nname = \"Halyard\"\n",
    );
    for (kind, url) in sources {
        text.push_str(&format!("[[source]]\nkind = \"{kind}\"\nurl = \"{url}\"\n"));
    }
    desk.write("case.toml", text).display().to_string()
}

#[test]
fn what_was_fetched_is_kept_and_asked_for_conditionally() {
    let (desk, site) = (Desk::new(), site());
    let case = write_case(
        &desk,
        &[
            ("page", site.url("/story")),
            ("feed", site.url("/feed.xml")),
        ],
    );
    let crawl = ["--format", "json", "crawl", &case, "--allow-loopback"];
    let first = desk.run(&crawl).ends(0).json();
    assert_eq!(first["captured"], 2, "{first}");
    // What was looked at in this very moment need not be looked at again.
    let same = desk.run(&crawl).ends(0).json();
    assert_eq!(
        (&same["captured"], &same["not_modified"]),
        (&0.into(), &0.into()),
        "{same}"
    );
    let second = desk.run_at("2026-01-02T04:04:05Z", &crawl).ends(0).json();
    assert_eq!(second["not_modified"], 1, "{second}");

    let report = desk
        .run(&["--format", "json", "run", &case, "--offline"])
        .ends(0)
        .json();
    let claims = report["claims"].as_array().expect("claims");
    assert!(
        claims
            .iter()
            .any(|c| c["kind"] == "outage" && c["polarity"] == "deny"),
        "{claims:?}"
    );
    // The feed leads to the page that is a source itself: its statements count once.
    assert_eq!(report["counts"]["documents"], 1, "{}", report["sources"]);
}

#[test]
fn refusals_and_failures_are_reported_and_the_rest_is_kept() {
    let (desk, site) = (Desk::new(), site());
    let sources = [
        ("page", site.url("/story")),
        ("page", site.url("/private/x")),
        ("page", "http://10.0.0.1/".to_owned()),
    ];
    let case = write_case(&desk, &sources);
    let ran = desk
        .run(&["--format", "json", "crawl", &case, "--allow-loopback"])
        .ends(3);
    let summary = ran.json();
    assert_eq!(
        (summary["captured"].as_u64(), summary["refused"].as_u64()),
        (Some(1), Some(1))
    );
    assert!(
        ran.err.contains("robots.txt") && ran.err.contains("10.0.0.1"),
        "{}",
        ran.err
    );
    assert_eq!(site.hits("/private/x"), 0);
}

#[test]
fn without_the_flag_this_machine_is_not_asked() {
    let (desk, site) = (Desk::new(), site());
    let case = write_case(&desk, &[("page", site.url("/story"))]);
    desk.run(&["crawl", &case]).ends(3);
    assert!(site.requests().is_empty(), "{:?}", site.requests());
}

#[test]
fn a_run_without_network_says_what_is_missing() {
    let desk = Desk::new();
    let case = write_case(
        &desk,
        &[("page", "https://halyard.example/story".to_owned())],
    );
    let ran = desk.run(&["run", &case, "--offline"]).ends(3);
    assert!(
        ran.err.contains("never captured") && ran.err.contains("crawl"),
        "{}",
        ran.err
    );
}

#[test]
fn watching_goes_on_until_ctrl_c_and_ends_in_order() {
    let (desk, site) = (Desk::new(), site());
    let case = write_case(&desk, &[("page", site.url("/story"))]);
    let mut child = desk.start(&["crawl", &case, "--watch", "--allow-loopback"]);
    let begun = Instant::now();
    while site.hits("/story") == 0 && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(200));
    assert!(
        child.try_wait().expect("a state").is_none(),
        "it ended by itself"
    );
    let told = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(told.expect("kill runs").success());
    let output = child.wait_with_output().expect("it ends");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 fetched"));
}
