//! The summary for the terminal: readable without colour, wrapped to the width at hand.

use backpedal_model::Dossier;

use crate::{
    Render,
    view::{CardView, ClaimView, Report},
    wrap::{plain, shorten, wrap},
};

/// The finding, then counts, contradictions in one line each, and each claim's outcome.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether to use ANSI colours. Nothing is told by colour alone.
    pub color: bool,
    /// Columns of the terminal; never fewer than 60 are used.
    pub width: usize,
}

impl Render for Terminal {
    fn render(&self, dossier: &Dossier) -> String {
        let report = Report::of(dossier);
        let page = Page {
            color: self.color,
            width: self.width.max(60),
        };
        let mut out = page.head(&report);
        out.push_str(&page.finding(&report));
        out.push_str(&page.contradictions(&report));
        out.push_str(&page.verdicts(&report));
        out.push_str(&page.problems(&report));
        out
    }
}

struct Page {
    color: bool,
    width: usize,
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

    fn head(&self, report: &Report) -> String {
        let mut out = String::new();
        for line in self.para(&report.case.title, "", "").lines() {
            out.push_str(&self.bold(line));
            out.push('\n');
        }
        if let Some(caveat) = &report.case.synthetic {
            out.push_str(&self.para(caveat, "SYNTHETIC: ", "  "));
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

    fn contradictions(&self, report: &Report) -> String {
        if report.contradictions.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}\n", self.bold("Contradictions"));
        for card in &report.contradictions {
            out.push_str(&self.card(card));
        }
        let beside = report.non_contradictions.len();
        if beside > 0 {
            let text =
                format!("Not contradictions, though they may look it: {beside} (see the report).");
            out.push_str(&self.para(&text, "   ", "   "));
        }
        out
    }

    fn card(&self, card: &CardView) -> String {
        let text = format!(
            "{} ({}): claim {} “{}” / claim {} “{}”",
            card.kind,
            card.strength.unwrap_or("not rated"),
            card.a.number,
            shorten(&card.a.quote, 48),
            card.b.number,
            shorten(&card.b.quote, 48),
        );
        self.para(&text, &format!("{:<2} ", card.letter), "   ")
    }

    fn verdicts(&self, report: &Report) -> String {
        if report.claims.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}\n", self.bold("Claims against data"));
        for claim in &report.claims {
            out.push_str(&self.verdict(claim));
        }
        let counts: Vec<String> = report
            .counts
            .outcomes
            .iter()
            .map(|count| format!("{} {}", count.claims, count.outcome))
            .collect();
        let counts = if counts.is_empty() {
            "none judged".to_owned()
        } else {
            counts.join(", ")
        };
        out.push('\n');
        out.push_str(&self.para(&counts, "Claims by outcome: ", "  "));
        out
    }

    /// One row: number, shape, outcome, claim. Wide terminals get columns, narrow ones two lines.
    fn verdict(&self, claim: &ClaimView) -> String {
        let outcome = claim.outcome.unwrap_or("not judged");
        let mark = self.paint(colour(claim.key), claim.mark);
        let who = shorten(&claim.speaker, 32);
        let number = format!("{:>3} ", claim.number);
        if self.width < 90 {
            let first = format!("{number}{mark} {outcome}");
            let text = format!("“{}” ({who})", claim.quote.trim());
            let text = shorten(&text, (self.width - 6) * 2);
            return format!("{first}\n{}", self.para(&text, "      ", "      "));
        }
        let columns = 4 + 2 + 43;
        let room = self.width - columns - 1;
        let text = plain(&format!("{who}: “{}”", shorten(claim.quote.trim(), 200)));
        format!("{number}{mark} {outcome:<43}{}\n", shorten(&text, room))
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

/// ANSI colour of an outcome; blue and yellow, which most eyes tell apart.
fn colour(key: &str) -> &'static str {
    match key {
        "supported" | "consistent" => "34",
        "contradicted" => "1;33",
        "mixed" | "depends" | "no-dependency" => "36",
        _ => "2",
    }
}
