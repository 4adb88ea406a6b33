//! `dependents`: who depended on a network on that day, by which snapshots?

use std::{collections::BTreeSet, fmt::Write as _};

use anyhow::Context as _;
use backpedal_measurements::{Crossed, Dependents, LinkDependents, Progress};
use backpedal_model::{Asn, Case, Problem, TopologyKind, TopologySpec};
use jiff::civil::Date;

use super::{
    Context,
    transit::{dated, empty_case, party, relationships},
};
use crate::{
    args::{DependentsArgs, Format},
    exit::{Ended, Hint, Usage},
    stages::{Bench, LoadedCase, load_case, show, topology_inputs},
};

pub(crate) fn dependents(context: &Context, args: &DependentsArgs) -> anyhow::Result<Ended> {
    let mut loaded = match &args.case {
        Some(path) => load_case(path)?,
        None => LoadedCase::without_file(empty_case(args.on)),
    };
    files(&mut loaded.case, args)?;
    let id = party(&mut loaded.case, &args.supplier, args.on)?;
    let held = loaded.case.parties.get(&id).context("the party is gone")?;
    let name = held.name.clone();
    let on: BTreeSet<Asn> = held
        .asns
        .iter()
        .filter(|asn| asn.valid.holds(Some(args.on)))
        .map(|asn| asn.value)
        .collect();
    if on.is_empty() {
        anyhow::bail!(Usage(format!("{name} held no AS on {}", args.on)));
    }
    let bench = Bench::open(&context.settings, &context.console)?;
    let mut problems: Vec<Problem> = Vec::new();
    let inputs = topology_inputs(&bench, &loaded, &mut problems);
    let bar = bench.console.spinner("topology");
    let mut progress = |at: Progress| show(&bar, &at);
    let found = backpedal_measurements::dependents(&on, inputs, &mut progress);
    let found = found.drain(&mut problems);
    drop(bar);
    if found.datasets.is_empty() {
        context.console.problems(&problems);
        anyhow::bail!("no topology file could be read");
    }
    let share = loaded.case.policy.depends_share;
    let text = match context.settings.format.value {
        Format::Json => serde_json::to_string(&found)?,
        Format::Jsonl => lines(&found, share)?.join("\n"),
        Format::Text | Format::Html | Format::Svg => for_people(&found, &name, args, share),
    };
    context.console.result(&text)?;
    context.console.problems(&problems);
    Ok(Ended::from_problems(&problems))
}

/// Adds the files of the command line, and keeps of each kind the nearest before and after the day.
fn files(case: &mut Case, args: &DependentsArgs) -> anyhow::Result<()> {
    for text in &args.relationships {
        case.topology.push(relationships(text)?);
    }
    let others = [
        (&args.table, TopologyKind::BgpTable),
        (&args.cones, TopologyKind::CustomerCones),
        (&args.names, TopologyKind::AsNames),
    ];
    for (texts, kind) in others {
        for text in texts {
            let wrong = || {
                Usage(format!(
                    "{text:?} is not DATE:FILE, as in 2010-07-01:rib.txt.gz"
                ))
            };
            case.topology.push(dated(text, kind).with_context(wrong)?);
        }
    }
    if case.topology.is_empty() {
        return Err(Usage("no topology file to answer from".to_owned()))
            .with_context(|| Hint("give --case, --relationships, --table or --cones".to_owned()));
    }
    let all = case.topology.clone();
    case.topology.retain(|spec| is_nearest(spec, &all, args.on));
    Ok(())
}

fn is_nearest(spec: &TopologySpec, all: &[TopologySpec], on: Date) -> bool {
    let like = |other: &&TopologySpec| {
        std::mem::discriminant(&other.kind) == std::mem::discriminant(&spec.kind)
    };
    let others = all.iter().filter(like).map(|other| other.date);
    if spec.kind == TopologyKind::AsNames {
        return true;
    }
    if spec.date <= on {
        others
            .filter(|date| *date <= on)
            .all(|date| date <= spec.date)
    } else {
        others
            .filter(|date| *date > on)
            .all(|date| date >= spec.date)
    }
}

/// One line an AS and snapshot.
fn lines(found: &Dependents, share: f64) -> anyhow::Result<Vec<String>> {
    let mut lines = Vec::new();
    let mut line = |asn: Asn, date: Date, how: &str, counts: Option<&Crossed>| {
        let value = serde_json::json!({
            "asn": asn,
            "name": found.names.get(&asn),
            "date": date,
            "how": how,
            "crossing": counts.map(|crossed| crossed.crossing),
            "paths": counts.map(|crossed| crossed.paths),
        });
        lines.push(value.to_string());
    };
    for links in &found.links {
        for asn in &links.customers {
            let only = links.only.contains(asn);
            line(
                *asn,
                links.date,
                if only { "only-provider" } else { "customer" },
                None,
            );
        }
        for asn in links.cone.iter().flatten() {
            if !links.customers.contains(asn) {
                line(*asn, links.date, "cone", None);
            }
        }
    }
    for cones in &found.cones {
        for asn in &cones.cone {
            line(*asn, cones.date, "cone", None);
        }
    }
    for paths in &found.paths {
        for crossed in &paths.crossed {
            let most = crossed.share() >= share;
            let how = if most { "most-paths" } else { "some-paths" };
            line(crossed.origin, paths.date, how, Some(crossed));
        }
    }
    Ok(lines)
}

fn for_people(found: &Dependents, name: &str, args: &DependentsArgs, share: f64) -> String {
    let mut text = format!("who depended on {name} (asked for {})\n", args.on);
    for links in &found.links {
        by_links(&mut text, found, links, args.limit);
    }
    for cones in &found.cones {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(
            text,
            "  customer cones of {}, which know {} of its ASes: {} ASes",
            cones.date,
            cones.known.len(),
            cones.cone.len()
        );
        list(&mut text, found, &cones.cone, args.limit);
    }
    for paths in &found.paths {
        let most = paths.crossed.iter().filter(|c| c.share() >= share);
        let most: Vec<Asn> = most.map(|crossed| crossed.origin).collect();
        let _ = writeln!(
            text,
            "  table of {}: of {} origins {} have paths that cross it, {} of them at least {:.0} %:",
            paths.date,
            paths.origins,
            paths.crossed.len(),
            most.len(),
            share * 100.0
        );
        list(&mut text, found, &most, args.limit);
    }
    text
}

fn by_links(text: &mut String, found: &Dependents, links: &LinkDependents, limit: usize) {
    let _ = writeln!(
        text,
        "  relationships of {}, which know {} of its ASes:\n    {} customers, {} of them without \
         another provider:",
        links.date,
        links.known.len(),
        links.customers.len(),
        links.only.len()
    );
    list(text, found, &links.only, limit);
    let _ = match &links.cone {
        Some(cone) => writeln!(
            text,
            "    customer cone: {} ASes, {} with its own",
            cone.len(),
            cone.len() + links.known.len()
        ),
        None => writeln!(
            text,
            "    customer cone: not used, it would hold most of the file"
        ),
    };
}

fn list(text: &mut String, found: &Dependents, ases: &[Asn], limit: usize) {
    for asn in ases.iter().take(limit) {
        let name = found.names.get(asn).map_or("", String::as_str);
        let _ = writeln!(text, "      {}", format!("{asn} {name}").trim_end());
    }
    if ases.len() > limit {
        let _ = writeln!(text, "      … and {} more", ases.len() - limit);
    }
}
