//! What is scored, as it is written: annotated documents and predicted claims, one JSON object a
//! line. Words that a scorer only compares stay words, so that a set with a kind of its own can be
//! scored too.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, de::DeserializeOwned};

/// A text and the claims that somebody annotated in it.
#[derive(Clone, Debug, Deserialize)]
pub struct AnnotatedDocument {
    /// The name; predictions bear it too.
    pub doc: String,
    /// What is claimed in it.
    pub claims: Vec<AnnotatedClaim>,
}

/// An annotated claim.
#[derive(Clone, Debug, Deserialize)]
pub struct AnnotatedClaim {
    /// Its name in the document.
    pub id: String,
    /// A few exact words of the text that lead to it.
    pub anchor: String,
    /// What the claim is that.
    #[serde(rename = "type")]
    pub kind: String,
    /// Stated as so, as not so, or hedged.
    pub polarity: String,
    /// Whose words these are.
    pub voice: String,
    /// Who makes it.
    #[serde(default)]
    pub speaker: Speaker,
    /// Whose trouble it is.
    pub subject: Option<Name>,
    /// The thing blamed, those hit, the other side.
    pub objects: Option<Vec<Name>>,
    /// The mechanism, for causes.
    pub cause_kind: Option<String>,
    /// When it happened, where the claim says so.
    pub time: Option<Time>,
}

/// A claim that was found.
#[derive(Clone, Debug, Deserialize)]
pub struct PredictedClaim {
    /// The document's name.
    pub document: String,
    /// What the claim is that.
    pub kind: String,
    /// Stated as so, as not so, or hedged.
    pub polarity: Option<String>,
    /// Whose words these are.
    pub voice: Option<String>,
    /// Where the words stand.
    pub quote: Quote,
    /// Who makes it.
    pub speaker: Option<Speaker>,
    /// Whose trouble it is.
    pub subject: Option<Name>,
    /// The thing blamed, those hit, the other side.
    pub objects: Option<Vec<Name>>,
    /// The mechanism, for causes.
    pub cause_kind: Option<String>,
    /// When it happened.
    pub event_time: Option<Time>,
}

/// Where words stand, in Unicode scalar values of the text, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Quote {
    /// The first character.
    pub start: u32,
    /// The one after the last.
    pub end: u32,
}

/// Who makes a claim; both null for the text's own voice.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Speaker {
    /// The person.
    pub name: Option<String>,
    /// The organisation spoken for.
    pub org: Option<String>,
}

/// A name, alone or in an object.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// The words alone.
    Words(String),
    /// The words under one of these keys.
    Object {
        /// As `extract` prints it.
        text: Option<String>,
        /// The next best.
        entity: Option<String>,
        /// The last.
        name: Option<String>,
    },
}

impl Name {
    /// The words; empty where there are none.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Words(words) => words,
            Self::Object { text, entity, name } => {
                let given = [text, entity, name].into_iter().flatten();
                given
                    .map(String::as_str)
                    .find(|words| !words.is_empty())
                    .unwrap_or_default()
            }
        }
    }
}

/// When something happened, as far as scored.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Time {
    /// The beginning: a date, or a date and time that begins with one.
    pub start: Option<String>,
}

/// A line that is not what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for BadLine {}

/// Reads one JSON object a line; blank lines are passed over.
///
/// # Errors
/// The first line that is no such object.
pub fn json_lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, BadLine> {
    let lines = text.split('\n').enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| BadLine {
                line: at + 1,
                why: reason(&error),
            })
        })
        .collect()
}

/// What serde says, its "at line 1" left out: the line is one of many here.
fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    match words.rsplit_once(" at line ") {
        Some((what, _)) => format!("{what} (column {})", error.column()),
        None => words,
    }
}

/// A text with one character for every line end, as a text file is read elsewhere too: offsets of
/// annotated texts count so.
#[must_use]
pub fn one_newline(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_line_is_named() {
        let read = |text: &str| json_lines::<AnnotatedDocument>(text);
        let good = r#"{"doc": "a", "claims": []}"#;
        assert_eq!(read(&format!("{good}\n \n\n{good}\n")).unwrap().len(), 2);
        let bad = read(&format!("{good}\n\nno JSON\n")).unwrap_err();
        assert_eq!(bad.line, 3);
        assert_eq!(bad.why, "expected ident (column 2)");
        let lacking = read(r#"{"doc": "a"}"#).unwrap_err().to_string();
        assert!(
            lacking.starts_with("line 1: missing field `claims`"),
            "{lacking}"
        );
    }

    #[test]
    fn the_first_name_that_says_something_counts() {
        let words = |json: &str| {
            serde_json::from_str::<Name>(json)
                .unwrap()
                .words()
                .to_owned()
        };
        assert_eq!(words(r#""Halyard""#), "Halyard");
        assert_eq!(words(r#"{"text": "Halyard", "party": null}"#), "Halyard");
        assert_eq!(words(r#"{"text": "", "entity": null, "name": "H"}"#), "H");
        assert_eq!(words("{}"), "");
    }

    #[test]
    fn line_ends_are_one_character() {
        assert_eq!(one_newline("a\r\nb\rc\nd\r\r\n"), "a\nb\nc\nd\n\n");
        assert!(matches!(one_newline("a\nb"), Cow::Borrowed(_)));
    }
}
