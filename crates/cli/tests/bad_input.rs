//! Wrong input: a clear message or a reported gap, a partial result where something usable is
//! left, never a panic (which [`common::Desk`] looks for in every run).

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use common::{Desk, fixture, root};

#[test]
fn wrong_words_are_usage_errors() {
    let desk = Desk::new();
    for args in [
        &["no-such-command"][..],
        &["run"],
        &["transit", "a", "b"],
        &["search", "--limit", "x"],
    ] {
        assert!(desk.run(args).ends(2).err.contains("error:"), "{args:?}");
    }
    desk.run(&["--help"]).ends(0);
    desk.run(&["--version"]).ends(0);
}

#[test]
fn a_missing_case_file_is_named() {
    let ran = Desk::new().run(&["run", "nowhere.toml"]).ends(2);
    assert!(
        ran.err.contains("nowhere.toml") && ran.err.contains("hint:"),
        "{}",
        ran.err
    );
}

#[test]
fn a_wrong_case_file_is_reported_with_line_and_hint() {
    let desk = Desk::new();
    desk.write("case.toml", "id = \"x\"\ntitel = \"X\"\n");
    let ran = desk.run(&["run", "case.toml"]).ends(2);
    assert!(ran.err.contains("line 2, column 1"), "{}", ran.err);
    assert!(ran.err.contains("title"), "{}", ran.err);
    desk.write("broken.toml", "id = \n[[[");
    assert!(
        desk.run(&["run", "broken.toml"])
            .ends(2)
            .err
            .contains("line 1")
    );
    desk.write("empty.toml", "");
    desk.run(&["run", "empty.toml"]).ends(2);
}

#[test]
fn empty_and_binary_texts_are_named_and_the_rest_is_read() {
    let desk = Desk::new();
    desk.write("empty.txt", "");
    desk.write("binary.txt", [0_u8, 159, 146, 150, 0, 1, 2, 255].repeat(50));
    desk.write(
        "good.txt",
        "Halyard said on Monday that its network was down for two hours.\n",
    );
    let ran = desk
        .run(&[
            "--format",
            "jsonl",
            "extract",
            "empty.txt",
            "binary.txt",
            "good.txt",
        ])
        .ends(3);
    assert!(
        ran.err.contains("empty.txt") || ran.err.contains("empty"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("binary"), "{}", ran.err);
    assert!(!ran.jsonl().is_empty(), "the good text gave no claim");
    desk.run(&["extract", "empty.txt"]).ends(1);
    desk.run(&["extract", "missing.txt"]).ends(1);
    desk.run_with_input(&["extract", "-"], b"").ends(1);
}

#[test]
fn standard_input_is_an_input() {
    let text = "The carrier denied that its backbone had any outage.".as_bytes();
    let ran = Desk::new()
        .run_with_input(&["--format", "jsonl", "extract"], text)
        .ends(0);
    assert_eq!(ran.jsonl()[0]["polarity"], "deny", "{}", ran.out);
}

#[test]
fn measurement_files_that_hold_nothing_are_named() {
    let desk = Desk::new();
    desk.write("empty.gz", "");
    desk.write("noise.bin", [7_u8, 200, 13, 0, 255, 31].repeat(99));
    for name in ["empty.gz", "noise.bin", "missing.gz"] {
        let ran = desk.run(&["measure", name]);
        assert!(
            ran.code == 1 || ran.code == 2,
            "{name}: {}\n{}",
            ran.code,
            ran.err
        );
        assert!(ran.err.contains(name), "{}", ran.err);
    }
}

#[test]
fn a_case_with_gaps_still_gives_a_partial_result() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(fixture()).expect("the fixture");
    let dir = root("fixtures/ooma-internap-2009");
    // The same case from elsewhere, its files by full path, and one source that is not there.
    let text = text.replace("path = \"", &format!("path = \"{dir}/"));
    let extra = "\n[[source]]\nkind = \"text\"\npath = \"/nowhere/at-all.txt\"\n";
    desk.write("case.toml", format!("{text}{extra}"));
    let ran = desk.run(&["run", "case.toml"]).ends(3);
    assert!(ran.out.contains("Report: "), "{}", ran.out);
    assert!(ran.err.contains("/nowhere/at-all.txt"), "{}", ran.err);
}

#[test]
fn damaged_inputs_are_gaps_and_a_report_is_written_all_the_same() {
    let desk = Desk::new();
    let ran = desk
        .run(&["run", &root("fixtures/bad/unreadable-inputs.toml")])
        .ends(3);
    assert!(ran.out.contains("Report: "), "{}", ran.out);
    for name in ["empty.html", "binary.html", "missing.html", "truncated.mrt"] {
        assert!(ran.err.contains(name), "{name} is not named: {}", ran.err);
    }
}

#[test]
fn a_party_that_the_case_does_not_name_and_data_outside_the_window_are_mistakes() {
    let desk = Desk::new();
    for (name, word) in [
        ("unknown-party", "voice_of"),
        ("measurement-outside-window", "window"),
    ] {
        let ran = desk
            .run(&["run", &root(&format!("fixtures/bad/{name}.toml"))])
            .ends(2);
        assert!(
            ran.err.contains(word) && ran.err.contains("line "),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_search_without_an_index_says_what_to_do() {
    let ran = Desk::new().run(&["search", "outage"]).ends(1);
    assert!(ran.err.contains("backpedal run"), "{}", ran.err);
}

#[test]
fn a_wrong_query_shows_where() {
    let desk = Desk::new();
    desk.run(&["--quiet", "run", &fixture()]).ends(0);
    let ran = desk.run(&["search", "date:yesterday"]);
    assert!(
        ran.code != 0 && ran.err.contains("yesterday"),
        "{} {}",
        ran.code,
        ran.err
    );
    assert!(ran.err.contains("hint:"), "{}", ran.err);
    desk.run(&["search", "kind:outage", "--facet", "colour=red"])
        .ends(2);
}

#[test]
fn an_unusable_data_directory_is_named() {
    let desk = Desk::new();
    desk.write("index", "a file, not a folder");
    let ran = desk.run(&["run", &fixture()]).ends(1);
    assert!(ran.err.contains("index"), "{}", ran.err);
}

#[test]
fn explain_of_an_unknown_claim_says_how_to_find_one() {
    let desk = Desk::new();
    desk.run(&["--quiet", "run", &fixture()]).ends(0);
    assert!(
        desk.run(&["explain", "c-zzzz"])
            .ends(2)
            .err
            .contains("search")
    );
    assert!(
        desk.run(&["explain", "c-"])
            .ends(2)
            .err
            .contains("not enough")
    );
}
