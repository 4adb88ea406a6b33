//! The main job on the fixture case, as a newcomer meets it.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use common::{Desk, fixture};

#[test]
fn one_command_gives_the_finding_and_the_report() {
    let desk = Desk::new();
    let ran = desk.run(&["run", &fixture()]).ends(0);
    assert!(ran.out.to_lowercase().contains("synthetic"), "{}", ran.out);
    let report = ran
        .out
        .lines()
        .find_map(|line| line.strip_prefix("Report: "))
        .expect("a path");
    let html = std::fs::read_to_string(report).expect("the report is there");
    for part in ["<svg", "Ooma", "Internap", "ynthetic"] {
        assert!(html.contains(part), "the report lacks {part}");
    }
    let json = std::fs::read_to_string(report.replace(".html", ".json")).expect("JSON beside it");
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert!(
        json["contradictions"]
            .as_array()
            .is_some_and(|list| !list.is_empty()),
        "{json}"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let report = |desk: &Desk| {
        desk.run(&["--quiet", "run", &fixture()]).ends(0);
        let dir = desk.path("index/reports/ooma-internap-2009");
        let read = |name: &str| std::fs::read(dir.join(name)).expect("a report");
        (read("report.html"), read("report.json"))
    };
    let (one, other) = (Desk::new(), Desk::new());
    let first = report(&one);
    assert!(first == report(&other), "two stores, two reports");
    assert!(first == report(&one), "a second run changes the report");
}

#[test]
fn a_second_run_keeps_the_first_captures() {
    let desk = Desk::new();
    desk.run(&["--quiet", "run", &fixture()]).ends(0);
    let captures = || {
        let mut files: Vec<_> = walk(&desk.path("index/captures"));
        files.sort();
        files
    };
    let before = captures();
    desk.run(&["--quiet", "run", &fixture()]).ends(0);
    assert!(!before.is_empty());
    assert_eq!(before, captures());
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(walk(&path))
        } else {
            files.push(path)
        }
    }
    files
}

#[test]
fn what_was_run_can_be_searched_explained_and_rendered() {
    let desk = Desk::new();
    desk.run(&["--quiet", "run", &fixture()]).ends(0);
    let hits = desk
        .run(&["--format", "jsonl", "search", "kind:outage polarity:deny"])
        .ends(0)
        .jsonl();
    let denial = hits
        .iter()
        .find(|hit| hit["party"] == "Internap")
        .expect("the denial is found");
    let id = denial["id"].as_str().expect("an id");
    let explained = desk.run(&["explain", id]).ends(0);
    assert!(explained.out.contains("cannot tell"), "{}", explained.out);
    let phrase = desk.run(&["search", "\"under investigation\""]).ends(0);
    assert!(!phrase.out.starts_with("0 of 0"), "{}", phrase.out);
    let html = desk
        .run(&["--format", "html", "report", "ooma-internap-2009"])
        .ends(0);
    assert!(html.out.starts_with("<!DOCTYPE html>") || html.out.starts_with("<!doctype html>"));
    let svg = desk
        .run(&["--format", "svg", "report", "ooma-internap-2009"])
        .ends(0);
    assert!(svg.out.starts_with("<svg"), "{}", svg.out);
    desk.run(&[
        "--format",
        "html",
        "report",
        "ooma-internap-2009",
        "--out",
        "r.html",
    ])
    .ends(0);
    assert_eq!(
        std::fs::read_to_string(desk.path("r.html")).expect("written"),
        html.out
    );
}

#[test]
fn transit_answers_from_the_fixture() {
    let desk = Desk::new();
    let ask = |x: &str, y: &str| {
        let args = [
            "--format",
            "json",
            "transit",
            x,
            y,
            "--on",
            "2009-04-13",
            "--case",
            &fixture(),
        ];
        desk.run(&args).ends(0).json()["relation"].clone()
    };
    assert_eq!(ask("ooma", "internap"), "depends");
    assert_eq!(ask("google", "internap"), "no-visible-dependency");
    assert_eq!(ask("verizon", "internap"), "other-direction");
}

#[test]
fn measured_series_are_marked_synthetic() {
    let desk = Desk::new();
    let json = desk
        .run(&["--format", "json", "measure", &fixture()])
        .ends(0)
        .json();
    let observations = json["observations"].as_array().expect("a list");
    assert!(!observations.is_empty());
    assert!(
        observations
            .iter()
            .all(|observation| observation["synthetic"] == true),
        "{json}"
    );
}
