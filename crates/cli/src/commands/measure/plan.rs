//! `measure --plan`: the public files and requests that would answer a case, as sections to put
//! into its file.

use std::fmt::Write as _;

use backpedal_measurements::{COLLECTORS, Holder, Plan, Step, plan};

use super::Context;
use crate::{args::Format, exit::Ended, stages::LoadedCase};

pub(super) fn print(context: &Context, loaded: &LoadedCase) -> anyhow::Result<Ended> {
    let plan = plan(&loaded.case, &COLLECTORS);
    let text = match context.settings.format.value {
        Format::Json => serde_json::to_string(&plan)?,
        Format::Jsonl => {
            let lines: Result<Vec<String>, _> =
                plan.steps.iter().map(serde_json::to_string).collect();
            lines?.join("\n")
        }
        Format::Text | Format::Html | Format::Svg => as_sections(&plan),
    };
    context.console.result(&text)?;
    for note in &plan.notes {
        context.console.note(&format!("note: {note}"));
    }
    Ok(Ended::Done)
}

/// The plan as TOML. What is no measurement is a comment.
fn as_sections(plan: &Plan) -> String {
    let mut text = String::from(
        "# What would answer this case. Put what you want into the case file; `backpedal crawl CASE\n\
         # --measurements` fetches it. Tables and updates of one collector are large: count on some\n\
         # hundred megabytes a day.\n",
    );
    let archived = plan.steps.iter().filter(|s| s.from == Holder::Archive);
    let archived: Vec<&Step> = archived.collect();
    for group in archived.chunk_by(|a, b| a.about == b.about) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "\n# {}: {} files\n[[archive]]\nurls = [",
            group[0].about,
            group.len()
        );
        for step in group {
            let _ = writeln!(text, "  {:?},", step.url);
        }
        text.push_str("]\n");
    }
    for step in plan.steps.iter().filter(|s| s.from != Holder::Archive) {
        section(&mut text, step);
    }
    text
}

fn section(text: &mut String, step: &Step) {
    let _ = match (step.kind, step.covers) {
        (Some(kind), Some(covers)) => {
            let times = if kind == "bgp-table" {
                format!("at = {}", covers.start)
            } else {
                format!("from = {}\nto = {}", covers.start, covers.end)
            };
            let whose = step.party.as_ref().map_or(String::new(), |party| {
                format!("\nparty = {:?}", party.as_str())
            });
            writeln!(
                text,
                "\n# {}\n[[measurement]]\nkind = {kind:?}\nurl = {:?}\n{times}\ncollector = {:?}{whose}",
                step.about,
                step.url,
                holder(step.from),
            )
        }
        _ => writeln!(
            text,
            "\n# {}: {}\n#   {}",
            step.about,
            purpose(step.from),
            step.url
        ),
    };
}

const fn holder(from: Holder) -> &'static str {
    match from {
        Holder::Archive => "archive",
        Holder::RipeStat => "ripestat",
        Holder::Ioda => "ioda",
        Holder::Atlas => "atlas",
        Holder::StatusPage => "status",
    }
}

const fn purpose(from: Holder) -> &'static str {
    match from {
        Holder::Atlas => {
            "lists RIPE Atlas measurements of that time; the results of one are at its `result` address with &start= and &stop="
        }
        Holder::Ioda => "IODA's own alerts and events, to read beside its signals",
        Holder::StatusPage => {
            "its own status page, if there is one: a [[source]] of kind \"incidents\", no measurement"
        }
        Holder::Archive | Holder::RipeStat => "a file",
    }
}
