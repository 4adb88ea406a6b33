//! The answer of rule D6 in one word, from what the snapshots show.

use serde::{Deserialize, Serialize};

use crate::Policy;

/// Whether one depends on another for transit. Computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransitRelation {
    /// Depends: at least the policy's `depends_share` of the paths cross it, or a provider link
    /// where no table holds a path.
    Depends,
    /// Partly: at least `partly_depends_share` of the paths cross it; or a provider link that no
    /// more than a few paths use; or its customer cone, where no table holds a path.
    PartlyDepends,
    /// Some paths cross it, but less than `partly_depends_share`, and no provider link is known:
    /// neither a dependency nor none.
    Hardly,
    /// Nothing shows a dependency.
    NoVisibleDependency,
    /// None, and the links run the other way.
    OtherDirection,
    /// No snapshot knows the two.
    NotKnown,
}

/// What the snapshots show of one that may depend on another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TransitSigns {
    /// The greatest share, 0 to 1, of observed paths that cross the supplier; `None` where no table
    /// holds a path that could tell.
    pub share: Option<f64>,
    /// Whether a relationship file has the supplier as a provider.
    pub linked: bool,
    /// Whether it lies in the supplier's customer cone.
    pub in_cone: bool,
    /// Whether a relationship file has it as a provider of the supplier.
    pub reverse: bool,
    /// Whether one file knows both.
    pub known: bool,
}

impl TransitSigns {
    /// The relation by rule D6. Observed paths count before inferred relationships; a provider
    /// link decides where no table holds a path.
    #[must_use]
    pub fn relation(&self, policy: &Policy) -> TransitRelation {
        let crosses = self.share.filter(|share| *share > 0.0);
        match (crosses, self.share) {
            (Some(share), _) if share >= policy.depends_share => TransitRelation::Depends,
            (Some(share), _) if share >= policy.partly_depends_share => {
                TransitRelation::PartlyDepends
            }
            (_, Some(_)) if self.linked => TransitRelation::PartlyDepends,
            (Some(_), _) => TransitRelation::Hardly,
            (_, None) if self.linked => TransitRelation::Depends,
            (_, None) if self.in_cone => TransitRelation::PartlyDepends,
            _ if self.reverse => TransitRelation::OtherDirection,
            (_, Some(_)) => TransitRelation::NoVisibleDependency,
            (_, None) if self.known => TransitRelation::NoVisibleDependency,
            (_, None) => TransitRelation::NotKnown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TransitRelation::{
        Depends, Hardly, NoVisibleDependency, NotKnown, OtherDirection, PartlyDepends,
    };

    #[test]
    fn both_shares_of_the_policy_draw_a_line() {
        let at = |share: f64, policy: &Policy| {
            let signs = TransitSigns {
                share: Some(share),
                ..TransitSigns::default()
            };
            signs.relation(policy)
        };
        let policy = Policy::default();
        let cases = [
            (1.0, Depends),
            (0.9, Depends),
            (0.899, PartlyDepends),
            (0.1, PartlyDepends),
            (0.099, Hardly),
            (0.0001, Hardly),
            (0.0, NoVisibleDependency),
        ];
        for (share, relation) in cases {
            assert_eq!(at(share, &policy), relation, "{share}");
        }
        let strict = Policy {
            partly_depends_share: 0.5,
            ..policy
        };
        assert_eq!(at(0.4, &strict), Hardly);
        // A policy of zero never makes a dependency of no path at all.
        let loose = Policy {
            partly_depends_share: 0.0,
            depends_share: 0.0,
            ..strict
        };
        assert_eq!(at(0.0, &loose), NoVisibleDependency);
    }

    #[test]
    fn links_and_cones_count_behind_paths() {
        let all = TransitSigns {
            share: None,
            linked: true,
            in_cone: true,
            reverse: true,
            known: true,
        };
        let policy = Policy::default();
        let relation = |signs: TransitSigns| signs.relation(&policy);
        let paths = |share: f64| Some(share);
        assert_eq!(relation(all), Depends);
        for share in [0.0, 0.01, 0.5] {
            let signs = TransitSigns {
                share: paths(share),
                ..all
            };
            assert_eq!(relation(signs), PartlyDepends, "{share}");
        }
        let unlinked = TransitSigns {
            linked: false,
            ..all
        };
        assert_eq!(relation(unlinked), PartlyDepends);
        let crossed = TransitSigns {
            share: paths(0.01),
            ..unlinked
        };
        assert_eq!(relation(crossed), Hardly);
        // A cone that no observed path bears out is not enough.
        let uncrossed = TransitSigns {
            share: paths(0.0),
            ..unlinked
        };
        assert_eq!(relation(uncrossed), OtherDirection);
        let nothing = TransitSigns {
            in_cone: false,
            reverse: false,
            ..unlinked
        };
        assert_eq!(relation(nothing), NoVisibleDependency);
        assert_eq!(relation(TransitSigns::default()), NotKnown);
    }
}
