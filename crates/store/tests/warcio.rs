//! The files of captures through warcio, the reference reader of the field: it finds no fault, and
//! its index says what the store says.
//!
//! `BACKPEDAL_WARCIO` names the command; without it, the one on the path is used. Where there is
//! none, the test is skipped, but not in CI.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use backpedal_model::{Origin, Snapshot, Truncation};
use backpedal_store::{Exchange, Hop, Put, Store};
use jiff::Timestamp;

fn warcio(args: &[&str], files: &[PathBuf]) -> Option<Output> {
    let command = std::env::var_os("BACKPEDAL_WARCIO").unwrap_or_else(|| "warcio".into());
    let output = Command::new(&command).args(args).args(files).output();
    match output {
        Ok(output) => Some(output),
        Err(error) if std::env::var_os("CI").is_some() => panic!("{command:?}: {error}"),
        Err(_) => None,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn exchange(path: &str, answer: &str) -> Exchange {
    Exchange {
        request_head: format!("GET {path} HTTP/1.1\r\nHost: news.example\r\n\r\n").into(),
        response_head: format!("HTTP/1.1 {answer}\r\n\r\n").into(),
        remote: Some([192, 0, 2, 7].into()),
        ..Exchange::default()
    }
}

/// One of every kind of thing; the files.
#[allow(clippy::too_many_lines)] // one record of each kind
fn written(store: &Store) -> Vec<PathBuf> {
    let url = |path: &str| Origin::Url(format!("https://news.example{path}"));
    let packed = b"\x1f\x8b\x08\0\0\0\0\0\0\x03not really packed";
    let page = Snapshot::new(url("/a"), at("2009-04-13T18:00:00Z"), b"we are up");
    let again = Snapshot::new(url("/a"), at("2009-04-13T19:00:00Z"), b"we are up");
    let gone = Snapshot::new(url("/gone"), at("2009-04-13T18:00:01Z"), b"gone");
    let empty = Snapshot::new(url("/empty"), at("2009-04-13T18:00:02Z"), b"");
    let zipped = Snapshot::new(url("/zipped"), at("2009-04-13T18:00:03Z"), packed);
    let file = Snapshot::new(
        Origin::File("a b/ä.txt".into()),
        page.captured_at,
        b"imported",
    );
    let type_a = "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked";
    let mut moved = exchange("/new", type_a);
    moved.target = Some("https://news.example/new".into());
    moved.hops = vec![Hop {
        url: "https://news.example/a".into(),
        at: at("2009-04-13T17:59:59Z"),
        request_head: b"GET /a HTTP/1.1\r\nHost: news.example\r\n\r\n".to_vec(),
        response_head: b"HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n".to_vec(),
        remote: None,
        body: b"over there".to_vec(),
        truncated: Some(Truncation::Length),
    }];
    let put = |snapshot, body, exchange| Put::Capture {
        snapshot,
        body,
        exchange,
    };
    let visit = |status, note, exchange| Put::Visit {
        origin: &page.origin,
        at: at(&format!("2009-04-13T20:00:{:02}Z", status % 60)),
        status,
        note,
        exchange,
    };
    let (not_found, no_news) = (
        exchange("/gone", "404 Not Found"),
        exchange("/a", "304 Not Modified"),
    );
    let (plain, zip) = (
        exchange("/empty", "200 OK"),
        "200 OK\r\nContent-Encoding: gzip",
    );
    let zip = exchange("/zipped", zip);
    store
        .put_all(&[
            put(&page, b"we are up", Some(&moved)),
            put(&again, b"we are up", Some(&moved)),
            put(&gone, b"gone", Some(&not_found)),
            put(&empty, b"", Some(&plain)),
            put(&zipped, packed, Some(&zip)),
            put(&file, b"imported", None),
            visit(304, None, Some(&no_news)),
            visit(0, Some("the site's robots.txt does not allow it"), None),
        ])
        .expect("kept");
    let list = std::fs::read_dir(store.dir().join("captures")).expect("a folder");
    let paths = list.flatten().map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|e| e == "gz"))
        .collect()
}

#[test]
fn warcio_finds_no_fault_and_says_what_the_store_says() {
    let dir = tempfile::tempdir().expect("a directory");
    let store = Store::open(dir.path()).expect("a store");
    let files = written(&store);
    assert_eq!(files.len(), 1);
    let Some(checked) = warcio(&["check", "-v"], &files) else {
        eprintln!("skipped: warcio is not installed");
        return;
    };
    let text = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{text}");
    // 2 redirects, each with a request; 4 responses with theirs; file, 2 revisits, their requests;
    // 8 metadata records, one about the file itself.
    assert!(text.matches("digest pass").count() > 15, "{text}");
    let fields = "warc-type,warc-target-uri,http:status,warc-profile,warc-date";
    let indexed = warcio(&["index", "-f", fields], &files).expect("it ran before");
    let lines: Vec<serde_json::Value> = String::from_utf8_lossy(&indexed.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let of = |kind: &str| -> Vec<String> {
        let of_kind = lines.iter().filter(|line| line["warc-type"] == kind);
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        let short = of_kind.map(|l| {
            format!(
                "{} {}",
                text(&l["http:status"]),
                text(&l["warc-target-uri"])
            )
        });
        short.collect()
    };
    let on = |status: &str, path: &str| format!("{status} https://news.example{path}");
    assert_eq!(
        of("response"),
        [
            on("302", "/a"),
            on("200", "/new"),
            on("302", "/a"),
            on("404", "/gone"),
            on("200", "/empty"),
            on("200", "/zipped"),
        ]
    );
    assert_eq!(of("revisit"), [on("200", "/new"), on("304", "/a")]);
    assert_eq!(of("resource"), ["- file:a%20b/%C3%A4.txt"]);
    assert_eq!((of("warcinfo").len(), of("metadata").len()), (1, 8));
    assert_eq!(of("request").len(), 8);
}

#[test]
fn warcio_sees_damage_that_a_test_makes() {
    let dir = tempfile::tempdir().expect("a directory");
    let store = Store::open(dir.path()).expect("a store");
    let files = written(&store);
    let bytes = std::fs::read(&files[0]).expect("a file");
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 2] ^= 0x55;
    std::fs::write(&files[0], damaged).expect("written");
    if let Some(checked) = warcio(&["check"], &files) {
        assert!(!checked.status.success());
    }
}
