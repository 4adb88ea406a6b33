//! Who answers for it: taken by a side and refused by it, or put on a party that refuses it.
//!
//! An apology alone admits nothing, and is never set against a refusal.

use backpedal_model::{ClaimKind, ContradictionKind, NonContradictionKind, Polarity};

use super::{Finding, Found, in_order, order_clause, strength_of_dispute, strength_of_move};
use crate::{names::share, reading::Reading, words, world::World};

const REVERSAL: &str = "reversal.responsibility";
const DISPUTE: &str = "dispute.responsibility";

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for refused in world.of(ClaimKind::Responsibility, Polarity::Deny) {
        for taken in world.facing(refused, ClaimKind::Responsibility) {
            if taken.polarity() == Polarity::Affirm && share(&taken.subjects, &refused.subjects) {
                pair(taken, refused, found);
            }
        }
    }
}

/// "We are sorry for the inconvenience".
fn is_mere_apology(reading: &Reading<'_>) -> bool {
    words::SORRY.stand_in(&reading.words) && !words::TAKES.stand_in(&reading.words)
}

fn pair(taken: &Reading<'_>, refused: &Reading<'_>, found: &mut Found) {
    if is_mere_apology(taken) {
        found.none(
            NonContradictionKind::DifferentScope,
            taken,
            refused,
            "To be sorry for the trouble is not to admit its cause.",
        );
    } else if is_mere_apology(refused) {
        // "We do not apologise" refuses no responsibility.
    } else if taken.side.same(&refused.side) {
        moved(taken, refused, found);
    } else if taken.side.is_firm() && refused.side.is_firm() {
        found.add(&Finding {
            kind: ContradictionKind::Dispute,
            a: taken,
            b: refused,
            why: "The one says that a party is responsible, or said so; the other denies it. The \
                  two sides are in dispute.",
            strength: strength_of_dispute(taken, refused),
            would_change: "The statement of the party itself, in its own words, would decide.",
            rule: DISPUTE,
        });
    }
}

fn moved(taken: &Reading<'_>, refused: &Reading<'_>, found: &mut Found) {
    let (first, second, basis) = in_order(taken, refused);
    if !taken.takes_positions() || basis.is_none() {
        return;
    }
    let what = if first.polarity() == Polarity::Affirm {
        "Responsibility was taken, and later refused."
    } else {
        "Responsibility was refused, and later taken."
    };
    let why = format!(
        "{what} Contradicted by own later statement. {}",
        order_clause(basis, second)
    );
    found.add(&Finding {
        kind: ContradictionKind::Reversal,
        a: first,
        b: second,
        why: &why,
        strength: strength_of_move(first, second, basis),
        would_change: "Words that tell one to mean another fault or another party would change \
                       it.",
        rule: REVERSAL,
    });
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::Responsibility,
        Polarity::{Affirm, Deny},
    };

    use crate::testing::Story;

    fn two(first: (&str, &str), second: (&str, &str)) -> Story {
        let mut story = Story::new();
        let about: (&str, &[&str]) = ("Halyard", &[]);
        story.say(first.0, (Responsibility, Affirm), about, first.1);
        story.say(second.0, (Responsibility, Deny), about, second.1);
        story
    }

    #[test]
    fn taken_and_then_refused() {
        let story = two(
            ("Halyard", "we are responsible for it"),
            ("Halyard", "we are not responsible"),
        );
        assert_eq!(story.pairs(), ["reversal 0 1"]);
    }

    #[test]
    fn put_on_a_party_that_refuses_it() {
        let story = two(
            ("Heron", "Halyard admitted the fault"),
            ("Halyard", "no admission was made"),
        );
        assert_eq!(story.pairs(), ["dispute 0 1"]);
    }

    #[test]
    fn an_apology_is_no_admission() {
        let story = two(
            ("Halyard", "we are sorry for the inconvenience"),
            ("Halyard", "we are not responsible"),
        );
        assert!(story.pairs().is_empty());
        assert_eq!(story.nones(), ["different scope 0 1"]);
        let story = two(
            ("@reader", "Halyard is to blame"),
            ("Halyard", "we are not at fault"),
        );
        assert!(story.pairs().is_empty());
    }
}
