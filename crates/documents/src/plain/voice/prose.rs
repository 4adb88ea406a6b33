//! Counts over the running text outside quotation marks: persons of the verbs, attributions, and
//! what is told of each name.

use super::runs;

/// What the running text tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Prose {
    /// Words outside quotation marks.
    pub(super) words: usize,
    /// Words inside.
    pub(super) quoted: usize,
    /// "We", "our", "us".
    pub(super) we: usize,
    /// "I", "my", "me".
    pub(super) i: usize,
    /// "You", "your".
    pub(super) you: usize,
    /// Verbs and nouns of attribution.
    pub(super) told: usize,
    /// Whether the text says itself that it is sorry.
    pub(super) sorry: bool,
    /// The text outside quotation marks, unchanged and in lower case, a line each.
    pub(super) lines: Vec<(String, String)>,
    /// Words written with a capital after "the".
    pub(super) titled: Vec<String>,
}

/// What is told of one name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// How often it is named.
    pub(super) count: usize,
    /// How often it is told to have said something.
    pub(super) says: usize,
    /// How often it does what only senders write of themselves: "X regrets", "X will contact".
    pub(super) acts: usize,
    /// How often it says something "today".
    pub(super) today: usize,
    /// Whether it is the first name of the first long line.
    pub(super) lead: bool,
}

const WE: &[&str] = &[
    "we",
    "our",
    "us",
    "ours",
    "we're",
    "we've",
    "we'll",
    "we'd",
    "ourselves",
];
const I: &[&str] = &["i", "my", "me", "i'm", "i've", "i'd", "i'll", "mine"];
const YOU: &[&str] = &["you", "your", "you're", "yours", "you've", "you'll"];
const TOLD: &[&str] = &[
    "said",
    "says",
    "told",
    "according",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "added",
    "denied",
    "admitted",
    "insisted",
    "claimed",
    "tweeted",
    "blamed",
    "conceded",
    "asked",
    "replied",
];
const SAYS: &[&str] = &[
    "said",
    "says",
    "told",
    "denied",
    "denies",
    "admitted",
    "blamed",
    "insisted",
    "claims",
    "claimed",
    "confirmed",
    "spokesman",
    "spokeswoman",
    "spokesperson",
];
const ACTS: &[&str] = &[
    "regrets",
    "apologises",
    "apologizes",
    "apologised",
    "thanks",
    "understands",
    "reminds",
    "advises",
    "wishes",
    "will",
    "today",
    "has",
    "customers",
    "is",
    "reports",
    "announces",
];
/// A line of running text has at least so many characters (policy).
const LONG: usize = 100;

impl Prose {
    /// Reads the lines of a text once.
    pub(super) fn new(filled: &[&str]) -> Self {
        let mut found = Self::default();
        for line in filled {
            let (outside, quoted) = unquoted(line);
            found.quoted += quoted;
            let low = outside.to_lowercase().replace('’', "'");
            let mut the = false;
            for (word, raw) in low.split_whitespace().zip(outside.split_whitespace()) {
                let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
                found.words += 1;
                found.we += usize::from(WE.contains(&bare));
                found.i += usize::from(I.contains(&bare));
                found.you += usize::from(YOU.contains(&bare));
                found.told += usize::from(TOLD.contains(&bare));
                found.sorry |= bare == "apologise"
                    || bare == "apologize"
                    || bare == "regrets"
                    || bare == "apologises"
                    || bare == "sorry" && low.contains("we");
                if the && raw.starts_with(char::is_uppercase) {
                    found.titled.push(bare.to_owned());
                }
                the = bare == "the";
            }
            found.lines.push((outside, low));
        }
        found
    }

    /// What is told of a name in lower case.
    pub(super) fn of(&self, name: &str) -> Told {
        let mut told = Told::default();
        let first = self.lines.iter().position(|(_, low)| low.len() >= LONG);
        for (number, (_, low)) in self.lines.iter().enumerate() {
            let mut from = 0;
            while let Some(at) = low.get(from..).and_then(|rest| runs::word_at(rest, name)) {
                let end = from + at + name.len();
                told.count += 1;
                let rest = low.get(end..).unwrap_or_default();
                let mut next = rest
                    .split_whitespace()
                    .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
                let words: [&str; 3] = [
                    next.next().unwrap_or_default(),
                    next.next().unwrap_or_default(),
                    next.next().unwrap_or_default(),
                ];
                let joined = rest.starts_with(' ');
                told.acts += usize::from(joined && ACTS.contains(&words[0]));
                let near: String = rest.chars().take(60).collect();
                let says_today = near.contains("today")
                    && ["said", "announced", "reported", "issued", "confirmed"]
                        .iter()
                        .any(|w| near.contains(w));
                let says = joined && words.iter().take(2).any(|w| SAYS.contains(w));
                told.says += usize::from(says && !says_today);
                told.today += usize::from(
                    says_today
                        || joined && matches!(words[0], "announced" | "announces" | "reports"),
                );
                told.lead |= first == Some(number) && from == 0 && at < LONG;
                from = end;
            }
        }
        told
    }

    /// Whether the text has the word in lower case, too.
    pub(super) fn has_lower(&self, name: &str) -> bool {
        self.lines
            .iter()
            .any(|(raw, _)| runs::word_at(raw, name).is_some())
    }

    /// How often the name stands inside a sentence, where only names have capitals.
    pub(super) fn inside(&self, name: &str) -> usize {
        let count = |line: &str| {
            let places = line
                .match_indices(name)
                .map(|(at, _)| line[..at].trim_end());
            places
                .filter(|before| before.ends_with(|c: char| c.is_lowercase() || c == ','))
                .count()
        };
        self.lines.iter().map(|(raw, _)| count(raw)).sum()
    }

    /// "The Board has …": the last word of the name stands for it, with a capital.
    pub(super) fn calls_itself(&self, name: &str) -> bool {
        const OFTEN: usize = 2;
        let words: Vec<&str> = name.split_whitespace().filter(|w| w.len() > 3).collect();
        let many = name.contains(' ');
        many && words
            .iter()
            .any(|word| self.titled.iter().filter(|t| t == word).count() >= OFTEN)
    }
}

/// A line without what stands in quotation marks, and how many words stood there.
fn unquoted(line: &str) -> (String, usize) {
    let mut outside = String::with_capacity(line.len());
    let mut quoted = String::new();
    let mut open = false;
    for c in line.chars() {
        match c {
            '“' => open = true,
            '”' => open = false,
            '"' => open = !open,
            _ if open => quoted.push(c),
            _ => outside.push(c),
        }
    }
    (outside, quoted.split_whitespace().count())
}
