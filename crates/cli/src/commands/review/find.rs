//! What an id, or the beginning of one, means.

use std::collections::BTreeMap;

use anyhow::Context as _;
use backpedal_model::{Claim, Contradiction, DecisionId, Dossier, Met};

use crate::{
    exit::{Hint, Usage},
    stages::Bench,
};

/// What can be decided about.
pub(super) enum Target {
    /// A claim as it was extracted, whatever was decided about it since.
    Claim(Box<Claim>),
    /// A contradiction, refused ones among them.
    Contradiction(Box<Contradiction>),
    /// A decision, to be taken back.
    Decision(DecisionId),
}

impl Target {
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Claim(claim) => claim.id.as_str(),
            Self::Contradiction(found) => found.id.as_str(),
            Self::Decision(id) => id.as_str(),
        }
    }

    /// What it is, for a person to check that the right one was met.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Claim(claim) => format!("claim {}: “{}”", claim.id, claim.quote.text),
            Self::Contradiction(found) => {
                format!("contradiction {} ({}): {}", found.id, found.kind, found.why)
            }
            Self::Decision(id) => format!("decision {id}"),
        }
    }
}

/// The one thing whose id begins so, and the case that holds it.
pub(super) fn find(
    bench: &Bench<'_>,
    begins: &str,
    case: Option<&str>,
) -> anyhow::Result<(Dossier, Target)> {
    let mut found: Vec<(String, Target)> = Vec::new();
    for id in cases(bench, case)? {
        if let Some(dossier) = bench.store.dossier(&id)? {
            let things = things(bench, &dossier, begins)?;
            found.extend(things.into_iter().map(|thing| (id.clone(), thing)));
        }
    }
    let several = || {
        let ids = found.iter().take(5);
        let ids: Vec<String> = ids
            .map(|(case, thing)| format!("{} in {case}", thing.id()))
            .collect();
        ids.join(", ")
    };
    match found.len() {
        1 => {
            let (case, target) = found.remove(0);
            let dossier = bench.store.dossier(&case)?;
            Ok((dossier.context("the case is gone")?, target))
        }
        0 => Err(Usage(format!(
            "no claim, contradiction or decision has an id that begins with {begins:?}"
        )))
        .context(Hint(
            "`backpedal search type:claim` lists claims, `backpedal check CASE` contradictions, \
             `backpedal review --list` decisions"
                .into(),
        )),
        _ => Err(Usage(format!(
            "{begins:?} is not enough to tell: {}",
            several()
        )))
        .context(Hint("give more of the id, or --case".into())),
    }
}

/// The ids of the cases to look in.
pub(super) fn cases(bench: &Bench<'_>, wanted: Option<&str>) -> anyhow::Result<Vec<String>> {
    let mut ids: Vec<String> = bench.store.cases()?.into_iter().map(|c| c.id).collect();
    if let Some(wanted) = wanted {
        ids.retain(|id| id == wanted);
        if ids.is_empty() {
            let no = format!("no case {wanted:?} was run into this data directory");
            return Err(Usage(no)).context(Hint("run `backpedal run CASE` first".into()));
        }
    }
    Ok(ids)
}

fn things(bench: &Bench<'_>, dossier: &Dossier, begins: &str) -> anyhow::Result<Vec<Target>> {
    let mut things: BTreeMap<String, Target> = BTreeMap::new();
    let mut add = |target: Target| {
        if target.id().starts_with(begins) {
            things.entry(target.id().to_owned()).or_insert(target);
        }
    };
    for old in &dossier.extracted {
        add(Target::Claim(Box::new(old.claim.clone())));
    }
    for claim in dossier
        .claims
        .iter()
        .filter(|c| c.id.as_str().starts_with(begins))
    {
        add(Target::Claim(Box::new(claim.clone())));
    }
    for found in &dossier.contradictions {
        add(Target::Contradiction(Box::new(found.clone())));
    }
    for review in &dossier.decisions {
        if let Met::Contradictions(met) = &review.met {
            for found in met {
                add(Target::Contradiction(Box::new(found.clone())));
            }
        }
    }
    for decision in bench.store.decisions(&dossier.case.id)? {
        add(Target::Decision(decision.id()));
    }
    Ok(things.into_values().collect())
}
