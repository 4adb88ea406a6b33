//! Outages: that the subject was down, disrupted, degraded; or that it was not.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;
use regex::Regex;

use super::{Candidate, Detector, Scene};
use crate::lexicon::{Rules, pattern};

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::new("outage", include_str!("../../data/kinds/outage.txt")));

/// See the module.
pub(super) struct Outage;

impl Detector for Outage {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        let mut found = scene.run(ClaimKind::Outage, &RULES);
        found.retain(|candidate| candidate.rule != "outage.stayed-up" || !posted(scene, candidate));
        found
    }
}

/// "The post stayed up": what was published, not a service. "It" is what the sentence, else the
/// one before, is about.
fn posted(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    static POST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:posts?|posting|tweets?|articles?|statements?|messages?|notices?|notes?|videos?|stor(?:y|ies)|comments?|entr(?:y|ies))\b",
        )
    });
    let text = &scene.analysis.text;
    let before = text.low(&(candidate.clause.start..candidate.trigger.start));
    if POST.is_match(before) {
        return true;
    }
    let pronoun = before.trim_end().ends_with(|c: char| c.is_alphabetic())
        && ["it", "they", "this", "that"]
            .contains(&before.split_whitespace().next_back().unwrap_or_default());
    let from = scene.number.saturating_sub(1);
    let start = scene.analysis.sentences[from].range.start;
    pronoun && POST.is_match(text.low(&(start..candidate.clause.start)))
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Outage;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Outage);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "Alder Networks was down for most of Ohio.",
                "Alder lost its dial tone on Tuesday.",
                "Customers of Alder could not reach their servers.",
                "Alder experienced more downtime this morning.",
                "Uploads at Alder stalled for hours.",
            ],
            "affirm",
        );
        check(
            &[
                "Alder denied that it had any downtime.",
                "Alder said its backbone was fully operational throughout.",
                "The public interface of Alder was never affected.",
                "Alder said that voice calls never dropped.",
            ],
            "deny",
        );
        check(
            &["Alder may have dropped a portion of the packets."],
            "uncertain",
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "Alder sells servers in nine cities.",
            "Alder would slow the rollout down.",
            "Prices at Alder went down well below those of its rivals, analysts said.",
        ];
        for text in misses {
            assert_eq!(found(text, Outage), Vec::<String>::new(), "{text}");
        }
    }
}
