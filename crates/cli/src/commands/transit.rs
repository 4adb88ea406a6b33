//! `transit`: did X buy transit from Y on that day, in which snapshots, by which paths?

mod print;

use backpedal_model::Problem;
use print::for_people;

use super::{
    Context,
    asked::{empty_case, party},
    snapshots,
};
use crate::{
    args::{Format, TransitArgs},
    exit::{Ended, Usage},
    stages::{Bench, LoadedCase, load_case, topology_of},
};

pub(crate) fn transit(context: &Context, args: &TransitArgs) -> anyhow::Result<Ended> {
    let mut loaded = match &args.case.case {
        Some(path) => load_case(path)?,
        None => LoadedCase::without_file(empty_case(args.on)),
    };
    snapshots::add_links(&mut loaded, &args.links)?;
    snapshots::some(&loaded, "give --case, --relationships, --table or --cones")?;
    let customer = party(&mut loaded.case, &args.customer, args.on)?;
    let supplier = party(&mut loaded.case, &args.supplier, args.on)?;
    if customer == supplier {
        anyhow::bail!(Usage(format!(
            "{customer} is asked about itself: name two parties"
        )));
    }
    // Only the two that are asked about: a table of millions of paths is read for them alone.
    loaded
        .case
        .parties
        .0
        .retain(|party| party.id == customer || party.id == supplier);
    let bench = Bench::open(&context.settings, &context.console)?;
    let mut problems: Vec<Problem> = Vec::new();
    let facts = topology_of(&bench, &loaded, &mut problems);
    let answer = backpedal_measurements::transit(&facts, &customer, &supplier, args.on);
    let text = match context.settings.format.value {
        Format::Json | Format::Jsonl => serde_json::to_string(&serde_json::json!({
            "relation": answer.relation(&loaded.case.policy),
            "share": answer.share(),
            "answer": answer,
            "datasets": facts.datasets,
        }))?,
        Format::Text | Format::Html | Format::Svg => for_people(&answer, &loaded.case),
    };
    context.console.result(&text)?;
    context.console.problems(&problems);
    if facts.datasets.is_empty() {
        anyhow::bail!("no topology file could be read");
    }
    Ok(Ended::from_problems(&problems))
}
