//! What one finding does to a claim: the rows of the outcome table (`docs/evidence-rules.md`).
//!
//! One principle settles the rows that look unequal. What is measured is a lower bound of the
//! trouble: routes may be whole while packets are lost, and packets may pass while calls fail. So
//! a measured impairment can contradict "nothing happened", but its absence at one level never
//! contradicts trouble at a level above.

use jiff::SignedDuration;

use crate::{
    Bearing, DurationRange, Edge, Finding, Interval, ProbeLevel, Question, RoutingLevel,
    TransitRelation, ValueLevel,
};

impl Question {
    /// What a finding does to the claim behind this question. Findings of a kind that the
    /// question does not ask for are silent.
    #[must_use]
    pub fn bearing(&self, finding: &Finding) -> Bearing {
        match (self, finding) {
            (
                Self::Impaired {
                    denied,
                    application,
                    ..
                },
                Finding::Routing { level, .. },
            ) => routing(*level, *denied, *application),
            (
                Self::Impaired {
                    denied,
                    application,
                    ..
                },
                Finding::Reachability { level, .. },
            ) => probes(*level, *denied, *application),
            (
                Self::Impaired {
                    denied,
                    application,
                    ..
                },
                Finding::Series { level, .. },
            ) => series(*level, *denied, *application),
            // Misrouted is not down; for most of the peers it fits "was hit".
            (Self::Impaired { denied: false, .. }, Finding::Origin { peers, of, .. })
                if peers.saturating_mul(2) > *of =>
            {
                Bearing::Consistent
            }
            (
                Self::Depends { denied, .. },
                Finding::Dependency {
                    relation, direct, ..
                },
            ) => depends(*relation, *direct, *denied),
            (
                Self::Edge { denied, .. }
                | Self::Duration { denied, .. }
                | Self::Share { denied, .. },
                finding,
            ) => turned(*denied, self.figure(finding)),
            _ => Bearing::Silent,
        }
    }

    /// What a measured figure does to a claimed one, denials not yet regarded.
    fn figure(&self, finding: &Finding) -> Bearing {
        match (self, finding) {
            (
                Self::Edge {
                    edge,
                    claimed,
                    application,
                    ..
                },
                Finding::Edge {
                    edge: seen,
                    measured,
                    tolerance_minutes,
                },
            ) if edge == seen => {
                let allowed = allowed(*edge, *measured, *tolerance_minutes);
                at_edge(*edge, *claimed, allowed, *application)
            }
            (
                Self::Duration {
                    claimed,
                    application,
                    ..
                },
                Finding::Duration {
                    measured,
                    tolerance_seconds,
                    ..
                },
            ) => length(*claimed, *measured, *tolerance_seconds, *application),
            (Self::Share { claimed, .. }, Finding::Share { lost, .. }) => share(*claimed, *lost),
            _ => Bearing::Silent,
        }
    }
}

fn routing(level: RoutingLevel, denied: bool, application: bool) -> Bearing {
    match (level, denied) {
        (RoutingLevel::Impaired, false) => Bearing::Supports,
        (RoutingLevel::Impaired, true) if application => Bearing::Silent,
        (RoutingLevel::Impaired, true) => Bearing::Contradicts,
        // Part of the prefixes for some minutes: it fits "X was hit", and it is too little to
        // hold against somebody who says that nothing happened.
        (RoutingLevel::PartlyImpaired, false) => Bearing::Consistent,
        (RoutingLevel::PartlyImpaired, true)
        | (RoutingLevel::NoImpairmentVisible | RoutingLevel::NotMeasured, _) => Bearing::Silent,
    }
}

fn probes(level: ProbeLevel, denied: bool, application: bool) -> Bearing {
    match (level, denied) {
        (ProbeLevel::NotMeasured, _) => Bearing::Silent,
        (ProbeLevel::Impaired | ProbeLevel::Unreachable, false) => Bearing::Supports,
        (ProbeLevel::Impaired | ProbeLevel::Unreachable, true) => Bearing::Contradicts,
        (ProbeLevel::Reachable, false) if application => Bearing::Silent,
        (ProbeLevel::Reachable, true) if application => Bearing::Consistent,
        (ProbeLevel::Reachable, false) => Bearing::Contradicts,
        (ProbeLevel::Reachable, true) => Bearing::Supports,
    }
}

/// Only two sources together decide. A series counts networks, not users, so it never contradicts
/// words about the application.
const fn series(level: ValueLevel, denied: bool, application: bool) -> Bearing {
    match (level, denied) {
        (ValueLevel::Confirmed, false) => Bearing::Supports,
        (ValueLevel::Confirmed, true) if application => Bearing::Silent,
        (ValueLevel::Confirmed, true) => Bearing::Contradicts,
        (ValueLevel::Anomaly | ValueLevel::Weak, false) => Bearing::Consistent,
        (ValueLevel::Anomaly | ValueLevel::Weak, true)
        | (ValueLevel::NoAnomaly | ValueLevel::NotMeasured, _) => Bearing::Silent,
    }
}

/// The instants at which the edge can truly lie: BGP shows an onset late, never early.
fn allowed(edge: Edge, measured: Interval, tolerance_minutes: u32) -> Interval {
    let lag = SignedDuration::from_mins(i64::from(tolerance_minutes));
    match edge {
        Edge::Onset => measured.widen(lag, SignedDuration::ZERO),
        Edge::End => measured,
    }
}

fn at_edge(edge: Edge, claimed: Interval, allowed: Interval, application: bool) -> Bearing {
    let agrees = allowed.contains(claimed) || claimed.contains(allowed);
    let apart = !claimed.overlaps(allowed);
    let before = claimed.end <= allowed.start;
    match edge {
        Edge::Onset if agrees => Bearing::Supports,
        // Calls may fail before routes do; routes that were gone before the claimed beginning
        // contradict it at the level of routing, whatever the words.
        Edge::Onset if apart && !(before && application) => Bearing::Contradicts,
        // Routing back is only a lower bound for a service back: it fits, and proves nothing, and
        // a service may come back later still.
        Edge::End if agrees => Bearing::Consistent,
        Edge::End if before && !application => Bearing::Contradicts,
        Edge::Onset | Edge::End => Bearing::Silent,
    }
}

fn length(
    claimed: DurationRange,
    measured: DurationRange,
    tolerance: i64,
    application: bool,
) -> Bearing {
    let low = claimed.min_seconds.map(|s| s.saturating_sub(tolerance));
    let high = claimed.max_seconds.map(|s| s.saturating_add(tolerance));
    let widened = DurationRange {
        min_seconds: low,
        max_seconds: high,
    };
    let shorter = high
        .zip(measured.min_seconds)
        .is_some_and(|(high, min)| high < min);
    if widened.overlaps(measured) {
        // "More than an hour" holds four hours as well as two, and bounds that lie far apart
        // hold almost any length: both only fit.
        if claimed.min_seconds.is_some() && claimed.max_seconds.is_some() && is_narrow(measured) {
            Bearing::Supports
        } else {
            Bearing::Consistent
        }
    } else if shorter && !application {
        Bearing::Contradicts
    } else {
        // Longer than the routes were gone: a service may take longer to come back.
        Bearing::Silent
    }
}

/// Whether the bounds of a measured length lie within a quarter of an hour or a quarter of the
/// length of each other; our choice.
fn is_narrow(measured: DurationRange) -> bool {
    measured
        .min_seconds
        .zip(measured.max_seconds)
        .is_some_and(|(min, max)| max.saturating_sub(min) <= (min / 4).max(15 * 60))
}

/// Words about shares are round: five points either way count as agreement, our choice.
const SHARE_ROUNDING: f64 = 0.05;

fn share((low, high): (f64, f64), lost: f64) -> Bearing {
    if lost < low - SHARE_ROUNDING {
        // More than routing lost: packets may be lost where routes hold.
        Bearing::Silent
    } else if lost > high + SHARE_ROUNDING {
        Bearing::Contradicts
    } else {
        Bearing::Supports
    }
}

fn depends(relation: TransitRelation, direct: bool, denied: bool) -> Bearing {
    match (relation, denied) {
        (TransitRelation::Depends, false) => Bearing::Supports,
        (TransitRelation::PartlyDepends, false) if direct => Bearing::Supports,
        (TransitRelation::PartlyDepends, false) => Bearing::Consistent,
        (TransitRelation::Depends | TransitRelation::PartlyDepends, true) if direct => {
            Bearing::Contradicts
        }
        // Paths that cross the supplier do not tell who buys from whom.
        (TransitRelation::Depends | TransitRelation::PartlyDepends, true) => Bearing::Silent,
        (TransitRelation::NoVisibleDependency | TransitRelation::OtherDirection, true) => {
            Bearing::Supports
        }
        (TransitRelation::NoVisibleDependency | TransitRelation::OtherDirection, false)
        // A few paths that cross, without a link: too little for a dependency, too much for none.
        | (TransitRelation::Hardly | TransitRelation::NotKnown, _) => Bearing::Silent,
    }
}

/// A denial of what the finding supports is contradicted, and the other way round. A denial of
/// what only fits is left open.
const fn turned(denied: bool, bearing: Bearing) -> Bearing {
    match (denied, bearing) {
        (true, Bearing::Supports) => Bearing::Contradicts,
        (true, Bearing::Contradicts) => Bearing::Supports,
        (true, Bearing::Consistent) => Bearing::Silent,
        (_, bearing) => bearing,
    }
}
