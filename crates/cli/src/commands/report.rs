//! `report`: renders a case.

use anyhow::Context as _;
use backpedal_model::Dossier;
use backpedal_report::{Html, Json, Render as _, Terminal};

use super::Context;
use crate::{
    args::{Format, ReportArgs},
    as_of::as_asked,
    exit::{Ended, Hint, Usage},
    stages::{Bench, load_case, publish, run_case, write_whole},
};

pub(crate) fn report(context: &Context, args: &ReportArgs) -> anyhow::Result<Ended> {
    let bench = Bench::open(&context.settings, &context.console)?;
    let dossier = as_asked(dossier(&bench, args)?, &args.time, &context.console);
    let text = match context.settings.format.value {
        Format::Html => Html.render(&dossier),
        Format::Svg => backpedal_report::timeline_svg(&dossier),
        Format::Json => Json.render(&dossier),
        Format::Jsonl => anyhow::bail!(Usage("a report is no list of lines: use json".into())),
        Format::Text => {
            let color = context.console.color && args.out.is_none();
            Terminal {
                color,
                width: context.console.width,
            }
            .render(&dossier)
        }
    };
    match args
        .out
        .as_deref()
        .filter(|path| *path != std::path::Path::new("-"))
    {
        Some(path) => {
            write_whole(path, &text)?;
            context.console.note(&format!("report: {}", path.display()));
        }
        None => context.console.result(&text)?,
    }
    context.console.problems(&dossier.problems);
    Ok(Ended::from_problems(&dossier.problems))
}

/// The dossier of a case file, run now; or of an id, as it was kept.
fn dossier(bench: &Bench<'_>, args: &ReportArgs) -> anyhow::Result<Dossier> {
    let name = args.case.to_string_lossy();
    let is_id = !name.contains(['.', '/', '\\']);
    if is_id && !args.case.exists() {
        return bench
            .store
            .dossier(&name)?
            .with_context(|| Usage(format!("no case {name:?} was run into this data directory")))
            .with_context(|| Hint("run `backpedal run CASE` first, or give the case file".into()));
    }
    let dossier = run_case(bench, &load_case(&args.case)?)?;
    publish(bench, &dossier)?;
    Ok(dossier)
}
