//! The person's decisions in words: as marks beside what they are about, and as a list.

use backpedal_model::{
    Action, Claim, ClaimId, ContradictionId, Correction, Decision, Extracted, LinkPlace, Met,
    Review, Subject,
};
use serde::Serialize;

use crate::names::Names;

/// A decision as the report lists it.
#[derive(Serialize)]
pub(crate) struct DecisionView {
    pub(crate) id: String,
    pub(crate) action: &'static str,
    /// What it was about: "claim", "contradiction" or "link".
    pub(crate) on: &'static str,
    /// Its subject, with the words.
    pub(crate) about: String,
    /// Who decided what when and why, in a sentence.
    pub(crate) text: String,
    pub(crate) at: jiff::Timestamp,
    pub(crate) by: Option<String>,
    pub(crate) reason: String,
    /// What of it was not obeyed.
    pub(crate) unmet: Vec<String>,
}

/// All decisions in force, in the order in which they were taken.
pub(crate) fn rows(names: Names<'_>) -> Vec<DecisionView> {
    let rows = names.0.decisions.iter().map(|review| {
        let decision = &review.decision;
        DecisionView {
            id: decision.id().to_string(),
            action: decision.action.as_str(),
            on: match &decision.subject {
                Subject::Claim(_) => "claim",
                Subject::Contradiction(_) => "contradiction",
                Subject::Link(_) => "link",
            },
            about: about(names, review),
            text: sentence(names, review),
            at: decision.at,
            by: decision.by.clone(),
            reason: decision.reason.clone(),
            unmet: review.unmet().into_iter().map(str::to_owned).collect(),
        }
    });
    rows.collect()
}

/// The marks of a claim: "Accepted by the person on 2026-01-02: checked by phone".
pub(crate) fn on_claim(names: Names<'_>, id: &ClaimId) -> Vec<String> {
    let reviews = names.0.decisions.iter();
    let reviews = reviews.filter(|review| review.met_claim(id));
    reviews.map(|review| sentence(names, review)).collect()
}

/// The marks of a contradiction.
pub(crate) fn on_pair(names: Names<'_>, id: &ContradictionId) -> Vec<String> {
    let reviews = names.0.decisions.iter().filter(
        |review| matches!(&review.met, Met::Contradictions(met) if met.iter().any(|c| c.id == *id)),
    );
    reviews.map(|review| sentence(names, review)).collect()
}

/// What was decided about a claim or contradiction that is not in the results for that very
/// reason: "“quote”: refused by the person on 2026-01-02: a joke". `begins` is its id, or the
/// beginning of it.
#[must_use]
pub fn refused(dossier: &backpedal_model::Dossier, begins: &str) -> Option<String> {
    let names = Names(dossier);
    let review = dossier.decisions.iter().find(|review| {
        let met = match &review.met {
            Met::Claim(id) => id.as_str().starts_with(begins),
            Met::Contradictions(met) => met.iter().any(|c| c.id.as_str().starts_with(begins)),
            Met::Nothing(_) => false,
        };
        let whole = !matches!(review.decision.subject, Subject::Link(_));
        met && whole && review.decision.action == Action::Refuse
    })?;
    Some(format!(
        "{}: {}",
        about(names, review),
        sentence(names, review)
    ))
}

fn about(names: Names<'_>, review: &Review) -> String {
    let claim = |id: &ClaimId| {
        let old = extracted(names, id).or_else(|| names.0.claim(id));
        old.map(|claim| format!("{}, “{}”", names.speaker(claim), claim.quote.text.trim()))
    };
    let met = match &review.met {
        Met::Claim(id) => claim(id),
        Met::Contradictions(met) => met
            .first()
            .and_then(|c| Some(format!("{}: {} / {}", c.kind, claim(&c.a)?, claim(&c.b)?))),
        Met::Nothing(_) => None,
    };
    met.unwrap_or_else(|| match &review.decision.subject {
        Subject::Claim(key) => format!("“{}”", key.words),
        Subject::Contradiction(key) => {
            format!("{}: “{}” / “{}”", key.kind, key.a.words, key.b.words)
        }
        Subject::Link(key) => format!("“{}”", key.claim.words),
    })
}

fn sentence(names: Names<'_>, review: &Review) -> String {
    let Decision {
        action,
        subject,
        reason,
        at,
        by,
        ..
    } = &review.decision;
    let link = match subject {
        Subject::Link(key) => match &key.place {
            LinkPlace::Speaker => "link of the speaker ".to_owned(),
            LinkPlace::Subject => "link of the subject ".to_owned(),
            LinkPlace::Object(text) => format!("link of “{text}” "),
        },
        _ => String::new(),
    };
    let what = match action {
        Action::Accept => "accepted",
        Action::Refuse => "refused",
        Action::Correct(_) => "corrected",
        Action::Undo(_) => "taken back",
    };
    let who = by.as_deref().unwrap_or("the person");
    let day = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut text = format!("{link}{what} by {who} on {day}: {reason}");
    if let (Action::Correct(correction), Subject::Claim(_), Met::Claim(id)) =
        (action, subject, &review.met)
        && let Some(old) = extracted(names, id)
    {
        let was = was(names, correction, old);
        if !was.is_empty() {
            text = format!("{text} ({})", was.join("; "));
        }
    }
    text
}

/// The claim as it was extracted, where a decision changed it.
fn extracted<'a>(names: Names<'a>, id: &ClaimId) -> Option<&'a Claim> {
    let old: &Extracted = names.0.extracted.iter().find(|old| old.claim.id == *id)?;
    Some(&old.claim)
}

/// What a correction changed, as it was before.
fn was(names: Names<'_>, correction: &Correction, old: &Claim) -> Vec<String> {
    let party = |party: Option<&backpedal_model::PartyId>| {
        party.map_or_else(|| "no party".to_owned(), |id| names.party(id))
    };
    let mut was = Vec::new();
    if correction.speaker.is_some() || correction.org.is_some() || correction.party.is_some() {
        was.push(format!("speaker was {}", names.speaker(old)));
    }
    if correction.polarity.is_some() {
        was.push(format!("polarity was {}", old.polarity));
    }
    if correction.kind.is_some() {
        was.push(format!("kind was {}", old.kind));
    }
    if correction.event_time.is_some() {
        let time = old.event_time.as_ref();
        let time = time.map_or_else(|| "not told".to_owned(), crate::stamp::event);
        was.push(format!("time was {time}"));
    }
    if correction.subject.is_some() {
        let subject = old.subject.as_ref().and_then(|s| s.party.as_ref());
        was.push(format!("subject led to {}", party(subject)));
    }
    for link in &correction.objects {
        let same = |o: &&backpedal_model::Mention| backpedal_model::same_words(&o.text, &link.text);
        if let Some(object) = old.objects.iter().find(same) {
            was.push(format!(
                "“{}” led to {}",
                object.text,
                party(object.party.as_ref())
            ));
        }
    }
    if correction.cause_kind.is_some() {
        let kind = old.cause_kind.map_or("not told", |kind| kind.as_str());
        was.push(format!("cause was {kind}"));
    }
    was
}

#[cfg(test)]
mod tests;
