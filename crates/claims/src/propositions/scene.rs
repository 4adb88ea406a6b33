//! One sentence as detectors see it, and what they share: running a rule file, and settling
//! which of several candidates for the same words stays.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{ClaimKind, Polarity};
use regex::Regex;

use super::{Candidate, polarity};
use crate::{
    analysis::Analysis,
    lexicon::{Rules, pattern},
    structure::clause,
};

/// A sentence.
pub(crate) struct Scene<'a> {
    /// The document.
    pub(crate) analysis: &'a Analysis<'a>,
    /// Its number.
    pub(crate) number: usize,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its words in lower case.
    pub(crate) low: &'a str,
}

impl<'a> Scene<'a> {
    /// The sentence of that number.
    pub(crate) fn new(analysis: &'a Analysis<'a>, number: usize) -> Self {
        let range = analysis.sentences[number].range.clone();
        let low = analysis.text.low(&range);
        Self {
            analysis,
            number,
            range,
            low,
        }
    }

    /// The clause that holds a place.
    pub(crate) fn clause(&self, at: usize) -> Range<usize> {
        clause(&self.analysis.clauses[self.number], at)
    }

    /// What a rule file finds.
    pub(crate) fn run(&self, kind: ClaimKind, rules: &Rules) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut dropped: Vec<Range<usize>> = Vec::new();
        for rule in rules.hits(self.low) {
            for hit in rule.regex().captures_iter(self.low) {
                let Some(whole) = hit.get(0) else { continue };
                let place =
                    |m: regex::Match<'_>| self.range.start + m.start()..self.range.start + m.end();
                let trigger = place(whole);
                if rule.class == "drop" {
                    dropped.push(trigger);
                    continue;
                }
                let group = |name: &str| {
                    hit.name(name)
                        .filter(|m| !m.as_str().trim().is_empty())
                        .map(place)
                };
                // The clause of a rule whose match begins with its subject is that of its verb.
                let lead =
                    group("subj").or_else(|| group("obj").filter(|o| o.start == trigger.start));
                let anchor = lead.map_or(trigger.start, |lead| lead.end.min(trigger.end - 1));
                let clause = self.clause(anchor);
                let (polarity, fixed) = polarity::of(self, &rule.class, &trigger, anchor, &clause);
                found.push(Candidate {
                    kind,
                    rule: rule.name.clone(),
                    sentence: self.number,
                    clause,
                    polarity,
                    fixed,
                    subject: group("subj"),
                    objects: group("obj").into_iter().collect(),
                    cause: None,
                    quantity: None,
                    time: None,
                    probability: None,
                    trigger,
                });
            }
        }
        let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        found.retain(|candidate| !dropped.iter().any(|range| meets(range, &candidate.trigger)));
        found
    }
}

/// Of several candidates of a kind in one clause, the first rule's stays; a firmer reading (a
/// denial, a hedge written into the rule) wins over a plain one.
pub(super) fn settle(scene: &Scene<'_>, found: &mut Vec<Candidate>) {
    let rank = |candidate: &Candidate| {
        (
            candidate.fixed && candidate.polarity != Polarity::Affirm,
            candidate.polarity != Polarity::Affirm,
        )
    };
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in found.drain(..) {
        let rival = kept.iter_mut().find(|other| {
            other.kind == candidate.kind
                && other.clause == candidate.clause
                && (candidate.kind != ClaimKind::Timing
                    || other.time.as_ref().map(|t| &t.range)
                        == candidate.time.as_ref().map(|t| &t.range))
                && (candidate.kind != ClaimKind::Relationship
                    || meet(&other.objects, &candidate.objects))
                && (candidate.kind != ClaimKind::Cause
                    || other.polarity == candidate.polarity
                    || overlap(&other.trigger, &candidate.trigger))
                && (candidate.kind != ClaimKind::Scope
                    || overlap(&other.trigger, &candidate.trigger))
        });
        match rival {
            Some(other) if rank(&candidate) > rank(other) => *other = candidate,
            Some(_) => {}
            None => kept.push(candidate),
        }
    }
    kept.retain(|candidate| !unsaid(scene, candidate) && !future(scene, candidate));
    outage_or_restored(&mut kept);
    outage_or_other(&mut kept);
    line(scene, &mut kept);
    *found = kept;
}

fn meet(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    a.is_empty() && b.is_empty() || a.iter().any(|a| b.iter().any(|b| overlap(a, b)))
}

/// "Would not say how many were hit" says nothing of how many were hit.
fn unsaid(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    static UNSAID: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:would not|wouldn't|won't|will not|declined to|refused to|did not|didn't|could not|couldn't|cannot) (?:\w+ )?(?:say|comment|discuss|disclose|answer|specify|name|elaborate)\b",
        )
    });
    let before = scene
        .analysis
        .text
        .low(&(scene.range.start..candidate.trigger.start));
    let kind = matches!(
        candidate.kind,
        ClaimKind::Outage | ClaimKind::Scope | ClaimKind::Cause | ClaimKind::Affected
    );
    let after = UNSAID.find(before).map(|found| &before[found.end()..]);
    kind && after.is_some_and(|after| !after.contains(" but ") && !after.contains("; "))
}

/// Predictions and promises are no claims.
fn future(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    static WILL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:will|would|'ll|shall|going to|about to|in case|so that (?:it|they|we)) (?:\w+ ){0,4}$",
        )
    });
    let kind = matches!(
        candidate.kind,
        ClaimKind::Outage | ClaimKind::Cause | ClaimKind::Affected | ClaimKind::Restored
    );
    let start = candidate.clause.start.min(candidate.trigger.start);
    let before = scene.analysis.text.low(&(start..candidate.trigger.start));
    let found = WILL.is_match(&format!("{} ", before.trim_end()));
    kind && !candidate.fixed && found && candidate.polarity != Polarity::Uncertain
}

/// One statement told by a cause, or as the hit of others, is not told again as an outage.
fn outage_or_other(kept: &mut Vec<Candidate>) {
    let others: Vec<Candidate> = kept
        .iter()
        .filter(|other| matches!(other.kind, ClaimKind::Cause | ClaimKind::Affected))
        .cloned()
        .collect();
    // These causes stand beside an outage of its own.
    let apart = [
        "cause.due-to",
        "cause.after-loss",
        "cause.cut",
        "cause.blame",
    ];
    kept.retain(|candidate| {
        candidate.kind != ClaimKind::Outage
            || !others.iter().any(|other| match other.kind {
                ClaimKind::Affected => {
                    other.clause == candidate.clause && other.polarity == candidate.polarity
                }
                _ => {
                    overlap(&other.trigger, &candidate.trigger)
                        && !apart.contains(&other.rule.as_str())
                }
            })
    });
}

/// A line of a timeline is one claim: the recovery, else the time.
fn line(scene: &Scene<'_>, kept: &mut Vec<Candidate>) {
    if !kept.iter().any(|candidate| candidate.rule == "timing.line") {
        let paragraph =
            &scene.analysis.paragraphs[scene.analysis.sentences[scene.number].paragraph];
        let times = &scene.analysis.times[scene.number];
        let timed = paragraph.kind == backpedal_model::BlockKind::ListItem
            && times
                .first()
                .is_some_and(|time| time.range.start <= paragraph.range.start + 3);
        if timed && kept.iter().any(|c| c.kind == ClaimKind::Restored) {
            kept.retain(|c| c.kind == ClaimKind::Restored);
            kept.truncate(1);
            for candidate in kept.iter_mut() {
                candidate.time = times.first().cloned();
            }
        }
        return;
    }
    if kept
        .iter()
        .any(|candidate| candidate.kind == ClaimKind::Restored)
    {
        kept.retain(|candidate| candidate.kind == ClaimKind::Restored);
        kept.truncate(1);
        let first = scene.analysis.times[scene.number].first();
        for candidate in kept.iter_mut() {
            candidate.time = first.cloned();
        }
    } else {
        kept.retain(|candidate| candidate.rule == "timing.line");
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// "Still down" and "not back" are about the restoration; "is up" after it is not a denial.
fn outage_or_restored(kept: &mut Vec<Candidate>) {
    let restored: Vec<Range<usize>> = kept
        .iter()
        .filter(|candidate| candidate.kind == ClaimKind::Restored)
        .map(|candidate| candidate.clause.clone())
        .collect();
    kept.retain(|candidate| {
        let length = candidate.rule == "timing.duration";
        let yields =
            candidate.kind == ClaimKind::Outage || candidate.kind == ClaimKind::Timing && !length;
        !(yields && restored.contains(&candidate.clause))
    });
}
