//! The tidy test: what `ARCHITECTURE.md` and `STYLE.md` promise and no compiler checks.
//!
//! Every check is a function over texts, with a test that it can fail.

#![allow(clippy::expect_used, clippy::panic)] // a test may stop where it stands

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use backpedal_testkit::root;

/// Lines of own code that a file may have.
const MOST_LINES: usize = 400;

/// Which crates may a crate use? The picture in `ARCHITECTURE.md`, as a table.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
    const MODEL: &[&str] = &["model"];
    Some(match name {
        "model" => &[],
        "language" => &[],
        "scoring" => &[],
        "claims" => &["model", "language"],
        "changes" => &["model", "language", "claims"],
        "crawler" | "store" | "documents" | "measurements" | "matcher" | "indexer" | "report"
        | "testkit" => MODEL,
        "web" => &["model", "store", "indexer", "report"],
        "train" => &[
            "model",
            "language",
            "claims",
            "documents",
            "matcher",
            "scoring",
        ],
        "cli" => &[
            "model",
            "crawler",
            "store",
            "documents",
            "language",
            "claims",
            "changes",
            "measurements",
            "matcher",
            "indexer",
            "report",
            "scoring",
            "web",
        ],
        _ => return None,
    })
}

/// Dependencies that the table does not allow. Those of tests alone are free.
fn wrong_dependencies(folder: &str, manifest: &toml::Table) -> Vec<String> {
    let Some(allowed) = allowed(folder) else {
        return vec![format!(
            "crates/{folder} stands in no picture of ARCHITECTURE.md"
        )];
    };
    let mut tables: Vec<&toml::Value> = Vec::new();
    for key in ["dependencies", "build-dependencies"] {
        tables.extend(manifest.get(key));
        let targets = manifest.get("target").and_then(toml::Value::as_table);
        let targets = targets.into_iter().flat_map(toml::Table::values);
        tables.extend(targets.filter_map(|target| target.get(key)));
    }
    let names = tables
        .into_iter()
        .filter_map(toml::Value::as_table)
        .flat_map(toml::Table::keys);
    names
        .filter_map(|name| name.strip_prefix("backpedal-"))
        .filter(|name| !allowed.contains(name))
        .map(|name| format!("crates/{folder} must not depend on {name}"))
        .collect()
}

/// Whether a crate takes the lints of the workspace.
fn inherits_lints(manifest: &toml::Table) -> bool {
    let lints = manifest
        .get("lints")
        .and_then(|lints| lints.get("workspace"));
    lints.and_then(toml::Value::as_bool) == Some(true)
}

/// What a Rust file holds besides its tests.
struct Own {
    lines: usize,
    /// Modules of other files that only tests see.
    test_modules: Vec<String>,
    /// The lines themselves.
    text: String,
}

/// Leaves out `#[cfg(test)]` modules. Relies on rustfmt: a module ends with a brace that is
/// indented as it is.
fn own_code(source: &str) -> Own {
    let mut own = Own {
        lines: 0,
        test_modules: Vec::new(),
        text: String::new(),
    };
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            own.lines += 1;
            own.text.push_str(line);
            own.text.push('\n');
            continue;
        }
        while lines
            .peek()
            .is_some_and(|l| l.trim_start().starts_with("#["))
        {
            lines.next();
        }
        let Some(item) = lines.next() else { break };
        let indent = &item[..item.len() - item.trim_start().len()];
        let module = item.trim_start().trim_start_matches("pub(crate) ");
        match module.strip_prefix("mod ") {
            Some(name) if name.ends_with(';') => {
                own.test_modules.push(name.trim_end_matches(';').to_owned());
            }
            _ if item.trim_end().ends_with('{') => {
                let end = format!("{indent}}}");
                for line in lines.by_ref() {
                    if line == end {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    own
}

/// Whether the file begins with its docs.
fn has_docs(source: &str) -> bool {
    source.starts_with("//!") || source.starts_with("#!/")
}

/// Macros that stand for unwritten code.
fn unwritten(own: &str) -> Vec<&'static str> {
    let words = [concat!("todo", "!("), concat!("unimplemented", "!(")];
    words
        .into_iter()
        .filter(|word| own.contains(word))
        .collect()
}

/// Paths in back-ticks: anything with a slash, and files of the root by their ending.
fn named_paths(page: &str) -> Vec<&str> {
    let words = page.split('`').skip(1).step_by(2);
    let fits = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
    words
        .filter(|word| word.chars().all(fits) && !word.starts_with('/'))
        .filter(|word| word.contains('/') || word.ends_with(".md") || word.ends_with(".toml"))
        .collect()
}

/// Words of the place where the project is made; they mean nothing to a reader.
fn workplace_words(text: &str) -> Vec<&'static str> {
    let words = [concat!("/wo", "rk/"), concat!("/tmp", "/t/")];
    words
        .into_iter()
        .filter(|word| text.contains(word))
        .collect()
}

/// Whether a file has an ending that something written for this project has. Packages and archives
/// of others have none of these.
fn is_own_kind(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let bare = ["LICENSE-APACHE", "LICENSE-MIT", ".gitignore"];
    let kinds = [
        "rs", "toml", "lock", "md", "txt", "tsv", "csv", "json", "jsonl", "sql", "snap", "html",
        "css", "xml", "svg", "sh", "py", "mjs",
    ];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    bare.contains(&name)
        || ending.is_some_and(|ending| kinds.contains(&ending))
        || (path.starts_with(".ci/") && name == "run")
        || (path.contains("/weights/") && ending == Some("bin"))
        || (path.starts_with("fixtures/bad/") && ending == Some("mrt"))
}

/// All files under a folder, without build outputs, version control and captures.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str());
        let skipped = matches!(name, Some("target" | ".git" | "node_modules"));
        if path.is_dir() && !skipped && !(name == Some("index") && folder == root()) {
            files(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

fn all_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root(), &mut found);
    assert!(found.len() > 100, "the walk finds the project");
    found
}

fn shown(path: &Path) -> String {
    let root = root();
    let inside = path.strip_prefix(&root).unwrap_or(path);
    inside.display().to_string().replace('\\', "/")
}

/// Rust files and their texts.
fn rust_files() -> Vec<(String, String)> {
    let rust = all_files()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    rust.map(|path| {
        let text = fs::read_to_string(&path).expect("Rust files are UTF-8");
        (shown(&path), text)
    })
    .collect()
}

/// The files that only tests see: folders of tests, examples and benches, and modules that are
/// declared for tests.
fn test_files(sources: &[(String, String)]) -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    for (path, text) in sources {
        if ["/tests/", "/examples/", "/benches/"]
            .iter()
            .any(|part| path.contains(part))
        {
            tests.insert(path.clone());
        }
        let stem = path.trim_end_matches(".rs");
        let folder = match path.rsplit_once('/') {
            Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder,
            _ => stem,
        };
        for module in own_code(text).test_modules {
            let prefix = format!("{folder}/{module}");
            let inside = format!("{prefix}/");
            let own = sources.iter().map(|(path, _)| path);
            let seen = own.filter(|p| **p == format!("{prefix}.rs") || p.starts_with(&inside));
            tests.extend(seen.cloned());
        }
    }
    tests
}

fn manifests() -> Vec<(String, toml::Table)> {
    let entries = fs::read_dir(root().join("crates")).expect("crates/");
    let mut all: Vec<(String, toml::Table)> = entries
        .flatten()
        .map(|entry| {
            let path = entry.path().join("Cargo.toml");
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, text.parse().expect("a manifest"))
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(all.len() >= 13);
    all
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn crates_depend_as_the_architecture_says() {
    let found: Vec<String> = manifests()
        .iter()
        .flat_map(|(name, manifest)| wrong_dependencies(name, manifest))
        .collect();
    none(&found);
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    let found: Vec<String> = manifests()
        .into_iter()
        .filter(|(_, manifest)| !inherits_lints(manifest))
        .map(|(name, _)| format!("crates/{name}/Cargo.toml lacks [lints] workspace = true"))
        .collect();
    none(&found);
}

#[test]
fn files_are_short_documented_and_written() {
    let sources = rust_files();
    let tests = test_files(&sources);
    let mut found = Vec::new();
    for (path, text) in &sources {
        // The name of a module `tests` says it all.
        if !has_docs(text) && !path.ends_with("/tests.rs") {
            found.push(format!("{path} does not begin with //!"));
        }
        let own = own_code(text);
        if !tests.contains(path) && own.lines > MOST_LINES {
            found.push(format!("{path} has {} lines of own code", own.lines));
        }
        for word in unwritten(&own.text) {
            found.push(format!("{path} holds {word}…)"));
        }
    }
    none(&found);
}

#[test]
fn paths_that_pages_name_exist() {
    let mut found = Vec::new();
    for page in ["ARCHITECTURE.md", "STYLE.md", "README.md"] {
        let text = fs::read_to_string(root().join(page)).expect(page);
        let paths = named_paths(&text);
        let missing = paths.iter().filter(|path| !root().join(path).exists());
        // The README speaks of a user's files too; there only paths into the project count.
        let own = |path: &&&str| page != "README.md" || path.starts_with("crates/");
        found.extend(
            missing
                .filter(own)
                .map(|path| format!("{page} names {path}")),
        );
    }
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the page");
    assert!(named_paths(&architecture).len() > 10);
    none(&found);
}

#[test]
fn the_root_is_complete() {
    for file in [
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "Cargo.lock",
        "fixtures/README.md",
    ] {
        assert!(root().join(file).is_file(), "{file}");
    }
    let changes = fs::read_to_string(root().join("CHANGELOG.md")).expect("the changelog");
    assert!(changes.contains("## Unreleased"));
}

#[test]
fn nothing_of_others_lies_in_the_tree() {
    let shown: Vec<String> = all_files().iter().map(|path| shown(path)).collect();
    let foreign = shown.into_iter().filter(|path| !is_own_kind(path));
    none(&foreign.collect::<Vec<_>>());
}

#[test]
fn nothing_names_the_workplace() {
    let mut found = Vec::new();
    for path in all_files() {
        let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for word in workplace_words(&String::from_utf8_lossy(&bytes)) {
            found.push(format!("{} names {word}", shown(&path)));
        }
    }
    none(&found);
}

#[test]
fn the_checks_of_manifests_can_fail() {
    let manifest = |text: &str| text.parse::<toml::Table>().expect("TOML");
    let stage =
        manifest("[dependencies]\nbackpedal-model = {}\nbackpedal-store = {}\nserde = {}\n");
    assert_eq!(
        wrong_dependencies("claims", &stage),
        ["crates/claims must not depend on store"]
    );
    assert_eq!(wrong_dependencies("web", &stage).len(), 0);
    assert_eq!(wrong_dependencies("unheard-of", &stage).len(), 1);
    let kit = "backpedal-testkit = {}\n";
    for (section, wrong) in [
        ("[dependencies]", 1),
        ("[build-dependencies]", 1),
        ("[target.'cfg(unix)'.dependencies]", 1),
        ("[dev-dependencies]", 0),
    ] {
        let text = manifest(&format!("{section}\n{kit}"));
        assert_eq!(wrong_dependencies("cli", &text).len(), wrong, "{section}");
    }
    assert!(inherits_lints(&manifest("[lints]\nworkspace = true\n")));
    assert!(!inherits_lints(&manifest("[lints]\nworkspace = false\n")));
    assert!(!inherits_lints(&stage));
}

#[test]
fn the_checks_of_sources_can_fail() {
    let source =
        "//! Docs.\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\nfn c() {}\n";
    let own = own_code(source);
    assert_eq!((own.lines, own.text.contains("fn b")), (4, false));
    assert!(own.text.contains("fn c"));
    let apart = own_code("#[cfg(test)]\n#[path = \"x.rs\"]\nmod sample;\nfn a() {}\n");
    assert_eq!(
        (apart.test_modules, apart.lines),
        (vec!["sample".to_owned()], 1)
    );
    assert_eq!(own_code("#[cfg(test)]\nuse a::b;\nfn c() {\n}\n").lines, 2);
    assert!(has_docs("//! x\n") && !has_docs("use std::fs;\n") && !has_docs("/// x\n"));
    assert_eq!(unwritten(concat!("fn a() { todo", "!() }")).len(), 1);
    assert_eq!(unwritten("fn todo() {}").len(), 0);
    let sources = [
        ("crates/a/src/lib.rs", "#[cfg(test)]\nmod sample;\n"),
        ("crates/a/src/sample.rs", ""),
        ("crates/a/src/sample/more.rs", ""),
        ("crates/a/src/other.rs", "#[cfg(test)]\nmod tests;\n"),
        ("crates/a/src/other/tests.rs", ""),
        ("crates/a/tests/x.rs", ""),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()));
    assert_eq!(test_files(&sources).len(), 4);
}

#[test]
fn the_checks_of_pages_can_fail() {
    let page = "In `crates/model` and `STYLE.md`, not `Parsed<T>`, `a b/c`, `todo!`, `crates/*/x`.";
    assert_eq!(named_paths(page), ["crates/model", "STYLE.md"]);
    assert_eq!(workplace_words(concat!("see /wo", "rk/x")).len(), 1);
    assert_eq!(workplace_words("/tmp/x, network/").len(), 0);
    assert!(is_own_kind("crates/language/weights/stance.bin"));
    assert!(is_own_kind(".ci/browser/run"));
    assert!(!is_own_kind("numbers-2.4.6-cp311-manylinux_x86_64.whl"));
    assert!(!is_own_kind("crates/cli/data/dump.bin"));
}
