//! The numbers that are our choice, not a published standard. They live here, are printed in
//! every report, and a case file can change them.

use serde::{Deserialize, Serialize};

/// Thresholds of the evidence rules D0 to D6 (`docs/evidence-rules.md`). Shares lie in 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// D0: a peer is full-feed when its table holds at least this share of the largest one.
    pub full_feed_share: f64,
    /// D0: least number of full-feed peers.
    pub min_full_feed_peers: u32,
    /// D0: least number of different peer ASes.
    pub min_peer_ases: u32,
    /// D0: losing more than this share of the peers at once is a gap in the data.
    pub peer_loss_gap_share: f64,
    /// D1: a prefix is visible when more than this share of the full-feed peers have it.
    pub visible_share: f64,
    /// D2: below this visibility, routing is impaired.
    pub impaired_below: f64,
    /// D2: for at least this many minutes.
    pub impaired_minutes: u32,
    /// D2: below this visibility, routing is partly impaired.
    pub partly_below: f64,
    /// D2: for at least this many minutes.
    pub partly_minutes: u32,
    /// D2: a routing outage has ended when visibility held `partly_below` this many minutes.
    pub recovery_minutes: u32,
    /// D2: BGP may show an onset this many minutes late.
    pub bgp_lag_minutes: u32,
    /// D3: least number of probes.
    pub min_probes: u32,
    /// D3: least number of source ASes.
    pub min_probe_ases: u32,
    /// D3: success at or below this share of the baseline is impaired.
    pub probe_impaired_share: f64,
    /// D3: success at or below this share is unreachable.
    pub probe_unreachable_share: f64,
    /// D3: for at least this many rounds.
    pub probe_rounds: u32,
    /// D4: a series below this share of its baseline is anomalous.
    pub series_below: f64,
    /// D4: a routing series below this share of its baseline is weakly anomalous.
    pub series_weak_below: f64,
    /// D4: the median of at least this many minutes must be so low.
    pub series_minutes: u32,
    /// D4: an anomaly has ended when the values were back for this many minutes.
    pub series_recovery_minutes: u32,
    /// D4: least hours of values before anything is judged.
    pub series_history_hours: u32,
    /// D4: hours of which the baseline of a routing series is the median.
    pub series_routing_hours: u32,
    /// D4: hours of which the baseline of any other series is the median.
    pub series_probing_hours: u32,
    /// D4: a level that stays this many hours becomes the baseline.
    pub series_release_hours: u32,
    /// D6: at least this share of paths through a supplier means "depends".
    pub depends_share: f64,
    /// D6: at least this share of paths through a supplier means "partly depends".
    pub partly_depends_share: f64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            full_feed_share: 0.85,
            min_full_feed_peers: 3,
            min_peer_ases: 2,
            peer_loss_gap_share: 0.20,
            visible_share: 0.5,
            impaired_below: 0.80,
            impaired_minutes: 10,
            partly_below: 0.99,
            partly_minutes: 5,
            recovery_minutes: 10,
            bgp_lag_minutes: 4,
            min_probes: 10,
            min_probe_ases: 3,
            probe_impaired_share: 0.8,
            probe_unreachable_share: 0.1,
            probe_rounds: 2,
            series_below: 0.8,
            series_weak_below: 0.99,
            series_minutes: 30,
            series_recovery_minutes: 10,
            series_history_hours: 12,
            series_routing_hours: 24,
            series_probing_hours: 168,
            series_release_hours: 48,
            depends_share: 0.9,
            partly_depends_share: 0.1,
        }
    }
}
