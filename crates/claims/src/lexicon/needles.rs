//! Which patterns of many can match a text at all: those of which some needed words stand in it.
//!
//! Most sentences hold the words of few patterns. One pass of an Aho–Corasick automaton over the
//! needed words of all of them is much cheaper than trying each, or than one large automaton of
//! all patterns (the scheme of RE2's `FilteredRE2`).

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use regex_syntax::hir::{Hir, HirKind};

/// More needed words than these tell too little.
const MOST: usize = 96;
/// Shorter words stand in most sentences.
const LEAST: usize = 2;

/// Finds the patterns that may match.
#[derive(Debug)]
pub(super) struct Needles {
    /// Nothing where no pattern needs a word.
    words: Option<AhoCorasick>,
    /// The patterns that need each word.
    owners: Vec<Vec<usize>>,
    /// Patterns of which nothing is known.
    always: Vec<usize>,
    count: usize,
}

impl Needles {
    /// Reads what patterns need.
    pub(super) fn new(patterns: &[String]) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut owners: Vec<Vec<usize>> = Vec::new();
        let mut always = Vec::new();
        for (number, pattern) in patterns.iter().enumerate() {
            let parsed = regex_syntax::parse(pattern).ok();
            let Some(needed) = parsed.as_ref().and_then(needed) else {
                always.push(number);
                continue;
            };
            for word in needed {
                match words.iter().position(|known| *known == word) {
                    Some(at) => owners[at].push(number),
                    None => {
                        words.push(word);
                        owners.push(vec![number]);
                    }
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&words);
        let Ok(automaton) = automaton else {
            // Without it every pattern is tried.
            return Self {
                words: None,
                owners: Vec::new(),
                always: (0..patterns.len()).collect(),
                count: patterns.len(),
            };
        };
        Self {
            words: Some(automaton).filter(|_| !words.is_empty()),
            owners,
            always,
            count: patterns.len(),
        }
    }

    /// The numbers of the patterns that may match, in order.
    pub(super) fn may_match(&self, text: &str) -> Vec<usize> {
        let mut may = vec![false; self.count];
        for number in &self.always {
            may[*number] = true;
        }
        if let Some(words) = &self.words {
            for found in words.find_overlapping_iter(text) {
                for number in &self.owners[found.pattern().as_usize()] {
                    may[*number] = true;
                }
            }
        }
        (0..self.count).filter(|number| may[*number]).collect()
    }
}

/// Words of which at least one stands in every match. Nothing where none are known.
fn needed(hir: &Hir) -> Option<BTreeSet<String>> {
    let found = match hir.kind() {
        HirKind::Literal(literal) => {
            let word = std::str::from_utf8(&literal.0).ok()?;
            Some(BTreeSet::from([word.to_owned()]))
        }
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(needed).max_by_key(worth),
        HirKind::Alternation(parts) => {
            let mut all = BTreeSet::new();
            for part in parts {
                all.extend(needed(part)?);
            }
            Some(all)
        }
        _ => None,
    };
    found.filter(|words| words.len() <= MOST && shortest(words) >= LEAST)
}

fn shortest(words: &BTreeSet<String>) -> usize {
    words.iter().map(String::len).min().unwrap_or_default()
}

/// Long words are rare, and few words are found less often than many.
fn worth(words: &BTreeSet<String>) -> (usize, std::cmp::Reverse<usize>) {
    (shortest(words).min(6), std::cmp::Reverse(words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Option<Vec<String>> {
        let parsed = regex_syntax::parse(pattern).expect("a pattern");
        needed(&parsed).map(|words| words.into_iter().collect())
    }

    #[test]
    fn what_every_match_holds_is_found() {
        assert_eq!(of("(?:was|were) +down").expect("words"), ["down"]);
        assert_eq!(
            of("(?:outage|fault)s? +in").expect("words"),
            ["fault", "outage"]
        );
        assert_eq!(of("(?P<subj>ab)+c?").expect("words"), ["ab"]);
        assert_eq!(of("(?:outage|[a-z]+)"), None);
        assert_eq!(of("(?:outage)?"), None);
        assert_eq!(of("a"), None);
    }

    #[test]
    fn a_pattern_is_tried_wherever_it_could_match() {
        let patterns = ["(?:is|was) down", "[0-9]+", "cable +cut"].map(str::to_owned);
        let needles = Needles::new(&patterns);
        assert_eq!(needles.may_match("the link was down"), [0, 1]);
        assert_eq!(needles.may_match("a cable was cut, a cut"), [1, 2]);
        assert_eq!(needles.may_match(""), [1]);
    }
}
