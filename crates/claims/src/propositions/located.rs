//! Candidates at places that something else than a rule found: a model, or a person.

use std::ops::Range;

use backpedal_model::{ClaimKind, Polarity};

use super::{Candidate, Scene, cause, polarity, quantity::quantity};
use crate::analysis::Analysis;

/// How sure a model must be to turn what a rule takes for a plain statement. A negation or hedge
/// that a rule found stays: rules miss many, but seldom invent one.
const AGAINST_RULE: f32 = 0.8;

/// The candidate of a kind at some words: of those that stand there, the one that shares most with
/// them. Nothing where the words stand in no sentence.
pub(crate) fn located(
    analysis: &Analysis<'_>,
    rules: &[Candidate],
    kind: ClaimKind,
    words: &Range<usize>,
    stance: Option<(Polarity, f32)>,
) -> Option<Candidate> {
    let all = located_all(analysis, rules, kind, words, stance);
    all.into_iter()
        .max_by_key(|candidate| shared(&candidate.trigger, words))
}

/// The candidates of a kind at some words. Those that rules found stand for it: all that meet the
/// words, else all whose clause does; else one is made of the words and their clause.
pub(crate) fn located_all(
    analysis: &Analysis<'_>,
    rules: &[Candidate],
    kind: ClaimKind,
    words: &Range<usize>,
    stance: Option<(Polarity, f32)>,
) -> Vec<Candidate> {
    let of_kind = || rules.iter().filter(|candidate| candidate.kind == kind);
    let mut found: Vec<Candidate> = of_kind()
        .filter(|candidate| meet(&candidate.trigger, words))
        .cloned()
        .collect();
    if found.is_empty() {
        found = of_kind()
            .filter(|candidate| meet(&candidate.clause, words))
            .cloned()
            .collect();
    }
    let made_here = found.is_empty();
    if made_here {
        found.extend(made(analysis, kind, words));
    }
    for candidate in &mut found {
        let needed = match candidate.polarity {
            _ if made_here => 0.0,
            Polarity::Affirm => AGAINST_RULE,
            Polarity::Deny | Polarity::Uncertain => f32::INFINITY,
        };
        if let Some((stance, _)) = stance.filter(|(_, certainty)| *certainty >= needed) {
            candidate.polarity = stance;
            candidate.fixed = true;
        }
    }
    found
}

fn made(analysis: &Analysis<'_>, kind: ClaimKind, words: &Range<usize>) -> Option<Candidate> {
    let sentences = &analysis.sentences;
    let number = sentences.partition_point(|sentence| sentence.range.end <= words.start);
    let held = sentences
        .get(number)
        .filter(|sentence| sentence.range.start < words.end)?;
    let scene = Scene::new(analysis, number);
    let trigger = words.start.max(held.range.start)..words.end.min(held.range.end);
    let clause = scene.clause(trigger.start);
    let (polarity, fixed) = polarity::of(&scene, "affirm", &trigger, trigger.end, &clause);
    let times = &analysis.times[number];
    let time = times
        .iter()
        .find(|time| kind == ClaimKind::Timing && meet(&time.range, &trigger));
    Some(Candidate {
        kind,
        rule: format!("model.{}", kind.as_str()),
        sentence: number,
        cause: (kind == ClaimKind::Cause)
            .then(|| cause::near(&scene, &trigger, &clause))
            .flatten(),
        quantity: (kind == ClaimKind::Scope)
            .then(|| quantity(analysis.text.low(&trigger)))
            .flatten(),
        time: time.cloned(),
        probability: None,
        subject: None,
        objects: Vec::new(),
        polarity,
        fixed,
        trigger,
        clause,
    })
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn shared(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
