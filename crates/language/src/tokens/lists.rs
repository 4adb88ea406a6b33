//! The word lists of the data folder.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::stops::Stop;

/// The entries of a list: one a line, `#` begins a comment line.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = list.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("# "))
}

macro_rules! list {
    ($(#[$doc:meta])* $name:ident, $file:literal) => {
        $(#[$doc])*
        pub(crate) static $name: LazyLock<HashSet<&'static str>> =
            LazyLock::new(|| lines(include_str!(concat!("../../data/text/", $file))).collect());
    };
}

list!(
    /// Affixes that keep their hyphen before a word.
    PREFIXES, "prefixes.txt");
list!(
    /// Affixes that keep their hyphen after a word.
    SUFFIXES, "suffixes.txt");
list!(
    /// Words that begin with an apostrophe.
    ELISIONS, "elisions.txt");
list!(
    /// Units parted from their number.
    UNITS, "units.txt");
list!(
    /// Last parts of host and file names.
    ENDINGS, "endings.txt");
list!(
    /// Words that open a sentence.
    STARTERS, "starters.txt");
list!(
    /// Emoticons.
    EMOTICONS, "emoticons.txt");

/// Words that keep their full stop, how they stand before a sentence, and whether they need a
/// capital.
pub(crate) static ABBREVIATIONS: LazyLock<HashMap<&'static str, (Stop, bool)>> =
    LazyLock::new(|| {
        lines(include_str!("../../data/text/abbreviations.txt"))
            .map(|line| {
                let (word, signs) = line.split_once(' ').unwrap_or((line, ""));
                let stop = match signs {
                    _ if signs.contains('t') => Stop::Title,
                    _ if signs.contains('n') => Stop::Number,
                    _ => Stop::Abbreviation,
                };
                (word, (stop, signs.contains('c')))
            })
            .collect()
    });

/// Words written as one that are two tokens; the length of the first.
pub(crate) static SPLIT_WORDS: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    lines(include_str!("../../data/text/split_words.txt"))
        .filter_map(|line| line.split_once(' '))
        .map(|(word, first)| (word, first.len()))
        .collect()
});

/// Looks a short word up in lower case, without allocating. Words of other letters or of more
/// than 15 bytes are in no list.
pub(crate) fn lowered<'a>(word: &str, buffer: &'a mut [u8; 16]) -> Option<&'a str> {
    let length = word.len();
    if length == 0 || length > 15 || !word.is_ascii() {
        return None;
    }
    buffer[..length].copy_from_slice(word.as_bytes());
    buffer[..length].make_ascii_lowercase();
    std::str::from_utf8(&buffer[..length]).ok()
}

/// Whether a list holds a word, letter case aside.
pub(crate) fn has(list: &HashSet<&'static str>, word: &str) -> bool {
    lowered(word, &mut [0; 16]).is_some_and(|word| list.contains(word))
}
