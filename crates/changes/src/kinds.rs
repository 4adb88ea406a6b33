//! What the words of a difference are: numbers, times, quotations, names, denials, attributions,
//! hedges. Both sides are held against each other, so what only moved within them is no change.

use std::{collections::BTreeSet, ops::Range};

use backpedal_claims::{Timex, timexes};
use backpedal_model::{Altered, ChangeKind, Document, Passage};
use foldhash::HashSet;

use crate::{
    diff::Hunk,
    lists::{CUES, HEDGES, NEGATION, NUMBERS},
    names::names,
    reading::{Reading, join},
};

/// Longer passages are shown by their beginning, in characters; our choice.
const SHOWN: usize = 400;

/// Texts beyond this many characters are not searched for times; our choice.
const TIMED: usize = 200_000;

/// One version with what was found in it.
pub(crate) struct Side<'a> {
    pub(crate) reading: &'a Reading,
    times: Vec<Timex>,
    names: BTreeSet<usize>,
    /// Words of sentences that stand elsewhere in the other version.
    moved: BTreeSet<usize>,
    counts: foldhash::HashMap<&'a str, usize>,
}

impl<'a> Side<'a> {
    fn new(document: &Document, reading: &'a Reading, hunks: &[Range<usize>]) -> Self {
        let touched: BTreeSet<usize> = hunks
            .iter()
            .flat_map(|words| words.clone())
            .filter_map(|at| Some(reading.words.get(at)?.sentence))
            .collect();
        let created = document.published.as_ref().map(|date| date.at);
        let short = document.text.len() <= TIMED;
        Self {
            reading,
            times: if short {
                timexes(&document.text, created)
            } else {
                Vec::new()
            },
            names: names(reading, &touched),
            moved: BTreeSet::new(),
            counts: reading.counts(),
        }
    }

    /// The words of a stretch that count.
    fn words(&self, words: &Range<usize>) -> impl Iterator<Item = usize> + '_ {
        words.clone().filter(|at| !self.moved.contains(at))
    }

    fn bag(&self, words: &Range<usize>, form: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let mut bag: Vec<String> = self
            .words(words)
            .filter_map(|at| form(&self.reading.words[at].norm))
            .collect();
        bag.sort_unstable();
        bag
    }

    fn time(&self, at: usize) -> Option<&Timex> {
        let span = self.reading.words[at].span;
        let number = self
            .times
            .partition_point(|time| time.span.end <= span.start);
        let time = self.times.get(number)?;
        // "Now", and "3 hours ago" without a date to count from, name no time.
        let named = !time.value.ends_with("_REF");
        (named && time.span.start < span.end).then_some(time)
    }

    fn times(&self, words: &Range<usize>) -> Vec<String> {
        let mut starts = BTreeSet::new();
        let mut values = Vec::new();
        for time in self.words(words).filter_map(|at| self.time(at)) {
            if starts.insert(time.span.start) {
                values.push(format!(
                    "{} {}",
                    time.value,
                    time.modifier.unwrap_or_default()
                ));
            }
        }
        values.sort_unstable();
        values
    }

    fn numbers(&self, words: &Range<usize>) -> Vec<String> {
        let mut values: Vec<String> = self
            .words(words)
            .filter(|at| self.time(*at).is_none())
            .filter_map(|at| number(&self.reading.words[at].norm))
            .collect();
        values.sort_unstable();
        values
    }

    fn names(&self, words: &Range<usize>) -> BTreeSet<&'a str> {
        let reading = self.reading;
        self.words(words)
            .filter(|at| self.names.contains(at))
            .map(|at| bare(&reading.words[at].norm))
            .collect()
    }

    fn passage(&self, words: &Range<usize>) -> Option<Passage> {
        let span = self.reading.span(words.clone())?;
        let text = self.reading.slice(words.clone());
        Some(Passage {
            text: text.chars().take(SHOWN).collect(),
            span: Some(span),
        })
    }
}

/// A name without the ending of its genitive.
fn bare(name: &str) -> &str {
    name.trim_end_matches("'s").trim_end_matches('\'')
}

/// A number as it counts: by its value where it has one.
fn number(norm: &str) -> Option<String> {
    if norm.starts_with(|c: char| c.is_ascii_digit()) || norm.contains(|c: char| c.is_ascii_digit())
    {
        return Some(norm.to_owned());
    }
    if let Some((tens, ones)) = norm.split_once('-') {
        let value = |word| NUMBERS.of(word)?.parse::<u32>().ok();
        if let (Some(tens), Some(ones)) = (value(tens), value(ones)) {
            return Some((tens + ones).to_string());
        }
    }
    NUMBERS.of(norm).map(str::to_owned)
}

/// What the differences are, in order; empty where they are only words.
pub(crate) fn altered(
    old: (&Document, &Reading),
    new: (&Document, &Reading),
    hunks: &[Hunk],
) -> Vec<Altered> {
    let olds: Vec<Range<usize>> = hunks.iter().map(|hunk| hunk.old.clone()).collect();
    let news: Vec<Range<usize>> = hunks.iter().map(|hunk| hunk.new.clone()).collect();
    let mut a = Side::new(old.0, old.1, &olds);
    let mut b = Side::new(new.0, new.1, &news);
    (a.moved, b.moved) = moved((old.1, &olds), (new.1, &news));
    let quotes = Quotes::of(&a, &b);
    let mut found = Vec::new();
    for hunk in hunks {
        for kind in kinds(&a, &b, hunk, &quotes) {
            found.push(Altered {
                kind,
                old: a.passage(&hunk.old),
                new: b.passage(&hunk.new),
            });
        }
    }
    if hunks.is_empty() {
        found.extend(quotes.marks(&a, &b));
    }
    found
}

fn kinds(a: &Side<'_>, b: &Side<'_>, hunk: &Hunk, quotes: &Quotes) -> Vec<ChangeKind> {
    let (x, y) = (&hunk.old, &hunk.new);
    let mut kinds = Vec::new();
    let mut if_differs = |differs: bool, kind| {
        if differs {
            kinds.push(kind);
        }
    };
    let numbers = (a.numbers(x), b.numbers(y));
    // "One" is as often a pronoun as a number.
    let one = |numbers: &[String]| numbers.iter().all(|number| number == "1");
    let number = numbers.0 != numbers.1 && !(one(&numbers.0) && one(&numbers.1));
    if_differs(number, ChangeKind::Number);
    if_differs(a.times(x) != b.times(y), ChangeKind::Time);
    let quoted =
        quotes.old.iter().any(|at| meets(at, x)) || quotes.new.iter().any(|at| meets(at, y));
    if_differs(quoted, ChangeKind::Quote);
    if_differs(other_names(a, b, hunk), ChangeKind::Name);
    for (list, kind) in [
        (&NEGATION, ChangeKind::Negation),
        (&CUES, ChangeKind::Attribution),
        (&HEDGES, ChangeKind::Hedge),
    ] {
        let form = |norm: &str| list.of(norm).map(str::to_owned);
        if_differs(a.bag(x, form) != b.bag(y, form), kind);
    }
    kinds
}

fn meets(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether another name stands there. A name in place of "the company" is none where both versions
/// name it elsewhere too.
fn other_names(a: &Side<'_>, b: &Side<'_>, hunk: &Hunk) -> bool {
    let (old, new) = (a.names(&hunk.old), b.names(&hunk.new));
    if old == new {
        return false;
    }
    let known = |names: &BTreeSet<&str>, side: &Side<'_>| {
        let stands = |name: &&str| {
            let count = |text: &str| side.counts.get(text).copied().unwrap_or(0);
            count(name) + count(&format!("{name}'s")) > 0
        };
        names.iter().all(stands)
    };
    let words = |side: &Side<'_>, words: &Range<usize>| side.words(words).next().is_some();
    let referred = words(a, &hunk.old) && words(b, &hunk.new);
    match (old.is_empty(), new.is_empty()) {
        (true, false) => !(referred && known(&new, a)),
        (false, true) => !(referred && known(&old, b)),
        _ => true,
    }
}

/// The words of sentences that left one place and stand, word for word, in another.
fn moved(
    old: (&Reading, &[Range<usize>]),
    new: (&Reading, &[Range<usize>]),
) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let whole = |(reading, hunks): (&Reading, &[Range<usize>])| {
        let mut found: Vec<(String, Range<usize>)> = Vec::new();
        for hunk in hunks {
            let from = reading.sentences.partition_point(|s| s.start < hunk.start);
            let inside = reading.sentences[from..]
                .iter()
                .take_while(|s| s.end <= hunk.end);
            found.extend(inside.map(|s| (join(&reading.words[s.clone()]), s.clone())));
        }
        found
    };
    let (olds, news) = (whole(old), whole(new));
    let texts = |list: &[(String, Range<usize>)]| -> HashSet<String> {
        list.iter().map(|(text, _)| text.clone()).collect()
    };
    let (in_old, in_new) = (texts(&olds), texts(&news));
    let of = |list: Vec<(String, Range<usize>)>, other: &HashSet<String>| {
        list.into_iter()
            .filter(|(text, _)| other.contains(text))
            .flat_map(|(_, words)| words)
            .collect()
    };
    (of(olds, &in_new), of(news, &in_old))
}

/// Quotations that only one version has.
struct Quotes {
    old: Vec<Range<usize>>,
    new: Vec<Range<usize>>,
}

impl Quotes {
    fn of(a: &Side<'_>, b: &Side<'_>) -> Self {
        let only = |own: &Reading, other: &Reading| {
            let others: HashSet<&str> = other.quotes.iter().map(|q| q.norm.as_str()).collect();
            own.quotes
                .iter()
                .filter(|quote| !others.contains(quote.norm.as_str()))
                .map(|quote| quote.words.clone())
                .collect()
        };
        Self {
            old: only(a.reading, b.reading),
            new: only(b.reading, a.reading),
        }
    }

    /// Quotation marks that were put around words or taken from them.
    fn marks(&self, a: &Side<'_>, b: &Side<'_>) -> Vec<Altered> {
        let old = self.old.iter().map(|words| (a.passage(words), None));
        let new = self.new.iter().map(|words| (None, b.passage(words)));
        old.chain(new)
            .map(|(old, new)| Altered {
                kind: ChangeKind::Quote,
                old,
                new,
            })
            .collect()
    }
}
