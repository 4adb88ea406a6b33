//! The noun phrases around a claim: names, and nouns with what describes them, read off the parse.

use std::ops::Range;

use backpedal_language::{Reading, Word};

use crate::{analysis::Analysis, structure::EntityKind};

/// A noun phrase.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The words to show.
    pub(super) range: Range<usize>,
    /// The governing word, where the text was parsed.
    pub(super) head: Option<usize>,
    /// Who or what is named.
    pub(super) entity: Option<usize>,
}

/// Nouns that only count or part what follows: "a pair of switches".
const PARTS: &[&str] = &[
    "pair",
    "number",
    "series",
    "set",
    "kind",
    "sort",
    "piece",
    "one",
    "some",
    "lot",
    "bit",
    "couple",
    "dozen",
    "dozens",
    "hundreds",
    "thousands",
    "all",
    "part",
    "handful",
    "majority",
    "most",
    "both",
    "two",
    "three",
    "type",
    "group",
    "case",
    "many",
    "several",
    "few",
    "result",
    "combination",
    "string",
    "form",
];

/// The noun phrases of a sentence, in the order of the text.
pub(super) fn phrases(analysis: &Analysis<'_>, sentence: usize) -> Vec<Phrase> {
    let range = &analysis.sentences[sentence].range;
    let reading = analysis.reading(sentence);
    let words = 0..reading.words.len();
    let mut found: Vec<Phrase> = Vec::new();
    for mention in analysis.names.within(range) {
        let head = words.clone().filter(|word| {
            let word = &reading.words[*word];
            word.range.start < mention.range.end && mention.range.start < word.range.end
        });
        let inside: Vec<usize> = head.collect();
        let top = inside.iter().copied().find(|word| {
            reading.words[*word]
                .head
                .is_none_or(|head| !inside.contains(&head))
        });
        found.push(Phrase {
            range: mention.range.clone(),
            head: top,
            entity: Some(mention.entity),
        });
    }
    for word in words {
        let this = &reading.words[word];
        if !matches!(this.upos, "NOUN" | "PROPN")
            || matches!(this.relation, "compound" | "flat" | "fixed")
        {
            continue;
        }
        let low = analysis.text.low(&this.range);
        if PARTS.contains(&low) && parted(reading, word) || low.len() < 2 {
            continue;
        }
        if found
            .iter()
            .any(|phrase| phrase.range.contains(&this.range.start))
        {
            continue;
        }
        found.push(Phrase {
            range: extent(reading, word),
            head: Some(word),
            entity: None,
        });
    }
    found.sort_by_key(|phrase| phrase.range.start);
    found
}

/// Whether "of" and a noun follow.
fn parted(reading: &Reading, word: usize) -> bool {
    let near = reading.words.iter().skip(word + 1).take(8);
    near.clone()
        .any(|child| child.head == Some(word) && child.relation.starts_with("nmod"))
}

/// The noun with the adjectives and nouns directly before it.
fn extent(reading: &Reading, word: usize) -> Range<usize> {
    let end = reading.words[word].range.end;
    let mut start = reading.words[word].range.start;
    for before in (0..word).rev() {
        let other: &Word = &reading.words[before];
        let near = start - other.range.end.min(start) <= 1;
        let fits = matches!(other.relation, "compound" | "amod" | "punct" | "flat")
            && matches!(other.upos, "NOUN" | "PROPN" | "ADJ" | "VERB" | "PUNCT");
        let hyphen = other.upos != "PUNCT" || other.range.len() == 1 && start == other.range.end;
        if !near || !fits || !hyphen || other.head.is_none_or(|head| head > word) {
            break;
        }
        start = other.range.start;
    }
    start..end
}

/// The second of "A and B" stands where the first does: the first.
fn first_of(reading: &Reading, word: usize) -> usize {
    let mut at = word;
    for _ in 0..3 {
        let word = &reading.words[at];
        match word
            .head
            .filter(|_| matches!(word.relation, "conj" | "appos"))
        {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The relation of a phrase to its governor, with the preposition: "obl:by".
pub(super) fn relation(analysis: &Analysis<'_>, reading: &Reading, phrase: &Phrase) -> String {
    let Some(head) = phrase.head else {
        return "none".to_owned();
    };
    let at = first_of(reading, head);
    let word = &reading.words[at];
    let case = children(reading, at).find(|child| reading.words[*child].relation == "case");
    let case = case.map(|case| analysis.text.low(&reading.words[case].range).to_owned());
    match case {
        Some(case) if case != "'s" => format!("{}:{case}", word.relation),
        _ => word.relation.to_owned(),
    }
}

/// The word that governs a phrase, past coordination.
pub(super) fn governor(reading: &Reading, phrase: &Phrase) -> Option<usize> {
    reading.words[first_of(reading, phrase.head?)].head
}

/// The words that a word governs, near it.
pub(super) fn children(reading: &Reading, word: usize) -> impl Iterator<Item = usize> + '_ {
    const NEAR: usize = 12;
    let from = word.saturating_sub(NEAR);
    let to = (word + NEAR).min(reading.words.len());
    (from..to).filter(move |child| reading.words[*child].head == Some(word))
}

/// The phrases joined to one by "and" or a comma.
pub(super) fn joined(reading: &Reading, phrases: &[Phrase], first: usize) -> Vec<usize> {
    let Some(head) = phrases[first].head else {
        return Vec::new();
    };
    let with = |number: &usize| {
        let other = phrases[*number].head.filter(|other| *other != head);
        other.is_some_and(|other| {
            let word = &reading.words[other];
            word.relation == "conj" && word.head == Some(head)
        })
    };
    (0..phrases.len()).filter(with).collect()
}

/// What a phrase is.
pub(super) fn sort(analysis: &Analysis<'_>, phrase: &Phrase) -> &'static str {
    match phrase
        .entity
        .map(|entity| analysis.names.entities[entity].kind)
    {
        Some(EntityKind::Org) => "org",
        Some(EntityKind::Place) => "place",
        Some(EntityKind::Person) => "person",
        None => "noun",
    }
}

/// The words of a phrase as they are shown.
pub(super) fn name(analysis: &Analysis<'_>, phrase: &Phrase) -> String {
    match phrase.entity {
        Some(entity) => analysis.names.entities[entity].name.clone(),
        None => analysis
            .text
            .words(analysis.original, &phrase.range)
            .to_owned(),
    }
}
