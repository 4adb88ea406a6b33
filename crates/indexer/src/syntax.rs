//! What a person types into the search box, as a list of wishes. The syntax is in the crate's
//! documentation.

use backpedal_model::{Moment, Precision};
use jiff::{ToSpan as _, civil::Date};

use crate::{Error, Facet};

/// The longest query, in characters (policy).
const LONGEST: usize = 1_000;

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) wish: Wish,
    /// Whether a minus stands before it.
    pub(crate) excluded: bool,
    /// Where it starts, in characters.
    pub(crate) at: usize,
}

/// What a clause asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// A word.
    Word(String),
    /// Words that stand together; the last may be a beginning only.
    Phrase { text: String, prefix: bool },
    /// The beginning of a word.
    Prefix(String),
    /// A value of a facet, or its beginning.
    Field {
        facet: Facet,
        value: String,
        prefix: bool,
    },
    /// Days, inclusive.
    Days {
        from: Option<Date>,
        to: Option<Date>,
    },
}

/// Reads a query.
pub(crate) fn parse(text: &str) -> Result<Vec<Clause>, Error> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > LONGEST {
        let message = format!("it has {} characters, {LONGEST} are read", chars.len());
        return Err(wrong(LONGEST, message, "search for fewer words"));
    }
    let mut reader = Reader {
        chars: &chars,
        at: 0,
    };
    let mut clauses = Vec::new();
    while reader.skip_spaces() {
        clauses.extend(reader.clause()?);
    }
    if clauses.is_empty() && !text.trim().is_empty() {
        let message = format!("{:?} holds no letter and no digit", text.trim());
        return Err(wrong(0, message, "write a word, as in outage"));
    }
    Ok(clauses)
}

pub(crate) fn wrong(at: usize, message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::Syntax {
        at,
        message: message.into(),
        hint: hint.into(),
    }
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Goes to the next clause; `false` at the end.
    fn skip_spaces(&mut self) -> bool {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        self.peek().is_some()
    }

    /// One clause; nothing for punctuation that stands alone.
    fn clause(&mut self) -> Result<Option<Clause>, Error> {
        let at = self.at;
        let excluded = matches!(self.peek(), Some('-' | '−'));
        if excluded {
            self.at += 1;
        }
        let wish = match self.peek() {
            Some(open) if closing(open).is_some() => self.phrase()?,
            _ => self.word_or_field()?,
        };
        Ok(wish.map(|wish| Clause { wish, excluded, at }))
    }

    fn phrase(&mut self) -> Result<Option<Wish>, Error> {
        let text = self.quoted()?;
        let prefix = self.peek() == Some('*');
        if prefix {
            self.at += 1;
        }
        Ok(has_word(&text).then_some(Wish::Phrase { text, prefix }))
    }

    /// The words between quotation marks; the reader stands on the first mark.
    fn quoted(&mut self) -> Result<String, Error> {
        let start = self.at;
        let closing = self.peek().and_then(closing).unwrap_or(&[]);
        let inside = &self.chars[start + 1..];
        let Some(length) = inside.iter().position(|c| closing.contains(c)) else {
            let message = "the quotation mark is never closed";
            return Err(wrong(start, message, "close it, or leave it out"));
        };
        self.at = start + length + 2;
        Ok(inside[..length].iter().collect())
    }

    fn word_or_field(&mut self) -> Result<Option<Wish>, Error> {
        let start = self.at;
        let rest = &self.chars[start..];
        let name: String = rest
            .iter()
            .take_while(|c| c.is_ascii_alphabetic())
            .collect();
        let after = start + name.len();
        let colon = !name.is_empty() && self.chars.get(after) == Some(&':');
        // An address is a word, not a field.
        let address = self.chars[after.min(self.chars.len())..].starts_with(&[':', '/', '/']);
        if colon && !address {
            self.at = after + 1;
            return self.field(&name.to_lowercase(), start).map(Some);
        }
        let text = self.until_space();
        Ok(match text.strip_suffix('*') {
            _ if !has_word(&text) => None,
            Some(beginning) => Some(Wish::Prefix(beginning.to_owned())),
            None => Some(Wish::Word(text)),
        })
    }

    fn until_space(&mut self) -> String {
        let rest = &self.chars[self.at..];
        let text: String = rest.iter().take_while(|c| !c.is_whitespace()).collect();
        self.at += text.chars().count();
        text
    }

    /// A field with its value; the reader stands after the colon.
    fn field(&mut self, name: &str, start: usize) -> Result<Wish, Error> {
        let facet: Option<Facet> = name.parse().ok();
        let known = facet.is_some() || matches!(name, "before" | "after");
        if !known {
            let message = format!("there is no field {name:?}");
            let names: Vec<&str> = Facet::ALL.iter().map(|facet| facet.as_str()).collect();
            let hint = format!(
                "use one of {}, before, after; or put quotation marks around words with a colon",
                names.join(", ")
            );
            return Err(wrong(start, message, hint));
        }
        let at = self.at;
        let quoted = self.peek().is_some_and(|c| closing(c).is_some());
        let value = if quoted {
            self.quoted()?
        } else {
            self.until_space()
        };
        let (value, prefix) = match value.strip_suffix('*') {
            Some(beginning) if !quoted => (beginning.to_owned(), true),
            _ => (value, false),
        };
        if !has_word(&value) {
            let message = format!("nothing follows {name}:");
            let example = if matches!(facet, None | Some(Facet::Date)) {
                "2009-04-13"
            } else {
                "name"
            };
            return Err(wrong(
                at,
                message,
                format!("write a value without a space, as in {name}:{example}"),
            ));
        }
        match facet {
            Some(Facet::Date) => days(&value, at),
            Some(facet) => Ok(Wish::Field {
                facet,
                value,
                prefix,
            }),
            None => {
                let (first, last) = day_range(&value, at)?;
                Ok(if name == "before" {
                    Wish::Days {
                        from: None,
                        to: first.checked_sub(1.day()).ok(),
                    }
                } else {
                    Wish::Days {
                        from: last.checked_add(1.day()).ok(),
                        to: None,
                    }
                })
            }
        }
    }
}

/// The marks that close a phrase opened by `open`. Marks pasted from a text count too.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        '“' => Some(&['”', '"', '“']),
        '„' => Some(&['“', '”', '"']),
        '”' => Some(&['”', '"']),
        '«' => Some(&['»']),
        _ => None,
    }
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// The value of `date:`: a day, month or year, or two with `..` between, either may be absent.
fn days(value: &str, at: usize) -> Result<Wish, Error> {
    let Some((from, to)) = value.split_once("..") else {
        let (first, last) = day_range(value, at)?;
        return Ok(Wish::Days {
            from: Some(first),
            to: Some(last),
        });
    };
    let side = |text: &str, offset: usize| match text {
        "" => Ok(None),
        text => day_range(text, at + offset).map(Some),
    };
    let from = side(from, 0)?.map(|(first, _)| first);
    let to = side(to, value.chars().count() - to.chars().count())?.map(|(_, last)| last);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        let hint = "write the earlier day first, as in date:2009-04-13..2009-04-15";
        return Err(wrong(at, "the second day is before the first", hint));
    }
    Ok(Wish::Days { from, to })
}

/// The first and last day of a day, month or year.
fn day_range(text: &str, at: usize) -> Result<(Date, Date), Error> {
    let moment = text
        .parse::<Moment>()
        .ok()
        .filter(|moment| moment.precision() <= Precision::Day);
    let Some(moment) = moment else {
        let message = format!("{text:?} is no day");
        return Err(wrong(at, message, "write 2009-04-13, 2009-04 or 2009"));
    };
    let first = moment.date();
    let last = match moment.precision() {
        Precision::Year => first.last_of_year(),
        Precision::Month => first.last_of_month(),
        _ => first,
    };
    Ok((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The wishes of a query, printed short.
    fn read(text: &str) -> String {
        let clauses = match parse(text) {
            Ok(clauses) => clauses,
            Err(Error::Syntax { at, message, .. }) => return format!("{at}: {message}"),
            Err(error) => return error.to_string(),
        };
        let star = |prefix: bool| if prefix { "*" } else { "" };
        let short = |clause: &Clause| {
            let wish = match &clause.wish {
                Wish::Word(word) => word.clone(),
                Wish::Prefix(word) => format!("{word}*"),
                Wish::Phrase { text, prefix } => format!("[{text}]{}", star(*prefix)),
                Wish::Field {
                    facet,
                    value,
                    prefix,
                } => {
                    format!("{facet}={value}{}", star(*prefix))
                }
                Wish::Days { from, to } => {
                    let show = |day: &Option<Date>| day.map_or_else(String::new, |d| d.to_string());
                    format!("{}~{}", show(from), show(to))
                }
            };
            format!("{}{wish}", if clause.excluded { "-" } else { "" })
        };
        clauses.iter().map(short).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_phrases_and_prefixes() {
        assert_eq!(read(""), "");
        assert_eq!(read("  \t"), "");
        assert_eq!(read("no outage"), "no outage");
        assert_eq!(
            read("\"no outage\" outag* \"no down\"*"),
            "[no outage] outag* [no down]*"
        );
        assert_eq!(
            read("“no outage” „kein Ausfall“ «x»"),
            "[no outage] [kein Ausfall] [x]"
        );
        assert_eq!(read("-outage -\"the attack\""), "-outage -[the attack]");
        assert_eq!(read("a - b"), "a b");
        assert_eq!(
            read("human-error we’re 10.0.0.0/8"),
            "human-error we’re 10.0.0.0/8"
        );
    }

    #[test]
    fn fields() {
        assert_eq!(
            read("party:lindholm -KIND:outage"),
            "party=lindholm -kind=outage"
        );
        assert_eq!(read("speaker:\"Ada Cole\" x"), "speaker=Ada Cole x");
        assert_eq!(read("speaker:col*"), "speaker=col*");
        assert_eq!(
            read("https://a.example/b 08:45"),
            "https://a.example/b 08:45"
        );
    }

    #[test]
    fn days() {
        assert_eq!(read("date:2009-04-13..2009-04-15"), "2009-04-13~2009-04-15");
        assert_eq!(read("date:2009-04"), "2009-04-01~2009-04-30");
        assert_eq!(read("date:2008..2009-02"), "2008-01-01~2009-02-28");
        assert_eq!(
            read("date:2009-04-13.. date:..2009"),
            "2009-04-13~ ~2009-12-31"
        );
        assert_eq!(
            read("before:2009-04 after:2009-04"),
            "~2009-03-31 2009-05-01~"
        );
        assert_eq!(read("-date:2009"), "-2009-01-01~2009-12-31");
    }

    #[test]
    fn mistakes_have_a_place() {
        assert_eq!(read("outage \"no"), "7: the quotation mark is never closed");
        assert_eq!(read("x speeker:cole"), "2: there is no field \"speeker\"");
        assert_eq!(read("party: lindholm"), "6: nothing follows party:");
        assert_eq!(read("date:tomorrow"), "5: \"tomorrow\" is no day");
        assert_eq!(
            read("date:2009-04-13T10:00"),
            "5: \"2009-04-13T10:00\" is no day"
        );
        assert_eq!(read("date:2009..20x9"), "11: \"20x9\" is no day");
        assert_eq!(
            read("date:2010..2009"),
            "5: the second day is before the first"
        );
        assert_eq!(read("?! *"), "0: \"?! *\" holds no letter and no digit");
        assert!(read(&"x".repeat(1_001)).starts_with("1000: it has 1001"));
    }

    #[test]
    fn no_text_is_too_odd() {
        let odd = [
            "-", "\"", "\"\"", ":", "party:\"", "ä:ö", "date:..", "a\u{0}b", "-:*", "“",
        ];
        for text in odd {
            let _ = parse(text);
        }
        assert_eq!(read("ä:ö"), "ä:ö");
    }
}
