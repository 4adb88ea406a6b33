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

/// The numbers in force.
pub(crate) fn policy(policy: &Policy) -> Vec<PolicyRow> {
    let default = rows(&Policy::default());
    let mut rows = rows(policy);
    for (row, default) in rows.iter_mut().zip(default) {
        row.changed = row.value != default.value;
    }
    rows
}

fn rows(p: &Policy) -> Vec<PolicyRow> {
    let share = |value: f64| percent(value);
    let row = |rule, name, meaning, value: String| PolicyRow {
        rule,
        name,
        meaning,
        value,
        changed: false,
    };
    let text = ToString::to_string;
    let minutes = |n: u32| format!("{n} min");
    vec![
        row(
            "D0",
            "full_feed_share",
            "table of a full-feed peer, of the largest",
            share(p.full_feed_share),
        ),
        row(
            "D0",
            "min_full_feed_peers",
            "least full-feed peers",
            text(&p.min_full_feed_peers),
        ),
        row(
            "D0",
            "min_peer_ases",
            "least ASes among them",
            text(&p.min_peer_ases),
        ),
        row(
            "D0",
            "peer_loss_gap_share",
            "peers lost at once that make a gap",
            share(p.peer_loss_gap_share),
        ),
        row(
            "D1",
            "visible_share",
            "peers that must have a visible prefix, more than",
            share(p.visible_share),
        ),
        row(
            "D2",
            "impaired_below",
            "routing impaired below",
            share(p.impaired_below),
        ),
        row(
            "D2",
            "impaired_minutes",
            "for at least",
            minutes(p.impaired_minutes),
        ),
        row(
            "D2",
            "partly_below",
            "routing partly impaired below",
            share(p.partly_below),
        ),
        row(
            "D2",
            "partly_minutes",
            "for at least",
            minutes(p.partly_minutes),
        ),
        row(
            "D2",
            "recovery_minutes",
            "an outage ends when held for",
            minutes(p.recovery_minutes),
        ),
        row(
            "D2",
            "bgp_lag_minutes",
            "routing may show an onset late by",
            minutes(p.bgp_lag_minutes),
        ),
        row("D3", "min_probes", "least probes", text(&p.min_probes)),
        row(
            "D3",
            "min_probe_ases",
            "least ASes among them",
            text(&p.min_probe_ases),
        ),
        row(
            "D3",
            "probe_impaired_share",
            "impaired at or below, of the baseline",
            share(p.probe_impaired_share),
        ),
        row(
            "D3",
            "probe_unreachable_share",
            "unreachable at or below",
            share(p.probe_unreachable_share),
        ),
        row(
            "D3",
            "probe_rounds",
            "for at least, in rounds",
            text(&p.probe_rounds),
        ),
        row(
            "D6",
            "depends_share",
            "depends at or above, of the paths",
            share(p.depends_share),
        ),
        row(
            "D6",
            "partly_depends_share",
            "depends in part at or above",
            share(p.partly_depends_share),
        ),
    ]
}
