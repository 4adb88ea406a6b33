//! What the person decided about claims, links and contradictions.
//!
//! Decisions are a log: nothing in it is changed or deleted, and to take one back is a decision of
//! its own. Their subjects are named by content ([`ClaimKey`], [`PairKey`], [`LinkKey`]), so that
//! they are met again after a new crawl or a new extraction.

mod correction;
mod key;
mod review;

pub use correction::{Correction, ObjectLink};
pub use key::{ClaimKey, DocumentKey, Fit, LinkKey, LinkPlace, PairKey, Sibling, same_words};
pub use review::{Extracted, Met, Review};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::DecisionId;

/// One decision of the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The case's id.
    pub case: String,
    /// What is decided about.
    pub subject: Subject,
    /// What is decided.
    pub action: Action,
    /// Why, in the person's words; may be empty only where a decision is taken back.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Who, where that was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A claim as a whole.
    Claim(Box<ClaimKey>),
    /// A contradiction of two claims.
    Contradiction(Box<PairKey>),
    /// The way from one name of a claim to a party.
    Link(Box<LinkKey>),
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is right as it was found.
    Accept,
    /// It is wrong and shall not come back.
    Refuse,
    /// It is right after these changes.
    Correct(Box<Correction>),
    /// The decision of that id is taken back.
    Undo(DecisionId),
}

impl Action {
    /// The word for lists: "accept", "refuse", "correct", "undo".
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Refuse => "refuse",
            Self::Correct(_) => "correct",
            Self::Undo(_) => "undo",
        }
    }
}

impl Subject {
    /// The id under which the subject was printed when it was decided about.
    #[must_use]
    pub fn printed(&self) -> &str {
        match self {
            Self::Claim(key) => key.id.as_str(),
            Self::Contradiction(key) => key.id.as_str(),
            Self::Link(key) => key.claim.id.as_str(),
        }
    }
}

impl Decision {
    /// Its identifier, made from all of its content.
    #[must_use]
    pub fn id(&self) -> DecisionId {
        // Serialization of these types cannot fail: no maps with odd keys, no outside types.
        DecisionId::from_content(&[&serde_json::to_string(self).unwrap_or_default()])
    }

    /// The decisions of a log that were not taken back, in the order of the log. To take one back
    /// counts for what stands before it only: the same may be decided again afterwards. An undo
    /// cannot be taken back itself.
    #[must_use]
    pub fn standing(log: &[Self]) -> Vec<&Self> {
        let mut standing: Vec<(DecisionId, &Self)> = Vec::new();
        for decision in log {
            if let Action::Undo(id) = &decision.action {
                if let Some(at) = standing.iter().rposition(|(other, _)| other == id) {
                    standing.remove(at);
                }
            } else {
                standing.push((decision.id(), decision));
            }
        }
        standing.into_iter().map(|(_, decision)| decision).collect()
    }
}

#[cfg(test)]
mod tests;
