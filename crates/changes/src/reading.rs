//! A document as words to compare: normalised, without what belongs to the page.

use std::ops::Range;

use backpedal_language::{quotations, sentences, tokens};
use backpedal_model::{Document, PartRole, Sha256, Span};
use foldhash::{HashMap, HashSet, HashSetExt as _};

use crate::{
    clean::Clean,
    furniture::{self, Line},
    lists::NEVER_NAMES,
};

/// A word that counts.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Its bytes in the cleaned text.
    pub(crate) at: Range<usize>,
    /// Its place in the original text.
    pub(crate) span: Span,
    /// How it counts: lower case, "n't" as "not", numbers without grouping.
    pub(crate) norm: String,
    /// The number of its sentence.
    pub(crate) sentence: usize,
}

/// A quotation that is closed: its words and where they stand.
#[derive(Clone, Debug)]
pub(crate) struct Quoted {
    pub(crate) words: Range<usize>,
    pub(crate) norm: String,
}

/// One version of a document, read for comparison.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) clean: Clean,
    pub(crate) words: Vec<Word>,
    /// The words of each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
    pub(crate) quotes: Vec<Quoted>,
    /// The words of the headline.
    pub(crate) title: Vec<String>,
    /// Lines about the date, in their order.
    pub(crate) dates: Vec<String>,
    /// Words with a capital within a sentence.
    pub(crate) capitals: HashSet<String>,
    /// The same text gives the same, whatever belongs to the page around it.
    pub(crate) print: Sha256,
}

impl Reading {
    pub(crate) fn of(document: &Document) -> Self {
        let clean = Clean::new(&document.text);
        let mut dates = Vec::new();
        let left_out = left_out(document, &clean, &mut dates);
        let mut reading = Self {
            words: Vec::new(),
            sentences: Vec::new(),
            quotes: Vec::new(),
            title: title(document.title.as_deref().unwrap_or_default()),
            dates,
            capitals: HashSet::new(),
            print: Sha256::of(b""),
            clean,
        };
        let mut found = Vec::new();
        for sentence in sentences(&reading.clean.text) {
            found.clear();
            tokens(&reading.clean.text, sentence, &mut found);
            reading.sentence(&found, &left_out);
        }
        reading.quote();
        reading.print = reading.fingerprint();
        reading
    }

    fn sentence(&mut self, found: &[Range<usize>], left_out: &[Range<usize>]) {
        let first = self.words.len();
        let number = self.sentences.len();
        for at in found {
            let out = left_out.partition_point(|range| range.end <= at.start);
            if left_out.get(out).is_some_and(|range| range.start < at.end) {
                continue;
            }
            if let Some(norm) = norm(&self.clean.text[at.clone()]) {
                let span = self.clean.span(at.clone());
                let at = at.clone();
                self.words.push(Word {
                    at,
                    span,
                    norm,
                    sentence: number,
                });
            }
        }
        let words = first..self.words.len();
        if words.is_empty() {
            return;
        }
        if !self.is_titled(&words) {
            for word in words.clone().skip(1) {
                if self.is_capital(word) {
                    self.capitals.insert(self.words[word].norm.clone());
                }
            }
        }
        self.sentences.push(words);
    }

    /// Whether most longer words of a sentence bear a capital, as in a headline.
    pub(crate) fn is_titled(&self, words: &Range<usize>) -> bool {
        let long = words.clone().filter(|at| {
            let norm = &self.words[*at].norm;
            norm.len() > 3 && norm.starts_with(char::is_alphabetic)
        });
        let (all, capital) = long.fold((0, 0), |(all, capital), at| {
            (all + 1, capital + usize::from(self.is_capital(at)))
        });
        all > 2 && capital * 10 >= all * 7
    }

    /// Whether the word begins with a capital and can be a name.
    pub(crate) fn is_capital(&self, word: usize) -> bool {
        let word = &self.words[word];
        let text = &self.clean.text[word.at.clone()];
        text.starts_with(char::is_uppercase) && !NEVER_NAMES.has(&word.norm)
    }

    fn quote(&mut self) {
        let at = |byte: usize| self.words.partition_point(|word| word.at.start < byte);
        let mut quotes = Vec::new();
        for quotation in quotations(&self.clean.text) {
            if !quotation.closed || quotation.depth > 0 {
                continue;
            }
            let words = at(quotation.inner.start)..at(quotation.inner.end);
            if words.len() >= QUOTED {
                let norm = join(&self.words[words.clone()]);
                quotes.push(Quoted { words, norm });
            }
        }
        self.quotes = quotes;
    }

    fn fingerprint(&self) -> Sha256 {
        let title = self.title.join(" ");
        let quotes: Vec<&str> = self.quotes.iter().map(|q| q.norm.as_str()).collect();
        Sha256::of_fields(&[&title, &join(&self.words), &quotes.join("\n")])
    }

    /// The words of the original between two words, inclusive of the first.
    pub(crate) fn slice(&self, words: Range<usize>) -> &str {
        let (Some(first), Some(last)) = (
            self.words.get(words.start),
            words
                .end
                .checked_sub(1)
                .and_then(|last| self.words.get(last)),
        ) else {
            return "";
        };
        self.clean
            .text
            .get(first.at.start..last.at.end)
            .unwrap_or_default()
    }

    /// Where words stand in the original.
    pub(crate) fn span(&self, words: Range<usize>) -> Option<Span> {
        let first = self.words.get(words.start)?;
        let last = self.words.get(words.end.checked_sub(1)?)?;
        (words.start < words.end).then(|| Span::new(first.span.start, last.span.end))
    }

    /// The runs of three words, as numbers.
    pub(crate) fn shingles(&self) -> HashSet<u64> {
        crate::fold::shingles(self.words.iter().map(|word| word.norm.as_str()))
            .into_iter()
            .collect()
    }

    /// How often each word stands in it.
    pub(crate) fn counts(&self) -> HashMap<&str, usize> {
        let mut counts = HashMap::default();
        for word in &self.words {
            *counts.entry(word.norm.as_str()).or_insert(0) += 1;
        }
        counts
    }
}

/// Fewer words in quotation marks are a turn of phrase; our choice.
const QUOTED: usize = 3;

/// The stretches that do not count: headline, byline, what belongs to the page.
fn left_out(document: &Document, clean: &Clean, dates: &mut Vec<String>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for part in &document.parts {
        let bytes = clean.byte(part.span.start)..clean.byte(part.span.end);
        if matches!(part.role, PartRole::Byline | PartRole::Boilerplate) {
            let lines = clean.text.get(bytes.clone()).unwrap_or_default().lines();
            dates.extend(lines.filter(|line| furniture::is_update(line)).map(folded));
        }
        if matches!(
            part.role,
            PartRole::Title | PartRole::Byline | PartRole::Boilerplate
        ) {
            out.push(bytes);
        }
    }
    let mut start = 0;
    for line in clean.text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        match furniture::line(line) {
            Line::Text => {}
            Line::Page => out.push(range),
            Line::Date => {
                dates.push(folded(line));
                out.push(range);
            }
        }
    }
    merged(out)
}

fn folded(line: &str) -> String {
    line.trim().to_lowercase()
}

/// Ranges in order, those that touch as one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// A text's words joined by single spaces.
pub(crate) fn join(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.norm.as_str()).collect();
    words.join(" ")
}

/// The words of a headline.
fn title(text: &str) -> Vec<String> {
    let clean = Clean::new(text);
    let mut found = Vec::new();
    tokens(&clean.text, 0..clean.text.len(), &mut found);
    found
        .into_iter()
        .filter_map(|at| norm(&clean.text[at]))
        .collect()
}

/// How a token counts; nothing for marks, save those that change the sense.
pub(crate) fn norm(token: &str) -> Option<String> {
    if matches!(token, "%" | "$" | "€" | "£" | "?") {
        return Some(token.to_owned());
    }
    if !token.contains(char::is_alphanumeric) {
        return None;
    }
    let low = token.to_lowercase();
    let low = low.trim_end_matches('.');
    Some(match low {
        "n't" | "n’t" => "not".to_owned(),
        "percent" => "%".to_owned(),
        _ if low.starts_with(|c: char| c.is_ascii_digit()) => grouped(low),
        _ => low.to_owned(),
    })
}

/// A number without the commas between its thousands; "1,5" stays.
fn grouped(number: &str) -> String {
    let mut parts = number.split(',');
    let head = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let thousands = |at: usize, part: &str| {
        let whole = part.split('.').next().unwrap_or_default();
        whole.len() == 3 && digits(whole) && (at + 1 == rest.len() || part.len() == 3)
    };
    let fits = digits(head) && !rest.is_empty() && head.len() <= 3;
    if fits
        && rest
            .iter()
            .enumerate()
            .all(|(at, part)| thousands(at, part))
    {
        return format!("{head}{}", rest.concat());
    }
    number.to_owned()
}

#[cfg(test)]
mod tests {
    use backpedal_model::DocumentKind;

    use super::*;

    fn read(text: &str) -> Reading {
        Reading::of(&Document::new("a", DocumentKind::Article, text))
    }

    #[test]
    fn words_are_normalised() {
        let reading = read("Halyard didn’t lose 1,200 calls — or 5 percent.");
        assert_eq!(
            join(&reading.words),
            "halyard did not lose 1200 calls or 5 %"
        );
        assert_eq!(reading.slice(4..6), "1,200 calls");
    }

    #[test]
    fn what_belongs_to_the_page_does_not_count() {
        let reading = read(
            "The network is up.\n\nUpdated 3 hours ago\n\n45 comments\n\nRelated: The fall of Heron",
        );
        assert_eq!(join(&reading.words), "the network is up");
        let prose = read("The network failed 3 hours ago.");
        assert!(join(&prose.words).contains("3 hours ago"));
    }

    #[test]
    fn form_does_not_change_the_print() {
        let a = read("“We’re up,” she said – at 9 a.m.");
        let b = read("\"We're  up\", she said - at 9 a.m.");
        assert_eq!(a.print, b.print);
        assert_ne!(a.print, read("\"We're down,\" she said - at 9 a.m.").print);
    }

    #[test]
    fn only_thousands_are_grouped() {
        for (token, wanted) in [
            ("1,200", "1200"),
            ("12,000,000", "12000000"),
            ("1,200.5", "1200.5"),
            ("1,5", "1,5"),
            ("2024,5", "2024,5"),
        ] {
            assert_eq!(norm(token).as_deref(), Some(wanted));
        }
    }
}
