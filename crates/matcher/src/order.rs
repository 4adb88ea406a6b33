//! Which of two statements came first, and what that rests on. What is undated proves no order.

use backpedal_model::{DocumentKind, TimeRange, TimeSource};
use jiff::tz::TimeZone;

use crate::{reading::Reading, words};

/// The order of two statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The first came first.
    Before(Basis),
    /// The second came first.
    After(Basis),
    /// Nothing tells.
    Unknown,
}

/// What an order rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// The times of the statements do not overlap.
    Times,
    /// The text tells one after the other.
    Text,
}

/// The order of two statements, by their times, else by the text that tells both.
pub(crate) fn of(a: &Reading<'_>, b: &Reading<'_>) -> Order {
    if let (Some(x), Some(y)) = (proof(a), proof(b)) {
        if x.interval().end <= y.interval().start {
            return Order::Before(Basis::Times);
        }
        if y.interval().end <= x.interval().start {
            return Order::After(Basis::Times);
        }
    }
    if a.place.0 != b.place.0 || !tells_in_order(a) {
        return Order::Unknown;
    }
    let (first, second) = if a.place.1 <= b.place.1 {
        (a, b)
    } else {
        (b, a)
    };
    let forward = !looks_back(second) || looks_back(first);
    if forward == (a.place.1 <= b.place.1) {
        Order::Before(Basis::Text)
    } else {
        Order::After(Basis::Text)
    }
}

/// Whether the first was published before the second, though the second may be as old. Enough to
/// name a growing account, never to accuse.
pub(crate) fn seen_before(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let ends = |reading| proof(reading).map(|at| (at.interval().start, at.interval().end));
    matches!((ends(a), ends(b)), (Some(x), Some(y)) if x.0 <= y.0 && x.1 < y.1)
}

fn proof<'r>(reading: &'r Reading<'_>) -> Option<&'r TimeRange> {
    reading
        .said
        .as_ref()
        .filter(|at| at.source != TimeSource::Captured)
}

/// Status pages print the newest update first or last, as they like.
fn tells_in_order(reading: &Reading<'_>) -> bool {
    reading
        .document
        .is_none_or(|document| document.kind != DocumentKind::Status)
}

/// Whether the sentence tells of an earlier occasion: "had said", "at first", "originally".
fn looks_back(reading: &Reading<'_>) -> bool {
    words::EARLIER.stand_in(&reading.context)
}

/// The words of the sentence that put it after what was told before ("before long").
pub(crate) fn later_words(reading: &Reading<'_>) -> Option<String> {
    words::LATER.first_in(&reading.context)
}

/// The sentences of a document.
pub(crate) struct Sentences {
    chars: Vec<char>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Sentences {
    pub(crate) fn of(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let ends = (0..chars.len())
            .filter(|place| ends_sentence(&chars, *place))
            .collect();
        Self { chars, ends }
    }

    /// The number of the sentence that holds the character.
    pub(crate) fn number(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at)
    }

    /// The sentence that holds the character.
    pub(crate) fn at(&self, at: usize) -> String {
        let number = self.number(at.min(self.chars.len()));
        let start = number
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] + 1);
        let end = self.ends.get(number).copied();
        self.chars[start..end.unwrap_or(self.chars.len())]
            .iter()
            .collect()
    }
}

/// A line's end, or a full stop before a capital that ends no abbreviation ("9:40 a.m. Central").
fn ends_sentence(chars: &[char], at: usize) -> bool {
    match chars[at] {
        '\n' => true,
        '!' | '?' => true,
        '.' => {
            let before = at.checked_sub(2).and_then(|before| chars.get(before));
            let abbreviated = before.is_some_and(|c| *c == '.' || c.is_whitespace());
            let mut after = chars[at + 1..].iter();
            let gap = after.next().is_none_or(|c| !c.is_alphanumeric());
            let capital = after.find(|c| c.is_alphanumeric());
            gap && !abbreviated && capital.is_none_or(|c| !c.is_lowercase())
        }
        _ => false,
    }
}

/// A time of saying, as finely as it is known: the day, or the minute in UTC.
pub(crate) fn printed(at: &TimeRange) -> String {
    let zone = at.zone.time_zone().unwrap_or(TimeZone::UTC);
    let (start, end) = (
        at.start.to_zoned(TimeZone::UTC),
        at.end.to_zoned(TimeZone::UTC),
    );
    if at.interval().length().as_hours() < 2 {
        return start.strftime("%H:%M UTC on %Y-%m-%d").to_string();
    }
    let first = start.with_time_zone(zone.clone()).date();
    let last = end
        .checked_sub(jiff::SignedDuration::from_secs(1))
        .unwrap_or(end)
        .with_time_zone(zone)
        .date();
    if first >= last {
        first.to_string()
    } else {
        format!("between {first} and {last}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_a_full_stop_before_a_capital() {
        let text = "It rained. It began at 9:40 a.m. Central, on port 1.5 of U.S. gear! Then\nit";
        let of = |word: &str| {
            Sentences::of(text)
                .at(text.find(word).unwrap_or(0))
                .trim()
                .to_owned()
        };
        assert_eq!(of("rained"), "It rained");
        assert_eq!(
            of("began"),
            "It began at 9:40 a.m. Central, on port 1.5 of U.S. gear"
        );
        assert_eq!(of("Then"), "Then");
        assert_eq!(Sentences::of("").at(7), "");
        assert_eq!(Sentences::of("é.").at(9), "");
        assert_eq!(Sentences::of(text).number(3), 0);
        assert_eq!(Sentences::of(text).number(14), 1);
    }
}
