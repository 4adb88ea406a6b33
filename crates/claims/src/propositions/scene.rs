//! One sentence as detectors see it, and what they share: running a rule file, and settling
//! which of several candidates for the same words stays.

use std::ops::Range;

use backpedal_model::{ClaimKind, Polarity};

use super::{Candidate, polarity};
use crate::{analysis::Analysis, lexicon::Rules, structure::clause, times::Time};

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

    /// The times inside a range.
    pub(crate) fn times(&self, range: &Range<usize>) -> impl Iterator<Item = &'a Time> {
        let (from, to) = (range.start, range.end);
        let times = &self.analysis.times[self.number];
        times
            .iter()
            .filter(move |time| from <= time.range.start && time.range.start < to)
    }

    /// What a rule file finds.
    pub(crate) fn run(&self, kind: ClaimKind, rules: &Rules) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut dropped: Vec<Range<usize>> = Vec::new();
        for rule in rules.hits(self.low) {
            for hit in rule.regex.captures_iter(self.low) {
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
                    weight: 0.7,
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
    outage_or_restored(&mut kept);
    let _ = scene;
    *found = kept;
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
        let yields = candidate.kind == ClaimKind::Outage || candidate.kind == ClaimKind::Timing && !length;
        !(yields && restored.contains(&candidate.clause))
    });
}
