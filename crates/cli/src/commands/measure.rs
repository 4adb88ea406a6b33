//! `measure`: what the measurements of a case say, or what a file holds.

mod plan;
mod probes;
mod series;
mod watch;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use backpedal_measurements::{FileSummary, Progress};
use backpedal_model::{BaselineKind, Observation, OriginChange, Policy, Problem, Signal};

use super::Context;
use crate::{
    args::{Format, MeasureArgs},
    exit::{Ended, Usage},
    stages::{Bench, Measured, Together, files_of, load_case, measure_case, open_file},
};

pub(crate) fn measure(context: &Context, args: &MeasureArgs) -> anyhow::Result<Ended> {
    if !args.watch.is_empty() {
        return watch::watch(context, args);
    }
    let is_case = |path: &PathBuf| path.extension().is_some_and(|end| end == "toml");
    match args.inputs.as_slice() {
        [case] if is_case(case) && args.plan => plan::print(context, &load_case(case)?),
        [case] if is_case(case) => measure_a_case(context, case),
        _ if args.plan => anyhow::bail!(Usage("--plan wants one case file".to_owned())),
        [file] if !file.is_dir() && file.exists() => measure_a_file(context, file),
        many => measure_files(context, many),
    }
}

/// A line for each of many files, and what they hold together.
fn measure_files(context: &Context, inputs: &[PathBuf]) -> anyhow::Result<Ended> {
    let mut names = Vec::new();
    for input in inputs {
        let found = files_of(Path::new(""), &input.to_string_lossy());
        names.extend(found.map_err(|problem| Usage(problem.to_string()))?);
    }
    let sizes = names
        .iter()
        .map(|name| std::fs::metadata(name).map_or(0, |meta| meta.len()));
    let mut bar = Together::new(context.console.bytes(sizes.sum()));
    let mut problems: Vec<Problem> = Vec::new();
    let (mut records, mut elements) = (0_u64, 0_u64);
    for name in &names {
        let bytes = open_file(Path::new(name))?;
        let mut progress = |at: Progress| bar.at(&at);
        let summary = backpedal_measurements::summarize_with(name, bytes, &mut progress);
        let summary = summary.drain(&mut problems);
        records += summary.records;
        elements += summary.elements;
        let text = match context.settings.format.value {
            Format::Json | Format::Jsonl => serde_json::to_string(&summary)?,
            Format::Text | Format::Html | Format::Svg => line(&summary),
        };
        context.console.result(&text)?;
    }
    drop(bar);
    context.console.note(&format!(
        "{} {}, {records} records, {elements} routing elements",
        names.len(),
        if names.len() == 1 { "file" } else { "files" }
    ));
    context.console.problems(&problems);
    Ok(Ended::from_problems(&problems))
}

fn measure_a_case(context: &Context, case: &Path) -> anyhow::Result<Ended> {
    let loaded = load_case(case)?;
    let bench = Bench::open(&context.settings, &context.console)?;
    let mut problems: Vec<Problem> = Vec::new();
    let measured = measure_case(&bench, &loaded, &mut problems)?;
    let text = match context.settings.format.value {
        Format::Json | Format::Jsonl => serde_json::to_string(&serde_json::json!({
            "case": loaded.case.id,
            "datasets": measured.datasets,
            "observations": measured.observations,
            "relationships": measured.relationships,
            "paths": measured.paths,
            "problems": problems,
        }))?,
        Format::Text | Format::Html | Format::Svg => for_people(&measured, &loaded.case.policy),
    };
    context.console.result(&text)?;
    context.console.problems(&problems);
    Ok(Ended::from_problems(&problems))
}

fn measure_a_file(context: &Context, input: &Path) -> anyhow::Result<Ended> {
    let name = input.display().to_string();
    let bytes =
        open_file(input).map_err(|error| error.context(Usage(format!("{name} is no input"))))?;
    let size = std::fs::metadata(input).map_or(0, |meta| meta.len());
    let bar = context.console.bytes(size);
    let mut progress = |at: Progress| bar.at(at.bytes, &format!("{} records", at.records));
    let summary = backpedal_measurements::summarize_with(&name, bytes, &mut progress);
    drop(bar);
    let text = match context.settings.format.value {
        Format::Json | Format::Jsonl => serde_json::to_string(&summary)?,
        Format::Text | Format::Html | Format::Svg => file_for_people(&summary.value),
    };
    context.console.result(&text)?;
    context.console.problems(&summary.problems);
    if summary.value.records == 0 && !summary.problems.is_empty() {
        anyhow::bail!("{name} holds no record that can be read");
    }
    Ok(Ended::from_problems(&summary.problems))
}

fn for_people(measured: &Measured, policy: &Policy) -> String {
    let mut text = String::new();
    if measured.observations.is_empty() {
        text.push_str("nothing was measured in the window\n");
    }
    for observation in &measured.observations {
        describe(&mut text, observation, policy);
    }
    let facts = (measured.relationships.len(), measured.paths.len());
    if facts != (0, 0) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "\n{} relationship facts and {} path facts; `backpedal transit` prints them",
            facts.0, facts.1
        );
    }
    text
}

/// A line for each other origin; they are no loss.
fn origins(changes: &[OriginChange]) -> String {
    let lines = changes.iter().map(|change| {
        format!(
            "\n    misrouted, not down: {} announced {} of them{} for {} of {} peers, {} to {}",
            change.origin,
            change.prefixes,
            change.inside(),
            change.peers,
            change.of,
            change.during.start,
            change.during.end
        )
    });
    lines.collect()
}

fn describe(text: &mut String, observation: &Observation, policy: &Policy) {
    let mark = if observation.synthetic {
        " [synthetic]"
    } else {
        ""
    };
    let coverage = &observation.coverage;
    // Writing to a string cannot fail.
    let _ = match &observation.signal {
        Signal::Visibility(seen) => {
            let minimum = seen.minimum().map_or_else(
                || "no bin seen".to_owned(),
                |(at, share)| {
                    format!(
                        "minimum {:.1} % at {}",
                        share * 100.0,
                        at.strftime("%H:%M UTC")
                    )
                },
            );
            writeln!(
                text,
                "{}{mark}: visibility of {} prefixes ({}), {minimum}; below 99/95/80 %: {}/{}/{} min{}",
                observation.party,
                seen.baseline.prefixes,
                match seen.baseline.kind {
                    BaselineKind::TableAtStart => "as in the table at the start",
                    BaselineKind::MedianOfDayBefore => "as in the median of the day before",
                },
                seen.minutes_below(0.99),
                seen.minutes_below(0.95),
                seen.minutes_below(0.80),
                origins(&seen.origins),
            )
        }
        Signal::Probes(probes) => {
            let _ = writeln!(
                text,
                "{}{mark}: {}",
                observation.party,
                probes::series(probes, coverage)
            );
            return;
        }
        Signal::Values(values) => {
            let gaps = coverage.gaps.len();
            text.push_str(&series::observed(&observation.party, mark, values, gaps));
            return;
        }
    };
    let _ = writeln!(
        text,
        "    {} full-feed peers in {} ASes, {} gaps; missing: {}",
        coverage.full_feed_peers,
        coverage.peer_ases,
        coverage.gaps.len(),
        match coverage.missing(policy) {
            missing if missing.is_empty() => "nothing".to_owned(),
            missing => missing.join("; "),
        }
    );
}

/// A unit variant as the word that JSON has for it.
fn word(value: serde_json::Result<serde_json::Value>) -> String {
    value
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn line(summary: &FileSummary) -> String {
    let time = |at: Option<jiff::Timestamp>| {
        at.map_or_else(
            || "-".to_owned(),
            |at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        )
    };
    format!(
        "{:<13} {:>9} records {:>9} elements {:>4} peers  {} to {}  {}",
        word(serde_json::to_value(summary.kind)),
        summary.records,
        summary.elements,
        summary.peers.len(),
        time(summary.first),
        time(summary.last),
        summary.name,
    )
}

fn file_for_people(summary: &FileSummary) -> String {
    if let Some(results) = &summary.atlas {
        return probes::file(summary, results);
    }
    let time =
        |at: Option<jiff::Timestamp>| at.map_or_else(|| "none".to_owned(), |at| at.to_string());
    let mut text = format!(
        "{}\n  {} ({}), {} bytes, SHA-256 {}\n  {} records; first {}, last {}\n",
        summary.name,
        word(serde_json::to_value(summary.kind)),
        word(serde_json::to_value(summary.packing)),
        summary.bytes,
        summary.digest,
        summary.records,
        time(summary.first),
        time(summary.last),
    );
    text.push_str(&series::of_file(&summary.series));
    if summary.elements + summary.session_changes == 0 {
        return text;
    }
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "  {} table entries, {} announcements, {} withdrawals, {} session changes\n  {} prefixes of {} origins\n  {} peers:",
        summary.entries,
        summary.announcements,
        summary.withdrawals,
        summary.session_changes,
        summary.prefixes,
        summary.origins,
        summary.peers.len(),
    );
    for peer in &summary.peers {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "    {:39} {:10} {:>9}",
            peer.ip,
            peer.asn.to_string(),
            peer.elements
        );
    }
    text
}
