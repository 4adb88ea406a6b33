//! Whole cases against the loopback site. Nothing leaves the machine.
#![allow(clippy::unwrap_used, clippy::panic)] // its helpers are tests too

mod common;

use std::{
    collections::BTreeMap,
    sync::{Mutex, atomic::AtomicI64, atomic::Ordering},
    time::{Duration, Instant},
};

use backpedal_crawler::{Archive, Crawler, Event, Settings, Summary, file_source};
use backpedal_model::{
    Case, Interval, MeasurementKind, MeasurementSpec, Origin, Parties, Policy, Schedule, Snapshot,
    SnapshotId, SourceId, SourceKind, SourceSpec,
};
use backpedal_testkit::{Answer, LoopbackSite};
use jiff::Timestamp;
use tokio::sync::mpsc;

use common::{clock, crawler, crawler_with, settings};

/// A store in memory.
#[derive(Default)]
struct Memory(Mutex<BTreeMap<Origin, (Snapshot, Vec<u8>)>>);

impl Archive for Memory {
    fn latest(&self, origin: &Origin) -> Option<Snapshot> {
        let kept = self.0.lock().unwrap();
        kept.get(origin).map(|(snapshot, _)| snapshot.clone())
    }

    fn body(&self, id: &SnapshotId) -> Option<Vec<u8>> {
        let kept = self.0.lock().unwrap();
        let mut kept = kept.values();
        kept.find(|(s, _)| s.id == *id)
            .map(|(_, body)| body.clone())
    }
}

impl Memory {
    fn keep(&self, event: &Event) {
        if let Event::Captured { capture, .. } = event {
            let value = (capture.snapshot.clone(), capture.body.clone());
            let origin = capture.snapshot.origin.clone();
            self.0.lock().unwrap().insert(origin, value);
        }
    }
}

fn source(kind: SourceKind, origin: Origin) -> SourceSpec {
    SourceSpec {
        id: SourceId::from_content(&[origin.as_str()]),
        kind,
        origin,
        name: None,
        publisher: None,
        published: None,
        voice_of: None,
        schedule: Schedule::default(),
        follow: false,
    }
}

fn case(sources: Vec<SourceSpec>) -> Case {
    let start = clock();
    Case {
        id: "loopback".to_owned(),
        title: "Loopback".to_owned(),
        summary: None,
        synthetic: None,
        window: Interval::new(start, start),
        zone: "UTC".to_owned(),
        parties: Parties::default(),
        sources,
        measurements: Vec::new(),
        archives: Vec::new(),
        topology: Vec::new(),
        policy: Policy::default(),
        schedule: Schedule::default(),
    }
}

fn of(site: &LoopbackSite, sources: &[(SourceKind, &str)]) -> Case {
    let sources = sources.iter();
    let spec = |(kind, path): &(SourceKind, &str)| source(*kind, Origin::Url(site.url(path)));
    case(sources.map(spec).collect())
}

/// Crawls and keeps what comes; the events, and the summary.
async fn crawl(crawler: &Crawler, case: &Case, memory: &Memory) -> (Vec<Event>, Summary) {
    let (tell, mut told) = mpsc::channel(1);
    let collect = async {
        let mut events = Vec::new();
        while let Some(event) = told.recv().await {
            memory.keep(&event);
            events.push(event);
        }
        events
    };
    let (summary, events) = tokio::join!(crawler.crawl(case, memory, tell), collect);
    assert_eq!(events.last(), Some(&Event::Done(summary.clone())));
    (events, summary)
}

const FEED: &str = r#"<rss version="2.0"><channel><title>T</title>
    <item><link>/a</link></item><item><link>/b</link></item></channel></rss>"#;

fn feed() -> Answer {
    Answer::bytes("application/rss+xml", FEED).etag("\"f\"")
}

#[tokio::test]
async fn a_feed_leads_to_its_entries_and_a_second_run_fetches_none_of_them() {
    let site = LoopbackSite::start().unwrap();
    site.on("/feed", feed().gzip())
        .on("/a", Answer::html("first").etag("\"a\""))
        .on("/b", Answer::html("second").etag("\"b\""));
    let case = of(
        &site,
        &[(SourceKind::Feed, "/feed"), (SourceKind::Page, "/a")],
    );
    let memory = Memory::default();
    let (events, summary) = crawl(&crawler(), &case, &memory).await;
    assert_eq!(
        (summary.captured, summary.problems.len()),
        (3, 0),
        "{summary:?}"
    );
    assert!(summary.is_complete());
    let of_feed = |event: &&Event| matches!(event, Event::Captured { source, .. } if *source == case.sources[0].id);
    assert_eq!(events.iter().filter(of_feed).count(), 2, "the feed and /b");
    assert_eq!((site.hits("/a"), site.hits("/b")), (1, 1));

    let (_, again) = crawl(&crawler(), &case, &memory).await;
    assert_eq!((again.captured, again.not_modified), (0, 3), "{again:?}");

    // The feed stands, an entry was edited: it is seen all the same.
    site.replace("/b", Answer::html("second, edited").etag("\"b2\""));
    let (events, edited) = crawl(&crawler(), &case, &memory).await;
    assert_eq!((edited.captured, edited.not_modified), (1, 2));
    let changed = |e: &Event| {
        matches!(
            e,
            Event::Captured {
                unchanged: false,
                ..
            }
        )
    };
    assert!(events.iter().any(changed));
}

#[tokio::test]
async fn without_bodies_a_feed_is_fetched_in_full() {
    let site = LoopbackSite::start().unwrap();
    site.on("/feed", feed());
    let case = of(&site, &[(SourceKind::Feed, "/feed")]);
    let memory = Memory::default();
    crawl(&crawler(), &case, &memory).await;
    let (tell, mut told) = mpsc::channel(64);
    let latest = |origin: &Origin| memory.latest(origin);
    let again = crawler().crawl(&case, &latest, tell).await;
    assert_eq!(again.captured, 3);
    let mut unchanged = 0;
    while let Some(event) = told.recv().await {
        let same = matches!(
            event,
            Event::Captured {
                unchanged: true,
                ..
            }
        );
        unchanged += usize::from(same);
    }
    assert_eq!((unchanged, again.unchanged), (3, 3));
}

#[tokio::test]
async fn each_trouble_is_told_and_the_rest_is_fetched() {
    let site = LoopbackSite::start().unwrap();
    site.on(
        "/robots.txt",
        Answer::text("User-agent: *\nDisallow: /no\n"),
    )
    .on("/text", Answer::text("up"))
    .on("/image", Answer::bytes("image/png", *b"\x89PNG"))
    .on("/broken-feed", Answer::bytes("application/xml", *b"<rss"))
    .on("/posts", Answer::bytes("application/json", *b"[]"))
    .on("/cut", Answer::huge(100).cut(10));
    let mut case = of(
        &site,
        &[
            (SourceKind::Text, "/text"),
            (SourceKind::Posts, "/posts"),
            (SourceKind::Page, "/image"),
            (SourceKind::Page, "/gone"),
            (SourceKind::Feed, "/broken-feed"),
            (SourceKind::Page, "/no"),
            (SourceKind::Page, "/cut"),
        ],
    );
    let private = Origin::Url("http://10.0.0.1/".to_owned());
    case.sources.push(source(SourceKind::Page, private));
    let file = Origin::File("article.txt".to_owned());
    case.sources.push(source(SourceKind::Text, file));
    let (events, summary) = crawl(&crawler(), &case, &Memory::default()).await;
    assert_eq!(
        (summary.captured, summary.refused, summary.failed),
        (5, 1, 2)
    );
    assert!(!summary.is_complete());
    let said: Vec<_> = summary.problems.iter().map(ToString::to_string).collect();
    let expected = [
        "10.0.0.1 is not a public address",
        "the feed cannot be read",
        "cut off after 10 bytes",
        "status 404",
        "expected a page, got image/png",
        "robots.txt does not allow it",
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.contains(expected), "{said}: {expected}");
    }
    let refused = |e: &Event| matches!(e, Event::Refused { .. });
    assert_eq!(events.iter().filter(|e| refused(e)).count(), 1);
    assert_eq!(site.hits("/no"), 0);
}

#[tokio::test]
async fn measurement_files_are_fetched_once() {
    let site = LoopbackSite::start().unwrap();
    site.on("/rib.gz", Answer::bytes("application/gzip", *b"\x1f\x8b"));
    let mut case = case(Vec::new());
    let origin = Origin::Url(site.url("/rib.gz"));
    for _ in 0..2 {
        case.measurements.push(MeasurementSpec {
            kind: MeasurementKind::BgpTable,
            origin: origin.clone(),
            covers: Interval::new(clock(), clock()),
            collector: None,
            synthetic: false,
            note: None,
            series: Default::default(),
        });
    }
    let memory = Memory::default();
    let (events, first) = crawl(&crawler(), &case, &memory).await;
    assert_eq!((first.captured, first.problems.len()), (1, 0));
    let id = file_source(&origin);
    assert!(matches!(&events[0], Event::Started { source, .. } if *source == id));
    let (_, second) = crawl(&crawler(), &case, &memory).await;
    assert_eq!((second.captured, second.kept), (0, 1));
    assert_eq!(site.hits("/rib.gz"), 1);
}

#[tokio::test]
async fn a_slow_host_does_not_hold_up_another() {
    let (slow, quick) = (
        LoopbackSite::start().unwrap(),
        LoopbackSite::start().unwrap(),
    );
    slow.on("/a", Answer::html("x").slow(Duration::from_millis(400)));
    quick.on("/b", Answer::html("x"));
    // The same machine under another name is another host.
    let port = quick.address().port();
    let other = Origin::Url(format!("http://localhost:{port}/b"));
    let mut case = of(&slow, &[(SourceKind::Page, "/a")]);
    case.sources.push(source(SourceKind::Page, other.clone()));
    let (events, summary) = crawl(&crawler(), &case, &Memory::default()).await;
    assert_eq!(summary.captured, 2, "{summary:?}");
    let captured = events.iter().find_map(|event| match event {
        Event::Captured { capture, .. } => Some(&capture.snapshot.origin),
        _ => None,
    });
    assert_eq!(captured, Some(&other));
}

/// A clock that moves with the machine's, for schedules.
fn moving() -> Timestamp {
    static STARTED: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let passed = STARTED.get_or_init(Instant::now).elapsed();
    clock() + jiff::SignedDuration::try_from(passed).unwrap()
}

#[tokio::test]
async fn watching_looks_again_and_finishes_what_is_in_flight() {
    let site = LoopbackSite::start().unwrap();
    site.on(
        "/status",
        Answer::html("x").slow(Duration::from_millis(250)),
    )
    .on("/rare", Answer::html("x"));
    let mut case = of(
        &site,
        &[(SourceKind::Page, "/status"), (SourceKind::Page, "/rare")],
    );
    case.schedule.every_seconds = Some(0);
    case.sources[1].schedule.every_seconds = Some(3600);
    let crawler = crawler_with(Settings {
        clock: Some(moving),
        shortest_interval: Duration::from_millis(100),
        ..settings()
    });
    let (tell, mut told) = mpsc::channel(64);
    let third = async {
        while site.hits("/status") < 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let summary = crawler.watch(&case, &Memory::default(), tell, third).await;
    assert_eq!(site.hits("/status"), 3);
    assert_eq!(site.hits("/rare"), 1);
    // The third was in flight when the end came.
    assert_eq!(
        (summary.captured, summary.failed, summary.skipped),
        (4, 0, 0)
    );
    let mut rounds = 0;
    while let Some(event) = told.recv().await {
        rounds += usize::from(matches!(event, Event::Done(_)));
    }
    assert_eq!(rounds, 3);
}

#[tokio::test]
async fn a_stopped_crawl_asks_nothing_new() {
    let site = LoopbackSite::start().unwrap();
    let (first, second) = ((SourceKind::Page, "/a"), (SourceKind::Page, "/b"));
    let case = of(&site, &[first, second]);
    let crawler = crawler_with(Settings {
        min_delay: Duration::from_secs(60),
        ..settings()
    });
    let (tell, told) = mpsc::channel(64);
    let asked = async {
        while site.hits("/robots.txt") < 1 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let start = Instant::now();
    let summary = crawler
        .crawl_until(&case, &Memory::default(), tell, asked)
        .await;
    assert_eq!((summary.captured, summary.skipped), (0, 2), "{summary:?}");
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "the pause was left"
    );
    assert_eq!(site.hits("/a") + site.hits("/b"), 0);
    drop(told);
}

#[tokio::test]
async fn nobody_listening_ends_the_crawl() {
    let site = LoopbackSite::start().unwrap();
    let case = of(&site, &[(SourceKind::Page, "/a"), (SourceKind::Page, "/b")]);
    let (tell, told) = mpsc::channel(1);
    drop(told);
    let summary = crawler().crawl(&case, &Memory::default(), tell).await;
    assert_eq!(summary.skipped, 2);
    assert!(site.requests().is_empty());
}

#[test]
fn a_crawl_can_be_moved_to_another_thread() {
    fn moved<T: Send>(_: &T) {}
    static CALLS: AtomicI64 = AtomicI64::new(0);
    let latest = |_: &Origin| {
        CALLS.fetch_add(1, Ordering::Relaxed);
        None
    };
    let (case, crawler) = (case(Vec::new()), crawler());
    let (tell, _told) = mpsc::channel(1);
    moved(&crawler.crawl(&case, &latest, tell.clone()));
    moved(&crawler.watch(&case, &latest, tell, std::future::pending()));
}
