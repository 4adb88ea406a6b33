//! The words of time, from `data/times.txt`.

use std::{collections::HashMap, sync::LazyLock};

use crate::lexicon::entries;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    /// "the same period", "a time": takes its length from what was named before.
    Period,
}

/// A modifier as TIMEX3 names it.
pub(crate) type Modifier = &'static str;

/// What a word can mean. Most words have one meaning, some two ("second", "march").
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    pub(super) text: &'static str,
    pub(super) month: Option<i8>,
    pub(super) weekday: Option<i8>,
    pub(super) weekdays: Option<i8>,
    pub(super) unit: Option<Unit>,
    pub(super) units: Option<Unit>,
    pub(super) number: Option<i32>,
    pub(super) ordinal: Option<i32>,
    pub(super) part: Option<&'static str>,
    pub(super) season: Option<&'static str>,
    pub(super) decade: Option<i16>,
    pub(super) shift: Option<i32>,
    pub(super) day: Option<i32>,
    pub(super) reference: Option<&'static str>,
    pub(super) set: Option<&'static str>,
    pub(super) zone: Option<&'static str>,
    /// Month and day of a feast.
    pub(super) holiday: Option<(i8, i8)>,
    pub(super) edge: Option<Modifier>,
    pub(super) hedge: Option<Modifier>,
    /// Whether a verb form tells of what is to come, or of what was.
    pub(super) future: Option<bool>,
    /// Whether some meaning holds for the word with a capital only.
    pub(super) capital: bool,
    /// Whether it is nothing but a part of longer expressions.
    glue: bool,
}

impl Word {
    /// Whether an expression can begin here or hold this word as its core.
    pub(super) fn is_time(&self) -> bool {
        !self.glue && (self.future.is_none() || self.month.is_some())
    }

    fn set(&mut self, class: &str, value: &'static str) {
        let number = || value.parse().ok();
        match class {
            "month" => self.month = number().and_then(|n: i32| i8::try_from(n).ok()),
            "weekday" => self.weekday = number().and_then(|n: i32| i8::try_from(n).ok()),
            "weekdays" => self.weekdays = number().and_then(|n: i32| i8::try_from(n).ok()),
            "unit" => self.unit = unit(value),
            "units" => self.units = unit(value),
            "number" => self.number = number(),
            "ordinal" => self.ordinal = number(),
            "part" => self.part = Some(value),
            "season" => self.season = Some(value),
            "decade" => self.decade = number().and_then(|n| i16::try_from(n).ok()),
            "shift" => self.shift = number(),
            "day" => self.day = number(),
            "ref" => self.reference = Some(value),
            "set" => self.set = Some(value),
            "zone" => self.zone = Some(value),
            "holiday" => {
                let parts = value.split_once('-');
                self.holiday = parts.and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
            }
            "edge" => self.edge = Some(value),
            "hedge" => self.hedge = Some(value),
            "cue" => self.future = Some(value == "future"),
            _ => {}
        }
    }
}

fn unit(code: &str) -> Option<Unit> {
    Some(match code {
        "TS" => Unit::Second,
        "TM" => Unit::Minute,
        "TH" => Unit::Hour,
        "N" => Unit::Night,
        "D" => Unit::Day,
        "WE" => Unit::Weekend,
        "W" => Unit::Week,
        "M" => Unit::Month,
        "Q" => Unit::Quarter,
        "Y" => Unit::Year,
        "DE" => Unit::Decade,
        "CE" => Unit::Century,
        "PERIOD" => Unit::Period,
        _ => return None,
    })
}

/// The longest word of the list.
const LONGEST: usize = 16;

/// All words, and which pairs of first letter and length occur: most words of a text fall there.
struct Lexicon {
    words: HashMap<&'static str, Word>,
    lengths: [u32; 26],
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Word> = HashMap::new();
    let mut lengths = [0; 26];
    for line in entries(include_str!("../../data/times.txt")) {
        let (head, list) = line.split_once('=').unwrap_or((line, ""));
        let mut head = head.split_whitespace();
        let (class, value) = (head.next().unwrap_or(""), head.next().unwrap_or(""));
        for entry in list.split_whitespace() {
            let text = entry.trim_start_matches('^');
            let new = !words.contains_key(text);
            let word = words.entry(text).or_default();
            word.text = text;
            word.capital |= entry.starts_with('^');
            word.glue = class == "glue" && (new || word.glue);
            word.set(class, value);
            if let Some(slot) = text.bytes().next().and_then(|b| lengths.get_mut(letter(b)))
                && text.len() <= LONGEST
            {
                *slot |= 1 << text.len();
            }
        }
    }
    Lexicon { words, lengths }
});

fn letter(byte: u8) -> usize {
    usize::from(byte.to_ascii_lowercase().wrapping_sub(b'a'))
}

/// The entry of a word as printed.
pub(super) fn look_up(word: &str) -> Option<&'static Word> {
    let bytes = word.as_bytes();
    let first = *bytes.first()?;
    let lexicon = &*LEXICON;
    if bytes.len() > LONGEST || lexicon.lengths.get(letter(first))? & 1 << bytes.len() == 0 {
        return None;
    }
    let mut low = [0; LONGEST];
    let low = low.get_mut(..bytes.len())?;
    low.copy_from_slice(bytes);
    low.make_ascii_lowercase();
    let found = lexicon.words.get(std::str::from_utf8(low).ok()?)?;
    (!found.capital || first.is_ascii_uppercase() || found.is_common()).then_some(found)
}

impl Word {
    /// Whether a word that needs its capital for one meaning has another without it.
    fn is_common(&self) -> bool {
        self.future.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_by_letter_and_case() {
        assert_eq!(look_up("Friday").and_then(|w| w.weekday), Some(5));
        assert_eq!(look_up("SEPT").and_then(|w| w.month), Some(9));
        assert_eq!(look_up("March").and_then(|w| w.month), Some(3));
        assert!(look_up("march").is_none());
        assert!(look_up("network").is_none());
        assert!(look_up("é").is_none());
        let second = look_up("second").map(|w| (w.ordinal, w.unit));
        assert_eq!(second, Some((Some(2), Some(Unit::Second))));
    }
}
