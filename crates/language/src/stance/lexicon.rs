//! Groups of words and phrases that show how a post takes a claim, from `data/stance/lexicon.txt`.

use std::{collections::HashMap, sync::LazyLock};

use super::words::Word;

/// A phrase found in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// The group's name.
    pub(super) group: &'static str,
    /// The place of its first word.
    pub(super) at: usize,
    /// Its words.
    pub(super) length: usize,
}

/// The groups.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) groups: Vec<&'static str>,
    /// By first word: the words of the phrase, and its group.
    phrases: HashMap<&'static str, Vec<(Vec<&'static str>, usize)>>,
}

/// Any one word inside a phrase.
const ANY: &str = "_";

/// The shipped groups.
pub(super) static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(include_str!("../../data/stance/lexicon.txt")));

impl Lexicon {
    /// From a data file: one group under each `[name]`.
    fn read(data: &'static str) -> Self {
        let mut groups = Vec::new();
        let mut phrases: HashMap<_, Vec<_>> = HashMap::new();
        for line in data.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix('[') {
                groups.push(name.trim_end_matches(']'));
                continue;
            }
            let listed = !line.starts_with('#') && !groups.is_empty();
            for phrase in line.split(',').filter(|_| listed) {
                let words: Vec<&str> = phrase.split_whitespace().collect();
                if let Some(first) = words.first() {
                    let group = groups.len() - 1;
                    phrases.entry(*first).or_default().push((words, group));
                }
            }
        }
        Self { groups, phrases }
    }

    /// The phrases in a text: at each place the longest of each group.
    pub(super) fn hits(&self, words: &[Word]) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for at in 0..words.len() {
            let from = hits.len();
            for (phrase, group) in self.at(&words[at]) {
                let fits = phrase.iter().enumerate().all(|(i, part)| {
                    words
                        .get(at + i)
                        .is_some_and(|word| *part == ANY || plain(word) == *part)
                });
                if !fits {
                    continue;
                }
                let (group, length) = (self.groups[*group], phrase.len());
                match hits[from..].iter_mut().find(|hit| hit.group == group) {
                    Some(hit) => hit.length = hit.length.max(length),
                    None => hits.push(Hit { group, at, length }),
                }
            }
        }
        hits
    }

    /// Whether a single word is in a group.
    pub(super) fn holds(&self, group: &str, word: &str) -> bool {
        let found = self.phrases.get(word).into_iter().flatten();
        found
            .into_iter()
            .any(|(phrase, at)| phrase.len() == 1 && self.groups[*at] == group)
    }

    fn at(&self, word: &Word) -> &[(Vec<&'static str>, usize)] {
        self.phrases.get(plain(word)).map_or(&[], Vec::as_slice)
    }
}

/// A word without the mark of a hashtag.
pub(super) fn plain(word: &Word) -> &str {
    word.text.trim_start_matches(['#', '＃'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::words::words;

    #[test]
    fn the_longest_phrase_of_each_group() {
        let found = LEXICON.hits(&words("That is #false, it's NOT true."));
        let of = |group: &str| {
            found
                .iter()
                .filter(|hit| hit.group == group)
                .map(|hit| (hit.at, hit.length))
                .collect::<Vec<_>>()
        };
        assert_eq!(of("falsehood"), [(2, 1), (5, 2)]);
        assert_eq!(of("negation"), [(5, 1)]);
        assert!(of("laughing").is_empty());
        assert!(LEXICON.holds("negation", "never"));
        assert!(!LEXICON.holds("negation", "true"));
    }

    #[test]
    fn phrases_are_spelt_as_the_tokenizer_spells() {
        for (phrase, _) in LEXICON.phrases.values().flatten() {
            let phrase: Vec<&str> = phrase.iter().copied().filter(|part| *part != ANY).collect();
            let spelt: Vec<String> = words(&phrase.join(" "))
                .into_iter()
                .map(|w| w.text)
                .collect();
            assert_eq!(spelt, phrase);
        }
    }
}
