//! What came of a fetch: told, kept, and finished in the frontier.

use std::time::Duration;

use backpedal_model::{Finished, Parsed, Problem};
use jiff::Timestamp;
use tokio::{
    task::{Id, JoinError},
    time::Instant,
};

use super::{
    FLUSH, Job, Round,
    keeping::{Keeping, kept},
};
use crate::{
    capture::{Capture, Fetched, Hop},
    error::{Cause, Error},
    event::Event,
    frontier::FrontierError,
    listener::Listener,
    revisit::{self, Seen},
    source::Lead,
};

pub(super) type Ended = Result<(Id, Result<Fetched, Error>), JoinError>;

impl<'a, L: Listener> Round<'a, L> {
    pub(super) async fn finish(&mut self, ended: Ended) -> Result<(), FrontierError> {
        let (id, outcome) = match ended {
            Ok((id, outcome)) => (id, Some(outcome)),
            Err(error) => (error.id(), None),
        };
        let Some(job) = self.in_flight.remove(&id) else {
            return Ok(());
        };
        self.ended(&job.taken.address.host);
        match outcome {
            Some(Ok(Fetched::New(capture))) => self.captured(&job, capture).await,
            Some(Ok(Fetched::NotModified { at, hops, .. })) => {
                self.not_modified(&job, at, hops).await
            }
            Some(Ok(Fetched::Refused(refusal))) => {
                self.summary.refused += 1;
                self.summary.note(refusal.problem());
                let source = job.source().clone();
                let told = self.tell(Event::Refused { source, refusal }).await;
                self.settle(&job, told, Seen::Nothing, Duration::ZERO)
            }
            Some(Err(error)) if matches!(error.cause, Cause::Stopped) => {
                self.run.frontier.put_back(&[job.url().to_owned()])
            }
            Some(Err(error)) => self.failed(&job, error).await,
            None => {
                let problem = Problem::new(job.url(), "the fetch ended by a fault of this program")
                    .hint("report it, with the address");
                let told = self.fail(&job, problem, Vec::new()).await;
                self.settle(&job, told, Seen::Nothing, Duration::ZERO)
            }
        }
    }

    async fn captured(&mut self, job: &Job, capture: Box<Capture>) -> Result<(), FrontierError> {
        let unchanged = job.is_latest(&capture.snapshot.digest);
        self.summary.captured += 1;
        self.summary.unchanged += usize::from(unchanged);
        let found = job.look(&capture, self.crawler.settings());
        let source = job.source().clone();
        let told = self.tell(Event::Captured {
            source,
            capture,
            unchanged,
        });
        let told = told.await;
        let seen = if unchanged {
            Seen::Unchanged
        } else {
            Seen::Changed
        };
        self.found(job, found).await?;
        self.settle(job, told, seen, Duration::ZERO)
    }

    async fn not_modified(
        &mut self,
        job: &Job,
        at: Timestamp,
        hops: Vec<Hop>,
    ) -> Result<(), FrontierError> {
        self.summary.not_modified += 1;
        let (source, origin) = (job.source().clone(), job.origin());
        let event = Event::NotModified {
            source,
            origin,
            at,
            hops,
        };
        let told = self.tell(event).await;
        if let Some(before) = &job.before {
            let found = job.look(before, self.crawler.settings());
            self.found(job, found).await?;
        }
        self.settle(job, told, Seen::Unchanged, Duration::ZERO)
    }

    /// Notes the problems of an answer and adds what it leads to.
    async fn found(&mut self, job: &Job, found: Parsed<Vec<Lead>>) -> Result<(), FrontierError> {
        let mut problems = found.problems;
        let (depth, most) = (job.taken.address.depth, self.crawler.settings().depth);
        let leads = if depth < most {
            found.value
        } else {
            if !found.value.is_empty() {
                let message = format!("it leads on, {depth} steps from its source");
                problems.push(Problem::new(job.url(), message).hint("further steps are not taken"));
            }
            Vec::new()
        };
        if !leads.is_empty() {
            let addresses = self.led(job.source(), depth + 1, leads);
            self.run.frontier.add(&addresses)?;
            self.dry_until = None;
        }
        for problem in problems {
            self.summary.note(problem.clone());
            let source = job.source().clone();
            self.tell(Event::Noted { source, problem }).await;
        }
        Ok(())
    }

    async fn failed(&mut self, job: &Job, error: Error) -> Result<(), FrontierError> {
        let mut wait = Duration::ZERO;
        if let Cause::Busy { host, wait: asked } = &error.cause {
            wait = *asked;
            if wait > self.crawler.settings().longest_wait {
                self.put_off(host, wait, error.problem())?;
            }
        }
        let told = self.fail(job, error.problem(), error.hops.into_vec()).await;
        self.settle(job, told, Seen::Nothing, wait)
    }

    async fn fail(&mut self, job: &Job, problem: Problem, hops: Vec<Hop>) -> bool {
        self.summary.failed += 1;
        self.summary.note(problem.clone());
        let source = job.source().clone();
        let event = Event::Failed {
            source,
            problem,
            hops,
        };
        self.tell(event).await
    }

    /// Ends a look where its outcome was kept; else the address stays to be looked at.
    fn settle(
        &mut self,
        job: &Job,
        kept: bool,
        seen: Seen,
        wait: Duration,
    ) -> Result<(), FrontierError> {
        if kept {
            return self.looked_at(job, seen, wait);
        }
        self.run.frontier.put_back(&[job.url().to_owned()])
    }

    /// Ends a look: computes when the next is due, which is not before `wait` has passed.
    pub(super) fn looked_at(
        &mut self,
        job: &Job,
        seen: Seen,
        wait: Duration,
    ) -> Result<(), FrontierError> {
        let now = self.after(Duration::ZERO);
        let own = job.taken.address.depth == 0;
        let shortest = self.crawler.settings().shortest_revisit;
        let looks = revisit::after(job.taken.looks, seen, now, own, shortest);
        let adaptive = self.after(Duration::from_secs(looks.every_seconds));
        let schedule = self.plan.schedule(job.source());
        let shortest = self.crawler.settings().shortest_interval;
        let scheduled = schedule.and_then(|s| s.next(now, &self.plan.zone, shortest));
        let due = match scheduled {
            Some(at) if own => at,
            Some(at) => adaptive.max(at),
            None => adaptive,
        };
        // Measurement files are archives and do not change.
        let ended = job.taken.address.kind.is_none() && seen != Seen::Nothing;
        self.done.push(Finished {
            url: job.url().to_owned(),
            looks,
            due: (!ended).then(|| due.max(self.after(wait))),
        });
        self.flush_at.get_or_insert_with(|| Instant::now() + FLUSH);
        Ok(())
    }

    /// Begins to keep what the looks brought that have ended, while the crawl goes on. One batch is
    /// kept at a time, so that a kill costs two at most.
    pub(super) async fn flush(&mut self) -> Result<(), FrontierError> {
        self.flush_at = None;
        if self.done.is_empty() {
            return Ok(());
        }
        self.settled().await?;
        self.keeping = Some(Keeping {
            done: std::mem::take(&mut self.done),
            kept: Box::pin(self.listener.kept()),
        });
        Ok(())
    }

    /// Waits until what is being kept is kept.
    pub(super) async fn settled(&mut self) -> Result<(), FrontierError> {
        if self.keeping.is_none() {
            return Ok(());
        }
        let kept = kept(&mut self.keeping).await;
        self.written(kept)
    }

    /// Writes the ends of the looks whose outcome is kept; the others stay to be looked at.
    pub(super) fn written(&mut self, kept: bool) -> Result<(), FrontierError> {
        let done = self.keeping.take().map(|keeping| keeping.done);
        let done = done.unwrap_or_default();
        if kept {
            return self.run.frontier.finish(&done);
        }
        self.deaf = true;
        let urls: Vec<String> = done.into_iter().map(|done| done.url).collect();
        self.run.frontier.put_back(&urls)
    }

    /// Tells which hosts have addresses left that were due.
    pub(super) async fn left_over(&mut self) -> Result<(), FrontierError> {
        let by = self.due_by();
        for (host, why, put_off) in self.queue.untold() {
            let addresses = put_off + self.run.frontier.waiting(Some(&host), by)?;
            if addresses > 0 {
                let message = format!("{addresses} addresses are left over: {}", why.message);
                let problem = Problem::new(&host, message).hint("they wait for the next run");
                self.summary.note(problem.clone());
                let event = Event::LeftOver {
                    host,
                    addresses,
                    problem,
                };
                self.tell(event).await;
            }
        }
        Ok(())
    }
}
