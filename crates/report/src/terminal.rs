//! Results for the terminal: readable without colour and through a pipe, wrapped to the width at
//! hand.

mod ledger;
mod pairs;
mod verdicts;

use backpedal_model::Dossier;

use crate::{
    Render,
    view::Report,
    wrap::{plain, wrap},
};

/// The whole summary: finding, ledger, contradictions, claims against data.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether to use ANSI colours. Nothing is told by colour alone.
    pub color: bool,
    /// Columns of the terminal; never fewer than 60 are used.
    pub width: usize,
}

impl Render for Terminal {
    fn render(&self, dossier: &Dossier) -> String {
        Sheet::whole(*self).render(dossier)
    }
}

/// One part of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The finding in three lines.
    Finding,
    /// Where each party stood on each question, and how it moved.
    Ledger,
    /// What contradicts what.
    Contradictions,
    /// What only seems to, with the reason.
    NonContradictions,
    /// Each claim against the data, true denials as prominent as contradicted claims.
    Verdicts,
}

/// The summary, or a part of it, at the length that is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// Where it is printed.
    pub terminal: Terminal,
    /// Only this part.
    pub only: Option<Section>,
    /// One line for each contradiction and each decided claim.
    pub brief: bool,
    /// What only seems to contradict is listed, not counted.
    pub all: bool,
}

impl Sheet {
    /// All parts, in full, with what only seems to contradict as a count.
    #[must_use]
    pub const fn whole(terminal: Terminal) -> Self {
        Self {
            terminal,
            only: None,
            brief: false,
            all: false,
        }
    }
}

impl Render for Sheet {
    fn render(&self, dossier: &Dossier) -> String {
        let report = Report::of(dossier);
        let page = Page {
            color: self.terminal.color,
            width: self.terminal.width.max(60),
            brief: self.brief,
        };
        let mut out = page.head(&report);
        let wants = |section: Section| self.only.is_none_or(|only| only == section);
        if wants(Section::Finding) {
            out.push_str(&page.finding(&report));
        }
        if wants(Section::Ledger) {
            out.push_str(&page.ledger(&report));
        }
        if wants(Section::Contradictions) {
            out.push_str(&page.contradictions(&report));
        }
        match self.only {
            Some(Section::NonContradictions) => out.push_str(&page.apparent(&report)),
            None | Some(Section::Contradictions) if self.all => {
                out.push_str(&page.apparent(&report));
            }
            None | Some(Section::Contradictions) => out.push_str(&page.apparent_count(&report)),
            _ => {}
        }
        if wants(Section::Verdicts) {
            out.push_str(&page.verdicts(&report));
        }
        out.push_str(&page.problems(&report));
        out
    }
}

struct Page {
    color: bool,
    width: usize,
    brief: bool,
}

impl Page {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.color {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    fn para(&self, text: &str, first: &str, indent: &str) -> String {
        wrap(&plain(text), self.width, first, indent)
    }

    /// A paragraph in bold.
    fn strong(&self, text: &str, first: &str, indent: &str) -> String {
        let text = self.para(text, first, indent);
        let lines = text.lines().map(|line| self.bold(line) + "\n");
        lines.collect()
    }

    fn heading(&self, text: &str) -> String {
        format!("\n{}\n", self.bold(text))
    }

    fn head(&self, report: &Report) -> String {
        let mut out = self.strong(&report.case.title, "", "");
        if let Some(caveat) = &report.case.synthetic {
            out.push_str(&self.para(caveat, "SYNTHETIC: ", "  "));
        }
        if let Some(left_out) = &report.left_out {
            out.push_str(&self.para(left_out, "AS OF AN EARLIER TIME: ", "  "));
        }
        out
    }

    fn finding(&self, report: &Report) -> String {
        let head = format!("Finding, as of {}", report.as_of_text);
        let mut out = format!("\n{}", self.para(&head, "", ""));
        for (at, line) in report.finding.iter().enumerate() {
            out.push_str(&self.para(line, &format!("{}. ", at + 1), "   "));
        }
        out
    }

    fn problems(&self, report: &Report) -> String {
        let mut out = String::new();
        for problem in &report.problems {
            out.push_str(&self.para(problem, "problem: ", "  "));
        }
        if out.is_empty() {
            out
        } else {
            format!("\n{out}")
        }
    }
}
