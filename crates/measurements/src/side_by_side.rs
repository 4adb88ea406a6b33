//! Reads files several at a time: here those that come after the tables at the start. What they tell
//! does not depend on which is read first: it is put together in the order given.

use std::{
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

use backpedal_model::{MeasurementKind, Problem};

use crate::{
    clock::Seconds,
    input::{Contents, Progress},
    peers::Feeders,
    source::{self, FileRead, Tell},
    table::Table,
    updates::{Event, Inside, Talk, Updates},
    watch::Watch,
};

/// A file to read.
pub(crate) struct Job {
    pub(crate) collector: usize,
    /// Its place in the list of inputs.
    pub(crate) file: usize,
    pub(crate) name: String,
    pub(crate) kind: MeasurementKind,
    pub(crate) covers: Seconds,
    /// From the collector's table to the end of the window.
    pub(crate) wanted: Seconds,
    pub(crate) bytes: Box<dyn Contents>,
}

/// A file that was read.
pub(crate) struct Done {
    pub(crate) collector: usize,
    pub(crate) file: usize,
    pub(crate) name: String,
    pub(crate) covers: Seconds,
    pub(crate) wanted: Seconds,
    pub(crate) read: FileRead,
    pub(crate) problems: Vec<Problem>,
    pub(crate) told: Told,
}

/// What a file told.
pub(crate) enum Told {
    Table(Table),
    Updates {
        events: Vec<Event>,
        inside: Vec<Inside>,
        talk: Talk,
        /// What is to be said of elements outside of its time.
        outside: Option<Problem>,
    },
}

/// Reads all files. In the order given.
pub(crate) fn read(
    jobs: Vec<Job>,
    feeders: &Feeders,
    watch: &Watch,
    tell: &mut Tell<'_>,
) -> Vec<Done> {
    all(jobs, tell, |job, tell| one(job, feeders, watch, tell))
}

/// Does all of the work with as many threads as there are cores. In the order given.
pub(crate) fn all<J: Send, D: Send>(
    jobs: Vec<J>,
    tell: &mut Tell<'_>,
    work: impl Fn(J, &mut Tell<'_>) -> D + Sync,
) -> Vec<D> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(jobs.len());
    if threads <= 1 {
        return jobs.into_iter().map(|job| work(job, tell)).collect();
    }
    let places = jobs.len();
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let done: Mutex<Vec<Option<D>>> = Mutex::new((0..places).map(|_| None).collect());
    let (say, heard) = mpsc::channel::<Progress>();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (queue, done, say, work) = (&queue, &done, say.clone(), &work);
            scope.spawn(move || {
                // Nobody listens any more only where the caller is gone.
                let mut tell = |at| drop(say.send(at));
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((place, job)) = next else { break };
                    let read = work(job, &mut tell);
                    done.lock().unwrap_or_else(PoisonError::into_inner)[place] = Some(read);
                }
            });
        }
        drop(say);
        heard.into_iter().for_each(&mut *tell);
    });
    let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.into_iter().flatten().collect()
}

fn one(job: Job, feeders: &Feeders, watch: &Watch, tell: &mut Tell<'_>) -> Done {
    let Job {
        collector,
        file,
        name,
        kind,
        covers,
        wanted,
        bytes,
    } = job;
    let mut problems = Vec::new();
    let (read, told) = if kind == MeasurementKind::BgpTable {
        let mut table = Table::default();
        let read = source::read(&name, bytes, &mut problems, tell, &mut |element| {
            table.take(element, watch);
        });
        (read, Told::Table(table))
    } else {
        let (mut events, mut inside, mut talk) = (Vec::new(), Vec::new(), Talk::default());
        let mut updates = Updates {
            collector,
            feeders,
            watch,
            covers,
            wanted,
            events: &mut events,
            inside: &mut inside,
            talk: &mut talk,
            outside: (0, None),
        };
        let read = source::read(&name, bytes, &mut problems, tell, &mut |element| {
            updates.take(element);
        });
        let outside = updates.problem(&name);
        let told = Told::Updates {
            events,
            inside,
            talk,
            outside,
        };
        (read, told)
    };
    Done {
        collector,
        file,
        name,
        covers,
        wanted,
        read,
        problems,
        told,
    }
}
