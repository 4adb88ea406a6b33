//! "It is fixed" against another side's "still down" at or after that time.
//!
//! What comes back in part, or goes down again, is no contradiction: both are named.

use backpedal_model::{
    ClaimKind, ContradictionKind, Interval, NonContradictionKind, Polarity, Precision, Zone,
};

use super::{
    Finding, Found, edge, order_clause, place::places, strength_of_dispute, strength_of_move,
};
use crate::{
    names::share,
    order::{self, Basis, Order},
    reading::{Reading, Side},
    words,
    world::World,
};

const DISPUTE: &str = "dispute.restored";
const REVERSAL: &str = "reversal.restored";

/// An answer in the same text stands no further after the words, in sentences; our choice.
const NEAR: usize = 12;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    // The nearest words before a "still down" are those that it answers.
    let backs: Vec<&Reading<'_>> = world.of(ClaimKind::Restored, Polarity::Affirm).collect();
    for back in backs.into_iter().rev() {
        let own = back.of_itself() || back.side.is_author();
        if !own || is_one_view(back) || !says_up(back) {
            continue;
        }
        for kind in [ClaimKind::Restored, ClaimKind::Outage] {
            for other in world.facing(back, kind) {
                if share(&back.subjects, &other.subjects) && says_down(kind, other) {
                    pair(world, back, other, found);
                }
            }
        }
    }
}

/// A commenter whose own line is back speaks of nobody else's.
fn is_one_view(reading: &Reading<'_>) -> bool {
    matches!(reading.side, Side::Person(_) | Side::Unnamed(..))
        || words::PERSONAL.found_in(edge::led_up(reading))
}

/// A step of the repair ("renewed", "replaced") is not yet the end.
fn says_up(reading: &Reading<'_>) -> bool {
    let again = reading.words.iter().any(|word| word == "again");
    again || words::WORKS.stand_in(&reading.words) || words::END.stand_in(&reading.words)
}

fn says_down(kind: ClaimKind, other: &Reading<'_>) -> bool {
    match kind {
        ClaimKind::Restored => other.polarity() == Polarity::Deny,
        _ => other.polarity() == Polarity::Affirm && !other.is_taken_back(),
    }
}

fn pair(world: &World<'_>, back: &Reading<'_>, other: &Reading<'_>, found: &mut Found) {
    let Some(basis) = later(world, back, other) else {
        return;
    };
    let same_side = back.side.same(&other.side);
    let known = found
        .links(other)
        .iter()
        .any(|link| link.rule == DISPUTE && world.readings[link.other].side.same(&back.side));
    if known {
        return;
    }
    if narrows(back) || other_part(back, other) {
        if !same_side {
            found.none(
                NonContradictionKind::DifferentScope,
                back,
                other,
                "The one is about a part that had come back, the other about another.",
            );
        }
        return;
    }
    if same_side {
        moved(back, other, basis, found);
        return;
    }
    found.add(&Finding {
        kind: ContradictionKind::Dispute,
        a: back,
        b: other,
        why: "The one says that it was restored, the other that it was not at or after that time; \
              the two sides are in dispute.",
        strength: strength_of_dispute(back, other),
        would_change: "Measurements of the network after the claimed restoration would decide \
                       between them.",
        rule: DISPUTE,
    });
}

/// What the order rests on where the words of the trouble are about the time after the end.
fn later(world: &World<'_>, back: &Reading<'_>, other: &Reading<'_>) -> Option<Basis> {
    if let (Some(end), Some(down)) = (happened(world, back), happened(world, other)) {
        if !same_clock(back, other) {
            return None;
        }
        return (down.start >= end.end).then_some(Basis::Times);
    }
    // Without a time of its own, trouble is only meant to last where the words say so.
    let lasts = other.kind() == ClaimKind::Restored || words::STILL.stand_in(&other.words);
    let near = other.place.0 == back.place.0
        && other.place.1 > back.place.1
        && other.sentence - back.sentence <= NEAR;
    match order::of(back, other) {
        Order::Before(Basis::Times) if lasts => Some(Basis::Times),
        Order::Before(Basis::Text) if lasts && near => Some(Basis::Text),
        _ => None,
    }
}

/// Times of which only one has a zone cannot be compared.
fn same_clock(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let zone = |reading: &Reading<'_>| reading.claim.event_time.as_ref().map(|t| t.zone.clone());
    let stated = |zone: &Option<Zone>| zone.as_ref().is_some_and(Zone::is_stated);
    let (x, y) = (zone(a), zone(b));
    x == y || stated(&x) && stated(&y)
}

/// When it happened, to the minute or hour, by the claim's own words.
fn happened(world: &World<'_>, reading: &Reading<'_>) -> Option<Interval> {
    let time = reading.claim.event_time.as_ref()?;
    let zone = time.zone.time_zone();
    let zone = zone.unwrap_or_else(|| world.facts.case.time_zone());
    let known = time.precision > Precision::Day;
    let known = known.then(|| time.start.or(time.end)).flatten()?;
    Some(known.instants(&zone))
}

/// "Some are back", "began to return".
fn narrows(back: &Reading<'_>) -> bool {
    edge::is_partial(back)
        || words::BEGINNING.found_in(edge::led_up(back))
        || !edge::is_no_step(back)
}

fn other_part(back: &Reading<'_>, other: &Reading<'_>) -> bool {
    let parts = |reading: &Reading<'_>| -> Vec<String> {
        let places = words::PART.places(&reading.words);
        let all = places
            .into_iter()
            .map(|at| reading.words[at].trim_end_matches('s').to_owned());
        all.collect()
    };
    let apart = |x: &[String], y: &[String]| {
        !x.is_empty() && !y.is_empty() && !x.iter().any(|part| y.contains(part))
    };
    words::REST.stand_in(&other.context)
        || apart(&parts(back), &parts(other))
        || apart(&places(back), &places(other))
}

fn moved(back: &Reading<'_>, other: &Reading<'_>, basis: Basis, found: &mut Found) {
    if !back.takes_positions() || back.place > other.place {
        return;
    }
    let until = other.polarity() == Polarity::Deny && other.context.iter().any(|w| w == "until");
    if !(until || words::GIVEN_UP.stand_in(&other.words)) {
        found.none(
            NonContradictionKind::StateChanged,
            back,
            other,
            "It was back, and later it failed again.",
        );
        return;
    }
    let why = format!(
        "It was said to be restored, and later not to have been. Contradicted by own later \
         statement. {}",
        order_clause(Some(basis), other)
    );
    found.add(&Finding {
        kind: ContradictionKind::Reversal,
        a: back,
        b: other,
        why: &why,
        strength: strength_of_move(back, other, Some(basis)),
        would_change: "Words that tell one to mean another part, or a second failure, would \
                       change it.",
        rule: REVERSAL,
    });
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::{Outage, Restored},
        Polarity::{Affirm, Deny},
    };

    use crate::testing::{Details, Story};

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

    /// The words of two sides, the second an hour after the first.
    fn two(first: (&str, &str), second: (&str, &str)) -> Story {
        let mut story = Story::new();
        story
            .say(first.0, (Restored, Affirm), HALYARD, first.1)
            .at("2024-03-05T10:00Z");
        story
            .say(second.0, (Restored, Deny), HALYARD, second.1)
            .at("2024-03-05T11:00Z");
        story
    }

    #[test]
    fn fixed_and_still_down() {
        let story = two(
            ("Halyard", "all services are back"),
            ("@reader", "nothing is back in our street"),
        );
        assert_eq!(story.pairs(), ["dispute 0 1"]);
        let mut story = Story::new();
        story.say("Halyard", (Restored, Affirm), HALYARD, "the fault is fixed");
        story.say("Heron", (Outage, Affirm), HALYARD, "Halyard is still down");
        assert_eq!(story.pairs(), ["dispute 0 1"]);
    }

    #[test]
    fn trouble_timed_after_the_end() {
        for (at, pairs) in [("2024-03-05T14:00Z", 1), ("2024-03-05T12:00Z", 0)] {
            let mut story = Story::new();
            story
                .say(
                    "Halyard",
                    (Restored, Affirm),
                    HALYARD,
                    "it was resolved by 13:15",
                )
                .happened("13:15", "2024-03-05T13:15Z", "2024-03-05T13:15Z");
            story
                .say("Heron", (Outage, Affirm), HALYARD, "we saw errors then")
                .happened("then", at, at);
            assert_eq!(story.pairs().len(), pairs, "{at}");
        }
    }

    #[test]
    fn near_misses() {
        // A part came back; another part is meant; the rest; one reader's line; a step of the work.
        for (first, second) in [
            (
                ("Halyard", "some lines are back"),
                ("Heron", "it is not back"),
            ),
            (
                ("Halyard", "the api is working again"),
                ("Heron", "our email is not back"),
            ),
            (
                ("Halyard", "our lines are back"),
                ("Heron", "the others are not"),
            ),
            (("@one", "mine is back"), ("@two", "mine is not")),
            (
                ("Halyard", "the card was replaced"),
                ("Heron", "it is not back"),
            ),
            (("Kestrel", "Halyard is back"), ("Heron", "it is not back")),
        ] {
            assert!(two(first, second).pairs().is_empty(), "{first:?}");
        }
        let mut story = Story::new();
        story.say("Heron", (Outage, Affirm), HALYARD, "Halyard is still down");
        story.say("Halyard", (Restored, Affirm), HALYARD, "the fault is fixed");
        assert!(story.pairs().is_empty());
    }

    #[test]
    fn one_side_went_down_again_or_had_not_been_back() {
        let story = two(
            ("Halyard", "our service is restored"),
            ("Halyard", "it is down again, not restored"),
        );
        assert!(story.pairs().is_empty());
        assert_eq!(story.nones(), ["state changed 0 1"]);
        let story = two(
            ("Halyard", "our service is restored"),
            ("Halyard", "it was not restored until noon"),
        );
        assert_eq!(story.pairs(), ["reversal 0 1"]);
    }
}
