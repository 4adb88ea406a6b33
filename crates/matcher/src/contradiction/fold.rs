//! One contradiction of two sides, told by many documents, is one: the pair that one document
//! tells, or else the earliest, stands; the others are listed with it.

use std::collections::HashMap;

use backpedal_model::{ClaimId, Contradiction, ContradictionKind};

use crate::{
    names::Key,
    reading::Reading,
    world::{World, figures},
};

/// What makes two pairs the same contradiction.
#[derive(PartialEq, Eq, Hash)]
struct Same {
    kind: ContradictionKind,
    rule: String,
    sides: (Key, Key),
    subjects: (Vec<Key>, Vec<Key>),
    outage: Option<jiff::Timestamp>,
    /// What is counted or timed, where that is what does not fit.
    figures: Option<(String, String)>,
    /// The statements themselves, where one side moved: each of its moves is its own.
    moved: Option<(usize, usize)>,
}

/// Folds the pairs that other documents retell. They come in canonical order of their rules, so
/// the first of a kind is the earliest.
pub(super) fn retold(world: &World<'_>, contradictions: &mut Vec<Contradiction>) {
    let mut groups: HashMap<Same, Vec<usize>> = HashMap::new();
    let pairs: Vec<Option<(&Reading<'_>, &Reading<'_>)>> = contradictions
        .iter()
        .map(|c| Some((world.reading(&c.a)?, world.reading(&c.b)?)))
        .collect();
    for (number, (c, pair)) in contradictions.iter().zip(&pairs).enumerate() {
        if let Some((a, b)) = pair {
            groups.entry(same(c, a, b)).or_default().push(number);
        }
    }
    let mut members: Vec<&Vec<usize>> = groups.values().collect();
    members.sort_unstable();
    let mut into: HashMap<usize, usize> = HashMap::new();
    for group in members.iter().filter(|group| group.len() > 1) {
        let document = |number: &usize| {
            let (a, b) = pairs[*number]?;
            (a.place.0 == b.place.0).then_some(a.place.0)
        };
        // The first document that tells it whole; without one, the first pair.
        let told = group.iter().filter_map(document).min();
        let stands = |number: &&usize| told.is_some() && document(number) == told;
        let first = group.iter().find(stands).unwrap_or(&group[0]);
        for number in group.iter().filter(|n| *n != first && !stands(n)) {
            into.insert(*number, *first);
        }
    }
    fold(contradictions, &into);
}

fn fold(contradictions: &mut Vec<Contradiction>, into: &HashMap<usize, usize>) {
    let mut again: HashMap<usize, Vec<(ClaimId, ClaimId)>> = HashMap::new();
    for (number, c) in contradictions.iter().enumerate() {
        if let Some(first) = into.get(&number) {
            let pair = (c.a.clone(), c.b.clone());
            again.entry(*first).or_default().push(pair);
        }
    }
    let mut number = 0;
    contradictions.retain_mut(|c| {
        c.again = again.remove(&number).unwrap_or_default();
        number += 1;
        !into.contains_key(&(number - 1))
    });
}

fn same(c: &Contradiction, a: &Reading<'_>, b: &Reading<'_>) -> Same {
    let subjects = |reading: &Reading<'_>| -> Vec<Key> {
        let keys = reading
            .subjects
            .iter()
            .filter_map(|name| name.keys().into_iter().next());
        keys.collect()
    };
    Same {
        kind: c.kind,
        rule: c.rule.clone(),
        sides: (a.side.key(), b.side.key()),
        subjects: (subjects(a), subjects(b)),
        outage: a.days.or(b.days).map(|days| days.start),
        figures: matches!(
            c.kind,
            ContradictionKind::Numbers | ContradictionKind::Timing | ContradictionKind::Scope
        )
        .then(|| (figures(a), figures(b))),
        moved: matches!(
            c.kind,
            ContradictionKind::Reversal
                | ContradictionKind::Retraction
                | ContradictionKind::Misreported
        )
        .then_some((a.statement, b.statement)),
    }
}
