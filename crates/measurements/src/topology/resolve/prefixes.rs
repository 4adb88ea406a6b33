//! Prefixes with their origins, for the networks and the candidates asked about.

use std::collections::{BTreeMap, BTreeSet};

use backpedal_model::Asn;
use ipnet::IpNet;

/// A prefix and its origins.
type Origins = (IpNet, BTreeSet<Asn>);

/// Origins of the networks asked about, and how many prefixes each candidate originates.
pub(super) struct Prefixes {
    wanted: Vec<Vec<IpNet>>,
    /// The longest prefix around each network asked about, and its origins.
    pub(super) best: Vec<Vec<Option<Origins>>>,
    pub(super) counts: BTreeMap<Asn, u64>,
}

impl Prefixes {
    pub(super) fn new(wanted: Vec<Vec<IpNet>>) -> Self {
        Self {
            best: wanted.iter().map(|nets| vec![None; nets.len()]).collect(),
            wanted,
            counts: BTreeMap::new(),
        }
    }

    pub(super) fn take(&mut self, prefix: IpNet, origins: &[Asn]) {
        for asn in origins {
            *self.counts.entry(*asn).or_default() += 1;
        }
        for (networks, best) in self.wanted.iter().zip(&mut self.best) {
            for (network, best) in networks.iter().zip(best) {
                if !prefix.contains(network) {
                    continue;
                }
                match best {
                    Some((held, found)) if *held == prefix => found.extend(origins),
                    Some((held, _)) if held.prefix_len() > prefix.prefix_len() => {}
                    _ => *best = Some((prefix, origins.iter().copied().collect())),
                }
            }
        }
    }
}
