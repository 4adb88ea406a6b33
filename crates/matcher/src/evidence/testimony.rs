//! Who says so, where nothing was measured: status pages only. Their words are testimony, and
//! citing them as proof would be a circle.

use backpedal_model::{Evidence, Finding, PartyId, Polarity};

use super::Gathered;
use crate::world::World;

pub(super) fn gather(world: &World<'_>, party: &PartyId, denied: bool, into: &mut Gathered) {
    if into
        .evidence
        .iter()
        .any(|evidence| evidence.party == *party)
    {
        return;
    }
    let wanted = if denied {
        Polarity::Deny
    } else {
        Polarity::Affirm
    };
    if let Some(claim) = world.on_a_status_page(party, wanted) {
        let by = claim.speaker.org.as_ref().or(claim.speaker.name.as_ref());
        into.evidence.push(Evidence {
            finding: Finding::Testimony {
                by: by.map_or_else(|| claim.document.clone(), Clone::clone),
            },
            party: party.clone(),
            observation: None,
            datasets: Vec::new(),
            synthetic: false,
        });
    }
}
