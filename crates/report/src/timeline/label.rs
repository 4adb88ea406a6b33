//! A claim in two or three words, for the picture.

use backpedal_model::{CauseKind, Claim, ClaimKind, Polarity};

use crate::{names::Names, wrap::shorten};

/// What the claim says, as short as a label must be.
pub(super) fn label(names: Names<'_>, claim: &Claim) -> String {
    let deny = claim.polarity == Polarity::Deny;
    let open = claim.polarity == Polarity::Uncertain;
    let text = match claim.kind {
        ClaimKind::Outage => format!("outage{}", of_other(names, claim)),
        ClaimKind::Cause => return cause(claim, deny, open),
        ClaimKind::Affected => format!("hit: {}", objects(claim)),
        ClaimKind::Scope => shorten(&claim.quote.text, 28),
        ClaimKind::Timing => timing(claim),
        ClaimKind::Restored => "restored".to_owned(),
        ClaimKind::Investigating => "investigating".to_owned(),
        ClaimKind::Evidence => "has evidence".to_owned(),
        ClaimKind::Retraction => "retraction".to_owned(),
        ClaimKind::Relationship => format!("buys from {}", objects(claim)),
        ClaimKind::Responsibility => "responsible".to_owned(),
    };
    if deny {
        denied(claim.kind, &text)
    } else if open {
        format!("{text}?")
    } else {
        text
    }
}

/// " of X" where the trouble is not the speaker's own.
fn of_other(names: Names<'_>, claim: &Claim) -> String {
    let Some(subject) = &claim.subject else {
        return String::new();
    };
    let own = names
        .speaking_for(claim)
        .is_some_and(|party| Some(&party.id) == subject.party.as_ref());
    if own {
        String::new()
    } else {
        format!(" of {}", subject.text)
    }
}

fn cause(claim: &Claim, deny: bool, open: bool) -> String {
    let kind = claim.cause_kind.filter(|kind| *kind != CauseKind::Unknown);
    let what = match (kind, claim.objects.first(), &claim.subject) {
        (Some(CauseKind::Provider) | None, Some(object), _) if !open => object.text.clone(),
        (Some(CauseKind::OwnNetwork), _, Some(subject)) => {
            format!("{}’s own network", subject.text)
        }
        (Some(kind), _, _) => kind.as_str().replace('-', " "),
        (None, _, _) => return "cause open".to_owned(),
    };
    match (deny, open) {
        (true, _) => format!("not the cause: {what}"),
        (_, true) => format!("cause: {what}?"),
        _ => format!("cause: {what}"),
    }
}

fn objects(claim: &Claim) -> String {
    match claim.objects.as_slice() {
        [] => "others".to_owned(),
        [one] => one.text.clone(),
        [one, two] => format!("{}, {}", one.text, two.text),
        [one, two, rest @ ..] => format!("{}, {} +{}", one.text, two.text, rest.len()),
    }
}

fn denied(kind: ClaimKind, text: &str) -> String {
    match kind {
        ClaimKind::Outage => format!("no {text}"),
        ClaimKind::Evidence => "no evidence".to_owned(),
        ClaimKind::Relationship => text.replacen("buys from", "does not buy from", 1),
        _ => format!("not {text}"),
    }
}

fn timing(claim: &Claim) -> String {
    match &claim.event_time {
        Some(time) => format!("time: {}", time.text),
        None => "times".to_owned(),
    }
}
