//! What became of decisions in a run.

use serde::{Deserialize, Serialize};

use crate::{Claim, ClaimId, Contradiction};

use super::{Action, Decision, Subject};

/// A decision, and what it met in this run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The decision.
    pub decision: Decision,
    /// What it met.
    pub met: Met,
    /// What of it could not be obeyed, each as a clause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<String>,
}

/// What a decision met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Met {
    /// The claim, by its id in this run.
    Claim(ClaimId),
    /// The contradictions as they were found in this run; one, unless several pairs of the same
    /// statements were listed apart.
    Contradictions(Vec<Contradiction>),
    /// Nothing; a clause that tells why.
    Nothing(String),
}

/// A claim as it was extracted, before a decision changed or removed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extracted {
    /// Its place among all extracted claims, counted from 0.
    pub at: usize,
    /// Whether it was refused, so that it does not stand among the claims.
    pub refused: bool,
    /// The claim.
    pub claim: Claim,
}

impl Extracted {
    /// The claims as they were extracted: undoes what decisions changed and removed. `changed`
    /// is in ascending order of place, as runs leave it.
    #[must_use]
    pub fn restore(mut claims: Vec<Claim>, changed: Vec<Self>) -> Vec<Claim> {
        for old in changed {
            let at = old.at.min(claims.len());
            if old.refused {
                claims.insert(at, old.claim);
            } else if let Some(place) = claims.get_mut(at) {
                *place = old.claim;
            }
        }
        claims
    }
}

impl Review {
    /// What of it was not obeyed, each as a clause. A refused contradiction that is not found any
    /// more is as the person wants it.
    #[must_use]
    pub fn unmet(&self) -> Vec<&str> {
        let refused = self.decision.action == Action::Refuse
            && matches!(self.decision.subject, Subject::Contradiction(_));
        let nothing = match &self.met {
            Met::Nothing(why) if !refused => Some(why.as_str()),
            _ => None,
        };
        let lacking = self.lacking.iter().map(String::as_str);
        nothing.into_iter().chain(lacking).collect()
    }

    /// Whether it met that claim.
    #[must_use]
    pub fn met_claim(&self, id: &ClaimId) -> bool {
        matches!(&self.met, Met::Claim(met) if met == id)
    }
}
