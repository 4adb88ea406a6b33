//! What a post shows by itself: its phrases, its questions, its signs.
//!
//! The kinds of cues follow the published systems for this task: Aker, Derczynski and Bontcheva
//! (RANLP 2017), Bahuleyan and Vechtomova (SemEval 2017), Ghanem et al. (SemEval 2019).

use std::collections::HashMap;

use super::{
    collect::Values,
    lexicon::{Hit, LEXICON},
    words::{Kind, Word, words},
};

/// Posts of so many words are short.
const SHORT: usize = 6;
/// A negation turns what stands so many words behind it.
const TURNED: usize = 3;

/// A text, its words and its phrases.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) raw: &'a str,
    pub(super) words: Vec<Word>,
    pub(super) hits: Vec<Hit>,
    counts: HashMap<&'static str, usize>,
}

impl<'a> Text<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        let words = words(raw);
        let hits = LEXICON.hits(&words);
        let mut counts = HashMap::new();
        for hit in &hits {
            *counts.entry(hit.group).or_insert(0) += 1;
        }
        Self {
            raw,
            words,
            hits,
            counts,
        }
    }

    /// How many phrases of a group the text holds.
    pub(super) fn count(&self, group: &str) -> usize {
        self.counts.get(group).copied().unwrap_or(0)
    }

    /// How many words are of a kind.
    pub(super) fn of_kind(&self, kind: Kind) -> usize {
        self.words.iter().filter(|word| word.kind == kind).count()
    }

    /// How often a character stands in the text, addresses left out.
    pub(super) fn marks(&self, mark: char) -> usize {
        let signs = self.words.iter().filter(|word| word.kind == Kind::Sign);
        signs.map(|word| word.text.matches(mark).count()).sum()
    }
}

/// The cues that are also of use about the post answered.
pub(super) fn outline(text: &Text<'_>, of: &str, out: &mut Values) {
    for group in &LEXICON.groups {
        out.put(&[of, "group", group], capped(text.count(group), 3));
    }
    out.put(&[of, "questions"], capped(text.marks('?'), 3));
    out.put(&[of, "cries"], capped(text.marks('!'), 3));
    let body = text.words.iter().filter(|word| word.body()).count();
    out.put(&[of, "length"], (body as f32).ln_1p());
    for (name, kind, most) in [
        ("urls", Kind::Url, 1),
        ("hashtags", Kind::Hashtag, 3),
        ("numbers", Kind::Number, 2),
        ("handles", Kind::Handle, 6),
    ] {
        out.put(&[of, name], capped(text.of_kind(kind), most));
    }
    capitals(text, of, out);
}

/// Capital letters: their share, whole words of them, words that begin with one.
fn capitals(text: &Text<'_>, of: &str, out: &mut Values) {
    let spoken = || {
        let parts = text.raw.split_whitespace();
        parts.filter(|part| !part.contains(['@', '#', '/']))
    };
    let letters = spoken().flat_map(str::chars).filter(|c| c.is_alphabetic());
    let (all, upper) = letters.fold((0, 0), |(all, upper), c| {
        (all + 1, upper + usize::from(c.is_uppercase()))
    });
    out.put(&[of, "capitals"], share(upper, all));
    let shouted = spoken().filter(|part| {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        part.chars().count() > 1 && part.chars().all(char::is_uppercase)
    });
    out.put(&[of, "shouted"], capped(shouted.count(), 4));
    let titled = spoken().filter(|part| {
        let mut chars = part.chars().skip_while(|c| !c.is_alphanumeric());
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
    });
    out.put(&[of, "titled"], share(titled.count(), spoken().count()));
}

/// The cues of the post itself.
pub(super) fn closely(text: &Text<'_>, out: &mut Values) {
    let spoken: Vec<usize> = (0..text.words.len())
        .filter(|at| text.words[*at].spoken())
        .collect();
    for hit in &text.hits {
        let place = spoken.iter().position(|at| *at == hit.at);
        out.flag(&["first", hit.group], place == Some(0));
        if place.is_some_and(|place| place < 3) {
            out.flag(&["early", hit.group], true);
        }
        if hit.length > 1 {
            out.flag(&["phrase", hit.group], true);
        }
    }
    out.put(&["spoken"], (spoken.len() as f32).ln_1p());
    weight_of_cues(text, spoken.len(), out);
    let raw = text.raw;
    out.flag(&["dots"], raw.contains("..") || raw.contains('…'));
    out.flag(&["quoted"], raw.contains(['"', '“', '”']));
    out.flag(&["bracket"], raw.contains('('));
    let face = |ends: &str| {
        let mut signs = text.words.iter().filter(|word| word.kind == Kind::Sign);
        signs.any(|word| {
            word.text.len() > 1
                && word.text.starts_with([':', ';', '='])
                && word.text.ends_with(|c| ends.contains(c))
        })
    };
    out.flag(&["sad face"], face("(/"));
    out.flag(&["glad face"], face(")DPp"));
    let mut triples = raw.as_bytes().windows(3);
    out.flag(
        &["drawn out"],
        triples.any(|w| w[0].is_ascii_alphabetic() && w[0] == w[1] && w[1] == w[2]),
    );
    let foreign = raw
        .chars()
        .filter(|c| *c > '\u{24f}' && !('\u{2000}'..'\u{2100}').contains(c));
    out.put(&["foreign"], share(foreign.count(), raw.chars().count()));
    questions(text, out);
}

/// How much of the text the cues make up: two words of denial are more than the same two in a
/// long post. A negated word of denial denies the denial, and counts by itself.
fn weight_of_cues(text: &Text<'_>, spoken: usize, out: &mut Values) {
    let states = text.marks('?') == 0;
    for group in &LEXICON.groups {
        let count = text.count(group);
        out.put(&["density", group], share(count, spoken.max(3)));
        out.flag(&["short", group], count > 0 && spoken <= SHORT);
        out.flag(&["stated", group], count > 0 && states);
    }
    let negations = || text.hits.iter().filter(|hit| hit.group == "negation");
    for group in ["falsehood", "lying", "agreement"] {
        let turned = text
            .hits
            .iter()
            .filter(|hit| hit.group == group)
            .any(|hit| {
                negations()
                    .any(|negation| (1..=TURNED).contains(&hit.at.saturating_sub(negation.at)))
            });
        out.flag(&["turned", group], turned);
    }
}

/// Where the questions stand and what they ask.
fn questions(text: &Text<'_>, out: &mut Values) {
    let all = sentences(&text.words);
    out.put(&["sentences"], capped(all.len(), 4));
    let mut stated = all.iter().filter(|sentence| !asks(sentence));
    out.flag(
        &["negated statement"],
        stated.any(|sentence| negates(sentence)),
    );
    let Some(question) = all.iter().find(|sentence| asks(sentence)) else {
        return;
    };
    out.flag(
        &["question last"],
        all.last().is_some_and(|last| asks(last)),
    );
    out.flag(
        &["question first"],
        all.first().is_some_and(|first| asks(first)),
    );
    let asked = all.iter().filter(|sentence| asks(sentence));
    out.put(&["question share"], share(asked.count(), all.len()));
    let spoken: Vec<Word> = question
        .iter()
        .filter(|word| word.spoken())
        .cloned()
        .collect();
    out.put(&["question length"], (spoken.len() as f32).ln_1p());
    for hit in LEXICON.hits(&spoken) {
        out.flag(&["asks", hit.group], true);
        if hit.at == 0 {
            out.flag(&["asks first", hit.group], true);
        }
    }
}

/// Whether a sentence ends in a question mark.
pub(super) fn asks(sentence: &[Word]) -> bool {
    sentence.last().is_some_and(|word| word.text.contains('?'))
}

/// Whether a sentence holds a negation.
fn negates(sentence: &[Word]) -> bool {
    let hits = LEXICON.hits(sentence);
    hits.iter().any(|hit| hit.group == "negation")
}

/// Sentences, each with the sign that ends it; those without a spoken word are left out.
pub(super) fn sentences(words: &[Word]) -> Vec<&[Word]> {
    let ends = |word: &Word| word.kind == Kind::Sign && word.text.starts_with(['.', '!', '?', '…']);
    let pieces = words.split_inclusive(|word| ends(word));
    pieces
        .filter(|piece| piece.iter().any(Word::spoken))
        .collect()
}

/// A count, at most a bound.
pub(super) fn capped(count: usize, most: usize) -> f32 {
    count.min(most) as f32
}

/// A part of a whole; nothing of nothing.
pub(super) fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
