//! Where a party stood on a question, and how it moved.

use serde::{Deserialize, Serialize};

use crate::{ClaimId, PartyId, TimeRange, claim::words};

words! {
    /// A question on which parties take positions.
    Topic {
        /// Was there an outage of the party that the position is about?
        Outage = "outage",
        /// What caused it?
        Cause = "cause",
        /// Whom else did it hit?
        Affected = "affected",
        /// How much, how many, where?
        Extent = "extent",
        /// From when to when?
        Times = "times",
        /// Is it over?
        Over = "over",
        /// Who is responsible?
        Responsibility = "responsibility",
        /// Who depends on whom?
        Dependency = "dependency",
        /// What was said, withdrawn, or shown?
        Statement = "statement",
    }
}

words! {
    /// The stance taken.
    Stance {
        /// Yes.
        Affirms = "affirms",
        /// No.
        Denies = "denies",
        /// Open: hedged, or being looked into.
        Open = "open",
    }
}

words! {
    /// How a position follows from the same party's one before it.
    Move {
        /// The first on this question.
        FirstStated = "first stated",
        /// The same again, on another occasion.
        Repeated = "repeated",
        /// More precise, and compatible.
        Refined = "refined",
        /// From firm to open, the earlier statement left standing.
        Hedged = "hedged",
        /// From yes to no or from no to yes.
        Reversed = "reversed",
        /// From denying or open to conceding one's own fault or trouble.
        Admitted = "admitted",
        /// Taken back in the party's own words.
        Retracted = "retracted",
        /// A denial given up for "open", with nothing conceded.
        Withdrawn = "withdrawn without concession",
        /// From open to firm: what was being looked into was found.
        Settled = "settled",
    }
}

/// Where a party stood on a question at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Who.
    pub party: PartyId,
    /// On what.
    pub topic: Topic,
    /// Whose outage, cause, extent it is about.
    pub about: Option<PartyId>,
    /// Which way.
    pub stance: Stance,
    /// When it was said.
    pub at: Option<TimeRange>,
    /// The claims that say it, in document order; at least one.
    pub claims: Vec<ClaimId>,
    /// How it follows from the one before.
    pub moved: Move,
    /// The claims of the position before, where there is one.
    pub from: Vec<ClaimId>,
}
