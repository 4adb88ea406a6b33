//! Lines that belong to the page and not to the text: counters, ages, dates, captions, adverts.
//!
//! A line is one of these only as a whole. "It failed 3 hours ago" in a sentence is a statement.

use crate::lists::{COUNTERS, FURNITURE, GLUE, NEVER_NAMES, UPDATES};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Part of the text.
    Text,
    /// Part of the page.
    Page,
    /// When the text was written or changed.
    Date,
}

/// Longer lines are sentences, whatever they begin with; our choice.
const LONGEST: usize = 25;

/// A line of counters or dates has few words; our choice.
const SHORT: usize = 14;

pub(crate) fn line(text: &str) -> Line {
    let low = text.trim().to_lowercase();
    let words: Vec<&str> = low
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() || words.len() > LONGEST {
        return Line::Text;
    }
    if FURNITURE.begin(&low) {
        return Line::Page;
    }
    if words.len() > SHORT {
        return Line::Text;
    }
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let (mut counted, mut numbers, mut dated) = (false, 0, false);
    for word in &words {
        if number(word) {
            numbers += 1;
        } else if COUNTERS.has(word) {
            counted = true;
        } else if is_time_word(word) {
            dated = true;
        } else if !GLUE.has(word) {
            return Line::Text;
        }
    }
    let now = low.contains("just now");
    if (counted && numbers > 0 && !dated) || now {
        return Line::Page;
    }
    let stamped = UPDATES.begin(&low) || low.starts_with("published") || low.starts_with("posted");
    if stamped && (dated || numbers > 0) {
        return Line::Date;
    }
    Line::Text
}

/// Months, weekdays and zones; those stand among the words that name nobody.
fn is_time_word(word: &str) -> bool {
    NEVER_NAMES.has(word) && !matches!(word, "i" | "internet" | "company" | "co" | "director")
}

/// Whether a line of the page says that the text was changed, and when.
pub(crate) fn is_update(line: &str) -> bool {
    let low = line.trim().to_lowercase();
    let ages = low.split_whitespace().any(|word| word == "ago") || low.contains("just now");
    UPDATES.begin(&low) && !ages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_page_and_near_misses() {
        for (text, wanted) in [
            ("45 comments", Line::Page),
            ("Comments (45)", Line::Page),
            ("Views: 2,345", Line::Page),
            ("5 min read", Line::Page),
            ("Updated 3 hours ago", Line::Page),
            ("Just now", Line::Page),
            ("Related: Heron buys Kestrel", Line::Page),
            ("Photo: Ada Quill", Line::Page),
            ("ADVERTISEMENT", Line::Page),
            ("Updated 4 May 2024, 14:05 UTC", Line::Date),
            ("Published on 3 May 2024", Line::Date),
            // Statements.
            ("The network failed 3 hours ago.", Line::Text),
            ("45 customers", Line::Text),
            ("37 sites were down", Line::Text),
            ("The comments of 3 engineers", Line::Text),
            ("Published figures show 45 outages", Line::Text),
            ("3 hours", Line::Text),
            ("Photosynthesis stopped.", Line::Text),
            ("", Line::Text),
        ] {
            assert_eq!(line(text), wanted, "{text}");
        }
    }

    #[test]
    fn an_age_announces_nothing() {
        assert!(is_update("Updated 4 May 2024"));
        assert!(is_update("Update: the number was raised"));
        assert!(!is_update("Updated 3 hours ago"));
        assert!(!is_update("Upgraded routers"));
    }
}
