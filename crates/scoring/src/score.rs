//! A set scored: documents one by one, into one tally.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::{
    attributes::Attribute,
    faults::Fault,
    figures::{Counts, Figures},
    input::{AnnotatedDocument, PredictedClaim},
    matching::{Matches, one_to_one, possible},
    sentences::{Range, Sentences},
};

/// How much of a spurious claim's words a fault keeps, in characters.
const SHOWN: usize = 90;

/// An annotated document and its text.
#[derive(Clone, Copy, Debug)]
pub struct ScoredText<'a> {
    /// What was annotated.
    pub gold: &'a AnnotatedDocument,
    /// The text, with one character for every line end ([`crate::one_newline`]).
    pub text: &'a str,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Scored {
    /// The figures.
    pub figures: Figures,
    /// Every claim that is not as annotated: document by document the wrong, the missed, the
    /// spurious.
    pub faults: Vec<Fault>,
}

/// Annotation, texts and predictions that do not belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// Predictions about documents that were not annotated.
    UnknownDocuments(Vec<String>),
    /// An anchor that its text does not hold, or an empty one.
    NoAnchor {
        /// The document.
        document: String,
        /// The claim.
        id: String,
        /// Its anchor.
        anchor: String,
    },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownDocuments(names) => {
                let shown: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
                let more = if names.len() > shown.len() {
                    ", …"
                } else {
                    ""
                };
                let shown = shown.join(", ");
                write!(
                    f,
                    "predictions name documents that the annotated set lacks: {shown}{more}"
                )
            }
            Self::NoAnchor {
                document,
                id,
                anchor,
            } => write!(
                f,
                "{document}#{id}: the anchor is not in the text: {anchor:?}"
            ),
        }
    }
}

impl std::error::Error for Mismatch {}

/// Scores predictions over annotated texts.
///
/// # Errors
/// Where the three do not belong together.
pub fn score(texts: &[ScoredText<'_>], predictions: &[PredictedClaim]) -> Result<Scored, Mismatch> {
    let mut by_document: BTreeMap<&str, Vec<&PredictedClaim>> = BTreeMap::new();
    for claim in predictions {
        by_document.entry(&claim.document).or_default().push(claim);
    }
    let annotated: BTreeSet<&str> = texts.iter().map(|text| text.gold.doc.as_str()).collect();
    let unknown = by_document.keys().filter(|name| !annotated.contains(*name));
    let unknown: Vec<String> = unknown.map(|name| (*name).to_owned()).collect();
    if !unknown.is_empty() {
        return Err(Mismatch::UnknownDocuments(unknown));
    }
    let mut scored = Scored::default();
    scored.figures.predicted = predictions.len();
    for text in texts {
        let found = by_document.get(text.gold.doc.as_str());
        scored.add(*text, found.map_or(&[], Vec::as_slice))?;
    }
    Ok(scored)
}

impl Scored {
    fn add(&mut self, text: ScoredText<'_>, found: &[&PredictedClaim]) -> Result<(), Mismatch> {
        let gold = text.gold;
        self.figures.documents += 1;
        self.figures.annotated += gold.claims.len();
        let chars: Vec<char> = text.text.chars().collect();
        let anchors = anchors(text)?;
        let pairs = possible(&gold.claims, &anchors, &Sentences::new(&chars), found);
        let any = one_to_one(pairs.iter());
        let typed = one_to_one(pairs.iter().filter(|pair| pair.same_kind));
        count(
            &mut self.figures.found,
            &any,
            gold.claims.len(),
            found.len(),
        );
        count(
            &mut self.figures.typed,
            &typed,
            gold.claims.len(),
            found.len(),
        );
        for (g, p) in &typed.pairs {
            self.compare(gold, *g, found[*p]);
        }
        self.annotated_side(gold, &typed);
        self.predicted_side(gold, &chars, found, &typed);
        Ok(())
    }

    /// The attributes of a claim that was found with its kind.
    fn compare(&mut self, document: &AnnotatedDocument, place: usize, found: &PredictedClaim) {
        let gold = &document.claims[place];
        let mut wrong = Vec::new();
        for attribute in Attribute::ALL {
            let Some(right) = attribute.check(gold, found) else {
                continue;
            };
            let share = self.figures.attributes.entry(attribute).or_default();
            share.count(right);
            if !right {
                wrong.push(attribute);
            }
        }
        let fails = |attribute: &Attribute| wrong.contains(attribute);
        let exact = !Attribute::OF_EXACT.iter().any(fails);
        self.figures.exact += usize::from(exact);
        let share = self.figures.polarities.entry(gold.polarity.clone());
        share.or_default().right += usize::from(!fails(&Attribute::Polarity));
        if !wrong.is_empty() {
            self.faults.push(Fault::Wrong {
                document: document.doc.clone(),
                id: gold.id.clone(),
                kind: gold.kind.clone(),
                attributes: wrong,
            });
        }
    }

    /// Annotated claims by kind and polarity, and those that were missed.
    fn annotated_side(&mut self, document: &AnnotatedDocument, typed: &Matches) {
        for (place, gold) in document.claims.iter().enumerate() {
            let kind = self.figures.kinds.entry(gold.kind.clone()).or_default();
            let polarity = self.figures.polarities.entry(gold.polarity.clone());
            polarity.or_default().of += 1;
            if typed.has_gold(place) {
                kind.right += 1;
                continue;
            }
            kind.missed += 1;
            self.faults.push(Fault::Missed {
                document: document.doc.clone(),
                id: gold.id.clone(),
                kind: gold.kind.clone(),
                polarity: gold.polarity.clone(),
                anchor: gold.anchor.clone(),
            });
        }
    }

    /// Predictions that stand for nothing.
    fn predicted_side(
        &mut self,
        document: &AnnotatedDocument,
        text: &[char],
        found: &[&PredictedClaim],
        typed: &Matches,
    ) {
        for (place, claim) in found.iter().enumerate() {
            if typed.has_predicted(place) {
                continue;
            }
            let kind = self.figures.kinds.entry(claim.kind.clone()).or_default();
            kind.spurious += 1;
            self.faults.push(Fault::Spurious {
                document: document.doc.clone(),
                kind: claim.kind.clone(),
                polarity: claim.polarity.clone(),
                words: words_at(text, claim),
            });
        }
    }
}

/// Where the anchors stand: the first place that holds them.
fn anchors(text: ScoredText<'_>) -> Result<Vec<Range>, Mismatch> {
    let place = |claim: &crate::AnnotatedClaim| {
        let at = text.text.find(&claim.anchor)?;
        let start = i64::try_from(text.text[..at].chars().count()).ok()?;
        let length = i64::try_from(claim.anchor.chars().count()).ok()?;
        (length > 0).then_some(Range {
            start,
            end: start + length,
        })
    };
    let claims = text.gold.claims.iter();
    claims
        .map(|claim| {
            place(claim).ok_or_else(|| Mismatch::NoAnchor {
                document: text.gold.doc.clone(),
                id: claim.id.clone(),
                anchor: claim.anchor.clone(),
            })
        })
        .collect()
}

fn count(counts: &mut Counts, matches: &Matches, annotated: usize, predicted: usize) {
    let right = matches.pairs.len();
    counts.right += right;
    counts.missed += annotated - right;
    counts.spurious += predicted - right;
}

/// The beginning of a prediction's words; what lies outside the text is left out.
fn words_at(text: &[char], claim: &PredictedClaim) -> String {
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let (start, end) = (place(claim.quote.start), place(claim.quote.end));
    let length = end.saturating_sub(start).min(SHOWN);
    text.iter().skip(start).take(length).collect()
}

#[cfg(test)]
mod tests;
