//! Prefixes that another AS announced than the one that did before (rule D5).

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::{Asn, Interval};

/// An AS that originated a party's prefixes in the window, and neither held them in the baseline
/// nor is the party's own. Misrouted is not down: the prefix may well be visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginChange {
    /// The other origin.
    pub origin: Asn,
    /// How many of the baseline's prefixes it originated, whole or by more specific ones.
    pub prefixes: u32,
    /// The more specific prefixes inside of the baseline's that it originated, in order: no table
    /// at the start had them, and routes to them win over those to the whole prefix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specifics: Vec<IpNet>,
    /// The most peers that had a route of it to any one prefix at the same time.
    pub peers: u32,
    /// Of how many full-feed peers.
    pub of: u32,
    /// From the first such route to the last one's end, within the window.
    pub during: Interval,
}

impl OriginChange {
    /// " (by 198.51.100.0/25, 198.51.100.128/25 and 3 more)", or nothing.
    #[must_use]
    pub fn inside(&self) -> String {
        const SHOWN: usize = 3;
        let shown: Vec<String> = self
            .specifics
            .iter()
            .take(SHOWN)
            .map(IpNet::to_string)
            .collect();
        match (shown.is_empty(), self.specifics.len().saturating_sub(SHOWN)) {
            (true, _) => String::new(),
            (_, 0) => format!(" (by {})", shown.join(", ")),
            (_, more) => format!(" (by {} and {more} more)", shown.join(", ")),
        }
    }
}
