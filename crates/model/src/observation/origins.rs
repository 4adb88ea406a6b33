//! Prefixes that another AS announced than the one that did before (rule D5).

use serde::{Deserialize, Serialize};

use crate::{Asn, Interval};

/// An AS that originated a party's prefixes in the window, and neither held them in the baseline
/// nor is the party's own. Misrouted is not down: the prefix may well be visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginChange {
    /// The other origin.
    pub origin: Asn,
    /// How many of the baseline's prefixes it originated.
    pub prefixes: u32,
    /// The most peers that had a route of it to any one prefix at the same time.
    pub peers: u32,
    /// Of how many full-feed peers.
    pub of: u32,
    /// From the first such route to the last one's end, within the window.
    pub during: Interval,
}
