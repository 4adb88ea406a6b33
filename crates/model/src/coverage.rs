//! What the data could have seen. Missing data is a value, never a "no".

use serde::{Deserialize, Serialize};

use crate::{Asn, DatasetId, Interval, Policy};

/// How well a question's window was watched (rule D0).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The window that was to be watched.
    pub window: Interval,
    /// The part of it that data cover at all; `None` where none does.
    pub covered: Option<Interval>,
    /// Full-feed peers: of those in the baseline, the least number that was there at any time of the
    /// covered window which is no gap.
    pub full_feed_peers: u32,
    /// Different ASes among them, likewise.
    pub peer_ases: u32,
    /// Whether there is a state from before the window to compare with.
    pub baseline: bool,
    /// When and why nothing was seen.
    pub gaps: Vec<Gap>,
}

/// A stretch of time, or a whole input, that tells nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// When.
    pub interval: Interval,
    /// Why.
    pub reason: GapReason,
    /// The peer that is missing, where it is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<(std::net::IpAddr, Asn)>,
    /// The dataset that it was found in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<DatasetId>,
}

/// Why there is a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapReason {
    /// No file covers the time.
    NoData,
    /// The data start only after the window has begun.
    NoBaseline,
    /// A peer's session went down or the peer fell silent.
    PeerLost,
    /// More than the policy's share of the peers went at once.
    ManyPeersLost,
    /// A file ends early.
    Truncated,
    /// A file's records could not be read.
    Damaged,
    /// The party resolves to nothing that these data hold.
    NotResolved,
}

impl Coverage {
    /// Nothing watched this window.
    #[must_use]
    pub fn none(window: Interval, reason: GapReason) -> Self {
        Self {
            window,
            covered: None,
            full_feed_peers: 0,
            peer_ases: 0,
            baseline: false,
            gaps: vec![Gap {
                interval: window,
                reason,
                peer: None,
                dataset: None,
            }],
        }
    }

    /// What rule D0 finds missing, one clause each; empty when the window can be judged.
    #[must_use]
    pub fn missing(&self, policy: &Policy) -> Vec<String> {
        let mut missing = Vec::new();
        if self.covered.is_none() {
            missing.push("no measurement covers the time".to_owned());
            return missing;
        }
        if self.full_feed_peers < policy.min_full_feed_peers {
            missing.push(format!(
                "{} full-feed peers where {} are needed",
                self.full_feed_peers, policy.min_full_feed_peers
            ));
        }
        if self.peer_ases < policy.min_peer_ases {
            missing.push(format!(
                "peers in {} ASes where {} are needed",
                self.peer_ases, policy.min_peer_ases
            ));
        }
        if !self.baseline {
            missing.push("no baseline from before the window".to_owned());
        }
        missing
    }

    /// Whether rule D0 is satisfied.
    #[must_use]
    pub fn suffices(&self, policy: &Policy) -> bool {
        self.missing(policy).is_empty()
    }

    /// Whether a gap that blinds all peers touches the interval.
    #[must_use]
    pub fn blind_during(&self, interval: Interval) -> bool {
        let covered = self
            .covered
            .is_some_and(|covered| covered.contains(interval));
        !covered
            || self
                .gaps
                .iter()
                .any(|gap| gap.peer.is_none() && gap.interval.overlaps(interval))
    }
}
