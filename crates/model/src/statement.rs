//! One statement, however often it was reported; who confirms whom; which outage is meant.

use serde::{Deserialize, Serialize};

use crate::{ClaimId, Interval, TimeRange, claim::words};

words! {
    /// How a claim came into its document.
    Carriage {
        /// The first that is known of it.
        Origin = "origin",
        /// The same words in another document: a syndicated copy, a quotation passed on.
        Copy = "copy",
        /// Another document's report of the same statement.
        Retold = "retold",
    }
}

/// One claim as a sighting of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The claim.
    pub claim: ClaimId,
    /// How it came into its document.
    pub carriage: Carriage,
    /// Who passed it on, the speaker first and the document last: "Heron", "The Ledger".
    pub chain: Vec<String>,
}

/// One statement of one side with all its sightings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The claim that is the first known sighting.
    pub origin: ClaimId,
    /// When it was said, as narrowly as all sightings together tell.
    pub said: Option<TimeRange>,
    /// All sightings, the origin first.
    pub sightings: Vec<Sighting>,
    /// In how many separate documents it stands that are no copies of one another: origins are
    /// counted, not pages.
    pub documents: usize,
}

/// One claim that says the same as another side's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// The claim that is supported, the earlier one.
    pub a: ClaimId,
    /// The claim that says so too.
    pub b: ClaimId,
    /// Whether it rests on something else than the first side's words.
    pub independent: bool,
    /// Why it counts, or does not; a sentence.
    pub why: String,
}

/// One outage of one subject, told apart from its others by the days of which claims speak.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Whose outage it is.
    pub about: String,
    /// From the first to the last day of which claims speak.
    pub days: Interval,
    /// The claims about it, in document order.
    pub claims: Vec<ClaimId>,
}
