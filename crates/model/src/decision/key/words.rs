//! Words as keys hold them.

use crate::Span;

/// How many words around a quotation a key holds on either side; our choice. A sentence is
/// seldom longer, so a quotation that grows to its sentence is still inside.
const AROUND: usize = 16;

/// Characters looked at for them; our choice, above what that many words take.
const REACH: usize = 240;

/// Lower case, single spaces, straight quotation marks, no invisible characters, no punctuation
/// around words; inside a word, as in `1.5` or `it's`, it stays.
pub(crate) fn key_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let spaced: String = text.chars().map(plain).filter(|c| *c != '\0').collect();
    for piece in spaced.split_whitespace() {
        let word = piece.trim_matches(|c: char| !is_of_word(c)).to_lowercase();
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&word);
        }
    }
    out
}

/// Whether two texts have the same words, whatever their case, marks and line breaks.
#[must_use]
pub fn same_words(a: &str, b: &str) -> bool {
    key_words(a) == key_words(b)
}

/// Signs that carry meaning stay: "50 %" is not "50".
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£' | '@' | '#' | '+')
}

/// Typographic variants as plain ones; `'\0'` for what nobody sees.
const fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‐' | '‑' => '-',
        // Dashes part words wherever they are set without spaces.
        '–' | '—' | '―' | '…' => ' ',
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => '\0',
        other => other,
    }
}

/// The words on either side of a span.
pub(super) fn around(text: &str, span: Span) -> (String, String) {
    let low = span.start.saturating_sub(REACH);
    let before: String = text.chars().skip(low).take(span.start - low).collect();
    let after: String = text.chars().skip(span.end).take(REACH).collect();
    let (before, after) = (key_words(&before), key_words(&after));
    let words: Vec<&str> = before.split(' ').collect();
    // The first word may have been cut.
    let whole = usize::from(low > 0);
    let from = words.len().saturating_sub(AROUND).max(whole);
    let before = words[from.min(words.len())..].join(" ");
    let after: Vec<&str> = after.split(' ').take(AROUND).collect();
    (before, after.join(" "))
}

/// The words of a key's field.
pub(super) fn split(words: &str) -> Vec<&str> {
    words.split(' ').filter(|word| !word.is_empty()).collect()
}
