//! `crawl`: fetches what the case names, keeps every answer, and looks again when asked to.

use std::time::Duration;

use anyhow::Context as _;
use backpedal_crawler::{Archive, Capture, Crawler, Event, Settings as CrawlerSettings, Summary};
use backpedal_model::{Case, Origin, Problem, Snapshot, SnapshotId};
use backpedal_store::{Exchange, Store};
use tokio::{runtime::Handle, sync::mpsc};

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
    let notify = context.settings.notify.value.as_ref();
    let here = args.allow_loopback || notify.is_some_and(|notify| notify.allow_loopback);
    // Its own: what may be told on this machine may not be fetched from it.
    let teller = self::crawler(context, here)?;
    let tell = |runtime: &Handle| crate::notify::tell(&bench, &loaded, &teller, runtime);
    let (mut summary, untold) = go(&bench, &crawler, &case, args.watch, &tell)?;
    summary.problems.extend(untold);
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
    let quiet = |_: &Handle| Ok(Vec::new());
    let (summary, _) = go(bench, &crawler(context, false)?, &case, false, &quiet)?;
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

/// Tells others what is new, and gives what could not be told.
type Tell<'a> = dyn Fn(&Handle) -> anyhow::Result<Vec<Problem>> + 'a;

/// Crawls once, or watches until Ctrl-C; what arrives is kept before the next thing is done, and told
/// after each round. Gives what could not be told after the last one.
fn go(
    bench: &Bench<'_>,
    crawler: &Crawler,
    case: &Case,
    watch: bool,
    tell: &Tell<'_>,
) -> anyhow::Result<(Summary, Vec<Problem>)> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the crawler cannot start")?;
    let archive = Kept(&bench.store);
    let bar = bench.console.spinner("crawl");
    runtime.block_on(async {
        let (events, mut inbox) = mpsc::channel(16);
        let stop = async {
            // Without a signal handler there is nothing to wait for: the crawl just goes on.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            bench.console.note("stopping after what is in flight");
        };
        let fetch = async {
            if watch {
                crawler.watch(case, &archive, events, stop).await
            } else {
                crawler.crawl_until(case, &archive, events, stop).await
            }
        };
        let keep = async {
            // An answer that cannot be kept ends the crawl: dropping the inbox tells the crawler.
            let mut untold = Vec::new();
            while let Some(event) = inbox.recv().await {
                let done = matches!(event, Event::Done(_));
                let handle = || {
                    handle(&bench.store, bench.console, &bar, event, watch)?;
                    if done {
                        bar.say("telling what is new");
                        untold = tell(&Handle::current())?;
                        if watch {
                            bench.console.problems(&untold);
                        }
                    }
                    Ok(())
                };
                if let Err(error) = tokio::task::block_in_place(handle) {
                    drop(inbox);
                    return Err(error);
                }
            }
            Ok(untold)
        };
        let (summary, kept) = tokio::join!(fetch, keep);
        kept.map(|untold| (summary, untold))
    })
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
        Event::Kept { .. }
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
    })
}
