//! Whether a claim of this run is the one that was decided about.

use super::{ClaimKey, words::split};
use crate::{ClaimKind, Polarity, Speaker};

/// Shorter quotations than this, in words, stand in many sentences: they are met only where the
/// words around them agree too; our choice.
const TELLING: usize = 4;

/// How many of the words around must agree where the words alone do not tell; our choice.
const AGREEING: usize = 4;

/// The share of the words of both quotations together that a longer or shorter cut must have in
/// common, in hundredths, and how many words at least; our choice.
const COMMON: usize = 60;
const LEAST_COMMON: usize = 3;

/// How well a claim fits a key; more is better. The words come first, then their surroundings,
/// then how they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    exact: bool,
    context: usize,
    /// Whether it is read with the same polarity.
    pub polarity: bool,
    /// Whether it is given to the same speaker.
    pub speaker: bool,
}

impl ClaimKey {
    /// Whether the other is the same statement in the same place, and how surely; `None` where it
    /// is not. `also` is a reading that the person gave to this one, which counts as its own.
    #[must_use]
    pub fn fit(&self, other: &Self, also: (Option<ClaimKind>, Option<Polarity>)) -> Option<Fit> {
        let kind = other.kind == self.kind || Some(other.kind) == also.0;
        if !kind || !self.document.same(&other.document) {
            return None;
        }
        let polarity = other.polarity == self.polarity || Some(other.polarity) == also.1;
        let fit = Fit {
            exact: self.words == other.words,
            context: self.context(other),
            polarity,
            speaker: same_speaker(&self.speaker, &other.speaker),
        };
        let fits = if fit.exact {
            self.is_here(other, fit)
        } else {
            fit.polarity && fit.speaker && self.is_cut_otherwise(other)
        };
        fits.then_some(fit)
    }

    /// Whether equal words are the same sentence.
    fn is_here(&self, other: &Self, fit: Fit) -> bool {
        let twin = |polarity: Option<Polarity>| {
            self.beside.iter().any(|sibling| {
                sibling.words == other.words && polarity.is_none_or(|p| p == sibling.polarity)
            })
        };
        if !fit.polarity && twin(Some(other.polarity)) {
            return false;
        }
        let telling = split(&self.words).len() >= TELLING && !twin(None) && fit.speaker;
        telling || fit.context >= self.around().min(AGREEING) && self.edges_alike(other)
    }

    /// Whether the other's words are a longer or shorter cut of the same sentence.
    fn is_cut_otherwise(&self, other: &Self) -> bool {
        if self
            .beside
            .iter()
            .any(|sibling| sibling.words == other.words)
        {
            return false;
        }
        let (before, own) = (split(&self.before), split(&self.words));
        let cut = split(&other.words);
        let (from, to) = (before.len(), before.len() + own.len());
        let window: Vec<&str> = before
            .into_iter()
            .chain(own)
            .chain(split(&self.after))
            .collect();
        if cut.is_empty() || cut.len() > window.len() {
            return false;
        }
        (0..=window.len() - cut.len())
            .filter(|start| window[*start..start + cut.len()] == cut)
            .any(|start| {
                let end = start + cut.len();
                let common = end.min(to).saturating_sub(start.max(from));
                let all = end.max(to) - start.min(from);
                let outside = same_before(&window[..start], &split(&other.before))
                    + same_after(&window[end..], &split(&other.after));
                common >= LEAST_COMMON
                    && common * 100 >= all * COMMON
                    && outside >= (window.len() - cut.len()).min(AGREEING)
            })
    }

    fn around(&self) -> usize {
        split(&self.before).len() + split(&self.after).len()
    }

    /// How many words around both agree, from the quotation outwards.
    fn context(&self, other: &Self) -> usize {
        same_before(&split(&self.before), &split(&other.before))
            + same_after(&split(&self.after), &split(&other.after))
    }

    /// A quotation that is all of its document is not one within a longer text.
    fn edges_alike(&self, other: &Self) -> bool {
        self.around() > 0 || other.around() == 0
    }
}

/// How many words before a quotation agree, the nearest first.
fn same_before(a: &[&str], b: &[&str]) -> usize {
    let pairs = a.iter().rev().zip(b.iter().rev());
    pairs.take_while(|(x, y)| x == y).count()
}

/// How many words after a quotation agree.
fn same_after(a: &[&str], b: &[&str]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

/// Whether both name the same speaker as far as both name one.
fn same_speaker(a: &Speaker, b: &Speaker) -> bool {
    if let (Some(a), Some(b)) = (&a.party, &b.party) {
        return a == b;
    }
    let same = |x: &Option<String>, y: &Option<String>| match (x, y) {
        (Some(x), Some(y)) => super::same_words(x, y),
        _ => true,
    };
    let named = |speaker: &Speaker| {
        speaker.name.is_some() || speaker.org.is_some() || speaker.text.is_some()
    };
    named(a) == named(b) && same(&a.name, &b.name) && same(&a.org, &b.org)
}
