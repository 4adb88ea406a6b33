//! Names: sequences of capitalised words, counted over the whole document, and what they name.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use backpedal_model::{BlockKind, PartRole, Parties};

use super::{classify, kinds, support::supported};
use crate::{
    lexicon::entries,
    text::Text,
    tokens::{Paragraph, Region, Sentence, Word, words},
};

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntityKind {
    /// Somebody.
    Person,
    /// A company, authority, exchange, site.
    Org,
    /// A place.
    Place,
}

/// Somebody or something with a name.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// What it is.
    pub(crate) kind: EntityKind,
    /// The longest form of the name.
    pub(crate) name: String,
    /// For a person, the organisation spoken for.
    pub(crate) org: Option<usize>,
    /// For a person, the role.
    pub(crate) role: Option<String>,
    /// How often it is named in running text.
    pub(crate) count: usize,
    /// Whether it only carries what others say: a newspaper, somebody told.
    pub(crate) outlet: bool,
    /// Words that describe it ("carrier", "group").
    pub(crate) nouns: BTreeSet<String>,
}

/// One place where a name stands.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// Where, without the possessive ending.
    pub(crate) range: Range<usize>,
    /// Whose name.
    pub(crate) entity: usize,
    /// Whether "'s" follows.
    pub(crate) possessive: bool,
    /// Whether it opens its sentence, as subjects do.
    pub(crate) leads: bool,
}

/// All names of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// Who and what is named.
    pub(crate) entities: Vec<Entity>,
    /// Where, in order.
    pub(crate) mentions: Vec<Mention>,
    /// The organisation that the document is about.
    pub(crate) main: Option<usize>,
}

/// A sequence of capitalised words.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) possessive: bool,
    /// First word of its sentence.
    pub(super) initial: bool,
    /// Followed by what follows names: an apposition, or a verb of speaking.
    pub(super) acts: bool,
    /// Stands in a title or heading.
    pub(super) heading: bool,
    /// Stands after a capitalised role: "Sheriff Ann Oak".
    pub(super) roled: bool,
}

pub(super) static COMMON: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../data/common.txt")).collect());

impl Names {
    /// Finds and classifies the names of a document. `company`: whose own voice it is.
    pub(crate) fn new(
        text: &Text,
        regions: &[Region],
        paragraphs: &[Paragraph],
        sentences: &[Sentence],
        parties: &Parties,
        company: Option<&str>,
    ) -> Self {
        let mut found = Vec::new();
        for sentence in sentences {
            let heading = paragraphs[sentence.paragraph].kind == BlockKind::Heading
                || regions[sentence.region].role == PartRole::Title;
            candidates(text, &sentence.range, heading, &mut found);
        }
        let known: Vec<String> = parties
            .iter()
            .flat_map(|party| {
                let aliases = party.aliases.iter().map(|alias| alias.value.clone());
                std::iter::once(party.name.clone()).chain(aliases)
            })
            .chain(company.map(str::to_owned))
            .chain(
                regions
                    .iter()
                    .filter_map(|region| region.speaker.org.clone()),
            )
            .collect();
        let people: Vec<String> = regions
            .iter()
            .filter_map(|region| region.speaker.name.clone())
            .collect();
        let found = supported(text, found, &known);
        let mut names = classify::classify(text, sentences, found, &known, &people, company);
        names.main = names.main_of(regions, sentences, company);
        names
    }

    /// The names inside a range, in order.
    pub(crate) fn within(&self, range: &Range<usize>) -> &[Mention] {
        let from = self
            .mentions
            .partition_point(|mention| mention.range.start < range.start);
        let to = self
            .mentions
            .partition_point(|mention| mention.range.start < range.end);
        self.mentions.get(from..to.max(from)).unwrap_or_default()
    }

    /// The last name before `at` of which `fits` holds, not further back than `limit` names.
    pub(crate) fn before(&self, at: usize, fits: impl Fn(&Entity) -> bool) -> Option<usize> {
        const LIMIT: usize = 40;
        let to = self
            .mentions
            .partition_point(|mention| mention.range.start < at);
        let back = self.mentions[..to].iter().rev().take(LIMIT);
        back.map(|mention| mention.entity)
            .find(|entity| fits(&self.entities[*entity]))
    }

    /// The entity of that name.
    pub(crate) fn named(&self, name: &str) -> Option<usize> {
        self.entities
            .iter()
            .position(|entity| same_name(&entity.name, name))
    }

    fn main_of(
        &self,
        regions: &[Region],
        sentences: &[Sentence],
        company: Option<&str>,
    ) -> Option<usize> {
        if let Some(own) = company.and_then(|name| self.named(name)) {
            return Some(own);
        }
        let title = regions.iter().find(|region| region.role == PartRole::Title);
        let body = sentences
            .iter()
            .find(|s| regions[s.region].role != PartRole::Title);
        let speaking = |number: usize| {
            let orgs = regions
                .iter()
                .filter_map(|region| region.speaker.org.as_deref());
            orgs.filter(|org| self.named(org) == Some(number)).count()
        };
        let mut best: Option<(usize, usize)> = None;
        for (number, entity) in self.entities.iter().enumerate() {
            let named_in = |range: &Range<usize>| {
                self.within(range)
                    .iter()
                    .any(|mention| mention.entity == number)
            };
            let in_title = title.is_some_and(|region| named_in(&region.range));
            let opens = title.is_some_and(|region| {
                self.within(&region.range)
                    .first()
                    .is_some_and(|m| m.entity == number)
            });
            let leads = title.is_some_and(|region| {
                let first = self.within(&region.range).first();
                first.is_some_and(|m| m.entity == number && m.range.start < region.range.start + 4)
            });
            let in_body = body.is_some_and(|sentence| named_in(&sentence.range));
            let weight = match entity.kind {
                EntityKind::Person => 0,
                EntityKind::Place if !(leads && in_body) => 0,
                _ => {
                    2 * entity.count
                        + 2 * speaking(number)
                        + 6 * usize::from(in_title)
                        + 8 * usize::from(in_body)
                        + 4 * usize::from(opens)
                }
            };
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((number, weight));
            }
        }
        best.map(|(number, _)| number)
    }
}

/// Whether one name is the other, or its words are among the other's.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let mut first = name_words(a).peekable();
    let mut second = name_words(b).peekable();
    first.peek().is_some() && second.peek().is_some() && (among(a, b) || among(b, a))
}

/// Whether all words of a name are among another's.
fn among(a: &str, b: &str) -> bool {
    name_words(a).all(|word| name_words(b).any(|other| same_word(word, other)))
}

/// The words of a name that tell it from others.
fn name_words(name: &str) -> impl Iterator<Item = &str> {
    const EMPTY: &[&str] = &["the", "inc", "corp", "ltd", "s"];
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '&');
    words.filter(|word| !word.is_empty() && !EMPTY.iter().any(|w| w.eq_ignore_ascii_case(word)))
}

/// Whether two words differ in case at most.
fn same_word(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || !(a.is_ascii() && b.is_ascii())
            && a.chars()
                .flat_map(char::to_lowercase)
                .eq(b.chars().flat_map(char::to_lowercase))
}

/// How many words before a name tell a role or title: "Chief Technical Officer Ann Oak". All, where
/// nothing but the role is there.
fn role_words(text: &Text, words: &[Word]) -> usize {
    let mut count = 0;
    for (number, word) in words.iter().enumerate() {
        let low = text.low(&word.range);
        if word.possessive || !(kinds::is_role(low) || kinds::is_rank(low)) {
            break;
        }
        if kinds::is_role(low) {
            count = number + 1;
        }
    }
    // A role alone names nobody; "Head Office" and such keep their words.
    let rest = words.len() - count;
    if rest == 0 || words.get(count).is_some_and(|word| word.capital) {
        count
    } else {
        0
    }
}

/// Where a role begins that stands inside a sequence and before a name.
fn role_inside(text: &Text, words: &[Word]) -> Option<usize> {
    let start = (1..words.len()).find(|at| {
        let low = text.low(&words[*at].range);
        kinds::is_role(low) || kinds::is_rank(low)
    })?;
    let count = role_words(text, &words[start..]);
    (count > 0 && start + count < words.len()).then_some(start)
}

/// "PORT ELM — ", "PORT ELM, Ohio - ": the place where a report was written.
fn is_dateline(text: &Text, range: &Range<usize>) -> bool {
    let letters = text.norm(range).chars().filter(|c| c.is_alphabetic());
    let upper = letters.clone().count() > 2 && letters.clone().all(char::is_uppercase);
    let rest = text.norm.get(range.end..).unwrap_or_default();
    upper
        && [" - ", " — ", " -- "]
            .iter()
            .any(|dash| rest.starts_with(dash))
}

/// The capitalised sequences of a sentence.
fn candidates(text: &Text, sentence: &Range<usize>, heading: bool, found: &mut Vec<Candidate>) {
    let words = words(text.norm(sentence), sentence.start);
    let mut at = 0;
    let mut after_list = false;
    while at < words.len() {
        if !is_name_word(
            text,
            &words[at],
            opens_sentence(text.low(&(sentence.start..words[at].range.start)))
                || follows_quote(text, &words[at]),
        ) {
            at += 1;
            continue;
        }
        let first = at;
        let comma = text
            .norm(&(sentence.start..words[first].range.start))
            .trim_end()
            .ends_with(',');
        let list = after_list && comma;
        let mut last = first;
        while let Some(next) = joined(text, &words, last, list) {
            last = next;
        }
        // "Alder Chief Engineer Ann Oak": two names with a role between them.
        if let Some(role) = role_inside(text, &words[first..=last]) {
            last = first + role - 1;
        }
        let opened = opens_sentence(text.low(&(sentence.start..words[first].range.start)))
            || follows_quote(text, &words[first]);
        let start = first + role_words(text, &words[first..=last]);
        let range = words[start.min(last)].range.start..words[last].range.end;
        after_list = true;
        if start > last || opened && is_dateline(text, &range) {
            at = last + 1;
            continue;
        }
        found.push(Candidate {
            text: text.norm(&range).to_owned(),
            range,
            roled: start > first,
            possessive: words[last].possessive,
            acts: classify::acts(text.low.get(words[last].range.end..).unwrap_or_default()),
            initial: opened && start == first,
            heading,
        });
        at = last + 1;
    }
}

/// Whether nothing but the time of a timeline line stands before.
fn opens_sentence(before: &str) -> bool {
    const CLOCK: usize = 16;
    before.len() < CLOCK
        && before
            .split(|c: char| !c.is_alphabetic())
            .all(|word| matches!(word, "" | "am" | "pm" | "a" | "p" | "m" | "utc"))
}

fn follows_quote(text: &Text, word: &Word) -> bool {
    let before = text.norm[..word.range.start].trim_end_matches(' ');
    // A closing mark after a comma does not begin a sentence.
    let closed = before.ends_with(",\"");
    !closed && before.ends_with(['"', ':', '—', '(']) || before.is_empty()
}

fn is_name_word(text: &Text, word: &Word, initial: bool) -> bool {
    let norm = text.norm(&word.range);
    let low = text.low(&word.range);
    if norm.len() < 2 || norm.starts_with("I'") {
        return false;
    }
    let inner =
        norm.chars().skip(1).any(char::is_uppercase) && norm.starts_with(char::is_alphabetic);
    if !(word.capital || inner) || classify::is_calendar(low) {
        return false;
    }
    // "Internally, tools broke".
    let adverb = initial && low.ends_with("ly") && text.low[word.range.end..].starts_with(',');
    if kinds::is_zone(norm) || classify::is_saying(low) || adverb {
        return false;
    }
    !(classify::is_never_name(low) || initial && COMMON.contains(low))
}

/// The next word of the same name.
fn joined(text: &Text, words: &[Word], last: usize, list: bool) -> Option<usize> {
    if words[last].possessive {
        return None;
    }
    let next = words.get(last + 1)?;
    let between = text.norm(&(words[last].range.end..next.range.start));
    let close = |gap: &str| gap.trim().is_empty() && gap.len() < 3 || gap == ". ";
    let short_form = kinds::is_form(text.low(&next.range)) && between == ", ";
    let initial_dot = between == ". " && words[last].range.len() > 1;
    if !(close(between) || short_form)
        || initial_dot && !kinds::is_title(text.low(&words[last].range))
    {
        return None;
    }
    if is_name_word(text, next, false) {
        return Some(last + 1);
    }
    let link = text.low(&next.range);
    let after = words.get(last + 2)?;
    let gap = text.norm(&(next.range.end..after.range.start));
    let named = gap == " " && is_name_word(text, after, false);
    let of = link == "of" && kinds::is_office(text.low(&words[last].range));
    (named && (link == "&" && !list || of)).then_some(last + 2)
}
