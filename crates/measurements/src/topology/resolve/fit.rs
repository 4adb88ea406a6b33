//! How well a name fits what a file calls an AS or its holder.

use backpedal_model::name_key;
use serde::Serialize;

/// How well a name fits, best first. Compared are whole words, without case, punctuation and legal
/// forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// It is the name.
    Whole,
    /// The name begins with it: "Halyard" and "Halyard Networks Inc."
    Begins,
    /// It stands inside: "Halyard" and "Pontoon d/b/a Halyard Voice".
    Within,
}

/// The words of a name by which it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn new(name: &str) -> Self {
        let key = name_key(name);
        let words = key.split(|c: char| !c.is_alphanumeric());
        Self(words.filter(|w| !w.is_empty()).map(str::to_owned).collect())
    }

    /// How well these words fit a longer name.
    pub(super) fn fit(&self, name: &Self) -> Option<Fit> {
        let (own, all) = (&self.0, &name.0);
        if own.is_empty() || own.len() > all.len() {
            None
        } else if own == all {
            Some(Fit::Whole)
        } else if all.starts_with(own) {
            Some(Fit::Begins)
        } else {
            let inside = all.windows(own.len()).any(|part| part == own.as_slice());
            inside.then_some(Fit::Within)
        }
    }
}

/// An AS name as lists print it, `HANDLE - Holder, CC` or `HANDLE Holder, CC`, in its parts.
pub(super) struct AsName<'a> {
    pub(super) handle: &'a str,
    /// The holder, where the list has it.
    pub(super) holder: Option<&'a str>,
}

impl<'a> AsName<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.trim();
        let country = |tail: &str| tail.len() == 2 && tail.bytes().all(|b| b.is_ascii_uppercase());
        let text = match text.rsplit_once(", ") {
            Some((name, tail)) if country(tail) => name,
            _ => text,
        };
        if let Some((handle, holder)) = text.split_once(" - ") {
            let holder = Some(holder.trim()).filter(|holder| !holder.is_empty());
            return Self { handle, holder };
        }
        let sign = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "-_.".contains(c);
        match text.split_once(' ') {
            Some((handle, holder)) if handle.chars().all(sign) => Self {
                handle,
                holder: Some(holder.trim()),
            },
            _ => Self {
                handle: text,
                holder: None,
            },
        }
    }

    /// The words of the handle, of the holder, and of both.
    pub(super) fn words(&self) -> Vec<Words> {
        let handle = Words::new(&self.handle.replace('_', " "));
        match self.holder {
            Some(holder) => vec![Words::new(holder), handle],
            None => vec![handle],
        }
    }
}

/// The best fit of any of some names to any of the words.
pub(super) fn best(names: &[Words], words: &[Words]) -> Option<Fit> {
    let fits = names
        .iter()
        .flat_map(|name| words.iter().map(|words| name.fit(words)));
    fits.flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(name: &str, of: &str) -> Option<Fit> {
        best(&[Words::new(name)], &AsName::new(of).words())
    }

    #[test]
    fn whole_words_are_compared_and_never_parts() {
        let cases = [
            ("Halyard", "HALYARD", Some(Fit::Whole)),
            ("Halyard", "HAL-1 - Halyard, Inc., US", Some(Fit::Whole)),
            (
                "Halyard Inc.",
                "HAL-1 Halyard Corporation, US",
                Some(Fit::Whole),
            ),
            (
                "Halyard",
                "HALYARD-BLK2 - Halyard Network Services Corporation, US",
                Some(Fit::Begins),
            ),
            (
                "halyard",
                "PONT Pontoon, Inc. d/b/a Halyard Voice, US",
                Some(Fit::Within),
            ),
            (
                "TM",
                "TM-NET TM Net, Internet Services, MY",
                Some(Fit::Begins),
            ),
            (
                "T-Heron",
                "T-HERON-AS64500 - T-Heron Inc, US",
                Some(Fit::Whole),
            ),
            // Part of a word is another word.
            ("TM", "TMNET-AS Tmnet Services, MY", None),
            ("Halyards", "HALYARD", None),
            ("Halyard Voice", "HALYARD", None),
            // The country is no part of the name.
            ("US", "HALYARD - Halyard Inc, US", None),
            ("", "HALYARD", None),
        ];
        for (name, of, expected) in cases {
            assert_eq!(fit(name, of), expected, "{name} in {of}");
        }
    }
}
