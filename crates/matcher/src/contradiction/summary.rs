//! An author who tells of a retraction is no second witness of it.

use backpedal_model::{ClaimKind, NonContradictionKind, Polarity};

use super::Found;
use crate::reading::World;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for told in &world.readings {
        if !told.is(ClaimKind::Retraction, Polarity::Affirm) || !told.side.is_author() {
            continue;
        }
        let denial = world.readings.iter().find(|reading| {
            reading.polarity() == Polarity::Deny
                && told.subjects.iter().any(|name| reading.side.is(name))
        });
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
