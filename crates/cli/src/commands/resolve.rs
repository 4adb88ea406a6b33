//! `resolve`: every AS that a name may stand for, with source, day and reason.

use std::fmt::Write as _;

use anyhow::Context as _;
use backpedal_measurements::{
    Candidate, Fit, Ground, Progress, Resolution, Resolved, Wanted, Why, nearest_files,
};
use backpedal_model::{Case, DatasetId, Party, Problem, TopologyKind};
use jiff::civil::Date;

use super::{
    Context,
    asked::{empty_case, known},
    snapshots,
};
use crate::{
    args::{Format, ResolveArgs},
    exit::Ended,
    stages::{Bench, LoadedCase, load_case, show, topology_inputs},
};

/// How many holders the first line names.
const HOLDERS: usize = 6;

/// What is looked for, as it is printed.
struct Asked {
    name: String,
    /// What the case says of a name that leads nowhere.
    unresolved: Option<String>,
    wanted: Wanted,
}

pub(crate) fn resolve(context: &Context, args: &ResolveArgs) -> anyhow::Result<Ended> {
    let file = match args.what.as_slice() {
        [one] if one.ends_with(".toml") => Some(std::path::Path::new(one)),
        _ => None,
    };
    let all = file.is_some() || args.what.is_empty();
    let case = file.or(args.case.case.as_deref());
    let mut loaded = match case {
        Some(path) => load_case(path)?,
        None => LoadedCase::without_file(empty_case(args.on.unwrap_or(Date::constant(2000, 1, 1)))),
    };
    snapshots::add_names(&mut loaded, &args.names)?;
    snapshots::add(
        &mut loaded,
        &args.prefixes,
        Some(TopologyKind::PrefixOrigins),
    )?;
    snapshots::add(&mut loaded, &args.relationships, None)?;
    snapshots::some(
        &loaded,
        "give --names, --organisations, --peeringdb or --prefixes, or a case with such files",
    )?;
    let asked = if all {
        let parties = loaded.case.parties.iter();
        parties.map(|party| of_party(party, args.on)).collect()
    } else {
        let one = |what: &String| of_text(&loaded.case, what, args.on);
        args.what
            .iter()
            .map(one)
            .collect::<anyhow::Result<Vec<_>>>()?
    };
    let bench = Bench::open(&context.settings, &context.console)?;
    let mut problems: Vec<Problem> = Vec::new();
    let files = &loaded.case.topology;
    let chosen = args
        .on
        .map_or_else(|| files.clone(), |on| nearest_files(files, on));
    let inputs = topology_inputs(&bench, &loaded, &chosen, &mut problems);
    let bar = context.console.spinner("names");
    let mut progress = |at: Progress| show(&bar, &at);
    let wanted: Vec<Wanted> = asked.iter().map(|asked| asked.wanted.clone()).collect();
    let found = backpedal_measurements::resolve(&wanted, inputs, &mut progress);
    let found = found.drain(&mut problems);
    drop(bar);
    context.console.result(&printed(context, &asked, &found)?)?;
    context.console.problems(&problems);
    if found.datasets.is_empty() {
        anyhow::bail!("no file of names, prefixes or relationships could be read");
    }
    Ok(Ended::from_problems(&problems))
}

fn printed(context: &Context, asked: &[Asked], found: &Resolution) -> anyhow::Result<String> {
    let pairs = || asked.iter().zip(&found.answers);
    let one = |(asked, answer): (&Asked, &Resolved)| {
        serde_json::json!({
            "name": asked.name, "unresolved": asked.unresolved, "found": answer,
        })
    };
    Ok(match context.settings.format.value {
        Format::Json => serde_json::to_string(&serde_json::json!({
            "asked": pairs().map(one).collect::<Vec<_>>(), "datasets": found.datasets,
        }))?,
        Format::Jsonl => {
            let rows: Vec<String> = pairs().map(|pair| one(pair).to_string()).collect();
            rows.join("\n")
        }
        Format::Text | Format::Html | Format::Svg => {
            let text = pairs().map(|(asked, answer)| for_people(asked, answer, found));
            text.collect::<Vec<_>>().concat()
        }
    })
}

/// A party by all its names that hold on the day, and the ASes listed for it.
fn of_party(party: &Party, on: Option<Date>) -> Asked {
    let aliases = party.aliases.iter().filter(|alias| alias.valid.holds(on));
    let names = aliases.map(|alias| alias.value.clone());
    let asns = party.asns.iter().filter(|asn| asn.valid.holds(on));
    let prefixes = party
        .prefixes
        .iter()
        .filter(|prefix| prefix.valid.holds(on));
    Asked {
        name: party.name.clone(),
        unresolved: party.unresolved.clone(),
        wanted: Wanted {
            names: std::iter::once(party.name.clone()).chain(names).collect(),
            asns: asns.map(|asn| asn.value).collect(),
            networks: prefixes.map(|prefix| prefix.value).collect(),
        },
    }
}

/// A party of the case where the words lead to one; else numbers, networks or a name.
fn of_text(case: &Case, text: &str, on: Option<Date>) -> anyhow::Result<Asked> {
    let day = on.unwrap_or_else(|| case.window.start.to_zoned(case.time_zone()).date());
    if let Some(id) = known(case, text, day)? {
        let party = case.parties.get(&id).context("the party is gone")?;
        return Ok(of_party(party, on));
    }
    Ok(Asked {
        name: text.to_owned(),
        unresolved: None,
        wanted: Wanted::of_text(text),
    })
}

fn for_people(asked: &Asked, answer: &Resolved, found: &Resolution) -> String {
    let name = &asked.name;
    let count = answer.candidates.len();
    let listed = answer.candidates.iter().filter(|c| c.listed).count();
    let candidates = match count {
        0 => "no candidate in the files at hand".to_owned(),
        1 => "1 candidate".to_owned(),
        _ => format!("{count} candidates"),
    };
    let listed = match listed {
        0 => String::new(),
        _ => format!(", {listed} of them listed"),
    };
    let holders = match answer.holders.as_slice() {
        [] => String::new(),
        [one] => format!("; the name leads to one holder, {one}"),
        several => {
            let shown: Vec<&str> = several.iter().map(String::as_str).take(HOLDERS).collect();
            let more = match several.len().saturating_sub(HOLDERS) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let (count, shown) = (several.len(), shown.join("; "));
            format!("; ambiguous: {count} holders ({shown}{more}); nothing is filled in")
        }
    };
    let mut text = format!("{name}: {candidates}{listed}{holders}\n");
    // Writing to a string cannot fail.
    if let Some(why) = &asked.unresolved {
        let _ = writeln!(text, "  not resolved, says the case: {why}");
    }
    for candidate in &answer.candidates {
        text.push_str(&candidate_lines(candidate, found));
    }
    for exchange in &answer.exchanges {
        let prefixes: Vec<String> = exchange.prefixes.iter().map(ToString::to_string).collect();
        let prefixes = match prefixes.as_slice() {
            [] => String::new(),
            some => format!(", peering LANs {}", some.join(", ")),
        };
        let file = file(&exchange.dataset, exchange.date, found);
        let _ = writeln!(text, "  exchange {}{prefixes} ({file})", exchange.name);
    }
    text
}

fn candidate_lines(candidate: &Candidate, found: &Resolution) -> String {
    let holder = candidate.holder.as_deref().unwrap_or("holder not known");
    let listed = if candidate.listed { " [listed]" } else { "" };
    let mut text = format!("  {} {holder}{listed}\n", candidate.asn);
    for ground in &candidate.grounds {
        let file = file(&ground.dataset, ground.date, found);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {} ({file})", reason(ground));
    }
    if candidate.grounds.is_empty() {
        text.push_str("    no file at hand has it\n");
    }
    text
}

fn reason(ground: &Ground) -> String {
    let text = &ground.text;
    let what = match ground.why {
        Why::AsName => "AS name",
        Why::Organisation => "organisation",
        Why::PeeringDbNetwork => "network in PeeringDB",
        Why::PeeringDbOrganisation => "organisation in PeeringDB",
        Why::Sibling | Why::Origin | Why::InUse | Why::Originates => return text.clone(),
    };
    let fit = match ground.fit {
        Some(Fit::Whole) => "is the name",
        Some(Fit::Begins) => "begins with the name",
        Some(Fit::Within) => "holds the name",
        None => "another name",
    };
    format!("{what} {text:?}: {fit}")
}

/// "as-names of 2016-05-01".
fn file(id: &DatasetId, date: Date, found: &Resolution) -> String {
    let dataset = found.datasets.iter().find(|dataset| dataset.id == *id);
    let kind = dataset.map_or("file", |dataset| dataset.kind.as_str());
    format!("{kind} of {date}")
}
