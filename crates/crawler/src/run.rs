//! How a crawl is started, and how it is stopped.

use std::future::Future;

use backpedal_model::{Case, Problem};
use tokio::sync::{mpsc, watch};

use crate::{
    crawl::Round,
    event::{Archive, Event, Summary},
    fetch::Crawler,
    frontier::{Frontier, FrontierError, MemoryFrontier},
    listener::Listener,
};

/// What a crawl looks at, and when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Everything that the case names and leads to, now; then the end.
    Now,
    /// What is due, then the end: for cron and systemd.
    Due,
    /// What is due, whenever it is, until stopped.
    Watch,
}

/// A crawl.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// What to crawl.
    pub case: &'a Case,
    /// What is known from before.
    pub archive: &'a dyn Archive,
    /// What is to be fetched, of this case.
    pub frontier: &'a dyn Frontier,
    /// When.
    pub pace: Pace,
}

impl Crawler {
    /// Crawls a case: its sources that have an address, what they lead to, and its measurement and
    /// topology files. Files on this machine are left alone.
    ///
    /// When `shutdown` resolves, nothing new is asked, what is in flight is finished, and the rest
    /// waits in the frontier. The same where nobody listens any more. Dropping the future drops
    /// what is in flight; the next run takes it first.
    ///
    /// With [`Pace::Watch`] each time that nothing is left to do ends with [`Event::Done`], and
    /// the summary is of all. Times are those of the wall clock: when the machine slept, each
    /// address is looked at once; when the clock was set back, due times move with it.
    ///
    /// # Errors
    /// When the frontier cannot be read or written.
    pub async fn run<L: Listener>(
        &self,
        run: Run<'_>,
        listener: L,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<Summary, FrontierError> {
        let (tell, stop) = watch::channel(false);
        let crawler = self.until(stop);
        let work = Round::new(&crawler, run, &listener).run();
        tokio::pin!(work, shutdown);
        tokio::select! {
            outcome = &mut work => outcome,
            () = &mut shutdown => {
                tell.send_replace(true);
                work.await
            }
        }
    }

    /// Looks at everything once, with a frontier in memory.
    pub async fn crawl(
        &self,
        case: &Case,
        archive: &dyn Archive,
        events: mpsc::Sender<Event>,
    ) -> Summary {
        let shutdown = std::future::pending();
        self.crawl_until(case, archive, events, shutdown).await
    }

    /// The same, until `shutdown` resolves.
    pub async fn crawl_until(
        &self,
        case: &Case,
        archive: &dyn Archive,
        events: mpsc::Sender<Event>,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Summary {
        let pace = Pace::Now;
        self.in_memory(case, archive, pace, events, shutdown).await
    }

    /// Watches with a frontier in memory, so that each start looks at everything.
    pub async fn watch(
        &self,
        case: &Case,
        archive: &dyn Archive,
        events: mpsc::Sender<Event>,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Summary {
        let pace = Pace::Watch;
        self.in_memory(case, archive, pace, events, shutdown).await
    }

    async fn in_memory(
        &self,
        case: &Case,
        archive: &dyn Archive,
        pace: Pace,
        events: mpsc::Sender<Event>,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Summary {
        let frontier = MemoryFrontier::default();
        let run = Run {
            case,
            archive,
            frontier: &frontier,
            pace,
        };
        let outcome = self.run(run, events, shutdown).await;
        outcome.unwrap_or_else(|error| Summary {
            problems: vec![Problem::new(&case.id, error.to_string())],
            failed: 1,
            ..Summary::default()
        })
    }
}
