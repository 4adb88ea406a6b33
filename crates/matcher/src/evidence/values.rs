//! Did a series fall against its own past, and does another source say the same (D4)?
//!
//! A series about a region answers only for claims that name the region; one about a whole party
//! never answers for "nationwide".

use backpedal_model::{
    AnomalyEnd, Finding, Interval, Observation, Party, PartyId, Policy, Signal, ValueLevel,
    ValueSource, Values,
};

use super::Gathered;
use crate::{question::Ask, words};

pub(super) fn gather(ask: &Ask<'_>, party: &PartyId, window: Interval, into: &mut Gathered) {
    let facts = ask.facts;
    let policy = &facts.case.policy;
    let all: Vec<(&Observation, &Values)> = facts
        .observations
        .iter()
        .filter(|seen| seen.party == *party)
        .filter_map(|seen| match &seen.signal {
            Signal::Values(values) => Some((seen, values)),
            _ => None,
        })
        .filter(|(_, values)| values.source.is_judged() && !values.bins.is_empty())
        .collect();
    let others: Vec<&Values> = all.iter().map(|(_, values)| *values).collect();
    for (observation, values) in &all {
        if !is_asked_for(ask, facts.case.parties.get(party), values) {
            into.lacks([unasked(values)]);
            continue;
        }
        into.watched(&observation.coverage);
        match finding(values, &others, window, policy) {
            Some(finding) => into.observed(observation, finding),
            None => into.lacks([format!(
                "the series {} was not measured throughout the time, or has no past to compare with",
                values.name
            )]),
        }
    }
}

/// Whether the claim speaks of what the series is about.
fn is_asked_for(ask: &Ask<'_>, party: Option<&Party>, values: &Values) -> bool {
    let quote = &ask.claim.quote.text;
    let Some(region) = &values.region else {
        return !words::WIDE.found_in(quote);
    };
    let same = |name: &str| name.eq_ignore_ascii_case(region);
    let whole = party.is_some_and(|party| {
        same(&party.name) || party.aliases.iter().any(|alias| same(&alias.value))
    });
    whole || names(quote, region) || names(ask.sentence, region)
}

/// Whether a text holds the words, not as a part of longer ones.
fn names(text: &str, region: &str) -> bool {
    let (text, region) = (text.to_lowercase(), region.to_lowercase());
    text.match_indices(&region).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn unasked(values: &Values) -> String {
    match &values.region {
        Some(region) => format!(
            "the claim does not speak of {region}, which {} is about",
            values.name
        ),
        None => format!(
            "{} is about one party, not about a country or a region",
            values.name
        ),
    }
}

/// What one series says, with the others of the party beside it. `None` where it says nothing.
fn finding(
    values: &Values,
    others: &[&Values],
    window: Interval,
    policy: &Policy,
) -> Option<Finding> {
    let mut level = values.level_during(window);
    if level == ValueLevel::NotMeasured {
        return None;
    }
    if level == ValueLevel::Anomaly && values.source != ValueSource::Telescope {
        let falls = || values.anomalies_during(window).filter(|found| !found.weak);
        let both = values.confirmed_by(others, policy);
        let beside =
            |part: &Interval| part.overlaps(window) && falls().any(|f| f.interval.overlaps(*part));
        if both.iter().any(beside) {
            level = ValueLevel::Confirmed;
        }
    }
    // The worst of the anomalies counts, even where it lies outside of a claim about one minute.
    let worst = values
        .anomalies_during(window)
        .min_by(|a, b| (a.lowest / a.baseline).total_cmp(&(b.lowest / b.baseline)));
    let (at, lowest, usual) = match worst {
        Some(found) => (found.lowest_at, found.lowest, found.baseline),
        None => {
            let (bin, _) = values.minimum(window)?;
            (bin.start, bin.value?, bin.baseline?)
        }
    };
    let minutes: i64 = values
        .anomalies_during(window)
        .map(|found| found.interval.length().as_mins())
        .sum();
    Some(Finding::Series {
        source: values.source,
        name: values.name.clone(),
        region: values.region.clone(),
        level,
        lowest,
        at,
        usual,
        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        released: values
            .anomalies_during(window)
            .any(|found| found.end == AnomalyEnd::Released),
    })
}
