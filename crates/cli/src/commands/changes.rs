//! `changes`: what was edited, removed and put back between looks.

mod print;

pub(crate) use print::json;

use backpedal_changes::changes as of_looks;
use backpedal_model::{Case, Change, ChangeClass, Problem};

use super::Context;
use crate::{
    args::{ChangesArgs, Format},
    exit::Ended,
    stages::{Bench, changed, load_case},
};

pub(crate) fn changes(context: &Context, args: &ChangesArgs) -> anyhow::Result<Ended> {
    let loaded = load_case(&args.case)?;
    let bench = Bench::open_existing(&context.settings, &context.console)?;
    let mut problems: Vec<Problem> = Vec::new();
    let mut found: Vec<Change> = changed(&bench, &loaded, &mut problems)?
        .iter()
        .flat_map(|past| of_looks(&past.address, past.shape, &past.looks()))
        .filter(|change| is_asked_for(change, args, &loaded.case))
        .collect();
    found.sort_by(|a, b| (a.new.first_seen, &a.id).cmp(&(b.new.first_seen, &b.id)));
    let console = &context.console;
    let text = match context.settings.format.value {
        Format::Json => serde_json::json!({
            "case": loaded.case.id,
            "changes": found.iter().map(json).collect::<Vec<_>>(),
            "problems": problems,
        })
        .to_string(),
        Format::Jsonl => {
            let lines: Vec<String> = found.iter().map(|c| json(c).to_string()).collect();
            lines.join("\n")
        }
        Format::Text | Format::Html | Format::Svg => {
            print::text(&found, &loaded.case.time_zone(), console.color)
        }
    };
    if !text.is_empty() {
        console.result(&text)?;
    }
    console.problems(&problems);
    Ok(Ended::from_problems(&problems))
}

fn is_asked_for(change: &Change, args: &ChangesArgs, case: &Case) -> bool {
    let class = if args.classes.is_empty() {
        change.class != ChangeClass::Cosmetic
    } else {
        args.classes.contains(&change.class)
    };
    let since = args
        .since
        .is_none_or(|since| change.new.first_seen >= since.start(case));
    class && since && (!args.silent || change.is_silent())
}
