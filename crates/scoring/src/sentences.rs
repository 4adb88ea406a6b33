//! Sentences, only as finely as scoring needs: one ends at a full stop, question or exclamation
//! mark with its closing marks, where white space and then a capital or a digit follow (an opening
//! mark may come before it), and at line ends.

use crate::unicode::is_space;

/// From where to where, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

impl Range {
    pub(crate) const fn len(self) -> i64 {
        self.end - self.start
    }

    /// How many characters two ranges share; below zero where there is a gap.
    pub(crate) fn shared(self, other: Self) -> i64 {
        self.end.min(other.end) - self.start.max(other.start)
    }
}

/// A place where a sentence ends.
#[derive(Clone, Copy, Debug)]
struct Break {
    /// The last character from which a reader who goes on still meets it: the mark itself, or the
    /// last of several line ends.
    met_from: usize,
    /// Where the next sentence begins.
    end: usize,
    /// How much of the text must be known to tell: all up to the capital or digit.
    told_by: usize,
}

/// The sentence ends of a text.
#[derive(Clone, Debug)]
pub(crate) struct Sentences {
    breaks: Vec<Break>,
    len: usize,
}

impl Sentences {
    pub(crate) fn new(text: &[char]) -> Self {
        let mut breaks = Vec::new();
        let mut at = 0;
        while let Some(c) = text.get(at) {
            let found = match c {
                '\n' => Some(line_end(text, at)),
                '.' | '!' | '?' => full_stop(text, at),
                _ => None,
            };
            at = found.map_or(at + 1, |found| found.end);
            breaks.extend(found);
        }
        Self {
            breaks,
            len: text.len(),
        }
    }

    /// The sentence around an anchor. Only what stands before the anchor tells where it begins, so
    /// an anchor at the very beginning of a sentence reaches back into the one before; the last
    /// character of the anchor may itself be the end.
    pub(crate) fn around(&self, anchor: Range) -> Range {
        let start = usize::try_from(anchor.start).unwrap_or(0);
        let last = usize::try_from(anchor.end - 1).unwrap_or(0);
        let mut before = self.breaks.iter().filter(|found| found.told_by <= start);
        let begins = before.next_back().map_or(0, |found| found.end.min(start));
        let after = self.breaks.iter().find(|found| found.met_from >= last);
        let ends = after.map_or(self.len, |found| found.end);
        let place = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        Range {
            start: place(begins),
            end: place(ends),
        }
    }
}

fn line_end(text: &[char], at: usize) -> Break {
    let end = at + text[at..].iter().take_while(|c| **c == '\n').count();
    Break {
        met_from: end - 1,
        end,
        told_by: at + 1,
    }
}

fn full_stop(text: &[char], at: usize) -> Option<Break> {
    let past = |from: usize, fits: fn(&char) -> bool| {
        from + text[from..].iter().take_while(|c| fits(c)).count()
    };
    let end = past(at + 1, |c| matches!(c, '"' | '”' | '’' | ')' | ']'));
    let spaced = past(end, |c| is_space(*c));
    let opens = matches!(text.get(spaced), Some('"' | '“' | '‘' | '(' | '['));
    let first = spaced + usize::from(opens);
    let begins = text.get(first)?;
    let fits = begins.is_ascii_uppercase() || begins.is_ascii_digit();
    (spaced > end && fits).then_some(Break {
        met_from: at,
        end,
        told_by: first + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(text: &str, anchor: &str) -> String {
        let at = text.find(anchor).expect("the anchor is in the text");
        let start = i64::try_from(text[..at].chars().count()).expect("short");
        let length = i64::try_from(anchor.chars().count()).expect("short");
        let chars: Vec<char> = text.chars().collect();
        let found = Sentences::new(&chars).around(Range {
            start,
            end: start + length,
        });
        let (start, end) = (found.start as usize, found.end as usize);
        chars[start..end].iter().collect()
    }

    #[test]
    fn a_stop_needs_space_and_a_capital_or_digit() {
        let text = "It fell at 9 a.m. and stayed down. Then it rose! (Or not?) “So.” 12 went.";
        assert_eq!(sentence(text, "fell"), "It fell at 9 a.m. and stayed down.");
        assert_eq!(sentence(text, "rose"), " Then it rose!");
        assert_eq!(sentence(text, "not"), " (Or not?)");
        assert_eq!(sentence(text, "o."), " “So.”");
        assert_eq!(sentence(text, "went"), " 12 went.");
        assert_eq!(
            sentence("One.Two went. three Été. Été.", "three"),
            "One.Two went. three Été. Été."
        );
    }

    #[test]
    fn lines_end_sentences_and_belong_to_them() {
        let text = "Head line\n\nThe body.\nMore";
        assert_eq!(sentence(text, "line"), "Head line\n\n");
        assert_eq!(sentence(text, "body"), "The body.");
        assert_eq!(sentence(text, "The"), "The body.");
        assert_eq!(sentence(text, "More"), "More");
        // From the last of two line ends on, a reader still meets a line end.
        assert_eq!(sentence(text, "line\n\n"), "Head line\n\n");
        assert_eq!(sentence("a\n\n\nb", "a\n"), "a\n\n\n");
    }

    #[test]
    fn an_anchor_at_the_beginning_reaches_back() {
        let text = "It fell. It rose. It fell again.";
        assert_eq!(sentence(text, "It rose"), "It fell. It rose.");
        assert_eq!(sentence(text, "t rose"), " It rose.");
        assert_eq!(
            sentence("“It fell.” “It rose.”", "It rose"),
            "“It fell.” “It rose.”"
        );
        // An anchor that ends with the stop ends its sentence.
        assert_eq!(sentence(text, "rose."), " It rose.");
    }

    #[test]
    fn overlap_is_counted_and_gaps_are_below_zero() {
        let range = |start, end| Range { start, end };
        assert_eq!(range(0, 5).shared(range(3, 9)), 2);
        assert_eq!(range(0, 5).shared(range(5, 9)), 0);
        assert_eq!(range(0, 5).shared(range(7, 9)), -2);
    }
}
