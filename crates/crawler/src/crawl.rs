//! One round through the sources of a case: several hosts at a time, one request each.

mod job;

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    future::Future,
};

use backpedal_model::{Case, Origin, Parsed, Problem};
use tokio::{
    sync::{mpsc, watch},
    task::{Id, JoinError, JoinSet},
};

pub use job::file_source;
pub(crate) use job::{Job, files, of_source};

use crate::{
    capture::{Capture, Fetched},
    error::{Cause, Error},
    event::{Archive, Event, Summary},
    fetch::Crawler,
    source::Lead,
};

impl Crawler {
    /// Fetches all sources of a case that have an address, the pages that its feeds lead to, and
    /// its measurement and topology files. Files on this machine are left alone.
    ///
    /// What has been captured is told at once through `events`; when nobody listens any more, the
    /// crawl ends. Dropping the future drops what is in flight.
    pub async fn crawl(
        &self,
        case: &Case,
        archive: &dyn Archive,
        events: mpsc::Sender<Event>,
    ) -> Summary {
        self.crawl_until(case, archive, events, std::future::pending())
            .await
    }

    /// The same, until `shutdown` resolves: then nothing new is asked, and what is in flight is
    /// finished.
    pub async fn crawl_until(
        &self,
        case: &Case,
        archive: &dyn Archive,
        events: mpsc::Sender<Event>,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Summary {
        let work = async |crawler: Crawler| {
            let sources = case.sources.iter().filter_map(|spec| of_source(case, spec));
            let jobs = sources.chain(files(case)).collect();
            round(&crawler, jobs, archive, &events).await
        };
        self.stoppable(work, shutdown).await
    }

    /// Runs `work` with a crawler that is told when `shutdown` resolves.
    pub(crate) async fn stoppable(
        &self,
        work: impl AsyncFnOnce(Self) -> Summary,
        shutdown: impl Future<Output = ()>,
    ) -> Summary {
        let (tell, stop) = watch::channel(false);
        let work = work(self.until(stop));
        tokio::pin!(work, shutdown);
        tokio::select! {
            summary = &mut work => summary,
            () = &mut shutdown => {
                tell.send_replace(true);
                work.await
            }
        }
    }
}

/// Fetches the jobs and what follows from them.
pub(crate) async fn round(
    crawler: &Crawler,
    jobs: Vec<Job>,
    archive: &dyn Archive,
    events: &mpsc::Sender<Event>,
) -> Summary {
    let mut round = Round {
        crawler,
        archive,
        events,
        queue: VecDeque::new(),
        seen: BTreeSet::new(),
        in_flight: HashMap::new(),
        tasks: JoinSet::new(),
        summary: Summary::default(),
    };
    for job in jobs {
        round.add(job).await;
    }
    round.run().await;
    let mut summary = round.summary;
    let key = |problem: &Problem| (problem.input.clone(), problem.message.clone());
    summary.problems.sort_by_key(key);
    // Nobody listening is no reason to hide the outcome from the caller.
    drop(events.send(Event::Done(summary.clone())).await);
    summary
}

struct Round<'a> {
    crawler: &'a Crawler,
    archive: &'a dyn Archive,
    events: &'a mpsc::Sender<Event>,
    queue: VecDeque<Job>,
    seen: BTreeSet<String>,
    in_flight: HashMap<Id, Job>,
    tasks: JoinSet<Result<Fetched, Error>>,
    summary: Summary,
}

type Ended = Result<(Id, Result<Fetched, Error>), JoinError>;

impl Round<'_> {
    /// Queues a job, unless its address is queued already or its file is at hand.
    async fn add(&mut self, mut job: Job) {
        if !self.seen.insert(job.url.clone()) {
            return;
        }
        if job.look_up(self.archive) {
            self.summary.kept += 1;
            let (source, origin) = (job.source.clone(), job.origin());
            self.tell(Event::Kept { source, origin }).await;
        } else {
            self.queue.push_back(job);
        }
    }

    async fn run(&mut self) {
        loop {
            if self.crawler.is_stopped() || self.events.is_closed() {
                self.summary.skipped += self.queue.len();
                self.queue.clear();
            }
            self.start().await;
            tokio::select! {
                ended = self.tasks.join_next_with_id() => match ended {
                    Some(ended) => self.finish(ended).await,
                    None => return,
                },
                () = self.crawler.stopped(), if !self.queue.is_empty() => {}
            }
        }
    }

    /// Starts what may be in flight: one job a host, so that no slow host holds up the others.
    async fn start(&mut self) {
        while self.in_flight.len() < self.crawler.settings().concurrency.max(1) {
            let busy: BTreeSet<&str> = self.in_flight.values().map(|j| j.host.as_str()).collect();
            let free = |job: &Job| !busy.contains(job.host.as_str());
            let Some(job) = self.queue.iter().position(free) else {
                return;
            };
            let Some(job) = self.queue.remove(job) else {
                return;
            };
            let (source, origin) = (job.source.clone(), job.origin());
            self.tell(Event::Started { source, origin }).await;
            let crawler = self.crawler.clone();
            let (want, url, validators) = (job.kind.want(), job.url.clone(), job.validators());
            let task = async move { crawler.fetch_as(want, &url, validators.as_ref()).await };
            let id = self.tasks.spawn(task).id();
            self.in_flight.insert(id, job);
        }
    }

    async fn finish(&mut self, ended: Ended) {
        let (id, outcome) = match ended {
            Ok((id, outcome)) => (id, Some(outcome)),
            Err(error) => (error.id(), None),
        };
        let Some(job) = self.in_flight.remove(&id) else {
            return;
        };
        match outcome {
            Some(Ok(Fetched::New(capture))) => self.captured(job, capture).await,
            Some(Ok(Fetched::NotModified { at, .. })) => self.not_modified(job, at).await,
            Some(Ok(Fetched::Refused(refusal))) => {
                self.summary.refused += 1;
                self.summary.problems.push(refusal.problem());
                let source = job.source;
                self.tell(Event::Refused { source, refusal }).await;
            }
            Some(Err(error)) if matches!(error.cause, Cause::Stopped) => self.summary.skipped += 1,
            Some(Err(error)) => self.failed(job, error.problem()).await,
            None => {
                let problem = Problem::new(&job.url, "the fetch ended by a fault of this program")
                    .hint("report it, with the address");
                self.failed(job, problem).await;
            }
        }
    }

    async fn captured(&mut self, job: Job, capture: Box<Capture>) {
        let unchanged = job.is_latest(&capture.snapshot.digest);
        self.summary.captured += 1;
        self.summary.unchanged += usize::from(unchanged);
        let found = job.look(&capture, self.crawler.settings());
        let source = job.source.clone();
        self.tell(Event::Captured {
            source,
            capture,
            unchanged,
        })
        .await;
        self.found(&job, found).await;
    }

    async fn not_modified(&mut self, job: Job, at: jiff::Timestamp) {
        self.summary.not_modified += 1;
        let (source, origin) = (job.source.clone(), job.origin());
        self.tell(Event::NotModified { source, origin, at }).await;
        if let Some(before) = &job.before {
            let found = job.look(before, self.crawler.settings());
            self.found(&job, found).await;
        }
    }

    /// Notes the problems of an answer and queues what it leads to.
    async fn found(&mut self, job: &Job, found: Parsed<Vec<Lead>>) {
        for problem in found.problems {
            self.summary.problems.push(problem.clone());
            let source = job.source.clone();
            self.tell(Event::Noted { source, problem }).await;
        }
        for lead in found.value {
            self.add(job.lead(lead)).await;
        }
    }

    async fn failed(&mut self, job: Job, problem: Problem) {
        self.summary.failed += 1;
        self.summary.problems.push(problem.clone());
        let source = job.source;
        self.tell(Event::Failed { source, problem }).await;
    }

    async fn tell(&self, event: Event) {
        // A closed channel is seen by `run`, which then ends the round.
        drop(self.events.send(event).await);
    }
}

/// The origin of an address.
fn origin(url: &str) -> Origin {
    Origin::Url(url.to_owned())
}
