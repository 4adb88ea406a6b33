//! Who bought transit from whom, on which day, by which file (rule D6).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Asn, DatasetId, PartyId};

mod relation;

pub use relation::{TransitRelation, TransitSigns};

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
    /// The file of customer cones that the cone is from; `None` where it was made from the links of
    /// `dataset`. Where it is `dataset` itself, nothing is told of links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cone_dataset: Option<DatasetId>,
}

impl RelationshipFact {
    /// Whether it rests on a file of customer cones alone, which says nothing of links.
    #[must_use]
    pub fn is_cone_only(&self) -> bool {
        self.cone_dataset.as_ref() == Some(&self.dataset)
    }

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
    /// What tables say of the other direction: paths to Y that cross X. To be shown, not judged by:
    /// paths that cross do not tell who buys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reverse_paths: Vec<PathFact>,
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
        let (cones, links): (Vec<_>, Vec<_>) = links.partition(|fact| fact.is_cone_only());
        let routes = |turned: bool| {
            let routes = paths.iter().filter(move |fact| {
                let sides = (&fact.customer, &fact.supplier);
                let (c, s) = if turned { (sides.1, sides.0) } else { sides };
                pair(c, s)
            });
            nearest(routes, on, |fact| fact.date, |fact| fact.paths > 0)
        };
        let known = |fact: &RelationshipFact| {
            !fact.customer_known.is_empty() && !fact.supplier_known.is_empty()
        };
        let mut relationships = nearest(links.into_iter(), on, |fact| fact.date, known);
        relationships.extend(nearest(cones.into_iter(), on, |fact| fact.date, known));
        Self {
            customer: customer.clone(),
            supplier: supplier.clone(),
            on,
            relationships,
            paths: routes(false),
            reverse_paths: routes(true),
        }
    }

    /// The greatest share of observed paths that cross, over the snapshots; `None` where no table
    /// holds a path to the customer.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let shares = self.paths.iter().filter_map(PathFact::share);
        shares.fold(None, |most: Option<f64>, share| {
            Some(most.map_or(share, |m| m.max(share)))
        })
    }

    /// The relation by rule D6.
    #[must_use]
    pub fn relation(&self, policy: &crate::Policy) -> TransitRelation {
        let any = |says: &dyn Fn(&RelationshipFact) -> bool| self.relationships.iter().any(says);
        TransitSigns {
            share: self.share(),
            linked: any(&|fact| !fact.direct.is_empty()),
            in_cone: any(&|fact| fact.in_cone.as_ref().is_some_and(|ases| !ases.is_empty())),
            reverse: any(&|fact| !fact.reverse.is_empty()),
            known: any(&|fact| !fact.customer_known.is_empty() && !fact.supplier_known.is_empty()),
        }
        .relation(policy)
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
            cone_dataset: None,
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
            reverse_paths: vec![],
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
        assert_eq!(relation(vec![none()], &[(2, 50)]), Hardly);
        // The greatest share of the snapshots counts.
        assert_eq!(relation(vec![none()], &[(2, 50), (5, 50)]), PartlyDepends);
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
    fn cones_alone_do_not_push_links_aside_and_the_other_direction_is_kept() {
        let day = |fact: RelationshipFact, year: i16| RelationshipFact {
            date: date(year, 1, 1),
            ..fact
        };
        let link = day(links(&[2], &[], &[2]), 2005);
        let mut cone = day(links(&[], &[], &[]), 2008);
        cone.cone_dataset = Some(cone.dataset.clone());
        let route = |customer: &str, supplier: &str| PathFact {
            customer: id(customer),
            supplier: id(supplier),
            dataset: DatasetId::from_printed("m-2"),
            date: date(2010, 7, 1),
            paths: 9,
            crossing: 3,
            examples: vec![],
        };
        let answer = TransitAnswer::from_nearest(
            &id("heron"),
            &id("halyard"),
            date(2009, 4, 13),
            &[cone, link],
            &[route("halyard", "heron"), route("halyard", "kestrel")],
        );
        let years: Vec<i16> = answer.relationships.iter().map(|f| f.date.year()).collect();
        assert_eq!(years, [2005, 2008]);
        assert!(answer.paths.is_empty());
        assert_eq!(answer.reverse_paths.len(), 1);
        // Paths the other way are shown, and decide nothing.
        assert_eq!(
            answer.relation(&Policy::default()),
            TransitRelation::Depends
        );
    }

    #[test]
    fn the_only_provider_and_the_reverse_direction() {
        assert!(links(&[2], &[], &[2]).is_only_provider());
        assert!(!links(&[2], &[], &[2, 7]).is_only_provider());
        assert!(!links(&[], &[], &[]).is_only_provider());
        assert_eq!(links(&[], &[2, 3, 3], &[]).reverse_suppliers(), 2);
    }
}
