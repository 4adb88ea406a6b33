//! How many pages a second the crawler fetches, and how much memory it needs.
//!
//! ```text
//! $ cargo run --release -p backpedal-crawler --example rate -- 20000 8          # crawl
//! $ cargo run --release -p backpedal-crawler --example rate -- 20000 8 serve    # for another tool
//! $ wget2 -q -r -l 1 --max-threads=8 --no-robots -O /dev/null http://127.0.0.1:PORT/
//! ```
//!
//! The site is served by the same process, on the loopback, without any delay; the crawler reads
//! feeds of a thousand pages and fetches each, with one connection for each request at a time.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a tool for developers

use std::time::{Duration, Instant};

use backpedal_crawler::{Crawler, Event, Listener, MemoryFrontier, Pace, Run, Settings};
use backpedal_model::{Case, Origin, Snapshot};
use backpedal_testkit::FastSite;

/// Counts what comes and keeps none of it.
struct Count;

impl Listener for Count {
    async fn tell(&self, _: Event) -> bool {
        true
    }
}

fn settings(at_once: usize) -> Settings {
    Settings {
        clock: Some(clock),
        allow_loopback: true,
        min_delay: Duration::ZERO,
        concurrency: at_once,
        per_host: at_once,
        feed_entries: 1000,
        host_requests: u64::MAX,
        host_bytes: u64::MAX,
        ..Settings::default()
    }
}

#[allow(clippy::disallowed_methods)] // the one place of this tool that reads the clock
fn clock() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

fn case(site: &FastSite, pages: usize) -> Case {
    let mut text = "id = \"rate\"\ntitle = \"Rate\"\n\
         [window]\nstart = 2022-06-21\nend = 2022-06-22\n"
        .to_owned();
    for feed in 0..pages.div_ceil(1000) {
        let url = site.url(&format!("/feed/{feed}"));
        text.push_str(&format!("[[source]]\nkind = \"feed\"\nurl = \"{url}\"\n"));
    }
    Case::parse(&text).unwrap()
}

/// A figure of `/proc/self/status`, in MiB.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default| {
        let given = arguments.get(at);
        given.map_or(default, |text| text.parse::<usize>().unwrap())
    };
    let (pages, at_once) = (number(0, 20_000), number(1, 8));
    let site = FastSite::start(pages, 8 * 1024).unwrap();
    if arguments.get(2).is_some_and(|word| word == "serve") {
        println!("{} serves {pages} pages until stopped", site.url("/"));
        let mut before = 0;
        loop {
            std::thread::sleep(Duration::from_secs(1));
            if site.asked() != before {
                before = site.asked();
                println!("{before} requests so far");
            }
        }
    }
    let case = case(&site, pages);
    let crawler = Crawler::new(settings(at_once)).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let frontier = MemoryFrontier::default();
    let before = memory("VmRSS:");
    let start = Instant::now();
    let nothing = |_: &Origin| -> Option<Snapshot> { None };
    let run = Run {
        case: &case,
        archive: &nothing,
        frontier: &frontier,
        pace: Pace::Now,
    };
    let work = crawler.run(run, Count, std::future::pending());
    let summary = runtime.block_on(work).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} pages in {seconds:.2} s: {:.0} a second; {} failed; memory {before} MiB before, {} MiB at most, {} MiB of it the frontier's list at the end",
        summary.captured,
        f64::from(u32::try_from(summary.captured).unwrap()) / seconds,
        summary.failed,
        memory("VmHWM:"),
        {
            let with = memory("VmRSS:");
            drop(frontier);
            with.saturating_sub(memory("VmRSS:"))
        },
    );
    for problem in summary.problems.iter().take(3) {
        println!("{problem}");
    }
}
