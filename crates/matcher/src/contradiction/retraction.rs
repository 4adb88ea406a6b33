//! A side takes its own words back: the earlier statement and the retraction.

use backpedal_model::{ClaimKind, ContradictionKind, Polarity};

use super::{Finding, Found, order_clause, strength_of_move};
use crate::{
    order::{self, Basis, Order},
    reading::Reading,
    world::World,
};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for taken_back in world.of(ClaimKind::Retraction, Polarity::Affirm) {
        if !taken_back.of_itself() {
            continue;
        }
        let targets = targets(world, taken_back, found);
        // A statement of an earlier occasion is meant, rather than its repetition beside the
        // retraction.
        let outright = targets
            .iter()
            .any(|(reading, _)| is_outright(found, reading));
        let dated = targets
            .iter()
            .any(|(_, basis)| *basis == Some(Basis::Times));
        for (earlier, basis) in targets {
            if (dated && basis != Some(Basis::Times)) || (outright && !is_outright(found, earlier))
            {
                continue;
            }
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
                would_change: "Words that tell which statement was taken back, if it was another, \
                               would change it.",
                rule: "retraction.own-words",
            });
        }
    }
}

/// Whether the reading was reversed word against word, and not only given up by what followed.
fn is_outright(found: &Found, reading: &Reading<'_>) -> bool {
    found.links(reading).iter().any(|link| {
        link.first && link.kind == ContradictionKind::Reversal && link.rule != super::stance::RULE
    })
}

/// What was taken back: what the same side reversed, as far as that is known from its own words
/// and was not said later.
fn targets<'r, 'a>(
    world: &'r World<'a>,
    taken_back: &Reading<'a>,
    found: &Found,
) -> Vec<(&'r Reading<'a>, Option<Basis>)> {
    let kinds = [ClaimKind::Outage, ClaimKind::Cause];
    let mut mine: Vec<&Reading<'a>> = kinds
        .iter()
        .flat_map(|kind| world.facing(taken_back, *kind))
        .filter(|reading| reading.side.same(&taken_back.side))
        .collect();
    mine.sort_by_key(|reading| reading.number);
    let reversed = |reading: &&Reading<'a>| {
        let mut links = found.links(reading).iter();
        links.any(|link| link.first && link.kind == ContradictionKind::Reversal)
    };
    mine.into_iter()
        .filter(reversed)
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
        ClaimKind::{Outage, Retraction},
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
    fn a_retraction_of_nothing_known_joins_nothing() {
        let mut story = Story::new();
        story.say(
            "Halyard",
            (Outage, Polarity::Deny),
            HALYARD,
            "our network had no outage",
        );
        story.say(
            "Halyard",
            (Retraction, Polarity::Affirm),
            HALYARD,
            "we were wrong to say so",
        );
        assert!(story.pairs().is_empty());
    }
}
