//! Decisions on the way from one name of a claim to a party.

use backpedal_model::{
    Action, Claim, LinkKey, LinkPlace, Mention, Parties, PartyId, Review, Subject, same_words,
};

use super::Settled;

/// Obeys a decision on a link of the claim.
pub(super) fn decide(
    claim: &mut Claim,
    settled: &mut Settled,
    parties: &Parties,
    review: &mut Review,
) {
    let Subject::Link(key) = &review.decision.subject else {
        return;
    };
    let given = match &review.decision.action {
        Action::Refuse | Action::Undo(_) => None,
        Action::Accept => key.party.clone(),
        Action::Correct(correction) => correction.party.clone(),
    };
    let lacking = match given {
        Some(party) => link(claim, parties, key, party),
        None => unlink(claim, settled, key),
    };
    review.lacking.extend(lacking);
}

fn link(claim: &mut Claim, parties: &Parties, key: &LinkKey, party: PartyId) -> Option<String> {
    if key.place == LinkPlace::Speaker {
        let correction = backpedal_model::Correction {
            party: Some(party),
            ..Default::default()
        };
        return correction.apply(claim, parties).pop();
    }
    let mut met = false;
    for mention in mentions(claim, &key.place) {
        mention.party = Some(party.clone());
        met = true;
    }
    (!met).then(|| missing(&key.place))
}

/// Cuts a link. One that now leads to another party was never looked at by the person.
fn unlink(claim: &mut Claim, settled: &mut Settled, key: &LinkKey) -> Option<String> {
    let other = |now: &Option<PartyId>| match (now, &key.party) {
        (Some(now), Some(then)) if now != then => {
            Some(format!("the name now leads to {now}, and not to {then}"))
        }
        _ => None,
    };
    if key.place == LinkPlace::Speaker {
        if let Some(why) = other(&claim.speaker.party) {
            return Some(why);
        }
        claim.speaker.party = None;
        settled.nobody.insert(claim.id.clone());
        return None;
    }
    let mut lacking = Some(missing(&key.place));
    let id = claim.id.clone();
    for mention in mentions(claim, &key.place) {
        lacking = other(&mention.party);
        if lacking.is_none() {
            mention.party = None;
            let texts = settled.nowhere.entry(id.clone()).or_default();
            texts.insert(mention.text.clone());
        }
    }
    lacking
}

fn mentions<'c>(claim: &'c mut Claim, place: &LinkPlace) -> Vec<&'c mut Mention> {
    match place {
        LinkPlace::Speaker => Vec::new(),
        LinkPlace::Subject => claim.subject.iter_mut().collect(),
        LinkPlace::Object(text) => {
            let objects = claim.objects.iter_mut();
            objects.filter(|o| same_words(&o.text, text)).collect()
        }
    }
}

fn missing(place: &LinkPlace) -> String {
    match place {
        LinkPlace::Speaker | LinkPlace::Subject => "the claim names no subject now".to_owned(),
        LinkPlace::Object(text) => format!("“{text}” is no longer among the objects"),
    }
}
