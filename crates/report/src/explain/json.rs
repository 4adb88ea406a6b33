//! The same chains for programs.

use backpedal_model::{Claim, ClaimId, ContradictionId, Dossier, Verdict};
use serde_json::{Value, json};

use super::{capture, order};
use crate::{lines, names::Names, view};

/// The chain behind a claim: `case`, `claim`, `verdict`, `outcome`, `sentence`, `capture`, and the
/// `positions`, `contradictions` and `non_contradictions` that it takes part in, each as
/// [`crate::lines()`] prints it. `None` where the dossier has no such claim.
#[must_use]
pub fn explain_json(dossier: &Dossier, claim: &ClaimId) -> Option<Value> {
    let names = Names(dossier);
    let found = dossier.claim(claim)?;
    let rows = view::ledger_rows(names);
    let positions: Vec<Value> = dossier
        .positions
        .iter()
        .zip(&rows)
        .filter(|(position, _)| position.claims.contains(claim) || position.from.contains(claim))
        .filter_map(|(_, row)| serde_json::to_value(row).ok())
        .collect();
    let contradictions: Vec<Value> = dossier
        .contradictions
        .iter()
        .enumerate()
        .filter(|(_, found)| found.a == *claim || found.b == *claim)
        .filter_map(|(at, found)| lines::contradiction(names, at, found))
        .collect();
    let none: Vec<Value> = dossier
        .non_contradictions
        .iter()
        .filter(|found| found.a == *claim || found.b == *claim)
        .filter_map(|found| lines::non_contradiction(names, found))
        .collect();
    let mut value = judged(names, found);
    value["case"] = json!(dossier.case.id);
    value["reviewed"] = json!(crate::reviewed::on_claim(names, claim));
    value["positions"] = json!(positions);
    value["contradictions"] = json!(contradictions);
    value["non_contradictions"] = json!(none);
    Some(value)
}

/// The chain behind a contradiction: `case`, `contradiction` as [`crate::lines()`] prints it,
/// `order`, and both sides as [`explain_json`] gives a claim. `None` where the dossier has no such
/// contradiction.
#[must_use]
pub fn explain_contradiction_json(dossier: &Dossier, id: &ContradictionId) -> Option<Value> {
    let names = Names(dossier);
    let mut all = dossier.contradictions.iter().enumerate();
    let (at, found) = all.find(|(_, one)| one.id == *id)?;
    let (a, b) = (dossier.claim(&found.a)?, dossier.claim(&found.b)?);
    Some(json!({
        "case": dossier.case.id,
        "contradiction": lines::contradiction(names, at, found)?,
        "order": order::established(found, a, b),
        "order_text": order::words(names, found, a, b),
        "a": judged(names, a),
        "b": judged(names, b),
    }))
}

/// A claim, its capture and its verdict.
fn judged(names: Names<'_>, claim: &Claim) -> Value {
    let verdict = names.0.verdict(&claim.id);
    let capture = capture(names, claim).map(|one| {
        json!({
            "origin": one.origin.as_str(),
            "captured_at": one.captured_at,
            "via": one.via,
            "sha256": one.digest,
        })
    });
    json!({
        "claim": claim,
        "capture": capture,
        "verdict": verdict,
        "outcome": verdict.map(|verdict| verdict.outcome().as_str()),
        "sentence": verdict.map(Verdict::sentence),
    })
}
