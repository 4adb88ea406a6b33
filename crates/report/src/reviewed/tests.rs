//! Marks and lists over the invented dispute.

use backpedal_model::{ClaimKey, Dossier, Polarity};

use super::*;
use crate::{Html, Render as _, sample};

fn decision(subject: Subject, action: Action) -> Decision {
    Decision {
        case: "demo".into(),
        subject,
        action,
        reason: "heard <again>".into(),
        at: "2031-03-07T10:00:00Z".parse().expect("a time"),
        by: None,
    }
}

/// The dispute after one decision on its first claim.
fn decided(action: Action) -> (Dossier, Claim) {
    let mut dossier = sample::dossier();
    let claim = dossier.claims[0].clone();
    let key = ClaimKey::alone(&claim, None);
    let refused = action == Action::Refuse;
    dossier.decisions.push(Review {
        decision: decision(Subject::Claim(Box::new(key)), action),
        met: Met::Claim(claim.id.clone()),
        lacking: Vec::new(),
    });
    dossier.extracted.push(Extracted {
        at: 0,
        refused,
        claim: claim.clone(),
    });
    if refused {
        dossier.claims.remove(0);
    }
    (dossier, claim)
}

#[test]
fn a_mark_says_who_decided_what_and_why() {
    let (dossier, claim) = decided(Action::Accept);
    let marks = on_claim(Names(&dossier), &claim.id);
    assert_eq!(
        marks,
        ["accepted by the person on 2031-03-07: heard <again>"]
    );
    let page = Html.render(&dossier);
    assert!(page.contains("Decided by hand") && !page.contains("<again>"));
    assert_eq!(refused(&dossier, claim.id.as_str()), None);
    let plain = sample::dossier();
    assert!(on_claim(Names(&plain), &claim.id).is_empty());
    assert!(!Html.render(&plain).contains("Decided by hand"));
}

#[test]
fn a_correction_tells_what_it_was() {
    let correction = Correction {
        polarity: Some(Polarity::Uncertain),
        ..Correction::default()
    };
    let (dossier, claim) = decided(Action::Correct(Box::new(correction)));
    let marks = on_claim(Names(&dossier), &claim.id);
    let was = format!("(polarity was {})", claim.polarity);
    assert!(marks[0].ends_with(&was), "{marks:?}");
}

#[test]
fn what_was_refused_is_listed_and_nowhere_else() {
    let (dossier, claim) = decided(Action::Refuse);
    let rows = rows(Names(&dossier));
    assert!(
        rows[0].about.contains(claim.quote.text.trim()),
        "{}",
        rows[0].about
    );
    let told = refused(&dossier, claim.id.as_str()).expect("it was refused");
    assert!(
        told.contains("refused by the person on 2031-03-07"),
        "{told}"
    );
    assert_eq!(refused(&dossier, "c-none"), None);
}
