//! The measure of `extraction_eval.py`, in Rust: bodies by runs of four words, snippets of comments,
//! days, titles and names.
//!
//! A word is a run of letters, numbers and `_`. Precision is the mean over pages with an answer,
//! recall the mean over pages with a true text, as the published article-extraction-benchmark has it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use icu_normalizer::DecomposingNormalizerBorrowed;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// What an extractor says of a page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Answer {
    /// The main text.
    #[serde(rename = "articleBody")]
    pub body: String,
    /// The headline.
    pub title: String,
    /// The authors, one a name.
    pub authors: Vec<String>,
    /// The day of publication, `2022-07-04`.
    pub date: String,
    /// All reader comments.
    pub comments: String,
}

/// What is true of a page, so far as somebody wrote it down.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Truth {
    /// Where it was fetched.
    pub url: Option<String>,
    /// The main text.
    #[serde(rename = "articleBody")]
    pub body: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The authors.
    pub authors: Option<Vec<String>>,
    /// The day of publication.
    pub date: Option<String>,
    /// Snippets of reader comments.
    pub comments: Option<Vec<String>>,
    /// Snippets of the main text.
    pub with: Option<Vec<String>>,
    /// Snippets of what is none of it.
    pub without: Option<Vec<String>>,
}

/// Sums over pages, from which the figures are made.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    pages: usize,
    precision: (f64, usize),
    recall: (f64, usize),
    date: (usize, usize),
    title: (usize, usize),
    names: (usize, usize, usize),
    comments: (usize, usize, usize),
    held: usize,
    snippets: (usize, usize, usize),
}

type Bag = HashMap<Vec<String>, usize>;

static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("a pattern"));

fn words(text: &str) -> Vec<String> {
    WORD.find_iter(text)
        .map(|m| m.as_str().to_owned())
        .collect()
}

/// The runs of four words of a text; one run where it is shorter.
fn bag(text: &str) -> Bag {
    let words = words(text);
    let mut bag = Bag::new();
    if words.is_empty() {
        return bag;
    }
    for run in words.windows(words.len().min(4)) {
        *bag.entry(run.to_vec()).or_default() += 1;
    }
    bag
}

/// How many runs both have, only the answer has, only the truth has.
pub fn overlap(truth: &str, answer: &str) -> (usize, usize, usize) {
    let (truth, answer) = (bag(truth), bag(answer));
    let shared = |(run, n): (&Vec<String>, &usize)| answer.get(run).map_or(0, |m| *m.min(n));
    let both: usize = truth.iter().map(shared).sum();
    let total = |bag: &Bag| bag.values().sum::<usize>();
    (both, total(&answer) - both, total(&truth) - both)
}

/// Lower case, without accents and marks, for titles and names.
fn fold(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let plain: String = apart
        .to_lowercase()
        .chars()
        .filter(|c| !MARK.is_match(c.encode_utf8(&mut [0; 4])))
        .collect();
    words(&plain.replace('ß', "ss")).join(" ")
}

static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{Mn}").expect("a pattern"));

fn names(names: &[String]) -> BTreeSet<String> {
    let bare = |name: &String| {
        let name = name.trim();
        let start = |word: &str| {
            let head = name.get(..word.len())?;
            head.eq_ignore_ascii_case(word).then(|| &name[word.len()..])
        };
        fold(start("by ").or_else(|| start("von ")).unwrap_or(name))
    };
    names.iter().map(bare).filter(|n| !n.is_empty()).collect()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Sums {
    /// Adds a page.
    pub fn add(&mut self, truth: &Truth, answer: &Answer) {
        self.pages += 1;
        if let Some(body) = &truth.body {
            let (both, more, less) = overlap(body, &answer.body);
            mean(&mut self.precision, both, more);
            mean(&mut self.recall, both, less);
        }
        if let Some(date) = &truth.date {
            self.date.0 += usize::from(*date == answer.date);
            self.date.1 += 1;
        }
        if let Some(title) = &truth.title {
            self.title.0 += usize::from(fold(title) == fold(&answer.title));
            self.title.1 += 1;
        }
        if let Some(authors) = &truth.authors {
            let (truth, answer) = (names(authors), names(&answer.authors));
            let both = truth.intersection(&answer).count();
            self.names.0 += both;
            self.names.1 += answer.len() - both;
            self.names.2 += truth.len() - both;
        }
        self.snippets(truth, answer);
    }

    /// Counts the snippets of comments that the page holds at all; others came by a script.
    pub fn hold(&mut self, truth: &Truth, text: &str) {
        let text = squeeze(text);
        let held = truth.comments.iter().flatten();
        self.held += held
            .filter(|snippet| text.contains(&squeeze(snippet)))
            .count();
    }

    fn snippets(&mut self, truth: &Truth, answer: &Answer) {
        let (body, comments) = (squeeze(&answer.body), squeeze(&answer.comments));
        for snippet in truth.comments.iter().flatten() {
            let snippet = squeeze(snippet);
            self.comments.0 += usize::from(comments.contains(&snippet));
            self.comments.1 += usize::from(body.contains(&snippet));
            self.comments.2 += 1;
        }
        for snippet in truth.with.iter().flatten() {
            let found = body.contains(&squeeze(snippet));
            self.snippets.0 += usize::from(found);
            self.snippets.2 += usize::from(!found);
        }
        let wrong = |snippet: &&String| body.contains(&squeeze(snippet));
        self.snippets.1 += truth.without.iter().flatten().filter(wrong).count();
    }

    /// The figures, by name; those without a truth are left out.
    pub fn figures(&self) -> BTreeMap<&'static str, f64> {
        let mut found = BTreeMap::new();
        let of = |(sum, n): (f64, usize)| if n == 0 { 0.0 } else { sum / n as f64 };
        let (p, r) = (of(self.precision), of(self.recall));
        if self.recall.1 > 0 {
            found.insert("f1", 2.0 * p * r / (p + r).max(f64::MIN_POSITIVE));
            found.insert("precision", p);
            found.insert("recall", r);
        }
        let mut share = |name, right: usize, all: usize| {
            if all > 0 {
                found.insert(name, right as f64 / all as f64);
            }
        };
        share("date", self.date.0, self.date.1);
        share("title", self.title.0, self.title.1);
        let f1 = |(both, more, less): (usize, usize, usize)| (2 * both, 2 * both + more + less);
        let (right, all) = f1(self.names);
        share("authors", right, all);
        share("comments found", self.comments.0, self.comments.2);
        share(
            "comments found of those in the page",
            self.comments.0,
            self.held,
        );
        share("comments in body", self.comments.1, self.comments.2);
        if self.snippets.0 + self.snippets.2 > 0 {
            let (right, all) = f1(self.snippets);
            share("snippets", right, all);
        }
        found
    }

    /// One line of it.
    pub fn line(&self, name: &str) -> String {
        let figures = self.figures();
        let shown = figures
            .iter()
            .map(|(name, value)| format!("{name} {value:.3}"));
        let shown: Vec<String> = shown.collect();
        format!("{name:<18} {:>4} pages  {}", self.pages, shown.join("  "))
    }
}

fn mean(sum: &mut (f64, usize), both: usize, rest: usize) {
    if both + rest > 0 {
        sum.0 += both as f64 / (both + rest) as f64;
        sum.1 += 1;
    }
}
