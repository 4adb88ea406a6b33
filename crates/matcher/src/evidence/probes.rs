//! Did packets come through in the window (D3)?

use backpedal_model::{
    Finding, Interval, Observation, PartyId, Policy, ProbeBin, ProbeLevel, Probes, Signal,
};

use super::Gathered;
use crate::Facts;

pub(super) fn gather(facts: &Facts<'_>, party: &PartyId, window: Interval, into: &mut Gathered) {
    for observation in facts.observations.iter().filter(|o| o.party == *party) {
        // Without targets, others' results went past the party: nothing was sent to it.
        if let Signal::Probes(probes) = &observation.signal
            && !probes.targets.is_empty()
        {
            one(facts, observation, probes, window, into);
        }
    }
}

fn one(
    facts: &Facts<'_>,
    observation: &Observation,
    probes: &Probes,
    window: Interval,
    into: &mut Gathered,
) {
    let policy = &facts.case.policy;
    let rounds = probes
        .bins
        .iter()
        .filter(|bin| window.holds(bin.start) && bin.sent > 0);
    let minimum = rounds.map(ProbeBin::share).min_by(f64::total_cmp);
    let Some(minimum) = minimum else {
        into.lacks(["no probes in the window".to_owned()]);
        return;
    };
    let mut level = probes.level_during(window, policy);
    let mut missing = lacking(probes, policy);
    if level == ProbeLevel::NotMeasured && missing.is_empty() {
        missing.push(level_missing(probes, policy));
    }
    if level == ProbeLevel::Reachable && observation.coverage.blind_during(window) {
        missing.push("the window was not probed throughout".to_owned());
    }
    if !missing.is_empty() {
        level = ProbeLevel::NotMeasured;
        into.lacks(missing);
    }
    into.observed(
        observation,
        Finding::Reachability {
            level,
            minimum,
            baseline: probes.baseline.unwrap_or(0.0),
        },
    );
}

/// What D3 finds missing whatever the probes say.
fn lacking(probes: &Probes, policy: &Policy) -> Vec<String> {
    let mut missing = Vec::new();
    if probes.probes < policy.min_probes {
        missing.push(format!(
            "{} probes where {} are needed",
            probes.probes, policy.min_probes
        ));
    }
    if probes.source_ases < policy.min_probe_ases {
        missing.push(format!(
            "probes in {} ASes where {} are needed{}",
            probes.source_ases,
            policy.min_probe_ases,
            unplaced(probes)
        ));
    }
    if probes.baseline.is_none() {
        let disagree = probes.detail.baselines.len() > 1;
        missing.push(if disagree {
            "the same probes a day and a week before disagree".to_owned()
        } else {
            "no probes from before the window".to_owned()
        });
    }
    missing
}

/// What is to be said of probes whose AS nothing tells.
fn unplaced(probes: &Probes) -> String {
    match probes.detail.unplaced {
        0 => String::new(),
        n => format!(" (the AS of {n} is not known)"),
    }
}

/// Why rounds that are there tell nothing. Failing control targets mean that the fault is the
/// probes'.
fn level_missing(probes: &Probes, policy: &Policy) -> String {
    let before = probes.baseline.unwrap_or(0.0);
    let normal = |share: f64| share > policy.probe_impaired_share;
    match probes.control {
        None => "no control targets".to_owned(),
        Some(share) if !normal(share) => "the control targets failed too".to_owned(),
        Some(_) => format!(
            "only {:.0} % of the same probes came through before",
            before * 100.0
        ),
    }
}
