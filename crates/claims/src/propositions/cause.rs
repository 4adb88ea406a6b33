//! Causes: what is blamed, and by which mechanism.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{CauseKind, ClaimKind};
use regex::Regex;

use super::{Candidate, Detector, Scene};
use crate::lexicon::{Rules, entries, pattern};

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::new("cause", include_str!("../../data/kinds/cause.txt")));

/// Words that name a mechanism, in the order in which they decide.
static MECHANISMS: LazyLock<Vec<(CauseKind, Regex)>> = LazyLock::new(|| {
    let lines = entries(include_str!("../../data/mechanisms.txt"));
    let split = lines.filter_map(|line| line.split_once(" | "));
    split
        .filter_map(|(kind, words)| {
            Some((
                kind.trim().parse().ok()?,
                pattern(&format!("\\b(?:{})", words.trim())),
            ))
        })
        .collect()
});

/// See the module.
pub(super) struct Cause;

impl Detector for Cause {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        let mut found = scene.run(ClaimKind::Cause, &RULES);
        found.retain(|candidate| {
            !GUESSES.contains(&candidate.rule.as_str()) || blames(scene, candidate)
        });
        for candidate in &mut found {
            let near = candidate.trigger.start.min(candidate.clause.start)
                ..candidate.trigger.end.max(candidate.clause.end);
            let objects = candidate.objects.first().cloned();
            let open = candidate.rule == "cause.either"
                || candidate.rule == "cause.our-problem" && scene.low.contains("either");
            let cut = matches!(candidate.rule.as_str(), "cause.cut" | "cause.cable-broke");
            candidate.cause = if cut {
                Some(CauseKind::FiberCut)
            } else if open {
                Some(CauseKind::Unknown)
            } else {
                objects
                    .and_then(|range| mechanism(scene, &range))
                    .or_else(|| mechanism(scene, &candidate.trigger))
                    .or_else(|| mechanism(scene, &near))
            };
        }
        found
    }
}

/// Rules whose words also open guesses about anything else.
const GUESSES: &[&str] = &["cause.my-bet", "cause.suspect", "cause.theory-wrong"];

/// Whether a guess is about the incident: it names a mechanism or a party, or trouble.
fn blames(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    static TROUBLE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:outages?|down|faults?|fail\w*|problems?|troubles?|issues?|broke\w*|broken|caused?|blame|end|side|network|provider|upstream|carrier|supplier)\b",
        )
    });
    let near = candidate.trigger.start..candidate.trigger.end.max(candidate.clause.end);
    let object = candidate.objects.first();
    let named = object.is_some_and(|range| !scene.analysis.names.within(range).is_empty());
    named || mechanism(scene, &near).is_some() || TROUBLE.is_match(scene.analysis.text.low(&near))
}

/// The mechanism named in the words of a cause, else in their clause.
pub(super) fn near(
    scene: &Scene<'_>,
    words: &Range<usize>,
    clause: &Range<usize>,
) -> Option<CauseKind> {
    mechanism(scene, words).or_else(|| mechanism(scene, clause))
}

/// All mechanisms that some lower-case words name, the one named first ahead.
pub(crate) fn mechanisms(low: &str) -> Vec<CauseKind> {
    let mut found: Vec<(usize, CauseKind)> = MECHANISMS
        .iter()
        .filter_map(|(kind, words)| Some((words.find(low)?.start(), *kind)))
        .collect();
    found.sort_by_key(|(start, _)| *start);
    let mut kinds: Vec<CauseKind> = Vec::new();
    for (_, kind) in found {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// The mechanism that some words name.
fn mechanism(scene: &Scene<'_>, range: &Range<usize>) -> Option<CauseKind> {
    let low = scene.analysis.text.low(range);
    MECHANISMS
        .iter()
        .find(|(_, words)| words.is_match(low))
        .map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Cause;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Cause);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "Alder blamed Rook Transit for the outage.",
                "The outage at Alder was caused by a software bug.",
                "A backhoe severed two fibre routes near Alder.",
                "A storage array failed at Alder during planned work.",
                "Alder traced the failure to Rook Transit.",
            ],
            "affirm",
        );
        check(
            &[
                "It was not an attack, Alder said.",
                "Alder said that the fault had nothing to do with the upgrade.",
                "There is no sign of hostile traffic at Alder.",
            ],
            "deny",
        );
        check(
            &[
                "Alder cannot rule out that an attack made matters worse.",
                "Oak suspected a denial-of-service attack.",
            ],
            "uncertain",
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "The cause is not yet known.",
            "Alder failed to comment.",
            "The trouble at Alder began at 9:40.",
        ];
        for text in misses {
            assert_eq!(found(text, Cause), Vec::<String>::new(), "{text}");
        }
    }
}
