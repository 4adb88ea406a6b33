//! The finding in three lines: who contradicted whom, what measurement says, what cannot be told.

use backpedal_model::{
    Claim, Contradiction, ContradictionKind, Dossier, Outcome, Strength, Verdict,
};

use crate::{
    names::Names,
    stamp::{count, list, utc},
    unknown::{claims, with},
    wrap::{plain, shorten},
};

/// The finding, as of the dossier's time, in three lines: what was said against what was said;
/// what measurement says of the claims that it could judge; what cannot be told.
///
/// The lines are specific and carry numbers; where a dossier holds generated data, the second
/// line says "synthetic measurements".
#[must_use]
pub fn finding(dossier: &Dossier) -> [String; 3] {
    let names = Names(dossier);
    [said(names), measured(names), open(names)].map(|line| plain(&line))
}

/// How many claims have which outcome, in the order of the scale; only those that occur.
pub(crate) fn outcomes(dossier: &Dossier) -> Vec<(Outcome, usize)> {
    let outcomes: Vec<Outcome> = dossier.verdicts.iter().map(Verdict::outcome).collect();
    let scale = Outcome::ALL.iter().copied();
    scale
        .map(|outcome| (outcome, outcomes.iter().filter(|o| **o == outcome).count()))
        .filter(|(_, n)| *n > 0)
        .collect()
}

fn said(names: Names<'_>) -> String {
    let dossier = names.0;
    if dossier.claims.is_empty() {
        let documents = count(dossier.documents.len(), "document", "documents");
        return format!("No claims were found in {documents}.");
    }
    let claims = count(dossier.claims.len(), "claim", "claims");
    let documents = count(dossier.documents.len(), "document", "documents");
    if dossier.contradictions.is_empty() {
        return format!("In {claims} from {documents}, no contradiction was found.");
    }
    let mut ranked: Vec<&Contradiction> = dossier.contradictions.iter().collect();
    ranked.sort_by_key(|found| (outsiders(names, found), rank(found.kind), found.strength));
    let mut told = Vec::new();
    let mut clauses: Vec<String> = Vec::new();
    for found in ranked {
        // One clause for each pair of speakers and kind; the cards hold the rest.
        let Some((pair, clause)) = clause(names, found) else {
            continue;
        };
        if told.contains(&(found.kind, pair.clone())) {
            continue;
        }
        told.push((found.kind, pair));
        clauses.push(clause);
        if clauses.len() == 2 {
            break;
        }
    }
    let strong = dossier
        .contradictions
        .iter()
        .filter(|c| c.strength == Strength::Strong)
        .count();
    let all = count(
        dossier.contradictions.len(),
        "contradiction",
        "contradictions",
    );
    clauses.push(format!(
        "{all} in {claims} from {documents}, {strong} of them strong."
    ));
    clauses.join(" ")
}

/// How many of the two claims are not a party's: what parties say comes first.
fn outsiders(names: Names<'_>, found: &Contradiction) -> usize {
    let sides = [&found.a, &found.b].map(|id| names.0.claim(id));
    let inside = sides
        .into_iter()
        .flatten()
        .filter(|claim| names.speaking_for(claim).is_some());
    2 - inside.count()
}

const fn rank(kind: ContradictionKind) -> u8 {
    match kind {
        ContradictionKind::Reversal => 0,
        ContradictionKind::Retraction => 1,
        ContradictionKind::StatusVsProbe => 2,
        ContradictionKind::Dispute => 3,
        ContradictionKind::Timing => 4,
        ContradictionKind::Numbers => 5,
        ContradictionKind::Scope => 6,
        ContradictionKind::Misreported => 7,
        ContradictionKind::Headline => 8,
    }
}

fn clause(names: Names<'_>, found: &Contradiction) -> Option<((String, String), String)> {
    let (a, b) = (names.0.claim(&found.a)?, names.0.claim(&found.b)?);
    let who = |claim: &Claim| {
        let party = names.speaking_for(claim).map(|party| party.name.clone());
        party.unwrap_or_else(|| {
            // "this account", "multiple reports": say whose.
            let bare = claim.speaker.name.is_none() && claim.speaker.org.is_none();
            let speaker = shorten(&names.speaker(claim), 48);
            match claim.speaker.text {
                Some(_) if bare => format!("{speaker} ({})", names.outlet(claim)),
                _ => speaker,
            }
        })
    };
    let (first, second) = (who(a), who(b));
    let quote = |text: &str| format!("“{}”", shorten(text.trim(), 80));
    let (said, against) = (quote(&a.quote.text), quote(&b.quote.text));
    let text = match found.kind {
        ContradictionKind::Reversal => {
            format!("{first} is contradicted by its own later statement: {said}, then {against}.")
        }
        ContradictionKind::Retraction => format!("{first} took back {said}: {against}."),
        ContradictionKind::Misreported => {
            format!("{first} reports {said}; {second}’s own words show otherwise: {against}.")
        }
        ContradictionKind::StatusVsProbe => {
            format!("The status page of {first} says {said}; probes show otherwise.")
        }
        ContradictionKind::Headline => {
            format!("A headline says more than the words under it: {said}.")
        }
        ContradictionKind::Dispute if first != second => {
            format!(
                "{first} and {second} dispute each other on {}: {said} against {against}.",
                a.kind
            )
        }
        kind => format!(
            "{first} and {second} do not agree on {}: {said}, {against}.",
            topic(kind)
        ),
    };
    Some(((first, second), text))
}

const fn topic(kind: ContradictionKind) -> &'static str {
    match kind {
        ContradictionKind::Numbers => "the numbers",
        ContradictionKind::Timing => "the times",
        ContradictionKind::Scope => "the extent",
        _ => "the facts",
    }
}

fn measured(names: Names<'_>) -> String {
    let dossier = names.0;
    let data = match (dossier.is_synthetic(), dossier.datasets.len()) {
        (_, 0) => return "No measurement was given, so no claim could be checked.".to_owned(),
        (true, n) => count(
            n,
            "file (synthetic measurements)",
            "files (synthetic measurements)",
        ),
        (false, n) => count(n, "file", "files"),
    };
    let decided: Vec<String> = outcomes(dossier)
        .into_iter()
        .filter(|(outcome, _)| DECIDED.contains(outcome))
        .map(|(outcome, n)| format!("{n} {outcome}"))
        .collect();
    let checkable = dossier
        .claims
        .iter()
        .filter(|claim| claim.checkable)
        .count();
    let checkable = count(checkable, "checkable claim", "checkable claims");
    if decided.is_empty() {
        return format!("Of {checkable}, {data} could decide none.");
    }
    let mut line = format!("Of {checkable}, by {data}: {}.", list(&decided));
    if let Some(example) = example(names) {
        line.push(' ');
        line.push_str(&example);
    }
    line
}

/// Outcomes in which measurement says something, the most telling first.
const DECIDED: &[Outcome] = &[
    Outcome::Contradicted,
    Outcome::Supported,
    Outcome::Mixed,
    Outcome::Consistent,
    Outcome::NoVisibleDependency,
    Outcome::DependsImpactNotMeasured,
];

/// The most telling verdict, with its claim's number.
fn example(names: Names<'_>) -> Option<String> {
    let best = |outcome: &Outcome| {
        names
            .0
            .verdicts
            .iter()
            .find(|verdict| verdict.outcome() == *outcome)
    };
    let verdict = DECIDED.iter().find_map(best)?;
    let claim = names.0.claim(&verdict.claim)?;
    let number = names.number(&verdict.claim)?;
    let sentence = verdict.sentence();
    // A first sentence of nothing but the outcome says too little.
    let telling = Some(first(&sentence)).filter(|text| text.chars().count() > 40);
    Some(format!(
        "Claim {number}, “{}”: {}",
        shorten(claim.quote.text.trim(), 60),
        shorten(telling.unwrap_or(&sentence), 240)
    ))
}

/// The first sentence.
fn first(text: &str) -> &str {
    let end = text
        .match_indices(". ")
        .find(|(at, _)| text[at + 2..].starts_with(|next: char| next.is_uppercase()));
    end.map_or(text, |(at, _)| &text[..=at])
}

fn open(names: Names<'_>) -> String {
    let as_of = utc(names.0.run.as_of);
    let mut parts: Vec<String> = Vec::new();
    let mut add = |what: &str, numbers: Vec<usize>| {
        if !numbers.is_empty() {
            let which = if numbers.len() > 6 {
                format!("{} claims", numbers.len())
            } else {
                claims(&numbers)
            };
            parts.push(format!("{what} ({which})"));
        }
    };
    let is = |outcome: Outcome| with(names, move |verdict| verdict.outcome() == outcome);
    add(
        "what no data at hand could have seen",
        is(Outcome::CannotTell),
    );
    add("what was only reported", is(Outcome::ReportedOnly));
    let mut impact = is(Outcome::DependsImpactNotMeasured);
    impact.extend(is(Outcome::NoVisibleDependency));
    impact.sort_unstable();
    add("who was hit through whom", impact);
    add("names that lead to no network", is(Outcome::NotResolved));
    add("causes, words and opinions", is(Outcome::NotTestable));
    if parts.is_empty() {
        return format!("As of {as_of}, nothing that was claimed is left open.");
    }
    format!("Not to be told as of {as_of}: {}.", list(&parts))
}
