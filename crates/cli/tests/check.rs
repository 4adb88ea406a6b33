//! `check`, `explain` and `--as-of` on the fixture case.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use common::{Desk, fixture};
use serde_json::Value;

/// What `check` prints on the fixture, with more words.
fn check(desk: &Desk, words: &[&str]) -> common::Ran {
    let fixture = fixture();
    let mut args = vec!["--quiet"];
    args.extend(words);
    args.extend(["check", &fixture]);
    desk.run(&args).ends(0)
}

/// The same for flags that come after the command.
fn check_with(desk: &Desk, format: &str, words: &[&str]) -> common::Ran {
    let fixture = fixture();
    let mut args = vec!["--quiet", "--format", format, "check", &fixture];
    args.extend(words);
    desk.run(&args).ends(0)
}

/// A side of a contradiction as scorers read it: a document by name, and a place in its text.
fn side(end: &Value) -> (String, u64, u64) {
    let document = end["document"].as_str().expect("a document's name");
    let place = |key: &str| {
        end[key]
            .as_u64()
            .unwrap_or_else(|| panic!("no {key}: {end}"))
    };
    (document.to_owned(), place("start"), place("end"))
}

#[test]
fn json_lines_are_contradictions_and_nothing_else() {
    let desk = Desk::new();
    let found = check(&desk, &["--format", "jsonl"]).jsonl();
    assert!(!found.is_empty());
    let fixture = fixture();
    let documents = desk
        .run(&["--quiet", "--format", "json", "report", &fixture])
        .ends(0)
        .json();
    let claims = documents["claims"].as_array().expect("claims").clone();
    for line in &found {
        let kind: Result<backpedal_model::ContradictionKind, _> =
            line["kind"].as_str().expect("a kind").parse();
        assert!(kind.is_ok(), "{line}");
        for end in [&line["a"], &line["b"]] {
            let (document, start, stop) = side(end);
            assert!(start < stop, "{line}");
            let quote = end["quote"].as_str().expect("the words");
            assert_eq!(quote.chars().count() as u64, stop - start, "{line}");
            let known = |claim: &&Value| {
                claim["document"] == document.as_str() && claim["span"]["start"] == start
            };
            assert!(claims.iter().any(|claim| known(&claim)), "{line}");
            assert!(
                end["speaker"].is_string() && end["outlet"].is_string(),
                "{line}"
            );
        }
        for field in ["id", "strength", "why", "would_change", "rule"] {
            assert!(line[field].is_string(), "{field}: {line}");
        }
    }
    // What is no contradiction never joins this stream, whatever is asked.
    let all = check_with(&desk, "jsonl", &["--all"]).jsonl();
    assert_eq!(all, found);
    let none = check_with(&desk, "jsonl", &["--only", "non-contradictions"]).jsonl();
    assert!(
        none.iter()
            .all(|line| line["none"].is_string() && line["kind"].is_null())
    );
}

#[test]
fn every_part_is_a_stream_of_its_own() {
    let desk = Desk::new();
    let report = desk
        .run(&["--quiet", "--format", "json", "report", &fixture()])
        .ends(0)
        .json();
    let length = |part: &str| check_with(&desk, "jsonl", &["--only", part]).jsonl().len();
    let whole = |field: &str| report[field].as_array().map(Vec::len).expect("a list");
    assert_eq!(length("contradictions"), whole("contradictions"));
    assert_eq!(length("non-contradictions"), whole("non_contradictions"));
    assert_eq!(length("positions"), whole("ledger"));
    assert_eq!(length("verdicts"), whole("claims"));
    assert_eq!(length("finding"), 1);
    let array = check_with(&desk, "json", &["--only", "ledger"]).json();
    assert_eq!(array.as_array().map(Vec::len), Some(whole("ledger")));
}

#[test]
fn the_parts_come_in_their_order_and_one_may_stand_alone() {
    let desk = Desk::new();
    let text = check(&desk, &[]).out;
    let headings = [
        "Finding, as of",
        "Ledger: who stood where",
        "\nContradictions\n",
        "\nClaims against data\n",
    ];
    let places: Vec<Option<usize>> = headings.iter().map(|part| text.find(part)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}\n{text}"
    );
    assert!(text.contains("   Why           "), "{text}");
    let only = check_with(&desk, "text", &["--only", "ledger"]).out;
    assert!(
        only.contains("SYNTHETIC") && only.contains(headings[1]),
        "{only}"
    );
    assert!(
        !only.contains(headings[0]) && !only.contains(headings[3]),
        "{only}"
    );
    let brief = check_with(&desk, "text", &["--brief", "--all"]).out;
    assert!(
        brief.contains("\nNot contradictions, though they may look it\n"),
        "{brief}"
    );
    assert!(!brief.contains("   Why           "), "{brief}");
}

#[test]
fn a_contradiction_is_explained_to_the_capture() {
    let desk = Desk::new();
    let found = check(&desk, &["--format", "jsonl"]).jsonl();
    let reversal = found.iter().find(|line| line["kind"] == "reversal");
    let reversal = reversal.expect("the fixture holds one");
    let id = reversal["id"].as_str().expect("an id");
    let text = desk.run(&["explain", id]).ends(0).out;
    for part in [
        "reversal",
        "Order",
        "Time rests on",
        "Captured",
        "sha256",
        "Measurement",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for end in ["a", "b"] {
        let claim = reversal[end]["claim"].as_str().expect("a claim");
        assert!(text.contains(claim), "{claim}: {text}");
        let own = desk.run(&["explain", claim]).ends(0).out;
        assert!(own.contains(id) && own.contains("Ledger"), "{own}");
    }
    let json = desk
        .run(&["--format", "json", "explain", id])
        .ends(0)
        .json();
    assert_eq!(json["contradiction"]["id"], id);
    assert_eq!(json["a"]["claim"]["id"], reversal["a"]["claim"]);
    assert!(json["order"].is_string() && json["b"]["capture"]["sha256"].is_string());
    // Every contradiction begins so.
    let several = desk.run(&["explain", "x-"]).ends(2);
    assert!(
        several.err.contains("not enough to tell: x-"),
        "{}",
        several.err
    );
    let none = desk.run(&["explain", "x-zz"]).ends(2);
    assert!(
        none.err.contains("no claim and no contradiction"),
        "{}",
        none.err
    );
}

#[test]
fn an_earlier_time_gives_less_and_changes_nothing_that_is_kept() {
    let desk = Desk::new();
    desk.run(&["--quiet", "run", &fixture()]).ends(0);
    let kept = || {
        let id = "ooma-internap-2009";
        let report = desk.run(&["--format", "json", "report", id]).ends(0).out;
        let file = desk.path("index/reports/ooma-internap-2009/report.html");
        (report, std::fs::read(file).expect("the report"))
    };
    let before = kept();
    let count = |time: &str, part: &str| {
        let words = ["--as-of", time, "--only", part];
        check_with(&desk, "jsonl", &words).jsonl().len()
    };
    let whole = check_with(&desk, "jsonl", &["--only", "ledger"])
        .jsonl()
        .len();
    let times = [
        "2009-04-12",
        "2009-04-14T20:00Z",
        "2009-04-14",
        "2009-04-20",
        "2030-01-01",
    ];
    let rows = times.map(|time| count(time, "ledger"));
    assert!(rows.is_sorted() && rows[0] == 0 && rows[1] > 0, "{rows:?}");
    assert!(
        rows[1] < whole && rows[3] == whole && rows[4] == whole,
        "{rows:?} of {whole}"
    );
    let claims = times.map(|time| count(time, "verdicts"));
    assert!(claims.is_sorted() && claims[0] == 0, "{claims:?}");

    let id = "ooma-internap-2009";
    let early = ["report", id, "--as-of", "2009-04-14T20:00Z"];
    let text = desk.run(&early).ends(0).out;
    assert!(
        text.contains("Finding, as of 2009-04-14 20:00 UTC"),
        "{text}"
    );
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("later documents are left out"), "{text}");
    let run = ["--quiet", "run", &fixture(), "--as-of", "2009-04-14T20:00Z"];
    let run = desk.run(&run).ends(0).out;
    assert!(run.contains("Finding, as of 2009-04-14 20:00 UTC"), "{run}");
    assert!(before == kept(), "an earlier time changed what is kept");
}

#[test]
fn what_was_not_known_yet_is_not_explained() {
    let desk = Desk::new();
    let found = check(&desk, &["--format", "jsonl"]).jsonl();
    let retreat = found.iter().find(|line| line["kind"] == "reversal");
    let id = retreat.expect("the fixture holds one")["id"]
        .as_str()
        .expect("an id");
    let early = desk
        .run(&["explain", id, "--as-of", "2009-04-14T20:00Z"])
        .ends(2);
    assert!(early.err.contains("at that time"), "{}", early.err);
    desk.run(&["explain", id, "--as-of", "2009-04-20"]).ends(0);
}

#[test]
fn a_time_that_is_none_is_refused_with_an_example() {
    let desk = Desk::new();
    for time in ["yesterday", "2009", "2009-13-01"] {
        let ran = desk.run(&["check", &fixture(), "--as-of", time]).ends(2);
        assert!(
            ran.err.contains("--as-of") && ran.err.contains("write 2009-04-1"),
            "{}",
            ran.err
        );
    }
}
