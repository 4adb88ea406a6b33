//! Options for the mechanism of a cause, and what speaks for each.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::CauseKind;
use regex::Regex;

use super::owner::by_rule;
use crate::{
    analysis::Analysis,
    choice::{Choice, MECHANISM},
    lexicon::pattern,
    propositions::{Candidate, mechanisms},
    structure::EntityKind,
};

static SUPPLIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:providers?|suppliers?|carriers?|upstreams?|vendors?|partners?|hosts?|third[- ]party|isp|data cent(?:er|re)|operator|elsewhere|outside)\b",
    )
});
static OWN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:our|we|us|ours|own|internal|its|technical)\b"));
static PEOPLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:somebody|someone|engineers?|technicians?|staff|employees?|workers?|operators?|crew|he|she|i|cleaner|electrician|contractors?)\b",
    )
});

/// What a claim says, place by place.
struct Seen {
    places: Vec<(&'static str, Vec<CauseKind>)>,
    flags: Vec<&'static str>,
}

fn seen(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    subject: Option<usize>,
    objects: &[String],
) -> Seen {
    let text = &analysis.text;
    let sentence = &analysis.sentences[candidate.sentence].range;
    let start = candidate.clause.start.min(candidate.trigger.start);
    let clause = start..candidate.clause.end.max(candidate.trigger.end);
    let before = candidate
        .sentence
        .checked_sub(1)
        .map_or(0..0, |n| analysis.sentences[n].range.clone());
    let after = analysis
        .sentences
        .get(candidate.sentence + 1)
        .map_or(0..0, |s| s.range.clone());
    let named = |range: &Range<usize>| mechanisms(text.low(range));
    let object = objects.join(" ; ").to_lowercase();
    let mut places = vec![
        ("object", mechanisms(&object)),
        ("words", named(&candidate.trigger)),
        ("clause", named(&clause)),
        ("sentence", named(sentence)),
        ("before", named(&before)),
        ("after", named(&after)),
    ];
    let widest = places
        .iter()
        .take(4)
        .find(|(_, found)| !found.is_empty())
        .map(|(_, found)| found.clone());
    places.push(("nearest", widest.clone().unwrap_or_default()));
    places.push((
        "only",
        widest.filter(|found| found.len() == 1).unwrap_or_default(),
    ));
    let mut flags = parties(analysis, subject, objects);
    let mut flag = |holds: bool, name: &'static str| {
        if holds {
            flags.push(name);
        }
    };
    flag(objects.is_empty(), "no-object");
    flag(SUPPLIER.is_match(&object), "object-supplier");
    flag(SUPPLIER.is_match(text.low(&clause)), "supplier");
    flag(OWN.is_match(text.low(&clause)), "own");
    flag(PEOPLE.is_match(text.low(&clause)), "people");
    flag(places[3].1.is_empty(), "nothing");
    flag(candidate.cause.is_none(), "no-rule");
    Seen { places, flags }
}

/// Whether another party is blamed, or the one in trouble itself.
fn parties(
    analysis: &Analysis<'_>,
    subject: Option<usize>,
    objects: &[String],
) -> Vec<&'static str> {
    let names = &analysis.names;
    let org = |name: &String| {
        let found = names.named(name);
        found.filter(|number| names.entities[*number].kind == EntityKind::Org)
    };
    let parties: Vec<usize> = objects.iter().filter_map(org).collect();
    let mut flags = Vec::new();
    if parties.iter().any(|party| Some(*party) != subject) {
        flags.push("other-party");
    }
    if parties.iter().any(|party| Some(*party) == subject) {
        flags.push("own-party");
    }
    if parties.len() > 1 {
        flags.push("parties");
    }
    flags
}

/// The options.
pub(super) fn options(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    subject: Option<usize>,
    objects: &[String],
) -> Vec<Choice> {
    let seen = seen(analysis, candidate, subject, objects);
    CauseKind::ALL
        .iter()
        .map(|&kind| {
            let name = kind.as_str();
            let mut option = Choice::new(name);
            option.has(&format!("prior {name}"));
            for (place, found) in &seen.places {
                if found.contains(&kind) {
                    option.has(place);
                    option.has(&format!("{name} {place}"));
                    option.when(found.first() == Some(&kind), &format!("first {place}"));
                }
                for other in found
                    .iter()
                    .filter(|_| matches!(*place, "nearest" | "object"))
                {
                    option.when(
                        *other != kind,
                        &format!("{name} {place} beside {}", other.as_str()),
                    );
                }
            }
            for flag in &seen.flags {
                option.has(&format!("{name} {flag}"));
            }
            option.when(candidate.cause == Some(kind), "ruled");
            option.when(analysis.causes.contains(&kind), "told");
            option.when(analysis.causes.first() == Some(&kind), "told-most");
            option
        })
        .collect()
}

/// The likeliest mechanism.
pub(super) fn mechanism(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    subject: Option<usize>,
    objects: &[String],
) -> Option<CauseKind> {
    let ruled = || ruled(analysis, candidate, subject, objects);
    if let Some(ruled) = by_rule(candidate).then(ruled).flatten() {
        return Some(ruled);
    }
    let options = options(analysis, candidate, subject, objects);
    MECHANISM
        .best(&options)
        .and_then(|at| CauseKind::ALL.get(at).copied())
}

/// The mechanism that the rule's words name; without one, whether the party blamed is the one in
/// trouble, another, or one of several.
fn ruled(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    subject: Option<usize>,
    objects: &[String],
) -> Option<CauseKind> {
    let named = |name: &String| analysis.names.named(name);
    let parties: Vec<usize> = objects.iter().filter_map(named).collect();
    let vague = candidate.cause == Some(CauseKind::ThirdParty);
    if candidate.cause.is_some() && (parties.is_empty() || !vague) {
        return candidate.cause;
    }
    match (parties.as_slice(), subject) {
        ([only], Some(subject)) if *only == subject => Some(CauseKind::OwnNetwork),
        ([_, _, ..], _) => Some(CauseKind::Unknown),
        ([_], _) => Some(CauseKind::Provider),
        _ => candidate.cause,
    }
}
