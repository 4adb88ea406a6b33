//! What was measured, in figures, and of whom nothing was.

use backpedal_model::{BaselineKind, GapReason, Observation, Policy, Probes, Signal, Visibility};
use serde::Serialize;

use crate::{
    names::Names,
    phrase,
    stamp::{clock, count, interval, list, percent, thousands, utc},
};

/// The figures of one series.
#[derive(Serialize)]
pub(crate) struct MeasuredView {
    pub(crate) id: String,
    pub(crate) party: String,
    pub(crate) signal: &'static str,
    pub(crate) synthetic: bool,
    /// Whether it holds nothing that was measured.
    pub(crate) empty: bool,
    /// The series in one sentence.
    pub(crate) summary: String,
    /// Name and value, in a fixed order.
    pub(crate) figures: Vec<(String, String)>,
    pub(crate) watched: String,
    /// What the rules find missing.
    pub(crate) missing: Vec<String>,
    pub(crate) gaps: Vec<String>,
}

/// All series.
pub(crate) fn series(names: Names<'_>) -> Vec<MeasuredView> {
    names
        .0
        .observations
        .iter()
        .map(|seen| one(names, seen))
        .collect()
}

fn is_empty(seen: &Observation) -> bool {
    match &seen.signal {
        Signal::Visibility(series) => series.minimum().is_none(),
        Signal::Probes(series) => worst(series).is_none() && series.detail.rerouted.is_empty(),
        Signal::Values(series) => series.bins.iter().all(|bin| bin.value.is_none()),
    }
}

/// Parties without any measurement, in one sentence for each reason.
pub(crate) fn unmeasured(names: Names<'_>) -> Vec<String> {
    let observations = &names.0.observations;
    let (mut unresolved, mut unwatched) = (Vec::new(), Vec::new());
    for seen in observations.iter().filter(|seen| is_empty(seen)) {
        let mut others = observations.iter().filter(|o| o.party == seen.party);
        let name = names.party(&seen.party);
        if others.any(|other| !is_empty(other)) {
            continue;
        }
        let gaps = &seen.coverage.gaps;
        let known = !gaps.iter().any(|gap| gap.reason == GapReason::NotResolved);
        let into: &mut Vec<String> = if known {
            &mut unwatched
        } else {
            &mut unresolved
        };
        if !into.contains(&name) {
            into.push(name);
        }
    }
    let mut sentences = Vec::new();
    if !unresolved.is_empty() {
        let verb = if unresolved.len() == 1 {
            "leads"
        } else {
            "lead"
        };
        let who = list(&unresolved);
        sentences.push(format!(
            "Not measured: {who} {verb} to nothing that these data hold."
        ));
    }
    unwatched.retain(|name| !unresolved.contains(name));
    if !unwatched.is_empty() {
        sentences.push(format!(
            "Not measured: {}; nothing of theirs was watched.",
            list(&unwatched)
        ));
    }
    sentences
}

fn one(names: Names<'_>, seen: &Observation) -> MeasuredView {
    let policy = &names.0.case.policy;
    let party = names.party(&seen.party);
    let (signal, summary, figures) = match &seen.signal {
        Signal::Visibility(series) => (
            "visibility in routing",
            visibility_summary(&party, series),
            visibility(series, policy),
        ),
        Signal::Probes(series) => (
            "probe success",
            probes_summary(&party, series),
            probes(series),
        ),
        Signal::Values(series) => (
            "values over time",
            super::values::summary(&party, series),
            super::values::figures(series),
        ),
    };
    let missing = match &seen.signal {
        Signal::Visibility(_) => seen.coverage.missing(policy),
        Signal::Probes(series) => probes_missing(series, policy),
        Signal::Values(series) => super::values::missing(series),
    };
    MeasuredView {
        id: seen.id.to_string(),
        party,
        signal,
        synthetic: seen.synthetic,
        empty: is_empty(seen),
        summary,
        figures,
        watched: phrase::coverage(&seen.coverage),
        missing,
        gaps: super::gaps::merged(seen.coverage.gaps.iter().map(|gap| (None, gap))),
    }
}

fn visibility_summary(party: &str, series: &Visibility) -> String {
    let Some((at, least)) = series.minimum() else {
        return format!("Nothing of {party} was visible to measure.");
    };
    if least >= 1.0 {
        return format!("All watched prefixes of {party} stayed visible; this is not “was up”.");
    }
    format!(
        "At the least {} of the prefixes of {party} were visible, at {}; {} below 99 %.",
        percent(least),
        utc(at),
        count(series.minutes_below(0.99) as usize, "minute", "minutes")
    )
}

fn visibility(series: &Visibility, policy: &Policy) -> Vec<(String, String)> {
    let minutes = |level: f64| count(series.minutes_below(level) as usize, "minute", "minutes");
    let edge = |at: Option<backpedal_model::Interval>| at.map_or("none".to_owned(), interval);
    let asns: Vec<String> = series.asns.iter().map(ToString::to_string).collect();
    let prefixes = thousands(u64::from(series.baseline.prefixes));
    let kind = match series.baseline.kind {
        BaselineKind::TableAtStart => "the table at the start",
        BaselineKind::MedianOfDayBefore => "the median of the day before",
    };
    let minimum = series
        .minimum()
        .map_or("not measured".to_owned(), |(at, least)| {
            format!("{} at {}", percent(least), clock(at))
        });
    let mut rows = vec![
        (
            "Watched".to_owned(),
            format!("{prefixes} prefixes of {}", list(&asns)),
        ),
        (
            "Baseline".to_owned(),
            format!("{kind}, {}", utc(series.baseline.at)),
        ),
        ("Minimum".to_owned(), minimum),
        ("First loss".to_owned(), edge(series.first_loss)),
        (
            format!("Onset (below {})", percent(policy.partly_below)),
            edge(series.onset),
        ),
        ("End".to_owned(), edge(series.recovery)),
        ("Below 99 %".to_owned(), minutes(0.99)),
        ("Below 95 %".to_owned(), minutes(0.95)),
        ("Below 80 %".to_owned(), minutes(0.80)),
    ];
    rows.extend(other_origins(series));
    if !series.lacking.is_empty() {
        let lacking: Vec<String> = series
            .lacking
            .iter()
            .map(|lack| format!("{} ({}) lacks {}", lack.asn, lack.peer, lack.missing))
            .collect();
        rows.push((
            "Peers without routes at the end".to_owned(),
            lacking.join("; "),
        ));
    }
    rows
}

/// Who else announced the prefixes (rule D5).
fn other_origins(series: &Visibility) -> Option<(String, String)> {
    let changes = series.origins.iter().map(|change| {
        format!(
            "{} announced {}{} for {} of {} peers, {}",
            change.origin,
            count(change.prefixes as usize, "prefix", "prefixes"),
            change.inside(),
            change.peers,
            change.of,
            interval(change.during)
        )
    });
    let changes: Vec<String> = changes.collect();
    (!changes.is_empty()).then(|| {
        let told = format!("misrouted, not down: {}", changes.join("; "));
        ("Another origin".to_owned(), told)
    })
}

/// The worst round: when, answered, sent.
pub(crate) fn worst(series: &Probes) -> Option<(jiff::Timestamp, f64)> {
    let rounds = series.bins.iter().filter(|bin| bin.sent > 0);
    let shares = rounds.map(|bin| (bin.start, f64::from(bin.answered) / f64::from(bin.sent)));
    shares.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
}

fn probes_summary(party: &str, series: &Probes) -> String {
    let told = match worst(series) {
        None => format!("No probe was sent to {party}."),
        Some((at, least)) => format!(
            "In the worst round, at {}, {} of the probes to {party} were answered.",
            utc(at),
            percent(least)
        ),
    };
    let around = series.detail.rerouted.iter().map(|one| one.sentence());
    let all: Vec<String> = std::iter::once(told)
        .chain(around.map(|sentence| format!("{sentence}.")))
        .collect();
    all.join(" ")
}

fn probes(series: &Probes) -> Vec<(String, String)> {
    let share = |share: Option<f64>| share.map_or("none".to_owned(), percent);
    let worst = worst(series).map_or("not measured".to_owned(), |(at, least)| {
        format!("{} at {}", percent(least), clock(at))
    });
    let mut rows = vec![
        ("Targets".to_owned(), list(&series.targets)),
        (
            "Probes".to_owned(),
            format!(
                "{} in {}",
                series.probes,
                count(series.source_ases as usize, "AS", "ASes")
            ),
        ),
        ("Success before".to_owned(), share(series.baseline)),
        ("Worst round".to_owned(), worst),
        ("Control targets".to_owned(), share(series.control)),
        (
            "Rounds".to_owned(),
            format!("{} of {} s", series.bins.len(), series.bin_seconds),
        ),
    ];
    rows.extend(super::probes::rows(&series.detail));
    rows
}

fn probes_missing(series: &Probes, policy: &Policy) -> Vec<String> {
    let mut missing = Vec::new();
    if series.probes < policy.min_probes {
        missing.push(format!(
            "{} probes where {} are needed",
            series.probes, policy.min_probes
        ));
    }
    if series.source_ases < policy.min_probe_ases {
        let (have, need) = (series.source_ases, policy.min_probe_ases);
        let why = match series.detail.unplaced as usize {
            0 => String::new(),
            n => format!(" (nothing says the AS of {})", count(n, "probe", "probes")),
        };
        missing.push(format!(
            "probes in {have} ASes where {need} are needed{why}"
        ));
    }
    if series.baseline.is_none() {
        let disagree = series.detail.baselines.len() > 1;
        missing.push(if disagree {
            "a baseline: the day and the week before disagree".to_owned()
        } else {
            "no baseline from before the window".to_owned()
        });
    }
    missing
}
