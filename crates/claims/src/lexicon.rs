//! Word lists and patterns. They are data files under `data/`, read once.
//!
//! A word list has one entry a line; `#` starts a comment. A pattern file has lines
//! `name = pattern` (a part to be used as `{name}` in later lines) and
//! `polarity | rule | pattern`. In patterns a blank stands for any run of white space and
//! quotation marks, `{…}` for a named part of the same file or of `data/parts.txt`.

mod needles;

use std::{collections::BTreeMap, sync::OnceLock};

use regex::Regex;

use needles::Needles;

/// The entries of a word list.
pub(crate) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A pattern that finds any entry of a list as whole words, longest first.
pub(crate) fn any_of(list: &'static str) -> Regex {
    let mut words: Vec<&str> = entries(list).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    pattern(&format!("\\b(?:{})\\b", words.join("|")))
}

/// Compiles a pattern of this crate; blanks stand for runs of white space and quotation marks.
pub(crate) fn pattern(text: &str) -> Regex {
    // Patterns are constants of this crate, all compiled by its tests; none comes from outside.
    #[allow(clippy::expect_used)]
    Regex::new(&spaced(text)).expect("a pattern of this crate")
}

/// Blanks reach over marks; letters are those of European languages, because the full Unicode
/// classes make automata ten times as large.
fn spaced(text: &str) -> String {
    text.replace(" ?", "[\\x20\"]*")
        .replace(' ', "[\\x20\"]+")
        .replace("\\w", "[0-9A-Za-z_\\u{c0}-\\u{24f}]")
        .replace("\\d", "[0-9]")
        .replace("\\s", "\\x20")
        .replace("\\b", "(?-u:\\b)")
}

/// One line of a pattern file.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The name that claims carry.
    pub(crate) name: String,
    /// The first field: a polarity, or a class.
    pub(crate) class: String,
    text: String,
    /// Compiled when first asked for: most texts need few of hundreds.
    regex: OnceLock<Regex>,
}

impl Rule {
    /// What it finds.
    pub(crate) fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| pattern(&self.text))
    }
}

/// All patterns of a file.
#[derive(Debug)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    needles: Needles,
}

const PARTS: &str = include_str!("../data/parts.txt");

impl Rules {
    /// Reads a pattern file; `family` comes before each rule's name.
    pub(crate) fn new(family: &str, file: &'static str) -> Self {
        let mut parts = BTreeMap::new();
        let mut rules = Vec::new();
        let mut sources = Vec::new();
        for line in entries(PARTS).chain(entries(file)) {
            if let Some((name, text)) = line.split_once(" = ") {
                let text = filled(text.trim(), &parts);
                parts.insert(name.trim().to_owned(), format!("(?:{text})"));
                continue;
            }
            let mut fields = line.splitn(3, " | ");
            if let (Some(class), Some(name), Some(text)) =
                (fields.next(), fields.next(), fields.next())
            {
                let text = filled(text.trim(), &parts);
                sources.push(spaced(&text));
                rules.push(Rule {
                    name: format!("{family}.{}", name.trim()),
                    class: class.trim().to_owned(),
                    text,
                    regex: OnceLock::new(),
                });
            }
        }
        let needles = Needles::new(&sources);
        if cfg!(test) {
            for rule in &rules {
                rule.regex();
            }
        }
        Self { rules, needles }
    }

    /// The rules that find something in the text, in the order of the file.
    pub(crate) fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Rule> {
        let may = self.needles.may_match(text).into_iter();
        let rules = may.map(|at| &self.rules[at]);
        rules.filter(|rule| rule.regex().is_match(text))
    }
}

fn filled(text: &str, parts: &BTreeMap<String, String>) -> String {
    let mut text = text.to_owned();
    for (name, part) in parts {
        text = text.replace(&format!("{{{name}}}"), part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_and_blanks_reach_over_quotation_marks() {
        let rules = Rules::new(
            "x",
            "noun = link|path\naffirm | down | \\b{noun} was down\\b",
        );
        let hits: Vec<_> = rules.hits("the path was \"down\" today").collect();
        assert_eq!(hits[0].name, "x.down");
        assert_eq!(hits[0].class, "affirm");
        assert_eq!(rules.hits("the bath was down").count(), 0);
    }
}
