//! `measure --watch`: the visibility of some ASes or prefixes in routing files, without a case.

use std::path::Path;

use anyhow::Context as _;
use backpedal_measurements::{ArchiveName, Input, Progress, observe, select};
use backpedal_model::{
    ArchiveSpec, Asn, Case, Dated, Interval, Origin, Parties, Party, PartyId, Policy, Problem,
    Schedule,
};

use super::{Context, for_people};
use crate::{
    args::{Format, MeasureArgs},
    exit::{Ended, Hint, Usage},
    stages::{Measured, Together, files_of, open_file},
};

pub(super) fn watch(context: &Context, args: &MeasureArgs) -> anyhow::Result<Ended> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut files = Vec::new();
    for input in &args.inputs {
        match files_of(Path::new(""), &input.to_string_lossy()) {
            Ok(found) => files.extend(found.into_iter().map(Origin::File)),
            Err(problem) => anyhow::bail!(Usage(problem.to_string())),
        }
    }
    let mut case = case(&args.watch, window(args, &files)?)?;
    let archive = ArchiveSpec {
        origins: files.clone(),
        collector: None,
        synthetic: false,
        note: None,
    };
    let selection = select(&archive, &files, case.window);
    problems.extend(selection.problems);
    if selection.outside > 0 {
        context.console.note(&format!(
            "{} of {} files lie outside of the window and are not read",
            selection.outside,
            files.len()
        ));
    }
    case.measurements = selection.specs;
    let total = case.measurements.iter().filter_map(|spec| {
        let meta = std::fs::metadata(spec.origin.as_str()).ok()?;
        Some(meta.len())
    });
    let mut bar = Together::new(context.console.bytes(total.sum()));
    let mut inputs = Vec::new();
    for spec in &case.measurements {
        inputs.push(Input {
            spec: spec.clone(),
            bytes: open_file(Path::new(spec.origin.as_str()))?,
        });
    }
    let mut progress = |at: Progress| bar.at(&at);
    let observed = observe(&case, inputs, &mut progress).drain(&mut problems);
    drop(bar);
    let measured = Measured {
        datasets: observed.datasets,
        observations: observed.observations,
        ..Measured::default()
    };
    let text = match context.settings.format.value {
        Format::Json | Format::Jsonl => serde_json::to_string(&serde_json::json!({
            "window": case.window,
            "datasets": measured.datasets,
            "observations": measured.observations,
            "problems": problems,
        }))?,
        Format::Text | Format::Html | Format::Svg => for_people(&measured, &case.policy),
    };
    context.console.result(&text)?;
    context.console.problems(&problems);
    Ok(Ended::from_problems(&problems))
}

/// From the first update file to the end of the last, unless something else is asked for.
fn window(args: &MeasureArgs, files: &[Origin]) -> anyhow::Result<Interval> {
    let names = files
        .iter()
        .filter_map(|file| ArchiveName::of(file.as_str()));
    let updates = names.filter(|name| name.kind == backpedal_model::MeasurementKind::BgpUpdates);
    let spans: Vec<(jiff::Timestamp, jiff::Timestamp)> = updates
        .map(|name| {
            let length = jiff::SignedDuration::from_secs(name.seconds);
            (name.at, name.at.checked_add(length).unwrap_or(name.at))
        })
        .collect();
    let first = args.from.or_else(|| spans.iter().map(|s| s.0).min());
    let last = args.to.or_else(|| spans.iter().map(|s| s.1).max());
    let (Some(first), Some(last)) = (first, last) else {
        return Err(anyhow::Error::new(Usage(
            "the names of these files tell no time, so there is no window to watch".to_owned(),
        ))
        .context(Hint("give --from and --to, or a case file".to_owned())));
    };
    if last <= first {
        anyhow::bail!(Usage(format!("--to {last} is not after --from {first}")));
    }
    Ok(Interval::new(first, last))
}

/// A case of one party for each AS or prefix.
fn case(watched: &[String], window: Interval) -> anyhow::Result<Case> {
    let parties: anyhow::Result<Vec<Party>> = watched.iter().map(|text| party(text)).collect();
    Ok(Case {
        id: "watch".to_owned(),
        title: "watch".to_owned(),
        summary: None,
        synthetic: None,
        window,
        zone: "UTC".to_owned(),
        parties: Parties(parties?),
        sources: vec![],
        measurements: vec![],
        archives: vec![],
        topology: vec![],
        policy: Policy::default(),
        schedule: Schedule::default(),
    })
}

fn party(text: &str) -> anyhow::Result<Party> {
    let asn = text.parse::<Asn>().ok();
    let prefix = text.parse::<ipnet::IpNet>().ok();
    if asn.is_none() && prefix.is_none() {
        return Err(
            anyhow::Error::new(Usage(format!("{text:?} is neither an AS nor a prefix")))
                .context(Hint("write AS13335, or 198.51.100.0/24".to_owned())),
        );
    }
    let name = asn.map_or_else(|| text.to_owned(), |asn| asn.to_string());
    let fits = |c: char| c.is_ascii_alphanumeric();
    let id: String = name
        .chars()
        .map(|c| if fits(c) { c.to_ascii_lowercase() } else { '-' })
        .collect();
    Ok(Party {
        id: PartyId::new(id.trim_matches('-')).context("no name can be made of it")?,
        name,
        aliases: vec![],
        domains: vec![],
        handles: vec![],
        people: vec![],
        asns: asn.into_iter().map(Dated::always).collect(),
        prefixes: prefix.into_iter().map(Dated::always).collect(),
        targets: vec![],
        unresolved: None,
    })
}
