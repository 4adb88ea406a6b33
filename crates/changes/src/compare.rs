//! Two versions of one text: how much the change weighs, and what it is.

use backpedal_model::{
    Altered, Announcement, ChangeClass, ChangeKind, Claim, Document, Passage, Piece, PublishedDate,
};

use crate::{
    claims::{self, Sense},
    diff::{Hunk, hunks},
    kinds,
    lists::{CORRECTIONS, CUES, HEDGES, NEGATION, NUMBERS, STOP_WORDS, UPDATES},
    pieces::pieces,
    reading::{Reading, join},
};

/// Headlines that keep fewer of their telling words have another sense; our choice.
const KEPT: f64 = 0.5;

/// A version: the document, its claims, and its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    pub(crate) document: &'a Document,
    pub(crate) claims: &'a [Claim],
    pub(crate) reading: &'a Reading,
}

/// How two versions differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// How much it weighs; nothing where the two are the same.
    pub class: Option<ChangeClass>,
    /// What differs.
    pub altered: Vec<Altered>,
    /// The differing words with some around them.
    pub pieces: Vec<Piece>,
    /// How the new version says that it was changed.
    pub announced: Option<Announcement>,
}

/// Holds two versions of one text against each other. Both must come from the same version of the
/// code that reads documents: a better reader would look like an edit.
///
/// ```
/// use backpedal_changes::compare;
/// use backpedal_model::{ChangeClass, Document, DocumentKind};
///
/// let page = |text: &str| Document::new("page", DocumentKind::Article, text);
/// let before = page("Halyard lost 12 of 37 sites, it said.\n\n45 comments");
/// let counter = page("Halyard lost 12 of 37 sites, it said.\n\n46 comments");
/// let number = page("Halyard lost 19 of 37 sites, it said.\n\n46 comments");
/// assert_eq!(compare(&before, &[], &counter, &[]).class, Some(ChangeClass::Cosmetic));
/// assert_eq!(compare(&before, &[], &number, &[]).class, Some(ChangeClass::Substance));
/// ```
#[must_use]
pub fn compare(
    old: &Document,
    old_claims: &[Claim],
    new: &Document,
    new_claims: &[Claim],
) -> Difference {
    let (a, b) = (Reading::of(old), Reading::of(new));
    difference(
        &Text {
            document: old,
            claims: old_claims,
            reading: &a,
        },
        &Text {
            document: new,
            claims: new_claims,
            reading: &b,
        },
    )
}

pub(crate) fn difference(old: &Text<'_>, new: &Text<'_>) -> Difference {
    if old.document.text == new.document.text && old.document.title == new.document.title {
        return Difference::default();
    }
    if old.reading.print == new.reading.print {
        return Difference {
            class: Some(ChangeClass::Cosmetic),
            ..Difference::default()
        };
    }
    let hunks = between(old.reading, new.reading);
    let mut altered = headline(old, new);
    let old_side = (old.document, old.reading);
    altered.extend(kinds::altered(
        old_side,
        (new.document, new.reading),
        &hunks,
    ));
    altered.extend(claimed(old, new, &hunks));
    altered.extend(corrections(old.reading, new.reading, &hunks));
    let class = if altered.iter().any(|one| one.kind != ChangeKind::Words) {
        ChangeClass::Substance
    } else {
        ChangeClass::Wording
    };
    if altered.is_empty() {
        altered = plain(old.reading, new.reading, &hunks);
    }
    Difference {
        class: Some(class),
        announced: announced(old, new, &altered, &hunks),
        altered,
        pieces: pieces(old.reading, new.reading, &hunks),
    }
}

/// The words that differ.
pub(crate) fn between(old: &Reading, new: &Reading) -> Vec<Hunk> {
    fn words(reading: &Reading) -> Vec<&str> {
        reading
            .words
            .iter()
            .map(|word| word.norm.as_str())
            .collect()
    }
    hunks(&words(old), &words(new))
}

/// Differences that are only words.
fn plain(old: &Reading, new: &Reading, hunks: &[Hunk]) -> Vec<Altered> {
    let passage = |reading: &Reading, words: &std::ops::Range<usize>| {
        Some(Passage {
            span: Some(reading.span(words.clone())?),
            text: reading.slice(words.clone()).chars().take(400).collect(),
        })
    };
    let altered = hunks.iter().take(40).map(|hunk| Altered {
        kind: ChangeKind::Words,
        old: passage(old, &hunk.old),
        new: passage(new, &hunk.new),
    });
    altered.collect()
}

/// A headline whose numbers, denials or attributions changed, or most of its telling words.
fn headline(old: &Text<'_>, new: &Text<'_>) -> Vec<Altered> {
    let (a, b) = (&old.reading.title, &new.reading.title);
    if a == b {
        return Vec::new();
    }
    let passage = |text: &Text<'_>| {
        let text = text.document.title.clone()?;
        Some(Passage { text, span: None })
    };
    let bag = |title: &[String], form: &dyn Fn(&str) -> Option<String>| {
        let mut bag: Vec<String> = title.iter().filter_map(|word| form(word)).collect();
        bag.sort_unstable();
        bag
    };
    let digits = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let number = |word: &str| {
        let known = NUMBERS.of(word).map(str::to_owned);
        digits(word).then(|| word.to_owned()).or(known)
    };
    let differs = |form: &dyn Fn(&str) -> Option<String>| bag(a, form) != bag(b, form);
    let of =
        |list: &'static crate::lists::Forms| move |word: &str| list.of(word).map(str::to_owned);
    let substance = differs(&number)
        || differs(&of(&NEGATION))
        || differs(&of(&CUES))
        || differs(&of(&HEDGES))
        || kept(a, b) < KEPT;
    vec![Altered {
        kind: if substance {
            ChangeKind::Headline
        } else {
            ChangeKind::Words
        },
        old: passage(old),
        new: passage(new),
    }]
}

/// The share of the telling words of either headline that the other has too.
fn kept(a: &[String], b: &[String]) -> f64 {
    let telling = |title: &[String]| -> Vec<String> {
        let words = title.iter().filter(|word| !STOP_WORDS.has(word));
        words.cloned().collect()
    };
    let (a, b) = (telling(a), telling(b));
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return if a.len() == b.len() { 1.0 } else { 0.0 };
    }
    let both = a.iter().filter(|word| b.contains(word)).count();
    both as f64 / shorter as f64
}

/// Claims that only one version makes, and whose words are among those that differ.
fn claimed(old: &Text<'_>, new: &Text<'_>, hunks: &[Hunk]) -> Vec<Altered> {
    let only = |own: &Text<'_>, other: &Text<'_>, of: fn(&Hunk) -> &std::ops::Range<usize>| {
        let mut others: Vec<Sense> = other.claims.iter().map(Sense::of).collect();
        let mut found = Vec::new();
        for claim in own.claims {
            let sense = Sense::of(claim);
            if let Some(at) = others.iter().position(|other| *other == sense) {
                others.swap_remove(at);
                continue;
            }
            let span = claim.quote.span;
            let touched = hunks.iter().any(|hunk| {
                let words = own.reading.span(of(hunk).clone());
                words.is_some_and(|at| at.start < span.end && span.start < at.end)
            });
            if touched {
                found.push(Passage {
                    text: claim.quote.text.clone(),
                    span: Some(span),
                });
            }
        }
        found
    };
    let gone = only(old, new, |hunk| &hunk.old).into_iter();
    let come = only(new, old, |hunk| &hunk.new).into_iter();
    let gone = gone.map(|passage| (Some(passage), None));
    let come = come.map(|passage| (None, Some(passage)));
    gone.chain(come)
        .map(|(old, new)| Altered {
            kind: ChangeKind::Claim,
            old,
            new,
        })
        .collect()
}

/// Notes that were put in, or whose words changed.
fn corrections(old: &Reading, new: &Reading, hunks: &[Hunk]) -> Vec<Altered> {
    let notes = |reading: &Reading| -> Vec<(String, Passage)> {
        let begins = reading.sentences.iter().filter(|words| {
            let low = reading.slice((*words).clone()).to_lowercase();
            CORRECTIONS.begin(&low)
        });
        let note = |words: &std::ops::Range<usize>| {
            let passage = Passage {
                text: reading.slice(words.clone()).to_owned(),
                span: reading.span(words.clone()),
            };
            (join(&reading.words[words.clone()]), passage)
        };
        begins.map(note).collect()
    };
    if hunks.is_empty() {
        return Vec::new();
    }
    let before = notes(old);
    let added = notes(new)
        .into_iter()
        .filter(|(text, _)| before.iter().all(|(other, _)| other != text));
    added
        .map(|(_, passage)| Altered {
            kind: ChangeKind::Correction,
            old: None,
            new: Some(passage),
        })
        .collect()
}

/// How the new version says that it was changed.
fn announced(
    old: &Text<'_>,
    new: &Text<'_>,
    altered: &[Altered],
    hunks: &[Hunk],
) -> Option<Announcement> {
    let corrected = |one: &Altered| one.kind == ChangeKind::Correction && one.new.is_some();
    if altered.iter().any(corrected) {
        return Some(Announcement::Corrected);
    }
    if moved_on(old.document.updated.as_ref(), new.document.updated.as_ref()) {
        return Some(Announcement::Dated);
    }
    let lines = |reading: &Reading| -> Vec<String> {
        let updates = reading.sentences.iter().map(|words| {
            let low = reading.slice(words.clone()).to_lowercase();
            (UPDATES.begin(&low), low)
        });
        let dates = reading.dates.iter();
        let dates = dates.filter(|line| UPDATES.begin(line)).cloned();
        let updates = updates.filter(|(is, _)| *is).map(|(_, line)| line);
        updates.chain(dates).collect()
    };
    let before = lines(old.reading);
    if lines(new.reading).iter().any(|line| !before.contains(line)) {
        return Some(Announcement::Updated);
    }
    stamped(new, hunks).then_some(Announcement::Stamped)
}

/// Whether a stated date of change is later than the one before.
fn moved_on(old: Option<&PublishedDate>, new: Option<&PublishedDate>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => old.at.civil() < new.at.civil(),
        (None, Some(_)) => true,
        _ => false,
    }
}

/// Whether everything that differs was put in, into parts that bear their own time.
fn stamped(new: &Text<'_>, hunks: &[Hunk]) -> bool {
    let within = |hunk: &Hunk| {
        let Some(span) = new.reading.span(hunk.new.clone()) else {
            return false;
        };
        let covers = |part: &&backpedal_model::Part| {
            part.at.is_some() && part.span.start < span.end && span.start < part.span.end
        };
        let parts: Vec<_> = new.document.parts.iter().filter(covers).collect();
        let end = parts.iter().map(|part| part.span.end).max();
        let start = parts.iter().map(|part| part.span.start).min();
        start.is_some_and(|start| start <= span.start) && end.is_some_and(|end| span.end <= end)
    };
    !hunks.is_empty() && hunks.iter().all(|hunk| hunk.old.is_empty() && within(hunk))
}

/// Whether a claim of one version stands among those of another.
pub(crate) fn stands(claim: &Claim, among: &[Claim]) -> bool {
    among.iter().any(|other| claims::same(claim, other))
}
