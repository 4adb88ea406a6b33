//! Names as far as the case resolves them, and when two of them mean the same.

use backpedal_model::{Claim, Mention, PartyId, Resolution};
use jiff::civil::Date;

use crate::{
    Facts,
    words::{self, tokens},
};

/// What a name can be looked up by: a party, or the telling words. Names that mean the same share
/// a key; names that share a key need not mean the same ([`Name::same`] decides).
pub(crate) type Key = String;

/// A name of a text: the party it leads to, or its telling words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) party: Option<PartyId>,
    words: Vec<String>,
}

impl Name {
    pub(crate) fn new(text: &str, party: Option<PartyId>) -> Self {
        Self {
            text: text.to_owned(),
            party,
            words: telling(text),
        }
    }

    /// A name that the person cut off from all parties: it means the same as itself only, and not
    /// as the same words elsewhere.
    pub(crate) fn nowhere(text: &str) -> Self {
        let mut name = Self::new(text, None);
        name.words.insert(0, "≠".to_owned());
        name
    }

    /// Whether both mean the same: the same party, or, where one does not resolve, the same
    /// telling words.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (&self.party, &other.party) {
            (Some(a), Some(b)) => a == b,
            _ => !self.words.is_empty() && self.words == other.words,
        }
    }

    /// The keys under which the name is found, the surest first.
    pub(crate) fn keys(&self) -> Vec<Key> {
        let party = self.party.as_ref().map(|party| format!("party {party}"));
        let words = (!self.words.is_empty()).then(|| self.words.join(" "));
        party.into_iter().chain(words).collect()
    }

    /// Whether the last words agree: "an attack", "a denial-of-service attack". For things, not
    /// for parties.
    pub(crate) fn same_thing(&self, other: &Self) -> bool {
        self.same(other)
            || (self.party.is_none()
                && other.party.is_none()
                && self.words.last().is_some()
                && self.words.last() == other.words.last())
    }
}

impl Name {
    /// Whether a telling word stands in both, singular and plural alike: "a fault on the submarine
    /// cable", "any cable fault". For things of one kind, not for parties.
    pub(crate) fn shares_a_word(&self, other: &Self) -> bool {
        let stem = |word: &String| word.trim_end_matches('s').to_owned();
        let long = |word: &&String| word.chars().count() > 3;
        self.words
            .iter()
            .filter(long)
            .any(|word| other.words.iter().any(|theirs| stem(word) == stem(theirs)))
    }
}

/// The words of a name without articles, possessives, legal forms and words of the trade.
fn telling(text: &str) -> Vec<String> {
    let mut words: Vec<String> = tokens(text)
        .into_iter()
        .map(|word| word.strip_suffix("'s").unwrap_or(&word).to_owned())
        .filter(|word| !matches!(word.as_str(), "the" | "a" | "an"))
        .collect();
    while words.len() > 1 && words.last().is_some_and(|word| words::FIRM.found_in(word)) {
        words.pop();
    }
    words
}

/// The names that a mention of a claim holds: one, or the members of a list.
pub(crate) fn names(facts: &Facts<'_>, claim: &Claim, mention: &Mention, on: Date) -> Vec<Name> {
    if facts.settled.leads_nowhere(&claim.id, &mention.text) {
        return vec![Name::nowhere(&mention.text)];
    }
    if mention.party.is_some() {
        return vec![Name::new(&mention.text, mention.party.clone())];
    }
    let resolve = |text: &str| facts.case.parties.resolve(text, Some(on));
    if !matches!(resolve(&mention.text), Resolution::Unknown) {
        return vec![Name::new(&mention.text, resolve(&mention.text).one())];
    }
    pieces(&mention.text)
        .into_iter()
        .map(|piece| Name::new(piece, resolve(piece).one()))
        .collect()
}

/// The members of a list: "Arran, Brae & Carrick".
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    text.split([',', ';'])
        .flat_map(|piece| piece.split(" & "))
        .flat_map(|piece| piece.split(" and "))
        .map(|piece| piece.trim().trim_start_matches("and ").trim())
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Whether any name of the one list means the same as any of the other.
pub(crate) fn share(a: &[Name], b: &[Name]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.same(y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_trade_do_not_tell_one_firm_from_another() {
        let same = |a: &str, b: &str| Name::new(a, None).same(&Name::new(b, None));
        assert!(same("Juniper Hollow", "Juniper Hollow Networks Inc."));
        assert!(same("the Aldgate Exchange", "Aldgate’s"));
        assert!(!same("Aldgate Telephone", "Aldgate Courier"));
        assert!(!same("", ""));
        assert!(!same("Networks", "Telecom"));
    }

    #[test]
    fn a_list_is_taken_apart() {
        assert_eq!(
            pieces("Arran, Brae & Carrick"),
            ["Arran", "Brae", "Carrick"]
        );
        assert_eq!(
            pieces("Arran, Brae, and Carrick"),
            ["Arran", "Brae", "Carrick"]
        );
    }
}
