//! The table of endings.

use std::collections::{HashMap, HashSet};

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
    /// Words that end in a silent "e", without it.
    silent: HashSet<String>,
}

/// The class of the words that end in a silent "e", in the table.
pub const SILENT: &str = "+e";

/// Beginnings that make a new word of one with a silent "e": "reroute", "misconfigure".
const BEGINNINGS: [&str; 8] = ["re", "mis", "over", "under", "un", "de", "pre", "out"];

impl LemmaTable {
    /// Reads a table: lines of ending and edit with a tab between; a line of one field names the
    /// class of those after it. Lines that are no entry are left out. `silent`: further words that
    /// end in a silent "e", one a line.
    #[must_use]
    pub fn read(table: &str, silent: &str) -> Self {
        let mut read = Self::default();
        let mut class = "";
        for line in table.lines().filter(|line| !line.starts_with("# ")) {
            let Some((ending, entry)) = line.split_once('\t') else {
                class = line;
                continue;
            };
            if class == SILENT {
                read.silent.insert(ending.to_owned());
            } else if let Some(edit) = Edit::read(entry) {
                let entries = read.edits.entry(class.to_owned()).or_default();
                entries.insert(ending.to_owned(), edit);
            } else if let Some(letters) = Letters::read(entry) {
                let entries = read.letters.entry(class.to_owned()).or_default();
                entries.insert(ending.to_owned(), letters);
            }
        }
        let words = silent.lines().filter_map(|word| word.strip_suffix('e'));
        read.silent.extend(words.map(str::to_owned));
        read
    }

    /// The lemma of a word.
    #[must_use]
    pub fn lemma(&self, form: &str, upos: &str, xpos: &str) -> String {
        let form = simple(form);
        let small = form.to_lowercase();
        if form.starts_with(|c: char| c.is_ascii_digit()) {
            // "1970s" stays, "20,000" loses its comma.
            return small.replace(',', "");
        }
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
        .map_or(plain, |found| *found.what);
        let cased = letters.apply(&form);
        let edit = found(&self.edits, &small, |xpos| edits_class(upos, xpos), xpos);
        let Some(Found { what: edit, whole }) = edit else {
            return letters.finish(cased);
        };
        let mut lemma = edit.apply(&cased);
        if !whole && edit.cut > 1 && matches!(xpos, "VBD" | "VBN" | "VBG") && self.silent(&lemma) {
            lemma.push('e');
        }
        letters.finish(lemma)
    }

    /// Whether a word lacks a silent "e".
    fn silent(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let rest = |beginning: &str| {
            word.strip_prefix(beginning)
                .is_some_and(|rest| self.silent.contains(rest))
        };
        self.silent.contains(&word) || BEGINNINGS.iter().any(|beginning| rest(beginning))
    }
}

/// What is done to a word.
struct Found<'a, T> {
    what: &'a T,
    /// Whether the table has the word itself.
    whole: bool,
}

/// What is done to a word of a class, or else of the class without an English tag.
fn found<'a, T>(
    classes: &'a Endings<T>,
    word: &str,
    class: impl Fn(&str) -> String,
    xpos: &str,
) -> Option<Found<'a, T>> {
    let entries = classes
        .get(&class(xpos))
        .or_else(|| classes.get(&class("")))?;
    if let Some(what) = entries.get(&format!("^{word}")) {
        return Some(Found { what, whole: true });
    }
    // The longest ending that the table has.
    let starts: Vec<usize> = word
        .char_indices()
        .rev()
        .take(LONGEST)
        .map(|(at, _)| at)
        .collect();
    let mut endings = starts.into_iter().rev().map(|at| &word[at..]).chain([""]);
    let what = endings.find_map(|ending| entries.get(ending))?;
    Some(Found { what, whole: false })
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
