//! One run through what is due: several hosts at a time, each at its own pace.
//!
//! What is still to do stands in the frontier; in memory are only what is in flight and a small
//! part taken ahead for each host, so that a million addresses need no more than a hundred.

mod job;
mod keeping;
mod outcome;
mod plan;
mod queue;

use std::{collections::HashMap, time::Duration};

use backpedal_model::{Finished, Looks, Problem, Taken};
use jiff::{SignedDuration, Timestamp};
use tokio::{
    task::{Id, JoinSet},
    time::Instant,
};

use job::Job;
pub use job::file_source;
use keeping::Keeping;
use plan::Plan;
use queue::Queue;

use crate::{
    capture::Fetched,
    error::{Cause, Error},
    event::{Event, Summary},
    fetch::Crawler,
    frontier::FrontierError,
    listener::Listener,
    run::{Pace, Run},
};

/// How many hosts are at hand at one time, and how many addresses of each are taken at once.
const HOSTS: usize = 512;
const EACH: usize = 64;
/// Ends of looks are written together: so many, or as many as come in this time. A crawl that is
/// polite never reaches the first.
const BATCH: usize = 512;
const FLUSH: Duration = Duration::from_millis(200);
/// How long to wait at most before looking at the wall clock again: it can have been set, or the
/// machine can have slept.
const GLANCE: Duration = Duration::from_secs(30);
/// And at least, so that no due time in the past makes it spin.
const BLINK: Duration = Duration::from_millis(20);
/// A clock that goes back by less is only being corrected.
const CORRECTION: SignedDuration = SignedDuration::from_secs(1);
/// The budgets of hosts are for so long while watching.
const DAY: Duration = Duration::from_secs(24 * 3600);

pub(crate) struct Round<'a, L> {
    crawler: &'a Crawler,
    run: Run<'a>,
    listener: &'a L,
    plan: Plan<'a>,
    /// When it began, and the latest time that the wall clock has shown.
    start: Timestamp,
    latest: Timestamp,
    /// When the budgets of hosts were last set.
    day: Instant,
    queue: Queue,
    tasks: JoinSet<Result<Fetched, Error>>,
    in_flight: HashMap<Id, Job>,
    done: Vec<Finished>,
    flush_at: Option<Instant>,
    /// What is being kept while the crawl goes on.
    keeping: Option<Keeping<'a>>,
    /// The frontier had nothing; until then it need not be asked again.
    dry_until: Option<Instant>,
    /// Nobody listens.
    deaf: bool,
    /// Since the last [`Event::Done`], and before.
    summary: Summary,
    total: Summary,
    looked: bool,
}

impl<'a, L: Listener> Round<'a, L> {
    pub(crate) fn new(crawler: &'a Crawler, run: Run<'a>, listener: &'a L) -> Self {
        let now = crawler.now();
        Self {
            crawler,
            run,
            listener,
            plan: Plan::new(run.case),
            start: now,
            latest: now,
            day: Instant::now(),
            queue: Queue::new(crawler.settings().per_host),
            tasks: JoinSet::new(),
            in_flight: HashMap::new(),
            done: Vec::new(),
            flush_at: None,
            keeping: None,
            dry_until: None,
            deaf: false,
            summary: Summary::default(),
            total: Summary::default(),
            looked: false,
        }
    }

    pub(crate) async fn run(mut self) -> Result<Summary, FrontierError> {
        self.begin()?;
        loop {
            if self.is_over() {
                let urls = self.queue.clear();
                self.run.frontier.put_back(&urls)?;
            } else {
                self.fill().await?;
            }
            if !self.tasks.is_empty() || !self.queue.is_empty() {
                self.wait().await?;
            } else if !self.rest().await? {
                return self.end().await;
            }
        }
    }

    fn is_over(&self) -> bool {
        self.deaf || self.crawler.is_stopped()
    }

    /// By when an address must be due. Only who watches waits for what falls due meanwhile: else
    /// a long run would never end.
    fn due_by(&self) -> Timestamp {
        match self.run.pace {
            Pace::Now | Pace::Due => self.start,
            Pace::Watch => self.crawler.now(),
        }
    }

    /// Starts what may be in flight.
    async fn fill(&mut self) -> Result<(), FrontierError> {
        let crawler = self.crawler;
        let turn = |host: &str| crawler.hosts().ready_at(host);
        while self.in_flight.len() < crawler.settings().concurrency.max(1) && !self.is_over() {
            if let Some(taken) = self.queue.next(Instant::now(), turn) {
                if self.queue.has_run_low(&taken.address.host) {
                    self.dry_until = None;
                }
                self.start(taken).await?;
            } else if !self.take()? {
                break;
            }
        }
        self.leave_closed()
    }

    /// Leaves hosts alone that have closed themselves for longer than a run waits.
    fn leave_closed(&mut self) -> Result<(), FrontierError> {
        let longest = self.crawler.settings().longest_wait;
        for host in self.queue.after(Instant::now() + longest) {
            let wait = self.crawler.hosts().closed(&host);
            if wait > longest {
                let cause = Cause::Busy {
                    host: host.clone(),
                    wait,
                };
                let why = Problem::new(&host, cause.to_string()).hint(cause.hint());
                self.put_off(&host, wait, why)?;
            }
        }
        Ok(())
    }

    /// Takes more from the frontier. False where there is none.
    fn take(&mut self) -> Result<bool, FrontierError> {
        let (now, room) = (Instant::now(), HOSTS.saturating_sub(self.queue.hosts()));
        if room == 0 || self.dry_until.is_some_and(|until| now < until) {
            return Ok(false);
        }
        self.glance()?;
        let (by, frontier) = (self.due_by(), self.run.frontier);
        let busy = self.queue.busy(now);
        let taken = frontier.take(by, room, EACH, &busy)?;
        if taken.is_empty() {
            self.dry_until = Some(now + self.dry_for(by)?);
            return Ok(false);
        }
        self.dry_until = None;
        let crawler = self.crawler;
        for taken in taken {
            self.queue.put(taken, |host| crawler.hosts().ready_at(host));
        }
        Ok(true)
    }

    /// How long the frontier will have nothing.
    fn dry_for(&self, by: Timestamp) -> Result<Duration, FrontierError> {
        if self.run.pace != Pace::Watch {
            return Ok(DAY);
        }
        let next = self.run.frontier.next_due()?;
        // What is due already is of hosts that are left alone or have enough at hand.
        let next = next.filter(|next| *next > by);
        let wait = next.and_then(|next| Duration::try_from(by.duration_until(next)).ok());
        Ok(wait.unwrap_or(GLANCE).clamp(BLINK, GLANCE))
    }

    /// Sees whether the wall clock was set back, and whether a day has passed.
    fn glance(&mut self) -> Result<(), FrontierError> {
        if self.run.pace != Pace::Watch {
            return Ok(());
        }
        let now = self.crawler.now();
        if now.duration_until(self.latest) > CORRECTION {
            tracing::warn!(%now, was = %self.latest, "the clock was set back");
            self.run.frontier.set_back(now)?;
            self.start = self.start.min(now);
        }
        self.latest = now;
        if self.day.elapsed() >= DAY {
            self.day = Instant::now();
            self.crawler.hosts().forget_used();
        }
        Ok(())
    }

    async fn start(&mut self, taken: Taken) -> Result<(), FrontierError> {
        self.looked = true;
        let host = taken.address.host.clone();
        if let Some(why) = self.over_budget(&host) {
            let wait = DAY.saturating_sub(self.day.elapsed());
            let url = taken.address.url;
            self.shut(&host, wait, why)?;
            return self.left(&host, url);
        }
        let scope = self.plan.scope(&taken.address.source, taken.address.depth);
        let mut job = Job::of(taken, scope);
        let (source, origin) = (job.source().clone(), job.origin());
        if job.look_up(self.run.archive) {
            self.summary.kept += 1;
            self.tell(Event::Kept { source, origin }).await;
            self.looked_at(&job, crate::revisit::Seen::Unchanged, Duration::ZERO)?;
            self.ended(&host);
            return Ok(());
        }
        if !self.tell(Event::Started { source, origin }).await {
            let url = job.url().to_owned();
            return self.left(&host, url);
        }
        let crawler = self.crawler.clone();
        let (want, url, validators) = (job.want(), job.url().to_owned(), job.validators());
        let task = async move { crawler.fetch_as(want, &url, validators.as_ref()).await };
        let id = self.tasks.spawn(task).id();
        self.in_flight.insert(id, job);
        Ok(())
    }

    /// Why a host has had enough of this run.
    fn over_budget(&self, host: &str) -> Option<Problem> {
        let (used, settings) = (self.crawler.hosts().used(host), self.crawler.settings());
        let why = if used.requests >= settings.host_requests {
            format!(
                "the budget of {} requests is used up",
                settings.host_requests
            )
        } else if used.bytes >= settings.host_bytes {
            format!("the budget of {} bytes is used up", settings.host_bytes)
        } else {
            return None;
        };
        Some(Problem::new(host, why).hint("the next run goes on there"))
    }

    /// Leaves a host alone, and what was taken of it to the frontier.
    fn shut(&mut self, host: &str, wait: Duration, why: Problem) -> Result<(), FrontierError> {
        let taken = self.queue.shut(host, wait, why).into_iter();
        let urls: Vec<_> = taken.map(|taken| taken.address.url).collect();
        self.run.frontier.put_back(&urls)
    }

    /// Leaves a host alone that asks for it. What was taken of it is not due before, so that the
    /// next process leaves it alone too.
    fn put_off(&mut self, host: &str, wait: Duration, why: Problem) -> Result<(), FrontierError> {
        let taken = self.queue.shut(host, wait, why);
        let put_off = taken.len() as u64;
        let (now, due) = (self.after(Duration::ZERO), self.after(wait));
        let ended = taken.into_iter().map(|taken| Finished {
            url: taken.address.url,
            // Else it would count as never looked at, and be due again at the next start.
            looks: Looks {
                last: Some(now),
                ..taken.looks
            },
            due: Some(due),
        });
        self.run.frontier.finish(&ended.collect::<Vec<_>>())?;
        self.queue.put_off(host, put_off);
        self.summary.skipped += usize::try_from(put_off).unwrap_or(usize::MAX);
        Ok(())
    }

    /// So long from now. Never before this run began, or a clock that was set back would make it
    /// begin again.
    fn after(&self, wait: Duration) -> Timestamp {
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
        let now = self.crawler.now().max(self.start);
        now.checked_add(wait).unwrap_or(Timestamp::MAX)
    }

    /// Leaves an address that has had its turn to the frontier.
    fn left(&mut self, host: &str, url: String) -> Result<(), FrontierError> {
        self.ended(host);
        self.run.frontier.put_back(&[url])
    }

    fn ended(&mut self, host: &str) {
        let crawler = self.crawler;
        self.queue
            .ended(host, |host| crawler.hosts().ready_at(host));
    }

    /// Waits for an answer, or until something can be started or must be written.
    async fn wait(&mut self) -> Result<(), FrontierError> {
        let room = self.in_flight.len() < self.crawler.settings().concurrency.max(1);
        let mut until = self.flush_at;
        if room && !self.is_over() {
            let wakes = [self.queue.wake(), self.dry_until];
            until = wakes.into_iter().flatten().chain(until).min();
        }
        let (stopping, keeping) = (self.is_over(), self.keeping.is_some());
        tokio::select! {
            biased;
            kept = keeping::kept(&mut self.keeping), if keeping => self.written(kept)?,
            Some(ended) = self.tasks.join_next_with_id() => self.finish(ended).await?,
            () = tokio::time::sleep_until(until.unwrap_or_else(Instant::now)), if until.is_some() => {}
            () = self.crawler.stopped(), if !stopping => {}
            () = self.listener.closed(), if !stopping => self.deaf = true,
            else => {}
        }
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            self.finish(ended).await?;
        }
        let late = self.flush_at.is_some_and(|at| at <= Instant::now());
        if late || self.done.len() >= BATCH {
            self.flush().await?;
        }
        Ok(())
    }

    /// Nothing is left to do now. True when there will be.
    async fn rest(&mut self) -> Result<bool, FrontierError> {
        self.flush().await?;
        self.settled().await?;
        if self.is_over() || self.run.pace != Pace::Watch {
            return Ok(false);
        }
        if self.looked {
            // What has just been finished has a due time of its own.
            self.dry_until = Some(Instant::now() + self.dry_for(self.crawler.now())?);
            self.close().await?;
        }
        let until = self.dry_until.unwrap_or_else(Instant::now);
        tokio::select! {
            biased;
            () = self.crawler.stopped() => {}
            () = self.listener.closed() => self.deaf = true,
            () = tokio::time::sleep_until(until) => {}
        }
        Ok(true)
    }

    /// Ends a stretch of work: tells what was left over, then all of it.
    async fn close(&mut self) -> Result<(), FrontierError> {
        self.left_over().await?;
        let mut summary = std::mem::take(&mut self.summary);
        let key = |problem: &Problem| (problem.input.clone(), problem.message.clone());
        summary.problems.sort_by_key(key);
        self.total.add(summary.clone());
        self.looked = false;
        self.tell(Event::Done(summary)).await;
        Ok(())
    }

    async fn end(mut self) -> Result<Summary, FrontierError> {
        let waiting = self.run.frontier.waiting(None, self.due_by())?;
        self.summary.skipped += usize::try_from(waiting).unwrap_or(usize::MAX);
        let again = self.looked || self.run.pace != Pace::Watch || self.summary.skipped > 0;
        if again {
            self.close().await?;
        }
        Ok(self.total)
    }

    /// Tells a listener; false where none keeps it, and then the run ends.
    async fn tell(&mut self, event: Event) -> bool {
        self.deaf = !self.listener.tell(event).await || self.deaf;
        !self.deaf
    }
}
