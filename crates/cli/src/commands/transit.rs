//! `transit`: did X buy transit from Y on that day, in which snapshots, by which paths?

use std::fmt::Write as _;

use anyhow::Context as _;
use backpedal_model::{
    Asn, Case, Dated, Interval, Origin, Parties, Party, PartyId, PathFact, Policy, Problem,
    RelationshipFact, RelationshipFormat, Schedule, TopologyKind, TopologySpec, TransitAnswer,
    TransitRelation,
};

use super::Context;
use crate::{
    args::{Format, TransitArgs},
    exit::{Ended, Hint, Usage},
    stages::{Bench, LoadedCase, load_case, topology_of},
};

pub(crate) fn transit(context: &Context, args: &TransitArgs) -> anyhow::Result<Ended> {
    let mut loaded = match &args.case {
        Some(path) => load_case(path)?,
        None => LoadedCase::without_file(empty_case(args.on)),
    };
    for text in &args.relationships {
        loaded.case.topology.push(relationships(text)?);
    }
    for text in &args.table {
        loaded.case.topology.push(table(text)?);
    }
    if loaded.case.topology.is_empty() {
        return Err(Usage("no topology file to answer from".to_owned()))
            .with_context(|| Hint("give --case, --relationships or --table".to_owned()));
    }
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
    // Both directions are looked at, whichever was asked for.
    let reverse = backpedal_measurements::transit(&facts, &supplier, &customer, args.on);
    let text = match context.settings.format.value {
        Format::Json | Format::Jsonl => serde_json::to_string(&serde_json::json!({
            "relation": answer.relation(&loaded.case.policy),
            "answer": answer,
            "reverse": reverse.relation(&loaded.case.policy),
            "reverse_paths": reverse.paths,
            "datasets": facts.datasets,
        }))?,
        Format::Text | Format::Html | Format::Svg => for_people(&answer, &reverse, &loaded.case),
    };
    context.console.result(&text)?;
    context.console.problems(&problems);
    if facts.datasets.is_empty() {
        anyhow::bail!("no topology file could be read");
    }
    Ok(Ended::from_problems(&problems))
}

/// A party of the case by id, name or alias; else AS numbers, which become a party of their own.
pub(super) fn party(case: &mut Case, text: &str, on: jiff::civil::Date) -> anyhow::Result<PartyId> {
    use backpedal_model::Resolution;
    match case.parties.resolve(text, Some(on)) {
        Resolution::One(id) => return resolved(case, id),
        Resolution::Ambiguous(ids) => {
            let ids: Vec<&str> = ids.iter().map(PartyId::as_str).collect();
            anyhow::bail!(Usage(format!("{text:?} may be any of: {}", ids.join(", "))));
        }
        Resolution::Unknown => {}
    }
    let numbers: Result<Vec<Asn>, String> = text
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect();
    let asns = numbers
        .ok()
        .filter(|asns| !asns.is_empty())
        .with_context(|| {
            let known: Vec<&str> = case.parties.iter().map(|party| party.id.as_str()).collect();
            let known = if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            };
            Usage(format!(
                "{text:?} is neither AS numbers nor a party of the case (known: {known})"
            ))
        })?;
    let id = asns
        .iter()
        .map(|asn| format!("as{}", asn.0))
        .collect::<Vec<_>>()
        .join("-");
    let id = PartyId::new(&id).map_err(|error| Usage(error.to_string()))?;
    case.parties.0.push(Party {
        id: id.clone(),
        name: match asns.as_slice() {
            [first, _, _, rest @ ..] if !rest.is_empty() => {
                format!("{first} and {} more", asns.len() - 1)
            }
            _ => text.to_owned(),
        },
        aliases: vec![],
        domains: vec![],
        handles: vec![],
        people: vec![],
        asns: asns.into_iter().map(Dated::always).collect(),
        prefixes: vec![],
        targets: vec![],
        unresolved: None,
    });
    Ok(id)
}

/// A party without AS numbers cannot be looked up, and the case may say why.
fn resolved(case: &Case, id: PartyId) -> anyhow::Result<PartyId> {
    let party = case.parties.get(&id).context("the party is gone")?;
    if party.asns.is_empty() {
        let why = party
            .unresolved
            .as_deref()
            .unwrap_or("the case gives no AS number for it");
        anyhow::bail!(Usage(format!(
            "{} does not resolve to a network: {why}",
            party.name
        )));
    }
    Ok(id)
}

/// Reads `FORMAT:DATE:FILE`.
pub(super) fn relationships(text: &str) -> anyhow::Result<TopologySpec> {
    let wrong = || {
        Usage(format!(
            "{text:?} is not FORMAT:DATE:FILE, as in snap:2007-11-05:as.txt.gz"
        ))
    };
    let (format, rest) = text.split_once(':').with_context(wrong)?;
    let format = match format {
        "serial-1" => RelationshipFormat::Serial1,
        "serial-2" => RelationshipFormat::Serial2,
        "snap" => RelationshipFormat::Snap,
        _ => anyhow::bail!(Usage(format!(
            "{format:?} is none of serial-1, serial-2, snap"
        ))),
    };
    dated(rest, TopologyKind::Relationships(format)).with_context(wrong)
}

/// Reads `DATE:FILE`.
fn table(text: &str) -> anyhow::Result<TopologySpec> {
    let wrong = || {
        Usage(format!(
            "{text:?} is not DATE:FILE, as in 2010-07-01:rib.txt.gz"
        ))
    };
    dated(text, TopologyKind::BgpTable).with_context(wrong)
}

pub(super) fn dated(text: &str, kind: TopologyKind) -> Option<TopologySpec> {
    let (date, path) = text.split_once(':')?;
    let date = date.parse().ok()?;
    Some(TopologySpec {
        kind,
        origin: Origin::File(path.to_owned()),
        date,
        synthetic: false,
        note: None,
    })
}

pub(super) fn empty_case(on: jiff::civil::Date) -> Case {
    let day = backpedal_model::Moment::day(on).instants(&jiff::tz::TimeZone::UTC);
    Case {
        id: "transit".to_owned(),
        title: "transit".to_owned(),
        summary: None,
        synthetic: None,
        window: Interval::new(day.start, day.end),
        zone: "UTC".to_owned(),
        parties: Parties::default(),
        sources: vec![],
        measurements: vec![],
        archives: Vec::new(),
        topology: vec![],
        policy: Policy::default(),
        schedule: Schedule::default(),
    }
}

fn for_people(answer: &TransitAnswer, reverse: &TransitAnswer, case: &Case) -> String {
    let name = |id: &PartyId| {
        case.parties
            .get(id)
            .map_or_else(|| id.to_string(), |party| party.name.clone())
    };
    let (x, y) = (name(&answer.customer), name(&answer.supplier));
    let verdict = match answer.relation(&case.policy) {
        TransitRelation::Depends => format!("yes: {x} depended on {y}"),
        TransitRelation::PartlyDepends => format!("partly: some of {x}’s paths crossed {y}"),
        TransitRelation::Hardly => {
            format!("cannot tell: a few of {x}’s paths crossed {y}, too few for a dependency")
        }
        TransitRelation::NoVisibleDependency => format!("no visible dependency of {x} on {y}"),
        TransitRelation::OtherDirection => {
            format!("no visible dependency of {x} on {y}; the other way round: {x} supplied {y}")
        }
        TransitRelation::NotKnown => format!("cannot tell: no snapshot knows both {x} and {y}"),
    };
    let mut text = format!("{verdict} (asked for {})\n", answer.on);
    answer
        .relationships
        .iter()
        .for_each(|fact| relationship_line(&mut text, fact, &x, &y));
    answer
        .paths
        .iter()
        .for_each(|fact| path_lines(&mut text, fact, &x, &y));
    for fact in reverse.paths.iter().filter(|fact| fact.paths > 0) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  the other way, table of {}: {} of {} paths to {y} cross {x}",
            fact.date, fact.crossing, fact.paths
        );
    }
    text
}

fn relationship_line(text: &mut String, fact: &RelationshipFact, x: &str, y: &str) {
    let links = |pairs: &[(Asn, Asn)]| {
        let shown: Vec<String> = pairs
            .iter()
            .take(8)
            .map(|(a, b)| format!("{a}–{b}"))
            .collect();
        let more = pairs.len().saturating_sub(8);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        format!("{}{more}", shown.join(", "))
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  relationships of {}:", fact.date);
    let _ = match (fact.direct.is_empty(), fact.is_only_provider()) {
        (true, _) => writeln!(text, "    no AS of {x} buys from an AS of {y}"),
        (false, true) => writeln!(text, "    only provider: {}", links(&fact.direct)),
        (false, false) => {
            let mut buyers: Vec<Asn> = fact.direct.iter().map(|(own, _)| *own).collect();
            buyers.dedup();
            writeln!(
                text,
                "    {} of {} ASes of {x} buy from {y}: {}",
                buyers.len(),
                fact.customer_known.len(),
                links(&fact.direct)
            )
        }
    };
    if !fact.reverse.is_empty() {
        let known = fact.supplier_known.len();
        let n = fact.reverse_suppliers();
        let _ = writeln!(
            text,
            "    {x} supplies {n} of {known} ASes of {y}: {}",
            links(&fact.reverse)
        );
    }
    if !fact.peers.is_empty() {
        let _ = writeln!(text, "    peering: {}", links(&fact.peers));
    }
    if let (Some(inside), Some(size)) = (&fact.in_cone, fact.cone_size) {
        let inside = inside.len();
        let _ = writeln!(
            text,
            "    customer cone of {y}: {size} ASes, {inside} of them {x}’s"
        );
    }
    if fact.customer_known.is_empty() || fact.supplier_known.is_empty() {
        let _ = writeln!(
            text,
            "    one of the two is not in this file: it tells nothing"
        );
    }
}

fn path_lines(text: &mut String, fact: &PathFact, x: &str, y: &str) {
    let (crossing, paths) = (fact.crossing, fact.paths);
    let _ = writeln!(
        text,
        "  table of {}: {crossing} of {paths} paths to {x} cross {y}",
        fact.date
    );
    // With no path that crosses, the examples show how the traffic went instead.
    let how = if crossing > 0 { "by" } else { "instead by" };
    for example in &fact.examples {
        let _ = writeln!(text, "    {how} {example}");
    }
}
