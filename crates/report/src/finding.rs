//! The finding in three lines: who contradicted whom, what measurement says, what cannot be told.

use backpedal_model::{
    Claim, Contradiction, ContradictionKind, Dossier, Outcome, Strength, Verdict, Voice,
};

use crate::{
    left_out,
    names::Names,
    stamp::{count, day, list, utc},
    unknown::{claims, with},
    wrap::{plain, shorten},
};

/// The finding, as of the dossier's time, in three lines: what was said against what was said;
/// what measurement says of the claims that it could judge; what cannot be told.
///
/// The lines are specific and carry numbers; where a dossier holds generated data, the second
/// line says "synthetic measurements". Where a time was chosen, the first line begins with it and
/// with how many documents are left out as later.
#[must_use]
pub fn finding(dossier: &Dossier) -> [String; 3] {
    let names = Names(dossier);
    let opening = left_out::opening(&dossier.run);
    let said = format!("{opening} {}", said(names));
    [said.trim_start().to_owned(), measured(names), open(names)].map(|line| plain(&line))
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
    let told = |found: &&Contradiction| !rests_on_headline(names, found);
    let mut ranked: Vec<&Contradiction> = dossier.contradictions.iter().filter(told).collect();
    ranked.sort_by_key(|found| (outsiders(names, found), rank(found), found.strength));
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

/// Whether a party would be quoted with words of a title that somebody else wrote.
fn rests_on_headline(names: Names<'_>, found: &Contradiction) -> bool {
    let sides = [&found.a, &found.b].map(|id| names.0.claim(id));
    sides
        .into_iter()
        .flatten()
        .any(|claim| is_headline(names, claim))
}

/// Whether a claim that is credited to a party stands in the title of a page that is not its own.
fn is_headline(names: Names<'_>, claim: &Claim) -> bool {
    let Some(page) = names.0.document(&claim.document_id) else {
        return false;
    };
    let party = names.speaking_for(claim).map(|party| &party.id);
    let own = party.is_none() || page.voice_of.as_ref() == party;
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = flat(page.title.as_deref().unwrap_or_default());
    !own && claim.voice != Voice::Direct
        && claim.quote.span.start < title.chars().count()
        && title.contains(&flat(&claim.quote.text))
}

/// The most telling first: own words against own words, then one side's report of the other.
const fn rank(found: &Contradiction) -> u8 {
    match found.kind {
        ContradictionKind::Reversal | ContradictionKind::Retraction => match found.strength {
            Strength::Strong | Strength::Moderate => 0,
            Strength::Weak => 4,
        },
        ContradictionKind::Misreported => 1,
        ContradictionKind::Dispute => 2,
        ContradictionKind::Timing => 3,
        ContradictionKind::StatusVsProbe => 5,
        ContradictionKind::Numbers => 6,
        ContradictionKind::Scope => 7,
        ContradictionKind::Headline => 8,
    }
}

/// Who said it: "Ada Berg of Heron", "Heron", or a name with its outlet.
fn who(names: Names<'_>, claim: &Claim) -> String {
    if let Some(party) = names.speaking_for(claim) {
        let name = claim
            .speaker
            .name
            .as_ref()
            .filter(|name| **name != party.name);
        return name.map_or_else(
            || party.name.clone(),
            |name| format!("{name} of {}", party.name),
        );
    }
    // "this account", "multiple reports": say whose.
    let bare = claim.speaker.name.is_none() && claim.speaker.org.is_none();
    let speaker = shorten(&names.speaker(claim), 48);
    match claim.speaker.text {
        Some(_) if bare => format!("{speaker} ({})", names.outlet(claim)),
        _ => speaker,
    }
}

fn clause(names: Names<'_>, found: &Contradiction) -> Option<((String, String), String)> {
    let (a, b) = (names.0.claim(&found.a)?, names.0.claim(&found.b)?);
    let side = |claim: &Claim| {
        let party = names.speaking_for(claim).map(|party| party.name.clone());
        party.unwrap_or_else(|| who(names, claim))
    };
    let (first, second) = (side(a), side(b));
    let quote = |claim: &Claim| {
        let zone = names.0.case.time_zone();
        let words = shorten(claim.quote.text.trim(), 80);
        let day = claim.said_at.as_ref().map(|at| day(at, &zone));
        let day = day.map_or(String::new(), |day| format!(" ({day})"));
        format!("{}{day}: “{words}”", who(names, claim))
    };
    let (said, against) = (quote(a), quote(b));
    let text = match found.kind {
        ContradictionKind::Reversal => {
            format!("{first} is contradicted by its own later statement. {said}; then {against}.")
        }
        ContradictionKind::Retraction => {
            format!("{first} took its own words back. {said}; then {against}.")
        }
        ContradictionKind::Misreported => {
            format!(
                "What {first} reports of {second} is not what {second} said. {said}; {against}."
            )
        }
        ContradictionKind::StatusVsProbe => {
            format!("The status page of {first} says one thing, probes another. {said}.")
        }
        ContradictionKind::Headline => {
            format!("A headline says more than the words under it. {said}.")
        }
        ContradictionKind::Dispute if first != second => {
            format!(
                "{first} and {second} dispute each other on {}. {said}; {against}.",
                a.kind
            )
        }
        kind => {
            format!(
                "{first} and {second} do not agree on {}. {said}; {against}.",
                topic(kind)
            )
        }
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

/// The most telling verdict on what a party said, else on what anybody said.
fn example(names: Names<'_>) -> Option<String> {
    let place = |verdict: &Verdict| {
        let outcome = verdict.outcome();
        DECIDED.iter().position(|decided| *decided == outcome)
    };
    let judged = names.0.verdicts.iter().filter_map(|verdict| {
        let claim = names.0.claim(&verdict.claim)?;
        let outside = names.speaking_for(claim).is_none() || is_headline(names, claim);
        Some(((outside, place(verdict)?), verdict, claim))
    });
    let (_, verdict, claim) = judged.min_by_key(|(order, ..)| *order)?;
    let number = names.number(&verdict.claim)?;
    let sentence = verdict.sentence();
    // A first sentence of nothing but the outcome says too little.
    let telling = Some(first(&sentence)).filter(|text| text.chars().count() > 40);
    Some(format!(
        "Claim {number} of {}, “{}”: {}",
        who(names, claim),
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
            let which = if numbers.len() > 3 {
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
