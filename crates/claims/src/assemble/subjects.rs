//! Whose trouble it is, and who is blamed, hit, or on the other side.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::ClaimKind;
use regex::Regex;

use crate::{
    analysis::Analysis, attribution::Attributed, lexicon::pattern, propositions::Candidate,
    structure::EntityKind,
};

static PRONOUN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<p>we|our|us|i|my|it|its|they|their|them|the (?:company|carrier|firm|provider|cooperative|operator|bank|lender|exchange|group)(?:'s)?)\b",
    )
});

/// The entity whose trouble it is: a name or pronoun before the trigger, else the document's
/// main organisation.
pub(super) fn subject(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    whose: &Attributed,
    at: usize,
) -> Option<usize> {
    let names = &analysis.names;
    if let Some(range) = &candidate.subject {
        if matches!(analysis.text.low(range).trim(), "which" | "who" | "that") {
            let before = names.before(range.start, |entity| entity.kind == EntityKind::Org);
            return before.or(names.main);
        }
        if let Some(found) = in_range(analysis, range, whose) {
            return Some(found);
        }
    }
    let own = whose.org.filter(|_| {
        matches!(candidate.kind, ClaimKind::Responsibility)
            || candidate.kind == ClaimKind::Retraction && !whose.quoted
    });
    let left = candidate.clause.start..at.max(candidate.clause.start);
    match candidate.kind {
        ClaimKind::Responsibility => own.or(whose.org).or(names.main),
        ClaimKind::Retraction | ClaimKind::Relationship => in_range(analysis, &left, whose)
            .or(own)
            .or(names.main),
        ClaimKind::Outage | ClaimKind::Restored => {
            let whole = candidate.clause.start..candidate.trigger.end;
            in_range(analysis, &whole, whose).or(names.main)
        }
        ClaimKind::Timing => in_range(analysis, &left, whose).or(names.main),
        ClaimKind::Affected => {
            let low = analysis.text.low(&(left.start..candidate.trigger.end));
            let it = low.trim_start_matches('"').starts_with("it ");
            it.then(|| names.last_org(candidate.clause.start, None)).flatten().or(names.main)
        }
        _ => names.main,
    }
}

/// The organisation named or meant first in some words.
fn in_range(analysis: &Analysis<'_>, range: &Range<usize>, whose: &Attributed) -> Option<usize> {
    let names = &analysis.names;
    let mut orgs = names.within(range).iter().filter(|m| names.entities[m.entity].kind == EntityKind::Org);
    let named = orgs.next();
    let low = analysis.text.low(range);
    let pronoun = PRONOUN.captures(low).and_then(|found| found.name("p"));
    let Some(found) = pronoun else { return named.map(|m| m.entity) };
    let at = range.start + found.start();
    if let Some(named) = named {
        // "Our other upstream, Alder, is clean": the apposition names it.
        let gap = analysis.text.low(&(at..named.range.start.max(at)));
        if named.range.start < at || gap.trim_end().ends_with(',') && gap.len() < APPOSED {
            return Some(named.entity);
        }
    }
    match found.as_str() {
        "we" | "our" | "us" => {
            let person = || whose.speaker.name.as_deref().and_then(|name| names.named(name));
            whose.org.or(analysis.company).or_else(person)
        }
        "i" | "my" => whose.org,
        "it" | "its" => whose.org.filter(|_| whose.frame.is_some() && !whose.quoted).or(names.main),
        "they" | "their" | "them" => names
            .refer("they", at, whose.org)
            .filter(|_| whose.quoted)
            .or_else(|| whose.org.filter(|_| whose.frame.is_some()))
            .or(names.main),
        noun => names.refer(noun.trim_end_matches("'s"), at, None),
    }
}

/// How far a name may stand from the possessive that it explains.
const APPOSED: usize = 40;

static HEAD_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r" (?:which|that|who|whose|in|on|at|of|for|with|from|near|outside|between|during|as|by|after|before|and|or|but|when|where|had|was|were|is|are|has|to|without|left|inside|within|made|gone|running|pushed|did|under)\b",
    )
});

/// The objects: organisations in the object's words, else its head noun; for a list, each name.
pub(super) fn objects(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    whose: &Attributed,
) -> Vec<String> {
    if !matches!(
        candidate.kind,
        ClaimKind::Cause | ClaimKind::Affected | ClaimKind::Relationship
    ) {
        return Vec::new();
    }
    let names = &analysis.names;
    if candidate.rule == "relationship.carries" {
        let before = names.before(candidate.trigger.start, |entity| entity.kind == EntityKind::Org);
        return before.map(|entity| names.entities[entity].name.clone()).into_iter().collect();
    }
    let clipped = candidate.objects.first().map(|range| {
        let subject = range.start == candidate.trigger.start;
        if subject && range.end > candidate.clause.start { range.start.max(candidate.clause.start)..range.end } else { range.clone() }
    });
    let Some(range) = clipped.as_ref() else {
        return either(analysis, candidate, whose);
    };
    let low = analysis.text.low(range).trim();
    if low.starts_with("as")
        && low
            .trim_start_matches("as")
            .trim()
            .chars()
            .all(|c| c.is_ascii_digit())
        && low.len() > 3
    {
        return vec![low.to_uppercase().replace(' ', "")];
    }
    let bare = low.trim_start_matches("and ").trim();
    if matches!(bare, "that" | "this" | "which" | "it" | "that subsequently") {
        let meant = names.last_org(range.start, whose.org).filter(|_| whose.quoted);
        return meant.map(|entity| names.entities[entity].name.clone()).into_iter().collect();
    }
    let mut found: Vec<String> = Vec::new();
    if VERBAL.contains(&low.trim_start_matches(|c: char| !c.is_alphanumeric())) {
        let left = names.within(&(candidate.clause.start..range.start));
        let org = left.iter().find(|m| names.entities[m.entity].kind == EntityKind::Org);
        return org.map(|m| names.entities[m.entity].name.clone()).into_iter().collect();
    }
    // "… of our partner, Alder": the name after the comma.
    let beyond = range.start..(range.end + 3).min(analysis.text.low.len());
    for mention in names.within(&beyond) {
        let entity = &names.entities[mention.entity];
        let fits = entity.kind == EntityKind::Org
            || candidate.kind == ClaimKind::Affected && entity.kind == EntityKind::Place;
        if fits && !found.contains(&entity.name) {
            found.push(entity.name.clone());
        }
    }
    let list = candidate.kind == ClaimKind::Affected
        || candidate.kind == ClaimKind::Relationship && low.contains("both");
    if !list {
        found.truncate(1);
    }
    if candidate.kind == ClaimKind::Cause && candidate.cause.is_some_and(|c| mechanical(c)) {
        let head = head(analysis, range);
        let named = names
            .within(range)
            .first()
            .is_some_and(|m| m.range.start < range.start + 6 && !m.possessive);
        if !named {
            return head.into_iter().collect();
        }
    }
    if found.is_empty() {
        if let Some(meant) = pronoun(analysis, range, whose) {
            return vec![names.entities[meant].name.clone()];
        }
        found.extend(head(analysis, range));
    }
    found
}

/// Words that a pattern takes for the thing blamed although they belong to its verb.
const VERBAL: &[&str] = &["had", "has", "began", "and", "found", "which", "who", "was", "then", "that had", "simply"];

fn mechanical(cause: backpedal_model::CauseKind) -> bool {
    use backpedal_model::CauseKind as C;
    !matches!(
        cause,
        C::Provider | C::OwnNetwork | C::Unknown | C::Routing | C::ThirdParty
    )
}

fn pronoun(analysis: &Analysis<'_>, range: &Range<usize>, whose: &Attributed) -> Option<usize> {
    let low = analysis.text.low(range);
    let first = PRONOUN.captures(low)?;
    first.name("p").filter(|m| m.start() < 12)?;
    in_range(analysis, range, whose)
}

/// "It was our problem, or it was them": both sides.
fn either(analysis: &Analysis<'_>, candidate: &Candidate, whose: &Attributed) -> Vec<String> {
    let low = analysis
        .text
        .low(&analysis.sentences[candidate.sentence].range);
    let names = &analysis.names;
    if !(low.contains("either") && low.contains(" or ")) {
        return Vec::new();
    }
    let other = names.main.filter(|main| Some(*main) != whose.org);
    let both = whose.org.into_iter().chain(other);
    both.map(|entity| names.entities[entity].name.clone())
        .collect()
}

/// The head noun of some words, without articles and what follows it.
fn head(analysis: &Analysis<'_>, range: &Range<usize>) -> Option<String> {
    let low = analysis.text.low(range);
    let mut start = low.len() - low.trim_start_matches([' ', '"']).len();
    loop {
        let rest = &low[start..];
        let word = [
            "the ", "a ", "an ", "one of ", "its ", "our ", "their ", "his ", "her ", "that ",
            "this ", "some ", "any ", "by ", "and ", "but ", "that ", "found ", "when ", "after ", "so ", "- ", "of ", "to ", "with ", "it was ", "failed ",
            "faulty ", "bad ", "botched ", "stale ", "being ", "talk of ", "own ", "new ",
            "broken ", "recent ", "planned ", "former ", "poor ", "severe ", "sort of ",
        ]
        .iter()
        .find(|word| rest.starts_with(**word));
        match word {
            Some(word) => start += word.len(),
            None => break,
        }
    }
    let end = HEAD_END
        .find(&low[start..])
        .map_or(low.len(), |m| start + m.start());
    let words = analysis
        .text
        .words(analysis.original, &(range.start + start..range.start + end));
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    let count = words.split_whitespace().count();
    (1..=6).contains(&count).then(|| words.to_owned())
}
