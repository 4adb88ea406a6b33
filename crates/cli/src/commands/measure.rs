//! `measure`: what the measurements of a case say, or what a file holds.

use std::fmt::Write as _;

use backpedal_measurements::{FileSummary, Progress};
use backpedal_model::{Observation, Policy, Problem, Signal};

use super::Context;
use crate::{
    args::{Format, MeasureArgs},
    exit::{Ended, Usage},
    stages::{Bench, Measured, load_case, measure_case, open_file},
};

pub(crate) fn measure(context: &Context, args: &MeasureArgs) -> anyhow::Result<Ended> {
    let is_case = args
        .input
        .extension()
        .is_some_and(|extension| extension == "toml");
    if is_case {
        measure_a_case(context, args)
    } else {
        measure_a_file(context, args)
    }
}

fn measure_a_case(context: &Context, args: &MeasureArgs) -> anyhow::Result<Ended> {
    let loaded = load_case(&args.input)?;
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

fn measure_a_file(context: &Context, args: &MeasureArgs) -> anyhow::Result<Ended> {
    let name = args.input.display().to_string();
    let bytes = open_file(&args.input)
        .map_err(|error| error.context(Usage(format!("{name} is no input"))))?;
    let size = std::fs::metadata(&args.input).map_or(0, |meta| meta.len());
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
    let _ = writeln!(
        text,
        "\n{} relationship facts and {} path facts; `backpedal transit` prints them",
        measured.relationships.len(),
        measured.paths.len()
    );
    text
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
                "{}{mark}: visibility of {} prefixes, {minimum}; below 99/95/80 %: {}/{}/{} min",
                observation.party,
                seen.baseline.prefixes,
                seen.minutes_below(0.99),
                seen.minutes_below(0.95),
                seen.minutes_below(0.80),
            )
        }
        Signal::Probes(probes) => writeln!(
            text,
            "{}{mark}: {} probes in {} ASes, {} rounds",
            observation.party,
            probes.probes,
            probes.source_ases,
            probes.bins.len()
        ),
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

fn file_for_people(summary: &FileSummary) -> String {
    let word = |value: serde_json::Result<serde_json::Value>| {
        value
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    };
    let time =
        |at: Option<jiff::Timestamp>| at.map_or_else(|| "none".to_owned(), |at| at.to_string());
    let mut text = format!(
        "{}\n  {} ({}), {} bytes, SHA-256 {}\n  {} records: {} table entries, {} announcements, \
         {} withdrawals, {} session changes\n  {} prefixes of {} origins; first {}, last {}\n  {} peers:\n",
        summary.name,
        word(serde_json::to_value(summary.kind)),
        word(serde_json::to_value(summary.packing)),
        summary.bytes,
        summary.digest,
        summary.records,
        summary.entries,
        summary.announcements,
        summary.withdrawals,
        summary.session_changes,
        summary.prefixes,
        summary.origins,
        time(summary.first),
        time(summary.last),
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
