//! The person's decisions, obeyed.
//!
//! [`apply`] changes claims before they are judged; what it says of links and contradictions goes
//! with [`crate::Facts`] into [`crate::judge`]. [`decide`] does both over a dossier. Nothing is
//! matched by position or id: see [`backpedal_model::ClaimKey`]. A decision that meets nothing is
//! kept with the reason.

mod find;
mod links;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use backpedal_model::{
    Action, Claim, ClaimId, Contradiction, ContradictionKind, Decision, Document, Dossier,
    Extracted, LinkPlace, Met, Parties, Review, Subject,
};

use crate::{Facts, Judgement, judge};
use find::Finder;

/// What the person decided about links and contradictions, as judging needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Names of a claim that lead to no party, whatever their words.
    nowhere: BTreeMap<ClaimId, BTreeSet<String>>,
    /// Claims whose speaker speaks for no party.
    nobody: BTreeSet<ClaimId>,
    /// Pairs of claims in the order of the decisions.
    pairs: Vec<Pair>,
}

/// A contradiction that was decided about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The place of the decision among the reviews.
    pub(crate) decision: usize,
    pub(crate) refused: bool,
    pub(crate) kind: ContradictionKind,
    pub(crate) a: ClaimId,
    pub(crate) b: ClaimId,
}

/// A contradiction that was found, and that the person has decided about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// The place of the decision among [`Decided::reviews`].
    pub decision: usize,
    /// Whether it was refused, and not accepted.
    pub refused: bool,
    /// The contradiction.
    pub contradiction: Contradiction,
}

impl Settled {
    /// Nothing was decided.
    pub const NONE: &'static Self = &Self {
        nowhere: BTreeMap::new(),
        nobody: BTreeSet::new(),
        pairs: Vec::new(),
    };

    pub(crate) fn leads_nowhere(&self, claim: &ClaimId, text: &str) -> bool {
        let texts = self.nowhere.get(claim);
        texts.is_some_and(|texts| texts.contains(text))
    }

    pub(crate) fn speaks_for_nobody(&self, claim: &ClaimId) -> bool {
        self.nobody.contains(claim)
    }

    pub(crate) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }
}

/// Claims after the person's decisions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    /// The claims to judge: without those refused, with corrections.
    pub claims: Vec<Claim>,
    /// What was changed or removed, as it was extracted.
    pub extracted: Vec<Extracted>,
    /// The decisions in force, and what each met. Those on contradictions are settled by judging.
    pub reviews: Vec<Review>,
    /// What judging has to know.
    pub settled: Settled,
}

/// Obeys a log of decisions: the latest that was not taken back counts on each subject.
#[must_use]
pub fn apply(
    claims: Vec<Claim>,
    documents: &[Document],
    parties: &Parties,
    log: &[Decision],
) -> Decided {
    let standing = Decision::standing(log);
    if standing.is_empty() {
        return Decided {
            claims,
            ..Decided::default()
        };
    }
    let finder = Finder::of(&claims, documents);
    let mut work = Work {
        reviews: Vec::new(),
        on_claims: BTreeMap::new(),
        settled: Settled::default(),
    };
    for decision in standing {
        work.place(&finder, &claims, decision);
    }
    work.obey(claims, parties)
}

/// Decisions on their way to what they are about.
struct Work {
    reviews: Vec<Option<Review>>,
    /// The review that counts, by the claim's place and which of its names; the claim as a whole
    /// comes first.
    on_claims: BTreeMap<usize, BTreeMap<Slot, usize>>,
    settled: Settled,
}

/// Which part of a claim a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Whole,
    Speaker,
    Subject,
    Object(String),
}

impl Work {
    /// Finds what a decision is about.
    fn place(&mut self, finder: &Finder<'_>, claims: &[Claim], decision: &Decision) {
        let number = self.reviews.len();
        let (slot, found) = match &decision.subject {
            Subject::Claim(key) => (Slot::Whole, finder.find(key, &decision.action)),
            Subject::Link(key) => {
                let slot = match &key.place {
                    LinkPlace::Speaker => Slot::Speaker,
                    LinkPlace::Subject => Slot::Subject,
                    LinkPlace::Object(text) => Slot::Object(text.clone()),
                };
                // A link does not depend on how the rest of the claim is read.
                (slot, finder.find(&key.claim, &Action::Refuse))
            }
            Subject::Contradiction(key) => {
                let met = self.place_pairs(finder, claims, decision, key);
                self.push(decision, Met::Nothing(met));
                return;
            }
        };
        let met = match found {
            Ok(at) => {
                let before = self.on_claims.entry(at).or_default().insert(slot, number);
                if let Some(before) = before {
                    self.reviews[before] = None;
                }
                Met::Claim(claims[at].id.clone())
            }
            Err(why) => Met::Nothing(why),
        };
        self.push(decision, met);
    }

    fn push(&mut self, decision: &Decision, met: Met) {
        self.reviews.push(Some(Review {
            decision: decision.clone(),
            met,
            lacking: Vec::new(),
        }));
    }

    /// Notes the pairs that a decision on a contradiction is about. Returns what to say should
    /// judging find no contradiction there.
    fn place_pairs(
        &mut self,
        finder: &Finder<'_>,
        claims: &[Claim],
        decision: &Decision,
        key: &backpedal_model::PairKey,
    ) -> String {
        let number = self.reviews.len();
        let mut why = "the two statements are not found to contradict each other".to_owned();
        for (at, (a, b)) in key.pairs().enumerate() {
            let ends = finder
                .find(a, &decision.action)
                .and_then(|a| Ok((a, finder.find(b, &decision.action)?)));
            match ends {
                Ok((a, b)) => self.settled.pairs.push(Pair {
                    decision: number,
                    refused: decision.action == Action::Refuse,
                    kind: key.kind,
                    a: claims[a].id.clone(),
                    b: claims[b].id.clone(),
                }),
                Err(missing) if at == 0 => why = missing,
                Err(_) => {}
            }
        }
        why
    }

    /// Changes the claims.
    fn obey(mut self, claims: Vec<Claim>, parties: &Parties) -> Decided {
        let mut extracted = Vec::new();
        let mut left = Vec::with_capacity(claims.len());
        let on_claims = std::mem::take(&mut self.on_claims);
        for (at, claim) in claims.into_iter().enumerate() {
            let Some(slots) = on_claims.get(&at) else {
                left.push(claim);
                continue;
            };
            let (mut changed, mut refused) = (claim.clone(), false);
            for (slot, number) in slots {
                let Some(review) = self.reviews[*number].as_mut() else {
                    continue;
                };
                if *slot == Slot::Whole {
                    refused = whole(&mut changed, parties, review);
                } else {
                    links::decide(&mut changed, &mut self.settled, parties, review);
                }
            }
            if !refused {
                left.push(changed.clone());
            }
            if refused || changed != claim {
                extracted.push(Extracted { at, refused, claim });
            }
        }
        self.finish(left, extracted)
    }

    /// Leaves out decisions that a later one on the same subject replaced.
    fn finish(mut self, claims: Vec<Claim>, extracted: Vec<Extracted>) -> Decided {
        let mut latest: HashMap<_, usize> = HashMap::new();
        let mut decision = None;
        for pair in &self.settled.pairs {
            // The first pair of a decision is its subject; the others were listed with it.
            if decision.replace(pair.decision) == Some(pair.decision) {
                continue;
            }
            let (a, b) = (pair.a.clone(), pair.b.clone());
            let ends = if a < b { (a, b) } else { (b, a) };
            if let Some(before) = latest.insert((pair.kind, ends), pair.decision) {
                self.reviews[before] = None;
            }
        }
        let mut reviews = Vec::new();
        let mut places = HashMap::new();
        for (number, review) in self.reviews.into_iter().enumerate() {
            if let Some(review) = review {
                places.insert(number, reviews.len());
                reviews.push(review);
            }
        }
        let mut settled = self.settled;
        settled.pairs.retain_mut(|pair| {
            let place = places.get(&pair.decision);
            pair.decision = place.copied().unwrap_or_default();
            place.is_some()
        });
        Decided {
            claims,
            extracted,
            reviews,
            settled,
        }
    }
}

/// Obeys a decision on a claim as a whole; whether it was refused.
fn whole(claim: &mut Claim, parties: &Parties, review: &mut Review) -> bool {
    match &review.decision.action {
        Action::Refuse => return true,
        Action::Correct(correction) => review.lacking = correction.apply(claim, parties),
        Action::Accept | Action::Undo(_) => {}
    }
    // The person has looked.
    claim.confidence = 1.0;
    false
}

/// Judges a dossier anew under a log of decisions. Claims that an earlier log changed are taken
/// as they were extracted; everything else is as it stands in the dossier.
#[must_use]
pub fn decide(mut dossier: Dossier, log: &[Decision]) -> Dossier {
    let claims = Extracted::restore(dossier.claims, dossier.extracted);
    let decided = apply(claims, &dossier.documents, &dossier.case.parties, log);
    let Judgement {
        positions,
        contradictions,
        non_contradictions,
        statements,
        supports,
        incidents,
        verdicts,
        ruled,
    } = judge(&Facts {
        case: &dossier.case,
        documents: &dossier.documents,
        claims: &decided.claims,
        datasets: &dossier.datasets,
        observations: &dossier.observations,
        relationships: &dossier.relationships,
        paths: &dossier.paths,
        settled: &decided.settled,
    });
    let mut reviews = decided.reviews;
    for ruled in ruled {
        let Some(review) = reviews.get_mut(ruled.decision) else {
            continue;
        };
        match &mut review.met {
            Met::Contradictions(met) => met.push(ruled.contradiction),
            other => *other = Met::Contradictions(vec![ruled.contradiction]),
        }
    }
    dossier.claims = decided.claims;
    dossier.extracted = decided.extracted;
    dossier.decisions = reviews;
    dossier.positions = positions;
    dossier.contradictions = contradictions;
    dossier.non_contradictions = non_contradictions;
    dossier.statements = statements;
    dossier.supports = supports;
    dossier.incidents = incidents;
    dossier.verdicts = verdicts;
    dossier
}
