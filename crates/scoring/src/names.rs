//! When do two names mean the same? Their words are compared, without case, possessives and the
//! words that only say what sort of company it is.

use std::collections::BTreeSet;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::unicode::is_word;

/// Words that say nothing about which company it is.
const COMPANY_WORDS: &[&str] = &[
    "co",
    "company",
    "corp",
    "corporation",
    "group",
    "holdings",
    "inc",
    "llc",
    "ltd",
    "plc",
    "the",
];

/// The same in two words.
const COMPANY_PAIR: (&str, &str) = ("network", "services");

/// Whether one name holds all words of the other ("Halyard" and "Halyard Networks, Inc."). A name
/// of which nothing is left equals only another such.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (key_words(a), key_words(b));
    a.is_empty() == b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

/// The words that tell a name from others.
fn key_words(name: &str) -> BTreeSet<String> {
    let plain = ComposingNormalizerBorrowed::new_nfkc()
        .normalize(name)
        .to_lowercase();
    let plain = without_possessives(&plain);
    let mut words = words_with_gaps(&plain).into_iter().peekable();
    let mut kept = BTreeSet::new();
    while let Some((word, gap)) = words.next() {
        let pair = word == COMPANY_PAIR.0
            && gap == " "
            && words
                .peek()
                .is_some_and(|(next, _)| *next == COMPANY_PAIR.1);
        if pair {
            words.next();
        } else if !COMPANY_WORDS.contains(&word) {
            kept.insert(word.to_owned());
        }
    }
    kept
}

/// Takes away every `'s` and `’s` that ends a word.
fn without_possessives(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let mut ahead = rest.clone();
        let ends = matches!(c, '\'' | '’')
            && ahead.next() == Some('s')
            && !ahead.next().is_some_and(is_word);
        if ends {
            rest.next();
        } else {
            kept.push(c);
        }
    }
    kept
}

/// Every word with what stands between it and the next.
fn words_with_gaps(text: &str) -> Vec<(&str, &str)> {
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(|c| !is_word(c));
    while !rest.is_empty() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let next = after.find(is_word).unwrap_or(after.len());
        let (gap, more) = after.split_at(next);
        words.push((word, gap));
        rest = more;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_the_same() {
        for (a, b) in [
            ("Halyard", "Halyard Networks, Inc."),
            ("The Halyard Group", "HALYARD"),
            ("Halyard's", "Halyard’s"),
            ("Theo Maddox", "Maddox"),
            ("Halyard Network Services", "Halyard"),
            ("Ｈａｌｙａｒｄ", "halyard"),
            ("Caf\u{e9} Net", "Cafe\u{301} Net"),
            ("A\u{a0}B", "a b"),
            ("", "The Co."),
            ("network's services x", "x"),
        ] {
            assert!(same_name(a, b) && same_name(b, a), "{a:?} {b:?}");
        }
    }

    #[test]
    fn names_that_do_not() {
        for (a, b) in [
            ("Halyard", "Halyards"),
            ("Halyard", ""),
            ("", "Halyard"),
            ("Theo Maddox", "Theo Mattox"),
            ("Coral Corps", "Coral Net"),
            // Company words count only whole, and the pair only with one space between.
            ("Incline", "line"),
            ("network  services", ""),
            ("services network", ""),
            ("Café", "Cafe"),
        ] {
            assert!(!same_name(a, b) && !same_name(b, a), "{a:?} {b:?}");
        }
    }

    #[test]
    fn possessives_end_words() {
        assert_eq!(without_possessives("x's y’s, z's"), "x y, z");
        assert_eq!(
            without_possessives("'sit o'sea it'll s' '"),
            "'sit o'sea it'll s' '"
        );
    }
}
