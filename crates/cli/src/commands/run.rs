//! `run`: all stages in order; prints the finding and where the report is.

use backpedal_report::{Json, Render as _, Terminal};

use super::{Context, crawl};
use crate::{
    args::{CaseArgs, Format},
    exit::Ended,
    stages::{Bench, load_case, publish, run_case},
};

pub(crate) fn run(context: &Context, args: &CaseArgs) -> anyhow::Result<Ended> {
    let loaded = load_case(&args.case)?;
    let bench = Bench::open(&context.settings, &context.console)?;
    if !args.offline {
        crawl::fetch_missing(context, &bench, &loaded)?;
    }
    let dossier = run_case(&bench, &loaded)?;
    let published = publish(&bench, &dossier)?;
    let console = &context.console;
    match context.settings.format.value {
        Format::Json | Format::Jsonl => console.result(&Json.render(&dossier))?,
        Format::Html => console.result(&backpedal_report::Html.render(&dossier))?,
        Format::Svg => console.result(&backpedal_report::timeline_svg(&dossier))?,
        Format::Text => {
            let terminal = Terminal {
                color: console.color,
                width: console.width,
            };
            let text = terminal.render(&dossier);
            console.result(&format!(
                "{}\n\nReport: {}",
                text.trim_end(),
                published.html.display()
            ))?;
        }
    }
    console.problems(&dossier.problems);
    Ok(Ended::from_problems(&dossier.problems))
}
