//! Words into what they are made of: "don't" is "do" and "n't", "cannot" is "can" and "not",
//! "5pm" is "5" and "pm".

use std::ops::Range;

use super::lists::{SPLIT_WORDS, UNITS, has, lowered};

/// Whether a character is used as an apostrophe.
pub(crate) fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ' | '´')
}

/// Pushes a word as one token or two.
pub(super) fn push(text: &str, word: Range<usize>, out: &mut Vec<Range<usize>>) {
    if word.is_empty() {
        return;
    }
    let cut = inner(&text[word.clone()]);
    if cut == 0 {
        out.push(word);
    } else {
        out.push(word.start..word.start + cut);
        out.push(word.start + cut..word.end);
    }
}

/// Where a word is cut, or zero.
fn inner(word: &str) -> usize {
    let bytes = word.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_digit) {
        return unit(word);
    }
    if word.len() > 9 {
        return 0;
    }
    let Some(cut) = lowered(word, &mut [0; 16]).and_then(|word| SPLIT_WORDS.get(word).copied())
    else {
        return 0;
    };
    // "IM", "ID": capitals throughout are more often an acronym.
    if word.len() <= 3 && word.len() > 1 && bytes.iter().all(u8::is_ascii_uppercase) {
        return 0;
    }
    cut
}

/// Where the unit begins in a number written with its unit.
fn unit(word: &str) -> usize {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':');
    let Some(cut) = word.find(|c| !number(c)) else {
        return 0;
    };
    let name = &word[cut..];
    // "24h" has a unit; "17H" is a seat, "4G" a network.
    let small =
        name.len() > 1 || matches!(name, "K" | "M") || name.bytes().all(|c| c.is_ascii_lowercase());
    if small && has(&UNITS, name) { cut } else { 0 }
}
