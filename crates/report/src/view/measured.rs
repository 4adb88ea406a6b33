//! What was measured, in figures, and who depends on whom.

use backpedal_model::{
    BaselineKind, Observation, PartyId, Policy, Probes, Question, Signal, TransitAnswer,
    TransitRelation, Visibility,
};
use serde::Serialize;

use crate::{
    names::Names,
    phrase,
    stamp::{clock, count, interval, list, percent, thousands, utc},
};

/// The figures of one series.
#[derive(Serialize)]
pub(crate) struct MeasuredView {
    pub(crate) id: String,
    pub(crate) party: String,
    pub(crate) signal: &'static str,
    pub(crate) synthetic: bool,
    /// The series in one sentence.
    pub(crate) summary: String,
    /// Name and value, in a fixed order.
    pub(crate) figures: Vec<(String, String)>,
    pub(crate) watched: String,
    /// What the rules find missing.
    pub(crate) missing: Vec<String>,
    pub(crate) gaps: Vec<String>,
}

/// Whether one party depends on another.
#[derive(Serialize)]
pub(crate) struct TransitView {
    pub(crate) customer: String,
    pub(crate) supplier: String,
    pub(crate) relation: TransitRelation,
    pub(crate) answer: &'static str,
    /// Whether a claim asks for it.
    pub(crate) asked: bool,
    /// One clause for each snapshot.
    pub(crate) grounds: Vec<String>,
}

/// All series.
pub(crate) fn series(names: Names<'_>) -> Vec<MeasuredView> {
    names
        .0
        .observations
        .iter()
        .map(|seen| one(names, seen))
        .collect()
}

fn one(names: Names<'_>, seen: &Observation) -> MeasuredView {
    let policy = &names.0.case.policy;
    let party = names.party(&seen.party);
    let (signal, summary, figures) = match &seen.signal {
        Signal::Visibility(series) => (
            "visibility in routing",
            visibility_summary(&party, series),
            visibility(series, policy),
        ),
        Signal::Probes(series) => (
            "probe success",
            probes_summary(&party, series),
            probes(series),
        ),
    };
    let missing = match &seen.signal {
        Signal::Visibility(_) => seen.coverage.missing(policy),
        Signal::Probes(series) => probes_missing(series, policy),
    };
    MeasuredView {
        id: seen.id.to_string(),
        party,
        signal,
        synthetic: seen.synthetic,
        summary,
        figures,
        watched: phrase::coverage(&seen.coverage),
        missing,
        gaps: seen.coverage.gaps.iter().map(phrase::gap).collect(),
    }
}

fn visibility_summary(party: &str, series: &Visibility) -> String {
    let Some((at, least)) = series.minimum() else {
        return format!("Nothing of {party} was visible to measure.");
    };
    if least >= 1.0 {
        return format!("All watched prefixes of {party} stayed visible; this is not “was up”.");
    }
    format!(
        "At the least {} of the prefixes of {party} were visible, at {}; {} below 99 %.",
        percent(least),
        utc(at),
        count(series.minutes_below(0.99) as usize, "minute", "minutes")
    )
}

fn visibility(series: &Visibility, policy: &Policy) -> Vec<(String, String)> {
    let minutes = |level: f64| count(series.minutes_below(level) as usize, "minute", "minutes");
    let edge = |at: Option<backpedal_model::Interval>| at.map_or("none".to_owned(), interval);
    let asns: Vec<String> = series.asns.iter().map(ToString::to_string).collect();
    let prefixes = thousands(u64::from(series.baseline.prefixes));
    let kind = match series.baseline.kind {
        BaselineKind::TableAtStart => "the table at the start",
        BaselineKind::MedianOfDayBefore => "the median of the day before",
    };
    let minimum = series
        .minimum()
        .map_or("not measured".to_owned(), |(at, least)| {
            format!("{} at {}", percent(least), clock(at))
        });
    let mut rows = vec![
        (
            "Watched".to_owned(),
            format!("{prefixes} prefixes of {}", list(&asns)),
        ),
        (
            "Baseline".to_owned(),
            format!("{kind}, {}", utc(series.baseline.at)),
        ),
        ("Minimum".to_owned(), minimum),
        ("First loss".to_owned(), edge(series.first_loss)),
        (
            format!("Onset (below {})", percent(policy.partly_below)),
            edge(series.onset),
        ),
        ("End".to_owned(), edge(series.recovery)),
        ("Below 99 %".to_owned(), minutes(0.99)),
        ("Below 95 %".to_owned(), minutes(0.95)),
        ("Below 80 %".to_owned(), minutes(0.80)),
    ];
    if !series.lacking.is_empty() {
        let lacking: Vec<String> = series
            .lacking
            .iter()
            .map(|lack| format!("{} ({}) lacks {}", lack.asn, lack.peer, lack.missing))
            .collect();
        rows.push((
            "Peers without routes at the end".to_owned(),
            lacking.join("; "),
        ));
    }
    rows
}

/// The worst round: when, answered, sent.
pub(crate) fn worst(series: &Probes) -> Option<(jiff::Timestamp, f64)> {
    let rounds = series.bins.iter().filter(|bin| bin.sent > 0);
    let shares = rounds.map(|bin| (bin.start, f64::from(bin.answered) / f64::from(bin.sent)));
    shares.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
}

fn probes_summary(party: &str, series: &Probes) -> String {
    match worst(series) {
        None => format!("No probe was sent to {party}."),
        Some((at, least)) => format!(
            "In the worst round, at {}, {} of the probes to {party} were answered.",
            utc(at),
            percent(least)
        ),
    }
}

fn probes(series: &Probes) -> Vec<(String, String)> {
    let share = |share: Option<f64>| share.map_or("none".to_owned(), percent);
    let worst = worst(series).map_or("not measured".to_owned(), |(at, least)| {
        format!("{} at {}", percent(least), clock(at))
    });
    vec![
        ("Targets".to_owned(), list(&series.targets)),
        (
            "Probes".to_owned(),
            format!(
                "{} in {}",
                series.probes,
                count(series.source_ases as usize, "AS", "ASes")
            ),
        ),
        ("Success before".to_owned(), share(series.baseline)),
        ("Worst round".to_owned(), worst),
        ("Control targets".to_owned(), share(series.control)),
        (
            "Rounds".to_owned(),
            format!("{} of {} s", series.bins.len(), series.bin_seconds),
        ),
    ]
}

fn probes_missing(series: &Probes, policy: &Policy) -> Vec<String> {
    let mut missing = Vec::new();
    if series.probes < policy.min_probes {
        missing.push(format!(
            "{} probes where {} are needed",
            series.probes, policy.min_probes
        ));
    }
    if series.source_ases < policy.min_probe_ases {
        let (have, need) = (series.source_ases, policy.min_probe_ases);
        missing.push(format!("probes in {have} ASes where {need} are needed"));
    }
    if series.baseline.is_none() {
        missing.push("no baseline from before the window".to_owned());
    }
    missing
}

/// The pairs that claims ask about first, then those of which the snapshots know something.
pub(crate) fn transit(names: Names<'_>) -> Vec<TransitView> {
    let dossier = names.0;
    let mut pairs: Vec<(PartyId, PartyId, bool)> = Vec::new();
    let mut add = |customer: &PartyId, supplier: &PartyId, asked: bool| {
        if !pairs.iter().any(|(c, s, _)| c == customer && s == supplier) {
            pairs.push((customer.clone(), supplier.clone(), asked));
        }
    };
    for verdict in &dossier.verdicts {
        asked(&verdict.question, &mut |c, s| add(c, s, true));
    }
    for fact in &dossier.relationships {
        add(&fact.customer, &fact.supplier, false);
    }
    for fact in &dossier.paths {
        add(&fact.customer, &fact.supplier, false);
    }
    let views = pairs
        .iter()
        .map(|(customer, supplier, asked)| pair(names, customer, supplier, *asked));
    let mut views: Vec<TransitView> = views
        .filter(|view| view.asked || view.relation != TransitRelation::NotKnown)
        .collect();
    views.sort_by_key(|view| !view.asked);
    views
}

fn asked(question: &Question, add: &mut dyn FnMut(&PartyId, &PartyId)) {
    match question {
        Question::Depends {
            customer, supplier, ..
        }
        | Question::HitThrough {
            customer, supplier, ..
        } => add(customer, supplier),
        Question::Each { parts } => parts.iter().for_each(|(_, part)| asked(part, add)),
        _ => {}
    }
}

fn pair(names: Names<'_>, customer: &PartyId, supplier: &PartyId, asked: bool) -> TransitView {
    let dossier = names.0;
    let is = |c: &PartyId, s: &PartyId| c == customer && s == supplier;
    let relationships: Vec<_> = dossier
        .relationships
        .iter()
        .filter(|f| is(&f.customer, &f.supplier))
        .cloned()
        .collect();
    let paths: Vec<_> = dossier
        .paths
        .iter()
        .filter(|f| is(&f.customer, &f.supplier))
        .cloned()
        .collect();
    let on = dossier
        .case
        .window
        .start
        .to_zoned(dossier.case.time_zone())
        .date();
    let answer = TransitAnswer {
        customer: customer.clone(),
        supplier: supplier.clone(),
        on,
        relationships,
        paths,
    };
    let relation = answer.relation(&dossier.case.policy);
    TransitView {
        customer: names.party(customer),
        supplier: names.party(supplier),
        relation,
        answer: phrase::relation(relation),
        asked,
        grounds: grounds(&answer, &names.party(customer), &names.party(supplier)),
    }
}

fn grounds(answer: &TransitAnswer, customer: &str, supplier: &str) -> Vec<String> {
    let mut grounds = Vec::new();
    for fact in &answer.relationships {
        let text = if fact.customer_known.is_empty() {
            format!("{customer} is not in the file")
        } else if fact.supplier_known.is_empty() {
            format!("{supplier} is not in the file")
        } else if fact.is_only_provider() {
            let (buyer, seller) = fact.direct[0];
            format!("the only provider of {buyer} is {seller}")
        } else if !fact.direct.is_empty() {
            format!(
                "{} to {supplier}",
                count(fact.direct.len(), "provider link", "provider links")
            )
        } else if !fact.reverse.is_empty() {
            let n = fact.reverse_suppliers();
            format!(
                "{customer} is a provider of {} of {supplier}",
                count(n, "AS", "ASes")
            )
        } else if let Some(inside) = fact.in_cone.as_ref().filter(|ases| !ases.is_empty()) {
            let ases = count(inside.len(), "AS", "ASes");
            format!("no direct link; {ases} of it in the customer cone of {supplier}")
        } else if let Some(cone) = fact.cone_size.filter(|_| fact.in_cone.is_some()) {
            let size = thousands(u64::from(cone));
            let noun = if cone == 1 { "AS" } else { "ASes" };
            format!("no link; not in the customer cone of {supplier} ({size} {noun})")
        } else {
            "no link".to_owned()
        };
        grounds.push(format!("{}, relationships: {text}", fact.date));
    }
    for fact in &answer.paths {
        let (crossing, paths) = (u64::from(fact.crossing), u64::from(fact.paths));
        let mut text = format!(
            "{}, table: {} of {} paths to {customer} cross {supplier}",
            fact.date,
            thousands(crossing),
            thousands(paths)
        );
        if let Some(example) = fact.examples.first() {
            text.push_str(&format!(" (such as {example})"));
        }
        grounds.push(text);
    }
    grounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn only_ground(change: impl Fn(&mut backpedal_model::RelationshipFact)) -> String {
        let mut dossier = sample::dossier();
        dossier.paths.clear();
        change(&mut dossier.relationships[0]);
        let views = transit(Names(&dossier));
        views[0].grounds[0].clone()
    }

    #[test]
    fn the_cone_is_named_only_as_far_as_the_file_carries_it() {
        let no_link = |fact: &mut backpedal_model::RelationshipFact| {
            fact.direct.clear();
            fact.cone_size = Some(1138);
        };
        let ground = only_ground(|fact| {
            no_link(fact);
            fact.in_cone = Some(vec![]);
        });
        assert!(
            ground.ends_with("not in the customer cone of Heron Transit (1,138 ASes)"),
            "{ground}"
        );
        let ground = only_ground(|fact| {
            no_link(fact);
            fact.in_cone = Some(vec![backpedal_model::Asn(64500)]);
        });
        assert!(
            ground.ends_with("1 AS of it in the customer cone of Heron Transit"),
            "{ground}"
        );
        let ground = only_ground(no_link);
        assert!(ground.ends_with("relationships: no link"), "{ground}");
    }

    #[test]
    fn who_is_not_in_the_file_is_said() {
        let ground = only_ground(|fact| fact.customer_known.clear());
        assert!(ground.ends_with("Halyard is not in the file"), "{ground}");
    }
}
