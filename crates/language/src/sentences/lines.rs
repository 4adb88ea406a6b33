//! A text into stretches that no sentence runs out of: paragraphs, headings, list items.
//!
//! A blank line always parts. A single line break is either where an author ended something, or
//! where a program wrapped a long line. Wrapping fills lines: a break was needed only where the
//! next word would not have fitted. What broke without need was meant.

use std::ops::Range;

/// Fewer characters than this are no wrapped line.
const NARROWEST: usize = 40;
/// More characters than this are not wrapped at all (RFC 2822 section 2.1.1 and custom: 72 to 78).
const WIDEST: usize = 140;
/// How ragged a wrapped paragraph may be: wrappers differ in how they count.
const SLACK: usize = 10;

/// A line without its break and without space at its ends.
struct Line {
    at: Range<usize>,
    /// Its length in characters, and that of its first word.
    width: usize,
    word: usize,
}

/// The stretches of a text, in order, without space at their ends.
pub(crate) fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut block: Vec<Line> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(breaks) {
        let body = line.trim();
        if body.is_empty() {
            // A lone carriage return before a line feed is no blank line.
            if line != "\n" || !text[..at].ends_with('\r') {
                close(text, &mut block, &mut found);
            }
        } else {
            let start = at + (line.len() - line.trim_start().len());
            let word = body.split(char::is_whitespace).next().unwrap_or_default();
            block.push(Line {
                at: start..start + body.len(),
                width: body.chars().count(),
                word: word.chars().count(),
            });
        }
        at += line.len();
    }
    close(text, &mut block, &mut found);
    found
}

/// Line and paragraph separators (Unicode Standard Annex 14, mandatory breaks).
fn breaks(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Parts a block of lines that has no blank line.
fn close(text: &str, block: &mut Vec<Line>, found: &mut Vec<Range<usize>>) {
    let width = block
        .iter()
        .map(|line| line.width)
        .max()
        .unwrap_or_default();
    let wrapped = (NARROWEST..=WIDEST).contains(&width);
    let mut stretch: Option<Range<usize>> = None;
    let mut before: Option<&Line> = None;
    for line in block.iter() {
        let joined = before.is_some_and(|last| {
            let needed = last.width + 1 + line.word + SLACK > width;
            goes_on(
                &text[last.at.clone()],
                &text[line.at.clone()],
                wrapped && needed,
            )
        });
        match &mut stretch {
            Some(open) if joined => open.end = line.at.end,
            open => found.extend(open.replace(line.at.clone())),
        }
        before = Some(line);
    }
    found.extend(stretch);
    block.clear();
}

/// Whether a line goes on in the next; `needed`: the break was forced by the width.
fn goes_on(last: &str, next: &str, needed: bool) -> bool {
    if item(next) || heading(last) {
        return false;
    }
    let lower = next.starts_with(char::is_lowercase);
    let open = last.ends_with([',', ';', '-', '–', '—', '(', '“', '&', '/']);
    let ended = last.ends_with(['.', '!', '?', '…', ':', '"', '”', ')']);
    needed || open || lower && !ended
}

/// Whether a line is an item of a list, a quoted reply or an entry with a time.
fn item(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or_default();
    let second = chars.next();
    let space = second.is_none_or(char::is_whitespace);
    if matches!(
        first,
        '•' | '·'
            | '◦'
            | '▪'
            | '●'
            | '‣'
            | '○'
            | '■'
            | '►'
            | '→'
            | '✓'
            | '✔'
            | '>'
            | '|'
    ) {
        return true;
    }
    if matches!(first, '-' | '*' | '+' | '–' | '—' | '#' | 'o') && space && first != 'o' {
        return true;
    }
    numbered(line) || stamped(line)
}

/// Whether a line begins with a number or letter of a list: "1. ", "2) ", "(a) ".
fn numbered(line: &str) -> bool {
    let inner = line.strip_prefix(['(', '[']).unwrap_or(line);
    let mark = inner
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let (label, rest) = inner.split_at(mark);
    let digits = !label.is_empty() && label.len() <= 2 && label.bytes().all(|c| c.is_ascii_digit());
    let letter = label.len() == 1 && label.bytes().all(|c| c.is_ascii_lowercase());
    let mut rest = rest.chars();
    let closed = match rest.next() {
        Some('.') => digits,
        Some(')' | ']') => digits || letter,
        _ => false,
    };
    closed && rest.next().is_none_or(char::is_whitespace)
}

/// Whether a line begins with a time or a date in digits: "14:05 UTC", "[2024-02-01 09:00]".
fn stamped(line: &str) -> bool {
    let inner = line.strip_prefix(['(', '[', '<']).unwrap_or(line);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &inner[digits..];
    let next = rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    (1..=4).contains(&digits)
        && rest.starts_with([':', '-', '/', '.'])
        && next
        && rest.bytes().skip(1).take_while(u8::is_ascii_digit).count() <= 2
}

/// Whether a line is marked as a heading: "# Summary", "Timeline:", "== Impact ==".
fn heading(line: &str) -> bool {
    line.starts_with("# ")
        || line.starts_with("##")
        || line.ends_with("==")
        || line.len() <= 40 && line.ends_with(':') && line.split_whitespace().count() <= 4
}
