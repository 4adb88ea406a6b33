//! Where prediction and annotation part: one line each.

use std::fmt;

use serde::Serialize;

use crate::{attributes::Attribute, unicode::is_printable};

/// A claim that is not as annotated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "lowercase")]
pub enum Fault {
    /// Found with its kind, but some attribute is wrong.
    Wrong {
        /// The document.
        document: String,
        /// The annotated claim.
        id: String,
        /// Its kind.
        kind: String,
        /// What is wrong.
        attributes: Vec<Attribute>,
    },
    /// Annotated, not found with its kind.
    Missed {
        /// The document.
        document: String,
        /// The annotated claim.
        id: String,
        /// Its kind.
        kind: String,
        /// Its polarity.
        polarity: String,
        /// Its words.
        anchor: String,
    },
    /// Found, but not annotated with this kind.
    Spurious {
        /// The document.
        document: String,
        /// The kind that was found.
        kind: String,
        /// The polarity that was found.
        polarity: Option<String>,
        /// The words, or the beginning of many.
        words: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong {
                document,
                id,
                kind,
                attributes,
            } => {
                let names: Vec<&str> = attributes.iter().map(|a| a.as_str()).collect();
                write!(f, "~ {document}#{id} {kind}: wrong {}", names.join(", "))
            }
            Self::Missed {
                document,
                id,
                kind,
                polarity,
                anchor,
            } => write!(f, "- {document}#{id} {kind}/{polarity}: {anchor}"),
            Self::Spurious {
                document,
                kind,
                polarity,
                words,
            } => {
                let polarity = polarity.as_deref().unwrap_or("None");
                write!(f, "+ {document} {kind}/{polarity}: {}", quoted(words))
            }
        }
    }
}

/// Words in quotation marks, on one line, what does not show as an escape; as Python's `repr`
/// writes them, so that two scorers' lists can be compared.
fn quoted(words: &str) -> String {
    let mark = if words.contains('\'') && !words.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut text = String::from(mark);
    for c in words.chars() {
        match c {
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\\' => text.push_str("\\\\"),
            _ if c == mark => text.extend(['\\', c]),
            _ if is_printable(c) => text.push(c),
            _ => text.push_str(&match u32::from(c) {
                code @ ..=0xff => format!("\\x{code:02x}"),
                code @ ..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    text.push(mark);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_on_one_line() {
        for (words, expected) in [
            ("it is up", "'it is up'"),
            ("it's up", "\"it's up\""),
            ("it's \"up\"", "'it\\'s \"up\"'"),
            ("“up”\nhere\t\\", "'“up”\\nhere\\t\\\\'"),
            (
                "a\u{a0}b\u{200b}c\u{1f}\u{e0001}",
                "'a\\xa0b\\u200bc\\x1f\\U000e0001'",
            ),
            ("", "''"),
        ] {
            assert_eq!(quoted(words), expected);
        }
    }

    #[test]
    fn a_fault_is_one_line() {
        let wrong = Fault::Wrong {
            document: "d".into(),
            id: "c1".into(),
            kind: "outage".into(),
            attributes: vec![Attribute::Voice, Attribute::SpeakerName],
        };
        assert_eq!(
            wrong.to_string(),
            "~ d#c1 outage: wrong voice, speaker_name"
        );
        let json = serde_json::to_value(&wrong).expect("JSON");
        assert_eq!(json["fault"], "wrong");
        assert_eq!(json["attributes"][1], "speaker_name");
        let spurious = Fault::Spurious {
            document: "d".into(),
            kind: "scope".into(),
            polarity: None,
            words: "x".into(),
        };
        assert_eq!(spurious.to_string(), "+ d scope/None: 'x'");
    }
}
