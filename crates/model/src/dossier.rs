//! Everything that is known about a case after a run: what reports, pages and the index render.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Action, Case, Claim, ClaimId, Contradiction, Dataset, Document, DocumentId, Extracted,
    Incident, LinkPlace, NonContradiction, Observation, PathFact, Position, Problem,
    RelationshipFact, Review, Snapshot, Statement, Subject, Support, Verdict,
};

/// The result of a run. Plain data; the same inputs give the same dossier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The case as it was read.
    pub case: Case,
    /// How it was made.
    pub run: RunInfo,
    /// Captures, in the order of the case's sources.
    pub snapshots: Vec<Snapshot>,
    /// Documents, likewise; comments and posts after the page that holds them.
    pub documents: Vec<Document>,
    /// Claims, in document order.
    pub claims: Vec<Claim>,
    /// Measurement and topology files.
    pub datasets: Vec<Dataset>,
    /// What was measured.
    pub observations: Vec<Observation>,
    /// What relationship files say of each ordered pair of parties that both resolve.
    pub relationships: Vec<RelationshipFact>,
    /// What tables say, likewise.
    pub paths: Vec<PathFact>,
    /// The position ledger, in order of time for each party and topic.
    pub positions: Vec<Position>,
    /// What contradicts what.
    pub contradictions: Vec<Contradiction>,
    /// What only seems to.
    pub non_contradictions: Vec<NonContradiction>,
    /// Statements with all their sightings, in the order of the documents.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// Who says the same as whom, and whether that confirms anything.
    #[serde(default)]
    pub supports: Vec<Support>,
    /// The outages of each subject, where claims speak of more than one.
    #[serde(default)]
    pub incidents: Vec<Incident>,
    /// One for each claim.
    pub verdicts: Vec<Verdict>,
    /// What the person decided, and what each decision met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Review>,
    /// Claims as they were extracted, where a decision changed or removed them, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extracted: Vec<Extracted>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// How a dossier was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunInfo {
    /// The program's version.
    pub version: String,
    /// The time up to which things were known: the latest capture, unless the caller chose one.
    pub as_of: Timestamp,
    /// What was left out because it was not known at that time, where the caller chose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
}

/// How much was not yet known at the time that the caller chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Documents of which nothing was known.
    pub documents: usize,
    /// Claims, those of such documents among them.
    pub claims: usize,
    /// Measured series that were cut or left out.
    pub observations: usize,
    /// Measurement and topology files.
    pub datasets: usize,
}

impl Dossier {
    /// The claim of that id.
    #[must_use]
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == *id)
    }

    /// The document of that id.
    #[must_use]
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == *id)
    }

    /// What speaks for and against each claim by words alone.
    #[must_use]
    pub fn relations(&self) -> crate::Relations<'_> {
        crate::Relations {
            contradictions: &self.contradictions,
            supports: &self.supports,
            statements: &self.statements,
        }
    }

    /// The verdict on that claim.
    #[must_use]
    pub fn verdict(&self, id: &ClaimId) -> Option<&Verdict> {
        self.verdicts.iter().find(|verdict| verdict.claim == *id)
    }

    /// Whether the person said that the claim's speaker is none of the case's parties.
    #[must_use]
    pub fn speaker_is_unlinked(&self, id: &ClaimId) -> bool {
        self.decisions.iter().any(|review| {
            let speaker = matches!(&review.decision.subject,
                Subject::Link(key) if key.place == LinkPlace::Speaker);
            speaker && review.decision.action == Action::Refuse && review.met_claim(id)
        })
    }

    /// Whether anything in it was made by a generator.
    #[must_use]
    pub fn is_synthetic(&self) -> bool {
        self.case.synthetic.is_some() || self.datasets.iter().any(|dataset| dataset.synthetic)
    }
}
