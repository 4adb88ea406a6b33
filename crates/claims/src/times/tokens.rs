//! A text as the words, numbers and marks that the grammar of times reads.

use std::ops::Range;

use super::words::{Word, look_up};

/// A word, a run of digits or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// What stands before it.
    pub(super) gap: Gap,
    pub(super) capital: bool,
    /// Whether it ends as regular verbs of the past do.
    pub(super) past: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A word of the list; the others carry nothing.
    Word(Option<&'static Word>),
    /// Digits: their value, and how many.
    Number(u32, u8),
    /// Anything else.
    Mark(char),
}

/// The space before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    None,
    Space,
    Line,
}

/// The tokens of a text.
pub(super) fn lex(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut gap = Gap::Line;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            gap = if c == '\n' || gap == Gap::Line {
                Gap::Line
            } else {
                Gap::Space
            };
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut take = |fits: fn(char) -> bool| {
            while let Some((at, c)) = chars.next_if(|(_, c)| fits(*c)) {
                end = at + c.len_utf8();
            }
            end
        };
        let kind = if c.is_ascii_digit() {
            let end = take(|c| c.is_ascii_digit());
            let digits = &text[start..end];
            match (digits.parse(), u8::try_from(digits.len())) {
                (Ok(value), Ok(count)) => Kind::Number(value, count),
                _ => Kind::Word(None),
            }
        } else if c.is_alphabetic() {
            let end = take(char::is_alphabetic);
            Kind::Word(look_up(&text[start..end]))
        } else {
            Kind::Mark(match c {
                '’' | '‘' | '`' => '\'',
                '–' | '‐' | '‑' | '−' => '-',
                c => c,
            })
        };
        tokens.push(Token {
            start,
            end,
            kind,
            gap,
            capital: c.is_uppercase(),
            past: end - start > 4 && text[..end].ends_with("ed"),
        });
        gap = Gap::None;
    }
    tokens
}

/// How far a sentence is looked for, in tokens to either side.
const REACH: usize = 60;

/// Tokens with a place to read from; every look is safe beyond the ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a>(pub(super) &'a [Token]);

impl Input<'_> {
    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.0.get(at)
    }

    /// The entry of the word at a place.
    pub(super) fn word(&self, at: usize) -> Option<&'static Word> {
        match self.0.get(at)?.kind {
            Kind::Word(word) => word,
            _ => None,
        }
    }

    /// The entry at a place, unless its meaning in time needs a capital that is not there.
    pub(super) fn name(&self, at: usize) -> Option<&'static Word> {
        self.word(at)
            .filter(|word| !word.capital || self.0[at].capital)
    }

    /// Whether a word before it makes a doubtful name one of time: "in May", "on Sun".
    pub(super) fn held(&self, at: usize) -> bool {
        const WORDS: &[&str] = &[
            "in", "on", "of", "by", "since", "until", "till", "from", "this", "last", "next", "to",
            "and", "or", "early", "late", "mid", "through", "between", "during", "for", "the",
            "every", "each", "before", "after",
        ];
        at.checked_sub(1)
            .is_some_and(|before| self.is(before, WORDS) || self.mark(before, '-'))
    }

    /// Whether one of these words stands at a place.
    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.contains(&word.text))
    }

    /// Past one of these words, where one stands.
    pub(super) fn skip(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(self.is(at, words))
    }

    /// Whether "about" or a like word stands at a place.
    pub(super) fn hedges(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|word| word.hedge == Some("APPROX"))
    }

    /// The number in digits at a place, with how many digits.
    pub(super) fn digits(&self, at: usize) -> Option<(u32, u8)> {
        match self.0.get(at)?.kind {
            Kind::Number(value, count) => Some((value, count)),
            _ => None,
        }
    }

    pub(super) fn mark(&self, at: usize, mark: char) -> bool {
        matches!(self.0.get(at).map(|t| t.kind), Some(Kind::Mark(m)) if m == mark)
    }

    /// Whether a token follows the one before it without space.
    pub(super) fn glued(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| token.gap == Gap::None)
    }

    /// Whether a place begins a line.
    pub(super) fn line(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| token.gap == Gap::Line)
    }

    /// The sentence around a place: between full stops before capitals, or line ends.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let ends = |at: usize| {
            let Some(token) = self.0.get(at) else {
                return true;
            };
            let stop = at
                .checked_sub(1)
                .is_some_and(|b| ['.', '!', '?'].iter().any(|m| self.mark(b, *m)));
            token.gap == Gap::Line || stop && token.gap != Gap::None && token.capital
        };
        let (first, last) = (at.saturating_sub(REACH), at + REACH);
        let start = (first..=at).rev().find(|at| ends(*at)).unwrap_or(first);
        let end = (at + 1..last).find(|at| ends(*at)).unwrap_or(last);
        start..end.min(self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_words_and_marks_part() {
        let text = "At 6pm–8pm, on May 3rd.\nNext";
        let tokens = lex(text);
        let words: Vec<&str> = tokens.iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(
            words,
            [
                "At", "6", "pm", "–", "8", "pm", ",", "on", "May", "3", "rd", ".", "Next"
            ]
        );
        let input = Input(&tokens);
        assert!(input.glued(2) && !input.glued(1) && input.line(12) && input.mark(3, '-'));
        assert_eq!(input.sentence(5), 0..12);
        assert_eq!(input.sentence(12), 12..13);
    }
}
