//! A correction from the words of the command line.

use anyhow::Context as _;
use backpedal_model::{Case, Claim, Correction, ObjectLink, PartyId};

use super::when;
use crate::{
    args::ChangeArgs,
    exit::{Hint, Usage},
};

/// The correction that was asked for, checked against the case and the claim.
pub(super) fn correction(
    case: &Case,
    claim: &Claim,
    asked: &ChangeArgs,
) -> anyhow::Result<Correction> {
    let objects = asked.objects.iter().map(|asked| {
        known(case, &asked.party)?;
        Ok(ObjectLink {
            text: object(claim, asked.number)?.to_owned(),
            party: asked.party.clone(),
        })
    });
    for party in asked.party.iter().chain(&asked.subject) {
        known(case, party)?;
    }
    let event_time = asked
        .time
        .as_deref()
        .map(|text| when::read(text, &case.zone));
    let correction = Correction {
        speaker: asked.speaker.clone(),
        org: asked.org.clone(),
        party: asked.party.clone(),
        polarity: asked.polarity,
        kind: asked.kind,
        event_time: event_time.transpose()?,
        subject: asked.subject.clone(),
        objects: objects.collect::<anyhow::Result<_>>()?,
        cause_kind: asked.cause,
    };
    if correction.is_empty() {
        return Err(Usage("nothing is corrected".into())).context(Hint(
            "give at least one of --speaker, --org, --party, --polarity, --kind, --time, \
             --subject, --object, --cause"
                .into(),
        ));
    }
    Ok(correction)
}

/// A party must be one of the case.
pub(super) fn known(case: &Case, party: &PartyId) -> anyhow::Result<()> {
    if case.parties.get(party).is_some() {
        return Ok(());
    }
    let ids: Vec<&str> = case.parties.iter().map(|p| p.id.as_str()).collect();
    Err(Usage(format!("the case has no party {party}")))
        .context(Hint(format!("its parties are {}", ids.join(", "))))
}

/// The words of the Nth object, counted from 1.
pub(super) fn object(claim: &Claim, number: usize) -> anyhow::Result<&str> {
    let object = number.checked_sub(1).and_then(|at| claim.objects.get(at));
    object.map(|object| object.text.as_str()).with_context(|| {
        let listed: Vec<String> = claim
            .objects
            .iter()
            .enumerate()
            .map(|(at, object)| format!("{} “{}”", at + 1, object.text))
            .collect();
        let has = if listed.is_empty() {
            "none".to_owned()
        } else {
            listed.join(", ")
        };
        Usage(format!("{} has no object {number}; it has {has}", claim.id))
    })
}
