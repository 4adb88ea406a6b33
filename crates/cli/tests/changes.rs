//! What changes between crawls, through the program, against a site on this machine.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use backpedal_testkit::{Answer, LoopbackSite};
use common::Desk;
use serde_json::Value;

/// An article with a silent number, a counter, and enough words to be told from another.
fn article(sites: u32, counter: u32, extra: &str) -> Answer {
    let body = format!(
        "<!doctype html><html><head><title>Halyard loses links</title>\
         <meta property='article:published_time' content='2024-05-02T09:00:00Z'></head><body>\
         <article><h1>Halyard loses links</h1><p>Halyard said on Thursday that {sites} of its sites \
         had lost their links in the storm. Customers of the carrier had complained of dropped calls \
         for two hours.</p><p>“We saw no outage of the core,” Halyard spokesman Ned Farrow said. The \
         company runs a backbone in four countries and sells transit to smaller carriers \
         there.</p>{extra}<p>{counter} comments</p></article></body></html>"
    );
    Answer::html(&body)
}

struct Newsroom {
    desk: Desk,
    site: LoopbackSite,
    case: String,
}

impl Newsroom {
    fn new(sources: &[(&str, &str)]) -> Self {
        let (desk, site) = (Desk::new(), LoopbackSite::start().expect("a site"));
        let mut text = String::from(
            "id = \"halyard\"\ntitle = \"Halyard\"\nzone = \"UTC\"\n\
             [window]\nstart = 2024-05-01\nend = 2024-05-02\n\
             [[party]]\nid = \"halyard\"\nname = \"Halyard\"\n",
        );
        for (kind, path) in sources {
            let url = site.url(path);
            text.push_str(&format!("[[source]]\nkind = \"{kind}\"\nurl = \"{url}\"\n"));
        }
        let case = desk.write("case.toml", text).display().to_string();
        Self { desk, site, case }
    }

    /// Crawls at an hour of the day; 3 is the end where a page is not found.
    fn crawl(&self, hour: u32, code: i32) {
        let now = format!("2024-05-02T{hour:02}:00:00Z");
        let crawl = ["crawl", &self.case, "--allow-loopback"];
        self.desk.run_at(&now, &crawl).ends(code);
    }

    fn changes(&self, more: &[&str]) -> Vec<Value> {
        let mut args = vec!["--format", "jsonl", "changes", &self.case];
        args.extend(more);
        self.desk.run(&args).ends(0).jsonl()
    }

    /// Class, path, and the hours between which it changed.
    fn told(&self, more: &[&str]) -> Vec<String> {
        let base = self.site.url("");
        let line = |change: &Value| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let hour = |value: &Value| text(value).get(11..13).unwrap_or_default().to_owned();
            let between = &change["between"];
            let path = text(&change["address"]).replace(&base, "");
            let (from, to) = (hour(&between["start"]), hour(&between["end"]));
            format!("{} {path} {from}-{to}", text(&change["class"]))
        };
        self.changes(more).iter().map(line).collect()
    }
}

#[test]
fn a_number_a_counter_and_a_page_that_comes_back() {
    let room = Newsroom::new(&[("page", "/number"), ("page", "/counter"), ("page", "/gone")]);
    for path in ["/number", "/counter", "/gone"] {
        room.site.on(path, article(12, 45, ""));
    }
    room.crawl(10, 0);
    room.crawl(11, 0);
    assert!(room.changes(&[]).is_empty());
    room.site.replace("/number", article(19, 45, ""));
    room.site.replace("/counter", article(12, 46, ""));
    room.site.replace("/gone", Answer::status(404));
    room.crawl(12, 3);
    assert_eq!(
        sorted(room.told(&[])),
        ["removed /gone 11-12", "substance /number 11-12"]
    );
    assert_eq!(
        room.told(&["--class", "cosmetic"]),
        ["cosmetic /counter 11-12"]
    );
    assert_eq!(
        room.told(&["--silent", "--class", "substance"]),
        ["substance /number 11-12"]
    );
    let number = &room.changes(&["--class", "substance"])[0];
    let kinds: Vec<&str> = number["altered"]
        .as_array()
        .expect("what differs")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert!(kinds.contains(&"number"), "{number}");
    // A note says what was wrong; the page is there again.
    let note = "<p>Correction: an earlier version gave the wrong number of sites.</p>";
    room.site.replace("/number", article(20, 45, note));
    room.site.replace("/gone", article(12, 45, ""));
    room.crawl(13, 0);
    let since = ["--since", "2024-05-02T13:00Z"];
    assert_eq!(
        sorted(room.told(&since)),
        ["reinstated /gone 12-13", "substance /number 12-13"]
    );
    assert!(
        room.changes(&["--since", "2024-05-02T13:00Z", "--silent"])
            .is_empty()
    );

    let shown = room.desk.run(&["changes", &room.case]).ends(0).out;
    assert!(shown.contains("[-12-] {+19+}"), "{shown}");
    assert!(
        shown.contains("not announced") && shown.contains("correction note"),
        "{shown}"
    );
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

#[test]
fn what_was_edited_away_or_is_gone_stays_in_the_case() {
    let room = Newsroom::new(&[("page", "/story"), ("page", "/gone")]);
    let story = |words: &str| {
        Answer::html(&format!(
            "<!doctype html><html><head><title>Halyard and the storm</title>\
             <meta property='article:published_time' content='2024-05-02T09:00:00Z'></head><body>\
             <article><h1>Halyard and the storm</h1><p>{words}</p><p>The company runs a backbone in \
             four countries and sells transit to smaller carriers there. Crews were on their way to \
             the coast in the morning, with more of them to follow.</p></article></body></html>"
        ))
    };
    let denial = "“There was no outage of our network,” Halyard spokesman Ned Farrow said.";
    room.site.on("/story", story(denial));
    let lost = "Halyard said that its network was down for two hours on Thursday.";
    room.site.on("/gone", story(lost));
    room.crawl(10, 0);
    let statement = "Halyard declined to comment on the state of its network.";
    room.site.replace("/story", story(statement));
    room.site.replace("/gone", Answer::status(410));
    room.crawl(12, 3);
    let run = ["--format", "json", "run", &room.case, "--offline"];
    let report = room.desk.run(&run).ends(0).json();
    let ledger = report["ledger"].as_array().expect("a ledger");
    let ended: Vec<&str> = ledger
        .iter()
        .filter_map(|row| row["ended"].as_str())
        .collect();
    assert!(
        ended
            .iter()
            .any(|e| e.starts_with("edited away by 2024-05-02 12:00")),
        "{ledger:?}"
    );
    assert!(
        ended.iter().any(|e| e.starts_with("gone with its page by")),
        "{ledger:?}"
    );
    // Nobody is accused with what an outlet took back.
    let cards = report["contradictions"].as_array().expect("contradictions");
    assert!(cards.is_empty(), "{cards:?}");
}

#[test]
fn an_entry_of_a_feed_whose_page_goes() {
    let room = Newsroom::new(&[("feed", "/feed.xml")]);
    let feed = |paths: &[&str]| {
        let items: String = paths
            .iter()
            .map(|path| {
                let url = room.site.url(path);
                format!("<item><title>{path}</title><link>{url}</link></item>")
            })
            .collect();
        let text = format!(
            "<rss version='2.0'><channel><title>News</title><link>{0}</link>\
             <description>n</description>{items}</channel></rss>",
            room.site.url("/")
        );
        Answer::bytes("application/rss+xml", text.into_bytes())
    };
    for (path, sites) in [("/a", 3), ("/b", 12), ("/c", 30)] {
        room.site.on(path, article(sites, 1, ""));
    }
    room.site.on("/feed.xml", feed(&["/c", "/b", "/a"]));
    room.crawl(10, 0);
    // One falls off the end, which says nothing; one is gone, and its entry stays.
    room.site.replace("/feed.xml", feed(&["/c", "/b"]));
    room.site.replace("/b", Answer::status(404));
    room.crawl(12, 3);
    assert_eq!(room.told(&[]), ["removed /b 10-12"]);
}

/// A newsroom whose hooks give to a file and to a site.
struct Hooked {
    room: Newsroom,
    hook: LoopbackSite,
    took: std::path::PathBuf,
}

impl Hooked {
    fn new() -> Self {
        let room = Newsroom::new(&[("page", "/story")]);
        let hook = LoopbackSite::start().expect("a receiver");
        let took = room.desk.path("took.jsonl");
        let settings = format!(
            "[notify]\ncommand = [\"sh\", \"-c\", \"cat >> {}\"]\nwebhook = \"{}\"\n\
             token_env = \"HOOK_TOKEN\"\nallow_loopback = true\n",
            took.display(),
            hook.url("/hook")
        );
        room.desk.write("backpedal.toml", settings);
        Self { room, hook, took }
    }

    fn crawl(&self, hour: u32) -> common::Ran {
        let now = format!("2024-05-02T{hour:02}:00:00Z");
        let variables = [("BACKPEDAL_NOW", now.as_str()), ("HOOK_TOKEN", "s3cret")];
        let args = ["crawl", &self.room.case, "--allow-loopback"];
        self.room.desk.run_with(&variables, &args)
    }

    fn taken(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(&self.took).unwrap_or_default();
        let value = |line: &str| serde_json::from_str(line).expect("JSON");
        text.lines().map(value).collect()
    }
}

#[test]
fn hooks_tell_each_event_once_and_lose_none() {
    let desk = Hooked::new();
    let (site, hook) = (&desk.room.site, &desk.hook);
    site.on("/story", article(12, 45, ""));
    // The receiver refuses at first: a warning, and nothing is lost.
    hook.on("/hook", Answer::status(403));
    let ran = desk.crawl(10).ends(3);
    assert!(
        ran.err.contains("waits in the data directory"),
        "{}",
        ran.err
    );
    let secret = ["s3cret", "/hook"].iter().any(|one| ran.err.contains(one));
    assert!(!secret, "{}", ran.err);
    let statements = desk.taken();
    assert!(!statements.is_empty());
    let is_statement = |one: &Value| one["event"] == "statement" && one["version"] == 1;
    assert!(statements.iter().all(is_statement));
    assert_eq!(hook.hits("/hook"), 1);

    hook.replace("/hook", Answer::status(200));
    desk.crawl(11).ends(0);
    assert_eq!(desk.taken().len(), statements.len(), "told once");
    assert_eq!(hook.hits("/hook"), 1 + statements.len());
    site.replace("/story", article(19, 45, ""));
    desk.crawl(12).ends(0);
    let taken = desk.taken();
    let edits: Vec<&Value> = taken.iter().filter(|one| one["event"] == "edit").collect();
    assert_eq!(edits.len(), 1);
    let change = &edits[0]["change"];
    assert_eq!(change["class"], "substance");
    assert_eq!(change["silent"], true);
    site.replace("/story", Answer::status(404));
    desk.crawl(13).ends(3);
    let last = desk.taken().pop().expect("an event");
    assert_eq!(last["event"], "removal");
    assert_eq!(hook.hits("/hook"), 1 + desk.taken().len());
    let request = hook.requests().pop().expect("a request");
    assert_eq!(request.header("authorization"), Some("Bearer s3cret"));
    assert_eq!(request.header("idempotency-key"), last["id"].as_str());
}
