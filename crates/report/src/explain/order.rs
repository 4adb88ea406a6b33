//! Which of two statements came first, as far as a reader can check it.

use backpedal_model::{Claim, Contradiction, ContradictionKind, Strength, TimeRange, TimeSource};
use serde::Serialize;

use crate::names::Names;

/// What is established about the order of the two sides of a contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Established {
    /// The times do not overlap, the first side came first.
    ByTimes,
    /// The times do not overlap, the second side came first.
    ByTimesReversed,
    /// The text that tells both, by the rule that found the pair.
    ByText,
    /// Nothing tells.
    Open,
}

/// What is established, by the times first.
pub(super) fn established(found: &Contradiction, a: &Claim, b: &Claim) -> Established {
    if let (Some(x), Some(y)) = (dated(a), dated(b)) {
        if x.end <= y.start {
            return Established::ByTimes;
        }
        if y.end <= x.start {
            return Established::ByTimesReversed;
        }
    }
    // A move without any order is weak by definition; one in a single text rests on the text.
    let ordered = moves(found) && found.strength != Strength::Weak;
    if ordered && a.document_id == b.document_id {
        Established::ByText
    } else {
        Established::Open
    }
}

/// A capture proves that words existed, never their order.
fn dated(claim: &Claim) -> Option<&TimeRange> {
    let at = claim.said_at.as_ref();
    at.filter(|at| at.source != TimeSource::Captured)
}

/// Whether the kind is one side's move, which an order belongs to.
const fn moves(found: &Contradiction) -> bool {
    matches!(
        found.kind,
        ContradictionKind::Reversal | ContradictionKind::Retraction
    )
}

/// The same in words.
pub(super) fn words(names: Names<'_>, found: &Contradiction, a: &Claim, b: &Claim) -> String {
    let number = |claim: &Claim| names.number(&claim.id).unwrap_or_default();
    let (first, second) = (number(a), number(b));
    let by_times = |first: usize, second: usize| {
        format!("claim {first} was said before claim {second}: the times of the two do not overlap")
    };
    match established(found, a, b) {
        Established::ByTimes => by_times(first, second),
        Established::ByTimesReversed => by_times(second, first),
        Established::ByText => format!(
            "claim {first} before claim {second}, as the one text tells them; their times alone \
             leave it open"
        ),
        Established::Open if moves(found) => {
            "not established: the times overlap or are not known, and no text tells the two in turn"
                .to_owned()
        }
        Established::Open => {
            "not established; a contradiction of this kind does not rest on it".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn times_prove_an_order_and_a_capture_does_not() {
        let dossier = sample::dossier();
        let mut found = dossier.contradictions[0].clone();
        let side = |id| dossier.claim(id).expect("a side").clone();
        let (mut a, mut b) = (side(&found.a), side(&found.b));
        // Both by one publication, told in one article.
        assert_eq!(established(&found, &a, &b), Established::ByText);
        found.strength = Strength::Weak;
        assert_eq!(established(&found, &a, &b), Established::Open);
        let day = |text: &str, source| {
            Some(TimeRange {
                start: sample::at(text),
                end: sample::at(text),
                source,
                ..b_range(&side(&found.b))
            })
        };
        a.said_at = day("2031-03-04T12:00:00Z", TimeSource::Post);
        b.said_at = day("2031-03-04T13:00:00Z", TimeSource::Text);
        assert_eq!(established(&found, &a, &b), Established::ByTimes);
        assert_eq!(established(&found, &b, &a), Established::ByTimesReversed);
        b.said_at = day("2031-03-04T13:00:00Z", TimeSource::Captured);
        assert_eq!(established(&found, &a, &b), Established::Open);
    }

    fn b_range(claim: &Claim) -> TimeRange {
        claim.said_at.clone().expect("a time")
    }
}
