//! Snippets: the best stretch of a text, with the words that the query asked for marked.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    plan::{asks_for_more_than_common_words, is_common},
    schema::{Word, words},
    syntax::{Clause, Wish},
};

/// How much of a document a snippet shows, in bytes (policy).
const LENGTH: usize = 240;
/// Texts up to this length are shown whole (policy); most quotes are shorter.
const WHOLE: usize = 400;
/// How far before the first marked word a snippet begins at most, in bytes (policy).
const BEFORE: usize = 60;
/// What stands for text that was left out.
const LEFT_OUT: &str = "…";

/// What a query marks in a text.
#[derive(Debug, Default)]
pub(crate) struct Marks(Vec<Mark>);

#[derive(Debug)]
enum Mark {
    Word(Word),
    /// Words as written, the last perhaps only a beginning.
    Phrase(Vec<Word>, bool),
}

impl Marks {
    /// The marks of a query: its words, phrases and beginnings, but for those excluded.
    pub(crate) fn of(clauses: &[Clause]) -> Self {
        let only_common = !clauses.iter().any(asks_for_more_than_common_words);
        let mark = |clause: &Clause| match &clause.wish {
            Wish::Word(word) if only_common || !is_common(word) => {
                let mut words = words(word);
                Some(match words.len() {
                    1 => Mark::Word(words.remove(0)),
                    _ => Mark::Phrase(words, false),
                })
            }
            Wish::Prefix(text) => Some(Mark::Phrase(words(text), true)),
            Wish::Phrase { text, prefix } => Some(Mark::Phrase(words(text), *prefix)),
            _ => None,
        };
        Self(
            clauses
                .iter()
                .filter(|clause| !clause.excluded)
                .filter_map(mark)
                .collect(),
        )
    }

    /// The places to mark, in bytes, each with the number of its mark; in order, without overlap.
    fn places(&self, words: &[Word]) -> Vec<(Range<usize>, usize)> {
        let mut places = Vec::new();
        for start in 0..words.len() {
            for (number, mark) in self.0.iter().enumerate() {
                if let Some(length) = mark.length_at(&words[start..]) {
                    let last = &words[start + length - 1];
                    places.push((words[start].at.start..last.at.end, number));
                }
            }
        }
        places.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
        let mut end = 0;
        places.retain(|(range, _)| {
            let free = range.start >= end;
            end = if free { range.end } else { end };
            free
        });
        places
    }

    /// The snippet of a text: pieces in order, `true` for those marked.
    pub(crate) fn snippet(&self, text: &str) -> Vec<(String, bool)> {
        // Without a mark only the beginning is shown, so only that is cut into words.
        let read = if self.0.is_empty() {
            fit(text, 2 * WHOLE)
        } else {
            text.len()
        };
        let words = words(&text[..read]);
        let places = self.places(&words);
        let window = if text.len() <= WHOLE {
            0..text.len()
        } else {
            window(text, &words, &places)
        };
        let mut pieces = Pieces(Vec::new());
        if window.start > 0 {
            pieces.push(LEFT_OUT, false);
        }
        let mut at = window.start;
        for (range, _) in &places {
            if range.start >= at && range.end <= window.end {
                pieces.push(&text[at..range.start], false);
                pieces.push(&text[range.clone()], true);
                at = range.end;
            }
        }
        pieces.push(&text[at..window.end], false);
        if window.end < text.len() {
            pieces.push(LEFT_OUT, false);
        }
        pieces.0
    }
}

impl Mark {
    /// How many of the words it covers, if it fits at the first.
    fn length_at(&self, words: &[Word]) -> Option<usize> {
        match self {
            Self::Word(wanted) => {
                let first = words.first()?;
                (first.exact == wanted.exact || first.stem == wanted.stem).then_some(1)
            }
            Self::Phrase(wanted, prefix) => {
                let window = words
                    .get(..wanted.len())
                    .filter(|window| !window.is_empty())?;
                let mut pairs = window.iter().zip(wanted).enumerate();
                let fits = pairs.all(|(n, (have, want))| {
                    let last = n + 1 == wanted.len();
                    have.exact == want.exact
                        || (*prefix && last && have.exact.starts_with(&want.exact))
                });
                fits.then_some(wanted.len())
            }
        }
    }
}

/// The stretch with the most different marks, then the most marks, then the first.
fn window(text: &str, words: &[Word], places: &[(Range<usize>, usize)]) -> Range<usize> {
    let worth = |first: usize| {
        let end = places[first].0.start + LENGTH - BEFORE;
        let inside = places[first..]
            .iter()
            .take_while(|(range, _)| range.end <= end);
        let numbers: Vec<usize> = inside.map(|(_, number)| *number).collect();
        (numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len())
    };
    let best = (0..places.len()).max_by_key(|first| (worth(*first), usize::MAX - first));
    let first = best.map_or(0, |best| places[best].0.start);
    // Begin and end at words.
    let from = first.saturating_sub(BEFORE);
    let start = if from == 0 {
        0
    } else {
        words
            .iter()
            .map(|word| word.at.start)
            .find(|start| *start >= from)
            .unwrap_or(first)
    };
    let start = start.min(first);
    let last = words
        .iter()
        .map(|word| word.at.end)
        .take_while(|end| *end <= start + LENGTH)
        .last();
    let longest = best.map_or(0, |best| places[best].0.end);
    let end = last.unwrap_or(0).max(longest).max(start);
    let end = if end >= words.last().map_or(0, |word| word.at.end) {
        text.len()
    } else {
        end
    };
    start..fit(text, end.min(start + 2 * WHOLE))
}

/// The nearest place before `at` that does not cut a character.
fn fit(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// Pieces with white space made even: line ends of the source are no part of what was said.
struct Pieces(Vec<(String, bool)>);

impl Pieces {
    fn push(&mut self, text: &str, marked: bool) {
        let mut even = String::with_capacity(text.len());
        let before = self.0.last().is_none_or(|(text, _)| text.ends_with(' '));
        let mut space = before;
        for c in text.chars() {
            if !c.is_whitespace() {
                even.push(c);
                space = false;
            } else if !space {
                even.push(' ');
                space = true;
            }
        }
        match self.0.last_mut() {
            _ if even.is_empty() => {}
            Some((last, same)) if *same == marked => last.push_str(&even),
            _ => self.0.push((even, marked)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    /// The snippet with `[` and `]` around what is marked.
    fn marked(query: &str, text: &str) -> String {
        let marks = Marks::of(&parse(query).unwrap_or_default());
        let pieces = marks.snippet(text);
        assert!(
            pieces.windows(2).all(|pair| pair[0].1 != pair[1].1),
            "{pieces:?}"
        );
        let show = |(text, marked): (String, bool)| if marked { format!("[{text}]") } else { text };
        pieces.into_iter().map(show).collect()
    }

    #[test]
    fn stems_phrases_and_beginnings_are_marked() {
        let text = "There was no outage, and no\n outages were seen.";
        assert_eq!(
            marked("outage", text),
            "There was no [outage], and no [outages] were seen."
        );
        assert_eq!(
            marked("\"no outage\"", text),
            "There was [no outage], and no outages were seen."
        );
        assert_eq!(
            marked("\"no out\"*", text),
            "There was [no outage], and [no outages] were seen."
        );
        assert_eq!(
            marked("se* -outage", text),
            "There was no outage, and no outages were [seen]."
        );
        assert_eq!(marked("the outage", "The outage"), "The [outage]");
        assert_eq!(marked("the", "The outage"), "[The] outage");
        assert_eq!(marked("party:outage", "The outage"), "The outage");
    }

    #[test]
    fn overlapping_marks_take_the_longer() {
        assert_eq!(
            marked("outage \"no outage\" out*", "no outage"),
            "[no outage]"
        );
    }

    #[test]
    fn accents_and_other_scripts_keep_their_bytes() {
        assert_eq!(
            marked("zurich", "Über Zürich’s Netz"),
            "Über [Zürich]’s Netz"
        );
        assert_eq!(marked("авария", "Это авария."), "Это [авария].");
        assert_eq!(marked("x", "🛰️ up"), "🛰️ up");
    }

    #[test]
    fn the_best_stretch_of_a_long_text_is_shown() {
        let filler = "Nothing of note happened in this part of the report. ".repeat(20);
        let text =
            format!("{filler}The routers of Lindholm failed at noon. {filler}routers. {filler}");
        let shown = marked("routers failed", &text);
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(
            shown.contains("The [routers] of Lindholm [failed] at noon."),
            "{shown}"
        );
        assert!(shown.len() < 300, "{shown}");
        assert!(marked("absent", &text).starts_with("Nothing of note"));
        assert!(marked("routers", &"é".repeat(900)).ends_with('…'));
        assert_eq!(marked("routers", ""), "");
    }
}
