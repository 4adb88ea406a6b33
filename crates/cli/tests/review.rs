//! The person's decisions, from the command line to the next crawl.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use common::{Desk, fixture};
use serde_json::Value;

/// A desk with a copy of the fixture case that tests may change, run once.
fn desk() -> Desk {
    let desk = Desk::new();
    let from = std::path::PathBuf::from(fixture());
    copy(from.parent().expect("a folder"), &desk.path("case"));
    run(&desk);
    desk
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

fn run(desk: &Desk) -> Value {
    let args = ["--format", "json", "run", "case/case.toml"];
    desk.run(&args).ends(0).json()
}

/// The page is crawled again: a paragraph and a comment were put in front, lines are broken
/// otherwise, quotation marks are straight.
fn edit(desk: &Desk) {
    let path = "case/pages/circuit-week.html";
    let text = std::fs::read_to_string(desk.path(path)).expect("the page");
    let first = "<p>Few providers argue";
    let comment = "<li class=\"comment\" id=\"comment-1\">";
    assert!(text.contains(first) && text.contains(comment));
    let text = text
        .replace(
            first,
            "<p>This page was updated on Thursday with a remark of a reader.</p>\n    \
             <p>Few providers argue",
        )
        .replace(
            comment,
            "<li class=\"comment\" id=\"comment-0\">\n<div class=\"comment-author\">\
             <cite class=\"fn\">earlybird</cite></div>\n<div class=\"comment-meta\">\
             <time datetime=\"2009-04-15T13:40:00-04:00\">1:40 pm</time></div>\n\
             <div class=\"comment-body\"><p>Nice write-up, thank you very much.</p></div></li>\n\
             <li class=\"comment\" id=\"comment-1\">",
        )
        .replace(
            "investigation, the company",
            "investigation,\n        the company",
        )
        .replace(['“', '”'], "\"");
    desk.write(path, text);
}

fn ids(report: &Value, list: &str, fits: impl Fn(&Value) -> bool) -> Vec<String> {
    let all = report[list].as_array().expect("a list");
    let ids = all.iter().filter(|one| fits(one));
    ids.map(|one| one["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn only(found: Vec<String>) -> String {
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

fn is_overstated(card: &Value) -> bool {
    card["kind"] == "misreported"
}

fn says<'a>(words: &'a str) -> impl Fn(&Value) -> bool + 'a {
    move |claim| {
        let quote = claim["quote"].as_str().unwrap_or_default();
        quote
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains(words)
    }
}

const COMMENT: &str = "do not buy transit from Internap";

/// Takes back the two decisions in force.
fn undo_all(desk: &Desk) {
    let list = desk
        .run(&["--format", "jsonl", "review", "--list"])
        .ends(0)
        .jsonl();
    assert_eq!(list.len(), 2);
    for row in &list {
        assert_eq!(row["state"], "in force");
        let id = row["id"].as_str().expect("an id");
        desk.run(&["review", id, "undo"]).ends(0);
    }
}

#[test]
fn a_refusal_outlives_a_new_crawl_until_it_is_taken_back() {
    let desk = desk();
    let first = run(&desk);
    let pair = only(ids(&first, "contradictions", is_overstated));
    let claim = only(ids(&first, "claims", says(COMMENT)));
    let refuse = |id: &str, reason: &str| {
        let args = [
            "review", id, "refuse", "--reason", reason, "--by", "Ada Berg",
        ];
        desk.run(&args).ends(0)
    };
    let told = refuse(&pair, "the tweet quotes a headline");
    assert!(told.out.contains("contradictions: "), "{}", told.out);
    refuse(&claim, "a guess");
    let hits = desk
        .run(&["search", "\"do not buy transit\" type:claim"])
        .ends(0);
    assert!(hits.out.starts_with("0 of 0"), "{}", hits.out);
    // At once, in the files of the report too.
    let page = desk.path("index/reports/ooma-internap-2009/report.html");
    let page = std::fs::read_to_string(page).expect("a report");
    assert!(page.contains("refused by Ada Berg on 2026-01-02: a guess"));

    edit(&desk);
    let again = run(&desk);
    assert_eq!(ids(&again, "contradictions", is_overstated), [""; 0]);
    assert_eq!(ids(&again, "claims", says(COMMENT)), [""; 0]);
    let decisions = again["decisions"].as_array().expect("a list");
    assert!(
        decisions
            .iter()
            .all(|d| d["unmet"] == serde_json::json!([])),
        "{decisions:?}"
    );
    // Everything else is there as before, and under new ids.
    let others = |report: &Value| {
        let all = ids(report, "claims", |claim| {
            claim["document"] == "circuit-week"
        });
        (all.len(), all)
    };
    let (was, now) = (others(&first), others(&again));
    assert_eq!(was.0, now.0);
    assert_ne!(was.1, now.1);

    let explained = desk.run(&["explain", &claim]).ends(2);
    let said = "refused by Ada Berg on 2026-01-02: a guess";
    assert!(explained.err.contains(said), "{}", explained.err);
    undo_all(&desk);
    let back = run(&desk);
    only(ids(&back, "contradictions", is_overstated));
    only(ids(&back, "claims", says(COMMENT)));
    assert!(back["decisions"].is_null());
    let list = desk
        .run(&["--format", "jsonl", "review", "--list"])
        .ends(0)
        .jsonl();
    let states: Vec<_> = list.iter().map(|row| row["state"].as_str()).collect();
    assert_eq!(states, ["undone", "undone", "undo", "undo"].map(Some));
}

#[test]
fn a_correction_is_judged_anew_and_shown_with_what_it_was() {
    let desk = desk();
    let report = run(&desk);
    let id = only(ids(&report, "claims", says(COMMENT)));
    let outcome = |report: &Value| {
        let all = report["claims"].as_array().expect("a list").iter();
        let mut of = all.filter(|claim| says(COMMENT)(claim));
        of.next().expect("the claim")["outcome"].clone()
    };
    assert_eq!(outcome(&report), "supported by measurement");
    let correct = |args: &[&str]| {
        let mut all = vec![
            "--format", "json", "review", &id, "correct", "--reason", "misread",
        ];
        all.extend(args);
        desk.run(&all).ends(0).json()
    };
    let told = correct(&["--polarity", "affirm"]);
    assert_eq!(told["before"]["outcome"], "supported by measurement");
    assert_ne!(told["before"]["outcome"], told["after"]["outcome"]);
    // A second correction adds to the first.
    correct(&["--speaker", "Tom Reed"]);
    let explained = desk.run(&["explain", &id]).ends(0);
    for words in [
        "corrected by the person on 2026-01-02",
        "polarity was deny",
        "Tom Reed",
    ] {
        let flat = explained
            .out
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(flat.contains(words), "{words}: {flat}");
    }
    edit(&desk);
    let again = run(&desk);
    assert_eq!(outcome(&again), told["after"]["outcome"]);
    // As of an earlier time the decision holds too: it is about the words, not about the time.
    let then = [
        "--format",
        "json",
        "report",
        "ooma-internap-2009",
        "--as-of",
        "2009-04-16",
    ];
    let then = desk.run(&then).ends(0).json();
    assert_eq!(outcome(&then), outcome(&again));
    let id = only(ids(&again, "claims", says(COMMENT)));
    desk.run(&["review", &id, "undo"]).ends(0);
    let told = desk
        .run(&["--format", "json", "review", &id, "undo"])
        .ends(0)
        .json();
    assert_eq!(told["after"]["outcome"], "supported by measurement");
}

#[test]
fn a_decision_that_meets_nothing_is_said_by_every_run() {
    let desk = desk();
    let report = run(&desk);
    let id = only(ids(&report, "claims", says(COMMENT)));
    desk.run(&["review", &id, "accept", "--reason", "asked him"])
        .ends(0);
    let path = "case/pages/circuit-week.html";
    let text = std::fs::read_to_string(desk.path(path)).expect("the page");
    assert!(text.contains("do not buy transit from Internap"));
    let text = text.replace(
        "do not buy transit from Internap",
        "buy all transit from Internap",
    );
    desk.write(path, text);
    for _ in 0..2 {
        let ran = desk.run(&["run", "case/case.toml"]).ends(0);
        assert!(
            ran.err.contains("is not obeyed in full: no claim says"),
            "{}",
            ran.err
        );
    }
    let list = desk.run(&["review", "--list"]).ends(0);
    assert!(list.out.contains("not met"), "{}", list.out);
}

#[test]
fn what_cannot_be_decided_says_why_and_what_to_do() {
    let desk = desk();
    let report = run(&desk);
    let pair = only(ids(&report, "contradictions", is_overstated));
    let claim = only(ids(&report, "claims", says(COMMENT)));
    let why = ["--reason", "x"];
    let refused = |args: &[&str], words: &str| {
        let ran = desk.run(&[&["review"], args, &why].concat()).ends(2);
        assert!(ran.err.contains(words), "{args:?}: {}", ran.err);
    };
    refused(&["c-zz", "refuse"], "no claim, contradiction or decision");
    refused(&["c-", "refuse"], "not enough to tell");
    refused(&[&claim, "correct"], "nothing is corrected");
    refused(
        &[&claim, "correct", "--party", "heron"],
        "its parties are ooma, internap",
    );
    refused(
        &[&claim, "correct", "--object", "9=ooma"],
        "has no object 9; it has",
    );
    refused(
        &[&claim, "correct", "--time", "noon"],
        "is not a date or time",
    );
    refused(
        &[&claim, "correct", "--polarity", "no"],
        "affirm, deny, uncertain",
    );
    refused(
        &[&claim, "refuse", "--polarity", "deny"],
        "go with `correct` only",
    );
    refused(&[&claim, "refuse", "--link", "object:9"], "has no object 9");
    refused(&[&claim, "undo"], "no decision on");
    refused(
        &[&pair, "correct", "--polarity", "deny"],
        "accepted or refused",
    );
    refused(&[&claim, "refuse", "--case", "heron"], "no case \"heron\"");
    let without = desk.run(&["review", &claim, "refuse"]).ends(2);
    assert!(without.err.contains("--reason"), "{}", without.err);
    let list = desk.run(&["review", "--list"]).ends(0);
    assert!(list.out.contains("nothing was decided yet"), "{}", list.out);
    assert_eq!(run(&desk), report);
}
