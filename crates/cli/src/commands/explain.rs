//! `explain`: the whole chain behind one claim.

use anyhow::Context as _;
use backpedal_model::{ClaimId, Dossier};

use super::Context;
use crate::{
    args::{ExplainArgs, Format},
    exit::{Ended, Hint, Usage},
    stages::Bench,
};

pub(crate) fn explain(context: &Context, args: &ExplainArgs) -> anyhow::Result<Ended> {
    let bench = Bench::open_existing(&context.settings, &context.console)?;
    let (dossier, claim) = find(&bench, args)?;
    let text = match context.settings.format.value {
        Format::Json | Format::Jsonl => {
            let found = dossier.claim(&claim).context("the claim is gone")?;
            let verdict = dossier.verdict(&claim);
            serde_json::to_string(&serde_json::json!({
                "case": dossier.case.id,
                "claim": found,
                "verdict": verdict,
                "outcome": verdict.map(|verdict| verdict.outcome().as_str()),
                "sentence": verdict.map(backpedal_model::Verdict::sentence),
            }))?
        }
        Format::Text | Format::Html | Format::Svg => {
            backpedal_report::explain(&dossier, &claim).context("the claim is gone")?
        }
    };
    context.console.result(&text)?;
    Ok(Ended::Done)
}

/// The one claim whose id begins with the words given.
fn find(bench: &Bench<'_>, args: &ExplainArgs) -> anyhow::Result<(Dossier, ClaimId)> {
    let mut found: Vec<(Dossier, ClaimId)> = Vec::new();
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
        let begins = |id: &&ClaimId| id.as_str().starts_with(&args.claim);
        let ids: Vec<ClaimId> = dossier
            .claims
            .iter()
            .map(|claim| &claim.id)
            .filter(begins)
            .cloned()
            .collect();
        found.extend(ids.into_iter().map(|id| (dossier.clone(), id)));
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Usage(format!(
            "no claim has an id that begins with {:?}",
            args.claim
        )))
        .with_context(|| Hint("`backpedal search type:claim` lists ids".into())),
        _ => {
            let ids: Vec<String> = found
                .iter()
                .take(5)
                .map(|(d, id)| format!("{id} in {}", d.case.id))
                .collect();
            let several = format!("{:?} is not enough to tell: {}", args.claim, ids.join(", "));
            Err(Usage(several)).with_context(|| Hint("give more of the id, or --case".into()))
        }
    }
}
