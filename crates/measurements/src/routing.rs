//! Reads a case's BGP files, each collector's table before its updates.

use backpedal_model::{Case, DatasetId, Gap, GapReason, Problem};

use crate::{
    clock::{Seconds, day, holes, stamp},
    collectors::{Collector, DUMP_SLACK, FILE_SLACK},
    facts::Facts,
    firsts::{self, First, Seen},
    observe::Files,
    side_by_side::{self, Done, Job, Told},
    source::{self, Fault, FileRead, Tell},
    table::Table,
    updates::{Talk, outages},
    watch::Watch,
};

/// Reads the BGP files of a case.
struct Routing<'a> {
    case: &'a Case,
    files: &'a mut Files,
    problems: &'a mut Vec<Problem>,
    facts: Facts,
    talk: Talk,
}

/// Reads all of them, tables first.
pub(crate) fn read(
    case: &Case,
    collectors: &[Collector],
    files: &mut Files,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
) -> Facts {
    let window = Seconds::of(case.window);
    let mut this = Routing {
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
    let bases = collectors.iter().filter_map(|collector| collector.base);
    let tables = bases.map(|file| this.first(file)).collect();
    let mut tables = firsts::read(tables, &mut this.facts.watch, tell).into_iter();
    let mut starts = Vec::new();
    for (n, collector) in collectors.iter().enumerate() {
        for file in &collector.unused {
            this.unused(*file, tell);
        }
        let seen = collector.base.and_then(|file| Some((file, tables.next()?)));
        let start = match seen {
            Some((file, seen)) => this.base(n, file, seen),
            None => {
                this.no_table(collector);
                None
            }
        };
        starts.push(start);
    }
    this.facts.settle_baseline(&starts);
    let mut jobs = Vec::new();
    for (n, collector) in collectors.iter().enumerate() {
        for file in &collector.later {
            jobs.push(this.job(n, *file, starts[n]));
        }
    }
    for done in side_by_side::read(jobs, &this.facts.feeders, &this.facts.watch, tell) {
        this.later(done);
    }
    for (n, collector) in collectors.iter().enumerate() {
        this.cover(n, collector, starts[n]);
    }
    let reached = this.facts.covered.map_or(window.to, |covered| covered.to);
    this.facts.events.sort_by_key(|event| event.at);
    this.facts.inside.happened.sort_by_key(|event| event.at);
    let down = outages(&mut this.facts.events, reached);
    this.facts.absences.extend(down);
    for (n, collector) in collectors.iter().enumerate() {
        let parts = collector.covered.iter();
        let covered: Vec<Seconds> = parts.filter_map(|part| part.meet(window)).collect();
        let feeders = (0..).zip(&this.facts.feeders.all);
        let own = feeders.filter(|(_, feeder)| feeder.collector == n);
        let own: Vec<u32> = own.map(|(feeder, _)| feeder).collect();
        let silences = this.talk.silences(&covered, &own);
        this.facts.absences.extend(silences);
    }
    this.facts
}

impl Routing<'_> {
    /// Hands a collector's first table to be read.
    fn first(&mut self, file: usize) -> First {
        First {
            name: self.files.specs[file].origin.as_str().to_owned(),
            bytes: self.files.take(file),
        }
    }

    /// Takes what a collector's first table told. Returns its time, if it can be used.
    fn base(&mut self, collector: usize, file: usize, seen: Seen) -> Option<i64> {
        let Seen {
            name,
            mut table,
            read,
            problems,
        } = seen;
        self.problems.extend(problems);
        let covers = Seconds::of(self.files.specs[file].covers);
        self.note(file, &read);
        let at = self.usable(&name, &table, covers, &read)?;
        let share = self.case.policy.full_feed_share;
        self.facts.enlist(collector, at, &mut table, share);
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

    fn no_table(&mut self, group: &Collector) {
        let whose = group
            .name
            .as_deref()
            .map_or(String::new(), |n| format!(" of {n}"));
        let first = group
            .later
            .first()
            .map(|n| self.name(*n))
            .unwrap_or_default();
        let message =
            format!("no table{whose} goes with these updates, so nothing is known of before");
        self.problems.push(
            Problem::new(first, message)
                .hint("add a bgp-table of the same collector from before the window"),
        );
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
                .hint("correct `at` (or `from` and `to`) of this measurement, or the window, in the case file"),
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
                .hint("correct `at` (or `from` and `to`) of this measurement in the case file"),
        );
        None
    }

    /// Hands a file that comes after the base to be read.
    fn job(&mut self, collector: usize, file: usize, start: Option<i64>) -> Job {
        let spec = &self.files.specs[file];
        Job {
            collector,
            file,
            name: spec.origin.as_str().to_owned(),
            kind: spec.kind,
            covers: Seconds::of(spec.covers),
            wanted: Seconds {
                from: start.unwrap_or(self.facts.window.from),
                to: self.facts.window.to,
            },
            bytes: self.files.take(file),
        }
    }

    /// Takes what an update file told, or a table that came after the base.
    fn later(&mut self, done: Done) {
        let Done {
            collector,
            file,
            name,
            covers,
            wanted,
            read,
            problems,
            told,
        } = done;
        self.problems.extend(problems);
        match told {
            Told::Table(table) => {
                self.note(file, &read);
                let at = self.usable(&name, &table, covers, &read);
                if let Some(at) = at.filter(|at| wanted.holds(*at) && read.faults.is_empty()) {
                    self.facts.rebase(collector, at, &table);
                }
                return;
            }
            Told::Updates {
                events,
                inside,
                talk,
                outside,
            } => {
                self.facts.events.extend(events);
                self.facts.inside.happened.extend(inside);
                self.talk.join(talk);
                self.problems.extend(outside);
            }
        }
        if !covers.overlaps(wanted) {
            let message = format!(
                "covers {} to {}, outside of the case's window; it is not used",
                stamp(covers.from),
                stamp(covers.to)
            );
            self.problems.push(
                Problem::new(&name, message).hint(
                    "correct `from` and `to` of this measurement, or widen the window, in the case file",
                ),
            );
        }
        self.note(file, &read);
        let id = read.id(self.files.specs[file].covers);
        for fault in &read.faults {
            self.fault(collector, *fault, covers, &id);
        }
    }

    /// A fault takes away all peers of the collector for its time.
    fn fault(&mut self, collector: usize, fault: Fault, covers: Seconds, dataset: &DatasetId) {
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
        // where it changed again. The hole is told in two parts, split where the window starts: one
        // blinds the window, the other is a weakness of the state that the window begins with.
        let whole = Seconds {
            from: start.map_or(window.from, |start| start.min(window.from)),
            to: window.to,
        };
        for hole in holes(whole, &group.covered) {
            let small = hole.to - hole.from <= FILE_SLACK && Some(hole.from) == start;
            if small {
                continue;
            }
            let start = window.from.clamp(hole.from, hole.to);
            for (from, to) in [(hole.from, start), (start, hole.to)] {
                let part = Seconds { from, to };
                if !part.is_empty() {
                    self.facts
                        .take_away(collector, part, GapReason::NoData, None);
                }
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
