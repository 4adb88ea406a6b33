//! The whole test site, crawled through the program three times: what was asked for, what came back,
//! what is kept, and what reads it.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr)] // a test says what it misses

mod common;
#[path = "common/whole_site.rs"]
mod whole_site;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::{Command, Output},
    time::Duration,
};

use backpedal_testkit::{Answer, LoopbackSite};
use common::{Desk, Ran};
use serde_json::Value;
use whole_site::{FEED_OF_BLUESKY, TOOTS, article, case, site};

struct Round {
    asked: BTreeMap<String, usize>,
    unmodified: usize,
    lines: Vec<Value>,
    messages: String,
}

struct Newsroom {
    desk: Desk,
    site: LoopbackSite,
    /// Hosts of their own: after trouble a whole host is left alone for a while.
    slow: LoopbackSite,
    broken: LoopbackSite,
}

impl Newsroom {
    fn new() -> Self {
        let start = || LoopbackSite::start().expect("a site");
        let room = Self {
            desk: Desk::new(),
            site: site(),
            slow: start(),
            broken: start(),
        };
        let late = Answer::text("late").slow(Duration::from_secs(3));
        room.slow.on("/slow", late);
        let whole = Answer::text("The rest of this is missing.");
        room.broken.on("/broken", whole.cut(9));
        let case = case(&room.site, &room.slow, &room.broken);
        room.desk.write("case.toml", case);
        room.desk.write("backpedal.toml", "timeout_seconds = 1\n");
        room
    }

    /// How often each path was asked for, of all hosts.
    fn asked(&self) -> BTreeMap<String, usize> {
        let mut asked = BTreeMap::new();
        for host in [&self.site, &self.slow, &self.broken] {
            for request in host.requests() {
                *asked.entry(request.path).or_default() += 1;
            }
        }
        asked
    }

    /// How many requests there were in all.
    fn requests(&self) -> usize {
        self.asked().values().sum()
    }

    /// Crawls at an hour of the day.
    fn crawl(&self, hour: u32) -> Round {
        let (before, unmodified) = (self.asked(), self.site.answered(304));
        let now = format!("2024-05-02T{hour:02}:00:00Z");
        let args = [
            "--format",
            "jsonl",
            "crawl",
            "case.toml",
            "--allow-loopback",
        ];
        let ran: Ran = self.desk.run_at(&now, &args).ends(3);
        let mut asked = self.asked();
        for (path, count) in before {
            asked.entry(path).and_modify(|all| *all -= count);
        }
        Round {
            asked,
            unmodified: self.site.answered(304) - unmodified,
            lines: ran.jsonl(),
            messages: ran.err,
        }
    }
}

impl Round {
    /// How often each kind of event was told.
    fn events(&self) -> BTreeMap<&str, usize> {
        let mut events = BTreeMap::new();
        for line in &self.lines {
            let event = match (line["event"].as_str(), line["unchanged"].as_bool()) {
                (Some("captured"), Some(true)) => "unchanged",
                (Some(event), _) => event,
                (None, _) => panic!("{line}"),
            };
            *events.entry(event).or_default() += 1;
        }
        events
    }

    /// What was said of an address.
    fn cause(&self, path: &str) -> &str {
        let about = |line: &&Value| line["url"].as_str().is_some_and(|url| url.ends_with(path));
        let line = self.lines.iter().find(about).expect("it is told");
        line["cause"].as_str().unwrap_or_default()
    }
}

/// How often each path is asked for in a round. Only at first does `/busy` ask for patience.
fn asked(busy: usize) -> BTreeMap<String, usize> {
    let bluesky = format!("{FEED_OF_BLUESKY}&cursor=k2");
    let (second, third) = (format!("{TOOTS}&max_id=2"), format!("{TOOTS}&max_id=1"));
    let once = [
        "/feed.xml",
        "/story",
        "/changing",
        "/vanishing",
        "/sitemap.xml",
        "/2024/05/02/mapped",
        "/bomb",
        // A circle is left as soon as it closes, and no private address is asked.
        "/loop",
        "/pool",
        "/inward",
        "/moved",
        "/new",
        "/charset",
        "/absent",
        "/api/v1/accounts/lookup?acct=halyard",
        TOOTS,
        &second,
        &third,
        FEED_OF_BLUESKY,
        &bluesky,
        "/v0/item/8.json",
        "/v0/item/9.json",
    ];
    // Once a host; and what may pass is asked for three times.
    let more = [
        ("/robots.txt", 3),
        ("/slow", 3),
        ("/broken", 3),
        ("/busy", busy),
    ];
    let once = once.into_iter().map(|path| (path, 1));
    once.chain(more)
        .map(|(path, times)| (path.to_owned(), times))
        .collect()
}

#[test]
fn the_whole_site_three_times() {
    let room = Newsroom::new();
    let first = room.crawl(10);
    assert_eq!(first.asked, asked(2));
    assert_eq!(first.unmodified, 0);
    let counts = [("captured", 18), ("done", 1), ("failed", 5), ("refused", 1)];
    assert_eq!(first.events(), counts.into());
    for (path, cause) in [
        ("/private/x", "robots.txt does not allow it"),
        ("/slow", "did not answer in full within 1 s"),
        ("/broken", "cut off after 9 bytes"),
        ("/bomb", "unpacks to more than"),
        ("/loop", "redirects in a circle"),
        ("/inward", "10.0.0.1 is not a public address"),
    ] {
        let told = first.cause(path);
        assert!(told.contains(cause), "{path}: {told}");
        assert!(first.messages.contains(cause), "{path}: {}", first.messages);
    }

    // Two things change; what has a version costs a 304 each.
    room.site
        .replace("/changing", article("Halyard counts its sites", 13))
        .replace("/vanishing", Answer::status(404));
    let second = room.crawl(12);
    assert_eq!(second.asked, asked(1));
    assert_eq!(second.unmodified, 3, "feed, story, mapped");
    let counts = [
        ("captured", 2),
        ("done", 1),
        ("failed", 5),
        ("not-modified", 3),
        ("refused", 1),
        ("unchanged", 13),
    ];
    assert_eq!(second.events(), counts.into());

    room.site
        .replace("/vanishing", article("Halyard blames a cable", 7));
    let third = room.crawl(14);
    assert_eq!(third.asked, asked(1));
    assert_eq!(third.unmodified, 3);
    assert_eq!(third.events()["captured"], 1);
    assert_eq!(third.events()["unchanged"], 14);

    changes_are_told(&room);
    statements_are_read(&room);
    files_are_whole(&room);
}

fn changes_are_told(room: &Newsroom) {
    let args = ["--format", "jsonl", "changes", "case.toml"];
    let mut told: Vec<String> = Vec::new();
    for change in room.desk.run(&args).ends(0).jsonl() {
        let text = |key: &str| change[key].as_str().unwrap_or_default().to_owned();
        let path = text("address").replace(&room.site.url(""), "");
        told.push(format!("{} {path}", text("class")));
    }
    told.sort();
    assert_eq!(
        told,
        [
            "reinstated /vanishing",
            "removed /vanishing",
            "substance /changing"
        ]
    );
}

fn statements_are_read(room: &Newsroom) {
    let run = ["--format", "json", "run", "case.toml", "--offline"];
    let json = room.desk.run(&run).json();
    let quote = |claim: &Value| claim["quote"].as_str().unwrap_or_default().to_owned();
    let claims = json["claims"].as_array().expect("claims");
    let quotes: Vec<String> = claims.iter().map(quote).collect();
    for said in [
        "Halyard’s network is up again",
        "13 of its sites had lost their links",
        // Edited away, and still in the case.
        "12 of its sites",
        // Posts, from pages of their lists.
        "We are looking into lost links",
        "All links are up again",
        "Down here too",
    ] {
        assert!(
            quotes.iter().any(|quote| quote == said),
            "{said}: {quotes:#?}"
        );
    }
}

/// warcio, the reference reader of the field, checks the files and lists their records.
fn files_are_whole(room: &Newsroom) {
    let files: Vec<PathBuf> = std::fs::read_dir(room.desk.path("index/captures"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "gz"))
        .collect();
    let Some(checked) = warcio(&["check"], &files) else {
        eprintln!("skipped: warcio is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}");
    let fields = "warc-type,http:status,warc-truncated";
    let index = warcio(&["index", "-f", fields], &files).expect("it ran before");
    let mut records: BTreeMap<String, usize> = BTreeMap::new();
    for line in String::from_utf8_lossy(&index.stdout).lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let status = text("http:status") + &text("warc-truncated");
        let record = format!("{} {status}", text("warc-type"));
        *records.entry(record).or_default() += 1;
    }
    let of = |record: &str| records.get(record).copied().unwrap_or(0);
    // Each round: the rules of the first host, the bomb. Once: what was new, and what changed.
    assert_eq!(of("response 200"), 3 * 2 + 16 + 1, "{records:?}");
    // Each round: three times the page whose end never comes.
    assert_eq!(of("response 200disconnect"), 3 * 3, "{records:?}");
    // Each round: into the circle, back to its start, and inward.
    assert_eq!(of("response 302"), 3 * 3, "{records:?}");
    assert_eq!(of("response 301"), 3, "{records:?}");
    assert_eq!(of("response 429"), 1, "{records:?}");
    assert_eq!(of("revisit 304"), 2 * 3, "{records:?}");
    // Each round: the other hosts have no rules. Once: the page that all missing ones have.
    assert_eq!(of("response 404"), 3 * 2 + 1, "{records:?}");
    // The same bytes again: once a missing page at first, then what did not change and what came
    // back or went.
    assert_eq!(
        of("revisit 200") + of("revisit 404"),
        1 + 14 + 15,
        "{records:?}"
    );
    let answers = |kind: &str| {
        let of_kind = records
            .iter()
            .filter(|(record, _)| record.starts_with(kind));
        of_kind.map(|(_, count)| count).sum::<usize>()
    };
    let requests = answers("request");
    assert_eq!(requests, answers("response") + answers("revisit"));
    // What gave no answer: three rounds of three requests for the slow page.
    assert_eq!(requests + 3 * 3, room.requests(), "{records:?}");
}

fn warcio(args: &[&str], files: &[PathBuf]) -> Option<Output> {
    let command = std::env::var_os("BACKPEDAL_WARCIO").unwrap_or_else(|| "warcio".into());
    match Command::new(&command).args(args).args(files).output() {
        Ok(output) => Some(output),
        Err(error) if std::env::var_os("CI").is_some() => panic!("{command:?}: {error}"),
        Err(_) => None,
    }
}
