//! Numbers as people write them: digits, words, shares, bounds, ranges and vague counts.
//!
//! A pure reader. A claim's own quantity is one number without its range and often without its
//! whole; two numbers can only be compared with what is counted and what happened to it.

pub(super) mod fit;
mod number;

use std::{collections::HashMap, sync::LazyLock};

use number::{Read, number};

/// A number with the least and the greatest value meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// As printed; of a range the middle.
    pub(super) value: f64,
    /// The least meant.
    pub(super) low: f64,
    /// The greatest meant.
    pub(super) high: f64,
    /// Whether it is a part of the whole between 0 and 1.
    pub(super) share: bool,
    /// The whole, for "19 of 37".
    pub(super) of: Option<f64>,
    /// What is counted, as the number of its line in the list.
    pub(super) thing: Option<usize>,
    /// What happened to it, as numbers of lines of the list.
    pub(super) events: Vec<usize>,
    /// Whether nothing is named after it that it could count.
    pub(super) bare: bool,
    /// Whether the words say "about".
    pub(super) loose: bool,
    /// Where it stands, in bytes of the text.
    pub(super) at: usize,
}

/// A word with its place and whether a clause ends after it.
struct Word<'t> {
    text: String,
    raw: &'t str,
    at: usize,
    ends: bool,
}

type Groups = (HashMap<&'static str, usize>, Vec<(&'static str, usize)>);

static THINGS: LazyLock<Groups> = LazyLock::new(|| groups(include_str!("../words/counted.txt")));
static EVENTS: LazyLock<Groups> = LazyLock::new(|| groups(include_str!("../words/happened.txt")));
static MEASURES: LazyLock<Groups> = LazyLock::new(|| groups(include_str!("../words/measure.txt")));

fn groups(file: &'static str) -> Groups {
    let mut groups = Groups::default();
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    for (number, line) in lines.enumerate() {
        for word in line.split_whitespace() {
            match word.strip_suffix('*') {
                Some(stem) => groups.1.push((stem, number)),
                None => drop(groups.0.insert(word, number)),
            }
        }
    }
    groups
}

fn group(groups: &Groups, word: &str) -> Option<usize> {
    let stem = || groups.1.iter().find(|(stem, _)| word.starts_with(stem));
    groups.0.get(word).copied().or_else(|| stem().map(|s| s.1))
}

/// After a number these begin something else than what it counts.
const EMPTY: &[&str] = &[
    "or",
    "and",
    "but",
    "by",
    "in",
    "on",
    "at",
    "to",
    "as",
    "is",
    "are",
    "was",
    "were",
    "had",
    "have",
    "has",
    "lost",
    "out",
    "affected",
    "hit",
    "given",
    "who",
    "which",
    "that",
    "they'd",
    "they",
    "it",
    "he",
    "she",
    "instead",
    "overall",
    "altogether",
    "i",
];

/// What the word counts, as the number of its line.
pub(super) fn thing(word: &str) -> Option<usize> {
    group(&THINGS, word)
}

/// All counts of a text, in order.
pub(super) fn amounts(text: &str) -> Vec<Amount> {
    let words = words(text);
    let mut found: Vec<(usize, usize, Amount)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match number(&words, at) {
            Some(read) if !is_measure(&words, at, read.end) => {
                let end = read.end;
                found.push((at, end, bounded(&words, at, read)));
                at = end;
            }
            Some(read) => at = read.end,
            None => at += 1,
        }
    }
    (0..found.len())
        .map(|number| counted(&words, &found, number))
        .collect()
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let gap = |c: char| c.is_whitespace() || c == '—';
    let mut next = 0;
    for piece in text.split_inclusive(gap) {
        let (at, raw) = (next, piece.trim_end_matches(gap));
        next += piece.len();
        let bare = raw.trim_matches(|c: char| !(c.is_alphanumeric() || "%$€£".contains(c)));
        if bare.is_empty() {
            continue;
        }
        words.push(Word {
            text: bare.to_lowercase().replace('’', "'"),
            raw,
            at,
            ends: raw.ends_with([',', ';', ':', '.', '!', '?', ')']),
        });
    }
    words
}

/// Clock times, days, sums, lengths, rates and names with numbers are no counts.
fn is_measure(words: &[Word<'_>], at: usize, end: usize) -> bool {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let unit = |word: &str| {
        word.split('-')
            .next()
            .and_then(|w| group(&MEASURES, w))
            .is_some()
    };
    let month = at > 0 && unit(text(at - 1)) && !words[at - 1].ends;
    let raw = words[at].raw;
    let year = raw.len() >= 4
        && !raw.contains(',')
        && text(at)
            .parse::<u32>()
            .is_ok_and(|year| (1950..2100).contains(&year));
    let denied = at > 0 && text(at - 1) == "not";
    let joined = (end..end + 1).any(|at| unit(text(at)));
    // "One of them", "no one".
    let pronoun = text(at) == "one" && end == at + 1;
    let ordinal = at > 0
        && matches!(text(at - 1), "no" | "number" | "page" | "section" | "at")
        && words[at].text.len() < 3;
    let emergency = matches!(text(at), "911" | "999" | "112");
    month || joined || year || emergency || denied || pronoun || ordinal || raw.contains(':')
}

/// Applies "more than", "up to", "about".
fn bounded(words: &[Word<'_>], at: usize, read: Read) -> Amount {
    let before: Vec<&str> = words[at.saturating_sub(3)..at]
        .iter()
        .map(|word| word.text.as_str())
        .collect();
    let after = words.get(read.end).map_or("", |word| word.text.as_str());
    let (mut low, mut high, mut loose) = (read.low, read.high, false);
    match before.as_slice() {
        [.., "no", "more" | "fewer", "than"] if before.contains(&"more") => low = 0.0,
        [.., "more" | "greater" | "higher", "than"]
        | [.., "over" | "above" | "exceeding"]
        | [.., "at", "least"]
        | [.., "upwards" | "upward", "of"]
        | [.., "no", "fewer" | "less", "than"] => high = f64::INFINITY,
        [.., "fewer" | "less", "than"]
        | [.., "under" | "below"]
        | [.., "up", "to"]
        | [.., "at", "most"]
        | [.., "as", "many", "as"] => low = 0.0,
        [.., "nearly" | "almost"] => low *= 0.85,
        [
            ..,
            "about" | "around" | "roughly" | "some" | "approximately" | "estimated" | "perhaps"
            | "maybe" | "nearer",
        ] => loose = true,
        _ if read.low < read.high => loose = true,
        _ => {}
    }
    match after {
        "or" if words.get(read.end + 1).is_some_and(|w| w.text == "so") => loose = true,
        "or" if words.get(read.end + 1).is_some_and(|w| w.text == "more") => high = f64::INFINITY,
        _ => {}
    }
    Amount {
        value: read.value,
        low,
        high,
        share: read.share,
        of: read.of,
        thing: None,
        events: Vec::new(),
        bare: false,
        loose,
        at: words[at].at,
    }
}

/// "25,000 lost service" counts customers without saying so.
fn implied(amount: &Amount, after: &[Word<'_>]) -> Option<usize> {
    let text = |at: usize| after.get(at).map_or("", |word| word.text.as_str());
    let service = matches!(text(1), "service" | "connection" | "access" | "power")
        && matches!(text(0), "lost" | "without");
    let hit =
        matches!(text(0), "were" | "are") && matches!(text(1), "affected" | "without" | "cut");
    (!amount.share && (service || hit)).then(|| thing("customers"))?
}

/// What is counted and what happened, from the words of the clause around the number.
fn counted(words: &[Word<'_>], all: &[(usize, usize, Amount)], number: usize) -> Amount {
    let (start, end, amount) = &all[number];
    let stop = all.get(number + 1).map_or(words.len(), |next| next.0);
    let clause_end = (*end..stop)
        .find(|at| words[*at].ends)
        .map_or(stop, |at| at + 1);
    let clause_end = if words[end - 1].ends {
        *end
    } else {
        clause_end
    };
    let floor = number.checked_sub(1).map_or(0, |before| all[before].1);
    let clause_start = (floor..*start)
        .rev()
        .find(|at| words[*at].ends)
        .map_or(floor, |at| at + 1);
    let (before, after) = (&words[clause_start..*start], &words[*end..clause_end]);
    let in_list = |word: &Word<'_>| group(&THINGS, &word.text);
    let behind = after.iter().take(5).find_map(in_list);
    let ahead = || before.iter().rev().take(6).find_map(in_list);
    let mut events: Vec<usize> = before
        .iter()
        .rev()
        .take(6)
        .chain(after.iter().take(6))
        .filter_map(|word| group(&EVENTS, &word.text))
        .collect();
    events.sort_unstable();
    events.dedup();
    Amount {
        thing: behind.or_else(ahead).or_else(|| implied(amount, after)),
        bare: after
            .first()
            .is_none_or(|word| EMPTY.contains(&word.text.as_str())),
        events,
        ..amount.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(f64, f64)> {
        let round = |value: f64| (value * 1000.0).round() / 1000.0;
        amounts(text)
            .iter()
            .map(|amount| (round(amount.low), round(amount.high)))
            .collect()
    }

    #[test]
    fn numbers_in_digits_and_words() {
        for (text, low, high) in [
            ("some 41,000 subscribers", 41e3, 41e3),
            ("2.5 million devices", 2.5e6, 2.5e6),
            ("Sixty-one emergency calls", 61.0, 61.0),
            ("two hundred thousand homes", 2e5, 2e5),
            ("a dozen switches", 12.0, 12.0),
            ("dozens of homes", 12.0, 12e3),
            ("tens of thousands of homes", 1e4, 2e5),
            ("a handful of lines", 2.0, 12.0),
            ("a few hundred people", 200.0, 900.0),
            ("between 400 and 500 sites", 400.0, 500.0),
            ("400-500 sites", 400.0, 500.0),
            ("no more than 20 calls", 0.0, 20.0),
            ("at least 22,000", 22e3, f64::INFINITY),
            ("fewer than 5% of customers", 0.0, 0.05),
            ("40 percent", 0.4, 0.4),
            ("a third of customers", 0.333, 0.333),
            ("nine-tenths of the traffic", 0.9, 0.9),
            ("one in five payments", 0.2, 0.2),
        ] {
            assert_eq!(read(text), [(low, high)], "{text}");
        }
        assert_eq!(amounts("6,200 of its 9,000 customers")[0].of, Some(9e3));
    }

    #[test]
    fn what_is_no_count() {
        for text in [
            "at 9.40 p.m.",
            "for 40 minutes",
            "for a 40-minute stretch",
            "on 5 March 2011",
            "it cost $40 million",
            "at 13:15",
            "40 Gbit/s of traffic",
            "no one noticed",
            "many people",
            "not 26,000",
        ] {
            assert!(amounts(text).is_empty(), "{text}: {:?}", amounts(text));
        }
    }

    #[test]
    fn what_is_counted_and_what_happened() {
        let all = amounts("212 flights cancelled, more than 400 late, 300 customers complained");
        assert_eq!(all.len(), 3);
        assert_eq!((all[0].thing, all[0].events.len()), (thing("flight"), 1));
        assert_eq!((all[1].thing, all[1].events.len()), (None, 1));
        assert_ne!(all[0].events, all[1].events);
        assert_eq!(all[2].thing, thing("customer"));
        assert_eq!(amounts("25,000 lost service")[0].thing, thing("customer"));
        assert_eq!(amounts("25,000 came to the fair")[0].thing, None);
    }
}
