//! `resolve`: which ASes a name may mean, by which file. None is ever taken.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use anyhow::Context as _;
use backpedal_measurements::{Candidate, Candidates, Progress, Why};
use backpedal_model::{Asn, Problem, TopologyKind};

use super::{
    Context,
    transit::{dated, empty_case},
};
use crate::{
    args::{Format, ResolveArgs},
    exit::{Ended, Hint, Usage},
    stages::{Bench, LoadedCase, load_case, show, topology_inputs},
};

pub(crate) fn resolve(context: &Context, args: &ResolveArgs) -> anyhow::Result<Ended> {
    let mut loaded = match &args.case {
        Some(path) => load_case(path)?,
        None => LoadedCase::without_file(empty_case(jiff::civil::date(2000, 1, 1))),
    };
    let given = [
        (&args.as_names, TopologyKind::AsNames),
        (&args.organisations, TopologyKind::Organisations),
    ];
    for (texts, kind) in given {
        for text in texts {
            let wrong = || {
                Usage(format!(
                    "{text:?} is not DATE:FILE, as in 2016-05-01:names.json"
                ))
            };
            loaded
                .case
                .topology
                .push(dated(text, kind).with_context(wrong)?);
        }
    }
    let names = [TopologyKind::AsNames, TopologyKind::Organisations];
    loaded
        .case
        .topology
        .retain(|spec| names.contains(&spec.kind));
    if loaded.case.topology.is_empty() {
        return Err(Usage("no file of names to look in".to_owned()))
            .with_context(|| Hint("give --names or --organisations".to_owned()));
    }
    let asked = asked(&loaded, args);
    let bench = Bench::open(&context.settings, &context.console)?;
    let mut problems: Vec<Problem> = Vec::new();
    let inputs = topology_inputs(&bench, &loaded, &mut problems);
    let bar = bench.console.spinner("names");
    let mut progress = |at: Progress| show(&bar, &at);
    let found = backpedal_measurements::candidates(&asked, inputs, &mut progress);
    let found = found.drain(&mut problems);
    drop(bar);
    if found.datasets.is_empty() {
        context.console.problems(&problems);
        anyhow::bail!("no file of names could be read");
    }
    let text = match context.settings.format.value {
        Format::Json => serde_json::to_string(&found)?,
        Format::Jsonl => lines(&found).join("\n"),
        Format::Text | Format::Html | Format::Svg => for_people(&found, &asked),
    };
    context.console.result(&text)?;
    context.console.problems(&problems);
    Ok(Ended::from_problems(&problems))
}

/// The names that are asked for, each with the ASes that the case gives to its party.
fn asked(loaded: &LoadedCase, args: &ResolveArgs) -> BTreeMap<String, BTreeSet<Asn>> {
    let mut asked: BTreeMap<String, BTreeSet<Asn>> = BTreeMap::new();
    for party in loaded.case.parties.iter() {
        let aliases = party.aliases.iter().map(|alias| alias.value.clone());
        let names: Vec<String> = std::iter::once(party.name.clone()).chain(aliases).collect();
        let wanted = |name: &String| args.names.is_empty() || args.names.contains(name);
        let held: BTreeSet<Asn> = party.asns.iter().map(|asn| asn.value).collect();
        for name in names.into_iter().filter(wanted) {
            asked.entry(name).or_default().extend(&held);
        }
    }
    for name in &args.names {
        asked.entry(name.clone()).or_default();
    }
    asked
}

fn lines(found: &Candidates) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, all) in &found.by_name {
        for candidate in all {
            let value = serde_json::json!({ "asked": name, "candidate": candidate });
            lines.push(value.to_string());
        }
    }
    lines
}

fn for_people(found: &Candidates, asked: &BTreeMap<String, BTreeSet<Asn>>) -> String {
    let mut text = String::new();
    for (name, all) in &found.by_name {
        let ases: BTreeSet<Asn> = all.iter().map(|candidate| candidate.asn).collect();
        let held = asked.get(name);
        // Writing to a string cannot fail, here and below.
        let _ = match ases.len() {
            0 => writeln!(text, "{name}: no candidate in these files"),
            1 => writeln!(text, "{name}: one candidate"),
            many => writeln!(
                text,
                "{name}: {many} candidates; which of them is meant, no file tells"
            ),
        };
        for candidate in all {
            line(&mut text, candidate, held);
        }
    }
    for file in &found.datasets {
        let day = file.covers.start.strftime("%Y-%m-%d");
        let _ = writeln!(
            text,
            "{day}: {} ({} ASes)",
            file.origin.as_str(),
            file.records
        );
    }
    text
}

fn line(text: &mut String, candidate: &Candidate, held: Option<&BTreeSet<Asn>>) {
    let why = match candidate.why {
        Why::AsName => "by the name of the AS",
        Why::OrganisationName => "by the name of its organisation",
        Why::Sibling => "of the same organisation as an AS of the case",
    };
    let known = if held.is_some_and(|held| held.contains(&candidate.asn)) {
        ", in the case"
    } else {
        ""
    };
    let _ = writeln!(
        text,
        "  {:<10} {}  ({why}{known}, {})",
        candidate.asn.to_string(),
        candidate.name,
        candidate.date
    );
}
