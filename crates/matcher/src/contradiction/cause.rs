//! What caused it? A cause that another side denies, a cause that the same side gave up, and two
//! causes that exclude each other.

use std::collections::HashMap;

use backpedal_model::{CauseKind, ClaimKind, ContradictionKind, NonContradictionKind, Polarity};

use super::{Finding, Found, in_order, order_clause, strength_of_dispute, strength_of_move};
use crate::{
    names::{Key, Name, share},
    reading::Reading,
    world::World,
};

const DENIED: &str = "cause.denied";
const OTHER: &str = "cause.other";

/// Whom or what a cause claim blames.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Blame<'r> {
    kind: Option<CauseKind>,
    /// Parties, people or firms blamed, the subject excepted.
    foreign: Vec<&'r Name>,
    /// Whether the subject itself, or a part of it, is blamed.
    own: bool,
}

impl<'r> Blame<'r> {
    pub(crate) fn of(world: &World<'_>, reading: &'r Reading<'_>) -> Self {
        use CauseKind::{
            Capacity, Configuration, Hardware, HumanError, Maintenance, OwnNetwork, Software,
        };
        let kind = reading.claim.cause_kind;
        let is_subject = |name: &Name| reading.subjects.iter().any(|subject| subject.same(name));
        let foreign: Vec<&Name> = reading
            .objects
            .iter()
            .filter(|name| !is_subject(name) && world.is_actor(name))
            .collect();
        let inside = matches!(
            kind,
            Some(
                OwnNetwork
                    | Hardware
                    | Software
                    | Configuration
                    | HumanError
                    | Maintenance
                    | Capacity
            )
        );
        Self {
            kind,
            // A mechanism is the subject's own where the subject tells it of itself; told by
            // others it may lie with anybody.
            own: reading.objects.iter().any(is_subject)
                || (foreign.is_empty() && inside && reading.of_itself()),
            foreign,
        }
    }

    /// Whether somebody else is blamed.
    pub(crate) fn is_foreign(&self) -> bool {
        !self.foreign.is_empty()
            || matches!(
                self.kind,
                Some(CauseKind::Provider | CauseKind::ThirdParty | CauseKind::Weather)
            )
    }

    /// Whether the subject itself is blamed, and nobody else.
    pub(crate) const fn is_own(&self) -> bool {
        self.own && self.foreign.is_empty()
    }

    /// Whether both cannot be the cause: one blames the subject and one somebody else, or one
    /// tells of somebody's will and one of an accident.
    fn excludes(&self, other: &Self) -> bool {
        let strangers = |a: &Self, b: &Self| !a.foreign.is_empty() && b.is_own();
        let willed =
            |blame: &Self| matches!(blame.kind, Some(CauseKind::Attack | CauseKind::ThirdParty));
        let accident = |blame: &Self| {
            !willed(blame)
                && !matches!(
                    blame.kind,
                    None | Some(
                        CauseKind::Unknown
                            | CauseKind::Provider
                            | CauseKind::OwnNetwork
                            | CauseKind::Routing
                            | CauseKind::Dns
                            | CauseKind::Capacity
                    )
                )
        };
        strangers(self, other)
            || strangers(other, self)
            || (willed(self) && accident(other))
            || (willed(other) && accident(self))
    }
}

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    let pairs = pairs(world);
    for (a, b) in &pairs {
        denied(world, a, b, found);
    }
    let settled = Settled::of(world, found);
    for (a, b) in pairs {
        if !settled.holds(a, b) && !is_repetition(world, a, b, found) {
            two_causes(world, a, b, found);
        }
    }
}

/// The causes that have to be compared, each pair once.
fn pairs<'w, 'a>(world: &'w World<'a>) -> Vec<(&'w Reading<'a>, &'w Reading<'a>)> {
    let causes = world
        .readings
        .iter()
        .filter(|reading| reading.kind() == ClaimKind::Cause);
    causes
        .flat_map(|a| {
            let others = world.facing(a, ClaimKind::Cause);
            let later = others.into_iter().filter(|b| a.number < b.number);
            later.map(move |b| (a, b))
        })
        .collect()
}

/// The pairs of sides that oppose each other outright on a cause: that they also name different
/// ones adds nothing.
struct Settled<'w, 'a>(HashMap<(Key, Key), Vec<(&'w Reading<'a>, &'w Reading<'a>)>>);

impl<'w, 'a> Settled<'w, 'a> {
    fn of(world: &'w World<'a>, found: &Found) -> Self {
        let mut pairs: HashMap<_, Vec<_>> = HashMap::new();
        for c in found.contradictions.iter().filter(|c| c.rule == DENIED) {
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

/// One names a cause, the other rules the same cause out.
fn denied<'a>(world: &World<'a>, a: &Reading<'a>, b: &Reading<'a>, found: &mut Found) {
    let (named, ruled_out) = match (a.polarity(), b.polarity()) {
        (Polarity::Affirm | Polarity::Uncertain, Polarity::Deny) => (a, b),
        (Polarity::Deny, Polarity::Affirm | Polarity::Uncertain) => (b, a),
        _ => return,
    };
    if !share(&a.subjects, &b.subjects) || !same_cause(a, b) {
        return;
    }
    if a.side.same(&b.side) {
        if !names_one_of_many(world, ruled_out, named) {
            gave_up(named, ruled_out, found);
        }
    } else {
        found.add(&Finding {
            kind: ContradictionKind::Dispute,
            a: named,
            b: ruled_out,
            why: "The one names a cause that the other rules out; the two sides are in dispute. \
                  A cause cannot be measured here.",
            strength: strength_of_dispute(named, ruled_out),
            would_change: "A statement of either side that takes its words back would settle it.",
            rule: DENIED,
        });
    }
}

/// "That group had no part in it" says nothing of attacks by others.
fn names_one_of_many(world: &World<'_>, ruled_out: &Reading<'_>, named: &Reading<'_>) -> bool {
    let actors = |reading: &Reading<'_>| reading.objects.iter().any(|name| world.is_actor(name));
    actors(ruled_out) && !share(&ruled_out.objects, &named.objects)
}

fn gave_up<'a>(named: &Reading<'a>, ruled_out: &Reading<'a>, found: &mut Found) {
    if !named.takes_positions() {
        return;
    }
    if named.is_hearsay() && !ruled_out.is_hearsay() {
        // Words put into a side's mouth, which its own words deny: see `misreported`.
        return;
    }
    let (first, second, basis) = in_order(named, ruled_out);
    let hedge_first = first.polarity() == Polarity::Uncertain;
    if hedge_first || (named.polarity() == Polarity::Uncertain && basis.is_none()) {
        found.none(
            NonContradictionKind::HedgeSettled,
            first,
            second,
            "What was open was ruled out later.",
        );
        return;
    }
    let why = format!(
        "{} Contradicted by own {} statement. {}",
        if second.polarity() == Polarity::Uncertain {
            "A cause was ruled out, and later held possible."
        } else {
            "One side named a cause and ruled it out."
        },
        if basis.is_some() { "later" } else { "other" },
        order_clause(basis, second)
    );
    found.add(&Finding {
        kind: ContradictionKind::Reversal,
        a: first,
        b: second,
        why: &why,
        strength: strength_of_move(first, second, basis),
        would_change: "A source that shows the two to be about different events would change it.",
        rule: DENIED,
    });
}

/// Whether both claims speak of the same cause. Some mechanisms are one thing however they are
/// called ("hackers", "hostile traffic"); of the others the thing itself has to be the same.
fn same_cause(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    use CauseKind::{Attack, FiberCut, HumanError, Power, ThirdParty, Weather};
    let things = a
        .objects
        .iter()
        .any(|x| b.objects.iter().any(|y| x.same_thing(y)));
    let whole = |kind: CauseKind| {
        matches!(
            kind,
            Attack | FiberCut | HumanError | Power | ThirdParty | Weather
        )
    };
    things
        || a.claim
            .cause_kind
            .is_some_and(|kind| Some(kind) == b.claim.cause_kind && whole(kind))
}

/// Two firm causes that exclude each other.
fn two_causes<'a>(world: &World<'a>, a: &Reading<'a>, b: &Reading<'a>, found: &mut Found) {
    let affirmed = |reading: &Reading<'_>| reading.polarity() == Polarity::Affirm;
    if !affirmed(a) || !affirmed(b) || !share(&a.subjects, &b.subjects) {
        return;
    }
    let same_side = a.side.same(&b.side);
    if same_side && !a.takes_positions() {
        return;
    }
    if !Blame::of(world, a).excludes(&Blame::of(world, b)) {
        if same_side && a.claim.cause_kind != b.claim.cause_kind {
            found.none(
                NonContradictionKind::TriggerVersusRootCause,
                a,
                b,
                "Both can be true: the one may have set off the other.",
            );
        }
        return;
    }
    let (first, second, basis) = in_order(a, b);
    let why = if same_side {
        format!(
            "One side gave two causes that exclude each other. Contradicted by own {} statement. \
             {}",
            if basis.is_some() { "later" } else { "other" },
            order_clause(basis, second)
        )
    } else {
        "The two blame different causes that exclude each other; the two sides are in dispute. A \
         cause cannot be measured here."
            .to_owned()
    };
    found.add(&Finding {
        kind: if same_side {
            ContradictionKind::Reversal
        } else {
            ContradictionKind::Dispute
        },
        a: first,
        b: second,
        why: &why,
        strength: if same_side {
            strength_of_move(first, second, basis)
        } else {
            strength_of_dispute(a, b)
        },
        would_change: "A statement of either that both causes worked together would change it.",
        rule: OTHER,
    });
}

#[cfg(test)]
mod tests {
    use backpedal_model::{CauseKind, ClaimKind::Cause, Polarity};

    use crate::testing::{Details, Story};

    const AFFIRM: (backpedal_model::ClaimKind, Polarity) = (Cause, Polarity::Affirm);
    const DENY: (backpedal_model::ClaimKind, Polarity) = (Cause, Polarity::Deny);
    const OPEN: (backpedal_model::ClaimKind, Polarity) = (Cause, Polarity::Uncertain);

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
    fn a_suspicion_against_a_denial() {
        let mut story = Story::new();
        story
            .say("@reader", OPEN, ("Halyard", &["flood"]), "a flood?")
            .because(CauseKind::Attack);
        story
            .say(
                "Halyard",
                DENY,
                ("Halyard", &["attack"]),
                "it was no attack",
            )
            .because(CauseKind::Attack);
        assert_eq!(story.pairs(), ["dispute 0 1"]);
    }

    #[test]
    fn two_parts_of_one_kind_are_two_causes() {
        let mut story = Story::new();
        story
            .say("@reader", AFFIRM, ("Halyard", &["router"]), "a router died")
            .because(CauseKind::Hardware);
        story
            .say(
                "Halyard",
                DENY,
                ("Halyard", &["fan tray"]),
                "the fan tray held",
            )
            .because(CauseKind::Hardware);
        assert!(story.pairs().is_empty());
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

    #[test]
    fn one_side_takes_a_cause_back() {
        let mut story = Story::new();
        story
            .say(
                "Halyard",
                AFFIRM,
                ("Halyard", &["cable"]),
                "a cable was cut",
            )
            .because(CauseKind::FiberCut);
        story
            .say(
                "Halyard",
                DENY,
                ("Halyard", &["cable"]),
                "it was not a cable",
            )
            .because(CauseKind::FiberCut);
        assert_eq!(story.pairs(), ["reversal 0 1"]);
    }

    #[test]
    fn a_hedge_that_was_settled_is_none() {
        let mut story = Story::new();
        story
            .say("Halyard", OPEN, ("Halyard", &["cable"]), "perhaps a cable")
            .because(CauseKind::FiberCut);
        story
            .say(
                "Halyard",
                DENY,
                ("Halyard", &["cable"]),
                "it was not a cable",
            )
            .because(CauseKind::FiberCut);
        assert!(story.pairs().is_empty());
        assert_eq!(story.nones(), ["hedge settled 0 1"]);
    }

    #[test]
    fn to_clear_one_suspect_says_nothing_of_the_others() {
        let mut story = Story::new();
        story
            .say(
                "Halyard",
                DENY,
                ("Halyard", &["Kestrel"]),
                "Kestrel had no part in it",
            )
            .because(CauseKind::Attack);
        story
            .say(
                "Halyard",
                OPEN,
                ("Halyard", &["attack"]),
                "an attack is possible",
            )
            .because(CauseKind::Attack);
        assert!(story.pairs().is_empty());
    }
}
