//! The answer of `transit` for people.

use std::fmt::Write as _;

use backpedal_model::{
    Asn, Case, PartyId, PathFact, RelationshipFact, TransitAnswer, TransitRelation,
};
use jiff::civil::Date;

use super::super::snapshots::{distance, thousands};

pub(super) fn for_people(answer: &TransitAnswer, case: &Case) -> String {
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
    let on = answer.on;
    for fact in &answer.relationships {
        relationship_line(&mut text, fact, (&x, &y), on);
    }
    for fact in &answer.paths {
        path_lines(&mut text, fact, (&x, &y), on);
    }
    for fact in &answer.reverse_paths {
        let crossing = thousands(fact.crossing.into());
        let paths = thousands(fact.paths.into());
        let when = when(fact.date, on);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  the other way, table of {when}: {crossing} of {paths} paths to {y} cross {x}{}",
            share(fact)
        );
    }
    text.push_str(&one_sided(answer));
    text
}

/// "2007-11-05 (525 days before)".
fn when(date: Date, on: Date) -> String {
    format!("{date} ({})", distance(date, on))
}

/// The share of crossing paths.
fn share(fact: &PathFact) -> String {
    fact.share()
        .map_or_else(String::new, |share| format!(" (h = {share:.3})"))
}

/// Which kinds of snapshot lie on one side of the day only.
fn one_sided(answer: &TransitAnswer) -> String {
    let links = answer.relationships.iter().map(|fact| fact.date).collect();
    let tables = answer.paths.iter().map(|fact| fact.date).collect();
    let kinds: [(&str, Vec<Date>); 2] = [("relationships", links), ("table", tables)];
    let mut text = String::new();
    for (kind, dates) in kinds {
        let side = match dates.as_slice() {
            [] => continue,
            dates if dates.iter().all(|date| *date > answer.on) => "before",
            dates if dates.iter().all(|date| *date < answer.on) => "after",
            _ => continue,
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  no {kind} from {side} the day at hand");
    }
    text
}

/// The first links of a list.
fn links(pairs: &[(Asn, Asn)]) -> String {
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
}

fn relationship_line(text: &mut String, fact: &RelationshipFact, (x, y): (&str, &str), on: Date) {
    // Writing to a string cannot fail.
    let kind = if fact.is_cone_only() {
        "customer cones"
    } else {
        "relationships"
    };
    let _ = writeln!(text, "  {kind} of {}:", when(fact.date, on));
    let _ = match (fact.direct.is_empty(), fact.is_only_provider()) {
        (true, _) if fact.is_cone_only() => Ok(()),
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
        let (inside, size) = (inside.len(), thousands(size.into()));
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

fn path_lines(text: &mut String, fact: &PathFact, (x, y): (&str, &str), on: Date) {
    let crossing = thousands(fact.crossing.into());
    let paths = thousands(fact.paths.into());
    let _ = writeln!(
        text,
        "  table of {}: {crossing} of {paths} paths to {x} cross {y}{}",
        when(fact.date, on),
        share(fact)
    );
    // With no path that crosses, the examples show how the traffic went instead.
    let how = if fact.crossing > 0 {
        "by"
    } else {
        "instead by"
    };
    for example in &fact.examples {
        let _ = writeln!(text, "    {how} {example}");
    }
}
