//! Real incidents, each as dated statements with what an honest reader should conclude: every
//! statement becomes a small dated document, and what the whole program makes of them is held
//! against the conclusions.

mod case;
mod conclusion;
mod traps;

use backpedal_claims::Context;
use backpedal_matcher::{Facts, Judgement, judge};
use backpedal_model::{Case, Claim, Document, Parties, Relations};
use serde::Deserialize;

pub use case::{body, case_of};
pub use conclusion::{Reached, conclude};
pub use traps::{Trap, traps};

/// One line of the file.
#[derive(Clone, Debug, Deserialize)]
pub struct Incident {
    /// Its short name.
    pub id: String,
    /// The day of the incident, where it is known; else words.
    pub date: String,
    /// `contradiction`, `control` and so on.
    pub kind: String,
    /// Who is involved.
    pub parties: Vec<String>,
    /// What was said, in order of telling.
    pub statements: Vec<Said>,
    /// What should follow.
    pub verdict_targets: Vec<Target>,
    /// What a careless reader falls for.
    #[serde(default)]
    pub traps: Vec<String>,
}

/// One statement.
#[derive(Clone, Debug, Deserialize)]
pub struct Said {
    /// When; a day where it is known.
    pub date: String,
    /// Who, with a role or an outlet.
    pub speaker: String,
    /// For whom.
    pub org: String,
    /// What, beginning with a verb: "Says that …".
    pub paraphrase: String,
}

/// A claim and what should become of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Target {
    /// The claim in a few words.
    pub claim: String,
    /// The conclusion, one of the words of [`conclude`].
    pub verdict: String,
}

/// An incident, judged.
#[derive(Debug)]
pub struct Judged {
    /// The case made for it.
    pub case: Case,
    /// One document a statement.
    pub documents: Vec<Document>,
    /// What was found in them.
    pub claims: Vec<Claim>,
    /// What follows.
    pub judgement: Judgement,
}

impl Judged {
    /// Reads and judges an incident.
    ///
    /// # Errors
    ///
    /// Where no case can be made of it, the reason.
    pub fn of(incident: &Incident) -> Result<Self, String> {
        let case = case_of(incident)?;
        let documents: Vec<Document> = (0..incident.statements.len())
            .flat_map(|number| case::document(incident, &case, number))
            .collect();
        let context = Context {
            parties: &case.parties,
            zone: &case.zone,
            window: Some(case.window),
            parent: None,
        };
        let claims: Vec<Claim> = documents
            .iter()
            .flat_map(|document| backpedal_claims::extract(document, &context))
            .collect();
        let judgement = judge(&Facts::of(&case, &documents, &claims));
        Ok(Self {
            case,
            documents,
            claims,
            judgement,
        })
    }

    /// What standings are computed from.
    #[must_use]
    pub fn relations(&self) -> Relations<'_> {
        Relations {
            contradictions: &self.judgement.contradictions,
            supports: &self.judgement.supports,
            statements: &self.judgement.statements,
        }
    }

    /// The claims that a few words make, read as the program reads any text.
    #[must_use]
    pub fn read(&self, words: &str) -> Vec<Claim> {
        let text = format!("{}.", words.trim_end_matches('.'));
        let document = Document::new("target", backpedal_model::DocumentKind::Article, text);
        let context = Context {
            parties: &self.case.parties,
            zone: &self.case.zone,
            window: Some(self.case.window),
            parent: None,
        };
        backpedal_claims::extract(&document, &context)
    }

    /// The parties of the case.
    #[must_use]
    pub const fn parties(&self) -> &Parties {
        &self.case.parties
    }
}
