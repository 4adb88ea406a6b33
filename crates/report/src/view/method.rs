//! How it was done, by which numbers, and what it cannot do.

use backpedal_model::Policy;
use serde::Serialize;

use crate::stamp::percent;

/// One number of the policy.
#[derive(Serialize)]
pub(crate) struct PolicyRow {
    pub(crate) rule: &'static str,
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    pub(crate) value: String,
    /// Whether the case file changed it.
    pub(crate) changed: bool,
}

/// How a report comes about.
pub(crate) const METHOD: &[&str] = &[
    "Captures are kept byte for byte and named by their SHA-256.",
    "Claims are found by rules that keep the exact words, their place, the speaker and the time; \
     a claim is what somebody said, not what is so.",
    "Claims are compared with claims: one speaker over time, and one speaker with another. What \
     refines, hedges or adds is named and is no contradiction.",
    "Each testable claim becomes a question to the measurements. First comes whether the data \
     could have seen the answer; only then what they saw.",
    "Every outcome is computed from the evidence printed beside it.",
];

/// What a reader must keep in mind.
pub(crate) const LIMITS: &[&str] = &[
    "Routing data show whether routes were visible to some peers. “No routing impairment visible” \
     is not “was up”.",
    "Prefixes and probes are not users.",
    "Measurements show no cause and no responsibility.",
    "A time of capture proves that words existed by then, not when they were first said.",
    "Topology snapshots hold for their date; links may have differed on the day.",
    "Claims that the rules did not find are not in this report.",
    "A name on a party’s list may have belonged to somebody else at the time, where the case says \
     no dates.",
];

/// Rule, name in the case file, meaning, value.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    fn(&Policy) -> String,
);

const ROWS: &[Row] = &[
    (
        "D0",
        "full_feed_share",
        "a full-feed peer's table, of the largest",
        |p| percent(p.full_feed_share),
    ),
    ("D0", "min_full_feed_peers", "least full-feed peers", |p| {
        p.min_full_feed_peers.to_string()
    }),
    ("D0", "min_peer_ases", "least ASes among them", |p| {
        p.min_peer_ases.to_string()
    }),
    (
        "D0",
        "peer_loss_gap_share",
        "peers lost at once that make a gap",
        |p| percent(p.peer_loss_gap_share),
    ),
    (
        "D1",
        "visible_share",
        "peers that must have a visible prefix, more than",
        |p| percent(p.visible_share),
    ),
    ("D2", "impaired_below", "routing impaired below", |p| {
        percent(p.impaired_below)
    }),
    ("D2", "impaired_minutes", "for at least", |p| {
        minutes(p.impaired_minutes)
    }),
    ("D2", "partly_below", "routing partly impaired below", |p| {
        percent(p.partly_below)
    }),
    ("D2", "partly_minutes", "for at least", |p| {
        minutes(p.partly_minutes)
    }),
    (
        "D2",
        "recovery_minutes",
        "an outage ends when held for",
        |p| minutes(p.recovery_minutes),
    ),
    (
        "D2",
        "bgp_lag_minutes",
        "routing may show an onset late by",
        |p| minutes(p.bgp_lag_minutes),
    ),
    ("D3", "min_probes", "least probes", |p| {
        p.min_probes.to_string()
    }),
    ("D3", "min_probe_ases", "least ASes among them", |p| {
        p.min_probe_ases.to_string()
    }),
    (
        "D3",
        "probe_impaired_share",
        "impaired at or below, of the baseline",
        |p| percent(p.probe_impaired_share),
    ),
    (
        "D3",
        "probe_unreachable_share",
        "unreachable at or below",
        |p| percent(p.probe_unreachable_share),
    ),
    ("D3", "probe_rounds", "for at least, in rounds", |p| {
        p.probe_rounds.to_string()
    }),
    (
        "D4",
        "series_below",
        "a series anomalous below, of its usual value",
        |p| percent(p.series_below),
    ),
    (
        "D4",
        "series_weak_below",
        "a routing series weakly anomalous below",
        |p| percent(p.series_weak_below),
    ),
    ("D4", "series_minutes", "for at least", |p| {
        minutes(p.series_minutes)
    }),
    (
        "D4",
        "series_recovery_minutes",
        "an anomaly ends when back for",
        |p| minutes(p.series_recovery_minutes),
    ),
    (
        "D4",
        "series_history_hours",
        "least hours of values before",
        |p| p.series_history_hours.to_string(),
    ),
    (
        "D4",
        "series_routing_hours",
        "hours of a routing series that make its usual value",
        |p| p.series_routing_hours.to_string(),
    ),
    (
        "D4",
        "series_probing_hours",
        "hours of any other series, likewise",
        |p| p.series_probing_hours.to_string(),
    ),
    (
        "D4",
        "series_release_hours",
        "hours after which a level is the usual one",
        |p| p.series_release_hours.to_string(),
    ),
    (
        "D6",
        "depends_share",
        "depends at or above, of the paths",
        |p| percent(p.depends_share),
    ),
    (
        "D6",
        "partly_depends_share",
        "depends in part at or above",
        |p| percent(p.partly_depends_share),
    ),
];

fn minutes(n: u32) -> String {
    format!("{n} min")
}

/// The numbers in force.
pub(crate) fn policy(policy: &Policy) -> Vec<PolicyRow> {
    let default = Policy::default();
    let row = |&(rule, name, meaning, value): &Row| PolicyRow {
        rule,
        name,
        meaning,
        value: value(policy),
        changed: value(policy) != value(&default),
    };
    ROWS.iter().map(row).collect()
}
