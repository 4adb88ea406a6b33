//! Which predicted claim stands for which annotated one.

use backpedal_model::{Claim, ClaimKind, Polarity, Span, TextIndex};

use crate::{GoldDocument, sentence::Sentences};

/// A predicted claim beside the annotated one that it stands for, by their places in their lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The annotated claim.
    pub gold: usize,
    /// The predicted claim.
    pub predicted: usize,
}

/// Pairs claims of the same kind, one to one, best overlap first. A prediction can stand for an
/// annotated claim when it overlaps the anchor or lies for the most part in the anchor's sentence.
/// Anchors that are not in the text pair with nothing.
#[must_use]
pub fn matched(gold: &GoldDocument, text: &str, predicted: &[Claim]) -> Vec<Matched> {
    let places = predicted.iter();
    let places: Vec<(ClaimKind, Polarity, Span)> = places
        .map(|claim| (claim.kind, claim.polarity, claim.quote.span))
        .collect();
    matched_places(gold, text, &places)
}

/// The same for claims of which only kind, polarity and words are known.
#[must_use]
pub fn matched_places(
    gold: &GoldDocument,
    text: &str,
    predicted: &[(ClaimKind, Polarity, Span)],
) -> Vec<Matched> {
    let index = TextIndex::new(text);
    let sentences = Sentences::new(text);
    let mut pairs = Vec::new();
    for (g, wanted) in gold.claims.iter().enumerate() {
        let Some(at) = text.find(&wanted.anchor) else {
            continue;
        };
        let anchor = index.span(at..at + wanted.anchor.len());
        let sentence = sentences.around(anchor);
        for (p, (_, polarity, span)) in predicted
            .iter()
            .enumerate()
            .filter(|(_, (kind, ..))| *kind == wanted.kind)
        {
            let span = *span;
            let overlap = shared(anchor, span);
            let mostly_inside = 2 * shared(sentence, span) > span.len().max(1);
            if overlap > 0 || mostly_inside {
                let fits = *polarity == wanted.polarity;
                let length = span.len().abs_diff(anchor.len());
                pairs.push((
                    fits,
                    overlap * 10_000 / anchor.len().max(1),
                    std::cmp::Reverse(length),
                    g,
                    p,
                ));
            }
        }
    }
    pairs.sort_unstable();
    let (mut used_gold, mut used_predicted) = (Vec::new(), Vec::new());
    let mut matches = Vec::new();
    for (_, _, _, g, p) in pairs.into_iter().rev() {
        if !used_gold.contains(&g) && !used_predicted.contains(&p) {
            used_gold.push(g);
            used_predicted.push(p);
            matches.push(Matched {
                gold: g,
                predicted: p,
            });
        }
    }
    matches
}

fn shared(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
