//! `explain`: the whole chain behind one claim or one contradiction.

use anyhow::Context as _;
use backpedal_model::{ClaimId, ContradictionId, Dossier};
use backpedal_report::{
    explain as explain_claim, explain_contradiction, explain_contradiction_json, explain_json,
};

use super::Context;
use crate::{
    args::{ExplainArgs, Format},
    as_of::as_asked,
    exit::{Ended, Hint, Usage},
    stages::Bench,
};

/// What can be explained.
enum Thing {
    Claim(ClaimId),
    Contradiction(ContradictionId),
}

impl Thing {
    fn id(&self) -> &str {
        match self {
            Self::Claim(id) => id.as_str(),
            Self::Contradiction(id) => id.as_str(),
        }
    }
}

pub(crate) fn explain(context: &Context, args: &ExplainArgs) -> anyhow::Result<Ended> {
    let bench = Bench::open_existing(&context.settings, &context.console)?;
    let (dossier, thing) = find(&bench, args)?;
    let text = match (context.settings.format.value, &thing) {
        (Format::Json | Format::Jsonl, Thing::Claim(id)) => {
            explain_json(&dossier, id).map(|value| value.to_string())
        }
        (Format::Json | Format::Jsonl, Thing::Contradiction(id)) => {
            explain_contradiction_json(&dossier, id).map(|value| value.to_string())
        }
        (_, Thing::Claim(id)) => explain_claim(&dossier, id),
        (_, Thing::Contradiction(id)) => explain_contradiction(&dossier, id),
    };
    let text = text.with_context(|| format!("{} leads to no claim any more", thing.id()))?;
    context.console.result(&text)?;
    Ok(Ended::Done)
}

/// The one thing whose id begins with the words given.
fn find(bench: &Bench<'_>, args: &ExplainArgs) -> anyhow::Result<(Dossier, Thing)> {
    let mut found: Vec<(Dossier, Thing)> = Vec::new();
    let mut refused: Option<String> = None;
    for summary in bench.store.cases()? {
        if args
            .case
            .as_ref()
            .is_some_and(|wanted| *wanted != summary.id)
        {
            continue;
        }
        let Some(dossier) = bench.store.dossier(&summary.id)? else {
            continue;
        };
        let dossier = as_asked(dossier, &args.time, bench.console);
        let things = things(&dossier, &args.id);
        refused = refused.or_else(|| backpedal_report::refused(&dossier, &args.id));
        found.extend(things.into_iter().map(|thing| (dossier.clone(), thing)));
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 if refused.is_some() => Err(Usage(refused.unwrap_or_default()))
            .with_context(|| Hint("`backpedal review ID undo` brings it back".into())),
        0 => Err(Usage(nothing(args))).with_context(|| {
            Hint(
                "`backpedal search type:claim` lists claims, `backpedal check CASE` contradictions"
                    .into(),
            )
        }),
        _ => {
            let ids: Vec<String> = found
                .iter()
                .take(5)
                .map(|(dossier, thing)| format!("{} in {}", thing.id(), dossier.case.id))
                .collect();
            let several = format!("{:?} is not enough to tell: {}", args.id, ids.join(", "));
            Err(Usage(several)).with_context(|| Hint("give more of the id, or --case".into()))
        }
    }
}

/// The claims and contradictions whose ids begin so.
fn things(dossier: &Dossier, begins: &str) -> Vec<Thing> {
    let claims = dossier.claims.iter().map(|claim| claim.id.clone());
    let claims = claims.filter(|id| id.as_str().starts_with(begins));
    let pairs = dossier.contradictions.iter().map(|found| found.id.clone());
    let pairs = pairs.filter(|id| id.as_str().starts_with(begins));
    claims
        .map(Thing::Claim)
        .chain(pairs.map(Thing::Contradiction))
        .collect()
}

fn nothing(args: &ExplainArgs) -> String {
    let then = if args.time.as_of.is_some() {
        " at that time"
    } else {
        ""
    };
    format!(
        "no claim and no contradiction has an id that begins with {:?}{then}",
        args.id
    )
}
