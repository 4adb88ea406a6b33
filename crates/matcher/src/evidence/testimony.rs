//! Who says so, where nothing was measured: status pages only. Their words are testimony, and
//! citing them as proof would be a circle.

use backpedal_model::{ClaimKind, DocumentKind, Evidence, Finding, PartyId, Polarity};

use super::Gathered;
use crate::Facts;

pub(super) fn gather(facts: &Facts<'_>, party: &PartyId, denied: bool, into: &mut Gathered) {
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
    let told = facts.claims.iter().find(|claim| {
        claim.kind == ClaimKind::Outage
            && claim.polarity == wanted
            && claim
                .subject
                .as_ref()
                .is_some_and(|subject| subject.party.as_ref() == Some(party))
            && facts
                .document(claim)
                .is_some_and(|document| document.kind == DocumentKind::Status)
    });
    if let Some(claim) = told {
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
