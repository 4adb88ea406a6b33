//! One clause for each finding: what was measured, in numbers.

use crate::{
    Edge, Evidence, Finding, Interval, ProbeLevel, Question, RoutingLevel, TransitRelation, Verdict,
};

use super::figures::{self, instant, percent, plural, stretch, thousands};

/// Whether the finding comes from routes.
pub(super) fn is_routing(finding: &Finding) -> bool {
    finding.level() == crate::Level::Routing
}

/// Whether the clause counts prefixes.
pub(super) fn counts_prefixes(finding: &Finding) -> bool {
    match finding {
        Finding::Routing { level, .. } => *level != RoutingLevel::NotMeasured,
        Finding::Duration { .. } | Finding::Share { .. } => true,
        _ => false,
    }
}

/// The clause; `None` where the finding says nothing beside the other ones.
pub(super) fn ground(verdict: &Verdict, evidence: &Evidence) -> Option<String> {
    let party = verdict.name(&evidence.party);
    match &evidence.finding {
        Finding::Routing {
            level,
            minimum,
            minimum_at,
            below,
            minutes_below,
            prefixes,
        } => Some(match level {
            RoutingLevel::NotMeasured => {
                format!("the routing of {party} was not watched well enough")
            }
            RoutingLevel::NoImpairmentVisible => format!(
                "no routing impairment of {party} was visible, at the lowest {} of {} prefixes",
                percent(*minimum),
                thousands(*prefixes)
            ),
            RoutingLevel::PartlyImpaired | RoutingLevel::Impaired => format!(
                "{} of {party}’s {} prefixes were visible at the lowest, {}, and less than {} for \
                 {} {}",
                percent(*minimum),
                thousands(*prefixes),
                instant(*minimum_at),
                percent(*below),
                minutes_below,
                plural(i64::from(*minutes_below), "minute")
            ),
        }),
        Finding::Reachability {
            level,
            minimum,
            baseline,
        } => Some(probes(party, *level, *minimum, *baseline)),
        Finding::Series { .. } => super::series::ground(party, &evidence.finding),
        Finding::Origin { .. } => origin(party, &evidence.finding),
        Finding::Edge {
            edge,
            measured,
            tolerance_minutes,
        } => Some(edge_clause(verdict, *edge, *measured, *tolerance_minutes)),
        Finding::Duration {
            measured,
            below,
            minutes_below,
            ..
        } => Some(format!(
            "less than {} of {party}’s prefixes were visible for {minutes_below} minutes, the \
             routing outage lasted {}",
            percent(*below),
            figures::length(*measured)
        )),
        Finding::Share { lost, prefixes } => Some(format!(
            "at most {} of {party}’s {} prefixes were lost at once",
            percent(*lost),
            thousands(*prefixes)
        )),
        Finding::Dependency { .. } => Some(dependency(verdict, &evidence.finding)),
        Finding::Testimony { by } => Some(format!("reported by {by}")),
    }
}

fn origin(party: &str, finding: &Finding) -> Option<String> {
    let Finding::Origin {
        origin,
        prefixes,
        specifics,
        watched,
        peers,
        of,
        during,
    } = finding
    else {
        return None;
    };
    Some(format!(
        "{origin} announced {} of {party}’s {} prefixes{} to {peers} of {of} peers, {}: misrouted, \
         not down",
        thousands(*prefixes),
        thousands(*watched),
        inside(*specifics),
        stretch(*during)
    ))
}

/// ", by 2 more specific ones,", where there are any.
fn inside(specifics: u32) -> String {
    match specifics {
        0 => String::new(),
        1 => ", by a more specific one,".to_owned(),
        n => format!(", by {} more specific ones,", thousands(n)),
    }
}

fn probes(party: &str, level: ProbeLevel, minimum: f64, baseline: f64) -> String {
    let (minimum, baseline) = (percent(minimum), percent(baseline));
    match level {
        ProbeLevel::NotMeasured => format!("{party} was not probed well enough"),
        ProbeLevel::Reachable => {
            format!("probes reached {party} as before, at the lowest {minimum} against {baseline}")
        }
        ProbeLevel::Impaired => {
            format!("the success of probes to {party} fell to {minimum} from {baseline}")
        }
        ProbeLevel::Unreachable => {
            format!("hardly a probe reached {party}: {minimum} against {baseline} before")
        }
    }
}

fn edge_clause(verdict: &Verdict, edge: Edge, measured: Interval, lag: u32) -> String {
    let (party, claimed) = match &verdict.question {
        Question::Edge { party, claimed, .. } => (verdict.name(party), Some(*claimed)),
        _ => ("the party", None),
    };
    let mut text = match edge {
        Edge::Onset => format!(
            "{party}’s routes were first lost at {}, which routing may show up to {lag} {} late",
            stretch(measured),
            plural(i64::from(lag), "minute")
        ),
        Edge::End => format!("{party}’s routes were back at {}", stretch(measured)),
    };
    if let Some(claimed) = claimed {
        text.push_str(&format!(
            ", claimed is {}",
            figures::beside(claimed, measured)
        ));
        if let Some(apart) = apart(measured, claimed) {
            text.push_str(&apart);
        }
    }
    text
}

/// How far the claimed time lies from the measured one, where the two are apart.
fn apart(measured: Interval, claimed: Interval) -> Option<String> {
    let between = |early: Interval, late: Interval| {
        let minutes = late.start.duration_since(early.end).as_mins();
        (minutes >= 1).then(|| format!("{minutes} {}", plural(minutes, "minute")))
    };
    between(measured, claimed)
        .map(|by| format!(", {by} later"))
        .or_else(|| between(claimed, measured).map(|by| format!(", {by} earlier")))
}

fn dependency(verdict: &Verdict, finding: &Finding) -> String {
    let Finding::Dependency {
        relation,
        direct,
        only_provider,
        crossing,
        paths,
        dates,
        reverse,
    } = finding
    else {
        return String::new();
    };
    let (customer, supplier) = match &verdict.question {
        Question::Depends {
            customer, supplier, ..
        }
        | Question::HitThrough {
            customer, supplier, ..
        } => (verdict.name(customer), verdict.name(supplier)),
        _ => ("the one", "the other"),
    };
    let mut clauses = vec![match relation {
        TransitRelation::NotKnown => {
            return format!("no snapshot knows both {customer} and {supplier}");
        }
        _ if *only_provider => format!("{supplier} is the only provider of {customer}"),
        _ if *direct => format!("{supplier} is a provider of {customer}"),
        TransitRelation::Depends | TransitRelation::PartlyDepends => {
            format!("{customer} is reached through {supplier}")
        }
        TransitRelation::Hardly => format!("hardly any path to {customer} crosses {supplier}"),
        TransitRelation::NoVisibleDependency | TransitRelation::OtherDirection => {
            format!("no snapshot shows {supplier} as a provider of {customer}")
        }
    }];
    if *paths > 0 {
        clauses.push(format!(
            "{} of {} paths to {customer} cross {supplier}",
            thousands(*crossing),
            thousands(*paths)
        ));
    }
    clauses.extend(turned(*relation, *reverse, customer, supplier));
    let days: Vec<String> = dates.iter().map(ToString::to_string).collect();
    if !days.is_empty() {
        clauses.push(format!(
            "{} of {}",
            plural(i64::try_from(days.len()).unwrap_or(2), "snapshot"),
            days.join(" and ")
        ));
    }
    clauses.join(", ")
}

/// That the links run the other way, where nothing shows a dependency this way.
fn turned(
    relation: TransitRelation,
    reverse: u32,
    customer: &str,
    supplier: &str,
) -> Option<String> {
    let open = matches!(
        relation,
        TransitRelation::OtherDirection | TransitRelation::Hardly
    );
    (open && reverse > 0).then(|| {
        let noun = if reverse == 1 { "AS" } else { "ASes" };
        format!(
            "the direction is the other way, {customer} supplies {reverse} {noun} of {supplier}"
        )
    })
}
