//! Word lists, one entry a line in `data/`.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _, HashSet};

/// Words with the form under which they count.
pub(crate) struct Forms(HashMap<&'static str, &'static str>);

impl Forms {
    /// The form of a word in lower case.
    pub(crate) fn of(&self, word: &str) -> Option<&'static str> {
        self.0.get(word).copied()
    }
}

/// Words without form.
pub(crate) struct Set(HashSet<&'static str>);

impl Set {
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// Phrases in lower case.
pub(crate) struct Phrases(Vec<&'static str>);

impl Phrases {
    /// Whether the text, in lower case, begins with one, at the end of a word.
    pub(crate) fn begin(&self, text: &str) -> bool {
        self.0.iter().any(|phrase| {
            let rest = text.strip_prefix(phrase);
            let whole = !phrase.ends_with(char::is_alphanumeric);
            rest.is_some_and(|rest| whole || !rest.starts_with(char::is_alphanumeric))
        })
    }

    /// How many of them stand in the text, in lower case, as whole words.
    pub(crate) fn count(&self, text: &str) -> usize {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let stands = |phrase: &&&str| {
            text.match_indices(**phrase).any(|(at, found)| {
                let before = text[..at].chars().next_back();
                let after = text[at + found.len()..].chars().next();
                !word(before) && !word(after)
            })
        };
        self.0.iter().filter(stands).count()
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn forms(text: &'static str) -> Forms {
    let mut all = HashMap::new();
    for line in lines(text) {
        let (word, form) = line.split_once(' ').unwrap_or((line, line));
        all.insert(word, form);
    }
    Forms(all)
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident: $kind:ident = $file:literal, $make:expr;)+) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: LazyLock<$kind> = LazyLock::new(|| {
                let make: fn(&'static str) -> $kind = $make;
                make(include_str!(concat!("../data/", $file)))
            });
        )+
    };
}

lists! {
    /// Words that deny.
    NEGATION: Forms = "negation.txt", forms;
    /// Words that give words to somebody.
    CUES: Forms = "cues.txt", forms;
    /// Words that make a statement less or more firm.
    HEDGES: Forms = "hedges.txt", forms;
    /// Number words.
    NUMBERS: Forms = "numbers.txt", forms;
    /// Capitalised words that name nobody.
    NEVER_NAMES: Set = "never-names.txt", |text| Set(lines(text).collect());
    /// Words that carry no sense of a headline.
    STOP_WORDS: Set = "stop-words.txt", |text| Set(lines(text).collect());
    /// What pages count of themselves.
    COUNTERS: Set = "counters.txt", |text| Set(lines(text).collect());
    /// What may stand beside it.
    GLUE: Set = "glue.txt", |text| Set(lines(text).collect());
    /// How a correction note begins.
    CORRECTIONS: Phrases = "corrections.txt", |text| Phrases(lines(text).collect());
    /// How a line about a change begins.
    UPDATES: Phrases = "updates.txt", |text| Phrases(lines(text).collect());
    /// How a line begins that belongs to the page.
    FURNITURE: Phrases = "furniture.txt", |text| Phrases(lines(text).collect());
    /// What a page says that is not there.
    NOT_FOUND: Phrases = "not-found.txt", |text| Phrases(lines(text).collect());
    /// What a page asks before it shows its text.
    CONSENT: Phrases = "consent.txt", |text| Phrases(lines(text).collect());
    /// What a page says where only subscribers read on.
    SUBSCRIBE: Phrases = "subscribe.txt", |text| Phrases(lines(text).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_end_at_the_end_of_a_word() {
        assert!(UPDATES.begin("updated 4 may"));
        assert!(!UPDATES.begin("updatedness is no word"));
        assert!(CORRECTIONS.begin("correction: the number was wrong"));
        assert!(!CORRECTIONS.begin("corrections officers said"));
        assert_eq!(NOT_FOUND.count("error 404: page not found"), 3);
        assert_eq!(NOT_FOUND.count("flight 4045 lands"), 0);
    }

    #[test]
    fn every_list_is_in_lower_case_and_without_doubles() {
        for text in [
            include_str!("../data/cues.txt"),
            include_str!("../data/hedges.txt"),
            include_str!("../data/numbers.txt"),
            include_str!("../data/negation.txt"),
            include_str!("../data/never-names.txt"),
            include_str!("../data/glue.txt"),
        ] {
            let mut words: Vec<&str> = lines(text)
                .map(|line| line.split(' ').next().unwrap_or_default())
                .collect();
            assert!(words.iter().all(|word| word.to_lowercase() == *word));
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), all);
        }
    }
}
