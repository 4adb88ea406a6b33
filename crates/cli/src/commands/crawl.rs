//! `crawl`: fetches what the case names, keeps every answer, and looks again when asked to.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use backpedal_crawler::{
    Archive, Capture, Crawler, Event, Frontier, Listener, MemoryFrontier, Pace, Run, Secret,
    Settings as CrawlerSettings, Summary,
};
use backpedal_model::{Case, Origin, Snapshot, SnapshotId};
use backpedal_store::{Exchange, Store};

use super::Context;
use crate::{
    args::{CrawlArgs, Format},
    console::{Bar, Console},
    exit::{Ended, Hint},
    stages::{Bench, LoadedCase, load_case},
};

pub(crate) fn crawl(context: &Context, args: &CrawlArgs) -> anyhow::Result<Ended> {
    let loaded = load_case(&args.case)?;
    let bench = Bench::open(&context.settings, &context.console)?;
    let mut case = loaded.case;
    if !args.measurements {
        case.measurements.clear();
        case.topology.clear();
    }
    if addresses(&case) == 0 {
        context
            .console
            .note("nothing to fetch: the case names files only");
        return Ok(Ended::Done);
    }
    let crawler = crawler(context, args.allow_loopback)?;
    let pace = match (args.watch, args.once) {
        (true, _) => Pace::Watch,
        (_, true) => Pace::Due,
        _ => Pace::Now,
    };
    let frontier = MemoryFrontier::default();
    let summary = go(&bench, &crawler, &case, &frontier, pace)?;
    let text = match context.settings.format.value {
        Format::Json | Format::Jsonl => as_json(&summary).to_string(),
        Format::Text | Format::Html | Format::Svg => in_words(&summary),
    };
    context.console.result(&text)?;
    context.console.problems(&summary.problems);
    Ok(Ended::from_problems(&summary.problems))
}

/// Fetches what the case names and the store has never seen. What is at hand is left alone:
/// `crawl` looks whether it has changed.
pub(crate) fn fetch_missing(
    context: &Context,
    bench: &Bench<'_>,
    loaded: &LoadedCase,
) -> anyhow::Result<()> {
    let mut case = loaded.case.clone();
    let missing = |origin: &Origin| {
        matches!(origin, Origin::Url(_)) && !matches!(bench.store.latest(origin), Ok(Some(_)))
    };
    case.sources.retain(|spec| missing(&spec.origin));
    case.measurements.retain(|spec| missing(&spec.origin));
    case.topology.retain(|spec| missing(&spec.origin));
    if addresses(&case) == 0 {
        return Ok(());
    }
    // What a run lacks is no business of the schedule.
    let frontier = MemoryFrontier::default();
    let crawler = crawler(context, false)?;
    let summary = go(bench, &crawler, &case, &frontier, Pace::Now)?;
    context.console.problems(&summary.problems);
    Ok(())
}

/// How many addresses a case names.
fn addresses(case: &Case) -> usize {
    let sources = case.sources.iter().map(|spec| &spec.origin);
    let files = case.measurements.iter().map(|spec| &spec.origin);
    let topology = case.topology.iter().map(|spec| &spec.origin);
    let all = sources.chain(files).chain(topology);
    all.filter(|origin| matches!(origin, Origin::Url(_)))
        .count()
}

fn crawler(context: &Context, allow_loopback: bool) -> anyhow::Result<Crawler> {
    let settings = &context.settings;
    let defaults = CrawlerSettings::default();
    let crawler = Crawler::new(CrawlerSettings {
        clock: Some(crate::clock::now),
        contact: settings.contact.value.clone(),
        page_timeout: Duration::from_secs(settings.timeout_seconds.value),
        page_limit: settings.max_megabytes.value.saturating_mul(1 << 20),
        x_token: x_token(),
        allow_loopback,
        // Tests serve from this machine and owe it no manners.
        min_delay: if allow_loopback {
            Duration::ZERO
        } else {
            defaults.min_delay
        },
        ..defaults
    });
    crawler.context("the crawler cannot start")
}

/// The token for X. It comes from the environment alone, so that no file or history of commands
/// holds it.
fn x_token() -> Option<Secret> {
    std::env::var("BACKPEDAL_X_TOKEN")
        .ok()
        .and_then(|text| Secret::new(&text))
}

/// Crawls at a pace, until done or stopped; what arrives is kept before the next thing is done.
fn go(
    bench: &Bench<'_>,
    crawler: &Crawler,
    case: &Case,
    frontier: &dyn Frontier,
    pace: Pace,
) -> anyhow::Result<Summary> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the crawler cannot start")?;
    let archive = Kept(&bench.store);
    let desk = Desk {
        store: &bench.store,
        console: bench.console,
        bar: bench.console.spinner("crawl"),
        watch: pace == Pace::Watch,
        failed: Mutex::default(),
    };
    let run = Run {
        case,
        archive: &archive,
        frontier,
        pace,
    };
    let stop = async {
        stopped().await;
        bench.console.note("stopping after what is in flight");
    };
    let outcome = runtime.block_on(crawler.run(run, &desk, stop));
    let failed = desk.failed.into_inner();
    if let Some(error) = failed.unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    outcome.context("the list of what is to be fetched cannot be kept")
}

/// Resolves when the person (Ctrl-C) or the system (SIGTERM, as systemd sends) wants an end.
async fn stopped() {
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    let interrupt = async {
        // Without a signal handler there is nothing to wait for: the crawl just goes on.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// Keeps what the crawler brings. When it returns, it is kept.
struct Desk<'a> {
    store: &'a Store,
    console: &'a Console,
    bar: Bar,
    watch: bool,
    /// Why something could not be kept, which ends the crawl.
    failed: Mutex<Option<anyhow::Error>>,
}

impl Listener for &Desk<'_> {
    async fn tell(&self, event: Event) -> bool {
        let handle = || handle(self.store, self.console, &self.bar, event, self.watch);
        let Err(error) = tokio::task::block_in_place(handle) else {
            return true;
        };
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.get_or_insert(error);
        false
    }
}

/// Keeps what one event brings, and shows it.
fn handle(
    store: &Store,
    console: &Console,
    bar: &Bar,
    event: Event,
    watch: bool,
) -> anyhow::Result<()> {
    match event {
        Event::Started { origin, .. } => bar.say(origin.as_str()),
        Event::Captured { capture, .. } => keep(store, *capture)?,
        Event::NotModified { origin, at, .. } => store.record_visit(&origin, at, 304)?,
        Event::Done(summary) if watch => console.note(&in_words(&summary)),
        Event::Noted { problem, .. } | Event::Failed { problem, .. } if watch => {
            console.note(&format!("warning: {problem}"));
        }
        Event::LeftOver { problem, .. } if watch => console.note(&format!("warning: {problem}")),
        Event::Kept { .. }
        | Event::LeftOver { .. }
        | Event::Refused { .. }
        | Event::Failed { .. }
        | Event::Noted { .. }
        | Event::Done(_) => {}
    }
    Ok(())
}

fn keep(store: &Store, capture: Capture) -> anyhow::Result<()> {
    let exchange = Exchange {
        request_head: capture.exchange_request_head,
        response_head: capture.exchange_response_head,
        remote: capture.remote,
    };
    store
        .put_capture(&capture.snapshot, &capture.body, Some(&exchange))
        .with_context(|| format!("{} cannot be kept", capture.snapshot.origin.as_str()))
        .with_context(|| Hint("what was kept before is safe; make room and run again".to_owned()))
}

/// The store as the crawler asks it. What it cannot tell is fetched anew.
struct Kept<'a>(&'a Store);

impl Archive for Kept<'_> {
    fn latest(&self, origin: &Origin) -> Option<Snapshot> {
        self.0.latest(origin).ok().flatten()
    }

    fn body(&self, id: &SnapshotId) -> Option<Vec<u8>> {
        self.0.body(id).ok().flatten()
    }
}

fn in_words(summary: &Summary) -> String {
    format!(
        "{} fetched ({} unchanged), {} not modified, {} at hand, {} refused, {} failed, {} skipped",
        summary.captured,
        summary.unchanged,
        summary.not_modified,
        summary.kept,
        summary.refused,
        summary.failed,
        summary.skipped
    )
}

fn as_json(summary: &Summary) -> serde_json::Value {
    serde_json::json!({
        "captured": summary.captured,
        "unchanged": summary.unchanged,
        "not_modified": summary.not_modified,
        "kept": summary.kept,
        "refused": summary.refused,
        "failed": summary.failed,
        "skipped": summary.skipped,
        "problems": summary.problems,
        "more_problems": summary.more_problems,
    })
}
