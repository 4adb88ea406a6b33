//! What caused it? A cause that another side rules out, and one that the same side gave up.

use backpedal_model::{CauseKind, ClaimKind, ContradictionKind, NonContradictionKind, Polarity};

use super::{
    Finding, Found,
    blame::{is_about_the_same, same_thing},
    in_order, order_clause, strength_of_dispute, strength_of_move,
};
use crate::{names::share, reading::Reading, words, world::World};

pub(super) const DENIED: &str = "cause.denied";
pub(super) const GIVEN_UP: &str = "cause.given-up";

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for ruled_out in world.of(ClaimKind::Cause, Polarity::Deny) {
        if denies_an_outage(world, ruled_out) {
            continue;
        }
        for named in world.facing(ruled_out, ClaimKind::Cause) {
            if named.polarity() == Polarity::Deny
                || named.reads_another()
                || named.only_doubts()
                || answers_another(world, ruled_out, named)
                || !is_about_the_same(named, ruled_out)
                || !(is_same_cause(named, ruled_out) || defends_itself(named, ruled_out))
            {
                continue;
            }
            if is_trigger(named, ruled_out) {
                found.none(
                    NonContradictionKind::TriggerVersusRootCause,
                    named,
                    ruled_out,
                    "The thing is told as what set the trouble off, and ruled out as its root \
                     cause; both can be true.",
                );
            } else if !named.side.same(&ruled_out.side) {
                disputed(named, ruled_out, found);
            } else if !names_one_of_many(world, ruled_out, named) {
                gave_up(named, ruled_out, found);
            }
        }
    }
}

/// Whether the very same words deny an outage: then that is what they say, and what they mean for a
/// cause only follows from it.
fn denies_an_outage(world: &World<'_>, ruled_out: &Reading<'_>) -> bool {
    world
        .facing(ruled_out, ClaimKind::Outage)
        .iter()
        .any(|denied| {
            denied.polarity() == Polarity::Deny
                && denied.place == ruled_out.place
                && denied.words == ruled_out.words
        })
}

/// "The carrier ruled that out" answers the cause that was told last before it, and no other.
fn answers_another(world: &World<'_>, ruled_out: &Reading<'_>, named: &Reading<'_>) -> bool {
    const NEAR: usize = 2;
    let points_back = |pair: &[String]| {
        matches!(&*pair[0], "ruled" | "denied" | "rejected" | "dismissed")
            && matches!(&*pair[1], "that" | "this" | "it")
    };
    if !ruled_out.words.windows(2).any(points_back) {
        return false;
    }
    let mut told = world.facing(ruled_out, ClaimKind::Cause);
    told.retain(|told| {
        told.place.0 == ruled_out.place.0
            && told.place < ruled_out.place
            && told.polarity() != Polarity::Deny
            && told
                .sentences_to(ruled_out)
                .is_some_and(|apart| apart <= NEAR)
    });
    let last = told.into_iter().max_by_key(|told| told.place);
    last.is_some_and(|last| last.place != named.place && !same_thing(last, named))
}

fn disputed<'a>(named: &Reading<'a>, ruled_out: &Reading<'a>, found: &mut Found) {
    let told_after = named.place.0 == ruled_out.place.0 && named.place > ruled_out.place;
    // What an author or an unnamed voice only asks is no side; and what is held possible after it
    // was ruled out, or has another name then, is told as something else.
    let question = named.asks() && !named.takes_positions();
    let other = !named.firm() || !(same_thing(named, ruled_out) || ruled_out.side.is_firm());
    if question || (told_after && other) {
        return;
    }
    found.add(&Finding {
        kind: ContradictionKind::Dispute,
        a: named,
        b: ruled_out,
        why: "The one names a cause that the other rules out; the two sides are in dispute. A \
              cause cannot be measured here.",
        strength: strength_of_dispute(named, ruled_out),
        would_change: "A statement of either side that takes its words back would settle it.",
        rule: DENIED,
    });
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
        rule: GIVEN_UP,
    });
}

/// Whether both claims speak of the same cause: the same thing, or a mechanism that the denial
/// rules out as such ("no attack", "not a cut cable") however the other calls it ("hackers").
fn is_same_cause(named: &Reading<'_>, ruled_out: &Reading<'_>) -> bool {
    let kind = ruled_out.claim.cause_kind;
    same_thing(named, ruled_out)
        || (kind.is_some()
            && kind == named.claim.cause_kind
            && rules_out_the_kind(named, ruled_out))
}

/// Whether what the one names as a cause the other calls a trigger, and only not the root cause.
fn is_trigger(named: &Reading<'_>, ruled_out: &Reading<'_>) -> bool {
    let concedes = words::TRIGGER.stand_in(&ruled_out.context);
    concedes && (named.side.same(&ruled_out.side) || words::TRIGGER.stand_in(&named.context))
}

/// Whether the one that is blamed rules out its own part: "everybody names Halyard", "we made no
/// loop".
fn defends_itself(named: &Reading<'_>, ruled_out: &Reading<'_>) -> bool {
    let blamed = named.objects.iter().any(|name| ruled_out.side.is(name));
    let kinds = (named.claim.cause_kind, ruled_out.claim.cause_kind);
    let other_kind = matches!(kinds, (Some(a), Some(b)) if a != b
        && ![a, b].contains(&CauseKind::Provider));
    blamed && !other_kind && !ruled_out.of_itself()
}

/// Whether a denial is about its mechanism as a whole and not about one thing of that kind.
fn rules_out_the_kind(named: &Reading<'_>, ruled_out: &Reading<'_>) -> bool {
    if ruled_out.claim.cause_kind == Some(CauseKind::Attack)
        && words::HOSTILE.stand_in(&ruled_out.words)
    {
        return true;
    }
    let mut things = ruled_out
        .objects
        .iter()
        .map(|name| words::tokens(&name.text));
    let generic = |words: Vec<String>| {
        words
            .last()
            .is_some_and(|last| words::MECHANISM.stand_in(std::slice::from_ref(last)))
    };
    match ruled_out.claim.cause_kind {
        None | Some(CauseKind::Unknown) => false,
        // "The carrier ruled that out": only what was told right before.
        Some(_) if ruled_out.objects.is_empty() => named
            .sentences_to(ruled_out)
            .is_some_and(|apart| apart <= 2),
        // "It is no fault of the provider": which one is its name.
        Some(CauseKind::Provider | CauseKind::OwnNetwork) => false,
        Some(_) => things.all(generic),
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{CauseKind, ClaimKind::Cause, Polarity};

    use crate::testing::{Details, Story};

    const AFFIRM: (backpedal_model::ClaimKind, Polarity) = (Cause, Polarity::Affirm);
    const DENY: (backpedal_model::ClaimKind, Polarity) = (Cause, Polarity::Deny);
    const OPEN: (backpedal_model::ClaimKind, Polarity) = (Cause, Polarity::Uncertain);

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
    fn what_is_ruled_out_is_what_was_told_last() {
        let mut story = Story::new();
        let heron = ("Halyard", &["Heron"][..]);
        story.say("Halyard", AFFIRM, heron, "we traced it to Heron");
        let tray = ("Heron", &["fan tray"][..]);
        story
            .say("A technician", OPEN, tray, "a fan tray had probably failed")
            .because(CauseKind::Hardware);
        story
            .say(
                "Heron",
                DENY,
                ("Halyard", &[]),
                "the carrier ruled that out",
            )
            .because(CauseKind::Hardware);
        assert!(!story.pairs().iter().any(|pair| pair.contains(" 0 ")));
        let mut story = Story::new();
        story.say("Halyard", AFFIRM, heron, "we traced it to Heron");
        story.say(
            "Heron",
            DENY,
            ("Halyard", &[]),
            "the carrier ruled that out",
        );
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
