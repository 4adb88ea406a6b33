//! A text without the differences that nobody reads: composed letters (NFC, Unicode Standard
//! Annex 15), straight quotation marks, one kind of dash, plain spaces, nothing invisible.
//! Every character knows where it stood.

use std::ops::Range;

use backpedal_model::Span;
use icu_normalizer::ComposingNormalizerBorrowed;

/// A cleaned text and the way back.
#[derive(Debug)]
pub(crate) struct Clean {
    pub(crate) text: String,
    /// For each character its byte here and its place in the original; empty where both are the
    /// same.
    places: Vec<(usize, usize)>,
    /// The characters of the original.
    length: usize,
}

impl Clean {
    pub(crate) fn new(original: &str) -> Self {
        if original.is_ascii() && !original.contains(['`', '\t', '\r']) {
            return Self {
                text: original.to_owned(),
                places: Vec::new(),
                length: original.len(),
            };
        }
        let mut clean = Self {
            text: String::with_capacity(original.len()),
            places: Vec::with_capacity(original.len()),
            length: 0,
        };
        let mut chars = original.chars().peekable();
        while let Some(first) = chars.next() {
            let start = clean.length;
            clean.length += 1;
            let mut group = String::from(first);
            while let Some(mark) = chars.next_if(|c| is_mark(*c)) {
                group.push(mark);
                clean.length += 1;
            }
            if group.len() > first.len_utf8() {
                let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&group);
                composed.chars().for_each(|c| clean.push(c, start));
            } else if let Some(plain) = plain(first) {
                plain.chars().for_each(|c| clean.push(c, start));
            } else {
                clean.push(first, start);
            }
        }
        clean
    }

    fn push(&mut self, c: char, place: usize) {
        self.places.push((self.text.len(), place));
        self.text.push(c);
    }

    /// Where bytes of the cleaned text stand in the original, in characters.
    pub(crate) fn span(&self, bytes: Range<usize>) -> Span {
        Span::new(self.place(bytes.start), self.place(bytes.end))
    }

    fn place(&self, byte: usize) -> usize {
        if self.places.is_empty() {
            return byte.min(self.length);
        }
        let at = self.places.partition_point(|(b, _)| *b < byte);
        self.places.get(at).map_or(self.length, |(_, place)| *place)
    }

    /// The byte here at which a character of the original stands, or what follows it.
    pub(crate) fn byte(&self, place: usize) -> usize {
        if self.places.is_empty() {
            return place.min(self.text.len());
        }
        let at = self.places.partition_point(|(_, p)| *p < place);
        self.places
            .get(at)
            .map_or(self.text.len(), |(byte, _)| *byte)
    }
}

/// Combining marks of the blocks that Latin text uses.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// What stands for a character that has a plainer form.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '’' | '‘' | '‛' | '`' | '´' | 'ʼ' | '′' => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '…' => "...",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        '\r' | '\u{2028}' | '\u{2029}' => "\n",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_reads_is_gone_and_places_stay() {
        let original = "Caf\u{65}\u{301} \u{a0}“up”\u{200b} – 9…";
        let clean = Clean::new(original);
        assert_eq!(
            clean.text,
            "Cafe\u{301}  \"up\" - 9...".replace("e\u{301}", "é")
        );
        let at = clean.text.find("up").expect("it is there");
        let span = clean.span(at..at + 2);
        let chars: String = original
            .chars()
            .skip(span.start)
            .take(span.end - span.start)
            .collect();
        assert_eq!(chars, "up");
        assert_eq!(clean.byte(span.start), at);
    }

    #[test]
    fn plain_text_is_itself() {
        let clean = Clean::new("All up.");
        assert_eq!(
            (clean.text.as_str(), clean.span(4..6)),
            ("All up.", Span::new(4, 6))
        );
    }
}
