//! Which claims stay: one for each statement of a speaker.

use backpedal_model::{Claim, ClaimKind, PartRole, Span, Voice};

use super::same;

/// Drops what repeats: a headline that the body repeats; the same kind twice in one sentence for
/// one speaker, stance, subject and time.
pub(super) fn keep(drafts: Vec<(Claim, PartRole, usize)>) -> Vec<Claim> {
    let body: Vec<Claim> = drafts
        .iter()
        .filter(|(_, role, _)| *role != PartRole::Title)
        .map(|(claim, _, _)| claim.clone())
        .collect();
    // "Either it was ours, or it was theirs" is one open claim, not two.
    let open: Vec<Span> = drafts
        .iter()
        .filter(|(claim, _, _)| claim.rule == "cause.either")
        .map(|(claim, _, _)| claim.quote.span)
        .collect();
    let mut kept: Vec<(Claim, usize)> = Vec::new();
    for (claim, role, sentence) in drafts {
        let inside = open.iter().any(|span| span.overlaps(claim.quote.span));
        if claim.kind == ClaimKind::Cause && claim.rule != "cause.either" && inside {
            continue;
        }
        if role == PartRole::Title && body.iter().any(|told| repeats_title(told, &claim)) {
            continue;
        }
        let repeats = kept.iter().any(|(other, at)| {
            *at == sentence
                && other.kind == claim.kind
                && other.polarity == claim.polarity
                && other.speaker == claim.speaker
                && (other.quote.span.overlaps(claim.quote.span) || same_matter(other, &claim))
        });
        if !repeats {
            kept.push((claim, sentence));
        }
    }
    let all: Vec<(Claim, usize)> = kept.clone();
    kept.retain(|(claim, at)| {
        !all.iter()
            .any(|(other, there)| paraphrase(claim, *at, other, *there))
    });
    kept.into_iter().map(|(claim, _)| claim).collect()
}

/// A report of what the speaker's own words beside it say again: the quotation is the claim.
fn paraphrase(claim: &Claim, at: usize, quoted: &Claim, there: usize) -> bool {
    let named = claim.speaker.name.is_some() || claim.speaker.org.is_some();
    named
        && claim.voice == Voice::Indirect
        && quoted.voice == Voice::Direct
        && at.abs_diff(there) <= 1
        && claim.kind == quoted.kind
        && claim.polarity == quoted.polarity
        && claim.speaker == quoted.speaker
        && claim.objects == quoted.objects
        && same(claim.subject.as_ref(), quoted.subject.as_ref())
        && matches!(
            claim.kind,
            ClaimKind::Cause
                | ClaimKind::Outage
                | ClaimKind::Responsibility
                | ClaimKind::Retraction
        )
}

/// Whether the body says what a headline says. Causes and lengths differ by what they name.
fn repeats_title(told: &Claim, title: &Claim) -> bool {
    let same = told.kind == title.kind && told.polarity == title.polarity;
    same && match title.kind {
        ClaimKind::Cause => told.cause_kind == title.cause_kind,

        ClaimKind::Timing => told.voice == Voice::Own && told.rule == title.rule,
        _ => true,
    } || matches!(
        title.kind,
        ClaimKind::Retraction | ClaimKind::Investigating | ClaimKind::Evidence | ClaimKind::Scope
    )
}

fn same_matter(a: &Claim, b: &Claim) -> bool {
    let one_a_sentence = matches!(
        a.kind,
        ClaimKind::Investigating
            | ClaimKind::Responsibility
            | ClaimKind::Retraction
            | ClaimKind::Evidence
    );
    one_a_sentence
        || a.kind == ClaimKind::Outage
            && same(a.subject.as_ref(), b.subject.as_ref())
            && b.event_time.is_none()
}
