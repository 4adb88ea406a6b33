//! The chain behind a claim.

use std::fmt::Write as _;

use backpedal_model::{Claim, ClaimId, Dossier, Statement};

use super::{basis, captured, field};
use crate::{
    names::Names,
    phrase,
    stamp::list,
    view::{self, CardView, ClaimView, Passage},
};

/// The chain for a claim: its words and where they stand, who said them and when, the question
/// that follows, what was measured and by which files, what is missing, the outcome and what
/// would change it; then its place in the ledger, and what it contradicts or only seems to. `None` where the dossier has no such claim.
#[must_use]
pub fn explain(dossier: &Dossier, claim: &ClaimId) -> Option<String> {
    let names = Names(dossier);
    let found = dossier.claim(claim)?;
    let view = view::claim(names, found);
    let mut out = String::new();
    said(&mut out, &view, found);
    captured(&mut out, names, found);
    for mark in &view.reviewed {
        field(&mut out, "Decided", mark);
    }
    asked(&mut out, &view);
    grounds(&mut out, &view);
    field(
        &mut out,
        "Outcome",
        &format!("{} {}", view.mark, view.outcome.unwrap_or("not judged")),
    );
    if view.outcome != Some(view.sentence.as_str()) {
        field(&mut out, "Why", &view.sentence);
    }
    if let Some(would_change) = view.would_change {
        field(&mut out, "Would change", would_change);
    }
    field(&mut out, "By words", view.standing);
    told(&mut out, names, claim);
    stood(&mut out, names, claim);
    compared(&mut out, names, claim);
    Some(out)
}

fn said(out: &mut String, view: &ClaimView, claim: &Claim) {
    let _ = writeln!(out, "Claim {} ({})", view.number, view.id);
    field(out, "Quote", &format!("“{}”", view.quote));
    field(
        out,
        "Kind",
        &format!("{}, {}, {} voice", view.kind, view.polarity, view.voice),
    );
    field(out, "Speaker", &view.speaker);
    field(out, "Said", &view.said);
    if let Some(at) = &claim.said_at {
        field(out, "Time rests on", basis(at));
    }
    if let Some(event) = &view.event {
        field(out, "Speaks of", event);
    }
    let mut carried = view.outlet.clone();
    if !view.addressees.is_empty() {
        carried = format!("{carried}; said to {}", view.addressees.join(", "));
    }
    field(out, "Outlet", &carried);
    let span = view.span;
    field(
        out,
        "Place",
        &format!(
            "{}, characters {} to {}",
            view.document, span.start, span.end
        ),
    );
    if let Some(url) = &view.url {
        field(out, "Address", url);
    }
    field(
        out,
        "Found by",
        &format!("{}, confidence {:.2}", view.rule, view.confidence),
    );
}

fn asked(out: &mut String, view: &ClaimView) {
    if let Some(question) = &view.question {
        field(out, "Question", question);
    }
    for watched in &view.watched {
        field(out, "Watched", watched);
    }
}

fn grounds(out: &mut String, view: &ClaimView) {
    for piece in &view.evidence {
        let mark = if piece.synthetic {
            " [synthetic measurements]"
        } else {
            ""
        };
        let text = format!("{} ({}): {}{mark}", piece.party, piece.level, piece.text);
        field(out, "Evidence", &text);
        for file in &piece.datasets {
            field(out, "  from", &format!("{} {}", file.id, file.origin));
            field(out, "  sha256", &file.sha256);
        }
    }
    if view.evidence.is_empty() {
        field(out, "Evidence", "none");
    }
    for gap in &view.gaps {
        field(out, "Gap", gap);
    }
    for missing in &view.missing {
        field(out, "Missing", missing);
    }
}

/// Who reported the statement, and who says so too.
fn told(out: &mut String, names: Names<'_>, claim: &ClaimId) {
    let sighted = |statement: &&Statement| {
        statement.sightings.len() > 1
            && statement
                .sightings
                .iter()
                .any(|sighting| sighting.claim == *claim)
    };
    if let Some(statement) = names.0.statements.iter().find(sighted) {
        let documents = match statement.documents {
            1 => "one account, and copies of it".to_owned(),
            n => format!("{n} accounts"),
        };
        field(out, "Told in", &documents);
        for sighting in &statement.sightings {
            let number = names.number(&sighting.claim).unwrap_or_default();
            let chain = sighting.chain.join(" → ");
            field(
                out,
                "  ",
                &format!("claim {number}, {}: {chain}", sighting.carriage),
            );
        }
    }
    for support in &names.0.supports {
        let other = match (support.a == *claim, support.b == *claim) {
            (true, _) => &support.b,
            (_, true) => &support.a,
            _ => continue,
        };
        let number = names.number(other).unwrap_or_default();
        let name = if support.independent {
            "Confirmed by"
        } else {
            "Echoed by"
        };
        field(out, name, &format!("claim {number}. {}", support.why));
    }
}

/// The claim's place in the ledger.
fn stood(out: &mut String, names: Names<'_>, claim: &ClaimId) {
    let numbers = |ids: &[ClaimId]| {
        let numbers: Vec<String> = ids
            .iter()
            .filter_map(|id| names.number(id))
            .map(|number| number.to_string())
            .collect();
        let word = if numbers.len() == 1 {
            "claim"
        } else {
            "claims"
        };
        format!("{word} {}", list(&numbers))
    };
    for position in &names.0.positions {
        let party = names.party(&position.party);
        let question = phrase::topic(names, position.topic, position.about.as_ref());
        if position.claims.contains(claim) {
            let from = match position.from.as_slice() {
                [] => String::new(),
                from => format!(", after {}", numbers(from)),
            };
            let text = format!(
                "{party}, {question}: {}; {}{from}.",
                position.stance, position.moved
            );
            field(out, "Ledger", &text);
        } else if position.from.contains(claim) {
            let text = format!(
                "{party}, {question}: then {}; {} ({}).",
                position.stance,
                position.moved,
                numbers(&position.claims)
            );
            field(out, "  next", &text);
        }
    }
}

/// What the claim contradicts, and what it only seems to.
fn compared(out: &mut String, names: Names<'_>, claim: &ClaimId) {
    for card in view::cards(names) {
        if let Some(other) = other(&card, claim) {
            let text = format!(
                "{}, {} ({}), with claim {} of {}, “{}”. {}",
                card.kind,
                card.strength.unwrap_or("not rated"),
                card.id.as_deref().unwrap_or_default(),
                other.number,
                other.speaker,
                other.quote,
                card.point
            );
            field(out, "Contradiction", &text);
        }
    }
    for card in view::non_cards(names) {
        if let Some(other) = other(&card, claim) {
            let text = format!(
                "with claim {} of {}, “{}”: {}. {}",
                other.number, other.speaker, other.quote, card.kind, card.point
            );
            field(out, "No conflict", &text);
        }
    }
}

/// The other side, where the claim is one of the two.
fn other<'a>(card: &'a CardView, claim: &ClaimId) -> Option<&'a Passage> {
    if card.a.claim == claim.as_str() {
        Some(&card.b)
    } else if card.b.claim == claim.as_str() {
        Some(&card.a)
    } else {
        None
    }
}
