//! Quotations, with the marks as real texts have them: turned the wrong way, doubled, missing,
//! and running on over paragraphs.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{lexicon::pattern, text::Text, tokens::Paragraph};

/// Words in quotation marks.
#[derive(Clone, Debug)]
pub(crate) struct Quotation {
    /// The words between the marks.
    pub(crate) range: Range<usize>,
    /// The paragraph that it stands in.
    pub(crate) paragraph: usize,
    /// Whether it goes on from a quotation that the paragraph before left open.
    pub(crate) continues: bool,
    /// How many words it has.
    pub(crate) words: usize,
}

/// ", Oak wrote." inside an open quotation: the closing mark before it is missing.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[,!?]\s+(?:\p{L}[\w.'-]*\s+){1,4}(?:said|says|wrote|tweeted|added|told|posted|explained)\b|[,!?]\s+(?:said|says|wrote|tweeted|added|explained)\s+\p{L}",
    )
});

/// All quotations, in order.
pub(crate) fn quotations(text: &Text, paragraphs: &[Paragraph]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut left_open = false;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let body = text.low(&paragraph.range);
        let same_region = number > 0 && paragraphs[number - 1].region == paragraph.region;
        let starts = body.starts_with('"');
        let continues = left_open && starts && same_region;
        let (ranges, open) = in_paragraph(body);
        left_open = open;
        for (nth, range) in ranges.into_iter().enumerate() {
            let words = body[range.clone()].split_whitespace().count();
            if words > 0 {
                let at = paragraph.range.start;
                found.push(Quotation {
                    range: at + range.start..at + range.end,
                    paragraph: number,
                    continues: continues && nth == 0,
                    words,
                });
            }
        }
    }
    found
}

/// The quotations of a paragraph in lower case, and whether the last is left open.
fn in_paragraph(body: &str) -> (Vec<Range<usize>>, bool) {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut last_end = 0;
    for (start, end) in runs(body) {
        let before = body[..start].chars().next_back();
        let after = body[end..].chars().next();
        let gap = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "([{—-/".contains(c));
        let can_open = gap(before) && after.is_some_and(|c| !c.is_whitespace());
        let can_close = before.is_some_and(|c| !c.is_whitespace() && !"([{—".contains(c));
        match open {
            None if can_open || !can_close || after.is_some_and(char::is_alphanumeric) => {
                open = Some(end);
            }
            // A closing mark without an opening one: the words from the sentence's start.
            None => {
                let from = sentence_start(body, last_end, start);
                found.push(from..start);
                last_end = end;
            }
            // An opening mark inside an open quotation: the closing mark is missing.
            Some(from) if can_open && !gap_closes(before, after) => {
                found.push(from..missing_close(body, from, start));
                open = Some(end);
            }
            Some(from) => {
                found.push(from..start);
                last_end = end;
                open = None;
            }
        }
    }
    if let Some(from) = open {
        found.push(from..body.len());
    }
    (found, open.is_some())
}

/// A mark between two spaces closes what is open.
fn gap_closes(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(char::is_whitespace)
}

/// Runs of marks; doubled marks are one.
fn runs(body: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in body.match_indices('"') {
        match found.last_mut() {
            Some(last) if last.1 == at => last.1 = at + 1,
            _ => found.push((at, at + 1)),
        }
    }
    found
}

fn sentence_start(body: &str, from: usize, to: usize) -> usize {
    let within = &body[from..to];
    let end = within.rfind(". ").map_or(0, |at| at + 2);
    let spaces = within[end..].len() - within[end..].trim_start().len();
    from + end + spaces
}

fn missing_close(body: &str, from: usize, to: usize) -> usize {
    match TAG.find(&body[from..to]) {
        Some(tag) => from + tag.start() + 1,
        None => body[from..to]
            .rfind(['.', '!', '?'])
            .map_or(to, |at| from + at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, quoted: &[&str]) {
        let low = Text::new(body).low;
        let found: Vec<String> = in_paragraph(&low)
            .0
            .into_iter()
            .map(|r| low[r].trim().to_owned())
            .collect();
        assert_eq!(found, quoted, "{body}");
    }

    #[test]
    fn whole_marks() {
        check("He said “it fell” and “it rose.”", &["it fell", "it rose."]);
        check("no marks; it's fine", &[]);
    }

    #[test]
    fn broken_marks() {
        check(
            "blame Rook for it.”Links were cut at Rook, Oak wrote. “It hit others.”",
            &["links were cut at rook,", "it hit others."],
        );
        check(
            "under review. ““We will find out,” Oak said.",
            &["we will find out,"],
        );
        check(
            "Rook takes it back,” Oak tweeted. “Cheap shot.”",
            &["rook takes it back,", "cheap shot."],
        );
        check(
            "”It was real,” she said, ”and dead by then.“",
            &["it was real,", "and dead by then."],
        );
        check(
            "“A disk failed. There is no sign of it.",
            &["a disk failed. there is no sign of it."],
        );
        check(
            "it says, ”Some were out. We thank you.\" So nothing.",
            &["some were out. we thank you."],
        );
    }

    #[test]
    fn an_open_quotation_goes_on_in_the_next_paragraph() {
        let text = Text::new("“We fell.\n“We rose.”\nYes.");
        let paragraph = |range| Paragraph {
            range,
            region: 0,
            kind: backpedal_model::BlockKind::Paragraph,
        };
        let low = &text.low;
        let cut: Vec<usize> = low.match_indices("yes").map(|m| m.0).collect();
        let second = low.find("\"we rose").expect("it is there");
        let paragraphs = [
            paragraph(0..second - 1),
            paragraph(second..cut[0] - 1),
            paragraph(cut[0]..low.len()),
        ];
        let found = quotations(&text, &paragraphs);
        assert_eq!(found.len(), 2);
        assert!(found[1].continues);
    }
}
