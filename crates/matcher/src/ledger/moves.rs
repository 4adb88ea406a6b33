//! How a position follows from the one before it.

use backpedal_model::{ContradictionKind, Move, Stance, Topic};

use super::Key;
use crate::{contradiction::Found, reading::Reading};

/// The move from the position before to this one.
pub(super) fn of(
    found: &Found,
    (party, topic, about): &Key,
    before: Option<&(Vec<&Reading<'_>>, Stance)>,
    now: &[&Reading<'_>],
    stance: Stance,
) -> Move {
    let Some((earlier, was)) = before else {
        return Move::FirstStated;
    };
    let own = about.as_ref() == Some(party)
        && matches!(topic, Topic::Outage | Topic::Responsibility | Topic::Cause);
    let excluded = excludes(found, earlier, now, ContradictionKind::Reversal);
    let taken_back = earlier.iter().any(|reading| {
        let mut links = found.links(reading).iter();
        links.any(|link| link.first && link.kind == ContradictionKind::Retraction)
    });
    match (*was, stance) {
        (a, b) if a == b && excluded && taken_back => Move::Retracted,
        (a, b) if a == b && excluded => Move::Reversed,
        (a, b) if a == b && is_finer(earlier, now) => Move::Refined,
        (a, b) if a == b => Move::Repeated,
        (Stance::Denies, Stance::Affirms) if own && excluded => Move::Admitted,
        (Stance::Denies, Stance::Affirms) | (Stance::Affirms, Stance::Denies)
            if excluded && taken_back =>
        {
            Move::Retracted
        }
        (Stance::Denies, Stance::Affirms) | (Stance::Affirms, Stance::Denies) if excluded => {
            Move::Reversed
        }
        // Yes and no on different parts or times, or on different causes.
        (Stance::Denies, Stance::Affirms) | (Stance::Affirms, Stance::Denies) => Move::Refined,
        (Stance::Denies, Stance::Open) if excluded => Move::Withdrawn,
        (_, Stance::Open) => Move::Hedged,
        (Stance::Open, Stance::Affirms)
            if own && *topic == Topic::Responsibility && now.iter().all(|r| r.firm()) =>
        {
            Move::Admitted
        }
        (Stance::Open, _) => Move::Settled,
        // Equal stances were treated above.
        (Stance::Affirms, Stance::Affirms) | (Stance::Denies, Stance::Denies) => Move::Repeated,
    }
}

/// Whether a contradiction of that kind joins the two positions.
fn excludes(
    found: &Found,
    earlier: &[&Reading<'_>],
    now: &[&Reading<'_>],
    kind: ContradictionKind,
) -> bool {
    earlier.iter().any(|reading| {
        found.links(reading).iter().any(|link| {
            link.first && link.kind == kind && now.iter().any(|later| later.number == link.other)
        })
    })
}

/// Whether the later statement tells a mechanism, a number or a time where the earlier told none.
fn is_finer(earlier: &[&Reading<'_>], now: &[&Reading<'_>]) -> bool {
    let any = |readings: &[&Reading<'_>], has: fn(&Reading<'_>) -> bool| {
        readings.iter().any(|reading| has(reading))
    };
    let tells: [fn(&Reading<'_>) -> bool; 3] = [
        |r| {
            r.claim.cause_kind.is_some_and(|kind| {
                use backpedal_model::CauseKind::{OwnNetwork, Provider, Unknown};
                !matches!(kind, OwnNetwork | Provider | Unknown)
            })
        },
        |r| r.claim.quantity.is_some(),
        |r| r.claim.event_time.is_some(),
    ];
    tells
        .into_iter()
        .any(|has| any(now, has) && !any(earlier, has))
}
