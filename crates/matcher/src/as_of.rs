//! What was known at a time, and nothing that came later.
//!
//! A finding is fair to those who spoke only if it does not hold against them what nobody could
//! know yet. So everything that is judged has a first instant from which it counts as known; where
//! several could be meant, the latest is taken.
//!
//! - **A document** is known from the end of its time of publication: of a date without a clock
//!   only the end of that day is certain, in the zone that the document states, else the case's,
//!   and twelve hours west of Greenwich where the zone is said to be unknown. Where it says that
//!   it was changed later, the words that we hold may be the later ones, and count from then.
//! - **An undated document** is known from its capture, which proves that it existed; nothing else
//!   does. A capture before the end of the published day proves it too. Without date and capture
//!   it is known only at the end of all time.
//! - **Stamped parts** (a status update, a post, a comment in a longer text) are known from their
//!   own time. A page that was changed last when its last part was added has grown by its parts:
//!   it is known from its publication, and each part from its stamp. What has no stamp on such a
//!   page (its title, say "resolved") may have been changed last, and counts from then.
//! - **Unstamped comments and updates** came at an unknown time after the page that they stand on,
//!   so they count from the capture.
//! - **What was put in while a page was watched** counts from the first look that found it, and
//!   that a version was edited away, or is gone, from the first that did not.
//! - **A claim** is known from when its words are, and not before it was said.
//! - **Measurements** are cut as [`backpedal_model::Observation::until`] says.
//! - **Snapshots of topology** count from the end of their day.
//!
//! Each first instant depends on the thing itself and its document and capture alone, so what is
//! added later changes nothing, and what is known at one time is known at every later one.

mod claims;
mod documents;
mod measured;
#[cfg(test)]
mod tests;

use backpedal_model::{
    Case, Claim, Dataset, Document, LeftOut, Observation, PathFact, RelationshipFact, Snapshot,
};
use jiff::Timestamp;

use crate::Facts;
use documents::Dates;

/// Everything that was known at a time, as data of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// The documents of which something was known, whole: later claims in them are left out of
    /// `claims`.
    pub documents: Vec<Document>,
    /// The claims, in document order.
    pub claims: Vec<Claim>,
    /// Measurement and topology files.
    pub datasets: Vec<Dataset>,
    /// What was measured by then.
    pub observations: Vec<Observation>,
    /// What relationship files said.
    pub relationships: Vec<RelationshipFact>,
    /// What routing tables said.
    pub paths: Vec<PathFact>,
    /// The captures that hold the documents, whenever they were made.
    pub snapshots: Vec<Snapshot>,
    /// How much was left out.
    pub left_out: LeftOut,
}

/// A version of which nobody knew yet that it would be edited away, or gone.
fn still_standing(mut document: Document, as_of: Timestamp) -> Document {
    if let Some(edition) = &mut document.edition {
        edition.ended = edition.ended.take().filter(|end| end.between.end <= as_of);
        edition.added.retain(|one| one.between.end <= as_of);
        edition.last_seen = edition.last_seen.min(as_of).max(edition.first_seen);
    }
    document
}

impl Known {
    /// What of the facts was known at `as_of`. [`Timestamp::MAX`] leaves nothing out.
    #[must_use]
    pub fn at(facts: &Facts<'_>, snapshots: &[Snapshot], as_of: Timestamp) -> Self {
        let dates = Dates::of(facts, snapshots);
        let documents: Vec<Document> = facts
            .documents
            .iter()
            .filter(|document| dates.document(document) <= as_of)
            .cloned()
            .map(|document| still_standing(document, as_of))
            .collect();
        let claims: Vec<Claim> = facts
            .claims
            .iter()
            .filter(|claim| claims::known_from(&dates, claim) <= as_of)
            .cloned()
            .collect();
        let measured = measured::at(facts, as_of);
        let holds = |snapshot: &&Snapshot| {
            let held = |page: &Document| page.snapshot.as_ref() == Some(&snapshot.id);
            documents.iter().any(held) || !facts.documents.iter().any(held)
        };
        let kept = snapshots.iter().filter(holds);
        Self {
            left_out: LeftOut {
                documents: facts.documents.len() - documents.len(),
                claims: facts.claims.len() - claims.len(),
                observations: measured.changed,
                datasets: facts.datasets.len() - measured.datasets.len(),
            },
            snapshots: kept.cloned().collect(),
            documents,
            claims,
            datasets: measured.datasets,
            observations: measured.observations,
            relationships: measured.relationships,
            paths: measured.paths,
        }
    }

    /// The same as facts of the case, to be judged.
    #[must_use]
    pub fn facts<'a>(&'a self, case: &'a Case) -> Facts<'a> {
        Facts {
            case,
            documents: &self.documents,
            claims: &self.claims,
            datasets: &self.datasets,
            observations: &self.observations,
            relationships: &self.relationships,
            paths: &self.paths,
            settled: crate::Settled::NONE,
        }
    }
}
