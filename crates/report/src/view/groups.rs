//! Contradictions that repeat the same point, gathered for the eye: one card whole, the others as
//! lines in it. Nothing falls away; programs get them all.

use super::{CardView, ledger::Passage};

/// A card and those that repeat it.
pub(crate) struct Group<'a> {
    pub(crate) card: &'a CardView,
    pub(crate) also: Vec<&'a CardView>,
}

/// Groups in the order of their first cards.
pub(crate) fn of(cards: &[CardView]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for card in cards {
        if let Some(group) = groups.iter_mut().find(|group| repeats(group.card, card)) {
            group.also.push(card);
        } else {
            groups.push(Group {
                card,
                also: Vec::new(),
            });
        }
    }
    groups
}

/// Whether two cards make the same point: the same kind by the same rule, and the same two sides.
fn repeats(one: &CardView, other: &CardView) -> bool {
    one.kind == other.kind
        && one.rule == other.rule
        && same_side(&one.a, &other.a, one.b.claim == other.b.claim)
        && same_side(&one.b, &other.b, one.a.claim == other.a.claim)
}

/// The same party, or the same speaker. Accounts that no party gave are one side where they
/// stand against the very same claim.
fn same_side(one: &Passage, other: &Passage, against_the_same: bool) -> bool {
    match (&one.side, &other.side) {
        (Some(one), Some(other)) => one == other,
        (None, None) => against_the_same || one.speaker == other.speaker,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{names::Names, sample, view::cards};

    fn twice(change: impl Fn(&mut CardView)) -> usize {
        let dossier = sample::dossier();
        let mut pair = vec![];
        for _ in 0..2 {
            pair.extend(cards(Names(&dossier)).into_iter().take(1));
        }
        change(&mut pair[1]);
        of(&pair).len()
    }

    #[test]
    fn the_same_point_between_the_same_sides_is_one_card() {
        assert_eq!(twice(|card| card.b.claim = "c-other".into()), 1);
    }

    #[test]
    fn another_kind_rule_or_side_is_another_card() {
        assert_eq!(twice(|card| card.kind = "numbers"), 2);
        assert_eq!(twice(|card| card.rule = Some("other".into())), 2);
        assert_eq!(twice(|card| card.b.side = Some("other".into())), 2);
        assert_eq!(twice(|card| card.a.side = None), 2);
    }

    #[test]
    fn accounts_of_no_party_are_one_side_only_against_the_same_claim() {
        let dossier = sample::dossier();
        let made = |claim: &str, speaker: &str| {
            let mut card = cards(Names(&dossier)).remove(0);
            card.a.side = None;
            card.a.speaker = speaker.into();
            card.b.claim = claim.into();
            card
        };
        assert_eq!(of(&[made("c-1", "x"), made("c-1", "y")]).len(), 1);
        assert_eq!(of(&[made("c-1", "x"), made("c-2", "x")]).len(), 1);
        assert_eq!(of(&[made("c-1", "x"), made("c-2", "y")]).len(), 2);
    }
}
