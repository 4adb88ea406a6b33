//! The parts of a claim that speaks of several parties or edges, each with its own outcome.

use serde::{Deserialize, Serialize};

use crate::{Outcome, PartyId, Question, Verdict};

/// One part of a claim and what came of it. Computed, never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOutcome {
    /// The name in the claim's own words, or "beginning" and "end"; empty for a claim of one part.
    pub label: String,
    /// Its outcome.
    pub outcome: Outcome,
    /// One or two sentences that say the outcome and its grounds.
    pub sentence: String,
}

impl Verdict {
    /// The parts of a [`Question::Each`], in the order of the words; for any other question the
    /// whole claim as one part.
    #[must_use]
    pub fn parts(&self) -> Vec<PartOutcome> {
        let part = |label: &str, verdict: &Self| PartOutcome {
            label: label.to_owned(),
            outcome: verdict.outcome(),
            sentence: verdict.sentence(),
        };
        match &self.question {
            Question::Each { parts } => parts
                .iter()
                .map(|(label, question)| part(label, &self.only(question)))
                .collect(),
            _ => vec![part("", self)],
        }
    }

    /// The verdict on one part: its question with the evidence about its party.
    pub(super) fn only(&self, question: &Question) -> Self {
        let whole = matches!(question, Question::Each { .. });
        let mine =
            |party: &PartyId| whole || question.party().is_some_and(|wanted| wanted == party);
        Self {
            claim: self.claim.clone(),
            question: question.clone(),
            evidence: self
                .evidence
                .iter()
                .filter(|evidence| mine(&evidence.party))
                .cloned()
                .collect(),
            coverage: self.coverage.clone(),
            missing: self.missing.clone(),
            names: self.names.clone(),
        }
    }
}

impl Question {
    /// The party whose network the question is about: the one that was hit or that depends.
    /// `None` where there are several or none.
    #[must_use]
    pub const fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Impaired { party, .. }
            | Self::Edge { party, .. }
            | Self::Duration { party, .. }
            | Self::Share { party, .. } => Some(party),
            Self::Depends { customer, .. } | Self::HitThrough { customer, .. } => Some(customer),
            Self::Each { .. } | Self::Untestable { .. } => None,
        }
    }
}
