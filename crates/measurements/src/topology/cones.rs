//! Customer cones as CAIDA gives them in its `ppdc-ases` files: a line for each AS with the ASes
//! that its customers, and their customers in turn, were seen to reach, itself among them ("AS
//! Relationships", <https://publicdata.caida.org/datasets/as-relationships/README.txt>).

use std::{
    collections::{BTreeMap, BTreeSet},
    io::BufRead,
};

use backpedal_model::{Asn, Case, DatasetId, RelationshipFact, TopologySpec};

use super::{
    Reading,
    rows::{self, rows},
};
use crate::watch::asns;

/// The cones of some ASes.
#[derive(Default)]
pub(super) struct Cones {
    /// Of those that were asked for, and that the file knows.
    pub(super) of: BTreeMap<Asn, BTreeSet<Asn>>,
    /// Those among the ones asked for that have a line of their own.
    pub(super) known: BTreeSet<Asn>,
}

impl Cones {
    /// What lies in the cone of any of several ASes; `None` where the file knows none of them.
    pub(super) fn union(&self, ases: &BTreeSet<Asn>) -> Option<BTreeSet<Asn>> {
        let mut known = ases.iter().filter_map(|asn| self.of.get(asn)).peekable();
        known.peek()?;
        Some(known.flatten().copied().collect())
    }
}

/// Reads a file of cones, and keeps those of the wanted ASes.
pub(super) fn parse(
    file: &mut Reading<'_, '_>,
    content: &mut dyn BufRead,
    wanted: &BTreeSet<Asn>,
) -> (u64, Cones) {
    let mut cones = Cones::default();
    let what = "a line of an AS and its customer cone";
    let count = rows(file, content, what, |text| {
        if text.starts_with('#') {
            return rows::Taken::Remark;
        }
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let Ok(asn) = first.parse::<u32>().map(Asn) else {
            return rows::Taken::Wrong;
        };
        if !wanted.contains(&asn) {
            return rows::Taken::Record;
        }
        let members: Option<BTreeSet<Asn>> = rest
            .split_ascii_whitespace()
            .map(|number| number.parse::<u32>().ok().map(Asn))
            .collect();
        let Some(mut members) = members else {
            return rows::Taken::Wrong;
        };
        members.insert(asn);
        cones.known.insert(asn);
        cones.of.entry(asn).or_default().extend(members);
        rows::Taken::Record
    });
    (count, cones)
}

/// Every AS of a case's parties on that day.
pub(super) fn wanted(case: &Case, spec: &TopologySpec) -> BTreeSet<Asn> {
    let parties = case.parties.iter();
    parties.flat_map(|party| asns(party, spec.date)).collect()
}

/// Puts the cones of a file into the facts of the relationship files of the same day, where those
/// were made by following links; gives facts of their own where there is no such file.
pub(super) fn facts(
    case: &Case,
    spec: &TopologySpec,
    dataset: &DatasetId,
    cones: &Cones,
    facts: &mut Vec<RelationshipFact>,
) {
    let sides: Vec<_> = case
        .parties
        .iter()
        .map(|party| (&party.id, asns(party, spec.date).into_iter().collect()))
        .filter(|(_, ases): &(_, BTreeSet<Asn>)| !ases.is_empty())
        .collect();
    let links = facts.iter().any(|fact| fact.date == spec.date);
    for (customer, own) in &sides {
        let known: Vec<Asn> = own.intersection(&cones.known).copied().collect();
        for (supplier, ases) in sides.iter().filter(|(id, _)| id != customer) {
            let cone = cones.union(ases);
            let inside = |cone: &BTreeSet<Asn>| {
                let ours = own.intersection(cone).copied();
                ours.filter(|asn| !ases.contains(asn)).collect::<Vec<_>>()
            };
            let in_cone = cone.as_ref().map(inside);
            let cone_size = cone.map(|cone| u32::try_from(cone.len()).unwrap_or(u32::MAX));
            if !links {
                facts.push(RelationshipFact {
                    customer: (*customer).clone(),
                    supplier: (*supplier).clone(),
                    dataset: dataset.clone(),
                    date: spec.date,
                    customer_known: known.clone(),
                    supplier_known: ases.intersection(&cones.known).copied().collect(),
                    direct: vec![],
                    reverse: vec![],
                    peers: vec![],
                    providers: vec![],
                    in_cone,
                    cone_size,
                    cone_dataset: Some(dataset.clone()),
                });
                continue;
            }
            let same = |fact: &&mut RelationshipFact| {
                fact.date == spec.date && fact.customer == **customer && fact.supplier == **supplier
            };
            for fact in facts.iter_mut().filter(same) {
                fact.in_cone.clone_from(&in_cone);
                fact.cone_size = cone_size;
                fact.cone_dataset = Some(dataset.clone());
            }
        }
    }
}
