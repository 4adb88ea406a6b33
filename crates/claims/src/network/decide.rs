//! Rules propose, the network decides.

use std::ops::Range;

use backpedal_model::{Document, Span};

use super::{
    decode::{Proposal, calibrated, proposals},
    features::{Features, features, reading},
    weigher::{fits, weigh},
};
use crate::{
    analysis::Analysis,
    propositions::{Candidate, located_all},
};

/// The candidates that the network holds for claims: a rule's, where one found the same, else one
/// made from its words. Without a network that fits, what the rules found.
pub(crate) fn decide(
    document: &Document,
    analysis: &Analysis<'_>,
    rules: Vec<Candidate>,
) -> Vec<Candidate> {
    if !fits() {
        return rules;
    }
    let mut found: Vec<Candidate> = Vec::new();
    for block in blocks(analysis) {
        let first = block.start;
        let start = found.len();
        let reading = reading(analysis, &block);
        let features = features(document, analysis, &rules, block, &reading);
        let scores = weigh(&features);
        for proposal in proposals(&features, &scores) {
            let words = analysis.text.range(span(&features, &proposal));
            let stance = Some((proposal.polarity, proposal.certainty));
            let kind = proposal.kind;
            for mut candidate in located_all(analysis, &rules, kind, &words, stance) {
                candidate.probability = Some(calibrated(proposal.probability));
                let known = found.iter_mut().rev().find(|other| same(other, &candidate));
                match known {
                    Some(other) if other.probability < candidate.probability => *other = candidate,
                    Some(_) => {}
                    None => found.push(candidate),
                }
            }
        }
        let mut told: Vec<usize> = found[start..].iter().map(|claim| claim.sentence).collect();
        told.sort_unstable();
        told.dedup();
        analysis.parsed(first, &reading, &told);
    }
    found
}

/// Bytes of text that the network takes at once, about: a long document must not fill the memory.
const BLOCK: usize = 16_000;

/// Sentences, in stretches that the network takes at once; none is cut inside a paragraph unless
/// the paragraph alone is longer.
fn blocks(analysis: &Analysis<'_>) -> Vec<Range<usize>> {
    let sentences = &analysis.sentences;
    let mut found = Vec::new();
    let mut start = 0;
    for number in 1..sentences.len() {
        let length = sentences[number].range.start - sentences[start].range.start;
        let opens = sentences[number].paragraph != sentences[number - 1].paragraph;
        if length > BLOCK && opens || length > 2 * BLOCK {
            found.push(start..number);
            start = number;
        }
    }
    found.push(start..sentences.len());
    found.retain(|block| !block.is_empty());
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
