//! Learns the table of lemmas, and scores it.
//!
//! For each part of speech and way of writing, a tree over the ends of words: an ending is
//! written down where it calls for another edit than the shorter ending that it contains. Endings
//! count the different words they have, so that frequent words do not speak for rare ones; whole
//! words count how often they were written.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use backpedal_language::{Edit, Letters, SILENT, Shape, edits_class, letters_class, simple};

use super::{Word, spans::share};

/// The longest ending in characters.
const LONGEST: usize = 6;

/// The words of a class, with what was done to them and how often.
type Forms<T> = BTreeMap<String, BTreeMap<T, usize>>;

/// The table, in the form that `backpedal-language` reads.
#[must_use]
pub fn learn<'a>(words: impl Iterator<Item = &'a Word>) -> String {
    let mut edits: BTreeMap<String, Forms<Edit>> = BTreeMap::new();
    let mut letters: BTreeMap<String, Forms<Letters>> = BTreeMap::new();
    let mut bases = BTreeSet::new();
    for word in words.filter(|word| teaches(word)) {
        let (form, lemma) = (simple(&word.form), simple(&word.lemma));
        let small = form.to_lowercase();
        let edit = Edit::between(&small, &lemma.to_lowercase());
        if matches!(word.upos.as_str(), "VERB" | "NOUN") {
            bases.insert(lemma.clone());
        }
        let shape = Shape::of(&form);
        let case = Letters::between(&form, &lemma);
        for xpos in [word.xpos.as_str(), ""] {
            count(
                &mut edits,
                edits_class(&word.upos, xpos),
                &small,
                edit.clone(),
            );
            count(
                &mut letters,
                letters_class(&word.upos, xpos, shape),
                &small,
                case,
            );
        }
    }
    let mut table = String::from(
        "# Endings and what makes a lemma of them. Learned from UD English EWT 2.16 (train),\n\
         # CC BY-SA 4.0, by `backpedal-train score-text --write-lemmas`; do not edit.\n",
    );
    write(
        &mut table,
        &edits,
        |edit, length| edit.cut <= length,
        Edit::write,
    );
    write(
        &mut table,
        &letters,
        |_, _| true,
        |case| case.write().to_owned(),
    );
    silent(&mut table, &bases);
    table
}

/// Adds the words that end in a silent "e", but for those that are words without it too ("plane").
fn silent(table: &mut String, bases: &BTreeSet<String>) {
    let _ = writeln!(table, "{SILENT}");
    for word in bases {
        let small = word.len() > 3 && word.bytes().all(|c| c.is_ascii_lowercase());
        if let Some(stem) = word.strip_suffix('e').filter(|_| small)
            && !bases.contains(stem)
        {
            let _ = writeln!(table, "{stem}\te");
        }
    }
}

/// Whether a word's lemma says something of other words: not that of an address or number, nor of
/// a word written in pieces (`GW`, whose lemma is that of the whole).
fn teaches(word: &Word) -> bool {
    let known = word.lemma != "_" || word.form == "_";
    let plain = !word.form.contains(['@', '/']) && !word.form.contains(char::is_numeric);
    known && plain && !matches!(word.xpos.as_str(), "GW" | "ADD")
}

fn count<T: Ord>(classes: &mut BTreeMap<String, Forms<T>>, class: String, form: &str, what: T) {
    let forms = classes.entry(class).or_default();
    *forms
        .entry(form.to_owned())
        .or_default()
        .entry(what)
        .or_default() += 1;
}

/// Writes the classes; `fits`: whether an ending of so many characters can call for it.
fn write<T: Ord + Clone>(
    table: &mut String,
    classes: &BTreeMap<String, Forms<T>>,
    fits: impl Fn(&T, usize) -> bool,
    show: impl Fn(&T) -> String,
) {
    for (class, forms) in classes {
        let mut entries = BTreeMap::new();
        endings(forms, &fits, &mut entries);
        exceptions(forms, &mut entries);
        let _ = writeln!(table, "{class}");
        for (ending, what) in entries {
            let _ = writeln!(table, "{ending}\t{}", show(&what));
        }
    }
}

/// The most frequent; of equals, the first in order.
fn best<T: Ord>(counts: &BTreeMap<T, usize>) -> Option<&T> {
    let most = counts.values().max()?;
    counts
        .iter()
        .find(|(_, count)| *count == most)
        .map(|(what, _)| what)
}

/// The ending of a word with so many characters, where it has them.
fn ending(word: &str, length: usize) -> Option<&str> {
    if length == 0 {
        return Some("");
    }
    word.char_indices()
        .rev()
        .nth(length - 1)
        .map(|(at, _)| &word[at..])
}

/// What the entries so far say of a word.
fn inherited<'a, T>(entries: &'a BTreeMap<String, T>, word: &str, longest: usize) -> Option<&'a T> {
    (0..=longest)
        .rev()
        .find_map(|length| entries.get(ending(word, length)?))
}

/// Adds the endings of a class, the shortest first.
fn endings<T: Ord + Clone>(
    forms: &Forms<T>,
    fits: &impl Fn(&T, usize) -> bool,
    entries: &mut BTreeMap<String, T>,
) {
    for length in 0..=LONGEST {
        let mut counts: BTreeMap<&str, BTreeMap<T, usize>> = BTreeMap::new();
        for (form, whats) in forms {
            let (Some(ending), Some(what)) = (ending(form, length), best(whats)) else {
                continue;
            };
            *counts
                .entry(ending)
                .or_default()
                .entry(what.clone())
                .or_default() += 1;
        }
        for (ending, whats) in counts {
            let Some(what) = best(&whats).filter(|what| length == 0 || fits(what, length)) else {
                continue;
            };
            let before = inherited(entries, ending, length.saturating_sub(1));
            let gain = whats[what] - before.and_then(|before| whats.get(before)).unwrap_or(&0);
            if before != Some(what) && (length == 0 || gain >= 2) {
                entries.insert(ending.to_owned(), what.clone());
            }
        }
    }
}

/// Adds the whole words that their endings get wrong.
fn exceptions<T: Ord + Clone>(forms: &Forms<T>, entries: &mut BTreeMap<String, T>) {
    let mut found = BTreeSet::new();
    for (form, whats) in forms {
        if let Some(what) = best(whats)
            && inherited(entries, form, LONGEST) != Some(what)
        {
            found.insert((format!("^{form}"), what.clone()));
        }
    }
    entries.extend(found);
}

/// How many lemmas are right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lemmas {
    /// Words.
    pub words: usize,
    /// Right in every letter.
    pub exact: usize,
    /// Right, letter case aside.
    pub caseless: usize,
}

impl Lemmas {
    /// The shares right in every letter, and right with letter case aside.
    #[must_use]
    pub fn shares(&self) -> (f64, f64) {
        (
            share(self.exact, self.words),
            share(self.caseless, self.words),
        )
    }
}

/// Scores a function that makes lemmas, with the annotated parts of speech.
pub fn lemmas<'a>(
    words: impl Iterator<Item = &'a Word>,
    lemma: impl Fn(&str, &str, &str) -> String,
) -> Lemmas {
    let mut counts = Lemmas::default();
    for word in words {
        let found = lemma(&word.form, &word.upos, &word.xpos);
        counts.words += 1;
        counts.exact += usize::from(found == word.lemma);
        counts.caseless += usize::from(found.to_lowercase() == word.lemma.to_lowercase());
    }
    counts
}
