//! Questions, evidence and gaps in plain words. Outcomes and their sentences come from `model`;
//! what stands here only words the grounds, in the fixed scale: never "lied", never "fake".

mod finding;

pub(crate) use finding::finding;

use backpedal_model::{
    Coverage, DurationRange, Edge, GapReason, Outcome, PartyId, ProbeLevel, Question, RoutingLevel,
    Topic, TransitRelation, Untestable, Verdict,
};

use crate::{
    names::Names,
    stamp::{count, interval, percent},
};

/// The question behind a claim.
pub(crate) fn question(names: Names<'_>, question: &Question) -> String {
    match question {
        Question::Depends {
            customer, supplier, ..
        } => format!(
            "Does {} depend on {} (buy transit from it, stand in its network)?",
            names.party(customer),
            names.party(supplier)
        ),
        Question::HitThrough {
            customer,
            supplier,
            window,
            ..
        } => format!(
            "Was {} hit through {} in {}?",
            names.party(customer),
            names.party(supplier),
            interval(*window)
        ),
        Question::Each { parts } => {
            let each: Vec<String> = parts
                .iter()
                .map(|(name, part)| format!("{name}: {}", self::question(names, part)))
                .collect();
            each.join(" ")
        }
        Question::Untestable { reason, detail } if detail.is_empty() => {
            format!("None that these data could answer: {reason}.")
        }
        Question::Untestable { reason, detail } => {
            format!("None that these data could answer: {reason} ({detail}).")
        }
        _ => impairment(names, question),
    }
}

/// Questions about the trouble of one party.
fn impairment(names: Names<'_>, question: &Question) -> String {
    let users = |application: bool| {
        if application {
            " (as its users saw it)"
        } else {
            ""
        }
    };
    match question {
        Question::Impaired {
            party,
            window,
            application,
            ..
        } => format!(
            "Was {} impaired{} at some time in {}?",
            names.party(party),
            users(*application),
            interval(*window)
        ),
        Question::Edge {
            party,
            edge,
            claimed,
            application,
            ..
        } => format!(
            "Did the outage of {}{} {} at the time claimed, {}?",
            names.party(party),
            users(*application),
            match edge {
                Edge::Onset => "begin",
                Edge::End => "end",
            },
            interval(*claimed)
        ),
        Question::Duration { party, claimed, .. } => {
            format!(
                "Did the outage of {} last {}?",
                names.party(party),
                duration(*claimed)
            )
        }
        Question::Share {
            party,
            claimed: (least, most),
            ..
        } => {
            let share = if least == most {
                percent(*least)
            } else {
                format!("{} to {}", percent(*least), percent(*most))
            };
            format!("Was {share} of the network of {} lost?", names.party(party))
        }
        _ => String::new(),
    }
}

/// A length of time with bounds: "69 minutes", "at most 15 minutes".
pub(crate) fn duration(range: DurationRange) -> String {
    let words = |seconds: i64| match seconds {
        s if s >= 7200 && s % 3600 == 0 => format!("{} hours", s / 3600),
        s if s >= 120 || s % 60 == 0 => {
            count(usize::try_from(s / 60).unwrap_or(0), "minute", "minutes")
        }
        s => format!("{s} seconds"),
    };
    match (range.min_seconds, range.max_seconds) {
        (Some(a), Some(b)) if a == b => words(a),
        (Some(a), Some(b)) => format!("{} to {}", words(a), words(b)),
        (Some(a), None) => format!("at least {}", words(a)),
        (None, Some(b)) => format!("at most {}", words(b)),
        (None, None) => "for some time".to_owned(),
    }
}

/// The question that a position answers, without its question mark: "whether Heron had an outage".
pub(crate) fn topic(names: Names<'_>, topic: Topic, about: Option<&PartyId>) -> String {
    let whom = about.map(|id| names.party(id));
    let of = whom
        .as_ref()
        .map_or(String::new(), |name| format!(" of {name}"));
    match topic {
        Topic::Outage => match whom {
            Some(name) => format!("whether {name} had an outage"),
            None => "whether there was an outage".to_owned(),
        },
        Topic::Cause => format!("what caused the trouble{of}"),
        Topic::Affected => format!("whom the trouble{of} hit"),
        Topic::Extent => format!("how far the trouble{of} went"),
        Topic::Times => format!("from when to when the trouble{of} lasted"),
        Topic::Over => format!("whether the trouble{of} is over"),
        Topic::Responsibility => format!("who is responsible for the trouble{of}"),
        Topic::Dependency => match whom {
            Some(name) => format!("on whom {name} depends"),
            None => "who depends on whom".to_owned(),
        },
        Topic::Statement => "what was said, withdrawn or shown".to_owned(),
    }
}

/// A relation of rule D6, for people.
pub(crate) const fn relation(relation: TransitRelation) -> &'static str {
    match relation {
        TransitRelation::Depends => "depends on it",
        TransitRelation::PartlyDepends => "depends on it in part",
        TransitRelation::Hardly => "a few paths cross it, too few for a dependency",
        TransitRelation::NoVisibleDependency => "no visible dependency",
        TransitRelation::OtherDirection => "no visible dependency; the links run the other way",
        TransitRelation::NotKnown => "not known to any snapshot",
    }
}

/// A level of rule D2, for people.
pub(crate) const fn routing_level(level: RoutingLevel) -> &'static str {
    match level {
        RoutingLevel::NotMeasured => "routing not measured well enough",
        RoutingLevel::NoImpairmentVisible => "no routing impairment visible",
        RoutingLevel::PartlyImpaired => "routing partly impaired",
        RoutingLevel::Impaired => "routing impaired",
    }
}

/// A level of rule D3, for people.
pub(crate) const fn probe_level(level: ProbeLevel) -> &'static str {
    match level {
        ProbeLevel::NotMeasured => "reachability not measured well enough",
        ProbeLevel::Reachable => "reachable as before",
        ProbeLevel::Impaired => "reachability impaired",
        ProbeLevel::Unreachable => "unreachable",
    }
}

/// Why there is a gap.
pub(crate) const fn gap_reason(reason: GapReason) -> &'static str {
    match reason {
        GapReason::NoData => "no data cover the time",
        GapReason::NoBaseline => "no baseline from before",
        GapReason::PeerLost => "a peer was lost",
        GapReason::ManyPeersLost => "many peers were lost at once",
        GapReason::Truncated => "a file ends early",
        GapReason::Damaged => "records could not be read",
        GapReason::NotResolved => "the party leads to nothing that these data hold",
    }
}

/// How well a window was watched.
pub(crate) fn coverage(coverage: &Coverage) -> String {
    let Some(covered) = coverage.covered else {
        return format!("Nothing measured {}.", interval(coverage.window));
    };
    let peers = if coverage.full_feed_peers == 0 {
        String::new()
    } else {
        format!(
            ", {} in {}",
            count(
                coverage.full_feed_peers as usize,
                "full-feed peer",
                "full-feed peers"
            ),
            count(coverage.peer_ases as usize, "AS", "ASes")
        )
    };
    let baseline = if coverage.baseline {
        ""
    } else {
        ", no baseline from before"
    };
    format!(
        "Of {}, data cover {}{peers}{baseline}.",
        interval(coverage.window),
        interval(covered)
    )
}

/// The shape that stands for an outcome, so that it reads without colour.
#[must_use]
pub const fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Supported => "✔",
        Outcome::Consistent => "≈",
        Outcome::Contradicted => "✖",
        Outcome::Mixed => "±",
        Outcome::DependsImpactNotMeasured => "→",
        Outcome::NoVisibleDependency => "∅",
        Outcome::CannotTell => "?",
        Outcome::ReportedOnly => "”",
        Outcome::NotResolved => "…",
        Outcome::NotTestable => "–",
    }
}

/// The outcome as a class name in [`crate::STYLE`] (`o-` and this).
#[must_use]
pub const fn key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Supported => "supported",
        Outcome::Consistent => "consistent",
        Outcome::Contradicted => "contradicted",
        Outcome::Mixed => "mixed",
        Outcome::DependsImpactNotMeasured => "depends",
        Outcome::NoVisibleDependency => "no-dependency",
        Outcome::CannotTell => "cannot-tell",
        Outcome::ReportedOnly => "reported",
        Outcome::NotResolved => "not-resolved",
        Outcome::NotTestable => "not-testable",
    }
}

/// What would change an outcome.
pub(crate) fn would_change(verdict: &Verdict) -> &'static str {
    match (verdict.outcome(), &verdict.question) {
        (Outcome::NotTestable, Question::Untestable { reason, .. }) => untestable(*reason),
        (Outcome::NotTestable, _) => "Data of a kind that these rules do not read.",
        (Outcome::NotResolved, _) => {
            "AS numbers, prefixes or probe targets for the name, with their source, in the case file."
        }
        (Outcome::CannotTell | Outcome::ReportedOnly, Question::Depends { .. }) => {
            "A dated relationship file or routing table that knows both sides."
        }
        (Outcome::CannotTell | Outcome::ReportedOnly, _) => {
            "Routing tables and updates, or probe results with a baseline, that cover the time."
        }
        (Outcome::DependsImpactNotMeasured | Outcome::NoVisibleDependency, _) => {
            "Routing or probe data of the party said to be hit, for the time in question."
        }
        (Outcome::Supported | Outcome::Consistent | Outcome::Contradicted | Outcome::Mixed, _) => {
            "Further peers, probes or snapshots over the same time that disagree with these."
        }
    }
}

const fn untestable(reason: Untestable) -> &'static str {
    match reason {
        Untestable::Cause => "Logs, a published analysis with its grounds, or an admission.",
        Untestable::Words => "The words themselves; they are compared in the ledger.",
        Untestable::NotNetwork | Untestable::WiderThanData => {
            "A count of users, devices or regions from a source that names its method."
        }
        Untestable::NotResolved => {
            "AS numbers, prefixes or probe targets for the name, with their source, in the case file."
        }
        Untestable::OtherData => "Data of a kind that these rules do not read.",
        Untestable::NoZone => "The time zone of the statement.",
        Untestable::NotFirm => "A firm statement of the same.",
    }
}
