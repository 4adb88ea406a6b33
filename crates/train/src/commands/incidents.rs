//! `backpedal-train incidents`: real incidents as dated statements, judged and held against what an
//! honest reader concludes.

use std::{io::Write as _, path::PathBuf};

use anyhow::Context as _;
use backpedal_model::{Claim, ClaimId};
use backpedal_train::incidents::{Incident, Judged, body, conclude, traps};

/// What to judge.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The incidents, one JSON object a line
    file: PathBuf,
    /// Print the claims and contradictions of these incidents
    #[arg(long, value_name = "ID")]
    show: Vec<String>,
    /// Print those of all incidents
    #[arg(long)]
    all: bool,
}

/// Prints each target with its conclusion, and the shares reached.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("{} cannot be read", args.file.display()))?;
    let mut out = std::io::stdout().lock();
    let (mut reached, mut targets, mut accused) = (0, 0, 0);
    let traps = traps();
    let (mut avoided, mut set) = (0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let incident: Incident = serde_json::from_str(line).context("a line is no incident")?;
        let judged = Judged::of(&incident).map_err(anyhow::Error::msg)?;
        writeln!(out, "{}", incident.id)?;
        if args.all || args.show.contains(&incident.id) {
            show(&mut out, &incident, &judged)?;
        }
        for target in &incident.verdict_targets {
            let conclusion = conclude(&judged, target);
            let mark = if conclusion.reached { '+' } else { '-' };
            writeln!(
                out,
                "  {mark} {}: {}, wanted {}",
                target.claim, conclusion.found, target.verdict
            )?;
            targets += 1;
            reached += usize::from(conclusion.reached);
        }
        for trap in traps.iter().filter(|trap| trap.incident == incident.id) {
            let clear = trap.is_avoided(&judged);
            writeln!(
                out,
                "  {} trap: {}",
                if clear { '+' } else { '-' },
                trap.trap
            )?;
            set += 1;
            avoided += usize::from(clear);
        }
        if incident.kind == "control" {
            accused += judged.judgement.contradictions.len();
        }
    }
    writeln!(
        out,
        "{reached} of {targets} targets reached ({:.3}); {avoided} of {set} traps avoided; {accused} \
         contradictions in controls",
        reached as f64 / f64::from(u32::try_from(targets.max(1))?)
    )?;
    Ok(())
}

fn show(out: &mut impl std::io::Write, incident: &Incident, judged: &Judged) -> anyhow::Result<()> {
    for (number, said) in incident.statements.iter().enumerate() {
        writeln!(out, "  [{}] {}", said.date, body(said))?;
        let name = format!("s{number}");
        for claim in judged.claims.iter().filter(|claim| claim.document == name) {
            writeln!(out, "      {}", line(claim))?;
        }
    }
    let words = |id: &ClaimId| {
        let claim = judged.claims.iter().find(|claim| claim.id == *id);
        claim.map(|claim| format!("{} “{}”", claim.document, claim.quote.text))
    };
    for found in &judged.judgement.contradictions {
        let ends = (words(&found.a), words(&found.b));
        writeln!(out, "  ! {} {} {:?}", found.kind, found.rule, ends)?;
    }
    for none in &judged.judgement.non_contradictions {
        writeln!(
            out,
            "  ~ {} {:?}",
            none.kind,
            (words(&none.a), words(&none.b))
        )?;
    }
    Ok(())
}

fn line(claim: &Claim) -> String {
    let objects: Vec<&str> = claim
        .objects
        .iter()
        .map(|object| object.text.as_str())
        .collect();
    format!(
        "{} {} by {:?}/{:?} of {:?} {objects:?} {:?} {:?}: {}",
        claim.kind,
        claim.polarity,
        claim.speaker.name,
        claim.speaker.org,
        claim.subject.as_ref().map(|subject| &subject.text),
        claim.cause_kind.map(|kind| kind.as_str()),
        claim.quantity.as_ref().map(|q| (q.value, &q.unit)),
        claim.quote.text
    )
}
