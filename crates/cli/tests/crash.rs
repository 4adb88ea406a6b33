//! A crawl that is killed at any moment loses nothing that it reported stored, and fetches nothing
//! twice without reason.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    sync::mpsc,
    time::Duration,
};

use backpedal_model::{Origin, Sha256, SnapshotId};
use backpedal_store::Store;
use backpedal_testkit::{Answer, LoopbackSite};
use common::Desk;

/// How often the crawl is killed.
const KILLS: usize = 50;
/// How many addresses are new to each run.
const NEW: usize = 60;
const PAGES: usize = KILLS * NEW;
/// How many looks may be lost by one kill: the one in flight (one host, one request), those that are
/// being brought to the disk, and those that came meanwhile: what comes in 200 ms each, of pages that
/// take 2 ms.
const LOST: usize = 1 + 2 * 100;

fn site() -> LoopbackSite {
    let site = LoopbackSite::start().expect("a site");
    site.on("/robots.txt", Answer::text("User-agent: *\nAllow: /\n"));
    for page in 0..PAGES {
        let path = format!("/{page}");
        // A quarter redirects, some are missing, some are all alike.
        let given = match page % 8 {
            0 | 1 => {
                site.on(&format!("/at{path}"), answer(page));
                Answer::redirect(&format!("/at{path}"))
            }
            2 => Answer::status(404),
            3 => Answer::html("<p>Kestrel is up.</p>"),
            _ => answer(page),
        };
        site.on(&path, given.slow(Duration::from_millis(2)));
    }
    site
}

fn answer(page: usize) -> Answer {
    let text = format!(
        "<p>Heron says {page}. {}</p>",
        "All lines are up. ".repeat(page % 40)
    );
    Answer::html(&text).etag(&format!("\"{page}\""))
}

/// Moments that look like chance and are the same each time (a linear congruence).
fn moments() -> impl Iterator<Item = Duration> {
    let mut state = 20_090_413_u64;
    std::iter::from_fn(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Some(Duration::from_millis((state >> 33) % 1_000))
    })
}

/// When a crawl is killed.
#[derive(Clone, Copy)]
enum Kill {
    /// So long after its start.
    Started(Duration),
    /// So long after it first reported something stored.
    Stored(Duration),
    Never,
}

/// Runs a crawl; the lines that it printed whole, and whether it ended by itself.
fn crawl(desk: &Desk, case: &str, kill: Kill) -> (Vec<String>, bool) {
    let flags = [
        "--format",
        "jsonl",
        "crawl",
        case,
        "--once",
        "--allow-loopback",
    ];
    let mut child = desk.start(&flags);
    let out = child.stdout.take().expect("a pipe");
    let (tell, told) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut lines = Vec::new();
        let mut out = BufReader::new(out);
        let mut line = String::new();
        while out.read_line(&mut line).is_ok_and(|n| n > 0) && line.ends_with('\n') {
            lines.push(std::mem::take(&mut line));
            let _ = tell.send(());
        }
        lines
    });
    if let Kill::Stored(_) = kill {
        let _ = told.recv_timeout(Duration::from_secs(30));
    }
    if let Kill::Started(moment) | Kill::Stored(moment) = kill {
        std::thread::sleep(moment);
        drop(child.kill());
    }
    let output = child.wait_with_output().expect("it ends");
    let lines = reader.join().expect("read");
    let by_itself = output.status.code();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    // Some pages are missing, which is told.
    let ended = [0, 3];
    assert!(
        by_itself.is_none_or(|code| ended.contains(&code)),
        "{message}"
    );
    (lines, by_itself.is_some())
}

/// A case that names the first pages.
fn case(site: &LoopbackSite, pages: usize) -> String {
    let sources = (0..pages).map(|page| {
        let url = site.url(&format!("/{page}"));
        format!("[[source]]\nkind = \"page\"\nurl = \"{url}\"\n")
    });
    format!(
        "id = \"heron\"\ntitle = \"Heron\"\nzone = \"UTC\"\n\
         [window]\nstart = 2024-05-01\nend = 2024-05-02\n\
         [[party]]\nid = \"heron\"\nname = \"Heron\"\n{}",
        sources.collect::<String>()
    )
}

/// What a crawl reported stored: ids with the digests of the bytes.
fn stored(lines: &[String]) -> Vec<(SnapshotId, String)> {
    let lines = lines
        .iter()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    let captured = lines.filter(|line: &serde_json::Value| line["event"] == "captured");
    let text = |line: &serde_json::Value, name: &str| line[name].as_str().expect("text").to_owned();
    captured
        .map(|line| {
            (
                SnapshotId::from_printed(&text(&line, "id")),
                text(&line, "digest"),
            )
        })
        .collect()
}

#[test]
fn nothing_that_was_reported_stored_is_lost_and_nothing_fetched_twice_without_reason() {
    let (desk, site) = (Desk::new(), site());
    let mut all = Vec::new();
    let mut kills = 0;
    for (number, moment) in moments().take(KILLS).enumerate() {
        let case = desk.write("case.toml", case(&site, (number + 1) * NEW));
        let kill = match number % 2 {
            0 => Kill::Started(moment / 2),
            _ => Kill::Stored(moment / 16),
        };
        let (lines, by_itself) = crawl(&desk, &case.display().to_string(), kill);
        kills += usize::from(!by_itself);
        let new = stored(&lines);
        check(&desk, &new);
        all.extend(new);
    }
    assert!(
        kills > KILLS / 2,
        "only {kills} of {KILLS} were killed at work"
    );
    let case = desk
        .write("case.toml", case(&site, PAGES))
        .display()
        .to_string();
    let (lines, by_itself) = crawl(&desk, &case, Kill::Never);
    assert!(by_itself && lines.last().is_some_and(|line| line.contains("\"done\"")));
    all.extend(stored(&lines));
    check(&desk, &all);
    let store = Store::open(&desk.path("index")).expect("the store opens");
    for page in 0..PAGES {
        let origin = Origin::Url(site.url(&format!("/{page}")));
        assert!(store.latest(&origin).expect("read").is_some(), "{origin:?}");
    }
    let rebuilt = store.rebuild().expect("listed");
    assert_eq!((rebuilt.captures, rebuilt.problems), (PAGES, Vec::new()));
    let mut hits: BTreeMap<String, usize> = BTreeMap::new();
    for request in site.requests() {
        let own = request.path.strip_prefix("/at").unwrap_or(&request.path);
        if request.path == own && own != "/robots.txt" {
            *hits.entry(own.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(hits.len(), PAGES);
    let again: usize = hits.values().map(|hits| hits - 1).sum();
    eprintln!("{kills} kills, {again} looks again of {PAGES}");
    assert!(
        again <= kills * LOST,
        "{again} looks again for {kills} kills"
    );
}

/// Opens the store: what was reported stored is there and readable, and nothing is damaged.
fn check(desk: &Desk, stored: &[(SnapshotId, String)]) {
    let store = Store::open(&desk.path("index")).expect("the store opens");
    assert_eq!(store.problems(), []);
    for (id, digest) in stored {
        let body = store.body(id).expect("readable").expect("there");
        assert_eq!(Sha256::of(&body).to_string(), *digest);
    }
}
