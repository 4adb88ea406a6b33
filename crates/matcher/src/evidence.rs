//! What bears on a question: one rule a file picks the observations or topology facts, applies
//! D0 and D3 under the policy in force, and notes what was missing.

mod dependency;
mod duration;
mod edge;
mod probes;
mod routing;
mod share;
mod testimony;
mod values;

pub(crate) use duration::tolerance;

use backpedal_model::{
    Claim, Coverage, Evidence, Finding, Interval, Observation, Outcome, PartyId, Policy, Question,
    Signal, Untestable, Verdict, Visibility, Zone,
};

use crate::{
    Facts,
    question::{self, Ask},
    reading::Reading,
    world::World,
};

/// What was gathered for one question.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) coverage: Vec<Coverage>,
    pub(crate) missing: Vec<String>,
}

impl Gathered {
    /// A finding that rests on an observation.
    pub(crate) fn observed(&mut self, observation: &Observation, finding: Finding) {
        self.evidence.push(Evidence {
            finding,
            party: observation.party.clone(),
            observation: Some(observation.id.clone()),
            datasets: observation.datasets.clone(),
            synthetic: observation.synthetic,
        });
    }

    pub(crate) fn watched(&mut self, coverage: &Coverage) {
        if !self.coverage.contains(coverage) {
            self.coverage.push(coverage.clone());
        }
    }

    pub(crate) fn lacks(&mut self, what: impl IntoIterator<Item = String>) {
        for clause in what {
            if !self.missing.contains(&clause) {
                self.missing.push(clause);
            }
        }
    }
}

/// Claim, question, evidence: the verdict, whose outcome is computed from them.
pub(crate) fn verdict(world: &World<'_>, reading: &Reading<'_>) -> Verdict {
    let (facts, claim) = (world.facts, reading.claim);
    let ask = Ask {
        facts,
        claim,
        sentence: &reading.sentence_text,
    };
    let question = question::of(&ask);
    let mut gathered = Gathered::default();
    gather(world, &ask, &question, &mut gathered);
    let mut verdict = Verdict {
        claim: claim.id.clone(),
        question,
        evidence: gathered.evidence,
        coverage: gathered.coverage,
        missing: gathered.missing,
        names: facts
            .case
            .parties
            .iter()
            .map(|party| (party.id.clone(), party.name.clone()))
            .collect(),
    };
    keep_only_named(&mut verdict);
    if rests_on_assumed_zone(claim) && verdict.outcome() == Outcome::Contradicted {
        let text = claim.event_time.as_ref().map_or("", |time| &time.text);
        verdict.question = question::untestable(Untestable::NoZone, &format!("“{text}”"));
    }
    verdict
}

/// A clock time without a zone is read in the case's zone, but nobody is held to that reading.
fn rests_on_assumed_zone(claim: &Claim) -> bool {
    claim.event_time.as_ref().is_some_and(|time| {
        matches!(time.zone, Zone::Assumed(_) | Zone::Unknown)
            && (time.start.is_some() || time.end.is_some())
            && time.precision > backpedal_model::Precision::Day
    })
}

/// Names that neither question nor evidence mention are left out.
fn keep_only_named(verdict: &mut Verdict) {
    let mut named: Vec<PartyId> = verdict.evidence.iter().map(|e| e.party.clone()).collect();
    parties_of(&verdict.question, &mut named);
    verdict.names.retain(|id, _| named.contains(id));
}

fn parties_of(question: &Question, into: &mut Vec<PartyId>) {
    match question {
        Question::Depends {
            customer, supplier, ..
        }
        | Question::HitThrough {
            customer, supplier, ..
        } => into.extend([customer.clone(), supplier.clone()]),
        Question::Each { parts } => parts.iter().for_each(|(_, part)| parties_of(part, into)),
        other => into.extend(other.party().cloned()),
    }
}

fn gather(world: &World<'_>, ask: &Ask<'_>, question: &Question, into: &mut Gathered) {
    let (facts, claim) = (ask.facts, ask.claim);
    match question {
        Question::Impaired {
            party,
            window,
            denied,
            ..
        } => {
            routing::gather(facts, party, *window, into);
            probes::gather(facts, party, *window, into);
            values::gather(ask, party, *window, into);
            testimony::gather(world, party, *denied, into);
        }
        Question::Edge { party, edge, .. } => edge::gather(facts, party, *edge, into),
        Question::Duration { party, claimed, .. } => {
            duration::gather(facts, claim, party, *claimed, into);
        }
        Question::Share { party, .. } => share::gather(facts, party, into),
        Question::Depends {
            customer, supplier, ..
        } => dependency::gather(facts, customer, supplier, into),
        Question::HitThrough {
            customer,
            supplier,
            window,
            ..
        } => {
            dependency::gather(facts, customer, supplier, into);
            routing::gather(facts, customer, *window, into);
            probes::gather(facts, customer, *window, into);
            values::gather(ask, customer, *window, into);
            // The supplier's own state, where it was watched; what of it was not is no lack.
            let mut beside = Gathered::default();
            routing::gather(facts, supplier, *window, &mut beside);
            probes::gather(facts, supplier, *window, &mut beside);
            values::gather(ask, supplier, *window, &mut beside);
            into.evidence.extend(beside.evidence);
        }
        Question::Each { parts } => parts
            .iter()
            .for_each(|(_, part)| gather(world, ask, part, into)),
        Question::Untestable {
            reason: Untestable::WiderThanData,
            ..
        } => context(ask, into),
        Question::Untestable { .. } => {}
    }
}

/// What was seen of the claim's subject, for the reader of a claim that is wider than the data.
fn context(ask: &Ask<'_>, into: &mut Gathered) {
    for named in ask.subjects() {
        if let Ok(party) = named.party {
            routing::gather(ask.facts, &party, ask.window(), into);
            values::gather(ask, &party, ask.window(), into);
        }
    }
    into.missing.clear();
}

/// The visibility series of a party that satisfy D0; what is missing of the others is noted.
pub(crate) fn judgeable<'a>(
    facts: &Facts<'a>,
    party: &PartyId,
    into: &mut Gathered,
) -> Vec<(&'a Observation, &'a Visibility)> {
    let mut found = Vec::new();
    for observation in facts.observations.iter().filter(|o| o.party == *party) {
        let Signal::Visibility(visibility) = &observation.signal else {
            continue;
        };
        into.watched(&observation.coverage);
        let missing = observation.coverage.missing(&facts.case.policy);
        if missing.is_empty() {
            found.push((observation, visibility));
        } else {
            into.lacks(missing);
        }
    }
    found
}

/// Whether routing was impaired at all: edges and lengths of noise are no evidence.
pub(crate) fn was_impaired(visibility: &Visibility, window: Interval, policy: &Policy) -> bool {
    use backpedal_model::RoutingLevel::{Impaired, PartlyImpaired};
    matches!(
        visibility.level_during(window, policy),
        Impaired | PartlyImpaired
    )
}
