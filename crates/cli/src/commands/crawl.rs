//! `crawl`: fetches what the case names, keeps every answer, and looks again when asked to.

mod desk;
mod known;

use std::time::Duration;

use anyhow::Context as _;
use backpedal_crawler::{
    Crawler, Frontier, MemoryFrontier, Pace, Run, Secret, Settings as CrawlerSettings, Summary,
};
use backpedal_model::{Case, Origin};
use backpedal_store::Store;
use tokio::runtime::Handle;

use self::{
    desk::{Desk, Keeper, News},
    known::{Kept, OnDisk},
};
use super::Context;
use crate::{
    args::{CrawlArgs, Format},
    exit::Ended,
    stages::{Bench, LoadedCase, load_case},
};

pub(crate) fn crawl(context: &Context, args: &CrawlArgs) -> anyhow::Result<Ended> {
    let loaded = load_case(&args.case)?;
    let bench = Bench::open(&context.settings, &context.console)?;
    let mut case = loaded.case.clone();
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
    let _lock = bench.store.lock_crawl(bench.now)?;
    let frontier = OnDisk(bench.store.frontier(&case.id)?);
    let notify = context.settings.notify.value.as_ref();
    let here = args.allow_loopback || notify.is_some_and(|notify| notify.allow_loopback);
    // Its own: what may be told on this machine may not be fetched from it.
    let teller = self::crawler(context, here)?;
    let news = |runtime: &Handle| crate::notify::tell(&bench, &loaded, &teller, runtime);
    let telling = Telling {
        lines: true,
        news: &news,
    };
    let summary = go(&bench, &crawler, &case, &frontier, pace, telling)?;
    let text = match context.settings.format.value {
        Format::Json => as_json(&summary).to_string(),
        Format::Jsonl => {
            let mut line = as_json(&summary);
            line["event"] = "done".into();
            line.to_string()
        }
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
    let _lock = match bench.store.lock_crawl(bench.now) {
        Ok(lock) => lock,
        Err(backpedal_store::Error::Locked { holder, .. }) => {
            let note = format!("a crawl is at work ({holder}): what it has not fetched is missing");
            context.console.note(&note);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    // What a run lacks is no business of the schedule.
    let frontier = MemoryFrontier::default();
    let crawler = crawler(context, false)?;
    let telling = Telling {
        lines: false,
        news: &|_| Ok(Vec::new()),
    };
    let summary = go(bench, &crawler, &case, &frontier, Pace::Now, telling)?;
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

/// To whom a crawl tells what it does.
#[derive(Clone, Copy)]
struct Telling<'a> {
    /// Whether what was kept is told as lines of JSON, where the format is that.
    lines: bool,
    /// Tells others what is new.
    news: &'a News<'a>,
}

/// Crawls at a pace, until done or stopped.
fn go(
    bench: &Bench<'_>,
    crawler: &Crawler,
    case: &Case,
    frontier: &dyn Frontier,
    pace: Pace,
    telling: Telling<'_>,
) -> anyhow::Result<Summary> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the crawler cannot start")?;
    // Its own connection: that of the keeper is taken while it waits for the disk.
    let known = Store::open_read(bench.store.dir())?;
    let archive = Kept(&known);
    let (desk, orders) = Desk::new(bench.console, pace == Pace::Watch, telling.news);
    let keeper = Keeper {
        store: &bench.store,
        console: bench.console,
        lines: telling.lines && bench.settings.format.value == Format::Jsonl,
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
    let (outcome, untold, kept) = std::thread::scope(|scope| {
        let keeper = scope.spawn(move || keeper.work(orders));
        let outcome = runtime.block_on(crawler.run(run, &desk, stop));
        let untold = runtime.block_on(desk.close());
        let fault = |_| {
            Err(anyhow::anyhow!(
                "keeping what came ended by a fault of this program"
            ))
        };
        (outcome, untold, keeper.join().unwrap_or_else(fault))
    });
    kept?;
    let mut summary = outcome.context("the list of what is to be fetched cannot be kept")?;
    if pace != Pace::Watch {
        summary.problems.extend(untold);
    }
    Ok(summary)
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
