//! The picture in words: the same statements and measurements as a list in order of time.

use backpedal_model::Signal;
use jiff::Timestamp;
use serde::Serialize;

use super::label::label;
use crate::{
    names::Names,
    stamp::{self, count, percent},
    view,
};

/// One line of the list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    /// The earliest instant, for sorting; none where no time is known.
    pub(crate) at: Option<Timestamp>,
    /// The time in words.
    pub(crate) time: String,
    /// The lane.
    pub(crate) who: String,
    /// What was said or measured.
    pub(crate) what: String,
    /// The words, for statements.
    pub(crate) quote: Option<String>,
    /// The claim, for statements.
    pub(crate) claim: Option<String>,
    /// The claim's number.
    pub(crate) number: Option<usize>,
}

/// The list, in order of time; what has no time comes last.
pub(crate) fn entries(names: Names<'_>) -> Vec<Entry> {
    let zone = names.0.case.time_zone();
    let mut entries: Vec<Entry> = Vec::new();
    for (at, claim) in names.0.claims.iter().enumerate() {
        let said = claim.said_at.as_ref();
        entries.push(Entry {
            at: said.map(|range| range.start),
            time: said.map_or_else(
                || "time not known".into(),
                |range| stamp::said(range, &zone),
            ),
            who: names.speaker(claim),
            what: format!("{} ({})", label(names, claim), claim.polarity),
            quote: Some(claim.quote.text.clone()),
            claim: Some(claim.id.to_string()),
            number: Some(at + 1),
        });
    }
    for seen in &names.0.observations {
        entries.extend(measured(names, seen));
    }
    entries.sort_by_key(|entry| (entry.at.is_none(), entry.at));
    entries
}

fn measured(names: Names<'_>, seen: &backpedal_model::Observation) -> Vec<Entry> {
    let synthetic = if seen.synthetic {
        " (synthetic measurements)"
    } else {
        ""
    };
    let who = format!("Measured: {}{synthetic}", names.party(&seen.party));
    let entry = |at: Timestamp, time: String, what: String| Entry {
        at: Some(at),
        time,
        who: who.clone(),
        what,
        quote: None,
        claim: None,
        number: None,
    };
    let mut entries = Vec::new();
    match &seen.signal {
        Signal::Visibility(series) => {
            let edges = [
                ("routing outage begins", series.onset),
                ("routing outage ends", series.recovery),
            ];
            for (what, at) in edges.into_iter().filter_map(|(what, at)| Some((what, at?))) {
                entries.push(entry(at.start, stamp::interval(at), what.to_owned()));
            }
            if let Some((at, least)) = series.minimum().filter(|(_, least)| *least < 1.0) {
                let what = format!("least visibility, {} of prefixes", percent(least));
                entries.push(entry(at, stamp::utc(at), what));
            }
        }
        Signal::Probes(series) => {
            if let Some((at, least)) = view::worst(series).filter(|(_, least)| *least < 1.0) {
                let what = format!("worst round, {} of probes answered", percent(least));
                entries.push(entry(at, stamp::utc(at), what));
            }
        }
        Signal::Values(series) => {
            let found = series.anomalies.iter();
            entries.extend(found.map(|found| {
                let what = view::values::anomaly(&series.name, found);
                entry(found.interval.start, stamp::interval(found.interval), what)
            }));
            entries.extend(series.notes.iter().map(|note| {
                let what = format!("{} says: {}", note.by, note.text);
                entry(note.interval.start, stamp::utc(note.interval.start), what)
            }));
        }
    }
    let blind = seen.coverage.gaps.iter().filter(|gap| gap.peer.is_none());
    entries.extend(blind.map(|gap| {
        entry(
            gap.interval.start,
            stamp::interval(gap.interval),
            "not measured".to_owned(),
        )
    }));
    entries
}

/// What the picture shows, in a sentence, for those who do not see it.
pub(super) fn description(names: Names<'_>) -> String {
    let dossier = names.0;
    format!(
        "{} by time and party, {} between them, {} below. The same follows as a list.",
        count(dossier.claims.len(), "statement", "statements"),
        count(
            dossier.contradictions.len(),
            "contradiction",
            "contradictions"
        ),
        count(
            dossier.observations.len(),
            "measured series",
            "measured series"
        ),
    )
}
