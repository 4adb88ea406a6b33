//! What became of a claim by words alone: taken back, contradicted, replaced, disputed, confirmed.
//!
//! Like an outcome it is never stored: it is computed from the contradictions and supports that a
//! claim takes part in, so no label can disagree with its grounds. Measurement has no part in it;
//! what data say of a claim is its [`Verdict`](crate::Verdict).

use std::collections::HashMap;

use crate::{
    ClaimId, Contradiction, ContradictionKind, Statement, Strength, Support, claim::words,
};

words! {
    /// What became of a claim, from what weighs most to what weighs least.
    Standing {
        /// Its own side took it back in so many words.
        TakenBack = "taken back by its own side",
        /// Its own side said otherwise later.
        ContradictedByOwn = "contradicted by own later statement",
        /// Its own side gave another figure or extent later.
        Replaced = "replaced by its own side’s later figure",
        /// Another side disputes it, and rests on an inquiry or on measurement.
        ContradictedByFinding = "contradicted by a finding",
        /// Another side says otherwise.
        Disputed = "in dispute",
        /// Figures, times or extents of others do not fit it.
        Inconsistent = "inconsistent with other accounts",
        /// Another side says so too, and not on the first one's word.
        Confirmed = "confirmed by another side",
        /// Nobody else says so, or only on its word.
        OwnWordOnly = "rests on its own side’s word",
    }
}

/// The relations from which standings are computed.
#[derive(Clone, Copy, Debug)]
pub struct Relations<'a> {
    /// What contradicts what.
    pub contradictions: &'a [Contradiction],
    /// Who says the same as whom.
    pub supports: &'a [Support],
    /// Which claims are one statement.
    pub statements: &'a [Statement],
}

impl Relations<'_> {
    /// What became of a claim, and of the statement of which it is a sighting.
    #[must_use]
    pub fn standing(&self, claim: &ClaimId) -> Standing {
        let standings = self.standings();
        standings
            .get(claim)
            .copied()
            .unwrap_or(Standing::OwnWordOnly)
    }

    /// The standings of all claims that anything speaks for or against; the others rest on their
    /// own side's word.
    #[must_use]
    pub fn standings(&self) -> HashMap<ClaimId, Standing> {
        let mut standings: HashMap<ClaimId, Standing> = HashMap::new();
        let mut note = |claim: &ClaimId, standing: Option<Standing>| {
            let Some(standing) = standing else { return };
            standings
                .entry(claim.clone())
                .and_modify(|known| *known = standing.min(*known))
                .or_insert(standing);
        };
        for found in self.contradictions {
            let pairs = found.again.iter().map(|(a, b)| (a, b));
            for (a, b) in std::iter::once((&found.a, &found.b)).chain(pairs) {
                note(a, from_contradiction(found, true));
                note(b, from_contradiction(found, false));
            }
        }
        for support in self.supports.iter().filter(|support| support.independent) {
            note(&support.a, Some(Standing::Confirmed));
            note(&support.b, Some(Standing::Confirmed));
        }
        for statement in self.statements {
            let sighted = || statement.sightings.iter().map(|sighting| &sighting.claim);
            let heaviest = sighted()
                .filter_map(|claim| standings.get(claim).copied())
                .min();
            if let Some(standing) = heaviest {
                standings.extend(sighted().map(|claim| (claim.clone(), standing)));
            }
        }
        standings
    }
}

/// What a contradiction makes of the claim at one of its ends.
fn from_contradiction(found: &Contradiction, first: bool) -> Option<Standing> {
    Some(match found.kind {
        // The later words of a side that moved stand.
        ContradictionKind::Reversal if first => Standing::ContradictedByOwn,
        ContradictionKind::Retraction if first => Standing::TakenBack,
        ContradictionKind::Reversal | ContradictionKind::Retraction => return None,
        ContradictionKind::Misreported if first => Standing::ContradictedByFinding,
        ContradictionKind::Misreported => return None,
        ContradictionKind::Dispute if found.rests_on_finding(first) => {
            Standing::ContradictedByFinding
        }
        ContradictionKind::Dispute => Standing::Disputed,
        ContradictionKind::StatusVsProbe if first => Standing::ContradictedByFinding,
        ContradictionKind::StatusVsProbe => return None,
        ContradictionKind::Headline if first => Standing::ContradictedByFinding,
        ContradictionKind::Headline => return None,
        ContradictionKind::Numbers | ContradictionKind::Scope | ContradictionKind::Timing => {
            match found.moved {
                true if first => Standing::Replaced,
                true => return None,
                false => Standing::Inconsistent,
            }
        }
    })
}

impl Contradiction {
    /// Whether the end that stands against the one in question rests on an inquiry or on
    /// measurement, and is firm.
    fn rests_on_finding(&self, first: bool) -> bool {
        self.strength == Strength::Strong
            && match self.finding {
                Some(End::A) => !first,
                Some(End::B) => first,
                None => false,
            }
    }
}

words! {
    /// One end of a contradiction.
    End {
        /// The first claim.
        A = "a",
        /// The second.
        B = "b",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ContradictionId;

    fn found(kind: ContradictionKind, a: &str, b: &str) -> Contradiction {
        Contradiction {
            id: ContradictionId::from_content(&[a, b]),
            kind,
            a: ClaimId::from_printed(a),
            b: ClaimId::from_printed(b),
            why: String::new(),
            strength: Strength::Strong,
            would_change: String::new(),
            rule: String::new(),
            again: Vec::new(),
            moved: false,
            finding: None,
        }
    }

    fn standing(contradictions: &[Contradiction], supports: &[Support], claim: &str) -> Standing {
        Relations {
            contradictions,
            supports,
            statements: &[],
        }
        .standing(&ClaimId::from_printed(claim))
    }

    #[test]
    fn the_heaviest_ground_decides() {
        let all = [
            found(ContradictionKind::Dispute, "1", "9"),
            found(ContradictionKind::Reversal, "1", "2"),
        ];
        assert_eq!(standing(&all, &[], "1"), Standing::ContradictedByOwn);
        assert_eq!(standing(&all, &[], "2"), Standing::OwnWordOnly);
        assert_eq!(standing(&all, &[], "9"), Standing::Disputed);
        assert_eq!(standing(&all, &[], "5"), Standing::OwnWordOnly);
    }

    #[test]
    fn a_finding_weighs_for_its_own_end_only() {
        let mut dispute = found(ContradictionKind::Dispute, "1", "2");
        dispute.finding = Some(End::B);
        let all = [dispute];
        assert_eq!(standing(&all, &[], "1"), Standing::ContradictedByFinding);
        assert_eq!(standing(&all, &[], "2"), Standing::Disputed);
    }

    #[test]
    fn words_that_rest_on_the_first_side_confirm_nothing() {
        let support = |independent| Support {
            a: ClaimId::from_printed("1"),
            b: ClaimId::from_printed("2"),
            independent,
            why: String::new(),
        };
        assert_eq!(standing(&[], &[support(true)], "1"), Standing::Confirmed);
        assert_eq!(standing(&[], &[support(false)], "1"), Standing::OwnWordOnly);
    }
}
