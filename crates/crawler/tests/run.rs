//! Runs over a frontier that outlives them: what is due, when, and what is left over.
#![allow(clippy::unwrap_used, clippy::panic)] // its helpers are tests too

mod common;

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use backpedal_crawler::{
    Crawler, Event, Frontier, FrontierError, Listener, MemoryFrontier, Pace, Run, Settings, Summary,
};
use backpedal_model::{Address, Case, Origin, Snapshot, SourceKind, Taken};
use backpedal_testkit::{Answer, LoopbackSite};
use jiff::Timestamp;

use common::{crawler_with, settings};

/// A clock for each test, in seconds, that the test sets.
struct Clock(&'static AtomicI64, fn() -> Timestamp);

macro_rules! clock {
    () => {{
        static NOW: AtomicI64 = AtomicI64::new(1_655_793_000);
        fn now() -> Timestamp {
            Timestamp::from_second(NOW.load(Ordering::SeqCst)).unwrap()
        }
        Clock(&NOW, now)
    }};
}

impl Clock {
    fn go(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    fn crawler(&self, change: impl FnOnce(&mut Settings)) -> Crawler {
        let mut settings = Settings {
            clock: Some(self.1),
            ..settings()
        };
        change(&mut settings);
        crawler_with(settings)
    }
}

/// Remembers what it is told and what is the latest of each address.
#[derive(Default)]
struct Desk {
    events: Mutex<Vec<Event>>,
    latest: Mutex<Vec<Snapshot>>,
    /// Keeps nothing after so many captures.
    full_after: Option<usize>,
}

impl Listener for &Desk {
    async fn tell(&self, event: Event) -> bool {
        if let Event::Captured { capture, .. } = &event {
            let mut latest = self.latest.lock().unwrap();
            if self.full_after.is_some_and(|most| latest.len() >= most) {
                return false;
            }
            latest.push(capture.snapshot.clone());
        }
        self.events.lock().unwrap().push(event);
        true
    }
}

impl Desk {
    fn latest(&self, origin: &Origin) -> Option<Snapshot> {
        let kept = self.latest.lock().unwrap();
        kept.iter().rev().find(|s| s.origin == *origin).cloned()
    }

    async fn crawl(
        &self,
        crawler: &Crawler,
        case: &Case,
        frontier: &MemoryFrontier,
        pace: Pace,
    ) -> Summary {
        let archive = |origin: &Origin| self.latest(origin);
        let run = Run {
            case,
            archive: &archive,
            frontier,
            pace,
        };
        let never = std::future::pending();
        crawler.run(run, self, never).await.unwrap()
    }
}

fn case(schedule: &str, sources: &[(&str, String)]) -> Case {
    let mut text = format!(
        "id = \"heron\"\ntitle = \"Heron\"\n[window]\nstart = 2022-06-21\nend = 2022-06-21\n{schedule}\n"
    );
    for (kind, url) in sources {
        text.push_str(&format!("[[source]]\nkind = \"{kind}\"\nurl = \"{url}\"\n"));
    }
    Case::parse(&text).unwrap()
}

fn page() -> Answer {
    Answer::article("Heron", &["All up."])
}

#[tokio::test]
async fn once_looks_at_what_is_due_and_at_nothing_else() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    site.on("/feed", Answer::feed(&["/a", "/b"]))
        .on("/a", page().etag("\"1\""))
        .on("/b", page().etag("\"1\""));
    let case = case(
        "[schedule]\nevery = \"10m\"",
        &[("feed", site.url("/feed"))],
    );
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    // Each run is another process: only frontier and archive stay.
    let run = || async {
        let crawler = clock.crawler(|_| {});
        desk.crawl(&crawler, &case, &frontier, Pace::Due).await
    };
    assert_eq!(run().await.captured, 3);
    let again = run().await;
    assert_eq!(
        (again.captured, again.not_modified, again.skipped),
        (0, 0, 0)
    );
    clock.go(599);
    assert_eq!(run().await, Summary::default(), "a second too early");
    clock.go(1);
    let feed = run().await;
    assert_eq!(
        (feed.captured, feed.unchanged, feed.not_modified),
        (1, 1, 0)
    );
    assert_eq!(site.hits("/a"), 1, "its 15 minutes have not passed");
    clock.go(300);
    let pages = run().await;
    assert_eq!((pages.captured, pages.not_modified), (0, 2), "{pages:?}");
    assert_eq!((site.hits("/feed"), site.answered(304)), (2, 2));
}

#[tokio::test]
async fn now_looks_at_everything_whatever_is_due() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    site.on("/feed", Answer::feed(&["/a", "/b"]))
        .on("/a", page())
        .on("/b", page());
    let case = case("", &[("feed", site.url("/feed"))]);
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    for times in 1..4 {
        let crawler = clock.crawler(|_| {});
        let summary = desk.crawl(&crawler, &case, &frontier, Pace::Now).await;
        assert_eq!((summary.captured, site.hits("/a")), (3, times));
        clock.go(1);
    }
}

#[tokio::test]
async fn each_fourth_look_asks_for_the_whole_page() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    site.on("/a", page().etag("\"1\""));
    let case = case("[schedule]\nevery = \"1m\"", &[("page", site.url("/a"))]);
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    let crawler = clock.crawler(|_| {});
    for _ in 0..8 {
        desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
        clock.go(60);
    }
    let asked = site.requests();
    let asked = asked.iter().filter(|r| r.path == "/a");
    let whole: Vec<bool> = asked.map(|r| r.header("if-none-match").is_none()).collect();
    let expected = [true, false, false, true, false, false, false, true];
    assert_eq!(whole, expected);
    assert_eq!(site.answered(304), 5);
}

#[tokio::test]
async fn a_host_has_a_budget_and_the_rest_is_left_for_the_next_run() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    let paths: Vec<String> = (0..20).map(|n| format!("/{n}")).collect();
    for path in &paths {
        site.on(path, Answer::huge(1000));
    }
    let sources: Vec<_> = paths.iter().map(|path| ("text", site.url(path))).collect();
    let case = case("", &sources);
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    // One request is for robots.txt.
    let crawler = clock.crawler(|s| s.host_requests = 6);
    let first = desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
    assert_eq!((first.captured, first.skipped), (5, 15), "{first:?}");
    let said = first.problems[0].to_string();
    assert!(
        said.contains("15 addresses are left over: the budget of 6 requests"),
        "{said}"
    );
    let left = |event: &Event| matches!(event, Event::LeftOver { addresses: 15, host, .. } if host == "127.0.0.1");
    assert!(desk.events.lock().unwrap().iter().any(left));
    let crawler = clock.crawler(|s| s.host_bytes = 4000);
    let second = desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
    assert_eq!((second.captured, second.skipped), (4, 11), "{second:?}");
    let crawler = clock.crawler(|_| {});
    let third = desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
    assert_eq!((third.captured, third.skipped), (11, 0));
    assert!(paths.iter().all(|path| site.hits(path) == 1));
}

#[tokio::test]
async fn an_interface_that_has_no_requests_left_is_left_alone_until_it_has() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    let reset = "2022-06-21T07:30:00Z"; // 3,600 s after the clock's beginning
    site.on("/1", Answer::list(&["1"], None).rate_limit(1, reset))
        .on("/2", Answer::list(&["2"], None).rate_limit(0, reset))
        .on("/3", Answer::list(&["3"], None));
    let sources = ["/1", "/2", "/3"].map(|path| ("posts", site.url(path)));
    let case = case("[schedule]\nevery = \"1h\"", &sources);
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    let crawler = clock.crawler(|_| {});
    let first = desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
    assert_eq!((first.captured, first.skipped), (2, 1), "{first:?}");
    assert!(
        first.problems[0]
            .to_string()
            .contains("left alone for 3600 s")
    );
    assert_eq!(site.hits("/3"), 0);
    clock.go(3599);
    // Another process, which knows of no limit, keeps to it all the same.
    for (wait, hits) in [(0, 0), (1, 1)] {
        clock.go(wait);
        let crawler = clock.crawler(|_| {});
        desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
        assert_eq!(site.hits("/3"), hits);
    }
}

#[tokio::test]
async fn a_host_that_asks_for_peace_keeps_its_addresses_waiting() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    let paths: Vec<String> = (0..50).map(|n| format!("/{n}")).collect();
    for path in &paths {
        site.on(
            path,
            Answer::status(429).retry_after("Tue, 21 Jun 2022 07:00:00 GMT"),
        );
    }
    let sources: Vec<_> = paths.iter().map(|path| ("page", site.url(path))).collect();
    let case = case("", &sources);
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    let crawler = clock.crawler(|_| {});
    let summary = desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
    assert_eq!((summary.failed, summary.skipped), (1, 49), "{summary:?}");
    assert_eq!(site.answered(429), 1, "the others were not asked");
}

#[tokio::test]
async fn what_was_not_kept_is_fetched_again() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    let paths: Vec<String> = (0..9).map(|n| format!("/{n}")).collect();
    for path in &paths {
        site.on(path, page());
    }
    let sources: Vec<_> = paths.iter().map(|path| ("page", site.url(path))).collect();
    let case = case("", &sources);
    let frontier = MemoryFrontier::default();
    let full = Desk {
        full_after: Some(4),
        ..Desk::default()
    };
    let crawler = clock.crawler(|_| {});
    let summary = full.crawl(&crawler, &case, &frontier, Pace::Due).await;
    assert_eq!(summary.skipped, 5);
    let desk = Desk::default();
    let rest = desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
    assert_eq!((rest.captured, rest.skipped), (5, 0));
    let of = |desk: &Desk| -> BTreeSet<String> {
        let kept = desk.latest.lock().unwrap();
        kept.iter().map(|s| s.origin.as_str().to_owned()).collect()
    };
    assert!(of(&full).is_disjoint(&of(&desk)), "nothing twice");
}

#[tokio::test]
async fn what_a_killed_crawl_had_taken_comes_first() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    site.on("/a", page().slow(Duration::from_millis(400)));
    let case = case("", &[("page", site.url("/a"))]);
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    let crawler = clock.crawler(|_| {});
    let run = desk.crawl(&crawler, &case, &frontier, Pace::Due);
    let killed = tokio::time::timeout(Duration::from_millis(200), run).await;
    assert!(killed.is_err());
    assert_eq!(
        frontier.waiting(None, (clock.1)()),
        Ok(0),
        "it is in flight"
    );
    let summary = desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
    assert_eq!(summary.captured, 1);
}

#[tokio::test]
async fn a_clock_set_back_stalls_nothing_and_a_leap_storms_nothing() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    site.on("/a", page());
    let case = case("[schedule]\nevery = \"1m\"", &[("page", site.url("/a"))]);
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    let crawler = clock.crawler(|_| {});
    let look = || async {
        let summary = desk.crawl(&crawler, &case, &frontier, Pace::Due).await;
        summary.captured
    };
    assert_eq!(look().await, 1);
    clock.go(-7 * 24 * 3600);
    assert_eq!(look().await, 0, "a second after the look it is not due");
    clock.go(59);
    assert_eq!(look().await, 1, "and a minute after it is, not in a week");
    clock.go(7 * 24 * 3600);
    assert_eq!(
        (look().await, look().await),
        (1, 0),
        "once for all times that passed"
    );
}

#[tokio::test]
async fn watching_follows_the_clock_wherever_it_is_set() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    site.on("/a", page());
    let case = case("[schedule]\nevery = \"1m\"", &[("page", site.url("/a"))]);
    let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
    let crawler = clock.crawler(|_| {});
    let archive = |origin: &Origin| desk.latest(origin);
    let run = Run {
        case: &case,
        archive: &archive,
        frontier: &frontier,
        pace: Pace::Watch,
    };
    let hits = async |most| {
        while site.hits("/a") < most {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let summary = crawler.run(run, &desk, hits(1)).await.unwrap();
    assert_eq!(summary.captured, 1);
    // It starts again in the same minute: nothing is due, so nothing is asked.
    let soon = tokio::time::sleep(Duration::from_millis(150));
    let summary = crawler.run(run, &desk, soon).await.unwrap();
    assert_eq!((summary, site.hits("/a")), (Summary::default(), 1));
    clock.go(3600);
    let summary = crawler.run(run, &desk, hits(2)).await.unwrap();
    assert_eq!(summary.captured, 1);
    let rounds = desk.events.lock().unwrap();
    let done = rounds.iter().filter(|e| matches!(e, Event::Done(_)));
    assert_eq!(done.count(), 2);
}

#[tokio::test]
async fn a_list_whose_pages_lead_to_one_another_ends() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    site.on("/a", Answer::feed(&["/b", "/a", "/b#x"]))
        .on("/b", page());
    let case = case("", &[("feed", site.url("/a"))]);
    for depth in [0, 5] {
        let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
        let crawler = clock.crawler(|s| s.depth = depth);
        let summary = desk.crawl(&crawler, &case, &frontier, Pace::Now).await;
        let followed = usize::from(depth > 0);
        assert_eq!(summary.captured, 1 + followed, "{summary:?}");
        assert_eq!(summary.problems.len(), 1 - followed, "{summary:?}");
    }
}

#[tokio::test]
async fn so_many_requests_a_host_are_open_at_a_time() {
    let (clock, site) = (clock!(), LoopbackSite::start().unwrap());
    let paths: Vec<String> = (0..12).map(|n| format!("/{n}")).collect();
    for path in &paths {
        site.on(path, page().slow(Duration::from_millis(60)));
    }
    let sources: Vec<_> = paths.iter().map(|path| ("page", site.url(path))).collect();
    let case = case("", &sources);
    for (per_host, seen) in [(1, 1), (4, 4)] {
        let before = site.most_open();
        let (desk, frontier) = (Desk::default(), MemoryFrontier::default());
        let crawler = clock.crawler(|s| s.per_host = per_host);
        desk.crawl(&crawler, &case, &frontier, Pace::Now).await;
        assert_eq!(site.most_open(), seen.max(before));
    }
}

/// A frontier that cannot be written.
struct Broken;

impl Frontier for Broken {
    fn add(&self, _: &[Address]) -> Result<usize, FrontierError> {
        Err(FrontierError("the disk is full".to_owned()))
    }
    fn take(
        &self,
        _: Timestamp,
        _: usize,
        _: usize,
        _: &BTreeSet<String>,
    ) -> Result<Vec<Taken>, FrontierError> {
        Ok(Vec::new())
    }
    fn finish(&self, _: &[backpedal_model::Finished]) -> Result<(), FrontierError> {
        Ok(())
    }
    fn put_back(&self, _: &[String]) -> Result<(), FrontierError> {
        Ok(())
    }
    fn recover(&self) -> Result<usize, FrontierError> {
        Ok(0)
    }
    fn retain(&self, _: &BTreeSet<backpedal_model::SourceId>) -> Result<(), FrontierError> {
        Ok(())
    }
    fn set_back(&self, _: Timestamp) -> Result<(), FrontierError> {
        Ok(())
    }
    fn next_due(&self) -> Result<Option<Timestamp>, FrontierError> {
        Ok(None)
    }
    fn waiting(&self, _: Option<&str>, _: Timestamp) -> Result<u64, FrontierError> {
        Ok(0)
    }
}

#[tokio::test]
async fn a_frontier_that_cannot_be_written_ends_the_crawl_and_says_so() {
    let clock = clock!();
    let case = case("", &[("page", "https://heron.example/".to_owned())]);
    let nothing = |_: &Origin| None;
    let run = Run {
        case: &case,
        archive: &nothing,
        frontier: &Broken,
        pace: Pace::Now,
    };
    let desk = Desk::default();
    let crawler = clock.crawler(|_| {});
    let outcome = crawler.run(run, &desk, std::future::pending());
    assert!(
        outcome
            .await
            .unwrap_err()
            .to_string()
            .contains("disk is full")
    );
    assert_eq!(case.sources[0].kind, SourceKind::Page);
}
