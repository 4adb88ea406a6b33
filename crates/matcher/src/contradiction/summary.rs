//! An author who tells of a retraction is no second witness of it.

use backpedal_model::{ClaimKind, NonContradictionKind, Polarity};

use super::Found;
use crate::world::World;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for told in world.of(ClaimKind::Retraction, Polarity::Affirm) {
        if !told.side.is_author() {
            continue;
        }
        let kinds = [ClaimKind::Outage, ClaimKind::Cause, ClaimKind::Scope];
        let said = kinds.iter().flat_map(|kind| world.facing(told, *kind));
        let denial = said
            .filter(|reading| {
                reading.polarity() == Polarity::Deny
                    && told.subjects.iter().any(|name| reading.side.is(name))
            })
            .min_by_key(|reading| reading.number);
        if let Some(denial) = denial {
            found.none(
                NonContradictionKind::Summary,
                denial,
                told,
                "The author tells what became of a statement; the side’s own words count.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::{Outage, Retraction},
        Polarity,
    };

    use crate::testing::Story;

    #[test]
    fn the_author_is_no_second_witness() {
        let mut story = Story::new();
        let about: (&str, &[&str]) = ("Halyard", &[]);
        story.say(
            "Halyard",
            (Outage, Polarity::Deny),
            about,
            "our network had no outage",
        );
        story.say(
            "",
            (Retraction, Polarity::Affirm),
            about,
            "the line was dropped later",
        );
        assert!(story.pairs().is_empty());
        assert_eq!(story.nones(), ["author's summary 0 1"]);
    }
}
