//! Sources in any order, twice, or one at a time: the same result.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use std::path::Path;

use common::{Desk, shared_case};
use serde_json::Value;

/// A case file taken apart: what stands before the sources, the sources, what stands after.
struct Taken {
    head: String,
    sources: Vec<String>,
    tail: String,
}

fn taken(text: &str) -> Taken {
    let mut taken = Taken {
        head: String::new(),
        sources: Vec::new(),
        tail: String::new(),
    };
    let mut in_source = false;
    for line in text.lines() {
        if line.starts_with("[[source]]") {
            in_source = true;
            taken.sources.push(String::new());
        } else if line.starts_with('[') {
            in_source = false;
        }
        let into = match taken.sources.last_mut() {
            Some(source) if in_source => source,
            Some(_) => &mut taken.tail,
            None => &mut taken.head,
        };
        into.push_str(line);
        into.push('\n');
    }
    taken
}

impl Taken {
    fn with(&self, sources: &[String]) -> String {
        format!("{}{}{}", self.head, sources.concat(), self.tail)
    }
}

/// What a judgement says, apart from the numbers that lists give: by the ids made from content.
fn said(desk: &Desk, case: &Path) -> Vec<String> {
    let path = case.to_str().expect("a path");
    let args = ["--quiet", "--format", "json", "check", path];
    let report = desk.run(&args).ends(0).json();
    let mut said: Vec<String> = Vec::new();
    let list = |name: &str| report[name].as_array().cloned().unwrap_or_default();
    for found in list("contradictions") {
        said.push(format!(
            "{} {} {}",
            found["id"], found["strength"], found["why"]
        ));
    }
    for claim in list("claims") {
        let fields = ["id", "outcome", "standing", "sentence"];
        said.push(fields.map(|field| claim[field].to_string()).join(" "));
    }
    for position in list("ledger") {
        said.push(position_of(&position));
    }
    said.sort();
    said.dedup();
    said
}

/// A position without the numbers of its claims.
fn position_of(position: &Value) -> String {
    let mut position = position.clone();
    if let Some(fields) = position.as_object_mut() {
        fields.retain(|name, _| {
            !name.contains("claim") && !name.contains("number") && name != "from"
        });
    }
    position.to_string()
}

fn copied(desk: &Desk, from: &Path) {
    let mut folders = vec![from.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let inside = path.strip_prefix(from).expect("inside");
            if path.is_dir() {
                std::fs::create_dir_all(desk.path(&inside.to_string_lossy())).expect("made");
                folders.push(path);
            } else {
                std::fs::copy(&path, desk.path(&inside.to_string_lossy())).expect("copied");
            }
        }
    }
}

fn fixture() -> (Desk, Taken) {
    let desk = Desk::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ooma-internap-2009");
    copied(&desk, &folder);
    let text = std::fs::read_to_string(folder.join("case.toml")).expect("the case");
    (desk, taken(&text))
}

#[test]
fn the_fixture_in_another_order_twice_and_one_at_a_time() {
    let (desk, case) = fixture();
    let plain = said(&desk, &desk.write("case.toml", case.with(&case.sources)));
    assert!(plain.len() > 30, "the case says something");

    let mut reversed = case.sources.clone();
    reversed.reverse();
    let (other, _) = fixture();
    assert_eq!(
        plain,
        said(&other, &other.write("case.toml", case.with(&reversed)))
    );
    // The same again, with all that the first run kept.
    assert_eq!(plain, said(&other, &other.path("case.toml")));

    let (growing, _) = fixture();
    for count in 1..=case.sources.len() {
        let path = growing.write("case.toml", case.with(&case.sources[..count]));
        let now = said(&growing, &path);
        if count == case.sources.len() {
            assert_eq!(plain, now);
        }
    }
}

#[test]
fn both_real_cases_in_another_order() {
    for name in ["ooma-internap-2009.toml", "cloudflare-2022-06-21.toml"] {
        let desk = Desk::new();
        let Some(path) = shared_case(&desk, name) else {
            return;
        };
        let path = Path::new(&path);
        let plain = said(&desk, path);
        let case = taken(&std::fs::read_to_string(path).expect("the case"));
        let mut reversed = case.sources.clone();
        reversed.reverse();
        let other = Desk::new();
        let other_path = shared_case(&other, name).expect("it is there");
        std::fs::write(&other_path, case.with(&reversed)).expect("written");
        assert_eq!(plain, said(&other, Path::new(&other_path)), "{name}");
    }
}

#[test]
fn a_syndicated_copy_adds_no_contradiction() {
    let (desk, case) = fixture();
    let plain = said(&desk, &desk.write("case.toml", case.with(&case.sources)));
    let (twice, _) = fixture();
    let mut sources = case.sources.clone();
    for source in &case.sources {
        let path = source.lines().find_map(|line| line.strip_prefix("path = "));
        let path = path.expect("a source has a path").trim_matches('"');
        if let Some(stem) = path.strip_suffix(".html") {
            let copy = format!("{stem}-syndicated.html");
            std::fs::copy(twice.path(path), twice.path(&copy)).expect("copied");
            sources.push(source.replace(path, &copy));
        }
    }
    let copied = said(&twice, &twice.write("case.toml", case.with(&sources)));
    let contradictions = |said: &[String]| -> Vec<String> {
        let ids = said.iter().filter(|line| line.starts_with("\"x-"));
        ids.cloned().collect()
    };
    assert!(!contradictions(&plain).is_empty());
    assert_eq!(contradictions(&plain), contradictions(&copied));
}
