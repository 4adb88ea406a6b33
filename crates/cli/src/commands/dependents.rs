//! `dependents`: who depended on X on that day, by which snapshots?

use std::{collections::BTreeSet, fmt::Write as _};

use backpedal_measurements::{Dependent, Dependents, Progress, Snapshot, nearest_files};
use backpedal_model::{Asn, Problem, TransitRelation};
use jiff::civil::Date;

use super::{
    Context,
    asked::{empty_case, party},
    snapshots::{self, distance, thousands},
};
use crate::{
    args::{DependentsArgs, Format},
    exit::Ended,
    stages::{Bench, LoadedCase, load_case, show, topology_inputs},
};

pub(crate) fn dependents(context: &Context, args: &DependentsArgs) -> anyhow::Result<Ended> {
    let mut loaded = match &args.case.case {
        Some(path) => load_case(path)?,
        None => LoadedCase::without_file(empty_case(args.on)),
    };
    snapshots::add_links(&mut loaded, &args.links)?;
    snapshots::add_names(&mut loaded, &args.names)?;
    snapshots::some(&loaded, "give --case, --relationships, --table or --cones")?;
    let id = party(&mut loaded.case, &args.supplier, args.on)?;
    let supplier = loaded.case.parties.get(&id);
    let name = supplier.map_or_else(|| args.supplier.clone(), |party| party.name.clone());
    let held = supplier.into_iter().flat_map(|party| &party.asns);
    let held = held.filter(|asn| asn.valid.holds(Some(args.on)));
    let suppliers: BTreeSet<Asn> = held.map(|asn| asn.value).collect();
    let bench = Bench::open(&context.settings, &context.console)?;
    let mut problems: Vec<Problem> = Vec::new();
    let chosen = nearest_files(&loaded.case.topology, args.on);
    let inputs = topology_inputs(&bench, &loaded, &chosen, &mut problems);
    let bar = context.console.spinner("topology");
    let mut progress = |at: Progress| show(&bar, &at);
    let policy = &loaded.case.policy;
    let found = backpedal_measurements::dependents(&suppliers, inputs, policy, &mut progress)
        .drain(&mut problems);
    drop(bar);
    let text = match context.settings.format.value {
        Format::Json => serde_json::to_string(&serde_json::json!({
            "supplier": name, "on": args.on, "found": found,
        }))?,
        Format::Jsonl => {
            let rows: Result<Vec<String>, _> =
                found.dependents.iter().map(serde_json::to_string).collect();
            rows?.join("\n")
        }
        Format::Text | Format::Html | Format::Svg => for_people(&found, &name, args),
    };
    context.console.result(&text)?;
    context.console.problems(&problems);
    if found.snapshots.is_empty() {
        anyhow::bail!("no relationships, cones or table could be read");
    }
    Ok(Ended::from_problems(&problems))
}

/// A relation and what it is called above its list.
const GROUPS: &[(TransitRelation, &str)] = &[
    (TransitRelation::Depends, "depended"),
    (TransitRelation::PartlyDepends, "depended in part"),
    (
        TransitRelation::Hardly,
        "a few paths crossed it, too few for a dependency",
    ),
];

fn for_people(found: &Dependents, name: &str, args: &DependentsArgs) -> String {
    let own = found.suppliers.len();
    let noun = if own == 1 { "AS" } else { "ASes" };
    let mut text = format!(
        "who depended on {name} ({own} {noun}), asked for {}\n",
        args.on
    );
    for snapshot in &found.snapshots {
        text.push_str(&snapshot_line(snapshot, own, args.on));
    }
    let mut hidden = 0;
    for (relation, words) in GROUPS {
        let all = found
            .dependents
            .iter()
            .filter(|row| row.relation == *relation);
        let (shown, left): (Vec<&Dependent>, Vec<&Dependent>) =
            all.partition(|row| args.all || is_plain(row));
        hidden += left.len();
        let count = shown.len() + left.len();
        if count == 0 {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{words}: {}", thousands(count as u64));
        let limit = if args.all { usize::MAX } else { args.limit };
        for row in shown.iter().take(limit) {
            text.push_str(&row_line(row));
        }
        if let Some(more) = shown.len().checked_sub(limit).filter(|more| *more > 0) {
            let more = thousands(more as u64);
            let _ = writeln!(text, "  … and {more} more (--limit, --all)");
        }
    }
    if found.dependents.is_empty() {
        text.push_str("no snapshot shows an AS that depended on it\n");
    }
    if hidden > 0 {
        let hidden = thousands(hidden as u64);
        let _ = writeln!(
            text,
            "not listed: {hidden} by the cone or by few paths alone (--all)"
        );
    }
    text
}

/// Whether a row rests on more than the cone or a few paths.
fn is_plain(row: &Dependent) -> bool {
    let crossed = row.paths.iter().any(|count| count.crossing > 0);
    row.relation != TransitRelation::Hardly && (!row.customer.is_empty() || crossed)
}

fn snapshot_line(snapshot: &Snapshot, own: usize, on: Date) -> String {
    let known = snapshot.known.len();
    let mut words = vec![format!("{known} of {own} known")];
    if let (Some(customers), Some(only)) = (snapshot.customers, snapshot.only_provider) {
        let (customers, only) = (thousands(customers), thousands(only));
        words.push(format!(
            "{customers} direct customers, {only} of them with no other provider"
        ));
    }
    match snapshot.cone {
        Some(cone) => words.push(format!(
            "customer cone {} ASes, its own among them",
            thousands(cone)
        )),
        None if snapshot.customers.is_some() && known > 0 => {
            words.push("customer cone too large to mean anything".to_owned());
        }
        None => {}
    }
    if let (Some(paths), Some(crossing)) = (snapshot.paths, snapshot.crossing) {
        words.push(format!(
            "{} of {} paths cross it",
            thousands(crossing),
            thousands(paths)
        ));
    }
    let kind = match snapshot.kind {
        "bgp-table" => "table".to_owned(),
        kind => kind.replace('-', " "),
    };
    let when = distance(snapshot.date, on);
    format!(
        "  {kind} of {} ({when}): {}\n",
        snapshot.date,
        words.join("; ")
    )
}

fn row_line(row: &Dependent) -> String {
    let days = |days: &[Date]| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        days.join(", ")
    };
    let mut why = Vec::new();
    if !row.only_provider.is_empty() {
        why.push(format!("no other provider {}", days(&row.only_provider)));
    }
    let others: Vec<Date> = row
        .customer
        .iter()
        .filter(|date| !row.only_provider.contains(date))
        .copied()
        .collect();
    if !others.is_empty() {
        why.push(format!("customer among others’ {}", days(&others)));
    }
    if row.customer.is_empty() && !row.in_cone.is_empty() {
        why.push(format!("in the customer cone {}", days(&row.in_cone)));
    }
    for count in &row.paths {
        why.push(format!(
            "{} of {} paths {}",
            count.crossing, count.paths, count.date
        ));
    }
    let name = row.name.as_deref().unwrap_or("");
    format!(
        "  {:<11} {name:<40} {}\n",
        row.asn.to_string(),
        why.join("; ")
    )
}
