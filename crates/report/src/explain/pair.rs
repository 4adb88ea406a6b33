//! The chain behind a contradiction.

use std::fmt::Write as _;

use backpedal_model::{Claim, ContradictionId, Dossier};

use super::{basis, captured, field, measured, order};
use crate::{
    names::Names,
    view::{self, Passage},
};

/// The chain for a contradiction: both passages in their place, who said them and when, what
/// those times rest on and where the words were captured; which came first, and by what; why the
/// two cannot both stand, how strong that is and what would change it; what measurement says of
/// either. `None` where the dossier has no such contradiction.
#[must_use]
pub fn explain_contradiction(dossier: &Dossier, id: &ContradictionId) -> Option<String> {
    let names = Names(dossier);
    let found = dossier.contradictions.iter().find(|one| one.id == *id)?;
    let card = view::cards(names)
        .into_iter()
        .find(|card| card.id.as_deref() == Some(id.as_str()))?;
    let (a, b) = (dossier.claim(&found.a)?, dossier.claim(&found.b)?);
    let mut out = String::new();
    let _ = writeln!(out, "Contradiction {} ({id}): {}", card.letter, card.kind);
    for (claim, passage) in [(a, &card.a), (b, &card.b)] {
        out.push('\n');
        side(&mut out, names, claim, passage);
    }
    out.push('\n');
    field(&mut out, "Order", &order::words(names, found, a, b));
    field(&mut out, "Why", &card.point);
    field(&mut out, "Strength", strength(found.strength));
    if let Some(change) = &card.would_change {
        field(&mut out, "Would change", change);
    }
    field(&mut out, "Found by", &found.rule);
    for mark in &card.reviewed {
        field(&mut out, "Decided", mark);
    }
    for claim in [a, b] {
        let view = view::claim(names, claim);
        let text = format!("claim {}: {}", view.number, measured(&view));
        field(&mut out, "Measurement", &text);
    }
    let also = view::non_cards(names).into_iter().filter(|other| {
        let ids = [&other.a.claim, &other.b.claim];
        ids.into_iter()
            .any(|id| *id == card.a.claim || *id == card.b.claim)
    });
    for other in also {
        let text = format!(
            "claims {} and {} are no contradiction: {}. {}",
            other.a.number, other.b.number, other.kind, other.point
        );
        field(&mut out, "Beside it", &text);
    }
    Some(out)
}

fn side(out: &mut String, names: Names<'_>, claim: &Claim, passage: &Passage) {
    let _ = writeln!(out, "Claim {} ({})", passage.number, passage.claim);
    field(out, "Quote", &format!("“{}”", passage.quote));
    if !(passage.before.is_empty() && passage.after.is_empty()) {
        let text = format!("{}[{}]{}", passage.before, passage.quote, passage.after);
        field(out, "In its place", text.trim());
    }
    field(out, "Speaker", &passage.speaker);
    field(out, "Said", &passage.said);
    if let Some(at) = &claim.said_at {
        field(out, "Time rests on", basis(at));
    }
    field(out, "Outlet", &passage.outlet);
    let place = format!(
        "{}, characters {} to {}",
        passage.document, passage.span.start, passage.span.end
    );
    field(out, "Place", &place);
    if let Some(url) = &passage.url {
        field(out, "Address", url);
    }
    captured(out, names, claim);
}

/// What the word of the scale means.
const fn strength(strength: backpedal_model::Strength) -> &'static str {
    use backpedal_model::Strength::{Moderate, Strong, Weak};
    match strength {
        Strong => {
            "strong: both sides are firm, on the same fact, and the order is proven where it matters"
        }
        Moderate => "moderate: one side is hedged, or the order rests on the text",
        Weak => "weak: something must be assumed",
    }
}
