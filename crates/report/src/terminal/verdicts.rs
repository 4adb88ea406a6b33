//! Claims against data. Denials that the data hold up stand before everything else, at the same
//! length as claims that the data contradict: a true denial is as prominent as a false one.

use backpedal_model::{Outcome, Polarity};

use super::Page;
use crate::{
    view::{ClaimView, Report},
    wrap::{plain, shorten},
};

impl Page {
    pub(super) fn verdicts(&self, report: &Report) -> String {
        if report.claims.is_empty() {
            return String::new();
        }
        let of = |outcome: Outcome| {
            let claims = report.claims.iter();
            claims.filter(move |claim| claim.outcome == Some(outcome.as_str()))
        };
        let denies = |claim: &&ClaimView| claim.polarity == Polarity::Deny.as_str();
        let held: Vec<&ClaimView> = of(Outcome::Supported).filter(denies).collect();
        let against: Vec<&ClaimView> = of(Outcome::Contradicted).collect();
        let mut out = self.decided(
            "Held up by the data: denials that measurement supports",
            &held,
        );
        out.push_str(&self.decided("Contradicted by the data", &against));
        out.push_str(&self.heading("Claims against data"));
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

    /// Claims that measurement decided, with what it says.
    fn decided(&self, heading: &str, claims: &[&ClaimView]) -> String {
        if claims.is_empty() {
            return String::new();
        }
        let mut out = self.heading(heading);
        for claim in claims {
            let said = format!(
                "{} {}, {}: “{}”",
                claim.mark,
                shorten(&claim.speaker, 48),
                claim.said,
                shorten(claim.quote.trim(), 2 * self.width)
            );
            out.push_str(&self.para(&said, &format!("{:>3} ", claim.number), "      "));
            if !self.brief {
                let why = shorten(&claim.rest, 3 * self.width);
                out.push_str(&self.para(&why, "      ", "      "));
            }
        }
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
