//! The whole chain behind one claim, in plain words.

use std::fmt::Write as _;

use backpedal_model::{ClaimId, Dossier};

use crate::{
    names::Names,
    view::{self, ClaimView},
    wrap::{plain, wrap},
};

const WIDTH: usize = 88;

/// The chain for a claim: its words and where they stand, who said them and when, the question
/// that follows, what was measured and by which files, what is missing, the outcome and what
/// would change it. `None` where the dossier has no such claim.
#[must_use]
pub fn explain(dossier: &Dossier, claim: &ClaimId) -> Option<String> {
    let names = Names(dossier);
    let view = view::claim(names, dossier.claim(claim)?);
    let mut out = String::new();
    said(&mut out, &view);
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
    compared(&mut out, names, claim);
    Some(out)
}

fn field(out: &mut String, name: &str, text: &str) {
    out.push_str(&wrap(
        &plain(text),
        WIDTH,
        &format!("{name:<14}"),
        &" ".repeat(14),
    ));
}

fn said(out: &mut String, view: &ClaimView) {
    let _ = writeln!(out, "Claim {} ({})", view.number, view.id);
    field(out, "Quote", &format!("“{}”", view.quote));
    field(
        out,
        "Kind",
        &format!("{}, {}, {} voice", view.kind, view.polarity, view.voice),
    );
    field(out, "Speaker", &view.speaker);
    field(out, "Said", &view.said);
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

fn compared(out: &mut String, names: Names<'_>, claim: &ClaimId) {
    for card in view::cards(names) {
        let other = if card.a.claim == claim.as_str() {
            &card.b
        } else if card.b.claim == claim.as_str() {
            &card.a
        } else {
            continue;
        };
        let text = format!(
            "{} ({}) with claim {} of {}, “{}”. {}",
            card.kind,
            card.strength.unwrap_or("not rated"),
            other.number,
            other.speaker,
            other.quote,
            card.why
        );
        field(out, "Contradiction", &text);
    }
}
