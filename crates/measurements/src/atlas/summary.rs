//! What a file of Atlas results holds, without a case.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Head, Kind, Try};

/// Different targets are counted up to this number.
const MOST_TARGETS: usize = 1_000_000;

/// What a file of Atlas results holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AtlasSummary {
    /// Results by type and firmware, in that order.
    pub groups: Vec<AtlasGroup>,
    /// Different probes that gave results.
    pub probes: u64,
    /// Different targets, by name or else by address. Counted up to a million.
    pub targets: u64,
    /// Tries that the probe itself could not make; they tell nothing of a target.
    pub own_errors: u64,
    /// Probes of an archive in the file.
    pub listed_probes: u64,
}

/// The results of one type and firmware.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AtlasGroup {
    /// `ping`, `traceroute`, `dns`, `http`, `sslcert`, `ntp`, `wifi`.
    pub kind: String,
    /// The number of the firmware; 0 where none is given.
    pub firmware: u64,
    /// How many results.
    pub results: u64,
    /// How many tries they hold: a dns or http result may hold several.
    pub tries: u64,
    /// How many of them the target answered, at least in part.
    pub answered: u64,
    /// Whether results of this type tell of reachability here.
    pub used: bool,
}

/// Counts while a file is read.
#[derive(Default)]
pub(crate) struct Tally {
    groups: BTreeMap<(Kind, u64), [u64; 3]>,
    probes: BTreeSet<u64>,
    targets: BTreeSet<String>,
    own_errors: u64,
    listed: u64,
}

impl Tally {
    pub(crate) fn take(&mut self, head: &Head, tries: &[Try]) {
        let group = self.groups.entry((head.kind, head.firmware)).or_default();
        group[0] += 1;
        group[1] += tries.len() as u64;
        self.probes.insert(head.probe);
        for one in tries {
            group[2] += u64::from(one.received > 0);
            self.own_errors += u64::from(one.own_error);
            let address = one.address.map(|address| address.to_string());
            if let Some(target) = one.name.clone().or(address)
                && self.targets.len() < MOST_TARGETS
            {
                self.targets.insert(target);
            }
        }
    }

    pub(crate) fn listed(&mut self) {
        self.listed += 1;
    }

    pub(crate) fn finish(self) -> AtlasSummary {
        let group =
            |((kind, firmware), [results, tries, answered]): ((Kind, u64), [u64; 3])| AtlasGroup {
                kind: kind.name().to_owned(),
                firmware,
                results,
                tries,
                answered,
                used: kind.is_used(),
            };
        AtlasSummary {
            groups: self.groups.into_iter().map(group).collect(),
            probes: self.probes.len() as u64,
            targets: self.targets.len() as u64,
            own_errors: self.own_errors,
            listed_probes: self.listed,
        }
    }
}
