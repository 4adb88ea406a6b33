//! What every reader of outside text returns: what it could read, and what it could not.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Values together with the problems met on the way. A damaged input yields its intact part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What could not, in the order met.
    pub problems: Vec<Problem>,
}

impl<T> Parsed<T> {
    /// A value read without any problem.
    pub const fn clean(value: T) -> Self {
        Self {
            value,
            problems: Vec::new(),
        }
    }

    /// Applies `f` to the value and keeps the problems.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Parsed<U> {
        Parsed {
            value: f(self.value),
            problems: self.problems,
        }
    }

    /// Hands out the value and moves the problems to `into`.
    pub fn drain(self, into: &mut Vec<Problem>) -> T {
        into.extend(self.problems);
        self.value
    }
}

/// Something in an input that could not be used: what, where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The input: a path or an address.
    pub input: String,
    /// Where in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is wrong, as one clause without a full stop.
    pub message: String,
    /// The next step for the person, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A line, counted from 1.
    Line(u64),
    /// A byte, counted from 0.
    Byte(u64),
    /// A record, counted from 1.
    Record(u64),
}

impl Problem {
    /// A problem with a whole input.
    pub fn new(input: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            input: input.into(),
            place: None,
            message: message.into(),
            hint: None,
        }
    }

    /// The same problem, with its place.
    #[must_use]
    pub const fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem, with a next step.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(n) => write!(f, "line {n}"),
            Self::Byte(n) => write!(f, "byte {n}"),
            Self::Record(n) => write!(f, "record {n}"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.input)?;
        if let Some(place) = self.place {
            write!(f, ", {place}")?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " (hint: {hint})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_thing_the_place_the_cause_and_the_next_step() {
        let problem = Problem::new("a.gz", "the stream ends early")
            .at(Place::Record(7))
            .hint("download the file again");
        assert_eq!(
            problem.to_string(),
            "a.gz, record 7: the stream ends early (hint: download the file again)"
        );
    }
}
