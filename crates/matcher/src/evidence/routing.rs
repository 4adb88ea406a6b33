//! Was routing impaired in the window (D0, D1, D2)?

use backpedal_model::{
    Finding, Interval, Observation, PartyId, Policy, RoutingLevel, Visibility, VisibilityBin,
};

use super::Gathered;
use crate::Facts;

pub(super) fn gather(facts: &Facts<'_>, party: &PartyId, window: Interval, into: &mut Gathered) {
    let policy = &facts.case.policy;
    for (observation, visibility) in super::judgeable(facts, party, into) {
        let seen = visibility
            .during(window)
            .filter_map(|bin| bin.share.map(|share| (bin.start, share)));
        let Some((minimum_at, minimum)) = seen.min_by(|a, b| a.1.total_cmp(&b.1)) else {
            into.lacks(["no measurement in the window".to_owned()]);
            continue;
        };
        let level = match level(visibility, window, policy) {
            RoutingLevel::NoImpairmentVisible if observation.coverage.blind_during(window) => {
                into.lacks(["the window was not watched throughout".to_owned()]);
                RoutingLevel::NotMeasured
            }
            level => level,
        };
        let below = visibility
            .during(window)
            .filter(|bin| bin.share.is_some_and(|share| share < policy.partly_below))
            .count();
        into.observed(
            observation,
            Finding::Routing {
                level,
                minimum,
                minimum_at,
                below: policy.partly_below,
                // Of a claim about one minute: how long the loss around it lasted.
                minutes_below: minutes(below, visibility.bin_seconds).max(longest(
                    visibility,
                    window,
                    policy.partly_below,
                )),
                prefixes: visibility.baseline.prefixes,
            },
        );
        origins(observation, visibility, window, into);
    }
}

/// Who else announced the party's prefixes in the window (D5).
fn origins(seen: &Observation, visibility: &Visibility, window: Interval, into: &mut Gathered) {
    for change in &visibility.origins {
        if !change.during.overlaps(window) {
            continue;
        }
        into.observed(
            seen,
            Finding::Origin {
                origin: change.origin,
                prefixes: change.prefixes,
                specifics: u32::try_from(change.specifics.len()).unwrap_or(u32::MAX),
                watched: visibility.baseline.prefixes,
                peers: change.peers,
                of: change.of,
                during: change.during,
            },
        );
    }
}

pub(super) fn minutes(bins: usize, bin_seconds: u32) -> u32 {
    u32::try_from(bins)
        .unwrap_or(u32::MAX)
        .saturating_mul(bin_seconds)
        / 60
}

/// The level of D2 over the window. A run of bad bins counts with its whole length where it
/// touches the window, so that a claim about one minute of a long outage is judged by the outage.
fn level(visibility: &Visibility, window: Interval, policy: &Policy) -> RoutingLevel {
    let impaired = longest(visibility, window, policy.impaired_below);
    let partly = longest(visibility, window, policy.partly_below);
    if impaired >= policy.impaired_minutes {
        RoutingLevel::Impaired
    } else if partly >= policy.partly_minutes {
        RoutingLevel::PartlyImpaired
    } else if visibility.during(window).any(|bin| bin.share.is_none()) {
        RoutingLevel::NotMeasured
    } else {
        RoutingLevel::NoImpairmentVisible
    }
}

/// Minutes of the longest run below `limit` that touches the window.
fn longest(visibility: &Visibility, window: Interval, limit: f64) -> u32 {
    let bad = |bin: &&VisibilityBin| bin.share.is_some_and(|share| share < limit);
    let mut longest = 0;
    let mut rest = visibility.bins.as_slice();
    while let Some(start) = rest.iter().position(|bin| bad(&bin)) {
        let run = rest[start..].iter().take_while(bad).count();
        let bins = &rest[start..start + run];
        if bins.iter().any(|bin| window.holds(bin.start)) {
            longest = longest.max(run);
        }
        rest = &rest[start + run..];
    }
    minutes(longest, visibility.bin_seconds)
}
