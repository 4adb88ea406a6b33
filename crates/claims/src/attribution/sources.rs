//! Sources: from the words of a subject to a person and an organisation.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::Speaker;
use regex::Regex;

use crate::{
    analysis::Analysis,
    lexicon::pattern,
    structure::{EntityKind, Mention},
};

/// Who speaks, as the words of a frame tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Source {
    /// Name, organisation, role, words.
    pub(crate) speaker: Speaker,
    /// "I", "we": whoever speaks around the frame.
    pub(crate) own: bool,
    /// The entity of the person, else of the organisation.
    pub(crate) entity: Option<usize>,
    /// The entity of the organisation.
    pub(crate) org: Option<usize>,
}

/// Unnamed people whose employer is meant.
static STAFF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:spokes(?:man|woman|person|people)|engineers?|technicians?|tech|representative|rep|agent|employee|staff|insider|operator|manager|official|ceo|cto|founder|press office|noc|support|status (?:page|board)|help ?desk|facebook page|recorded message|support page|customer service|notice|letter|statement|people)\b",
    )
});
/// Unnamed people who speak for nobody.
static PUBLIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:customers?|readers?|users?|subscribers?|reports?|residents?|neighbou?rs?|friends?|sources?|people|witness(?:es)?|men|man|woman|women|tenants?|members?|some|many|others|observers?|maker|rivals?|experts?|analysts?|sheriff|police|officials|rumou?rs?|posters?|visitors?|callers?|tweets?|competitors?|researchers?|administrators?|this account|the account|this story|this report|this article)\b",
    )
});
static PRONOUN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:he|she|it|they|the \w+|this \w+|that \w+)$"));
/// Subjects that cannot speak.
static MUTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:there|this|that|what|which|who|nothing|nobody|one|none|all|each|these|those|then|here)$",
    )
});

/// Who the words of a subject stand for; `None` where they name nobody who can speak.
/// `apposed`: an apposition stands between the subject and the verb.
pub(crate) fn source(
    analysis: &Analysis<'_>,
    range: &Range<usize>,
    apposed: bool,
) -> Option<Source> {
    let low = analysis
        .text
        .low(range)
        .trim()
        .trim_end_matches([',', '"'])
        .trim();
    if low.is_empty() || MUTE.is_match(low) {
        return None;
    }
    let last = low.rsplit([' ', '"']).next().unwrap_or_default();
    if matches!(last, "i" | "we") || matches!(low, "i" | "we") {
        return Some(Source {
            own: true,
            ..Source::default()
        });
    }
    let head = low.split(", ").next().unwrap_or(low);
    let mentions = analysis.names.within(range);
    let kind = |mention: &&Mention| analysis.names.entities[mention.entity].kind;
    let person = mentions.iter().filter(|m| kind(m) == EntityKind::Person);
    let person = if apposed {
        person.clone().next()
    } else {
        person.clone().next_back()
    };
    if let Some(person) = person {
        return Some(of_entity(analysis, person.entity));
    }
    let unnamed = head.starts_with(|c: char| c.is_alphanumeric())
        && PUBLIC.is_match(head)
        && !STAFF.is_match(head);
    if unnamed
        && !mentions
            .iter()
            .any(|m| kind(&m) == EntityKind::Org && m.possessive)
    {
        return Some(public(analysis, range, head));
    }
    named(analysis, range, low, apposed)
}

/// The organisation that a subject names or means.
fn named(
    analysis: &Analysis<'_>,
    range: &Range<usize>,
    low: &str,
    apposed: bool,
) -> Option<Source> {
    let names = &analysis.names;
    let near = |m: &&Mention| {
        let after = analysis.text.low(&(m.range.end..range.end));
        apposed || after.split_whitespace().count() <= NEAR
    };
    let mut orgs = names.within(range).iter().filter(near);
    if let Some(org) = orgs.find(|m| names.entities[m.entity].kind != EntityKind::Person) {
        return Some(of_entity(analysis, org.entity));
    }
    let last = low.rsplit([' ', '"']).next().unwrap_or_default();
    let pronoun = matches!(last, "he" | "she" | "it" | "they");
    if pronoun || PRONOUN.is_match(low) || low.starts_with("the ") {
        let word = if pronoun { last } else { low };
        if let Some(entity) = names.refer(word, range.start, None) {
            return Some(of_entity(analysis, entity));
        }
    }
    let head = low.split(", ").next().unwrap_or(low);
    let employer = || names.last_org(range.start, None).or(names.main);
    let org = STAFF.is_match(head).then(employer).flatten()?;
    Some(of_entity(analysis, org))
}

/// A name must stand this near to its verb, in words, unless an apposition parts them.
const NEAR: usize = 6;

fn public(analysis: &Analysis<'_>, range: &Range<usize>, head: &str) -> Source {
    let at = analysis.text.low(range).find(head).unwrap_or(0) + range.start;
    let words = analysis
        .text
        .words(analysis.original, &(at..at + head.len()));
    Source {
        speaker: Speaker {
            text: Some(words.trim().to_owned()),
            ..Speaker::default()
        },
        ..Source::default()
    }
}

/// The source that an entity is: a person with the organisation, or an organisation.
pub(crate) fn of_entity(analysis: &Analysis<'_>, number: usize) -> Source {
    let entity = &analysis.names.entities[number];
    if entity.kind != EntityKind::Person {
        return Source {
            speaker: Speaker {
                org: Some(entity.name.clone()),
                ..Speaker::default()
            },
            own: false,
            entity: Some(number),
            org: Some(number),
        };
    }
    let org = entity
        .org
        .map(|org| analysis.names.entities[org].name.clone());
    Source {
        speaker: Speaker {
            name: Some(entity.name.clone()),
            org,
            role: entity.role.clone(),
            ..Speaker::default()
        },
        own: false,
        entity: Some(number),
        org: entity.org,
    }
}
