//! Scope: how many, how much, where.

use std::sync::LazyLock;

use backpedal_model::{ClaimKind, Polarity};
use regex::Regex;

use super::{Candidate, Detector, Scene, quantity::quantity};
use crate::lexicon::{Rules, pattern};

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::new("scope", include_str!("../../data/kinds/scope.txt")));

/// Words that make a count one of the incident.
static TROUBLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:down|out|offline|dark|dead|lost|lose|losing|without|affected|hit|unable|could not|cannot|couldn't|can't|unreachable|unavailable|unanswered|failed|failing|fail|times? out|timed out|timing|dropped|dropping|gone|locked out|cut off|interrupted|disrupted|disruption|outage|complaints|reports|impacted|stranded|left holding|slow|errors?|busy signal|no (?:calls|service|signal|internet)|may still|seeing|experienc\w+|eating|puts? it|put it|figure|taking|took|knocked|impact|users across|problems|issues|wiped|vanished|withdrawn|single-homed|suffer\w*|silent|went|fell|climbed)\b",
    )
});

/// See the module.
pub(super) struct Scope;

impl Detector for Scope {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        let mut found = scene.run(ClaimKind::Scope, &RULES);
        found.retain(|candidate| {
            candidate.polarity == Polarity::Deny && candidate.fixed
                || candidate.rule == "scope.only-it"
                || TROUBLE.is_match(scene.low)
        });
        for candidate in &mut found {
            candidate.quantity = quantity(scene.analysis.text.low(&candidate.trigger));
        }
        found
    }
}
