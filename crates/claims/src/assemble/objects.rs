//! Who or what is blamed, who is hit, and who is on the other side.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::ClaimKind;
use regex::Regex;

use super::subjects::{PRONOUN, in_range};
use crate::{
    analysis::Analysis, attribution::Attributed, lexicon::pattern, propositions::Candidate,
    structure::EntityKind,
};

static HEAD_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r" (?:which|that|who|whose|in|on|at|of|for|with|from|near|outside|between|during|as|by|after|before|and|or|but|when|where|had|was|were|is|are|has|to|without|left|inside|within|made|gone|running|pushed|did|under|may|might|could|would|must|should|can)\b",
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
        let before = names.before(candidate.trigger.start, |entity| {
            entity.kind == EntityKind::Org
        });
        return before
            .map(|entity| names.entities[entity].name.clone())
            .into_iter()
            .collect();
    }
    let clipped = candidate.objects.first().map(|range| {
        let subject = range.start == candidate.trigger.start;
        if subject && range.end > candidate.clause.start {
            range.start.max(candidate.clause.start)..range.end
        } else {
            range.clone()
        }
    });
    // "… but was not the cause": what is left of the clause names nothing.
    let clipped = clipped.filter(|range| !CONJUNCTIONS.contains(&analysis.text.low(range).trim()));
    let Some(range) = clipped.as_ref() else {
        return either(analysis, candidate, whose);
    };
    if let Some(found) = special(analysis, candidate, whose, range) {
        return found;
    }
    let mut found = named(analysis, candidate, range);
    if candidate.kind == ClaimKind::Cause && candidate.cause.is_some_and(mechanical) {
        let head = head(analysis, range);
        let named = names
            .within(range)
            .first()
            .is_some_and(|m| m.range.start < range.start + 6 && !m.possessive);
        // "Our DNS provider, Nimbus": the party, not its trade.
        let supplier = ["provider", "partner", "supplier", "vendor", "carrier"]
            .iter()
            .any(|word| analysis.text.low(range).contains(word));
        if !named && (!supplier || found.is_empty()) {
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

/// The organisations in the object's words: all of a list, else the first.
fn named(analysis: &Analysis<'_>, candidate: &Candidate, range: &Range<usize>) -> Vec<String> {
    let names = &analysis.names;
    let low = analysis.text.low(range);
    let mut found: Vec<String> = Vec::new();
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
    found
}

/// AS numbers, pronouns, and verbs taken for the thing blamed.
fn special(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    whose: &Attributed,
    range: &Range<usize>,
) -> Option<Vec<String>> {
    let names = &analysis.names;
    let low = analysis.text.low(range).trim();
    let name = |entity: usize| names.entities[entity].name.clone();
    let number = low.strip_prefix("as").map(str::trim);
    if number.is_some_and(|n| n.len() > 1 && n.chars().all(|c| c.is_ascii_digit())) {
        return Some(vec![low.to_uppercase().replace(' ', "")]);
    }
    let bare = ["and ", "but ", "that ", "also "]
        .iter()
        .fold(low, |low, lead| low.strip_prefix(lead).unwrap_or(low))
        .trim();
    if matches!(bare, "that" | "this" | "which" | "it" | "that subsequently") {
        let meant = names
            .last_org(range.start, whose.org)
            .filter(|_| whose.quoted || whose.frame.is_some());
        return Some(meant.map(name).into_iter().collect());
    }
    if VERBAL.contains(&low.trim_start_matches(|c: char| !c.is_alphanumeric())) {
        let left = names.within(&(candidate.clause.start..range.start));
        let org = left
            .iter()
            .find(|m| names.entities[m.entity].kind == EntityKind::Org);
        return Some(org.map(|m| name(m.entity)).into_iter().collect());
    }
    None
}

/// Words before a verb that are not its subject.
const CONJUNCTIONS: &[&str] = &["but", "and", "or", "yet", "so", "though"];

/// Words that a pattern takes for the thing blamed although they belong to its verb.
const VERBAL: &[&str] = &[
    "had", "has", "began", "and", "found", "which", "who", "was", "then", "that had", "simply",
];

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
            "this ", "some ", "any ", "by ", "and ", "but ", "that ", "found ", "when ", "after ",
            "so ", "- ", "of ", "to ", "with ", "it was ", "failed ", "faulty ", "bad ",
            "botched ", "stale ", "being ", "talk of ", "own ", "new ", "broken ", "recent ",
            "planned ", "former ", "said ", "says ", "poor ", "severe ", "sort of ",
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

/// "And this caused the outage": the one named last, other than the speaker's own.
pub(super) fn meant(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    whose: &Attributed,
) -> Option<usize> {
    let range = candidate.objects.first()?;
    let low = analysis.text.low(range).trim();
    let bare = ["and ", "but ", "that ", "also "]
        .iter()
        .fold(low, |low, lead| low.strip_prefix(lead).unwrap_or(low));
    let pronoun = matches!(bare.trim(), "that" | "this" | "which" | "it");
    let told = whose.quoted || whose.frame.is_some();
    let last = analysis.names.last_org(range.start, whose.org);
    last.filter(|_| pronoun && told)
}

/// "Alder, Rook & Elm don't buy": the names of a list that is a subject; "both" and "those
/// companies" take the list named last. `None` where the subject is one.
pub(super) fn listed(analysis: &Analysis<'_>, candidate: &Candidate) -> Option<String> {
    static PLURAL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:maybe |perhaps |but |and )?(?:both|they|(?:those|these|all|the two|the three) (?:companies|firms|carriers|operators|providers|networks|banks|sites))\b",
        )
    });
    let subject = candidate
        .subject
        .clone()
        .filter(|_| candidate.kind == ClaimKind::Relationship)?;
    let sentences = &analysis.sentences;
    let here = sentences[candidate.sentence].range.start..subject.end;
    let low = analysis.text.low(&subject).trim();
    let list = if PLURAL.is_match(low) {
        let from = candidate.sentence.saturating_sub(2);
        let mut before = sentences[from..candidate.sentence].iter().rev();
        before.find_map(|sentence| list(analysis, &sentence.range))
    } else {
        list(analysis, &here)
    }?;
    Some(list.join(", "))
}

/// The last run of two or more organisations joined by commas and "and".
fn list(analysis: &Analysis<'_>, range: &Range<usize>) -> Option<Vec<String>> {
    let names = &analysis.names;
    let orgs = names
        .within(range)
        .iter()
        .filter(|m| names.entities[m.entity].kind == EntityKind::Org);
    let mut runs: Vec<(usize, Vec<String>)> = Vec::new();
    for mention in orgs {
        let name = names.entities[mention.entity].name.clone();
        let joined = runs.last().is_some_and(|(end, _)| {
            let gap = analysis.text.low(&(*end..mention.range.start)).trim();
            matches!(gap, "," | "&" | "and" | ", and" | ", &" | "or")
        });
        match runs.last_mut() {
            Some((end, run)) if joined => {
                *end = mention.range.end;
                run.push(name);
            }
            _ => runs.push((mention.range.end, vec![name])),
        }
    }
    runs.into_iter()
        .map(|(_, run)| run)
        .rfind(|run| run.len() > 1)
}
