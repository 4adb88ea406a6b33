//! A side takes its own words back: the earlier statement and the retraction.

use backpedal_model::{ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, blame::same_thing, order_clause, strength_of_move};
use crate::{
    order::{self, Basis, Order},
    reading::Reading,
    words,
    world::World,
};

/// What a side can take back: whatever it had stated.
const KINDS: [ClaimKind; 9] = [
    ClaimKind::Outage,
    ClaimKind::Cause,
    ClaimKind::Affected,
    ClaimKind::Scope,
    ClaimKind::Timing,
    ClaimKind::Restored,
    ClaimKind::Relationship,
    ClaimKind::Evidence,
    ClaimKind::Responsibility,
];

/// Sentences up to which a retraction is told of the statement before it.
const NEAR: usize = 2;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for taken_back in world.of(ClaimKind::Retraction, Polarity::Affirm) {
        if !taken_back.of_itself() {
            continue;
        }
        let targets = targets(world, taken_back);
        let reversed: Vec<&Target<'_, '_>> = targets
            .iter()
            .filter(|(reading, _)| is_reversed(found, reading))
            .collect();
        // A statement of an earlier occasion is meant, rather than its repetition beside the
        // retraction.
        let outright = reversed
            .iter()
            .any(|(reading, _)| is_outright(found, reading));
        let dated = reversed
            .iter()
            .any(|(_, basis)| *basis == Some(Basis::Times));
        let beside = told_beside(taken_back, &targets).or_else(|| {
            let elsewhere = in_another_document(world, taken_back);
            elsewhere.filter(|_| reversed.is_empty())
        });
        if let Some((earlier, basis)) = beside.filter(|_| !outright && !dated) {
            add(earlier, taken_back, basis, found);
            continue;
        }
        for (earlier, basis) in reversed {
            if (dated && *basis != Some(Basis::Times)) || (outright && !is_outright(found, earlier))
            {
                continue;
            }
            add(earlier, taken_back, *basis, found);
        }
    }
}

/// An earlier statement of the side, and what tells that it is earlier.
type Target<'w, 'a> = (&'w Reading<'a>, Option<Basis>);

/// The statement that the text tells right before the retraction, where the retraction points back
/// ("that was wrong", "we were wrong to say so") and does not name what it takes back; nothing
/// where two of them stand equally near.
fn told_beside<'w, 'a>(
    taken_back: &Reading<'a>,
    targets: &[Target<'w, 'a>],
) -> Option<Target<'w, 'a>> {
    if !points_back(taken_back) {
        return None;
    }
    let near = |reading: &Reading<'_>| {
        reading
            .sentences_to(taken_back)
            .filter(|apart| *apart <= NEAR && reading.place < taken_back.place)
    };
    let mut told: Vec<(usize, &Target<'w, 'a>)> = targets
        .iter()
        .filter(|(reading, _)| reading.of_itself() && reading.firm())
        .filter_map(|target| Some((near(target.0)?, target)))
        .collect();
    told.sort_by_key(|(apart, target)| (*apart, target.0.number));
    let (nearest, target) = told.first()?;
    let alone = told.get(1).is_none_or(|(next, _)| next > nearest);
    alone.then_some(**target)
}

/// What a retraction in another document takes back: the side's statement about a thing or a
/// mechanism that the text of the retraction names beside it, else the only one that the side had
/// made. A retraction follows what it takes back, so nothing else has to tell the order.
fn in_another_document<'w, 'a>(
    world: &'w World<'a>,
    taken_back: &Reading<'a>,
) -> Option<Target<'w, 'a>> {
    let mut stated: Vec<Target<'w, 'a>> = KINDS
        .iter()
        .flat_map(|kind| world.facing(taken_back, *kind))
        .filter(|earlier| {
            earlier.place.0 != taken_back.place.0
                && earlier.side.same(&taken_back.side)
                && earlier.firm()
                && !matches!(order::of(earlier, taken_back), Order::After(_))
        })
        .map(|earlier| {
            let basis = matches!(order::of(earlier, taken_back), Order::Before(Basis::Times));
            (earlier, basis.then_some(Basis::Times))
        })
        .collect();
    stated.sort_by_key(|(earlier, _)| earlier.number);
    let causes = world.facing(taken_back, ClaimKind::Cause);
    let beside: Vec<&&Reading<'a>> = causes
        .iter()
        .filter(|told| {
            let near = told
                .sentences_to(taken_back)
                .is_some_and(|apart| apart <= 1);
            near && told.side.same(&taken_back.side) && told.polarity() != Polarity::Affirm
        })
        .collect();
    let names = |earlier: &Reading<'_>| {
        beside.iter().any(|told| {
            let kind = told.claim.cause_kind;
            same_thing(earlier, told) || (kind.is_some() && kind == earlier.claim.cause_kind)
        })
    };
    let named = stated.iter().find(|(earlier, _)| names(earlier)).copied();
    let only = stated.first().copied().filter(|_| stated.len() == 1);
    named.or(only)
}

/// Whether the sentence begins with a word that stands for something told before.
fn points_back(taken_back: &Reading<'_>) -> bool {
    let begins = |words: &[String]| {
        let first = words.first();
        first.is_some_and(|word| words::BACK.stand_in(std::slice::from_ref(word)))
    };
    begins(&taken_back.context) || begins(&taken_back.words)
}

fn add<'a>(
    earlier: &Reading<'a>,
    taken_back: &Reading<'a>,
    basis: Option<Basis>,
    found: &mut Found,
) {
    let why = format!(
        "The earlier statement was taken back in the side’s own words. {}",
        order_clause(basis, taken_back)
    );
    found.add(&Finding {
        kind: ContradictionKind::Retraction,
        a: earlier,
        b: taken_back,
        why: &why,
        strength: strength_of_move(earlier, taken_back, basis),
        would_change: "Words that tell which statement was taken back, if it was another, would \
                       change it.",
        rule: "retraction.own-words",
    });
}

/// Whether the side's own words reversed it.
fn is_reversed(found: &Found, reading: &Reading<'_>) -> bool {
    let mut links = found.links(reading).iter();
    links.any(|link| link.first && link.kind == ContradictionKind::Reversal)
}

/// Whether the reading was reversed word against word, and not only given up by what followed.
fn is_outright(found: &Found, reading: &Reading<'_>) -> bool {
    found.links(reading).iter().any(|link| {
        link.first
            && link.kind == ContradictionKind::Reversal
            && ![super::stance::RULE, super::causes::CHANGED].contains(&link.rule)
    })
}

/// What the same side had stated, as far as it was not said later than the retraction.
fn targets<'w, 'a>(world: &'w World<'a>, taken_back: &Reading<'a>) -> Vec<Target<'w, 'a>> {
    let mut mine: Vec<&Reading<'a>> = KINDS
        .iter()
        .flat_map(|kind| world.facing(taken_back, *kind))
        .filter(|reading| reading.side.same(&taken_back.side))
        .collect();
    mine.sort_by_key(|reading| reading.number);
    mine.into_iter()
        .filter_map(|reading| match order::of(reading, taken_back) {
            Order::Before(basis) => Some((reading, Some(basis))),
            // Of two statements of one text the one that the other gave up is the earlier.
            Order::After(Basis::Text) => Some((reading, None)),
            Order::After(Basis::Times) | Order::Unknown => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::{Evidence, Outage, Retraction},
        Polarity,
    };

    use crate::testing::Story;

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

    #[test]
    fn the_statement_that_was_reversed_is_the_one_taken_back() {
        let mut story = Story::new();
        story.say(
            "Halyard",
            (Outage, Polarity::Deny),
            ("Heron", &[]),
            "Heron had no outage",
        );
        story.say(
            "Halyard",
            (Outage, Polarity::Deny),
            HALYARD,
            "our network had no outage",
        );
        story.say(
            "Halyard",
            (Outage, Polarity::Affirm),
            HALYARD,
            "our network was down",
        );
        story.say(
            "Halyard",
            (Retraction, Polarity::Affirm),
            HALYARD,
            "we were wrong to say so",
        );
        assert_eq!(story.pairs(), ["reversal 1 2", "retraction 1 3"]);
    }

    #[test]
    fn what_was_told_right_before_is_taken_back() {
        let mut story = Story::new();
        story.say(
            "Halyard",
            (Outage, Polarity::Deny),
            HALYARD,
            "our network had no outage",
        );
        let take_back = (Retraction, Polarity::Affirm);
        story.say("Halyard", take_back, HALYARD, "we were wrong to say so");
        assert_eq!(story.pairs(), ["retraction 0 1"]);
    }

    #[test]
    fn near_misses_of_what_was_told_before() {
        let deny = (Outage, Polarity::Deny);
        let take_back = (Retraction, Polarity::Affirm);
        // It names what it takes back, and that is not at hand; another side says it; the
        // statement stands far off.
        let mut story = Story::new();
        story.say("Halyard", deny, HALYARD, "our network had no outage");
        story.say(
            "Halyard",
            take_back,
            HALYARD,
            "Halyard corrected its figure for May",
        );
        assert!(story.pairs().is_empty());
        let mut story = Story::new();
        story.say("Halyard", deny, HALYARD, "our network had no outage");
        story.say(
            "Heron",
            take_back,
            ("Heron", &[]),
            "we were wrong to say so",
        );
        assert!(story.pairs().is_empty());
        let mut story = Story::new();
        story.say("Halyard", deny, HALYARD, "our network had no outage");
        for words in ["it rained", "the sun set", "the moon rose"] {
            story.say("Heron", (Evidence, Polarity::Affirm), ("Heron", &[]), words);
        }
        story.say("Halyard", take_back, HALYARD, "we were wrong to say so");
        assert!(story.pairs().is_empty());
    }
}
