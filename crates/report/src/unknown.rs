//! What cannot be told, gathered from verdicts, names, times and positions.

use std::collections::BTreeMap;

use backpedal_model::{Outcome, Question, Stance, TimeSource, Untestable, Verdict};

use crate::{names::Names, phrase, stamp::list as and};

/// What is not known, one sentence each, the weightiest first.
pub(crate) fn list(names: Names<'_>) -> Vec<String> {
    let mut items = Vec::new();
    items.extend(unwatched(names));
    items.extend(impact(names));
    items.extend(causes(names));
    items.extend(unresolved(names));
    items.extend(open(names));
    items.extend(undated(names));
    if !names.0.problems.is_empty() {
        let n = names.0.problems.len();
        items.push(format!(
            "What stands in the input that could not be read ({n}, see Gaps)."
        ));
    }
    items
}

/// "claim 3", "claims 3, 4 and 9".
pub(crate) fn claims(numbers: &[usize]) -> String {
    let numbers_text: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let noun = if numbers.len() == 1 {
        "claim"
    } else {
        "claims"
    };
    format!("{noun} {}", and(&numbers_text))
}

/// The numbers of the claims whose verdict fits.
pub(crate) fn with(names: Names<'_>, fits: impl Fn(&Verdict) -> bool) -> Vec<usize> {
    let verdicts = names.0.verdicts.iter().filter(|verdict| fits(verdict));
    verdicts
        .filter_map(|verdict| names.number(&verdict.claim))
        .collect()
}

fn unwatched(names: Names<'_>) -> Vec<String> {
    let mut by_reason: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for verdict in &names.0.verdicts {
        let weak = matches!(
            verdict.outcome(),
            Outcome::CannotTell | Outcome::ReportedOnly
        );
        let Some(number) = names.number(&verdict.claim).filter(|_| weak) else {
            continue;
        };
        let sentence = verdict.sentence();
        let reason = match verdict.missing.as_slice() {
            [] => bare(&sentence),
            missing => missing.join("; "),
        };
        by_reason.entry(reason).or_default().push(number);
    }
    let line =
        |(reason, numbers): (String, Vec<usize>)| format!("Whether {}: {reason}.", holds(&numbers));
    by_reason.into_iter().map(line).collect()
}

/// A verdict's sentence without its outcome and the standing caveats, which Limits repeats.
fn bare(sentence: &str) -> String {
    let mut text = sentence
        .replace(" Prefixes are not users.", "")
        .replace(" Synthetic data.", "");
    if let Some(rest) = text.strip_prefix("Cannot tell: ") {
        text = rest.to_owned();
    }
    text.trim_end_matches('.').to_owned()
}

fn holds(numbers: &[usize]) -> String {
    let verb = if numbers.len() == 1 { "holds" } else { "hold" };
    format!("{} {verb}", claims(numbers))
}

fn impact(names: Names<'_>) -> Option<String> {
    let numbers = with(names, |verdict| {
        matches!(
            verdict.outcome(),
            Outcome::DependsImpactNotMeasured | Outcome::NoVisibleDependency
        )
    });
    (!numbers.is_empty()).then(|| {
        format!(
            "Whether anyone was hit in the way that {} {}: dependencies were looked up, the impact \
             was not measured.",
            claims(&numbers),
            if numbers.len() == 1 { "says" } else { "say" }
        )
    })
}

fn causes(names: Names<'_>) -> Option<String> {
    let numbers = with(names, |verdict| {
        matches!(
            &verdict.question,
            Question::Untestable {
                reason: Untestable::Cause,
                ..
            }
        )
    });
    (!numbers.is_empty()).then(|| {
        format!(
            "What the cause was ({}): these data show none.",
            claims(&numbers)
        )
    })
}

fn unresolved(names: Names<'_>) -> Option<String> {
    let dossier = names.0;
    let mentioned = |name: &str| {
        dossier.claims.iter().any(|claim| {
            let mentions = claim.subject.iter().chain(&claim.objects);
            mentions.into_iter().any(|mention| mention.text == name)
        })
    };
    let parties = dossier.case.parties.iter().filter_map(|party| {
        let why = party.unresolved.as_ref()?;
        mentioned(&party.name).then(|| format!("{} ({why})", party.name))
    });
    let parties: Vec<String> = parties.collect();
    (!parties.is_empty()).then(|| {
        format!(
            "Who is meant, as networks, by {}: not resolved.",
            and(&parties)
        )
    })
}

fn open(names: Names<'_>) -> Vec<String> {
    let positions = &names.0.positions;
    let last = positions.iter().enumerate().filter(|(at, position)| {
        position.stance == Stance::Open
            && !positions[at + 1..].iter().any(|later| {
                later.party == position.party
                    && later.topic == position.topic
                    && later.about == position.about
            })
    });
    let line = |(_, position): (usize, &backpedal_model::Position)| {
        format!(
            "Where {} stands on {}: its last word leaves it open.",
            names.party(&position.party),
            phrase::topic(names, position.topic, position.about.as_ref())
        )
    };
    last.map(line).collect()
}

fn undated(names: Names<'_>) -> Option<String> {
    let unsure = names.0.claims.iter().filter(|claim| {
        claim
            .said_at
            .as_ref()
            .is_none_or(|said| said.source == TimeSource::Captured)
    });
    let numbers: Vec<usize> = unsure.filter_map(|claim| names.number(&claim.id)).collect();
    (!numbers.is_empty()).then(|| format!("When {} said: the sources give no time.", was(&numbers)))
}

fn was(numbers: &[usize]) -> String {
    let verb = if numbers.len() == 1 { "was" } else { "were" };
    format!("{} {verb}", claims(numbers))
}
