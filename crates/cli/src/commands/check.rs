//! `check`: the finding, the ledger, contradictions, and claims against data.

use backpedal_report::{Json, Render as _, Section, Sheet, Terminal, lines};

use super::Context;
use crate::{
    args::{CheckArgs, Format, Only},
    as_of::as_asked,
    exit::Ended,
    stages::{Bench, load_case, run_case},
};

pub(crate) fn check(context: &Context, args: &CheckArgs) -> anyhow::Result<Ended> {
    let loaded = load_case(&args.case.case)?;
    let bench = Bench::open(&context.settings, &context.console)?;
    if !args.case.offline {
        super::crawl::fetch_missing(context, &bench, &loaded)?;
    }
    let dossier = run_case(&bench, &loaded)?;
    bench.store.put_dossier(&dossier)?;
    let console = &context.console;
    let dossier = as_asked(dossier, &args.time, console);
    let only = args.only.map(section);
    let text = match (context.settings.format.value, only) {
        (Format::Json, None) => Json.render(&dossier),
        (Format::Json, Some(only)) => format!("[{}]", lines(&dossier, only).join(",\n")),
        // A scorer takes every line for a contradiction, so nothing else stands among them.
        (Format::Jsonl, only) => {
            lines(&dossier, only.unwrap_or(Section::Contradictions)).join("\n")
        }
        (Format::Text | Format::Html | Format::Svg, only) => {
            let sheet = Sheet {
                terminal: Terminal {
                    color: console.color,
                    width: console.width,
                },
                only,
                brief: args.brief,
                all: args.all,
            };
            sheet.render(&dossier)
        }
    };
    if !text.is_empty() {
        console.result(&text)?;
    }
    console.problems(&dossier.problems);
    Ok(Ended::from_problems(&dossier.problems))
}

const fn section(only: Only) -> Section {
    match only {
        Only::Finding => Section::Finding,
        Only::Ledger => Section::Ledger,
        Only::Contradictions => Section::Contradictions,
        Only::NonContradictions => Section::NonContradictions,
        Only::Verdicts => Section::Verdicts,
    }
}
