//! Clauses: where a negation or a hedge stops to reach.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::lexicon::pattern;

static BOUNDARY: LazyLock<Regex> =
    LazyLock::new(|| pattern(include_str!("../../data/clauses.txt").trim()));

/// The clauses of a lower-case sentence that starts at byte `at`.
pub(crate) fn clauses(sentence: &str, at: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for edge in BOUNDARY.find_iter(sentence) {
        // A clause has at least two words; "Yes, and" begins none.
        if sentence[start..edge.start()].split_whitespace().count() >= 2 {
            found.push(at + start..at + edge.start());
            start =
                edge.start() + usize::from(sentence[edge.start()..].starts_with([',', ';', ':']));
        }
    }
    found.push(at + start..at + sentence.len());
    found
}

/// The clause that holds the byte.
pub(crate) fn clause(clauses: &[Range<usize>], at: usize) -> Range<usize> {
    let held = clauses.iter().find(|clause| clause.contains(&at));
    held.or_else(|| clauses.last()).cloned().unwrap_or(at..at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, parts: &[&str]) {
        let found: Vec<&str> = clauses(sentence, 0)
            .into_iter()
            .map(|r| sentence[r].trim())
            .collect();
        assert_eq!(found, parts);
    }

    #[test]
    fn conjunctions_with_a_new_subject_part_clauses() {
        check(
            "it fell at noon, but nobody saw it",
            &["it fell at noon", "but nobody saw it"],
        );
        check(
            "it said that the link was down",
            &["it said", "that the link was down"],
        );
        check(
            "no links or cards failed and none were slow",
            &["no links or cards failed", "and none were slow"],
        );
    }

    #[test]
    fn lists_are_no_clauses() {
        check(
            "it hit alder, rook and elm",
            &["it hit alder, rook and elm"],
        );
    }
}
