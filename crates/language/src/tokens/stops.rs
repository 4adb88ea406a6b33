//! Whether a full stop belongs to the word before it.

use super::lists::{ABBREVIATIONS, lowered};

/// What a word that a full stop follows is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stop {
    /// An ordinary word: the stop ends the sentence.
    Plain,
    /// An abbreviation that may also end a sentence: "Inc.", "p.m.".
    Abbreviation,
    /// An abbreviation that something always follows: "Dr.".
    Title,
    /// An abbreviation before a number, another word else: "No. 7".
    Number,
    /// One capital letter: "J."
    Initial,
}

/// What a word, without its last full stop, is; of a compound, its last part: "non-U.S".
pub(crate) fn stop(word: &str) -> Stop {
    let word = word.rsplit('-').next().unwrap_or_default();
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (None, _) => return Stop::Plain,
        (Some(only), None) if only.is_uppercase() => return Stop::Initial,
        _ => {}
    }
    if let Some(low) = lowered(word, &mut [0; 16])
        && let Some((kind, capital)) = ABBREVIATIONS.get(low)
        && (!capital || word.starts_with(char::is_uppercase))
    {
        return *kind;
    }
    if dotted(word) {
        Stop::Abbreviation
    } else {
        Stop::Plain
    }
}

/// Whether a word is letters with full stops between: "U.S", "a.m", "Ph.D".
pub(crate) fn dotted(word: &str) -> bool {
    word.len() <= 16
        && word.contains('.')
        && word.split('.').all(|part| {
            let letters = part.chars().count();
            (1..=2).contains(&letters) && part.chars().all(char::is_alphabetic)
        })
}
