//! Reading TOML tables key by key, noting every mistake with its place.
//!
//! serde stops at the first mistake; a person who writes a case file wants all of them. So the
//! tree of spanned values is read by hand: each key is taken once, and what nobody took is an
//! unknown key.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::Mistake;
use super::nearest::did_you_mean;
use super::place::Lines;

/// A stretch of the file, in bytes.
pub(super) type At = Range<usize>;

/// More mistakes than this help nobody; the rest is left out.
const MOST_MISTAKES: usize = 50;

/// Collects mistakes.
pub(super) struct Notes<'t> {
    text: &'t str,
    lines: Lines<'t>,
    found: RefCell<Vec<(usize, Mistake)>>,
}

impl<'t> Notes<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            found: RefCell::new(Vec::new()),
        }
    }

    /// The file's own words.
    pub(super) fn slice(&self, at: &At) -> &'t str {
        self.text.get(at.clone()).unwrap_or_default()
    }

    /// Notes one mistake.
    pub(super) fn wrong(
        &self,
        at: &At,
        message: impl Into<String>,
        expected: impl Into<String>,
        hint: Option<String>,
    ) {
        let mut found = self.found.borrow_mut();
        if found.len() < MOST_MISTAKES {
            let place = self.lines.place(at);
            let mistake = Mistake {
                line: place.line,
                column: place.column,
                excerpt: place.excerpt,
                width: place.width,
                message: message.into(),
                expected: expected.into(),
                hint,
            };
            found.push((at.start, mistake));
        }
    }

    /// All mistakes in the order of the file.
    pub(super) fn finish(self) -> Vec<Mistake> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, mistake)| mistake).collect()
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) at: At,
}

/// One table whose keys are taken one by one.
pub(super) struct Fields<'a, 't> {
    pub(super) notes: &'a Notes<'t>,
    /// What the table is, for messages: `[[party]]`.
    pub(super) what: &'static str,
    /// Where it begins.
    pub(super) at: At,
    table: &'a DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'a, 't> Fields<'a, 't> {
    pub(super) fn new(
        notes: &'a Notes<'t>,
        what: &'static str,
        at: At,
        table: &'a DeTable<'t>,
    ) -> Self {
        Self {
            notes,
            what,
            at,
            table,
            known: Vec::new(),
        }
    }

    /// The value of a key, if given.
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// Whether the key is given; does not take it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Notes that a key is missing.
    pub(super) fn missing(&self, key: &str, expected: &str) {
        self.notes.wrong(
            &self.at,
            format!("{} has no {key:?}", self.what),
            expected,
            None,
        );
    }

    /// A text that is not empty, if given.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Placed<String>> {
        let value = self.take(key)?;
        text(self.notes, key, value)
    }

    /// A text that must be given.
    pub(super) fn needed_text(
        &mut self,
        key: &'static str,
        expected: &str,
    ) -> Option<Placed<String>> {
        if !self.has(key) {
            self.known.push(key);
            self.missing(key, expected);
            return None;
        }
        self.text(key)
    }

    /// True or false; false where not given.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        match self.take(key) {
            None => false,
            Some(value) => value.get_ref().as_bool().unwrap_or_else(|| {
                wrong_type(self.notes, key, value, "true or false");
                false
            }),
        }
    }

    /// One word of a list, as the thing that it stands for.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Option<Placed<T>> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let expected = one_of(&words);
        let given = self.needed_text(key, &expected)?;
        let choice = choices.iter().find(|(word, _)| *word == given.value);
        if choice.is_none() {
            let message = format!("{:?} is no {key} of {}", given.value, self.what);
            let hint = did_you_mean(&given.value, &words);
            self.notes.wrong(&given.at, message, expected, hint);
        }
        choice.map(|(_, value)| Placed {
            value: *value,
            at: given.at,
        })
    }

    /// The tables of `[[key]]`; `what` names one of them.
    pub(super) fn tables(&mut self, key: &'static str, what: &'static str) -> Vec<Fields<'a, 't>> {
        let Some(value) = self.take(key) else {
            return Vec::new();
        };
        let Some(entries) = value.get_ref().as_array() else {
            let hint = value.get_ref().is_table();
            self.notes.wrong(
                &value.span(),
                is_a(key, value.get_ref()),
                format!("one {what} section for each"),
                hint.then(|| format!("write {what} with two brackets on each side")),
            );
            return Vec::new();
        };
        let mut tables = Vec::new();
        for entry in entries.iter() {
            match entry.get_ref().as_table() {
                Some(table) => tables.push(Fields::new(self.notes, what, entry.span(), table)),
                None => wrong_type(self.notes, key, entry, what),
            }
        }
        tables
    }

    /// The table `[key]`, if given.
    pub(super) fn table(
        &mut self,
        key: &'static str,
        what: &'static str,
    ) -> Option<Fields<'a, 't>> {
        let value = self.take(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Fields::new(self.notes, what, value.span(), table)),
            None => {
                wrong_type(self.notes, key, value, &format!("a {what} section"));
                None
            }
        }
    }

    /// Notes every key that was never taken.
    pub(super) fn finish(self) {
        for (key, _) in self.table.iter() {
            let word: &str = key.get_ref();
            if !self.known.contains(&word) {
                let mut keys = self.known.clone();
                keys.sort_unstable();
                keys.dedup();
                self.notes.wrong(
                    &key.span(),
                    format!("{} has no key {word:?}", self.what),
                    one_of(&keys),
                    did_you_mean(word, &keys),
                );
            }
        }
    }
}

/// A text that is not empty.
pub(super) fn text(
    notes: &Notes<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Option<Placed<String>> {
    let Some(text) = value.get_ref().as_str() else {
        wrong_type(notes, key, value, "a text in quotes");
        return None;
    };
    if text.trim().is_empty() {
        let message = format!("{key:?} is empty");
        notes.wrong(&value.span(), message, "a text, or no such line", None);
        return None;
    }
    Some(Placed {
        value: text.to_owned(),
        at: value.span(),
    })
}

/// Notes a value of the wrong type.
pub(super) fn wrong_type(
    notes: &Notes<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    expected: &str,
) {
    notes.wrong(&value.span(), is_a(key, value.get_ref()), expected, None);
}

/// `"asns" is an integer`.
fn is_a(key: &str, value: &DeValue<'_>) -> String {
    let article = match value {
        DeValue::Integer(_) | DeValue::Array(_) => "an",
        _ => "a",
    };
    format!("{key:?} is {article} {}", value.type_str())
}

/// `one of "a", "b"`.
pub(super) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    match quoted.as_slice() {
        [only] => only.clone(),
        _ => format!("one of {}", quoted.join(", ")),
    }
}
