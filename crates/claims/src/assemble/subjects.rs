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
        let it = analysis.text.low(range).trim() == "it";
        if let Some(led) = led(analysis, candidate, range.start).filter(|_| it) {
            return Some(led);
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
        ClaimKind::Relationship if candidate.rule == "relationship.carries" => {
            // "The provider that carries its traffic": whose traffic it is.
            let host = names.before(candidate.trigger.start, |e| e.kind == EntityKind::Org);
            let words = in_range(analysis, &candidate.trigger, whose);
            let own = whose.org.filter(|_| whose.frame.is_some());
            let another = || names.last_org(candidate.trigger.start, host);
            [words, own, names.main]
                .into_iter()
                .flatten()
                .find(|org| Some(*org) != host)
                .or_else(another)
        }
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
            if SAME.is_match(low) {
                return outage_at(analysis, candidate.clause.start).or(names.main);
            }
            let it = low.trim_start_matches('"').starts_with("it ");
            it.then(|| {
                names.before(candidate.clause.start, |e| {
                    e.kind == EntityKind::Org && !e.outlet
                })
            })
            .flatten()
            .or(names.main)
        }
        ClaimKind::Cause => troubled(analysis, candidate, whose).or(names.main),
        _ => names.main,
    }
}

/// The subject where the words leave no choice: the outage that was told before is meant, a rule's
/// subject is a name, or the service that failed is somebody's ("Rook's service").
pub(super) fn certain(analysis: &Analysis<'_>, candidate: &Candidate) -> Option<usize> {
    static SERVICE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^'s? (?:\w+ ){0,2}?(?:service|network|website|site|servers|systems?|lines|links?|app|platform)\b",
        )
    });
    let names = &analysis.names;
    let org = |entity: usize| names.entities[entity].kind == EntityKind::Org;
    let start = candidate.clause.start.min(candidate.trigger.start);
    if candidate.kind == ClaimKind::Affected {
        let low = analysis.text.low(&(start..candidate.trigger.end));
        let told = SAME.is_match(low);
        return outage_at(analysis, candidate.clause.start).filter(|_| told);
    }
    if let Some(range) = &candidate.subject {
        let first = names.within(range).first().filter(|m| org(m.entity));
        return first.map(|mention| mention.entity);
    }
    let rule = !candidate.rule.starts_with("model.");
    if candidate.kind != ClaimKind::Outage || !rule {
        return None;
    }
    let here = start..candidate.trigger.end;
    let mut owners = names.within(&here).iter().filter(|mention| {
        let after = analysis.text.low(&(mention.range.end..here.end));
        org(mention.entity) && mention.possessive && SERVICE.is_match(after)
    });
    owners.next().map(|mention| mention.entity)
}

/// "Alder is in the other camp: it is a customer of Rook": the organisation that opens the
/// sentence, in which "it" stands later.
fn led(analysis: &Analysis<'_>, candidate: &Candidate, at: usize) -> Option<usize> {
    const OPENS: usize = 5;
    let names = &analysis.names;
    let start = analysis.sentences[candidate.sentence].range.start;
    let first = names.within(&(start..at)).first()?;
    let org = names.entities[first.entity].kind == EntityKind::Org;
    (org && first.range.start < start + OPENS).then_some(first.entity)
}

/// "The same outage also affected …": the outage told before.
static SAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\W|and |but )*(?:the same|this|that) (?:\w+ )?(?:outage|fault|failure|problem|incident|disruption|trouble)\b",
    )
});

/// The organisation at which an outage was told last before `at`.
fn outage_at(analysis: &Analysis<'_>, at: usize) -> Option<usize> {
    static AT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:outage|fault|failure|problems?|incident|disruption|trouble) (?:at|in|inside|of|with|on) (?:the )?$",
        )
    });
    const BACK: usize = 300;
    let names = &analysis.names;
    let from = analysis
        .text
        .low
        .floor_char_boundary(at.saturating_sub(BACK));
    let mut back = names.within(&(from..at)).iter().rev();
    let found = back.find(|mention| {
        let before = analysis
            .text
            .low
            .get(from..mention.range.start)
            .unwrap_or_default();
        AT.is_match(before) && names.entities[mention.entity].kind == EntityKind::Org
    });
    found.map(|mention| mention.entity)
}

/// "Rook's outage", "the company's issues": whose trouble the words of a cause tell.
fn troubled(analysis: &Analysis<'_>, candidate: &Candidate, whose: &Attributed) -> Option<usize> {
    static OWNED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:'s)? (?:\w+ ){0,2}?(?:outages?|issues?|problems?|troubles?|downtime|disruptions?|failures?|interruptions?)\b",
        )
    });
    static ANAPHOR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?P<noun>the (?:company|carrier|firm|provider|operator|bank|exchange))'s (?:\w+ ){0,2}?(?:outages?|issues?|problems?|troubles?|downtime)\b",
        )
    });
    let names = &analysis.names;
    let text = &analysis.text;
    let start = candidate.clause.start.min(candidate.trigger.start);
    let clause = start..candidate.clause.end.max(candidate.trigger.end);
    let object = candidate.objects.first();
    let blamed = |at: usize| object.is_some_and(|range| range.contains(&at));
    let mut orgs = names.within(&clause).iter();
    let owner = orgs.find(|mention| {
        names.entities[mention.entity].kind == EntityKind::Org
            && !blamed(mention.range.start)
            && OWNED.is_match(text.low(&(mention.range.end..clause.end)))
    });
    let meant = || {
        let found = ANAPHOR.captures(text.low(&clause))?.name("noun")?;
        names.refer(found.as_str(), clause.start + found.start(), None)
    };
    let own = || {
        // "The fault lay with Rook's own network", said by another: Rook's trouble is Rook's.
        let object = object.filter(|range| text.low(range).contains("'s own "))?;
        in_range(analysis, object, whose)
    };
    owner
        .map(|mention| mention.entity)
        .or_else(meant)
        .or_else(own)
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
