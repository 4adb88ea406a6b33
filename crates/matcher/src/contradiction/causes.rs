//! Two causes that exclude each other: of two sides, or of one side that changed its account.

use std::collections::HashMap;

use backpedal_model::{ClaimKind, ContradictionKind, NonContradictionKind, Polarity};

use super::{
    Finding, Found,
    blame::{Blame, is_about_the_same},
    cause::{DENIED, GIVEN_UP},
    in_order, order_clause, strength_of_dispute, strength_of_move,
};
use crate::{
    names::{Key, share},
    order::Basis,
    reading::Reading,
    words,
    world::World,
};

const OTHER: &str = "cause.other";
pub(super) const CHANGED: &str = "cause.changed";

/// Sentences between two accounts of one side from which on they are two accounts; nearer ones are
/// mostly the links of one chain of causes. Counted over annotated texts
/// (`fixtures/claims-train`): of neighbours one in eight contradicted each other, of others half.
const ACCOUNTS_APART: usize = 3;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for reading in world.of(ClaimKind::Cause, Polarity::Affirm) {
        if reading.reads_another() {
            misread(world, reading, found);
        }
    }
    let settled = Settled::of(world, found);
    for a in world.of(ClaimKind::Cause, Polarity::Affirm) {
        // An account that was taken back outright needs no second accuser.
        let mut left = found
            .links(a)
            .iter()
            .any(|link| link.first && link.rule == GIVEN_UP);
        for b in world.facing(a, ClaimKind::Cause) {
            let compared = b.polarity() == Polarity::Affirm
                && !a.reads_another()
                && !b.reads_another()
                && a.number < b.number
                && is_about_the_same(a, b)
                && !share(&a.objects, &b.objects)
                && !found.joins(a, b);
            if !compared {
                continue;
            }
            if a.side.same(&b.side) {
                // An account is left once; what follows the new one belongs to it.
                left = left || changed(world, a, b, found);
            } else if !settled.holds(a, b) && !is_repetition(world, a, b, found) {
                disputed(world, a, b, found);
            }
        }
    }
}

/// An account of what another side's words mean is that reader's, and no claim of the side: it is
/// named beside the side's own words about the cause.
fn misread(world: &World<'_>, reading: &Reading<'_>, found: &mut Found) {
    let own = world
        .facing(reading, ClaimKind::Cause)
        .into_iter()
        .find(|own| {
            !own.side.same(&reading.side) && !own.reads_another() && is_about_the_same(own, reading)
        });
    if let Some(own) = own {
        found.none(
            NonContradictionKind::ThirdPartyError,
            own,
            reading,
            "The second tells how somebody reads the first side’s words; only those words count.",
        );
    }
}

/// One side gave two accounts that cannot both be true.
fn changed<'a>(world: &World<'a>, a: &Reading<'a>, b: &Reading<'a>, found: &mut Found) -> bool {
    if !a.takes_positions() || a.in_one_breath_with(b) {
        return false;
    }
    let (x, y) = (Blame::of(world, a), Blame::of(world, b));
    let (first, second, basis) = in_order(a, b);
    let accounts = basis == Some(Basis::Times)
        || a.sentences_to(b)
            .is_none_or(|apart| apart >= ACCOUNTS_APART);
    if !accounts || !x.excludes(&y) {
        let conceded = words::TRIGGER.stand_in(&a.context) || words::TRIGGER.stand_in(&b.context);
        if a.claim.cause_kind != b.claim.cause_kind || conceded {
            found.none(
                NonContradictionKind::TriggerVersusRootCause,
                a,
                b,
                "Both can be true: the one may have set off the other.",
            );
        }
        return false;
    }
    let why = format!(
        "One side gave two causes that exclude each other. Contradicted by own {} statement. {}",
        if basis.is_some() { "later" } else { "other" },
        order_clause(basis, second)
    );
    found.add(&Finding {
        kind: ContradictionKind::Reversal,
        a: first,
        b: second,
        why: &why,
        strength: strength_of_move(first, second, basis),
        would_change: "A statement of that side that both causes worked together would change it.",
        rule: CHANGED,
    });
    true
}

/// Two sides name causes that cannot both be true: one of them blames the other, or both speak for
/// an organisation. What authors, readers and bystanders think beside that is no dispute.
fn disputed<'a>(world: &World<'a>, a: &Reading<'a>, b: &Reading<'a>, found: &mut Found) {
    let (x, y) = (Blame::of(world, a), Blame::of(world, b));
    let blames = |a: &Reading<'_>, b: &Reading<'_>| a.objects.iter().any(|name| b.side.is(name));
    let parties = a.side.is_firm() && b.side.is_firm();
    let between = blames(a, b) || blames(b, a) || is_answered(world, a) || is_answered(world, b);
    if !x.excludes(&y) || !parties || !(between || a.of_itself() || b.of_itself()) {
        return;
    }
    found.add(&Finding {
        kind: ContradictionKind::Dispute,
        a,
        b,
        why: "The two blame different causes that exclude each other; the two sides are in \
              dispute. A cause cannot be measured here.",
        strength: strength_of_dispute(a, b),
        would_change: "A statement of either that both causes worked together would change it.",
        rule: OTHER,
    });
}

/// Whether the one that is blamed rules its part out itself: then the blame is in dispute, and with
/// it every account that leaves no room for it.
fn is_answered(world: &World<'_>, cause: &Reading<'_>) -> bool {
    world.facing(cause, ClaimKind::Cause).iter().any(|answer| {
        answer.polarity() == Polarity::Deny
            && cause.objects.iter().any(|name| answer.side.is_like(name))
    })
}

/// The pairs of sides that oppose each other outright on a cause: that they also name different
/// ones adds nothing.
struct Settled<'w, 'a>(HashMap<(Key, Key), Vec<(&'w Reading<'a>, &'w Reading<'a>)>>);

impl<'w, 'a> Settled<'w, 'a> {
    fn of(world: &'w World<'a>, found: &Found) -> Self {
        let mut pairs: HashMap<_, Vec<_>> = HashMap::new();
        let outright = [DENIED, GIVEN_UP];
        for c in &found.contradictions {
            if !outright.contains(&c.rule.as_str()) {
                continue;
            }
            if let (Some(a), Some(b)) = (world.reading(&c.a), world.reading(&c.b)) {
                let keys = (a.side.key(), b.side.key());
                pairs.entry(keys).or_default().push((a, b));
            }
        }
        Self(pairs)
    }

    fn holds(&self, a: &Reading<'_>, b: &Reading<'_>) -> bool {
        let (first, second) = (a.side.key(), b.side.key());
        [(first.clone(), second.clone()), (second, first)]
            .iter()
            .filter_map(|keys| self.0.get(keys))
            .flatten()
            .any(|(x, y)| {
                share(&x.subjects, &a.subjects)
                    && ((x.side.same(&a.side) && y.side.same(&b.side))
                        || (x.side.same(&b.side) && y.side.same(&a.side)))
            })
    }
}

/// Whether the same two causes are joined already, from another statement of either side.
fn is_repetition(world: &World<'_>, a: &Reading<'_>, b: &Reading<'_>, found: &Found) -> bool {
    let again = |one: &Reading<'_>, other: &Reading<'_>| {
        found.links(other).iter().any(|link| {
            let known = &world.readings[link.other];
            known.kind() == ClaimKind::Cause
                && known.side.same(&one.side)
                && share(&known.objects, &one.objects)
        })
    };
    again(a, b) || again(b, a)
}

#[cfg(test)]
mod tests {
    use backpedal_model::{CauseKind, ClaimKind::Cause, Polarity};

    use crate::testing::{Details, Story};

    const AFFIRM: (backpedal_model::ClaimKind, Polarity) = (Cause, Polarity::Affirm);

    #[test]
    fn each_blames_the_other_side() {
        let mut story = Story::new();
        story
            .say("Heron", AFFIRM, ("Heron", &["Halyard"]), "Halyard did it")
            .because(CauseKind::Provider);
        story
            .say(
                "Halyard",
                AFFIRM,
                ("Heron", &["Heron"]),
                "it is in their network",
            )
            .because(CauseKind::OwnNetwork);
        // Again, from the same side: the same dispute.
        story
            .say(
                "Heron",
                AFFIRM,
                ("Heron", &["Halyard"]),
                "it came from Halyard, again",
            )
            .because(CauseKind::Provider);
        assert_eq!(story.pairs(), ["dispute 0 1"]);
    }

    #[test]
    fn trigger_and_root_cause_go_together() {
        let mut story = Story::new();
        story
            .say(
                "Halyard",
                AFFIRM,
                ("Halyard", &["storm"]),
                "a storm took the feed",
            )
            .because(CauseKind::Weather);
        story
            .say(
                "Halyard",
                AFFIRM,
                ("Halyard", &["switch"]),
                "a transfer switch stuck",
            )
            .because(CauseKind::Power);
        assert!(story.pairs().is_empty());
        assert_eq!(story.nones(), ["trigger versus root cause 0 1"]);
    }
}
