//! The sentence around an anchor, by the rule that the scorers share: a full stop, question or
//! exclamation mark with any closing marks, before white space and a capital, a digit or an
//! opening mark; or a line end.

use backpedal_model::Span;

/// The ends of all sentences of a text, in characters, in order.
#[derive(Clone, Debug)]
pub(crate) struct Sentences {
    /// Where a sentence's last character (or the line break's first) stands, and where the next
    /// sentence's text begins.
    ends: Vec<(usize, usize)>,
    len: usize,
}

impl Sentences {
    pub(crate) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut ends = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let end = match chars[at] {
                '\n' => Some(at + chars[at..].iter().take_while(|c| **c == '\n').count()),
                '.' | '!' | '?' => full_stop(&chars, at),
                _ => None,
            };
            match end {
                Some(end) => {
                    ends.push((at, end));
                    at = end;
                }
                None => at += 1,
            }
        }
        Self {
            ends,
            len: chars.len(),
        }
    }

    /// The sentence that holds a span.
    pub(crate) fn around(&self, span: Span) -> Span {
        let before = self
            .ends
            .iter()
            .take_while(|(start, end)| *end <= span.start && *start < span.start);
        let left = before.last().map_or(0, |(_, end)| *end);
        let last = span.end.saturating_sub(1);
        let right = self
            .ends
            .iter()
            .find(|(start, _)| *start >= last)
            .map_or(self.len, |(_, end)| *end);
        Span::new(left, right)
    }
}

/// The end of the sentence that the mark at `at` closes, if it closes one.
fn full_stop(chars: &[char], at: usize) -> Option<usize> {
    let closing = |c: &&char| matches!(c, '"' | '”' | '’' | ')' | ']');
    let mut most = at + 1 + chars[at + 1..].iter().take_while(closing).count();
    // As with any greedy pattern, fewer closing marks are tried when more do not fit.
    loop {
        let space = chars[most..]
            .iter()
            .take_while(|c| c.is_whitespace())
            .count();
        let next = most + space;
        let opens = chars
            .get(next)
            .is_some_and(|c| matches!(c, '"' | '“' | '‘' | '(' | '['));
        let first = chars.get(if opens { next + 1 } else { next });
        if space > 0 && first.is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
            return Some(most);
        }
        if most == at + 1 {
            return None;
        }
        most -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence<'a>(text: &'a str, words: &str) -> &'a str {
        let start = text.find(words).expect("the words are in the text");
        let span = Span::new(start, start + words.len());
        let found = Sentences::new(text).around(span);
        &text[found.start..found.end]
    }

    #[test]
    fn a_stop_ends_a_sentence_only_before_a_capital() {
        let text = "It fell over at 9 a.m. and stayed down. Then it rose.\nNext line";
        assert_eq!(
            sentence(text, "fell over"),
            "It fell over at 9 a.m. and stayed down."
        );
        assert_eq!(sentence(text, "rose"), " Then it rose.");
        assert_eq!(sentence(text, "Next"), "Next line");
    }
}
