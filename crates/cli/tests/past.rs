//! Captures of others and mailing lists, from a case file through the program to its documents.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use backpedal_testkit::{Answer, LoopbackSite};
use common::Desk;

const HEAD: &str = "id = \"past\"\ntitle = \"Past\"\nzone = \"UTC\"\n\
    [window]\nstart = 2011-03-04\nend = 2011-03-05\n\
    [[party]]\nid = \"halyard\"\nname = \"Halyard\"\ndomains = [\"halyard.example\"]\n\
    [[source]]\n";

fn page(words: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Status of Halyard</title></head><body><article><h1>Status of Halyard</h1>\
         <p>{words} Halyard said that its network was down on 4 March 2011 because of a cut fibre.</p></article></body></html>"
    )
}

/// The sources of the report: the address and the time of the capture, and whose it is.
fn sources(desk: &Desk) -> Vec<String> {
    let json = desk.run(&["--format", "json", "run", "case.toml"]).json();
    let list = json["sources"].as_array().cloned().unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let one = |one: &serde_json::Value| {
        let fields = ["origin", "captured", "via"].map(|key| text(&one[key]));
        fields.join(" ")
    };
    list.iter().map(one).collect()
}

#[test]
fn a_warc_file_gives_captures_of_its_own_times() {
    let desk = Desk::new();
    let record = |day: u8, words: &str| {
        let block = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}",
            page(words)
        );
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://halyard.example/status\r\n\
             WARC-Date: 2011-03-0{day}T10:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let file = format!(
        "{}damaged\n{}",
        record(4, "We are looking."),
        record(5, "We are back.")
    );
    desk.write("a.warc", file);
    desk.write(
        "case.toml",
        format!("{HEAD}kind = \"warc\"\npath = \"a.warc\"\n"),
    );
    let expected =
        [4, 5].map(|day| format!("https://halyard.example/status 2011-03-0{day}T10:00:00Z a.warc"));
    assert_eq!(sources(&desk), expected);
    // A second run finds the same and keeps nothing twice.
    assert_eq!(sources(&desk), expected);
}

#[test]
fn a_past_capture_has_the_address_and_the_time_of_the_page() {
    let site = LoopbackSite::start().expect("a port is free");
    let list = r#"[["timestamp","original"],["20110304100000","https://halyard.example/status"]]"#;
    let capture = "/web/20110304100000id_/https://halyard.example/status";
    site.on("/list", Answer::bytes("application/json", list));
    let dated = Answer::html(&page("We are looking."))
        .header("memento-datetime", "Fri, 04 Mar 2011 10:00:07 GMT");
    site.on(capture, dated);
    let desk = Desk::new();
    desk.write(
        "case.toml",
        format!(
            "{HEAD}kind = \"memento\"\nurl = \"{}\"\n",
            site.url("/list")
        ),
    );
    let crawled = desk.run(&["crawl", "case.toml", "--allow-loopback"]);
    assert!(
        crawled.out.contains("2 fetched"),
        "{}{}",
        crawled.out,
        crawled.err
    );
    let found = sources(&desk);
    let expected = format!(
        "https://halyard.example/status 2011-03-04T10:00:07Z {}",
        site.url(capture)
    );
    assert!(found.contains(&expected), "{found:?}");
}

#[test]
fn a_mailbox_gives_messages() {
    let desk = Desk::new();
    let month = "From ada at pier.example  Fri Mar  4 10:00:00 2011\nFrom: ada at pier.example (Ada Quill)\n\
        Date: Fri, 4 Mar 2011 10:00:00 +0000\nSubject: Halyard down\nMessage-ID: <1@pier.example>\n\n\
        Halyard has been down since nine.\n";
    desk.write("2011-March.txt", month);
    desk.write(
        "case.toml",
        format!("{HEAD}kind = \"mailing-list\"\npath = \"2011-March.txt\"\n"),
    );
    let json = desk.run(&["--format", "json", "run", "case.toml"]).json();
    let claim = &json["claims"][0];
    assert_eq!(claim["document"], "mail#1@pier.example", "{json:#}");
    assert_eq!(claim["speaker"], "Ada Quill");
    assert_eq!(claim["quote"], "Halyard has been down since nine");
}
