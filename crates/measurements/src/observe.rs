//! From a case's measurement files to one observation a party and signal.

use std::io::Read;

use backpedal_model::{
    Case, Dataset, Gap, GapReason, MeasurementKind, MeasurementSpec, Observation, Parsed, Problem,
};

use crate::{
    assemble::{Facts, assemble},
    clock::{Seconds, day, holes, stamp},
    collectors::{Collector, DUMP_SLACK, FILE_SLACK, collectors},
    input::{Input, Progress},
    peers::{Absence, Feeder, Feeders},
    probes,
    source::{self, Fault, FileRead, Tell},
    table::Table,
    updates::{Event, Talk, Updates, What, outages},
    watch::Watch,
};

/// What the files of a case tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// The files, in the order given.
    pub datasets: Vec<Dataset>,
    /// For each party what was seen of it, in the order of the case, routing before probes.
    pub observations: Vec<Observation>,
}

/// Reads the measurement files of a case and draws observations from them.
///
/// A party with ASes or prefixes gets a [`backpedal_model::Visibility`] where there is a BGP file,
/// one with targets gets [`backpedal_model::Probes`] where there is a probe file. What could not be
/// read is a problem, and a gap in the coverage of what it would have told. Files are read one by
/// one; only the routes to the parties' prefixes are kept.
pub fn observe(
    case: &Case,
    inputs: Vec<Input<MeasurementSpec>>,
    progress: &mut dyn FnMut(Progress),
) -> Parsed<Observed> {
    let mut problems = Vec::new();
    let mut files = Files::new(inputs);
    let mut observed = Observed::default();
    let collectors = collectors(case, &files.specs);
    if !collectors.is_empty() {
        let facts = Routing::read(case, &collectors, &mut files, &mut problems, progress);
        observed.observations = assemble(case, facts, &mut problems);
    }
    let probes = probes::observe(case, &mut files, &mut problems, progress);
    observed.observations.extend(probes);
    let place = |o: &Observation| case.parties.iter().position(|party| party.id == o.party);
    observed.observations.sort_by_key(place);
    observed.datasets = files.datasets.into_iter().flatten().collect();
    Parsed {
        value: observed,
        problems,
    }
}

/// The files of a case: each is read once, in whatever order the work needs.
pub(crate) struct Files {
    pub(crate) specs: Vec<MeasurementSpec>,
    bytes: Vec<Option<Box<dyn Read + Send>>>,
    pub(crate) datasets: Vec<Option<Dataset>>,
}

impl Files {
    fn new(inputs: Vec<Input<MeasurementSpec>>) -> Self {
        let (specs, bytes): (Vec<_>, Vec<_>) = inputs
            .into_iter()
            .map(|input| (input.spec, Some(input.bytes)))
            .unzip();
        Self {
            datasets: vec![None; specs.len()],
            specs,
            bytes,
        }
    }

    /// The bytes of a file; empty the second time.
    pub(crate) fn take(&mut self, n: usize) -> Box<dyn Read + Send> {
        let bytes = self.bytes[n].take();
        bytes.unwrap_or_else(|| Box::new(std::io::empty()))
    }

    /// Notes what a file was.
    pub(crate) fn note(
        &mut self,
        n: usize,
        digest: backpedal_model::Sha256,
        bytes: u64,
        records: u64,
    ) {
        let spec = &self.specs[n];
        self.datasets[n] = Some(Dataset {
            id: source::dataset_id(&digest, spec.covers),
            origin: spec.origin.clone(),
            kind: Dataset::kind_name(spec.kind).to_owned(),
            digest,
            bytes,
            covers: spec.covers,
            collector: spec.collector.clone(),
            synthetic: spec.synthetic,
            note: spec.note.clone(),
            records,
        });
    }
}

/// Reads the BGP files of a case.
struct Routing<'a> {
    case: &'a Case,
    files: &'a mut Files,
    problems: &'a mut Vec<Problem>,
    facts: Facts,
    talk: Talk,
}

impl<'a> Routing<'a> {
    fn read(
        case: &'a Case,
        collectors: &[Collector],
        files: &'a mut Files,
        problems: &'a mut Vec<Problem>,
        tell: &mut Tell<'_>,
    ) -> Facts {
        let window = Seconds::of(case.window);
        let mut this = Self {
            case,
            files,
            problems,
            facts: Facts {
                watch: Watch::new(case, day(case.window.start)),
                window,
                ..Facts::default()
            },
            talk: Talk::default(),
        };
        let mut starts = Vec::new();
        for (n, collector) in collectors.iter().enumerate() {
            for file in &collector.unused {
                this.unused(*file, tell);
            }
            starts.push(this.base(n, collector, tell));
        }
        this.facts.settle_baseline(&starts);
        for (n, collector) in collectors.iter().enumerate() {
            for file in &collector.later {
                this.later(n, *file, starts[n], tell);
            }
            this.cover(n, collector, starts[n]);
        }
        let reached = this.facts.covered.map_or(window.to, |covered| covered.to);
        this.facts.events.sort_by_key(|event| event.at);
        let down = outages(&this.facts.events, reached);
        this.facts.absences.extend(down);
        for collector in collectors {
            let covered: Vec<Seconds> = collector
                .covered
                .iter()
                .filter_map(|part| part.meet(window))
                .collect();
            let silences = this.talk.silences(&covered);
            this.facts.absences.extend(silences);
        }
        this.facts
    }

    /// Reads a collector's first table. Returns its time, and whether it can be used.
    fn base(&mut self, collector: usize, group: &Collector, tell: &mut Tell<'_>) -> Option<i64> {
        let Some(file) = group.base else {
            let whose = group
                .name
                .as_deref()
                .map_or(String::new(), |n| format!(" of {n}"));
            let message =
                format!("no table{whose} goes with these updates, so nothing is known of before");
            let first = group
                .later
                .first()
                .map(|n| self.name(*n))
                .unwrap_or_default();
            self.problems.push(
                Problem::new(first, message)
                    .hint("add a bgp-table of the same collector from before the window"),
            );
            return None;
        };
        let mut table = Table::default();
        let watch = &mut self.facts.watch;
        let spec = &self.files.specs[file];
        let (name, covers) = (spec.origin.as_str().to_owned(), Seconds::of(spec.covers));
        let bytes = self.files.take(file);
        let read = source::read(&name, bytes, self.problems, tell, &mut |element| {
            table.take(element, watch, true);
        });
        self.note(file, &read);
        let at = self.usable(&name, &table, covers, &read)?;
        let share = self.case.policy.full_feed_share;
        for (peer, full) in table.full_feed(share) {
            if full != [false, false] {
                self.facts.feeders.add(Feeder {
                    collector,
                    peer,
                    full,
                });
            }
        }
        for held in &table.held {
            if let Some(feeder) = self.facts.feeders.find(collector, held.peer) {
                self.facts.events.push(Event {
                    at,
                    feeder,
                    what: What::Announce {
                        prefix: held.prefix,
                        path_id: held.path_id,
                        fingerprint: held.fingerprint,
                    },
                    quiet: true,
                });
            }
        }
        if read.faults.iter().any(|fault| fault.truncated) {
            let gap = Seconds {
                from: at - 1,
                to: at,
            };
            self.facts.gaps.push(Gap {
                interval: gap.interval(),
                reason: GapReason::Truncated,
                peer: None,
                dataset: Some(read.id(self.files.specs[file].covers)),
            });
        }
        Some(at)
    }

    /// Reads a table that does not go with the window, for its digest alone.
    fn unused(&mut self, file: usize, tell: &mut Tell<'_>) {
        let spec = &self.files.specs[file];
        let name = spec.origin.as_str().to_owned();
        let message = format!(
            "holds for {}, too far from the case's window ({} to {}); it is not used",
            spec.covers.start, self.case.window.start, self.case.window.end
        );
        self.problems.push(
            Problem::new(&name, message)
                .hint("correct the time of this measurement, or the window, in the case file"),
        );
        let bytes = self.files.take(file);
        let read = source::read(&name, bytes, self.problems, tell, &mut |_| {});
        self.files.note(file, read.digest, read.bytes, read.records);
    }

    fn usable(
        &mut self,
        name: &str,
        table: &Table,
        covers: Seconds,
        read: &FileRead,
    ) -> Option<i64> {
        let Some(at) = table.at else {
            if read.records > 0 {
                self.problems.push(
                    Problem::new(name, "holds no entries of a routing table")
                        .hint("if it holds updates, give it the kind \"bgp-updates\""),
                );
            }
            return None;
        };
        let near = Seconds {
            from: covers.from - DUMP_SLACK,
            to: covers.to.max(covers.from + 1) + DUMP_SLACK,
        };
        if near.holds(at) {
            return Some(at);
        }
        let message = format!(
            "is a table of {}, not of {} as the case says; it is not used",
            stamp(at),
            stamp(covers.from)
        );
        self.problems.push(
            Problem::new(name, message)
                .hint("correct the time of this measurement in the case file"),
        );
        None
    }

    /// Reads an update file, or a table that came after the base.
    fn later(&mut self, collector: usize, file: usize, start: Option<i64>, tell: &mut Tell<'_>) {
        let spec = &self.files.specs[file];
        let (name, kind, covers) = (
            spec.origin.as_str().to_owned(),
            spec.kind,
            Seconds::of(spec.covers),
        );
        let wanted = Seconds {
            from: start.unwrap_or(self.facts.window.from),
            to: self.facts.window.to,
        };
        let bytes = self.files.take(file);
        if kind == MeasurementKind::BgpTable {
            let mut table = Table::default();
            let watch = &mut self.facts.watch;
            let read = source::read(&name, bytes, self.problems, tell, &mut |element| {
                table.take(element, watch, false);
            });
            self.note(file, &read);
            let at = self.usable(&name, &table, covers, &read);
            if let Some(at) = at.filter(|at| wanted.holds(*at) && read.faults.is_empty()) {
                self.facts.rebase(collector, at, &table);
            }
            return;
        }
        let mut updates = Updates {
            collector,
            feeders: &self.facts.feeders,
            watch: &self.facts.watch,
            covers,
            wanted,
            events: &mut self.facts.events,
            talk: &mut self.talk,
            outside: (0, None),
        };
        let read = source::read(&name, bytes, self.problems, tell, &mut |element| {
            updates.take(element);
        });
        let outside = updates.problem(&name);
        self.problems.extend(outside);
        if !covers.overlaps(wanted) {
            let message = format!(
                "covers {} to {}, outside of the case's window; it is not used",
                stamp(covers.from),
                stamp(covers.to)
            );
            self.problems.push(
                Problem::new(&name, message).hint("correct `covers`, or widen the case's window"),
            );
        }
        self.note(file, &read);
        let id = read.id(self.files.specs[file].covers);
        for fault in &read.faults {
            self.fault(collector, *fault, covers, &id);
        }
    }

    /// A fault takes away all peers of the collector for its time.
    fn fault(
        &mut self,
        collector: usize,
        fault: Fault,
        covers: Seconds,
        dataset: &backpedal_model::DatasetId,
    ) {
        let from = fault.after.unwrap_or(covers.from).max(covers.from);
        let next = if fault.truncated { None } else { fault.before };
        let to = next.unwrap_or(covers.to).min(covers.to).max(from + 1);
        let reason = if fault.truncated {
            GapReason::Truncated
        } else {
            GapReason::Damaged
        };
        let when = Seconds { from, to };
        self.facts.take_away(collector, when, reason, Some(dataset));
    }

    /// Notes where no file of the collector covers the window, or the way to it from the table.
    fn cover(&mut self, collector: usize, group: &Collector, start: Option<i64>) {
        let window = self.facts.window;
        let parts = group.covered.iter().filter_map(|part| part.meet(window));
        let hull = parts.reduce(|a, b| Seconds {
            from: a.from.min(b.from),
            to: a.to.max(b.to),
        });
        if let Some(hull) = hull {
            self.facts.covered = Some(self.facts.covered.map_or(hull, |all| Seconds {
                from: all.from.min(hull.from),
                to: all.to.max(hull.to),
            }));
        }
        // Before the window too: what happened between the table and the first update is known only
        // where it changed again.
        let whole = Seconds {
            from: start.map_or(window.from, |start| start.min(window.from)),
            to: window.to,
        };
        for hole in holes(whole, &group.covered) {
            let small = hole.to - hole.from <= FILE_SLACK && Some(hole.from) == start;
            if !small {
                self.facts
                    .take_away(collector, hole, GapReason::NoData, None);
            }
        }
    }

    fn note(&mut self, file: usize, read: &FileRead) {
        self.files.note(file, read.digest, read.bytes, read.records);
        self.facts
            .datasets
            .push(read.id(self.files.specs[file].covers));
        self.facts.synthetic |= self.files.specs[file].synthetic;
    }

    fn name(&self, file: usize) -> String {
        self.files.specs[file].origin.as_str().to_owned()
    }
}

impl Facts {
    /// Keeps the collectors whose table is from before the window, where there is one.
    fn settle_baseline(&mut self, starts: &[Option<i64>]) {
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

    /// Sets the state to that of a later table.
    fn rebase(&mut self, collector: usize, at: i64, table: &Table) {
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
            self.events.extend(held.map(|held| Event {
                at,
                feeder: n,
                what: What::Announce {
                    prefix: held.prefix,
                    path_id: held.path_id,
                    fingerprint: held.fingerprint,
                },
                quiet: true,
            }));
        }
    }

    fn take_away(
        &mut self,
        collector: usize,
        when: Seconds,
        reason: GapReason,
        dataset: Option<&backpedal_model::DatasetId>,
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

#[cfg(test)]
mod tests;
