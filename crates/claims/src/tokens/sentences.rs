//! Sentences. Own rules rather than a library's, because quotation marks in news texts are often
//! broken, and a splitter that trusts them swallows paragraphs.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use backpedal_model::PartRole;

use super::{Paragraph, Region};
use crate::{
    lexicon::entries,
    text::{Text, trim},
};

/// One sentence.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its paragraph.
    pub(crate) paragraph: usize,
    /// Its region.
    pub(crate) region: usize,
}

static ABBREVIATIONS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../data/abbreviations.txt")).collect());

/// Words that begin a sentence after a legal form or a time, as in "9 p.m. The".
static STARTERS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../data/starters.txt")).collect());

/// All sentences, in order.
pub(crate) fn sentences(
    text: &Text,
    paragraphs: &[Paragraph],
    regions: &[Region],
) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let loose = regions
            .get(paragraph.region)
            .is_some_and(|region| matches!(region.role, PartRole::Post | PartRole::Comment));
        let body = text.norm(&paragraph.range);
        for range in split(body, loose) {
            let at = paragraph.range.start;
            let range = trim(&text.norm, at + range.start..at + range.end, &[]);
            if !range.is_empty() {
                found.push(Sentence {
                    range,
                    paragraph: number,
                    region: paragraph.region,
                });
            }
        }
    }
    found
}

/// The sentences of one paragraph. `loose`: people who write without capitals.
fn split(body: &str, loose: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], b'.' | b'!' | b'?') {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < bytes.len()
            && matches!(bytes[end], b'"' | b'\'' | b')' | b']' | b'.' | b'!' | b'?')
        {
            end += 1;
        }
        // A mark without a space before the next sentence, as in `problems."Rates`.
        let glued = end > at + 1
            && bytes[end - 1] == b'"'
            && body[end..].starts_with(char::is_uppercase)
            && body[start..at].matches('"').count().is_multiple_of(2);
        let stop = if glued { end - 1 } else { end };
        if ends(body, start, at, stop, loose) || glued {
            found.push(start..stop);
            start = stop;
        }
        at = end;
    }
    found.push(start..body.len());
    found
}

fn ends(body: &str, start: usize, at: usize, end: usize, loose: bool) -> bool {
    let rest = &body[end..];
    if rest.trim().is_empty() {
        return true;
    }
    if !rest.starts_with(' ') {
        return false;
    }
    let next = rest.trim_start();
    let first = next
        .chars()
        .find(|c| !matches!(c, '"' | '\'' | '(' | '[' | '@'))
        .unwrap_or(' ');
    let capital = first.is_uppercase() || first.is_numeric() || next.starts_with('@');
    if !capital && !loose {
        return false;
    }
    if body.as_bytes()[at] != b'.' || end > at + 1 && !body[at + 1..end].starts_with('.') {
        return capital || loose;
    }
    let word = body[start..at]
        .rsplit([' ', '"', '(', '/'])
        .next()
        .unwrap_or_default();
    let lower = word.to_lowercase();
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    if initial || ABBREVIATIONS.contains(lower.as_str()) {
        let next_word: String = next.chars().take_while(|c| c.is_alphanumeric()).collect();
        let title = initial || matches!(lower.as_str(), "mr" | "mrs" | "ms" | "dr" | "prof" | "st");
        return !title && (next.starts_with('"') || STARTERS.contains(next_word.as_str()));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, parts: &[&str]) {
        let found = split(body, false).into_iter().map(|r| body[r].trim());
        let found: Vec<&str> = found.filter(|part| !part.is_empty()).collect();
        assert_eq!(found, parts);
    }

    #[test]
    fn abbreviations_times_and_initials_do_not_end_a_sentence() {
        check(
            "Alder Inc. was down. It is up.",
            &["Alder Inc. was down.", "It is up."],
        );
        check(
            "At 9:40 a.m. Central it fell. So.",
            &["At 9:40 a.m. Central it fell.", "So."],
        );
        check(
            "Until 9:30 p.m. \"We saw it.\"",
            &["Until 9:30 p.m.", "\"We saw it.\""],
        );
        check(
            "Mr. Oak left. R. Elm stayed.",
            &["Mr. Oak left.", "R. Elm stayed."],
        );
        check("About 4.5 percent.", &["About 4.5 percent."]);
    }

    #[test]
    fn broken_marks_do_not_swallow_sentences() {
        check(
            "It broke.\"Links were cut,\" he said. Yes.",
            &["It broke.", "\"Links were cut,\" he said.", "Yes."],
        );
        check("\"Is it?\" he asked.", &["\"Is it?\" he asked."]);
        check(
            "\"It is. We know.\" He left.",
            &["\"It is.", "We know.\"", "He left."],
        );
    }

    #[test]
    fn posts_without_capitals_are_split_too() {
        let body = "off since two. our own monitor saw it";
        assert_eq!(split(body, true).len(), 2);
        assert_eq!(split(body, false).len(), 1);
    }
}
