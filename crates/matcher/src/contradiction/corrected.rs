//! A figure that the words themselves correct: "at least 2,697 rather than 229".

use backpedal_model::{ClaimKind, ContradictionKind, Polarity, Strength};

use super::{
    Finding, Found,
    amount::{Amount, amounts},
    blame::is_about_the_same,
    strength_of_dispute,
};
use crate::{
    order::{self, Basis, Order},
    reading::Reading,
    world::World,
};

/// Two renderings of one figure differ by no more than this part ("228" and "229"); our choice.
const RENDERED: f64 = 0.01;

/// Words between the right figure and the wrong one.
const INSTEAD: &[&str] = &[
    "rather than",
    "instead of",
    "and not",
    ", not",
    "as opposed to",
];

/// Words after a figure that is added to an earlier one.
const ADDED: &[&str] = &["more", "additional", "further", "other"];

/// An addition below this part of the earlier figure is none to speak of; our choice.
const RAISED: f64 = 0.1;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for corrects in world.of(ClaimKind::Scope, Polarity::Affirm) {
        raised(world, corrects, found);
        let Some((right, wrong)) = correction(&corrects.sentence_text) else {
            continue;
        };
        for given in world.facing(corrects, ClaimKind::Scope) {
            let earlier = given.place.0 != corrects.place.0 || given.sentence < corrects.sentence;
            let says = amounts(&given.claim.quote.text);
            if earlier
                && given.polarity() != Polarity::Deny
                && is_about_the_same(given, corrects)
                && says.iter().any(|amount| is_rendering(amount, &wrong))
            {
                add(given, corrects, &right, found);
            }
        }
    }
}

/// The same side finds more of what it had counted: "2,468 more callers", after 228.
fn raised<'a>(world: &World<'a>, adds: &Reading<'a>, found: &mut Found) {
    let words = adds.claim.quote.text.as_str();
    let Some(more) = amounts(words).into_iter().find(|amount| {
        let next = words[amount.at..].split_whitespace().nth(1);
        next.is_some_and(|next| ADDED.contains(&next.to_lowercase().as_str()))
    }) else {
        return;
    };
    for given in world.facing(adds, ClaimKind::Scope) {
        let counted = amounts(&given.claim.quote.text);
        let [only] = counted.as_slice() else { continue };
        let fits = given.side.same(&adds.side)
            && given.polarity() == Polarity::Affirm
            && !only.share
            && !more.share
            && more.value > RAISED * only.value
            && (order::seen_before(given, adds)
                || matches!(order::of(given, adds), Order::Before(Basis::Times)))
            && given.place.0 != adds.place.0
            && is_about_the_same(given, adds);
        if fits {
            found.add(&Finding {
                kind: ContradictionKind::Numbers,
                a: given,
                b: adds,
                why: "The same side later counted more of the same; its first figure does not \
                      stand. The numbers are inconsistent.",
                strength: Strength::Moderate,
                would_change: "Words that tell the two to count another thing, or the first to \
                               be a count so far, would change it.",
                rule: "numbers.raised",
            });
        }
    }
}

/// The right and the wrong figure of a sentence that sets the one against the other.
fn correction(sentence: &str) -> Option<(Amount, Amount)> {
    let amounts = amounts(sentence);
    let lower = sentence.to_lowercase();
    amounts.windows(2).find_map(|pair| {
        let [right, wrong] = pair else { return None };
        let between = lower.get(right.at..wrong.at)?;
        let instead = INSTEAD.iter().any(|words| between.contains(words));
        let differ = (right.value - wrong.value).abs() > RENDERED * right.value.max(wrong.value);
        (instead && differ).then(|| (right.clone(), wrong.clone()))
    })
}

fn is_rendering(amount: &Amount, wrong: &Amount) -> bool {
    amount.share == wrong.share
        && (amount.value - wrong.value).abs() <= RENDERED * amount.value.max(wrong.value)
}

fn add<'a>(given: &Reading<'a>, corrects: &Reading<'a>, right: &Amount, found: &mut Found) {
    let own = given.side.same(&corrects.side);
    let why = format!(
        "The second corrects the figure of the first, to {}{}; the numbers are inconsistent.",
        right.value,
        if own { ", by the same side" } else { "" },
    );
    found.add(&Finding {
        kind: ContradictionKind::Numbers,
        a: given,
        b: corrects,
        why: &why,
        strength: strength_of_dispute(given, corrects),
        would_change: "Words that tell the two to count another thing or another time would \
                       change it.",
        rule: "numbers.corrected",
    });
}

#[cfg(test)]
mod tests {
    use backpedal_model::{ClaimKind::Scope, DocumentKind, Polarity};

    use crate::testing::{Details, Story};

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

    fn pairs(first: &str, second: &str) -> Vec<String> {
        let affirm = (Scope, Polarity::Affirm);
        let mut story = Story::new();
        story.say("Halyard", affirm, HALYARD, first);
        story.say("Heron", affirm, HALYARD, second);
        story.pairs()
    }

    #[test]
    fn a_figure_is_corrected() {
        let second = "it was at least 1,900 failed calls rather than 141";
        assert_eq!(pairs("140 calls failed", second), ["numbers 0 1"]);
    }

    #[test]
    fn the_same_side_finds_more() {
        let found = |later: &str, speaker: &str| {
            let affirm = (Scope, Polarity::Affirm);
            let mut story = Story::new();
            story
                .say("Halyard", affirm, HALYARD, "140 calls failed")
                .at("2024-03-05T10:00Z");
            story.document("review", DocumentKind::Article);
            story
                .say(speaker, affirm, HALYARD, later)
                .at("2024-03-05T19:00Z");
            story.pairs()
        };
        assert_eq!(
            found("1,760 more callers got nowhere", "Halyard"),
            ["numbers 0 1"]
        );
        assert!(found("3 more callers got nowhere", "Halyard").is_empty());
        assert!(found("1,760 more callers got nowhere", "Heron").is_empty());
    }

    #[test]
    fn near_misses() {
        let second = "it was at least 1,900 failed calls rather than 141";
        assert!(pairs("15 masts failed", second).is_empty());
        let both = "1,900 calls and 141 texts failed";
        assert!(pairs("140 texts failed", both).is_empty());
    }
}
