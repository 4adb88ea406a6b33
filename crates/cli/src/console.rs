//! What the person sees besides results: progress and messages on standard error.

use std::{
    io::{IsTerminal as _, Write as _},
    time::Duration,
};

use anyhow::Context as _;
use backpedal_model::Problem;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::Global;

/// Standard output and standard error, as the flags want them.
#[derive(Clone, Debug)]
pub(crate) struct Console {
    quiet: bool,
    bars: bool,
    /// Whether results may use colour.
    pub(crate) color: bool,
    /// Columns for results.
    pub(crate) width: usize,
}

impl Console {
    /// Bars only where somebody watches and `-v` does not print lines of its own; colour only on
    /// a terminal and where `NO_COLOR` is not set (<https://no-color.org>).
    pub(crate) fn new(global: &Global) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|text| text.parse().ok());
        Self {
            quiet: global.quiet,
            bars: std::io::stderr().is_terminal() && !global.quiet && global.verbose == 0,
            color: terminal && !plain,
            width: columns.unwrap_or(100).clamp(40, 160),
        }
    }

    /// Prints a result to standard output.
    pub(crate) fn result(&self, text: &str) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())
            .and_then(|()| {
                if text.ends_with('\n') {
                    Ok(())
                } else {
                    out.write_all(b"\n")
                }
            })
            .and_then(|()| out.flush())
            .context("standard output cannot be written")
    }

    /// Prints a message to standard error, unless `-q`.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Prints the problems met, each once, to standard error; `-q` leaves them to the exit code.
    pub(crate) fn problems(&self, problems: &[Problem]) {
        const SHOWN: usize = 20;
        for problem in problems.iter().take(SHOWN) {
            self.note(&format!("warning: {problem}"));
        }
        if problems.len() > SHOWN {
            self.note(&format!(
                "warning: … and {} more problems",
                problems.len() - SHOWN
            ));
        }
    }

    /// A line that shows what is being done, with elapsed time; gone when dropped.
    pub(crate) fn spinner(&self, doing: &str) -> Bar {
        let bar = if self.bars {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        bar.set_message(doing.to_owned());
        Bar(bar)
    }

    /// A bar over `total` bytes, with rate and time left; gone when dropped.
    pub(crate) fn bytes(&self, total: u64) -> Bar {
        let bar = if self.bars {
            ProgressBar::new(total)
        } else {
            ProgressBar::hidden()
        };
        let template = "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Bar(bar)
    }
}

/// A progress line that removes itself.
#[derive(Debug)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// Shows how far the work is.
    pub(crate) fn at(&self, position: u64, doing: &str) {
        self.0.set_position(position);
        self.0.set_message(doing.to_owned());
    }

    /// Shows what is being done now.
    pub(crate) fn say(&self, doing: &str) {
        self.0.set_message(doing.to_owned());
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
