//! Who bought transit from whom, on which day, by which file (rule D6).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Asn, DatasetId, PartyId};

/// What one relationship file says of an ordered pair of parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipFact {
    /// The side that may buy.
    pub customer: PartyId,
    /// The side that may sell.
    pub supplier: PartyId,
    /// The file.
    pub dataset: DatasetId,
    /// The day for which it holds.
    pub date: Date,
    /// ASes of the customer that the file knows at all.
    pub customer_known: Vec<Asn>,
    /// ASes of the supplier that the file knows at all.
    pub supplier_known: Vec<Asn>,
    /// Links in which the supplier is a provider of the customer: (customer AS, supplier AS).
    pub direct: Vec<(Asn, Asn)>,
    /// Links the other way round, in which the customer is a provider of the supplier:
    /// (customer AS, supplier AS).
    pub reverse: Vec<(Asn, Asn)>,
    /// Peering links: (customer AS, supplier AS).
    pub peers: Vec<(Asn, Asn)>,
    /// All providers of the customer outside its own ASes.
    pub providers: Vec<Asn>,
    /// ASes of the customer inside the supplier's customer cone, reached by following
    /// provider-to-customer links. `None` where the file does not carry cones (no date, or links
    /// that make a cone absurd).
    pub in_cone: Option<Vec<Asn>>,
    /// Size of the supplier's customer cone, its own ASes among them (as CAIDA counts).
    pub cone_size: Option<u32>,
}

impl RelationshipFact {
    /// Whether every provider of the customer belongs to the supplier, and there is one.
    #[must_use]
    pub fn is_only_provider(&self) -> bool {
        !self.direct.is_empty()
            && self
                .providers
                .iter()
                .all(|asn| self.direct.iter().any(|(_, s)| s == asn))
    }

    /// How many of the supplier's ASes buy from the customer: the reverse direction.
    #[must_use]
    pub fn reverse_suppliers(&self) -> usize {
        let mut ases: Vec<Asn> = self.reverse.iter().map(|(_, supplier)| *supplier).collect();
        ases.sort_unstable();
        ases.dedup();
        ases.len()
    }
}

/// What the paths of one routing table say of an ordered pair of parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathFact {
    /// The side that may depend.
    pub customer: PartyId,
    /// The side that may carry.
    pub supplier: PartyId,
    /// The file.
    pub dataset: DatasetId,
    /// The day for which it holds.
    pub date: Date,
    /// Paths towards prefixes that the customer originates.
    pub paths: u32,
    /// Those among them that cross an AS of the supplier.
    pub crossing: u32,
    /// Some of the crossing paths, as printed in the table, most frequent first; where `crossing`
    /// is 0, some of the paths that do not cross instead.
    pub examples: Vec<String>,
}

impl PathFact {
    /// The crossing share; `None` where the table holds no path to the customer.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.paths > 0).then(|| f64::from(self.crossing) / f64::from(self.paths))
    }
}

/// The answer to "did X buy transit from Y on that day?", from every snapshot at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransitAnswer {
    /// X.
    pub customer: PartyId,
    /// Y.
    pub supplier: PartyId,
    /// The day asked about.
    pub on: Date,
    /// What relationship files say, the nearest dates before and after first.
    pub relationships: Vec<RelationshipFact>,
    /// What tables say, likewise.
    pub paths: Vec<PathFact>,
}

/// The answer in one word. Computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransitRelation {
    /// Depends: a provider link, or at least the policy's share of paths cross it.
    Depends,
    /// Partly: some paths cross it.
    PartlyDepends,
    /// Hardly: a few paths cross it, fewer than the policy's share for a part, and no file shows a
    /// link. That is neither a dependency nor the absence of one.
    Hardly,
    /// Nothing shows a dependency.
    NoVisibleDependency,
    /// None, and the links run the other way.
    OtherDirection,
    /// No snapshot knows the two.
    NotKnown,
}

impl TransitAnswer {
    /// The answer from the nearest snapshots before and after the day, one of each kind of file:
    /// the last not after the day first, then the first after it. A snapshot that knows neither
    /// side counts only where no other one on that side of the day knows them.
    #[must_use]
    pub fn from_nearest(
        customer: &PartyId,
        supplier: &PartyId,
        on: Date,
        relationships: &[RelationshipFact],
        paths: &[PathFact],
    ) -> Self {
        let pair = |c: &PartyId, s: &PartyId| c == customer && s == supplier;
        let links = relationships.iter();
        let links = links.filter(|fact| pair(&fact.customer, &fact.supplier));
        let routes = paths.iter();
        let routes = routes.filter(|fact| pair(&fact.customer, &fact.supplier));
        let known = |fact: &RelationshipFact| {
            !fact.customer_known.is_empty() && !fact.supplier_known.is_empty()
        };
        Self {
            customer: customer.clone(),
            supplier: supplier.clone(),
            on,
            relationships: nearest(links, on, |fact| fact.date, known),
            paths: nearest(routes, on, |fact| fact.date, |fact| fact.paths > 0),
        }
    }

    /// The relation by rule D6. Observed paths count before inferred relationships; a provider
    /// link counts where no table holds a path.
    #[must_use]
    pub fn relation(&self, policy: &crate::Policy) -> TransitRelation {
        let shares = self.paths.iter().filter_map(PathFact::share);
        let most = shares.fold(None, |most: Option<f64>, share| {
            Some(most.map_or(share, |m| m.max(share)))
        });
        let linked = self
            .relationships
            .iter()
            .any(|fact| !fact.direct.is_empty());
        let in_cone = self
            .relationships
            .iter()
            .any(|fact| fact.in_cone.as_ref().is_some_and(|ases| !ases.is_empty()));
        let reverse = self
            .relationships
            .iter()
            .any(|fact| !fact.reverse.is_empty());
        let known = self
            .relationships
            .iter()
            .any(|fact| !fact.customer_known.is_empty() && !fact.supplier_known.is_empty());
        match most {
            Some(share) if share >= policy.depends_share => TransitRelation::Depends,
            Some(share) if share >= policy.partly_depends_share => TransitRelation::PartlyDepends,
            Some(_) if linked => TransitRelation::PartlyDepends,
            Some(share) if share > 0.0 => TransitRelation::Hardly,
            None if linked => TransitRelation::Depends,
            None if in_cone => TransitRelation::PartlyDepends,
            Some(_) | None if reverse => TransitRelation::OtherDirection,
            Some(_) => TransitRelation::NoVisibleDependency,
            None if known => TransitRelation::NoVisibleDependency,
            None => TransitRelation::NotKnown,
        }
    }
}

/// The facts of the nearest day that tells something, before and after.
fn nearest<'a, T: Clone + 'a>(
    facts: impl Iterator<Item = &'a T>,
    on: Date,
    date: impl Fn(&T) -> Date,
    tells: impl Fn(&T) -> bool,
) -> Vec<T> {
    let (mut before, mut after): (Vec<&T>, Vec<&T>) = facts.partition(|fact| date(fact) <= on);
    before.sort_by_key(|fact| std::cmp::Reverse(date(fact)));
    after.sort_by_key(|fact| date(fact));
    let mut found = Vec::new();
    for side in [before, after] {
        let best = side.iter().find(|fact| tells(fact)).or(side.first());
        if let Some(day) = best.map(|fact| date(fact)) {
            let that_day = side.iter().filter(|fact| date(fact) == day);
            found.extend(that_day.map(|fact| (*fact).clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Policy;

    fn id(text: &str) -> PartyId {
        PartyId::new(text).expect("a good id")
    }

    fn links(direct: &[u32], reverse: &[u32], providers: &[u32]) -> RelationshipFact {
        let pairs = |ases: &[u32]| ases.iter().map(|n| (Asn(1), Asn(*n))).collect();
        RelationshipFact {
            customer: id("heron"),
            supplier: id("halyard"),
            dataset: DatasetId::from_printed("m-1"),
            date: date(2007, 11, 5),
            customer_known: vec![Asn(1)],
            supplier_known: vec![Asn(2)],
            direct: pairs(direct),
            reverse: pairs(reverse),
            peers: vec![],
            providers: providers.iter().copied().map(Asn).collect(),
            in_cone: Some(vec![]),
            cone_size: Some(0),
        }
    }

    fn relation(relationships: Vec<RelationshipFact>, paths: &[(u32, u32)]) -> TransitRelation {
        let path = |(crossing, paths): &(u32, u32)| PathFact {
            customer: id("heron"),
            supplier: id("halyard"),
            dataset: DatasetId::from_printed("m-2"),
            date: date(2010, 7, 1),
            paths: *paths,
            crossing: *crossing,
            examples: vec![],
        };
        TransitAnswer {
            customer: id("heron"),
            supplier: id("halyard"),
            on: date(2009, 4, 13),
            relationships,
            paths: paths.iter().map(path).collect(),
        }
        .relation(&Policy::default())
    }

    #[test]
    fn observed_paths_count_before_inferred_links() {
        use TransitRelation::{
            Depends, Hardly, NoVisibleDependency, NotKnown, OtherDirection, PartlyDepends,
        };
        let none = || links(&[], &[], &[7]);
        assert_eq!(relation(vec![links(&[2], &[], &[2])], &[(4, 4)]), Depends);
        assert_eq!(relation(vec![links(&[2], &[], &[2])], &[]), Depends);
        assert_eq!(
            relation(vec![links(&[2], &[], &[2, 7])], &[(0, 50)]),
            PartlyDepends
        );
        assert_eq!(relation(vec![none()], &[(20, 50)]), PartlyDepends);
        assert_eq!(relation(vec![none()], &[(5, 50)]), PartlyDepends);
        assert_eq!(relation(vec![none()], &[(4, 50)]), Hardly);
        let linked = vec![links(&[2], &[], &[2, 7])];
        assert_eq!(relation(linked, &[(4, 50)]), PartlyDepends);
        assert_eq!(relation(vec![none()], &[(0, 260)]), NoVisibleDependency);
        assert_eq!(relation(vec![none()], &[]), NoVisibleDependency);
        assert_eq!(
            relation(vec![links(&[], &[2, 3, 3], &[])], &[(0, 9)]),
            OtherDirection
        );
        // A table without any path to the customer tells nothing.
        assert_eq!(relation(vec![], &[(0, 0)]), NotKnown);
        let mut unknown = none();
        unknown.supplier_known.clear();
        assert_eq!(relation(vec![unknown], &[]), NotKnown);
    }

    #[test]
    fn the_only_provider_and_the_reverse_direction() {
        assert!(links(&[2], &[], &[2]).is_only_provider());
        assert!(!links(&[2], &[], &[2, 7]).is_only_provider());
        assert!(!links(&[], &[], &[]).is_only_provider());
        assert_eq!(links(&[], &[2, 3, 3], &[]).reverse_suppliers(), 2);
    }
}
