//! Was there an outage? Two sides that oppose each other, or one side that moved.

use backpedal_model::{ClaimKind, ContradictionKind, NonContradictionKind, Polarity};

use super::{
    Finding, Found, in_order,
    opposed::{Relation, compare, is_whole},
    order_clause, strength_of_dispute, strength_of_move,
};
use crate::{
    order::{self, Order},
    reading::Reading,
    words,
    world::World,
};

pub(super) const DISPUTE: &str = "dispute.outage";
pub(super) const REVERSAL: &str = "reversal.outage";

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    // A side's own moves first: what it has given up is no longer in dispute.
    for own in [true, false] {
        for denied in world.of(ClaimKind::Outage, Polarity::Deny) {
            if denied.is_taken_back() || denied.is_question() {
                continue;
            }
            for other in world.facing(denied, ClaimKind::Outage) {
                if other.polarity() != Polarity::Deny
                    && !other.is_question()
                    && denied.side.same(&other.side) == own
                {
                    pair(world, denied, other, found);
                }
            }
        }
    }
}

fn pair<'a>(world: &World<'a>, denied: &Reading<'a>, other: &Reading<'a>, found: &mut Found) {
    let zone = world.facts.case.time_zone();
    let same_side = denied.side.same(&other.side);
    if !same_side && other.polarity() != Polarity::Affirm {
        return;
    }
    match compare(other, denied, &zone, world.facts.case.window) {
        Relation::Unrelated => {}
        Relation::OtherPart if !same_side && is_answered(denied, other) => {
            dispute(world, denied, other, found);
        }
        Relation::OtherPart => found.none(
            NonContradictionKind::DifferentScope,
            other,
            denied,
            "The denial is about a part, or the rest, that the other statement does not name.",
        ),
        Relation::OtherTime => found.none(
            NonContradictionKind::StateChanged,
            other,
            denied,
            "The two speak of different times.",
        ),
        Relation::Opposed if same_side => moved(denied, other, found),
        Relation::Opposed
            if denied.of_itself()
                || is_beside(denied, other)
                || (denied.side.is_firm() && is_whole(denied)) =>
        {
            dispute(world, denied, other, found);
        }
        // What works for one bystander and not for another can both be true.
        Relation::Opposed => found.none(
            NonContradictionKind::DifferentScope,
            other,
            denied,
            "Neither speaks for the network; both can be true of their own part of it.",
        ),
    }
}

/// Whether the text sets the two against each other, in one sentence or the next.
fn is_beside(denied: &Reading<'_>, other: &Reading<'_>) -> bool {
    denied.sentences_to(other).is_some_and(|apart| apart <= 1)
}

/// Whether a side says of its own network that it works, and is answered at once.
fn is_answered(denied: &Reading<'_>, other: &Reading<'_>) -> bool {
    denied.of_itself()
        && denied.place < other.place
        && denied.sentences_to(other).is_some_and(|apart| apart <= 2)
        && !words::RESTRICT.stand_in(&denied.words)
}

fn dispute<'a>(world: &World<'a>, denied: &Reading<'a>, other: &Reading<'a>, found: &mut Found) {
    // One denial is disputed by one side once; the ledger lists every statement of it.
    let known = found.links(denied).iter().any(|link| {
        let reading = &world.readings[link.other];
        reading.side.same(&other.side) && reading.is(ClaimKind::Outage, Polarity::Affirm)
    });
    if known || was_given_up(world, denied, other, found) {
        return;
    }
    found.add(&Finding {
        kind: ContradictionKind::Dispute,
        a: other,
        b: denied,
        why: "The one says that there was an outage, the other that there was none; the two \
              sides are in dispute.",
        strength: strength_of_dispute(other, denied),
        would_change: "Measurements of the network that both speak of, in the window, would \
                       decide between them.",
        rule: DISPUTE,
    });
}

/// Whether the denial had been taken back by its own side before the other spoke.
fn was_given_up(
    world: &World<'_>,
    denied: &Reading<'_>,
    other: &Reading<'_>,
    found: &Found,
) -> bool {
    found.links(denied).iter().any(|link| {
        link.rule == REVERSAL
            && link.first
            && matches!(
                order::of(&world.readings[link.other], other),
                Order::Before(_)
            )
    })
}

fn moved<'a>(denied: &Reading<'a>, other: &Reading<'a>, found: &mut Found) {
    if !denied.takes_positions() {
        return;
    }
    if denied.in_one_breath_with(other) {
        found.none(
            NonContradictionKind::DifferentScope,
            other,
            denied,
            "One account tells what failed and what held.",
        );
        return;
    }
    let (first, second, basis) = in_order(denied, other);
    let denial_first = first.claim.id == denied.claim.id;
    if !denial_first || basis.is_none() {
        // "We are down" and later "all is well" is a change of the state, unless the denial
        // reaches back over the whole event.
        let reaches_back = words::NEVER.stand_in(&denied.words);
        if !reaches_back {
            if basis.is_some() {
                found.none(
                    NonContradictionKind::StateChanged,
                    first,
                    second,
                    "It was down, and later it was not.",
                );
            }
            return;
        }
    }
    let what = match (denial_first, other.polarity()) {
        (true, Polarity::Uncertain) => {
            "The denial was followed by a hedge: withdrawn, with nothing conceded. Contradicted by \
             own later statement."
        }
        (true, _) => {
            "The denial was followed by the admission of an outage. Contradicted by own later \
             statement."
        }
        (false, _) => "An outage was stated, later denied. Contradicted by own later statement.",
    };
    let why = format!("{what} {}", order_clause(basis, second));
    found.add(&Finding {
        kind: ContradictionKind::Reversal,
        a: first,
        b: second,
        why: &why,
        strength: strength_of_move(first, second, basis),
        would_change: "A source that gives the two statements in another order, or shows that \
                       they are about different times or parts, would change it.",
        rule: REVERSAL,
    })
}

#[cfg(test)]
mod tests;
