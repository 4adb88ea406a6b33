//! Exit codes: 0 done; 1 failed; 2 usage or settings; 3 finished, but some input could not be
//! read.

use std::{io::Write as _, process::ExitCode};

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Everything was read.
    Done,
    /// Something usable is left, but some input could not be read.
    Partial,
}

impl Ended {
    /// Partial as soon as one problem was met.
    pub(crate) const fn from_problems(problems: &[backpedal_model::Problem]) -> Self {
        if problems.is_empty() {
            Self::Done
        } else {
            Self::Partial
        }
    }
}

/// A mistake of the person at the keyboard: wrong words, wrong settings, wrong case file.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// What to do next, attached to an error with `anyhow::Context`.
#[derive(Debug)]
pub(crate) struct Hint(pub(crate) String);

impl std::fmt::Display for Hint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "hint: {}", self.0)
    }
}

/// Prints what clap has to say: help on standard output, a mistake on standard error.
pub(crate) fn of_usage(error: &clap::Error) -> ExitCode {
    // A closed pipe behind `--help | head` is no failure.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// Turns the result of a command into messages and a code.
pub(crate) fn of_result(result: anyhow::Result<Ended>, verbose: bool) -> ExitCode {
    let error = match result {
        Ok(Ended::Done) => return ExitCode::SUCCESS,
        Ok(Ended::Partial) => return ExitCode::from(3),
        Err(error) => error,
    };
    if is_broken_pipe(&error) {
        return ExitCode::SUCCESS;
    }
    let mut text = String::new();
    let mut hints = Vec::new();
    for cause in error.chain() {
        let words = cause.to_string();
        match words.strip_prefix("hint: ") {
            Some(_) => hints.push(words),
            None if text.is_empty() => text = format!("error: {words}"),
            // Several libraries print their cause inside their own message already.
            None if text.ends_with(&words) => {}
            None => text.push_str(&format!("\n  because: {words}")),
        }
    }
    for hint in hints {
        text.push_str(&format!("\n  {hint}"));
    }
    if verbose {
        text.push_str(&format!("\n{}", error.backtrace()));
    }
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
}

/// Whether the reader of standard output went away (`| head`): nobody is left to complain to.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn codes_tell_usage_from_failure() {
        let code = |result| format!("{:?}", of_result(result, false));
        assert_eq!(code(Ok(Ended::Done)), format!("{:?}", ExitCode::SUCCESS));
        assert_eq!(code(Ok(Ended::Partial)), format!("{:?}", ExitCode::from(3)));
        assert_eq!(
            code(Err(anyhow::anyhow!("x"))),
            format!("{:?}", ExitCode::from(1))
        );
        let usage = Err(Usage("bad".into()))
            .context("while reading")
            .context(Hint("try".into()));
        assert_eq!(code(usage), format!("{:?}", ExitCode::from(2)));
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let broken = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let result = Err(broken).context("standard output");
        assert_eq!(
            format!("{:?}", of_result(result, false)),
            format!("{:?}", ExitCode::SUCCESS)
        );
    }
}
