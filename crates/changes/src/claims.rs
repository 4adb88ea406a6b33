//! Whether two claims of two versions are the same statement, whatever its words.

use backpedal_model::{Claim, ClaimKind, Polarity, TimeExpr};

/// The share of the shorter one's words that two wordings of one statement have in common; our
/// choice, as for retellings.
const COMMON: f64 = 0.6;

/// What a claim says, without its words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sense {
    kind: ClaimKind,
    polarity: Polarity,
    cause: Option<backpedal_model::CauseKind>,
    number: Option<(f64, Option<f64>, Option<backpedal_model::Bound>)>,
    time: Option<String>,
    speaker: String,
}

impl Sense {
    pub(crate) fn of(claim: &Claim) -> Self {
        let speaker = &claim.speaker;
        let party = speaker.party.as_ref().map(|party| party.as_str());
        let named = party.or(speaker.org.as_deref()).or(speaker.name.as_deref());
        Self {
            kind: claim.kind,
            polarity: claim.polarity,
            cause: claim.cause_kind,
            number: claim.quantity.as_ref().map(|q| (q.value, q.of, q.bound)),
            time: claim.event_time.as_ref().map(time),
            speaker: named.unwrap_or_default().to_lowercase(),
        }
    }
}

fn time(expr: &TimeExpr) -> String {
    format!("{:?} {:?} {:?}", expr.start, expr.end, expr.duration)
}

/// Whether the claims of two versions of a text are one statement.
pub(crate) fn same(a: &Claim, b: &Claim) -> bool {
    Sense::of(a) == Sense::of(b) && common(&a.quote.text, &b.quote.text) >= COMMON
}

fn common(a: &str, b: &str) -> f64 {
    let words = |text: &str| {
        let mut words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (a, b) = (words(a), words(b));
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return if a.len() == b.len() { 1.0 } else { 0.0 };
    }
    let both = a
        .iter()
        .filter(|word| b.binary_search(word).is_ok())
        .count();
    both as f64 / shorter as f64
}
