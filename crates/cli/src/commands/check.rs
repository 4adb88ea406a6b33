//! `check`: positions, contradictions and verdicts.

use backpedal_model::{Claim, Contradiction, Dossier};
use backpedal_report::{Json, Render as _, Terminal};

use super::Context;
use crate::{
    args::{CaseArgs, Format},
    exit::Ended,
    stages::{Bench, load_case, run_case},
};

pub(crate) fn check(context: &Context, args: &CaseArgs) -> anyhow::Result<Ended> {
    let loaded = load_case(&args.case)?;
    let bench = Bench::open(&context.settings, &context.console)?;
    if !args.offline {
        super::crawl::fetch_missing(context, &bench, &loaded)?;
    }
    let dossier = run_case(&bench, &loaded)?;
    bench.store.put_dossier(&dossier)?;
    let console = &context.console;
    match context.settings.format.value {
        Format::Json => console.result(&Json.render(&dossier))?,
        Format::Jsonl => {
            let lines = dossier
                .contradictions
                .iter()
                .filter_map(|found| line(&dossier, found));
            console.result(&lines.collect::<Vec<_>>().join("\n"))?;
        }
        Format::Text | Format::Html | Format::Svg => {
            let terminal = Terminal {
                color: console.color,
                width: console.width,
            };
            console.result(&terminal.render(&dossier))?;
        }
    }
    console.problems(&dossier.problems);
    Ok(Ended::from_problems(&dossier.problems))
}

/// A contradiction as scorers read it: the kind, and where both ends stand.
fn line(dossier: &Dossier, found: &Contradiction) -> Option<String> {
    let place = |claim: &Claim| {
        serde_json::json!({
            "document": claim.document,
            "claim": claim.id,
            "start": claim.quote.span.start,
            "end": claim.quote.span.end,
        })
    };
    let line = serde_json::json!({
        "kind": found.kind,
        "id": found.id,
        "a": place(dossier.claim(&found.a)?),
        "b": place(dossier.claim(&found.b)?),
        "strength": found.strength,
        "why": found.why,
        "rule": found.rule,
    });
    Some(line.to_string())
}
