//! What a network sees of a word: its pieces in a table of word vectors, and hashed features of
//! its form.

/// Rows of the trained table that stand for whole words.
pub const WORD_ROWS: u32 = 32_768;
/// Rows that stand for beginnings, ends and shapes.
pub const FORM_ROWS: u32 = 16_384;

/// The features of one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Rows of the trained table; the first is the whole word's.
    pub rows: Vec<u32>,
    /// Rows of the table of word pieces.
    pub pieces: Vec<u32>,
}

/// The form with typographic quotation marks and dashes made plain, and small letters.
#[must_use]
pub fn plain(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        match c {
            '‘' | '’' | '‛' | '`' | '´' => out.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' => out.push('"'),
            '–' | '—' | '―' | '−' | '‐' | '‑' => out.push('-'),
            '…' => out.push_str("..."),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Rows of the trained table for a form.
#[must_use]
pub fn rows(form: &str, plain: &str) -> Vec<u32> {
    let characters: Vec<(usize, char)> = plain.char_indices().collect();
    let count = characters.len();
    let from = |index: usize| characters.get(index).map_or(plain.len(), |(at, _)| *at);
    let mut rows = vec![hash(b'w', plain) % WORD_ROWS];
    let mut push = |kind: u8, text: &str| rows.push(WORD_ROWS + hash(kind, text) % FORM_ROWS);
    for length in 1..=3.min(count) {
        push(b'a' + length as u8 - 1, &plain[..from(length)]);
    }
    for length in 1..=4.min(count) {
        push(b'e' + length as u8 - 1, &plain[from(count - length)..]);
    }
    push(b's', &shape(form));
    rows
}

/// Capital, small letter, digit or the sign itself; no run longer than three.
fn shape(form: &str) -> String {
    let mut out = String::new();
    let (mut last, mut run) = ('\0', 0);
    for c in form.chars() {
        let sign = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => 'd',
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '–' | '—' => '-',
            _ => c,
        };
        run = if sign == last { run + 1 } else { 1 };
        last = sign;
        if run <= 3 {
            out.push(sign);
        }
        if out.len() > 24 {
            break;
        }
    }
    out
}

/// FNV-1a over a kind and a text (draft-eastlake-fnv), folded to 32 bits.
#[must_use]
pub fn hash(kind: u8, text: &str) -> u32 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in std::iter::once(kind).chain(text.bytes()) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (state ^ (state >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_made_plain() {
        assert_eq!(plain("Don’t—“Wait”…"), "don't-\"wait\"...");
    }

    #[test]
    fn shapes_are_short() {
        assert_eq!(shape("AS64500"), "XXddd");
        assert_eq!(shape("McGregor’s"), "XxXxxx'x");
    }

    #[test]
    fn a_short_word_has_fewer_rows() {
        assert_eq!(rows("a", "a").len(), 4);
        assert_eq!(rows("Outage", "outage").len(), 9);
        assert!(rows("Outage", "outage")[0] < WORD_ROWS);
    }
}
