//! Rules propose, the network decides.

use std::ops::Range;

use backpedal_model::{Document, Span};

use super::{
    decode::{Proposal, calibrated, proposals},
    features::{Features, features},
    weigher::weigh,
};
use crate::{
    analysis::Analysis,
    propositions::{Candidate, located},
};

/// The candidates that the network holds for claims: a rule's, where one found the same, else one
/// made from its words. Without a network that fits, what the rules found.
pub(crate) fn decide(
    document: &Document,
    analysis: &Analysis<'_>,
    rules: Vec<Candidate>,
) -> Vec<Candidate> {
    let features = features(document, analysis, &rules);
    let scores = weigh(&features);
    if scores.kinds.rows != features.words.len() || features.words.is_empty() {
        return rules;
    }
    let mut found: Vec<Candidate> = Vec::new();
    for proposal in proposals(&features, &scores) {
        let words = analysis.text.range(span(&features, &proposal));
        let stance = Some(proposal.polarity);
        let Some(mut candidate) = located(analysis, &rules, proposal.kind, &words, stance) else {
            continue;
        };
        candidate.probability = Some(calibrated(proposal.probability));
        let known = found.iter_mut().find(|other| same(other, &candidate));
        match known {
            Some(other) if other.probability < candidate.probability => *other = candidate,
            Some(_) => {}
            None => found.push(candidate),
        }
    }
    found
}

/// Two peaks may lead to one rule's candidate.
fn same(a: &Candidate, b: &Candidate) -> bool {
    a.kind == b.kind && a.trigger == b.trigger
}

fn span(features: &Features, proposal: &Proposal) -> Span {
    let Range { start, end } = proposal.words;
    Span::new(features.words[start].start, features.words[end - 1].end)
}
