//! Outages: that the subject was down, disrupted, degraded; or that it was not.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;

use super::{Candidate, Detector, Scene};
use crate::lexicon::Rules;

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::new("outage", include_str!("../../data/kinds/outage.txt")));

/// See the module.
pub(super) struct Outage;

impl Detector for Outage {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        scene.run(ClaimKind::Outage, &RULES)
    }
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
