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
        r"\b(?:down|out|offline|dark|dead|lost|lose|losing|without|affected|hit|unable|could not|cannot|couldn't|can't|unreachable|unavailable|unanswered|failed|failing|fail|times? out|timed out|timing|dropped|dropping|gone|locked out|cut off|interrupted|disrupted|disruption|outage|complaints|reports|impacted|stranded|slow|errors?|busy signal|no (?:calls|service|signal|internet)|may still|seeing|experienc\w+|eating|puts? it|put it|figure|taking|took|knocked|impact|users across|problems|issues|wiped|vanished|withdrawn|withdrawals?|blackout|blacked out|shut down|single-homed|suffer\w*|silent|went|fell|climbed)\b",
    )
});

/// "Customers on Monday": when, not where.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:customers|users|subscribers|clients|members|people|residents|callers) (?:on|in|from|around|across|throughout) (?:the |this |that )?(?:\w+day|morning|afternoon|evening|night|week|weekend|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    )
});

/// See the module.
pub(super) struct Scope;

impl Detector for Scope {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        let mut found = scene.run(ClaimKind::Scope, &RULES);
        let frames = &scene.analysis.frames[scene.number];
        found.retain(|candidate| {
            let trigger = &candidate.trigger;
            // "Several reports that …" says who tells it, not how many were hit.
            let telling = frames.iter().any(|frame| {
                frame.source.speaker.text.is_some()
                    && frame.subject.start <= trigger.start
                    && trigger.end <= frame.subject.end
            });
            !telling && !DAY.is_match(scene.analysis.text.low(trigger).trim_start())
        });
        found.retain(|candidate| {
            candidate.polarity != Polarity::Affirm && candidate.rule != "scope.not-all"
                || candidate.rule == "scope.only-it"
                || near(scene, candidate)
        });
        for candidate in &mut found {
            candidate.quantity = quantity(scene.analysis.text.low(&candidate.trigger));
        }
        found
    }
}

/// Whether the clause, or what stands beside it, tells of trouble.
fn near(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let low = &scene.analysis.text.low;
    if TROUBLE.is_match(low.get(candidate.clause.clone()).unwrap_or_default()) {
        return true;
    }
    // "… at the peak, 18% of them, which failed": the neighbours of a short clause count.
    const REACH: usize = 60;
    let mut from = candidate
        .trigger
        .start
        .saturating_sub(REACH)
        .max(scene.range.start);
    let mut to = (candidate.trigger.end + REACH).min(scene.range.end);
    while !low.is_char_boundary(from) {
        from -= 1;
    }
    while !low.is_char_boundary(to) {
        to += 1;
    }
    TROUBLE.is_match(&low[from..to])
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Scope;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Scope);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "Some 41,000 subscribers of Alder were cut off.",
                "Roughly 18% of queries to Alder went unanswered.",
                "Customers in the Lakes region of Alder have lost service.",
                "Alder went dark across the whole country.",
                "The Alder outage took half of the web offline.",
            ],
            "affirm",
        );
        check(&["No data was lost, Alder said."], "deny");
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "Alder serves 11,400 members in four counties.",
            "Alder was down and 2007 was a good year.",
        ];
        for text in misses {
            assert_eq!(found(text, Scope), Vec::<String>::new(), "{text}");
        }
    }
}
