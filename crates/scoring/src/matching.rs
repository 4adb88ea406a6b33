//! Which prediction stands for which annotated claim.

use std::cmp::{Ordering, Reverse};

use crate::{
    input::{AnnotatedClaim, PredictedClaim},
    sentences::{Range, Sentences},
};

/// An annotated claim and a prediction that could stand for it. The order of the fields is the
/// order of preference, the greatest pair the best one; where nothing else tells, what comes later
/// in the files wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    /// Their kinds agree.
    pub(crate) same_kind: bool,
    /// So do their polarities.
    same_polarity: bool,
    /// How much of the anchor the prediction covers.
    covered: Ratio,
    /// How far their lengths differ.
    length_gap: Reverse<i64>,
    /// The annotated claim's place in its list.
    pub(crate) gold: usize,
    /// The prediction's place in its list.
    pub(crate) predicted: usize,
}

/// A part of a whole, compared without rounding.
#[derive(Clone, Copy, Debug)]
struct Ratio {
    part: i64,
    whole: i64,
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let wide = |a: i64, b: i64| i128::from(a) * i128::from(b);
        wide(self.part, other.whole).cmp(&wide(other.part, self.whole))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ratio {}

/// All pairs that are possible, the best first. `anchors` are the places of the annotated claims.
pub(crate) fn possible(
    gold: &[AnnotatedClaim],
    anchors: &[Range],
    sentences: &Sentences,
    predicted: &[&PredictedClaim],
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (at, (claim, anchor)) in gold.iter().zip(anchors).enumerate() {
        let sentence = sentences.around(*anchor);
        for (place, prediction) in predicted.iter().enumerate() {
            let quote = Range {
                start: prediction.quote.start.into(),
                end: prediction.quote.end.into(),
            };
            let overlap = anchor.shared(quote);
            let mostly_inside = 2 * sentence.shared(quote) > quote.len().max(1);
            if overlap <= 0 && !mostly_inside {
                continue;
            }
            pairs.push(Pair {
                same_kind: prediction.kind == claim.kind,
                same_polarity: prediction.polarity.as_ref() == Some(&claim.polarity),
                covered: Ratio {
                    part: overlap.max(0),
                    whole: anchor.len(),
                },
                length_gap: Reverse((quote.len() - anchor.len()).abs()),
                gold: at,
                predicted: place,
            });
        }
    }
    pairs.sort_unstable_by(|a, b| b.cmp(a));
    pairs
}

/// Takes pairs from the best on; a claim that is taken is gone.
pub(crate) fn one_to_one<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Matches {
    let mut matches = Matches::default();
    for pair in pairs {
        if !matches.has_gold(pair.gold) && !matches.has_predicted(pair.predicted) {
            matches.pairs.push((pair.gold, pair.predicted));
        }
    }
    matches
}

/// Claims that stand for each other, by their places, in the order in which they were taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matches {
    pub(crate) pairs: Vec<(usize, usize)>,
}

impl Matches {
    pub(crate) fn has_gold(&self, place: usize) -> bool {
        self.pairs.iter().any(|(gold, _)| *gold == place)
    }

    pub(crate) fn has_predicted(&self, place: usize) -> bool {
        self.pairs.iter().any(|(_, predicted)| *predicted == place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(part: i64, whole: i64, gap: i64, gold: usize, predicted: usize) -> Pair {
        Pair {
            same_kind: true,
            same_polarity: true,
            covered: Ratio { part, whole },
            length_gap: Reverse(gap),
            gold,
            predicted,
        }
    }

    #[test]
    fn preference_goes_field_by_field() {
        let base = pair(1, 2, 5, 3, 3);
        let other_kind = Pair {
            same_kind: false,
            covered: Ratio { part: 1, whole: 1 },
            ..base
        };
        let other_polarity = Pair {
            same_polarity: false,
            covered: Ratio { part: 1, whole: 1 },
            ..base
        };
        assert!(base > other_kind && base > other_polarity && other_polarity > other_kind);
        assert!(pair(2, 3, 9, 0, 0) > base, "more of the anchor");
        assert!(pair(2, 4, 4, 0, 0) > base, "as much, but nearer in length");
        assert!(pair(2, 4, 5, 4, 0) > base, "later in the annotated list");
        assert!(pair(2, 4, 5, 3, 4) > base, "later among the predictions");
        assert!(pair(2, 4, 5, 3, 2) < base);
    }

    #[test]
    fn the_best_pair_takes_both_claims() {
        let mut pairs = [
            pair(1, 1, 0, 0, 0),
            pair(1, 2, 0, 0, 1),
            pair(1, 2, 0, 1, 0),
        ];
        pairs.sort_by(|a, b| b.cmp(a));
        let matches = one_to_one(pairs.iter());
        assert_eq!(matches.pairs, [(0, 0)]);
        assert!(!matches.has_gold(1) && !matches.has_predicted(1));
        let later = [pair(1, 1, 0, 0, 0), pair(1, 2, 0, 1, 1)];
        assert_eq!(one_to_one(later.iter()).pairs, [(0, 0), (1, 1)]);
    }
}
