//! A document into claims: who said what, about whom, when, how firmly.
//!
//! The way goes in four steps, each a folder: tokens (regions by voice, sentences, words) →
//! structure (quotations, clauses, names, coreference) → attribution (who is told to have said
//! what) → propositions (the kinds of claim, their polarity, subject, objects). Times have a
//! grammar of their own. Word lists and patterns are data files.
//!
//! ```
//! use backpedal_claims::{Context, extract};
//! use backpedal_model::{ClaimKind, Document, DocumentKind, Parties, Polarity};
//!
//! let text = "Alder Networks denied that it had any downtime, spokeswoman Ann Oak said.";
//! let document = Document::new("a", DocumentKind::Article, text);
//! let parties = Parties::default();
//! let context = Context { parties: &parties, zone: "UTC", window: None, parent: None };
//! let claims = extract(&document, &context);
//! assert_eq!(claims[0].kind, ClaimKind::Outage);
//! assert_eq!(claims[0].polarity, Polarity::Deny);
//! ```
//!
//! A claim's confidence is its rule's share of right claims in the development set: 24 invented
//! texts with about 400 annotated claims, on which the rules were also written. It is therefore
//! optimistic for texts of other kinds; `data/confidence.tsv` holds the counts, and
//! `backpedal-train` makes it anew.
//!
//! What is deliberately absent: reading files, the clock, any network, any model of a language.

mod analysis;
mod assemble;
mod attribution;
mod choice;
mod lexicon;
mod network;
mod propositions;
mod structure;
mod text;
mod times;
mod tokens;

pub use assemble::Choices;
pub use choice::Choice;
pub use structure::{CLASSES, NameFeatures, name_features};
pub use times::{Timex, TimexKind, timexes};

use backpedal_model::{
    Claim, ClaimKind, Document, DocumentKind, Interval, Parties, Polarity, Span,
};

pub use network::{Features, Limits, Proposal, Scores, WIDTH, proposed};

/// Raised whenever the same document may give other claims; part of stage keys.
pub const VERSION: u32 = 5;

/// What is known beside the document.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The parties of the case; names lead to them.
    pub parties: &'a Parties,
    /// The IANA name of the zone in which times without one are read.
    pub zone: &'a str,
    /// The time under examination; nothing was said about it before its start.
    pub window: Option<Interval>,
    /// The page under a comment: it gives the date and the names that a comment leaves out.
    pub parent: Option<&'a Document>,
}

/// The claims of a document, in the order of the text. Spans count Unicode scalar values of
/// `document.text`. The same input gives the same claims.
#[must_use]
pub fn extract(document: &Document, context: &Context<'_>) -> Vec<Claim> {
    let mut analysis = analysis::Analysis::new(document, context);
    let rules = propositions::detect(&analysis);
    assemble::centre(&mut analysis, &rules);
    let candidates = network::decide(document, &analysis, rules);
    assemble::assemble(document, context, &analysis, candidates)
}

/// The claims without the network's word, for the tests of rules.
#[cfg(test)]
fn rules_alone(document: &Document, context: &Context<'_>) -> Vec<Claim> {
    let mut analysis = analysis::Analysis::new(document, context);
    let rules = propositions::detect(&analysis);
    assemble::centre(&mut analysis, &rules);
    assemble::assemble(document, context, &analysis, rules)
}

/// A place at which something is claimed, and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// The kind of claim.
    pub kind: ClaimKind,
    /// Some words of it.
    pub words: Span,
    /// How firmly, where that is known.
    pub polarity: Option<Polarity>,
}

/// A document as the network of claims takes it: for training.
#[must_use]
pub fn network_features(document: &Document, context: &Context<'_>) -> Features {
    let analysis = analysis::Analysis::new(document, context);
    let rules = propositions::detect(&analysis);
    let all = 0..analysis.sentences.len();
    let reading = network::reading(&analysis, &all);
    network::features(document, &analysis, &rules, all, &reading)
}

/// The claims at given places, one for each: speaker, subject, objects, times as `extract` finds
/// them. Nothing for a place without a sentence.
#[must_use]
pub fn claims_at(
    document: &Document,
    context: &Context<'_>,
    places: &[Located],
) -> Vec<Option<Claim>> {
    let mut analysis = analysis::Analysis::new(document, context);
    let rules = propositions::detect(&analysis);
    assemble::centre(&mut analysis, &rules);
    let claim = |place: &Located| {
        let words = analysis.text.range(place.words);
        let (kind, polarity) = (place.kind, place.polarity.map(|polarity| (polarity, 1.0)));
        let found = propositions::located(&analysis, &rules, kind, &words, polarity)?;
        assemble::single(document, context, &analysis, &found)
    };
    places.iter().map(claim).collect()
}

/// What the choice of the one that a document is about is made from, for training.
#[must_use]
pub fn centre_choices(document: &Document, context: &Context<'_>) -> Vec<Choice> {
    let analysis = analysis::Analysis::new(document, context);
    let rules = propositions::detect(&analysis);
    assemble::centre_options(&analysis, &rules)
}

/// What the choices for the claims at given places are made from, for training: those of subject,
/// objects and mechanism. `centre` gives the share of each option of `centre_choices`.
#[must_use]
pub fn claim_choices(
    document: &Document,
    context: &Context<'_>,
    places: &[Located],
    centre: &[f64],
) -> Vec<Option<Choices>> {
    let mut analysis = analysis::Analysis::new(document, context);
    let rules = propositions::detect(&analysis);
    assemble::centre_given(&mut analysis, &rules, centre);
    let of = |place: &Located| {
        let words = analysis.text.range(place.words);
        let stance = place.polarity.map(|polarity| (polarity, 1.0));
        let found = propositions::located(&analysis, &rules, place.kind, &words, stance)?;
        Some(assemble::choices(&analysis, &found))
    };
    places.iter().map(of).collect()
}

/// The company whose own voice a document is: the case says so, or the document is a statement.
fn company(document: &Document, context: &Context<'_>) -> Option<String> {
    let named = document
        .voice_of
        .as_ref()
        .and_then(|id| context.parties.get(id));
    named.map(|party| party.name.clone()).or_else(|| {
        let own = matches!(
            document.kind,
            DocumentKind::Statement | DocumentKind::Status
        );
        document.publisher.clone().filter(|_| own)
    })
}
