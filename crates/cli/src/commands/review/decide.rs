//! What the words of the command line decide.

use anyhow::Context as _;
use backpedal_model::{
    Action, Claim, ClaimId, ClaimKey, Contradiction, Correction, Decision, Dossier, Extracted,
    LinkKey, LinkPlace, Met, PairKey, Parties, PartyId, Resolution, Review, Subject,
};

use super::{change, find::Target};
use crate::{
    args::{Act, LinkArg, ReviewArgs},
    exit::{Hint, Usage},
};

/// Subject and action of the decision to store.
pub(super) fn decide(
    dossier: &Dossier,
    target: &Target,
    log: &[Decision],
    args: &ReviewArgs,
    act: Act,
) -> anyhow::Result<(Subject, Action)> {
    if act != Act::Correct && (args.change.party.is_some() || args.change.beyond_party()) {
        anyhow::bail!(Usage("changes go with `correct` only".into()));
    }
    if act == Act::Undo {
        return undo(dossier, target, log, args);
    }
    match target {
        Target::Decision(id) => Err(Usage(format!("{id} is a decision: it can only be undone")))
            .context(Hint(format!("`backpedal review {id} undo`"))),
        Target::Contradiction(found) => contradiction(dossier, found, args, act),
        Target::Claim(claim) => match args.link {
            Some(link) => on_link(dossier, claim, link, args, act),
            None => on_claim(dossier, claim, args, act),
        },
    }
}

/// The decision that counts on what was named.
fn undo(
    dossier: &Dossier,
    target: &Target,
    log: &[Decision],
    args: &ReviewArgs,
) -> anyhow::Result<(Subject, Action)> {
    let place = match (args.link, target) {
        (Some(link), Target::Claim(claim)) => Some(place(claim, link)?),
        _ => None,
    };
    let fits = |review: &&Review| match (target, &review.met) {
        (Target::Claim(claim), Met::Claim(id)) => {
            let link = match &review.decision.subject {
                Subject::Link(key) => Some(&key.place),
                _ => None,
            };
            *id == claim.id && (place.is_none() || place.as_ref() == link)
        }
        (Target::Contradiction(found), Met::Contradictions(met)) => {
            met.iter().any(|one| one.id == found.id)
        }
        _ => false,
    };
    let standing = Decision::standing(log);
    let decision = match target {
        Target::Decision(id) => standing.into_iter().rfind(|decision| decision.id() == *id),
        _ => dossier.decisions.iter().rfind(fits).map(|r| &r.decision),
    };
    let decision = decision
        .with_context(|| Usage(format!("no decision on {} is in force", target.id())))
        .with_context(|| Hint("`backpedal review --list` shows all".into()))?;
    Ok((decision.subject.clone(), Action::Undo(decision.id())))
}

fn contradiction(
    dossier: &Dossier,
    found: &Contradiction,
    args: &ReviewArgs,
    act: Act,
) -> anyhow::Result<(Subject, Action)> {
    if args.link.is_some() {
        anyhow::bail!(Usage(
            "a contradiction has no links: give the id of a claim".into()
        ));
    }
    let action = match act {
        Act::Accept => Action::Accept,
        Act::Refuse => Action::Refuse,
        Act::Correct | Act::Undo => {
            return Err(Usage("a contradiction is accepted or refused".into()))
                .context(Hint("correct one of its claims: it is judged anew".into()));
        }
    };
    let claims = extracted(dossier);
    let key = |id: &ClaimId| {
        let claim = claims.iter().find(|claim| claim.id == *id);
        let claim = claim.with_context(|| format!("the claim {id} is gone"))?;
        anyhow::Ok(ClaimKey::of(claim, &claims, &dossier.documents))
    };
    let again = found.again.iter().map(|(a, b)| Ok((key(a)?, key(b)?)));
    let pair = PairKey {
        id: found.id.clone(),
        kind: found.kind,
        a: key(&found.a)?,
        b: key(&found.b)?,
        again: again.collect::<anyhow::Result<_>>()?,
    };
    Ok((Subject::Contradiction(Box::new(pair)), action))
}

fn on_claim(
    dossier: &Dossier,
    claim: &Claim,
    args: &ReviewArgs,
    act: Act,
) -> anyhow::Result<(Subject, Action)> {
    let latest = dossier.decisions.iter().rfind(|review| {
        review.met_claim(&claim.id) && matches!(review.decision.subject, Subject::Claim(_))
    });
    let earlier = latest.and_then(|review| match &review.decision.action {
        Action::Correct(correction) => Some(correction.as_ref()),
        _ => None,
    });
    let action = match act {
        Act::Refuse => Action::Refuse,
        Act::Accept if earlier.is_some() => {
            let id = &claim.id;
            return Err(Usage(format!("{id} stands as you corrected it"))).context(Hint(format!(
                "`backpedal review {id} undo` takes the correction back; then accept it as it \
                     was found"
            )));
        }
        Act::Accept => Action::Accept,
        Act::Correct | Act::Undo => {
            let given = change::correction(&dossier.case, claim, &args.change)?;
            let whole = match earlier {
                Some(earlier) => given.over(earlier.clone()),
                None => given,
            };
            Action::Correct(Box::new(whole))
        }
    };
    let key = ClaimKey::of(claim, &extracted(dossier), &dossier.documents);
    Ok((Subject::Claim(Box::new(key)), action))
}

fn on_link(
    dossier: &Dossier,
    claim: &Claim,
    link: LinkArg,
    args: &ReviewArgs,
    act: Act,
) -> anyhow::Result<(Subject, Action)> {
    let place = place(claim, link)?;
    let parties = &dossier.case.parties;
    let (text, party) = leads(claim, &place, parties);
    let action = match act {
        Act::Accept if party.is_none() => {
            return Err(Usage(format!("“{text}” leads to no party")))
                .context(Hint("`correct --link … --party ID` links it".into()));
        }
        Act::Refuse if party.is_none() && cannot_lead(&text, parties) => {
            anyhow::bail!(Usage(format!("“{text}” leads to no party already")));
        }
        Act::Accept => Action::Accept,
        Act::Refuse => Action::Refuse,
        Act::Correct | Act::Undo => {
            if args.change.beyond_party() {
                anyhow::bail!(Usage("with --link, `correct` takes --party only".into()));
            }
            let given = args.change.party.as_ref();
            let given = given
                .context(Usage("no party is given".into()))
                .context(Hint("say which with --party PARTY-ID".into()))?;
            change::known(&dossier.case, given)?;
            Action::Correct(Box::new(Correction {
                party: Some(given.clone()),
                ..Correction::default()
            }))
        }
    };
    let claim = ClaimKey::of(claim, &extracted(dossier), &dossier.documents);
    let key = LinkKey {
        claim,
        place,
        party,
    };
    Ok((Subject::Link(Box::new(key)), action))
}

/// The claims as the engine found them: what keys are made of, so that the next extraction meets
/// them.
fn extracted(dossier: &Dossier) -> Vec<Claim> {
    Extracted::restore(dossier.claims.clone(), dossier.extracted.clone())
}

fn place(claim: &Claim, link: LinkArg) -> anyhow::Result<LinkPlace> {
    match link {
        LinkArg::Speaker => Ok(LinkPlace::Speaker),
        LinkArg::Subject if claim.subject.is_none() => {
            Err(Usage(format!("{} names no subject", claim.id)))
                .context(Hint("`correct --subject PARTY-ID` gives it one".into()))
        }
        LinkArg::Subject => Ok(LinkPlace::Subject),
        LinkArg::Object(number) => {
            let text = change::object(claim, number)?;
            Ok(LinkPlace::Object(text.to_owned()))
        }
    }
}

/// A name of the claim, and the party that it leads to.
fn leads(claim: &Claim, place: &LinkPlace, parties: &Parties) -> (String, Option<PartyId>) {
    let by_name = |text: &str| parties.resolve(text, None).one();
    let speaker = &claim.speaker;
    let mention = match place {
        LinkPlace::Speaker => {
            let text = speaker.org.as_ref().or(speaker.name.as_ref());
            let text = text.or(speaker.text.as_ref()).cloned().unwrap_or_default();
            let party = speaker.party.clone().or_else(|| by_name(&text));
            return (text, party);
        }
        LinkPlace::Subject => claim.subject.as_ref(),
        LinkPlace::Object(text) => claim.objects.iter().find(|object| object.text == *text),
    };
    mention.map_or_else(Default::default, |mention| {
        let party = mention.party.clone().or_else(|| by_name(&mention.text));
        (mention.text.clone(), party)
    })
}

/// Whether the words name no party, alone or as a list. A document's own voice has no words.
fn cannot_lead(text: &str, parties: &Parties) -> bool {
    let listed = [",", ";", "&", " and "]
        .iter()
        .any(|sign| text.contains(sign));
    !text.is_empty() && !listed && matches!(parties.resolve(text, None), Resolution::Unknown)
}
