//! What makes a lemma of a word: its letter case, and another ending.

/// What becomes of the letter case.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Letters {
    /// All small.
    Small,
    /// As written.
    Kept,
    /// The first as written, the others small.
    First,
    /// The first of the lemma is a capital though the word has none: "i", "me", "monday".
    Raised,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Shape {
    /// Without capitals.
    Small,
    /// With a capital first and small letters after it.
    Capital,
    /// In up to four capitals, as acronyms are.
    Acronym,
    /// In more capitals: shouted, most often.
    Capitals,
    /// With capitals and small letters in another order: "APIs", "McDonald".
    Mixed,
}

impl Shape {
    /// How a word is written.
    #[must_use]
    pub fn of(form: &str) -> Self {
        let count = |of: fn(char) -> bool| form.chars().filter(|c| of(*c)).count();
        let (large, small) = (count(char::is_uppercase), count(char::is_lowercase));
        let first = form.starts_with(char::is_uppercase);
        match (large, small) {
            (0, _) => Self::Small,
            (1, _) if first => Self::Capital,
            (2..=4, 0) => Self::Acronym,
            (_, 0) => Self::Capitals,
            _ => Self::Mixed,
        }
    }

    /// Its sign in the table.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Small => 'x',
            Self::Capital => 'X',
            Self::Acronym => 'A',
            Self::Capitals => 'C',
            Self::Mixed => 'M',
        }
    }
}

/// What becomes of a word's end.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Edit {
    /// How many characters go.
    pub cut: usize,
    /// What comes instead.
    pub add: String,
}

impl Edit {
    /// The shortest edit that makes a lemma of a form, both in small letters.
    #[must_use]
    pub fn between(form: &str, lemma: &str) -> Self {
        let pairs = form.chars().zip(lemma.chars());
        let same = pairs.take_while(|(a, b)| a == b).count();
        Self {
            cut: form.chars().count() - same,
            add: lemma.chars().skip(same).collect(),
        }
    }

    /// The lemma of a form; the form itself where nothing would be left of it.
    #[must_use]
    pub fn apply(&self, form: &str) -> String {
        let count = form.chars().count();
        if count < self.cut || count == self.cut && self.add.is_empty() {
            return form.to_owned();
        }
        let kept = form.chars().take(count - self.cut);
        kept.chain(self.add.chars()).collect()
    }

    /// Reads an edit as the table writes it: "2y" cuts two characters and adds "y".
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (cut, add) = text.split_once('|')?;
        Some(Self {
            cut: cut.parse().ok()?,
            add: add.to_owned(),
        })
    }

    /// Writes an edit for the table.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{}|{}", self.cut, self.add)
    }
}

impl Letters {
    /// A form in this case.
    #[must_use]
    pub fn apply(self, form: &str) -> String {
        match self {
            Self::Small | Self::Raised => form.to_lowercase(),
            Self::Kept => form.to_owned(),
            Self::First => {
                let mut letters = form.chars();
                let first = letters.next();
                let rest = letters.flat_map(char::to_lowercase);
                first.into_iter().chain(rest).collect()
            }
        }
    }

    /// The case that a lemma has kept of its form: small letters if nothing tells.
    #[must_use]
    pub fn between(form: &str, lemma: &str) -> Self {
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        if capital(lemma) && form.starts_with(char::is_lowercase) {
            return Self::Raised;
        }
        let agree = |letters: Self| {
            let cased = letters.apply(form);
            cased
                .chars()
                .zip(lemma.chars())
                .take_while(|(a, b)| a == b)
                .count()
        };
        // The smallest change of equals.
        let all = [Self::Small, Self::First, Self::Kept];
        let most = all
            .iter()
            .map(|letters| agree(*letters))
            .max()
            .unwrap_or_default();
        all.into_iter()
            .find(|letters| agree(*letters) == most)
            .unwrap_or(Self::Small)
    }

    /// A lemma, made from a form in this case, as it is written.
    #[must_use]
    pub fn finish(self, lemma: String) -> String {
        let mut letters = lemma.chars();
        match letters.next() {
            Some(first) if self == Self::Raised => first.to_uppercase().chain(letters).collect(),
            _ => lemma,
        }
    }

    /// Reads a case as the table writes it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "s" => Some(Self::Small),
            "k" => Some(Self::Kept),
            "f" => Some(Self::First),
            "r" => Some(Self::Raised),
            _ => None,
        }
    }

    /// Writes a case for the table.
    #[must_use]
    pub fn write(self) -> &'static str {
        match self {
            Self::Small => "s",
            Self::Kept => "k",
            Self::First => "f",
            Self::Raised => "r",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_make_what_they_were_taken_from() {
        for (form, lemma) in [
            ("carried", "carry"),
            ("went", "go"),
            ("cats", "cat"),
            ("x", "x"),
        ] {
            let edit = Edit::between(form, lemma);
            assert_eq!(edit.apply(form), lemma);
            assert_eq!(Edit::read(&edit.write()), Some(edit));
        }
    }

    #[test]
    fn letter_case_is_kept_only_where_the_lemma_keeps_it() {
        assert_eq!(Letters::between("Cats", "cat"), Letters::Small);
        assert_eq!(Letters::between("LONDON", "London"), Letters::First);
        assert_eq!(Letters::between("TVs", "TV"), Letters::Kept);
        assert_eq!(Letters::between("Were", "be"), Letters::Small);
    }

    #[test]
    fn a_word_never_becomes_nothing() {
        let edit = Edit::between("cats", "cat");
        assert_eq!(edit.apply("s"), "s");
        assert_eq!(edit.apply(""), "");
    }
}
