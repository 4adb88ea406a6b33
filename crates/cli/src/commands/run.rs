//! `run`: all stages in order; prints the finding and where the report is.

use backpedal_report::{Json, Render as _, Sheet, Terminal};

use super::{Context, crawl};
use crate::{
    args::{Format, RunArgs},
    as_of::as_asked,
    exit::Ended,
    stages::{Bench, load_case, publish, run_case},
};

pub(crate) fn run(context: &Context, args: &RunArgs) -> anyhow::Result<Ended> {
    let loaded = load_case(&args.case.case)?;
    let bench = Bench::open(&context.settings, &context.console)?;
    if !args.case.offline {
        crawl::fetch_missing(context, &bench, &loaded)?;
    }
    let dossier = run_case(&bench, &loaded)?;
    let published = publish(&bench, &dossier)?;
    let console = &context.console;
    // The files are of all that is known; only what is printed goes back in time.
    let dossier = as_asked(dossier, &args.time, console);
    match context.settings.format.value {
        Format::Json | Format::Jsonl => console.result(&Json.render(&dossier))?,
        Format::Html => console.result(&backpedal_report::Html.render(&dossier))?,
        Format::Svg => console.result(&backpedal_report::timeline_svg(&dossier))?,
        Format::Text => {
            let terminal = Terminal {
                color: console.color,
                width: console.width,
            };
            let sheet = Sheet {
                brief: true,
                ..Sheet::whole(terminal)
            };
            let text = sheet.render(&dossier);
            let file = if dossier.run.left_out.is_some() {
                "Report, of all that is known now"
            } else {
                "Report"
            };
            console.result(&format!(
                "{}\n\n{file}: {}",
                text.trim_end(),
                published.html.display()
            ))?;
        }
    }
    console.problems(&dossier.problems);
    Ok(Ended::from_problems(&dossier.problems))
}
