//! How long did the routing outage last? Bounds from the intervals of both edges.

use backpedal_model::{Claim, DurationRange, Edge, Finding, PartyId};

use super::{Gathered, edge::measured};
use crate::Facts;

pub(super) fn gather(
    facts: &Facts<'_>,
    claim: &Claim,
    party: &PartyId,
    claimed: DurationRange,
    into: &mut Gathered,
) {
    let policy = &facts.case.policy;
    for (observation, visibility) in super::judgeable(facts, party, into) {
        if !super::was_impaired(visibility, facts.case.window, policy) {
            into.lacks(["no routing outage to compare with".to_owned()]);
            continue;
        }
        let edges =
            measured(visibility, Edge::Onset, policy).zip(measured(visibility, Edge::End, policy));
        let Some((onset, end)) = edges else {
            into.lacks(["one edge of the routing outage was not seen".to_owned()]);
            continue;
        };
        let approximate = claim.event_time.as_ref().is_some_and(|t| t.approximate);
        into.observed(
            observation,
            Finding::Duration {
                measured: DurationRange {
                    min_seconds: Some(end.start.duration_since(onset.end).as_secs().max(0)),
                    max_seconds: Some(end.end.duration_since(onset.start).as_secs()),
                },
                tolerance_seconds: tolerance(claimed, approximate),
                below: policy.partly_below,
                minutes_below: visibility.minutes_below(policy.partly_below),
            },
        );
    }
}

/// How much the words of a length round, in seconds; our choice. Whole hours stand for half an
/// hour either way, and so on down to one minute; "about" doubles it.
pub(crate) fn tolerance(claimed: DurationRange, approximate: bool) -> i64 {
    let seconds = claimed.max_seconds.or(claimed.min_seconds).unwrap_or(0);
    let minutes = seconds / 60;
    let rounding = match minutes {
        m if m % 60 == 0 => 30,
        m if m % 30 == 0 => 15,
        m if m % 10 == 0 => 5,
        m if m % 5 == 0 => 3,
        _ => 1,
    };
    // Never more than a third of the length itself: "an hour" is not "half an hour".
    let rounding = (rounding * 60).min(seconds / 3).max(60);
    if approximate { rounding * 2 } else { rounding }
}
