//! When did the routing outage begin or end? Edges are intervals: last good bin, first bad bin.

use backpedal_model::{Edge, Finding, Interval, PartyId, Policy, Visibility};

use super::Gathered;
use crate::Facts;

pub(super) fn gather(facts: &Facts<'_>, party: &PartyId, edge: Edge, into: &mut Gathered) {
    let policy = &facts.case.policy;
    for (observation, visibility) in super::judgeable(facts, party, into) {
        if !super::was_impaired(visibility, facts.case.window, policy) {
            into.lacks(["no routing outage to compare with".to_owned()]);
            continue;
        }
        let Some(measured) = measured(visibility, edge, policy) else {
            into.lacks([format!("the {edge} of the routing outage was not seen")]);
            continue;
        };
        if observation
            .coverage
            .gaps
            .iter()
            .any(|gap| gap.peer.is_none() && gap.interval.overlaps(measured))
        {
            into.lacks([format!("a gap in the data at the {edge}")]);
            continue;
        }
        into.observed(
            observation,
            Finding::Edge {
                edge,
                measured,
                tolerance_minutes: match edge {
                    Edge::Onset => policy.bgp_lag_minutes,
                    Edge::End => 0,
                },
            },
        );
    }
}

/// The interval in which the edge lies. A first loss shortly before the onset by D2 belongs to
/// it; one long before is another event.
pub(super) fn measured(visibility: &Visibility, edge: Edge, policy: &Policy) -> Option<Interval> {
    match edge {
        Edge::End => visibility.recovery,
        Edge::Onset => {
            let onset = visibility.onset?;
            let near = |first: &Interval| {
                first.start <= onset.start
                    && onset.start.duration_since(first.end).as_mins()
                        <= i64::from(policy.impaired_minutes)
            };
            Some(match visibility.first_loss.filter(near) {
                Some(first) => Interval::new(first.start, onset.end),
                None => onset,
            })
        }
    }
}
