//! `review`: the person accepts, corrects or refuses, and every later run obeys.

mod change;
mod decide;
mod find;
mod list;
mod when;

use anyhow::Context as _;
use backpedal_matcher::decide as judged;
use backpedal_model::{Action, Decision, Dossier, Met, Review};

use super::Context;
use crate::{
    args::{Act, Format, ReviewArgs},
    exit::{Ended, Hint, Usage},
    stages::{Bench, publish},
};
use find::Target;

pub(crate) fn review(context: &Context, args: &ReviewArgs) -> anyhow::Result<Ended> {
    let bench = Bench::open_existing(&context.settings, &context.console)?;
    let (Some(id), Some(act)) = (&args.id, args.action) else {
        return list::list(&bench, args);
    };
    reason_given(args, act)?;
    let (dossier, target) = find::find(&bench, id, args.case.as_deref())?;
    let log = bench.store.decisions(&dossier.case.id)?;
    let (subject, action) = decide::decide(&dossier, &target, &log, args, act)?;
    let decision = Decision {
        case: dossier.case.id.clone(),
        subject,
        action,
        reason: args.reason.clone().unwrap_or_default(),
        at: bench.now,
        by: args.by.clone(),
    };
    bench.store.put_decision(&decision)?;
    // The log as it is now, and not as it was read before: another program may have added to it.
    let log = bench.store.decisions(&dossier.case.id)?;
    let before = Sum::of(&dossier, &target);
    let dossier = judged(dossier, &log);
    let published = publish(&bench, &dossier)?;
    let after = Sum::of(&dossier, &target);
    let met = dossier
        .decisions
        .iter()
        .find(|review| review.decision == decision);
    let text = match context.settings.format.value {
        Format::Json | Format::Jsonl => serde_json::json!({
            "id": decision.id(),
            "decision": decision,
            "met": met.map(|review| &review.met),
            "unmet": met.map(Review::unmet),
            "before": before.json(),
            "after": after.json(),
            "report": published.html,
        })
        .to_string(),
        Format::Text | Format::Html | Format::Svg => {
            let report = published.html.display();
            let told = told(&decision, &target, met, [&before, &after]);
            format!("{told}\nReport: {report}")
        }
    };
    context.console.result(&text)?;
    Ok(Ended::Done)
}

/// A decision that somebody may have to defend needs a reason.
fn reason_given(args: &ReviewArgs, act: Act) -> anyhow::Result<()> {
    let given = args
        .reason
        .as_ref()
        .is_some_and(|text| !text.trim().is_empty());
    if given || act == Act::Undo {
        return Ok(());
    }
    Err(Usage("no reason is given".into()))
        .context(Hint("say why with --reason TEXT; reports print it".into()))
}

/// What a decision can change, to be told before and after.
struct Sum {
    claims: usize,
    contradictions: usize,
    outcome: Option<&'static str>,
}

impl Sum {
    fn of(dossier: &Dossier, target: &Target) -> Self {
        let verdict = match target {
            Target::Claim(claim) => dossier.verdict(&claim.id),
            Target::Contradiction(_) | Target::Decision(_) => None,
        };
        Self {
            claims: dossier.claims.len(),
            contradictions: dossier.contradictions.len(),
            outcome: verdict.map(|verdict| verdict.outcome().as_str()),
        }
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "claims": self.claims,
            "contradictions": self.contradictions,
            "outcome": self.outcome,
        })
    }
}

fn told(
    decision: &Decision,
    target: &Target,
    met: Option<&Review>,
    [before, after]: [&Sum; 2],
) -> String {
    let id = decision.id();
    let mut lines = vec![format!("{} {}", decision.action.as_str(), target.words())];
    if let Action::Undo(id) = &decision.action {
        lines.push(format!("takes back the decision {id}"));
    }
    for what in met.map(Review::unmet).unwrap_or_default() {
        lines.push(format!("not obeyed: {what}"));
    }
    if met.is_some_and(|review| !matches!(review.met, Met::Nothing(_))) {
        lines.push(format!(
            "decision {id}, obeyed now and by every later run; take it back with `backpedal \
             review {id} undo`"
        ));
    }
    for (what, before, after) in [
        ("claims", before.claims, after.claims),
        (
            "contradictions",
            before.contradictions,
            after.contradictions,
        ),
    ] {
        if before != after {
            lines.push(format!("{what}: {after}, before {before}"));
        }
    }
    if before.outcome != after.outcome {
        let word = |outcome: Option<&'static str>| outcome.unwrap_or("not judged");
        lines.push(format!(
            "against the data: {}, before {}",
            word(after.outcome),
            word(before.outcome)
        ));
    }
    lines.join("\n")
}
