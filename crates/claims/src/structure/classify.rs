//! People, organisations and places among the names; forms of one name; people's employers.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use regex::Regex;

use super::{
    describe, employers,
    names::{Candidate, Entity, EntityKind, Mention, Names, same_name},
    prior::prior,
};
use crate::{
    lexicon::{any_of, entries, pattern},
    text::Text,
    tokens::Sentence,
};

macro_rules! list {
    ($name:ident, $file:literal) => {
        static $name: LazyLock<BTreeSet<&'static str>> =
            LazyLock::new(|| entries(include_str!(concat!("../../data/", $file))).collect());
    };
}

list!(ORG_WORDS, "org_words.txt");
list!(CALENDAR, "calendar.txt");
list!(NEVER, "never_names.txt");
list!(SAYING, "says.txt");
list!(PLACES, "place_words.txt");
const ROLES: &str = include_str!("../../data/roles.txt");

pub(super) static ROLE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let roles: Vec<&str> = entries(ROLES).collect();
    pattern(&format!(
        "(?:^|[^a-z])(?P<role>(?:(?:chief|vice|deputy|senior|general|managing|acting|former|company|facilities|marketing|network|security|technical|operations) )*(?:{}))(?: for| of)?[\\s,]*$",
        roles.join("|")
    ))
});
pub(super) static ROLE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    let roles: Vec<&str> = entries(ROLES).collect();
    pattern(&format!(
        "^, (?:the |a |an |one of |its |their |who is )?(?P<role>(?:[\\w&'-]+ ){{0,4}}?(?:{})s?)\\b",
        roles.join("|")
    ))
});
pub(super) static WHO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^, who (?:leads|runs|tracks|signs|heads|directs|manages|oversees|asked|toured|works|worked|teaches|knows|studies|sounded|speaks|is|was|said|lives|owns|founded|wrote|answered|handles)\\b",
    )
});
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:^|[^a-z])(?:mr|mrs|ms|dr|prof|professor|sir)\\.? $|\\bnamed $|\\b(?:first|second|third|fourth|next|last|other) (?:one|tech|technician|agent|person|man|woman|voice|engineer), $",
    )
});
static SAYS: LazyLock<Regex> = LazyLock::new(|| any_of(include_str!("../../data/says.txt")));
static PLACE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern("\\b(?:in|outside|near|off|around|across|toward|towards|left|reach|between) $")
});
/// Verbs that make the name before them an acting subject.
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^ (?:said|says|told|tells|denied|has|had|did|does|was|is|buys|uses|sells|lost|went|refused|declined|puts|promises|means|believed|wrote|runs|hit|never|also|hasn't|posted|simply|ended|shut)\\b",
    )
});
/// Words before the name of somebody whom others deal with.
static CLIENTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "\\b(?:customers?|subscribers?|users?|clients?|members?|network|software|said|from|with|against|at|by|behind|firm|carrier|provider|host|company|group) (?:of )?$",
    )
});
/// Nouns before which a name tells where something stands.
static SITE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^ (?:data cent(?:er|re)|region|zone|branch|box|campus|building|office|area|router|routers|plant|hall|pop)\\b",
    )
});

/// Whether a word marks an organisation ("Networks", "Authority").
pub(crate) fn is_org_word(word: &str) -> bool {
    ORG_WORDS.contains(word.to_lowercase().trim_end_matches('.'))
}

/// Days, months: never names.
pub(super) fn is_calendar(low: &str) -> bool {
    CALENDAR.contains(low)
}

/// Words that are capitalised but name nobody.
pub(super) fn is_never_name(low: &str) -> bool {
    NEVER.contains(low)
}

/// Reporting verbs, which some writers capitalise after a name.
pub(super) fn is_saying(low: &str) -> bool {
    SAYING.contains(low)
}

/// Whether what follows a capitalised word follows names only.
pub(super) fn acts(after: &str) -> bool {
    static ACTS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "^, (?:an?|the|which|whose|who) |^ (?:said|says|denied|denies|told|tells|blamed|blames|confirmed|announced|admitted|declined|apologi[sz]ed|tweeted) ",
        )
    });
    ACTS.is_match(window(after, 0, false))
}

/// What all evidence for one spelling says.
#[derive(Clone, Debug, Default)]
struct Signs {
    person: usize,
    org: usize,
    place: usize,
    role: Option<String>,
    count: usize,
}

/// Groups, classifies and links the names.
pub(super) fn classify(
    text: &Text,
    sentences: &[Sentence],
    found: Vec<Candidate>,
    known: &[String],
    people: &[String],
    company: Option<&str>,
) -> Names {
    let mut signs: BTreeMap<String, Signs> = BTreeMap::new();
    for candidate in &found {
        let entry = signs.entry(candidate.text.clone()).or_default();
        look(text, candidate, entry);
    }
    for (name, entry) in &mut signs {
        if known.iter().any(|known| same_name(known, name)) {
            entry.org += 10;
        }
        if people
            .iter()
            .any(|person| person.contains(' ') && same_name(person, name))
        {
            entry.person += 10;
        }
    }
    let short = describe::abbreviations(text, &found);
    signs.retain(|name, _| !short.contains_key(name));
    let mut names = group(&signs);
    for candidate in &found {
        let name = short.get(&candidate.text).unwrap_or(&candidate.text);
        if let Some(entity) = names.entity_of(name) {
            names.entities[entity].count += usize::from(!candidate.heading);
            names.mentions.push(Mention {
                range: candidate.range.clone(),
                entity,
                possessive: candidate.possessive,
                leads: leads(text, candidate),
            });
        }
    }
    for name in known.iter().chain(people).filter(|name| !name.is_empty()) {
        if names.named(name).is_none() {
            let kind = if known.contains(name) {
                EntityKind::Org
            } else {
                EntityKind::Person
            };
            names.entities.push(entity(kind, name));
        }
    }
    describe::describe(text, &mut names);
    let own = company.and_then(|name| names.named(name));
    employers::employers(text, sentences, &mut names, own);
    names
}

fn entity(kind: EntityKind, name: &str) -> Entity {
    Entity {
        kind,
        name: name.to_owned(),
        org: None,
        role: None,
        count: 0,
        outlet: false,
        nouns: BTreeSet::new(),
    }
}

impl Names {
    fn entity_of(&self, name: &str) -> Option<usize> {
        let exact = self.entities.iter().position(|entity| entity.name == name);
        exact.or_else(|| {
            let mut fits = self
                .entities
                .iter()
                .enumerate()
                .filter(|(_, e)| alias(name, &e.name));
            fits.next().map(|(number, _)| number)
        })
    }
}

/// Whether `short` is a way to say `long`: its first words, its last word, or its initials.
fn alias(short: &str, long: &str) -> bool {
    if short == long {
        return true;
    }
    let first = long
        .strip_prefix(short)
        .is_some_and(|rest| rest.starts_with(' '));
    let last = long
        .strip_suffix(short)
        .is_some_and(|rest| rest.ends_with(' '));
    if first || last {
        return true;
    }
    let initials = || {
        let letters = long.split(' ').filter_map(|word| word.chars().next());
        letters.filter(|c| c.is_uppercase()).eq(short.chars())
    };
    let words = |name: &str| name.matches(' ').count();
    short.chars().nth(1).is_some() && initials()
        || words(short) == words(long) && same_name(short, long)
}

/// Whether a name opens its sentence, alone or after "the".
fn leads(text: &Text, candidate: &Candidate) -> bool {
    let before = window(&text.low, candidate.range.start, true);
    let the = before.strip_suffix("the ");
    let opens = the.is_some_and(|rest| rest.trim_end().ends_with(['.', '!', '?', '"']));
    candidate.initial || opens
}

/// "A spokeswoman for Alder", "the head of Alder": the name is whom the person speaks for.
fn spoken_for(before: &str) -> bool {
    let link = [" for", " of"]
        .iter()
        .any(|link| before.trim_end().ends_with(link));
    link && ROLE_BEFORE.is_match(before)
}

/// What stands around one place of a name.
fn look(text: &Text, candidate: &Candidate, signs: &mut Signs) {
    signs.count += usize::from(!candidate.heading);
    let words: Vec<&str> = candidate.text.split(' ').collect();
    let before = window(&text.low, candidate.range.start, true);
    let after_at = candidate.range.end + if candidate.possessive { 2 } else { 0 };
    let after = window(&text.low, after_at.min(text.low.len()), false);
    let role = ROLE_BEFORE.captures(before).or_else(|| {
        ROLE_AFTER
            .captures(after)
            .filter(|_| !after.starts_with(",\""))
    });
    let org_word = words.iter().any(|word| is_org_word(word)) || candidate.text.contains('&');
    match role.filter(|_| !org_word && !candidate.possessive && words.len() < 4) {
        _ if spoken_for(before) => signs.org += 4,
        Some(role) => {
            signs.person += 4;
            signs
                .role
                .get_or_insert_with(|| role["role"].trim().to_owned());
        }
        None => {}
    }
    let placed = PLACE_BEFORE.is_match(before);
    if candidate.roled && !org_word && words.len() < 4
        || TITLE.is_match(before)
        || WHO.is_match(after) && !org_word && !placed
    {
        signs.person += 4;
    }
    let (said_before, said_after) = said_beside(before, after);
    if (said_after || said_before) && (2..4).contains(&words.len()) && !org_word {
        signs.person += 2;
    }
    if org_word {
        signs.org += 4;
    }
    if CLIENTS.is_match(before) || after.starts_with(", which ") {
        signs.org += 1;
    }
    if candidate.possessive || before.ends_with(" the ") {
        signs.org += 1;
    }
    // People and companies both speak; a single word that speaks is no sign of either.
    let speaks = said_after && words.len() == 1;
    if SUBJECT.is_match(after) && candidate.range.end == after_at && !speaks {
        signs.org += 2;
    }
    let last = words
        .last()
        .map(|word| word.to_lowercase())
        .unwrap_or_default();
    let last_org = words.last().is_some_and(|word| is_org_word(word));
    if PLACES.contains(last.as_str()) && !last_org || SITE.is_match(after) && !org_word {
        signs.place += 4;
    }
    let digits = candidate.text.contains(|c: char| c.is_numeric());
    if PLACE_BEFORE.is_match(before) && !org_word && !digits {
        signs.place += 1;
    }
}

/// Whether a reporting verb stands right before or after a name.
fn said_beside(before: &str, after: &str) -> (bool, bool) {
    let last = SAYS.find_iter(before).last();
    let first = SAYS.find(after);
    (
        last.is_some_and(|m| before[m.end()..].trim().is_empty()),
        first.is_some_and(|m| after[..m.start()].trim().is_empty()),
    )
}

/// Some lower-case text beside a place; never across a character.
pub(super) fn window(low: &str, at: usize, before: bool) -> &str {
    const WIDTH: usize = 80;
    let mut edge = if before {
        at.saturating_sub(WIDTH)
    } else {
        (at + WIDTH).min(low.len())
    };
    while !low.is_char_boundary(edge) {
        edge += 1;
    }
    if before {
        &low[edge.min(at)..at]
    } else {
        &low[at.min(edge)..edge]
    }
}

/// Signs that settle what a name is: a role, a legal form, several lesser ones.
const PLAIN: usize = 4;

/// One entity for all forms of a name, longest first.
fn group(signs: &BTreeMap<String, Signs>) -> Names {
    let mut order: Vec<&String> = signs.keys().collect();
    order.sort_by_key(|name| (std::cmp::Reverse(name.split(' ').count()), (*name).clone()));
    let mut names = Names::default();
    let mut total: Vec<Signs> = Vec::new();
    for name in order {
        let own = &signs[name];
        let same = names
            .entities
            .iter()
            .position(|entity| alias(name, &entity.name));
        match same {
            Some(at) => {
                total[at].person += own.person;
                total[at].org += own.org;
                total[at].place += own.place;
                total[at].count += own.count;
                if total[at].role.is_none() {
                    total[at].role.clone_from(&own.role);
                }
            }
            None => {
                names.entities.push(entity(EntityKind::Org, name));
                total.push(own.clone());
            }
        }
    }
    for (entity, mut signs) in names.entities.iter_mut().zip(total) {
        // Only where nothing around it is plain does the name itself count.
        if signs.person.max(signs.org) < PLAIN {
            let [person, org, place] = prior(&entity.name);
            signs.person += person;
            signs.org += org;
            signs.place += place;
        }
        entity.kind = if signs.person > signs.org {
            EntityKind::Person
        } else if signs.place > signs.org && signs.org < 4 {
            EntityKind::Place
        } else {
            EntityKind::Org
        };
        entity.role = signs.role.filter(|_| entity.kind == EntityKind::Person);
    }
    names
}
