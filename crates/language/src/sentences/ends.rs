//! Where sentences of a paragraph end.
//!
//! What a mark is worth after which word and before which letter was counted on UD English EWT
//! (train): a full stop after an ordinary word ends a sentence even before a small letter (228 of
//! 273), an ellipsis only before a capital (97 of 111), "!" and "?" nearly always.

use std::ops::Range;

use crate::tokens::{
    apostrophe,
    lists::{EMOTICONS, STARTERS, has},
    stops::{Stop, stop},
};

/// Pushes the sentences of one stretch.
pub(super) fn split(text: &str, stretch: Range<usize>, found: &mut Vec<Range<usize>>) {
    let body = &text[stretch.clone()];
    let mut start = 0;
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        if matches!(c, ':' | ';' | '=')
            && let Some(end) = smiled(body, at)
        {
            push(text, stretch.start + start..stretch.start + end, found);
            start = end;
            continue;
        }
        if !terminator(c) {
            continue;
        }
        let run = &body[at..];
        let stop = at + run.find(|c| !terminator(c)).unwrap_or(run.len());
        let end = closed(body, stop);
        let candidate = Candidate {
            body,
            start,
            at,
            stop,
            end,
        };
        if let Some(end) = candidate.ends() {
            push(text, stretch.start + start..stretch.start + end, found);
            start = end;
        }
        let next = end.max(stop);
        while chars.offset() < next && chars.next().is_some() {}
    }
    push(text, stretch.start + start..stretch.end, found);
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let body = &text[range.clone()];
    let start = range.start + (body.len() - body.trim_start().len());
    let end = start + body.trim().len();
    if start < end {
        found.push(start..end);
    }
}

fn terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁉' | '。')
}

/// Where the marks that close something after `stop` end.
fn closed(body: &str, stop: usize) -> usize {
    let rest = &body[stop..];
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        if !matches!(c, '"' | '”' | '»' | ')' | ']' | '}' | '*' | '_') && !apostrophe(c) {
            break;
        }
        end = at + c.len_utf8();
    }
    // A bracket that closes after a space: "(See below. )".
    if rest[end..].starts_with(" )") || rest[end..].starts_with(" ]") {
        end += 2;
    }
    stop + end
}

/// Where a sentence ends with an emoticon without another mark: "back up :) Thanks".
fn smiled(body: &str, at: usize) -> Option<usize> {
    if !body[..at].ends_with(char::is_whitespace) {
        return None;
    }
    let rest = &body[at..];
    let length = rest
        .find(char::is_whitespace)
        .filter(|length| *length <= 5)?;
    let next = rest[length..].trim_start();
    let fits = EMOTICONS.contains(&rest[..length]) && next.starts_with(char::is_uppercase);
    fits.then_some(at + length)
}

/// Marks that may end a sentence.
struct Candidate<'a> {
    body: &'a str,
    /// Where the sentence begins.
    start: usize,
    /// Where the marks begin, and end.
    at: usize,
    stop: usize,
    /// Where the closing marks after them end.
    end: usize,
}

impl Candidate<'_> {
    /// Where the sentence ends, if it does.
    fn ends(&self) -> Option<usize> {
        let rest = &self.body[self.end..];
        if !rest.starts_with(char::is_whitespace) {
            return self.glued();
        }
        let next = rest.trim_start();
        let word = next.split(char::is_whitespace).next().unwrap_or_default();
        if word.len() <= 12 && EMOTICONS.contains(word.trim_end_matches(['.', '!', ','])) {
            return self.smile(rest, word);
        }
        let opened = next.trim_start_matches(opens);
        self.parts(opened).then_some(self.end)
    }

    /// An emoticon belongs to the sentence before it.
    fn smile(&self, rest: &str, word: &str) -> Option<usize> {
        let space = rest.len() - rest.trim_start().len();
        let end = self.end + space + word.len();
        let lower = self.body[end..]
            .trim_start()
            .starts_with(char::is_lowercase);
        (!lower).then_some(end)
    }

    /// Whether the sentence ends before `next`, which begins with a word.
    fn parts(&self, next: &str) -> bool {
        let Some(first) = next.chars().next() else {
            return true;
        };
        // "Links were cut! - or so they say": a dash goes on; a place line has one too.
        if dashed(next) {
            return false;
        }
        let marks = &self.body[self.at..self.stop];
        let lower = first.is_lowercase();
        let quoted = self.end > self.stop;
        if lower && quoted {
            // "“Down!” she said": the sentence goes on.
            return false;
        }
        if marks != "." {
            let trailing = marks.contains('…') || marks.starts_with("..");
            return !trailing && !terminator(first)
                || first.is_uppercase()
                || first.is_ascii_digit();
        }
        if terminator(first) {
            // ". . .": an ellipsis written apart.
            return false;
        }
        self.stopped(next, lower, quoted)
    }

    /// Whether a single full stop ends the sentence.
    fn stopped(&self, next: &str, lower: bool, quoted: bool) -> bool {
        let before = &self.body[self.start..self.at];
        let word = last_word(before);
        let next_word = &next[..next
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(next.len())];
        if word.is_empty() {
            return !before.trim().is_empty() && !lower;
        }
        let lead = before[..before.len() - word.len()].trim();
        if word.len() <= 3 && (lead.is_empty() || lead.ends_with(':')) && label(word) {
            return false;
        }
        match stop(word) {
            Stop::Plain => true,
            _ if quoted => !lower,
            Stop::Title => false,
            Stop::Number => !next.starts_with(|c: char| c.is_numeric()),
            // "etc." ends a sentence before nearly every capital.
            Stop::Initial | Stop::Abbreviation => {
                !lower && (has(&STARTERS, next_word) || word.eq_ignore_ascii_case("etc"))
            }
        }
    }

    /// Marks without a space after them: `problems."Rates`, `up.The`.
    fn glued(&self) -> Option<usize> {
        let rest = &self.body[self.end..];
        if rest.is_empty() {
            return None;
        }
        let word = last_word(&self.body[self.start..self.at]);
        let lower = |c: char| c.is_lowercase();
        if word.chars().count() < 2
            || !word.ends_with(lower)
            || !matches!(stop(word), Stop::Plain | Stop::Number)
        {
            return None;
        }
        let mut letters = rest.trim_start_matches(['“', '«', '‘']).chars();
        let sentence = letters.next().is_some_and(char::is_uppercase)
            && letters
                .next()
                .is_some_and(|c| lower(c) || c == ' ' || apostrophe(c));
        // No more of the rest than an address has, so that a long chunk is not read again and again.
        let near = &rest[..rest.floor_char_boundary(80)];
        let chunk = near.split(char::is_whitespace).next().unwrap_or_default();
        let name = |c: char| matches!(c, '/' | '@' | ':' | '_');
        if !sentence || word.contains(name) || word.contains('.') || address(chunk) {
            return None;
        }
        Some(if self.closing() { self.end } else { self.stop })
    }

    /// Whether the mark at the end closes something of this sentence. A straight one may open the
    /// next instead, where none is open.
    fn closing(&self) -> bool {
        if !self.body[self.stop..self.end].ends_with('"') {
            return true;
        }
        let before = self.body[self.start..self.at].bytes();
        !before.filter(|c| *c == b'"').count().is_multiple_of(2)
    }
}

/// Whether a dash that stands alone comes next.
fn dashed(next: &str) -> bool {
    let rest = next.trim_start_matches(['-', '–', '—', '―']);
    rest.len() < next.len() && rest.starts_with(char::is_whitespace) && next.len() - rest.len() <= 6
}

/// Whether what follows a full stop without a space is the rest of an address.
fn address(chunk: &str) -> bool {
    let inner = chunk.trim_end_matches(|c: char| !c.is_alphanumeric());
    inner.contains(['/', '@', '_', '.'])
}

/// The word that ends a stretch, at most 32 characters of it.
fn last_word(before: &str) -> &str {
    let cut = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '“' | '”' | '(' | '[' | '/' | '—' | '–' | '‘')
    };
    let floor = before.floor_char_boundary(before.len().saturating_sub(64));
    let tail = &before[floor..];
    tail.rsplit(cut).next().unwrap_or_default()
}

/// Whether a word numbers an item: "1", "a", "iv".
fn label(word: &str) -> bool {
    let word = word.trim_start_matches(['*', '-', '•']);
    word.bytes().all(|c| c.is_ascii_digit())
        || word.len() == 1 && word.bytes().all(|c| c.is_ascii_alphabetic() && c != b'I')
}

/// Whether a character opens something before a sentence's first word.
fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '«' | '(' | '[' | '{' | '¿' | '¡') || apostrophe(c)
}
