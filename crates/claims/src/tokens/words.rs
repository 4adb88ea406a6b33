//! Words with their places.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::lexicon::pattern;

/// A word; its possessive ending is kept apart.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Where it stands, without the possessive ending.
    pub(crate) range: Range<usize>,
    /// Whether "'s" follows.
    pub(crate) possessive: bool,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
}

static WORD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\p{L}\p{N}](?:[\p{L}\p{N}_]|['&/.-][\p{L}\p{N}])*|&"));

/// The words of a stretch of text that starts at byte `at`.
pub(crate) fn words(text: &str, at: usize) -> Vec<Word> {
    WORD.find_iter(text)
        .map(|found| {
            let word = found.as_str();
            let possessive = word.ends_with("'s");
            let end = found.end() - if possessive { 2 } else { 0 };
            Word {
                range: at + found.start()..at + end,
                possessive: possessive
                    || word.ends_with('s') && text[found.end()..].starts_with("' "),
                capital: word.starts_with(|c: char| c.is_uppercase()),
            }
        })
        .collect()
}
