//! The sentence for the reader, in the fixed wording scale. Never "lied", never "fake".

use crate::{
    Edge, Evidence, Finding, Outcome, PartyId, Question, RoutingLevel, Untestable, ValueLevel,
    Verdict,
};

use super::{figures, grounds};

impl Verdict {
    /// One or two sentences that say the outcome and its grounds: figures with one decimal, times
    /// in UTC, the level that was measured, what is missing, and whether data are synthetic.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut text = match &self.question {
            Question::Each { parts } => self.each(parts),
            Question::Untestable { reason, detail } => self.untestable(*reason, detail),
            question => self.tested(question),
        };
        if self.evidence.iter().any(|evidence| evidence.synthetic) {
            text.push_str(" Synthetic data.");
        }
        text
    }

    fn tested(&self, question: &Question) -> String {
        let outcome = self.outcome();
        let mut grounds: Vec<String> = self
            .evidence
            .iter()
            .filter_map(|evidence| self.ground(evidence))
            .collect();
        if grounds.is_empty() {
            grounds.push(self.nothing(question));
        }
        if !self.missing.is_empty() && outcome != Outcome::ReportedOnly {
            grounds.push(format!("missing: {}", self.missing.join(", ")));
        }
        let mut text = format!(
            "{}: {}.",
            headline(outcome, &self.evidence),
            grounds.join("; ")
        );
        for caveat in caveats(question, outcome, &self.evidence) {
            text.push(' ');
            text.push_str(caveat);
        }
        text
    }

    fn each(&self, parts: &[(String, Question)]) -> String {
        let outcome = self.outcome();
        let each: Vec<String> = parts
            .iter()
            .map(|(label, part)| {
                let part = self.only(part);
                let sentence = part.plain_sentence();
                format!("{label}: {}", decapitalized(&sentence))
            })
            .collect();
        format!("{}. {}", capitalized(outcome.as_str()), each.join(" "))
    }

    /// The sentence without the remark on synthetic data, which the whole carries once.
    fn plain_sentence(&self) -> String {
        match &self.question {
            Question::Each { parts } => self.each(parts),
            Question::Untestable { reason, detail } => self.untestable(*reason, detail),
            question => self.tested(question),
        }
    }

    fn untestable(&self, reason: Untestable, detail: &str) -> String {
        let detail = detail.trim_end_matches('.');
        let with = |text: &str| {
            if detail.is_empty() {
                format!("{text}.")
            } else {
                format!("{text}: {detail}.")
            }
        };
        let mut text = match reason {
            Untestable::Cause => with("No verdict, a cause cannot be measured here"),
            Untestable::Words => with("Not testable, this is about words and not the network"),
            Untestable::NotNetwork => with("Not testable, this is not about networks"),
            Untestable::NotResolved => with("Not resolved"),
            Untestable::WiderThanData => with("Not testable, wider than the data"),
            Untestable::OtherData => with("Not testable with the data at hand"),
            Untestable::NoZone => with("Cannot tell, the time has no zone and it matters"),
            Untestable::NotFirm => with("Not testable, nothing firm was stated"),
        };
        let seen: Vec<String> = self
            .evidence
            .iter()
            .filter_map(|evidence| self.ground(evidence))
            .collect();
        if !seen.is_empty() {
            text.push_str(&format!(
                " What was measured: {}. {PREFIXES}",
                seen.join("; ")
            ));
        }
        text
    }

    fn ground(&self, evidence: &Evidence) -> Option<String> {
        grounds::ground(self, evidence)
    }

    /// What to say where nothing bears on the question at all.
    fn nothing(&self, question: &Question) -> String {
        match question {
            Question::Impaired { party, window, .. } => format!(
                "nothing was measured for {} {}",
                self.name(party),
                figures::window(*window)
            ),
            Question::Depends {
                customer, supplier, ..
            }
            | Question::HitThrough {
                customer, supplier, ..
            } => format!(
                "no snapshot knows both {} and {}",
                self.name(customer),
                self.name(supplier)
            ),
            Question::Edge { party, .. }
            | Question::Duration { party, .. }
            | Question::Share { party, .. } => {
                format!("no routing outage of {} was measured", self.name(party))
            }
            Question::Each { .. } | Question::Untestable { .. } => "nothing was measured".into(),
        }
    }

    /// How a party is printed.
    #[must_use]
    pub fn name<'a>(&'a self, party: &'a PartyId) -> &'a str {
        self.names.get(party).map_or(party.as_str(), String::as_str)
    }
}

const PREFIXES: &str = "Prefixes are not users.";

/// The outcome, with the level that was measured where there is one.
fn headline(outcome: Outcome, evidence: &[Evidence]) -> String {
    let mut levels: Vec<&str> = evidence
        .iter()
        .map(|evidence| evidence.finding.level().as_str())
        .collect();
    levels.sort_unstable();
    levels.dedup();
    let text = capitalized(outcome.as_str());
    let named = matches!(
        outcome,
        Outcome::Supported | Outcome::Consistent | Outcome::Contradicted
    );
    if named && !levels.is_empty() {
        format!("{text} ({})", levels.join(" and "))
    } else {
        text
    }
}

fn caveats(question: &Question, outcome: Outcome, evidence: &[Evidence]) -> Vec<&'static str> {
    let mut caveats = Vec::new();
    let any = |fits: fn(&Finding) -> bool| evidence.iter().any(|e| fits(&e.finding));
    let application = match question {
        Question::Impaired { application, .. }
        | Question::Edge { application, .. }
        | Question::Duration { application, .. } => *application,
        _ => false,
    };
    if application && any(grounds::is_routing) {
        caveats.push("The words are about the application, which routing alone does not settle.");
    }
    if matches!(
        question,
        Question::Edge {
            edge: Edge::End,
            ..
        }
    ) && !evidence.is_empty()
        && outcome != Outcome::Contradicted
    {
        caveats.push("Routing back is only a lower bound for a service back.");
    }
    let whole = |finding: &Finding| {
        matches!(
            finding,
            Finding::Routing {
                level: RoutingLevel::NoImpairmentVisible,
                ..
            } | Finding::Series {
                level: ValueLevel::NoAnomaly,
                ..
            }
        )
    };
    if any(whole) && !matches!(outcome, Outcome::Supported | Outcome::Contradicted) {
        caveats.push("That does not show that the service was up.");
    }
    if any(grounds::counts_prefixes) {
        caveats.push(PREFIXES);
    }
    caveats
}

pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn decapitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
