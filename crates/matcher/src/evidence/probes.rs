//! Did packets come through in the window (D3)?

use backpedal_model::{
    Finding, Interval, Observation, PartyId, Policy, ProbeBin, ProbeLevel, Probes, Signal,
};

use super::Gathered;
use crate::Facts;

pub(super) fn gather(facts: &Facts<'_>, party: &PartyId, window: Interval, into: &mut Gathered) {
    for observation in facts.observations.iter().filter(|o| o.party == *party) {
        if let Signal::Probes(probes) = &observation.signal {
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
    let rounds: Vec<&ProbeBin> = probes
        .bins
        .iter()
        .filter(|bin| window.holds(bin.start) && bin.sent > 0)
        .collect();
    let minimum = rounds.iter().map(|bin| success(bin)).min_by(f64::total_cmp);
    let Some(minimum) = minimum else {
        into.lacks(["no probes in the window".to_owned()]);
        return;
    };
    let mut level = level(&rounds, probes, policy);
    let mut missing = lacking(probes, policy);
    if matches!(level, ProbeLevel::Impaired | ProbeLevel::Unreachable) {
        missing.extend(control_missing(probes, policy));
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

fn success(bin: &ProbeBin) -> f64 {
    f64::from(bin.answered) / f64::from(bin.sent.max(1))
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
            "probes in {} ASes where {} are needed",
            probes.source_ases, policy.min_probe_ases
        ));
    }
    if probes.baseline.is_none() {
        missing.push("no probes from before the window".to_owned());
    }
    missing
}

/// Failing control targets mean that the fault is the probes'.
fn control_missing(probes: &Probes, policy: &Policy) -> Option<String> {
    match probes.control {
        None => Some("no control targets".to_owned()),
        Some(control) if control <= policy.probe_impaired_share => {
            Some("the control targets failed too".to_owned())
        }
        Some(_) => None,
    }
}

fn level(rounds: &[&ProbeBin], probes: &Probes, policy: &Policy) -> ProbeLevel {
    let Some(baseline) = probes.baseline else {
        return ProbeLevel::NotMeasured;
    };
    let needed = usize::try_from(policy.probe_rounds).unwrap_or(usize::MAX);
    let lasting = |bad: &dyn Fn(&ProbeBin) -> bool| {
        let mut run = 0;
        rounds.iter().any(|bin| {
            run = if bad(bin) { run + 1 } else { 0 };
            run >= needed
        })
    };
    let fell = |bin: &ProbeBin| {
        success(bin) <= policy.probe_impaired_share * baseline
            && wilson_upper(bin.answered, bin.sent) < baseline
    };
    let gone = |bin: &ProbeBin| fell(bin) && success(bin) <= policy.probe_unreachable_share;
    if lasting(&gone) {
        ProbeLevel::Unreachable
    } else if lasting(&fell) {
        ProbeLevel::Impaired
    } else {
        ProbeLevel::Reachable
    }
}

/// The upper end of the 95 % score interval of a proportion (E. B. Wilson, JASA 22, 1927).
fn wilson_upper(answered: u32, sent: u32) -> f64 {
    const Z: f64 = 1.959_964;
    let n = f64::from(sent.max(1));
    let p = f64::from(answered) / n;
    let centre = p + Z * Z / (2.0 * n);
    let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    (centre + spread) / (1.0 + Z * Z / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_interval_agrees_with_published_figures() {
        // 0 of 10: upper end 0.278 (Newcombe, Statistics in Medicine 17, 1998, gives the method).
        assert!((wilson_upper(0, 10) - 0.2775).abs() < 0.001);
        assert!((wilson_upper(5, 10) - 0.7634).abs() < 0.001);
    }
}
