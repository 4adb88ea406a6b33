//! Claims into positions and contradictions; claims and observations into verdicts.
//!
//! The only place where what was said meets what was measured. Everything here is a pure function
//! of [`Facts`]: no clock, no files, no chance, and the same input gives the same [`Judgement`].
//! Precision goes before recall: where the words, the order of two statements or the data leave
//! room, nothing is found, because one false accusation would spoil every true one.
//!
//! ```
//! use backpedal_matcher::{Facts, judge};
//! use backpedal_model::Case;
//!
//! let case = Case::parse(
//!     r#"
//! id = "halyard-2024"
//! title = "Halyard"
//! window = { start = "2024-03-05T00:00Z", end = "2024-03-06T00:00Z" }
//! zone = "UTC"
//! "#,
//! );
//! if let Ok(case) = case {
//!     let judgement = judge(&Facts::of(&case, &[], &[]));
//!     assert!(judgement.contradictions.is_empty());
//! }
//! ```

mod as_of;
mod contradiction;
mod decided;
mod evidence;
mod incident;
mod ledger;
mod names;
mod order;
mod question;
mod reading;
mod statement;
mod support;
#[cfg(test)]
mod testing;
mod words;
mod world;

pub use as_of::Known;
pub use decided::{Decided, Ruled, Settled, apply, decide};

use backpedal_model::{
    Case, Claim, Contradiction, Dataset, Document, Incident, NonContradiction, Observation,
    PathFact, Position, RelationshipFact, Statement, Support, Verdict,
};

/// Everything that is known before judging.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The case.
    pub case: &'a Case,
    /// The documents that hold the claims.
    pub documents: &'a [Document],
    /// The claims, in document order.
    pub claims: &'a [Claim],
    /// Measurement and topology files.
    pub datasets: &'a [Dataset],
    /// What was measured.
    pub observations: &'a [Observation],
    /// What relationship files say.
    pub relationships: &'a [RelationshipFact],
    /// What routing tables say.
    pub paths: &'a [PathFact],
    /// What the person decided about links and contradictions.
    pub settled: &'a Settled,
}

impl<'a> Facts<'a> {
    /// Words alone: nothing was measured.
    #[must_use]
    pub const fn of(case: &'a Case, documents: &'a [Document], claims: &'a [Claim]) -> Self {
        Self {
            case,
            documents,
            claims,
            datasets: &[],
            observations: &[],
            relationships: &[],
            paths: &[],
            settled: Settled::NONE,
        }
    }
}

/// What follows from the facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// The ledger, in order of time for each party and topic.
    pub positions: Vec<Position>,
    /// What contradicts what.
    pub contradictions: Vec<Contradiction>,
    /// What only seems to.
    pub non_contradictions: Vec<NonContradiction>,
    /// Statements with all their sightings.
    pub statements: Vec<Statement>,
    /// Who says the same as whom.
    pub supports: Vec<Support>,
    /// The outages of each subject, where claims speak of more than one.
    pub incidents: Vec<Incident>,
    /// One for each claim, in the order of the claims.
    pub verdicts: Vec<Verdict>,
    /// The contradictions that the person decided about; those refused are nowhere else.
    pub ruled: Vec<Ruled>,
}

/// Judges a case.
#[must_use]
pub fn judge(facts: &Facts<'_>) -> Judgement {
    let world = world::World::new(facts);
    let found = contradiction::all(&world);
    Judgement {
        positions: ledger::positions(&world, &found),
        contradictions: found.contradictions,
        non_contradictions: found.none,
        ruled: found.ruled,
        statements: statement::statements(&world),
        supports: support::supports(&world),
        incidents: incident::incidents(&world),
        verdicts: facts
            .claims
            .iter()
            .filter_map(|claim| Some(evidence::verdict(&world, world.reading(&claim.id)?)))
            .collect(),
    }
}
