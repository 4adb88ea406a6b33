//! Timing: when it began, ended, how long it lasted; clock times of steps.

use std::sync::LazyLock;

use backpedal_model::{ClaimKind, PartRole, Polarity};
use regex::Regex;

use super::{Candidate, Detector, Scene, polarity};
use crate::{
    lexicon::pattern,
    times::{Time, What},
};

/// Words of the incident without which a time is of something else.
static INCIDENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:outage|down|dark|dead|offline|out\b|fail\w*|fell|fall|lost|lose|loss|lasted|began|begin\w*|beginning|started|starting|start|interrupt\w*|disrupt\w*|slow\w*|trouble|problem|fault|incident|affair|unable|unreachable|could not|couldn't|timed? out|timing out|timeouts?|dropped|died|die|cut|severed|struck|quit|withdraw\w*|announc\w*|shut|first|last|posted|paged|found|told|detected|noticed|errors?|eating|silent|silence|attack|aimed|went|stopped|black|traffic|gone|without|root cause|deleted|change|rollback|revert\w*|alarms?|onset|from\b|since\b|log shows|signal|calls?)\b",
    )
});
static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:for|lasted|lasting|after|puts?|put|of|went on|in all|within|took|over|out|down|quiet|dark|silent|offline|total|length)\b[\w \x22,'-]{0,40}$|^$",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:will|would|usually|typically|normally|expects?|expected|next (?:week|month|year)|per (?:month|year|hour)|every (?:day|week|month|year|night|quarter)|each (?:day|week|month|year|night|quarter)|plans?|contracts?|years?)\b",
    )
});
static ORDER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^ (?:after|before|later|earlier|since|from now|into|ahead of)\b"));
/// Words after which a length is meant even where "after" follows.
static HELD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:for|lasted|lasting|took|within|of|down|out) (?:\w+ ){0,2}$"));
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:ago|the past hour|later|before they|of one another|apart|earlier than|faster)\b")
});

/// See the module.
pub(super) struct Timing;

impl Detector for Timing {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        let times = &scene.analysis.times[scene.number];
        let region = &scene.analysis.regions[scene.analysis.sentences[scene.number].region];
        if region.role == PartRole::Title && !times.iter().any(|t| t.what == What::Duration) {
            return Vec::new();
        }
        times
            .iter()
            .filter_map(|time| candidate(scene, time))
            .collect()
    }
}

fn candidate(scene: &Scene<'_>, time: &Time) -> Option<Candidate> {
    let clause = scene.clause(time.range.start);
    let text = &scene.analysis.text;
    let low = text.low(&clause);
    let line = starts_line(scene, time);
    let long = time.what == What::Day && text.low(&time.range).starts_with("most of");
    if time.what == What::Day && !long || OTHER.is_match(low) && !line {
        return None;
    }
    if !(line
        || INCIDENT.is_match(low)
        || INCIDENT.is_match(scene.low)
            && (time.what == What::Duration || low.len() * 2 > scene.low.len()))
    {
        return None;
    }
    if time.what == What::Duration {
        let before = text.low(&(clause.start..time.range.start));
        let around = text.low(&(time.range.start..clause.end.min(time.range.end + 20)));
        // "A day after it failed", "a week later": an order, no length.
        let order = ORDER.is_match(text.low(&(time.range.end..scene.range.end)))
            && !HELD.is_match(text.low(&(scene.range.start..time.range.start)));
        if !LENGTH.is_match(before) || SHORT.is_match(around) || order {
            return None;
        }
    }
    let (polarity, _) = polarity::of(scene, "affirm!", &time.range, time.range.start, &clause);
    Some(Candidate {
        kind: ClaimKind::Timing,
        rule: match (time.what, time.onset) {
            (What::Duration, _) => "timing.duration",
            (_, true) => "timing.onset",
            _ if line => "timing.line",
            _ => "timing.clock",
        }
        .to_owned(),
        sentence: scene.number,
        trigger: time.range.clone(),
        clause,
        polarity: if polarity == Polarity::Deny {
            Polarity::Affirm
        } else {
            polarity
        },
        fixed: true,
        subject: None,
        objects: Vec::new(),
        cause: None,
        quantity: None,
        time: Some(time.clone()),
        probability: None,
    })
}

/// A line of a timeline begins with its time.
fn starts_line(scene: &Scene<'_>, time: &Time) -> bool {
    let paragraph = &scene.analysis.paragraphs[scene.analysis.sentences[scene.number].paragraph];
    time.what == What::Clock
        && paragraph.kind == backpedal_model::BlockKind::ListItem
        && time.range.start <= paragraph.range.start + 3
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Timing;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Timing);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "The Alder outage lasted approximately 69 minutes.",
                "The trouble at Alder began at 3:02 p.m. EDT.",
                "Alder has been down since about 13:20 UTC.",
            ],
            "affirm",
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "Alder opens at 9:00 every day.",
            "The Alder contract runs for three years.",
            "Alder was down on Tuesday.",
        ];
        for text in misses {
            assert_eq!(found(text, Timing), Vec::<String>::new(), "{text}");
        }
    }
}
