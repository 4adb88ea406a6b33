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
        r"\b(?:spokes(?:man|woman|person|people)|engineers?|technicians?|tech|representative|rep|agent|employee|staff|insider|operator|manager|official|ceo|cto|founder|press office|noc|support|status (?:page|board)|help ?desk|facebook page|recorded message|recording|hotline|board member|insider|worker|pilots?|clerk|helpline|website|web site|app|documents?|e-?mails?|memo|post-?mortem|graphs?|tally|support page|customer service|notice|letter|statement|people)\b",
    )
});
/// Unnamed people who speak for nobody.
static PUBLIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:customers?|readers?|users?|subscribers?|reports?|residents?|neighbou?rs?|friends?|sources?|people|witness(?:es)?|men|man|woman|women|tenants?|members?|some|many|others|observers?|maker|rivals?|experts?|analysts?|sheriff|police|officials|rumou?rs?|posters?|visitors?|callers?|tweets?|competitors?|researchers?|administrators?|this account|the account|this story|this report|this article)\b",
    )
});
/// In an organisation's own text: what it wrote itself.
static OURS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:our|ours|interim report|earlier (?:notice|report|statement|update|message|post|version)|first (?:notice|report|statement|update|message)|this (?:notice|report|statement|post|page)|recorded message|dashboard)\b",
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

/// An AS tells its neighbours routes; only who runs it tells people things.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^asn? ?[0-9]+\b"));

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
    if low.is_empty() || MUTE.is_match(low) || NUMBER.is_match(low) {
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
    if let Some(crowd) = crowd(analysis, range, head, mentions) {
        return Some(crowd);
    }
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
    if analysis.company.is_some() && mentions.is_empty() && OURS.is_match(low) {
        return Some(Source {
            own: true,
            ..Source::default()
        });
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

/// "Two traders in Oakport", "passengers at Elm station": people in the plural, of whom nothing
/// but the place is told; staff ("Alder engineers") speak for their employer.
fn crowd(
    analysis: &Analysis<'_>,
    range: &Range<usize>,
    head: &str,
    mentions: &[Mention],
) -> Option<Source> {
    static CROWD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:(?:some|many|several|most|other|a few|dozens of|hundreds of|thousands of|both|all|two|three|four|five|six|nine|ten|\d+) )?(?:of the |the |its |their |his |her )?(?:[\w'-]+ ){0,2}?(?P<noun>[a-z]{3,}(?:ers|ors|ents|ants|ists|ians|ees|eople|men|women|mes|yers|hers|als))(?: (?:in|at|from|near|across|around|on|who|as far)\b| and (?P<second>[a-z]+ers)\b|$)",
        )
    });
    let found = CROWD.captures(head)?;
    let noun = found.name("noun")?;
    let at = range.start + analysis.text.low(range).find(head)?;
    let named_before = mentions.iter().any(|m| m.range.start < at + noun.end());
    if named_before
        || STAFF.is_match(noun.as_str())
        || matches!(noun.as_str(), "officials" | "ministers" | "managers")
    {
        return None;
    }
    Some(public(analysis, range, head))
}

/// "The roads agency", "a state health department official": an organisation that has no name
/// here, by its description.
fn described(analysis: &Analysis<'_>, range: &Range<usize>, head: &str) -> Option<Source> {
    static DESCRIBED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:(?:the|a|an) )?(?P<np>(?:[\w'-]+ ){1,3}?(?:agency|union|ministry|department|council|authority|government|commission|association|watchdog|bureau|inspectorate|police|brigade|observatory|cert|society|federation|chamber))(?: (?:official|officer|spokes\w+|source|minister|representative|chief|head|boss)s?)?$",
        )
    });
    let found = DESCRIBED.captures(head)?.name("np")?;
    let at = range.start + analysis.text.low(range).find(head)? + found.start();
    let words = at..at + found.len();
    if !analysis.names.within(&words).is_empty() {
        return None;
    }
    let org = analysis.text.norm(&words).to_owned();
    let noun = found.as_str().rsplit(' ').next().unwrap_or_default();
    let known = analysis
        .names
        .entities
        .iter()
        .any(|entity| entity.kind == EntityKind::Org && entity.nouns.contains(noun));
    (!known).then(|| Source {
        speaker: Speaker {
            org: Some(org),
            ..Speaker::default()
        },
        ..Source::default()
    })
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
    let orgs = names.within(range).iter().filter(near);
    let orgs: Vec<&Mention> = orgs
        .filter(|m| names.entities[m.entity].kind != EntityKind::Person)
        .collect();
    // "Rail operator Alder", "the Elmstead carrier Alder": the last of a chain without prepositions.
    let chained = |pair: &[&Mention]| {
        let gap = analysis.text.low(&(pair[0].range.end..pair[1].range.start));
        let words = gap.split_whitespace().count();
        let links = [
            "of", "in", "at", "and", "for", "from", "with", "on", "to", "or", "by", "near",
        ];
        words > 0
            && words < 4
            && gap
                .chars()
                .all(|c| c.is_alphabetic() || c == ' ' || c == '-')
            && !gap.split_whitespace().any(|word| links.contains(&word))
    };
    let skip = orgs.windows(2).take_while(|pair| chained(pair)).count();
    if let Some(org) = orgs.get(skip) {
        return Some(of_entity(analysis, org.entity));
    }
    let head = low.split(", ").next().unwrap_or(low);
    if let Some(described) = described(analysis, range, head) {
        return Some(described);
    }
    let last = low.rsplit([' ', '"']).next().unwrap_or_default();
    let pronoun = matches!(last, "he" | "she" | "it" | "they");
    if pronoun || PRONOUN.is_match(low) || low.starts_with("the ") {
        let word = if pronoun { last } else { low };
        if let Some(entity) = names.refer(word, range.start, None) {
            return Some(of_entity(analysis, entity));
        }
    }
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
