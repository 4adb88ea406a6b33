//! What was read of the routing system, before anything is drawn from it.

use std::collections::{BTreeMap, BTreeSet};

use backpedal_model::{DatasetId, Gap, GapReason};

use crate::{
    clock::Seconds,
    peers::{Absence, Feeder, Feeders},
    table::{Held, Known, Table},
    updates::{Event, Inside, What},
    watch::Watch,
};

/// What the files told.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) watch: Watch,
    pub(crate) window: Seconds,
    /// The part of the window from the first to the last update file.
    pub(crate) covered: Option<Seconds>,
    pub(crate) feeders: Feeders,
    /// The origins that each prefix had in the tables at the start, at any peer.
    pub(crate) usual: BTreeMap<u32, BTreeSet<u32>>,
    /// The tables at the start, as events.
    pub(crate) initial: Vec<Event>,
    pub(crate) events: Vec<Event>,
    /// Of prefixes inside of watched ones.
    pub(crate) inside: Insides,
    pub(crate) absences: Vec<Absence>,
    pub(crate) gaps: Vec<Gap>,
    /// Time of the (last) table at the start.
    pub(crate) start: Option<i64>,
    /// Whether it is from before the window.
    pub(crate) baseline: bool,
    pub(crate) datasets: Vec<DatasetId>,
    pub(crate) synthetic: bool,
}

/// What was told of prefixes inside of watched ones.
#[derive(Default)]
pub(crate) struct Insides {
    /// By the tables at the start.
    pub(crate) known: Known,
    /// By updates.
    pub(crate) happened: Vec<Inside>,
}

impl Facts {
    /// Keeps the collectors whose table is from before the window, where there is one.
    pub(crate) fn settle_baseline(&mut self, starts: &[Option<i64>]) {
        let first = self.window.from;
        let early = starts.iter().flatten().any(|at| *at <= first);
        self.baseline = early;
        let usable = starts.iter().flatten().filter(|at| !early || **at <= first);
        self.start = usable.max().copied();
        if early && starts.iter().flatten().any(|at| *at > first) {
            let keep = |n: usize| starts[n].is_some_and(|at| at <= first);
            let old = std::mem::take(&mut self.feeders);
            let mut kept = Feeders::default();
            for feeder in old.all.iter().filter(|f| keep(f.collector)) {
                kept.add(feeder.clone());
            }
            let events = std::mem::take(&mut self.events);
            for mut event in events {
                let feeder = &old.all[event.feeder as usize];
                if let Some(number) = kept.find(feeder.collector, feeder.peer) {
                    event.feeder = number;
                    self.events.push(event);
                }
            }
            self.feeders = kept;
        }
        self.initial = std::mem::take(&mut self.events);
    }

    /// Takes the full-feed peers of a collector's first table, and their routes.
    pub(crate) fn enlist(&mut self, collector: usize, at: i64, table: &mut Table, share: f64) {
        self.inside.known.join(std::mem::take(&mut table.inside));
        for (peer, full) in table.full_feed(share) {
            if full != [false, false] {
                self.feeders.add(Feeder {
                    collector,
                    peer,
                    full,
                });
            }
        }
        for held in &table.held {
            self.usual
                .entry(held.prefix)
                .or_default()
                .insert(held.origin);
            if let Some(feeder) = self.feeders.find(collector, held.peer) {
                self.events.push(entry(at, feeder, held));
            }
        }
    }

    /// Sets the state to that of a later table.
    pub(crate) fn rebase(&mut self, collector: usize, at: i64, table: &Table) {
        for (n, feeder) in (0..).zip(&self.feeders.all) {
            if feeder.collector != collector || !table.sizes.contains_key(&feeder.peer) {
                continue;
            }
            let forget = (0..).zip(&self.watch.prefixes).map(|(prefix, _)| Event {
                at,
                feeder: n,
                what: What::Forget { prefix },
                quiet: true,
            });
            self.events.extend(forget);
            let held = table.held.iter().filter(|held| held.peer == feeder.peer);
            self.events.extend(held.map(|held| entry(at, n, held)));
        }
    }

    /// Notes that a collector's peers tell nothing in that time.
    pub(crate) fn take_away(
        &mut self,
        collector: usize,
        when: Seconds,
        reason: GapReason,
        dataset: Option<&DatasetId>,
    ) {
        for (n, feeder) in (0..).zip(&self.feeders.all) {
            if feeder.collector == collector {
                self.absences.push(Absence {
                    feeder: n,
                    when,
                    reason,
                    dataset: dataset.cloned(),
                });
            }
        }
    }
}

/// A route of a table, as an event that is not counted.
const fn entry(at: i64, feeder: u32, held: &Held) -> Event {
    Event {
        at,
        feeder,
        what: What::Announce {
            prefix: held.prefix,
            path_id: held.path_id,
            fingerprint: held.fingerprint,
            origin: held.origin,
        },
        quiet: true,
    }
}
