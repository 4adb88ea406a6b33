//! Runs the program as a person would, in a data directory of its own.

#![allow(dead_code)] // each test file uses a part of it

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// What a run printed, and how it ended.
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

impl Ran {
    fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(!err.contains("panicked"), "the program panicked:\n{err}");
        Self {
            out,
            err,
            code: output.status.code().expect("the program was not killed"),
        }
    }

    /// The same, after a check of the exit code that shows the messages where it fails.
    pub(crate) fn ends(self, code: i32) -> Self {
        let out: String = self.out.chars().take(2000).collect();
        assert_eq!(self.code, code, "out:\n{out}\nerr:\n{}", self.err);
        self
    }

    /// Standard output as one JSON value.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }

    /// Standard output as one JSON value a line.
    pub(crate) fn jsonl(&self) -> Vec<serde_json::Value> {
        let value =
            |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.out.lines().map(value).collect()
    }
}

/// A folder of its own for one test.
pub(crate) struct Desk {
    pub(crate) dir: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backpedal"));
        command.current_dir(self.dir.path());
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("BACKPEDAL_NOW", "2026-01-02T03:04:05Z");
        command.arg("--store").arg(self.path("index")).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::new(
            &self
                .command(args)
                .stdin(Stdio::null())
                .output()
                .expect("it starts"),
        )
    }

    /// Runs at another time than the rest.
    pub(crate) fn run_at(&self, now: &str, args: &[&str]) -> Ran {
        self.run_with(&[("BACKPEDAL_NOW", now)], args)
    }

    /// Runs with variables of the environment.
    pub(crate) fn run_with(&self, variables: &[(&str, &str)], args: &[&str]) -> Ran {
        let mut command = self.command(args);
        command.envs(variables.iter().copied());
        Ran::new(&command.stdin(Stdio::null()).output().expect("it starts"))
    }

    pub(crate) fn run_with_input(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        let input = input.to_vec();
        // A program that refuses its input early closes the pipe: not this test's concern.
        let feeding = std::thread::spawn(move || pipe.write_all(&input).is_ok());
        let output = child.wait_with_output().expect("it ends");
        feeding.join().expect("the pipe was fed");
        Ran::new(&output)
    }

    /// Starts a command that goes on until it is told to stop.
    pub(crate) fn start(&self, args: &[&str]) -> std::process::Child {
        let mut command = self.command(args);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("it starts")
    }
}

/// A case file over the shared data, written to the desk with the paths of this machine; `None`
/// where those data are absent.
pub(crate) fn shared_case(desk: &Desk, name: &str) -> Option<String> {
    let shared = backpedal_testkit::shared()?;
    let shared = shared.canonicalize().expect("the shared data");
    let text = std::fs::read_to_string(case(name)).expect("the case file");
    let text = text.replace("../../../../../shared", &shared.display().to_string());
    Some(desk.write(name, text).display().to_string())
}

/// The fixture case.
pub(crate) fn fixture() -> String {
    root("fixtures/ooma-internap-2009/case.toml")
}

/// A path of the project.
pub(crate) fn root(path: &str) -> String {
    backpedal_testkit::root().join(path).display().to_string()
}

/// A case file of these tests.
fn case(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name);
    path.display().to_string()
}
