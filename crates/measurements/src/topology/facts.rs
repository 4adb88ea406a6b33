//! Relationship facts of every ordered pair of parties.

use std::collections::BTreeSet;

use backpedal_model::{Asn, Case, DatasetId, PartyId, RelationshipFact, TopologySpec};

use super::{TopologyFacts, relations::Graph};
use crate::watch::asns;

/// A cone with more than this share of a file's ASes says nothing about a single customer: it comes
/// from a wrong link, or from a network at the very top. Our choice.
const ABSURD_CONE: f64 = 0.5;

/// A party by its ASes on the day.
struct Side {
    id: PartyId,
    ases: BTreeSet<Asn>,
    /// Those that the file knows.
    known: Vec<Asn>,
    /// All ASes reached from these by provider-to-customer links, these among them.
    cone: Option<BTreeSet<Asn>>,
    /// (own AS, its provider), (own AS, its customer), (own AS, its peer).
    providers: Vec<(Asn, Asn)>,
    customers: Vec<(Asn, Asn)>,
    peers: Vec<(Asn, Asn)>,
}

/// What a relationship file says of every ordered pair of parties that both have ASes that day.
pub(super) fn relationships(
    case: &Case,
    spec: &TopologySpec,
    dataset: &DatasetId,
    graph: &Graph,
) -> Vec<RelationshipFact> {
    let sides = sides(case, spec, graph);
    let mut facts = Vec::new();
    for customer in &sides {
        for supplier in sides.iter().filter(|supplier| supplier.id != customer.id) {
            facts.push(fact(customer, supplier, spec, dataset));
        }
    }
    facts
}

fn sides(case: &Case, spec: &TopologySpec, graph: &Graph) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    for party in case.parties.iter() {
        let ases: BTreeSet<Asn> = asns(party, spec.date).into_iter().collect();
        if ases.is_empty() {
            continue;
        }
        let known: Vec<Asn> = ases.intersection(&graph.ases).copied().collect();
        let of = |links: &std::collections::BTreeMap<Asn, Vec<Asn>>| {
            let mut pairs = Vec::new();
            for own in &known {
                let others = links.get(own).into_iter().flatten();
                pairs.extend(
                    others
                        .filter(|o| !ases.contains(o))
                        .map(|other| (*own, *other)),
                );
            }
            pairs.sort_unstable();
            pairs
        };
        sides.push(Side {
            id: party.id.clone(),
            cone: cone(graph, &known),
            customers: of(&graph.customers),
            peers: of(&graph.peers),
            providers: Vec::new(),
            known,
            ases,
        });
    }
    for (provider, customers) in &graph.customers {
        for customer in customers {
            for side in &mut sides {
                if side.ases.contains(customer) && !side.ases.contains(provider) {
                    side.providers.push((*customer, *provider));
                }
            }
        }
    }
    sides
}

/// What is reached from some ASes by provider-to-customer links, these included; `None` where it
/// is absurdly much or the file knows none of them.
pub(super) fn cone(graph: &Graph, from: &[Asn]) -> Option<BTreeSet<Asn>> {
    let mut seen: BTreeSet<Asn> = from.iter().copied().collect();
    let mut left = from.to_vec();
    while let Some(provider) = left.pop() {
        for customer in graph.customers.get(&provider).into_iter().flatten() {
            if seen.insert(*customer) {
                left.push(*customer);
            }
        }
    }
    let most = ABSURD_CONE * graph.ases.len() as f64;
    (!from.is_empty() && seen.len() as f64 <= most).then_some(seen)
}

fn fact(
    customer: &Side,
    supplier: &Side,
    spec: &TopologySpec,
    dataset: &DatasetId,
) -> RelationshipFact {
    // An AS that both hold is no link between the two.
    let both =
        |(own, other): &&(Asn, Asn)| supplier.ases.contains(other) && !supplier.ases.contains(own);
    let between = |pairs: &[(Asn, Asn)]| pairs.iter().filter(both).copied().collect::<Vec<_>>();
    let mut direct = between(&customer.providers);
    direct.sort_unstable();
    let mut providers: Vec<Asn> = customer.providers.iter().map(|(_, other)| *other).collect();
    providers.sort_unstable();
    providers.dedup();
    let cone = supplier.cone.as_ref();
    let inside = |cone: &BTreeSet<Asn>| {
        let ases = customer.known.iter().copied();
        ases.filter(|asn| cone.contains(asn) && !supplier.ases.contains(asn))
            .collect()
    };
    RelationshipFact {
        customer: customer.id.clone(),
        supplier: supplier.id.clone(),
        dataset: dataset.clone(),
        date: spec.date,
        customer_known: customer.known.clone(),
        supplier_known: supplier.known.clone(),
        direct,
        reverse: between(&customer.customers),
        peers: between(&customer.peers),
        providers,
        in_cone: cone.map(inside),
        cone_size: cone.map(|cone| u32::try_from(cone.len()).unwrap_or(u32::MAX)),
        cone_dataset: None,
    }
}

impl TopologyFacts {
    /// The ASes whose names a reader may want.
    pub(super) fn mentioned(&self, case: &Case) -> BTreeSet<Asn> {
        let own = case.parties.iter().flat_map(|party| &party.asns);
        let mut all: BTreeSet<Asn> = own.map(|asn| asn.value).collect();
        for fact in &self.relationships {
            all.extend(&fact.providers);
        }
        for fact in &self.paths {
            for example in &fact.examples {
                crate::path::Path::Text(example.as_bytes()).each(|asn| {
                    all.insert(asn);
                });
            }
        }
        all
    }
}
