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
        for candidate in &mut found {
            let near = candidate.trigger.start.min(candidate.clause.start)
                ..candidate.trigger.end.max(candidate.clause.end);
            let objects = candidate.objects.first().cloned();
            let open = candidate.rule == "cause.either"
                || candidate.rule == "cause.our-problem" && scene.low.contains("either");
            candidate.cause = if open {
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

/// The mechanism that some words name.
fn mechanism(scene: &Scene<'_>, range: &Range<usize>) -> Option<CauseKind> {
    let low = scene.analysis.text.low(range);
    MECHANISMS
        .iter()
        .find(|(_, words)| words.is_match(low))
        .map(|(kind, _)| *kind)
}
