//! The files under `fixtures/` are what they claim to be.

#![allow(clippy::expect_used, clippy::panic)] // a test may stop where it stands

use std::fs;

use backpedal_model::Case;
use backpedal_testkit::{root, synthetic};

#[test]
fn generated_files_are_what_the_generator_makes() {
    for made in synthetic() {
        let on_disk = fs::read(root().join(made.path))
            .unwrap_or_else(|error| panic!("{}: {error}", made.path));
        assert!(
            on_disk == made.bytes,
            "{} differs: run `cargo run -p backpedal-testkit --bin make-fixtures`",
            made.path
        );
    }
}

#[test]
fn the_example_case_is_read_and_its_files_are_there() {
    let folder = root().join("fixtures/ooma-internap-2009");
    let case = parse("fixtures/ooma-internap-2009/case.toml").unwrap_or_else(|e| panic!("{e}"));
    let sources = case.sources.iter().map(|source| &source.origin);
    let measurements = case.measurements.iter().map(|spec| &spec.origin);
    let topology = case.topology.iter().map(|spec| &spec.origin);
    let all: Vec<&str> = sources
        .chain(measurements)
        .chain(topology)
        .map(|origin| origin.as_str())
        .collect();
    assert_eq!(all.len(), 10);
    for path in all {
        assert!(folder.join(path).is_file(), "{path}");
    }
    assert!(case.synthetic.is_some());
    assert!(case.measurements.iter().all(|spec| spec.synthetic));
}

#[test]
fn every_retold_text_says_so() {
    let folder = root().join("fixtures/ooma-internap-2009");
    for file in [
        "pages/trunkline.html",
        "pages/patch-panel.html",
        "pages/circuit-week.html",
        "feed.xml",
        "posts.json",
    ] {
        let text = fs::read_to_string(folder.join(file)).expect(file);
        assert!(text.contains("Retold for Backpedal"), "{file}");
    }
}

#[test]
fn fixtures_stay_small() {
    let mut bytes = 0;
    let mut folders = vec![root().join("fixtures/ooma-internap-2009")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let about = entry.metadata().expect("a file");
            if about.is_dir() {
                folders.push(entry.path());
            } else {
                bytes += about.len();
            }
        }
    }
    assert!(bytes < 210_000, "{bytes} bytes");
}

#[test]
fn bad_case_files_have_the_mistake_they_stand_for() {
    let message = |name: &str| {
        let error = parse(&format!("fixtures/bad/{name}.toml")).expect_err(name);
        error.mistakes[0].message.clone()
    };
    assert!(message("not-toml").contains("no TOML"));
    assert!(message("unknown-party").contains("halliard"));
    assert!(message("measurement-outside-window").contains("before the window"));
    assert!(parse("fixtures/bad/unreadable-inputs.toml").is_ok());
}

fn parse(path: &str) -> Result<Case, backpedal_model::CaseError> {
    Case::parse(&fs::read_to_string(root().join(path)).expect(path))
}
