//! What a careless reader falls for, as what must not be said (or must be).

use backpedal_model::{Claim, ClaimId, ContradictionKind, Standing};
use serde::Deserialize;

use super::Judged;

/// One trap of one incident. Statements are named by their number.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Trap {
    /// The incident.
    pub incident: String,
    /// What it is, in words.
    pub trap: String,
    /// Pairs of statements between which there is no contradiction.
    #[serde(default)]
    apart: Vec<[usize; 2]>,
    /// Pairs of which the second does not reverse the first.
    #[serde(default)]
    no_reversal: Vec<[usize; 2]>,
    /// Statements that take part in no contradiction.
    #[serde(default)]
    silent: Vec<usize>,
    /// Statements that nobody confirms.
    #[serde(default)]
    unconfirmed: Vec<usize>,
    /// A kind that does not occur.
    no_kind: Option<ContradictionKind>,
    /// A rule that finds nothing.
    no_rule: Option<String>,
    /// A pair between which there is a contradiction.
    needs: Option<[usize; 2]>,
}

/// The traps of the incidents of the development set.
#[must_use]
pub fn traps() -> Vec<Trap> {
    let lines = include_str!("../../data/traps.jsonl").lines();
    lines
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

impl Trap {
    /// Whether the judgement keeps clear of it.
    #[must_use]
    pub fn is_avoided(&self, judged: &Judged) -> bool {
        let claim = |id: &ClaimId| judged.claims.iter().find(|claim| claim.id == *id);
        let number = |id: &ClaimId| claim(id).and_then(statement_of);
        let pairs: Vec<(ContradictionKind, &str, [Option<usize>; 2])> = judged
            .judgement
            .contradictions
            .iter()
            .map(|c| (c.kind, c.rule.as_str(), [number(&c.a), number(&c.b)]))
            .collect();
        let joins = |ends: &[Option<usize>; 2], pair: &[usize; 2]| {
            let [a, b] = pair.map(Some);
            *ends == [a, b] || *ends == [b, a]
        };
        let any = |pair: &[usize; 2]| pairs.iter().any(|(_, _, ends)| joins(ends, pair));
        let reversed = |pair: &[usize; 2]| {
            pairs
                .iter()
                .any(|(kind, _, ends)| *kind == ContradictionKind::Reversal && joins(ends, pair))
        };
        let speaks = |one: &usize| pairs.iter().any(|(_, _, ends)| ends.contains(&Some(*one)));
        let standings = judged.relations().standings();
        let confirmed = |one: &usize| {
            judged.claims.iter().any(|claim| {
                statement_of(claim) == Some(*one)
                    && standings.get(&claim.id) == Some(&Standing::Confirmed)
            })
        };
        !self.apart.iter().any(any)
            && !self.no_reversal.iter().any(reversed)
            && !self.silent.iter().any(speaks)
            && !self.unconfirmed.iter().any(confirmed)
            && !pairs.iter().any(|(kind, _, _)| Some(*kind) == self.no_kind)
            && !pairs
                .iter()
                .any(|(_, rule, _)| Some(*rule) == self.no_rule.as_deref())
            && self.needs.as_ref().is_none_or(any)
    }
}

fn statement_of(claim: &Claim) -> Option<usize> {
    claim.document.strip_prefix('s')?.parse().ok()
}
