//! "Rerouted, not down": pairs of probe and target whose traceroutes always crossed somebody
//! before the window, and reach the target by another way in it.
//!
//! A hop that does not answer can hide anybody. A way counts as another one only where it has no
//! more silent hops than a way that showed the crossing.

use std::{collections::BTreeMap, net::IpAddr};

use backpedal_model::{Asn, Case, Rerouted};

use super::aim::Aim;
use crate::{addresses::Addresses, atlas::Way, clock::day};

/// So many traceroutes must have reached the target before, all by way of somebody, to say that
/// the pair used to cross it. Our choice.
const STEADY: u32 = 2;

/// So many different ways of one pair in the window are kept; more are alike for our question.
const MOST_WAYS: usize = 16;

/// Whom a traceroute can cross: first the parties by their place, then exchanges.
type Via = u16;

/// Finds out whom a hop belongs to.
pub(super) struct Crossings {
    names: Vec<String>,
    parties: u16,
    asns: BTreeMap<Asn, Vec<Via>>,
    /// For each exchange of the address map.
    exchanges: Vec<Via>,
}

impl Crossings {
    /// Exchanges that bear a party's name are the party.
    pub(super) fn new(case: &Case, addresses: &Addresses) -> Self {
        let on = Some(day(case.window.start));
        let parties: Vec<_> = case.parties.iter().collect();
        let mut names: Vec<String> = parties.iter().map(|party| party.name.clone()).collect();
        let mut asns: BTreeMap<Asn, Vec<Via>> = BTreeMap::new();
        for (party, place) in parties.iter().zip(0..) {
            for asn in party.asns.iter().filter(|asn| asn.valid.holds(on)) {
                asns.entry(asn.value).or_default().push(place);
            }
        }
        let count = u16::try_from(names.len()).unwrap_or(u16::MAX);
        let mut exchanges = Vec::new();
        for name in &addresses.exchange_names {
            let one = case.parties.resolve(name, on).one();
            let party = one.and_then(|id| parties.iter().position(|party| party.id == id));
            let place = party.unwrap_or_else(|| {
                names.push(name.clone());
                names.len() - 1
            });
            exchanges.push(u16::try_from(place).unwrap_or(u16::MAX));
        }
        Self {
            names,
            parties: count,
            asns,
            exchanges,
        }
    }

    fn of(&self, aims: &[Aim], addresses: &Addresses, address: IpAddr, into: &mut Vec<Via>) {
        if let Some(exchange) = addresses.exchange(address) {
            into.extend(self.exchanges.get(usize::from(exchange)));
            return;
        }
        let prefixes = (0..).zip(aims).filter(|(_, aim)| aim.holds(address));
        into.extend(prefixes.map(|(place, _)| place));
        let asn = addresses.asn(address).and_then(|asn| self.asns.get(&asn));
        into.extend(asn.into_iter().flatten());
    }

    /// Everybody whom a traceroute crosses between the probe and the destination, both left out.
    pub(super) fn of_way(
        &self,
        aims: &[Aim],
        addresses: &Addresses,
        way: &Way,
        ends: [Option<IpAddr>; 2],
    ) -> Vec<Via> {
        let (mut crossed, mut at_ends) = (Vec::new(), Vec::new());
        for end in ends.into_iter().flatten() {
            self.of(aims, addresses, end, &mut at_ends);
        }
        for hop in &way.hops {
            self.of(aims, addresses, *hop, &mut crossed);
        }
        crossed.retain(|via| !at_ends.contains(via));
        crossed.sort_unstable();
        crossed.dedup();
        crossed
    }
}

/// The ways of one pair.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    reached_before: u32,
    /// Whom all ways before crossed, with the least number of silent hops of such a way.
    always: Vec<(Via, u32)>,
    /// Different ways in the window that reached the target, with the least number of silent hops.
    during: Vec<(Vec<Via>, u32)>,
    missed: u32,
}

/// What became of one pair.
enum Fate {
    Another,
    Same,
    Unclear,
    Missed,
}

impl Ways {
    pub(super) fn before(&mut self, crossed: &[Via], silent: u32) {
        self.reached_before += 1;
        if self.reached_before == 1 {
            self.always = crossed.iter().map(|via| (*via, silent)).collect();
            return;
        }
        self.always.retain(|(via, _)| crossed.contains(via));
        for (_, least) in &mut self.always {
            *least = silent.min(*least);
        }
    }

    pub(super) fn during(&mut self, crossed: Vec<Via>, silent: u32) {
        if let Some((_, least)) = self.during.iter_mut().find(|(way, _)| *way == crossed) {
            *least = silent.min(*least);
        } else if self.during.len() < MOST_WAYS {
            self.during.push((crossed, silent));
        }
    }

    pub(super) const fn missed(&mut self) {
        self.missed = self.missed.saturating_add(1);
    }

    fn fates(&self) -> impl Iterator<Item = (Via, Fate)> + '_ {
        let steady = self.reached_before >= STEADY;
        let always = self.always.iter().filter(move |_| steady);
        always.filter_map(|(via, silent)| {
            let without = self.during.iter().filter(|(way, _)| !way.contains(via));
            let fate = if without.clone().any(|(_, now)| now <= silent) {
                Fate::Another
            } else if self.during.iter().any(|(way, _)| way.contains(via)) {
                Fate::Same
            } else if without.count() > 0 {
                Fate::Unclear
            } else if self.missed > 0 {
                Fate::Missed
            } else {
                return None;
            };
            Some((*via, fate))
        })
    }
}

/// What became of the pairs that concern a party: those to it, by whom they used to cross, and
/// those to others that used to cross it.
pub(super) fn rerouted<'a>(
    crossings: &Crossings,
    party: u16,
    pairs: impl Iterator<Item = (&'a Ways, bool)>,
) -> Vec<Rerouted> {
    let mut found: BTreeMap<(bool, Via), Rerouted> = BTreeMap::new();
    for (ways, to_party) in pairs {
        for (via, fate) in ways.fates().filter(|(via, _)| to_party != (*via == party)) {
            let name = crossings.names.get(usize::from(via)).cloned();
            let entry = found.entry((!to_party, via)).or_insert_with(|| Rerouted {
                around: name.unwrap_or_default(),
                to_party,
                crossed: 0,
                another_way: 0,
                same_way: 0,
                not_reached: 0,
                unclear: 0,
            });
            entry.crossed += 1;
            match fate {
                Fate::Another => entry.another_way += 1,
                Fate::Same => entry.same_way += 1,
                Fate::Unclear => entry.unclear += 1,
                Fate::Missed => entry.not_reached += 1,
            }
        }
    }
    // Whom no pair left and no party is, is not worth a line.
    let told = |((_, via), entry): ((bool, Via), Rerouted)| {
        let matters = via < crossings.parties || entry.another_way + entry.not_reached > 0;
        matters.then_some(entry)
    };
    found.into_iter().filter_map(told).collect()
}
