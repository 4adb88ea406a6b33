//! Propositions: what is claimed. One detector a kind, behind one trait and one registry.

mod affected;
mod cause;
mod checkable;
mod evidence;
mod investigating;
mod located;
mod outage;
mod polarity;
mod quantity;
mod relationship;
mod responsibility;
mod restored;
mod retraction;
mod scene;
mod scope;
mod timing;
mod unsound;

use std::ops::Range;

use backpedal_model::{CauseKind, ClaimKind, Polarity, Quantity};

use crate::{analysis::Analysis, times::Time};

pub(crate) use cause::mechanisms;
pub(crate) use checkable::checkable;
pub(crate) use located::{located, located_all};
pub(crate) use scene::Scene;
pub(crate) use unsound::sound;

/// Something that may be a claim.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The kind.
    pub(crate) kind: ClaimKind,
    /// What found it.
    pub(crate) rule: String,
    /// The sentence.
    pub(crate) sentence: usize,
    /// The words that gave it away.
    pub(crate) trigger: Range<usize>,
    /// Their clause.
    pub(crate) clause: Range<usize>,
    /// How firmly it is put, before the reporting verb is heeded.
    pub(crate) polarity: Polarity,
    /// Whether the reporting verb cannot turn it.
    pub(crate) fixed: bool,
    /// The words of the subject, where the rule finds them.
    pub(crate) subject: Option<Range<usize>>,
    /// The words of the objects.
    pub(crate) objects: Vec<Range<usize>>,
    /// The mechanism of a cause.
    pub(crate) cause: Option<CauseKind>,
    /// What is counted.
    pub(crate) quantity: Option<Quantity>,
    /// The time that the claim is about.
    pub(crate) time: Option<Time>,
    /// How probable the network holds it to be, if it was asked.
    pub(crate) probability: Option<f32>,
}

/// Finds the claims of one kind in a sentence.
pub(crate) trait Detector: Sync {
    /// The candidates of a sentence.
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate>;
}

/// All detectors, in the order of `ClaimKind`.
const REGISTRY: &[&dyn Detector] = &[
    &outage::Outage,
    &cause::Cause,
    &affected::Affected,
    &scope::Scope,
    &timing::Timing,
    &restored::Restored,
    &investigating::Investigating,
    &evidence::Evidence,
    &retraction::Retraction,
    &relationship::Relationship,
    &responsibility::Responsibility,
];

/// The candidates of all sentences, in order.
pub(crate) fn detect(analysis: &Analysis<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for number in 0..analysis.sentences.len() {
        let scene = Scene::new(analysis, number);
        let mut here: Vec<Candidate> = REGISTRY
            .iter()
            .flat_map(|detector| detector.detect(&scene))
            .collect();
        scene::settle(&scene, &mut here);
        found.append(&mut here);
    }
    found
}

/// What detectors share in their tests: the claims that rules alone find in a text, as
/// `polarity: words`.
#[cfg(test)]
pub(crate) fn found(text: &str, kind: ClaimKind) -> Vec<String> {
    use backpedal_model::{Document, DocumentKind, Parties};
    let mut document = Document::new("a", DocumentKind::Article, text);
    document.published = Some(backpedal_model::PublishedDate {
        at: "2012-05-16".parse().expect("a date"),
        zone: backpedal_model::Zone::Utc,
        source: backpedal_model::DateSource::Given,
    });
    let parties = Parties::default();
    let context = crate::Context {
        parties: &parties,
        zone: "UTC",
        window: None,
        parent: None,
    };
    let claims = crate::rules_alone(&document, &context);
    let of_kind = claims.into_iter().filter(|claim| claim.kind == kind);
    of_kind
        .map(|claim| format!("{}: {}", claim.polarity, claim.quote.text))
        .collect()
}
