//! Whose trouble it is.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::ClaimKind;
use regex::Regex;

use crate::{
    analysis::Analysis, attribution::Attributed, lexicon::pattern, propositions::Candidate,
    structure::EntityKind,
};

pub(super) static PRONOUN: LazyLock<Regex> = LazyLock::new(|| {
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
        ClaimKind::Retraction | ClaimKind::Relationship => {
            in_range(analysis, &left, whose).or(own).or(names.main)
        }
        ClaimKind::Outage | ClaimKind::Restored => {
            let whole = candidate.clause.start..candidate.trigger.end;
            in_range(analysis, &whole, whose).or(names.main)
        }
        ClaimKind::Timing => in_range(analysis, &left, whose).or(names.main),
        ClaimKind::Affected => {
            let low = analysis.text.low(&(left.start..candidate.trigger.end));
            let it = low.trim_start_matches('"').starts_with("it ");
            it.then(|| {
                names.before(candidate.clause.start, |e| {
                    e.kind == EntityKind::Org && !e.outlet
                })
            })
            .flatten()
            .or(names.main)
        }
        _ => names.main,
    }
}

/// The organisation named or meant first in some words.
pub(super) fn in_range(
    analysis: &Analysis<'_>,
    range: &Range<usize>,
    whose: &Attributed,
) -> Option<usize> {
    let names = &analysis.names;
    let mut orgs = names
        .within(range)
        .iter()
        .filter(|m| names.entities[m.entity].kind == EntityKind::Org);
    let named = orgs.next();
    let low = analysis.text.low(range);
    let pronoun = PRONOUN.captures(low).and_then(|found| found.name("p"));
    let Some(found) = pronoun else {
        return named.map(|m| m.entity);
    };
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
            let person = || {
                whose
                    .speaker
                    .name
                    .as_deref()
                    .and_then(|name| names.named(name))
            };
            whose.org.or(analysis.company).or_else(person)
        }
        "i" | "my" => whose.org,
        "it" | "its" => whose
            .org
            .filter(|_| whose.frame.is_some() && !whose.quoted)
            .or(names.main),
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
