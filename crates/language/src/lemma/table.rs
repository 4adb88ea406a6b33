//! The table of endings.

use std::collections::HashMap;

use super::edit::{Edit, Letters, Shape};
use crate::tokens::apostrophe;

/// The longest ending in characters, whole words aside.
const LONGEST: usize = 6;

/// What is done to endings, of each class of words.
type Endings<T> = HashMap<String, HashMap<String, T>>;

/// Endings and what is done to them.
#[derive(Debug, Default)]
pub struct LemmaTable {
    /// Other endings, by part of speech. A whole word's ending begins with `^`.
    edits: Endings<Edit>,
    /// Letter case, by part of speech and way of writing.
    letters: Endings<Letters>,
}

impl LemmaTable {
    /// Reads a table: lines of ending and edit with a tab between; a line of one field names the
    /// class of those after it. Lines that are no entry are left out.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut read = Self::default();
        let mut class = "";
        for line in table.lines().filter(|line| !line.starts_with("# ")) {
            let Some((ending, entry)) = line.split_once('\t') else {
                class = line;
                continue;
            };
            if let Some(edit) = Edit::read(entry) {
                let entries = read.edits.entry(class.to_owned()).or_default();
                entries.insert(ending.to_owned(), edit);
            } else if let Some(letters) = Letters::read(entry) {
                let entries = read.letters.entry(class.to_owned()).or_default();
                entries.insert(ending.to_owned(), letters);
            }
        }
        read
    }

    /// The lemma of a word.
    #[must_use]
    pub fn lemma(&self, form: &str, upos: &str, xpos: &str) -> String {
        let form = simple(form);
        let small = form.to_lowercase();
        let shape = Shape::of(&form);
        let plain = if upos == "PROPN" {
            Letters::Kept
        } else {
            Letters::Small
        };
        let letters = found(
            &self.letters,
            &small,
            |xpos| letters_class(upos, xpos, shape),
            xpos,
        )
        .copied()
        .unwrap_or(plain);
        let cased = letters.apply(&form);
        let edit = found(&self.edits, &small, |xpos| edits_class(upos, xpos), xpos);
        letters.finish(edit.map_or_else(|| cased.clone(), |edit| edit.apply(&cased)))
    }
}

/// What is done to a word of a class, or else of the class without an English tag.
fn found<'a, T>(
    classes: &'a Endings<T>,
    word: &str,
    class: impl Fn(&str) -> String,
    xpos: &str,
) -> Option<&'a T> {
    let entries = classes
        .get(&class(xpos))
        .or_else(|| classes.get(&class("")))?;
    longest(entries, word)
}

/// The entry of the longest ending of a word; the word as a whole is the longest.
fn longest<'a, T>(entries: &'a HashMap<String, T>, word: &str) -> Option<&'a T> {
    if let Some(entry) = entries.get(&format!("^{word}")) {
        return Some(entry);
    }
    let starts: Vec<usize> = word
        .char_indices()
        .rev()
        .take(LONGEST)
        .map(|(at, _)| at)
        .collect();
    let endings = starts.into_iter().rev().map(|at| &word[at..]).chain([""]);
    endings.into_iter().find_map(|ending| entries.get(ending))
}

/// The class of a word for its ending. Past forms share theirs.
#[must_use]
pub fn edits_class(upos: &str, xpos: &str) -> String {
    match xpos {
        "VBN" => format!("{upos} VBD"),
        xpos => format!("{upos} {xpos}"),
    }
}

/// The class of a word for its letter case.
#[must_use]
pub fn letters_class(upos: &str, xpos: &str, shape: Shape) -> String {
    format!("{upos} {xpos} {}", shape.sign())
}

/// A form with plain apostrophes.
#[must_use]
pub fn simple(form: &str) -> String {
    form.chars()
        .map(|c| if apostrophe(c) { '\'' } else { c })
        .collect()
}
