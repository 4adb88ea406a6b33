//! What contradicts what, and what only seems to.

use serde::{Deserialize, Serialize};

use crate::{ClaimId, ContradictionId, claim::words};

words! {
    /// The kind of a contradiction.
    ContradictionKind {
        /// One side moved on the same fact.
        Reversal = "reversal",
        /// One side took its own words back.
        Retraction = "retraction",
        /// Two sides oppose each other.
        Dispute = "dispute",
        /// Counts that do not fit together.
        Numbers = "numbers",
        /// Times or durations that do not fit together.
        Timing = "timing",
        /// Extents that do not fit together.
        Scope = "scope",
        /// One says that another said or withdrew something; the other's words show otherwise.
        Misreported = "misreported",
        /// A status page says one thing, probes another.
        StatusVsProbe = "status_vs_probe",
        /// A headline says more than the quotation under it.
        Headline = "headline",
    }
}

words! {
    /// What is not a contradiction, and is named as such.
    NonContradictionKind {
        /// More precise and compatible.
        Refinement = "refinement",
        /// A hedge opened and later settled.
        HedgeSettled = "hedge settled",
        /// A trigger and a root cause.
        TriggerVersusRootCause = "trigger versus root cause",
        /// More was disclosed in steps.
        StagedDisclosure = "staged disclosure",
        /// Different extents or populations.
        DifferentScope = "different scope",
        /// Down, then up.
        StateChanged = "state changed",
        /// An allegation beside a finding.
        AllegationVersusFinding = "allegation versus finding",
        /// A third party's error.
        ThirdPartyError = "third party's error",
        /// An author's summary of an earlier stance.
        Summary = "author's summary",
    }
}

words! {
    /// How strong a contradiction is.
    Strength {
        /// Both sides firm, same fact, order proven where it matters.
        Strong = "strong",
        /// One side hedged, or the order rests on the text.
        Moderate = "moderate",
        /// Something must be assumed.
        Weak = "weak",
    }
}

/// Two claims that cannot both stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// Made from the kind and the two claims.
    pub id: ContradictionId,
    /// Its kind.
    pub kind: ContradictionKind,
    /// The earlier claim, or the one that is in question.
    pub a: ClaimId,
    /// The later claim, or the one that shows otherwise.
    pub b: ClaimId,
    /// Why it is one and not a refinement; a sentence in the fixed wording scale.
    pub why: String,
    /// How strong.
    pub strength: Strength,
    /// What would change it; a sentence.
    pub would_change: String,
    /// The rule that found it.
    pub rule: String,
    /// The same contradiction of the same sides in other reports: claims that say what `a` and `b`
    /// say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<(ClaimId, ClaimId)>,
    /// Whether `b` is the same side's later account, where the kind does not say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
    /// The end that rests on an inquiry or on measurement, where just one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<crate::End>,
}

/// Two claims that seem to contradict each other and do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NonContradiction {
    /// Its kind.
    pub kind: NonContradictionKind,
    /// One claim.
    pub a: ClaimId,
    /// The other.
    pub b: ClaimId,
    /// Why it is none; a sentence.
    pub why: String,
}
