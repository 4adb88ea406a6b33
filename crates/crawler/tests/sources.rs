//! Sources of each kind, from what a case file says to the last page, against the loopback site.
//! Accounts and posts are invented; shapes are those of the services' documentation.
#![allow(clippy::unwrap_used, clippy::panic)] // its helpers are tests too

mod common;

use backpedal_crawler::{Archive, Crawler, Event, Secret, Settings, Summary};
use backpedal_model::{Case, Origin, Snapshot};
use backpedal_testkit::{Answer, LoopbackSite};
use tokio::sync::mpsc;

use common::{crawler, crawler_with, settings};

struct Nothing;

impl Archive for Nothing {
    fn latest(&self, _: &Origin) -> Option<Snapshot> {
        None
    }
}

/// A case of March 2031 with one source; SITE stands for the site's address.
fn case(site: &LoopbackSite, source: &str) -> Case {
    let source = source.replace("SITE", site.url("/").trim_end_matches('/'));
    let text = format!(
        "id = \"c\"\ntitle = \"C\"\n[window]\nstart = 2031-03-04\nend = 2031-03-05\n\
         [[party]]\nid = \"halyard\"\nname = \"Halyard\"\n[[source]]\n{source}\n"
    );
    Case::parse(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// The paths asked for, in order and without robots.txt.
async fn asked(
    crawler: &Crawler,
    site: &LoopbackSite,
    source: &str,
) -> (Vec<String>, Summary, Vec<Event>) {
    let case = case(site, source);
    let (tell, mut told) = mpsc::channel(1);
    let collect = async {
        let mut events = Vec::new();
        while let Some(event) = told.recv().await {
            events.push(event);
        }
        events
    };
    let (summary, events) = tokio::join!(crawler.crawl(&case, &Nothing, tell), collect);
    let paths = site.requests().into_iter().map(|request| request.path);
    (
        paths.filter(|path| path != "/robots.txt").collect(),
        summary,
        events,
    )
}

fn json(body: &str) -> Answer {
    Answer::bytes("application/json", body)
}

fn status(id: u32, at: &str) -> String {
    format!(
        r#"{{"id":"{id}","created_at":"{at}","content":"<p>x</p>","account":{{"acct":"halyard"}}}}"#
    )
}

#[tokio::test]
async fn mastodon_from_the_account_to_the_last_page() {
    let site = LoopbackSite::start().unwrap();
    let first = "/api/v1/accounts/42/statuses?limit=40";
    let second = "/api/v1/accounts/42/statuses?limit=40&max_id=9";
    let third = "/api/v1/accounts/42/statuses?limit=40&max_id=8";
    let link = |path: &str| format!("<{}>; rel=\"next\"", site.url(path));
    site.on(
        "/api/v1/accounts/lookup?acct=halyard",
        json(r#"{"id":"42","acct":"halyard"}"#),
    )
    .on(
        first,
        json(&format!("[{}]", status(9, "2031-03-05T10:00:00.000Z"))).header("link", &link(second)),
    )
    .on(
        second,
        json(&format!("[{}]", status(8, "2031-03-04T10:00:00.000Z"))).header("link", &link(third)),
    )
    .on(third, json("[]"));
    let source = "kind = \"mastodon\"\naccount = \"@halyard@social.example\"\nserver = \"SITE\"";
    let (paths, summary, _) = asked(&crawler(), &site, source).await;
    assert_eq!(
        paths,
        ["/api/v1/accounts/lookup?acct=halyard", first, second, third]
    );
    assert!(
        summary.is_complete() && summary.problems.is_empty(),
        "{summary:?}"
    );
}

#[tokio::test]
async fn bluesky_follows_its_cursor() {
    let site = LoopbackSite::start().unwrap();
    let first = "/xrpc/app.bsky.feed.getAuthorFeed?actor=halyard.example&limit=100";
    let page = |cursor: &str| {
        json(&format!(
            r#"{{"feed":[{{"post":{{"indexedAt":"2031-03-04T10:00:00Z"}}}}]{cursor}}}"#
        ))
    };
    let second = format!("{first}&cursor=a%2Fb");
    let third = format!("{first}&cursor=c");
    site.on(first, page(r#","cursor":"a/b""#))
        .on(&second, page(r#","cursor":"c""#))
        .on(&third, page(""));
    let source = "kind = \"bluesky\"\naccount = \"@halyard.example\"\nserver = \"SITE\"";
    let (paths, summary, _) = asked(&crawler(), &site, source).await;
    assert_eq!(paths, [first, &second, &third]);
    assert!(summary.problems.is_empty(), "{summary:?}");
}

#[tokio::test]
async fn x_is_asked_with_a_token_that_nothing_keeps() {
    let site = LoopbackSite::start().unwrap();
    let crawler = crawler_with(Settings {
        x_token: Secret::new("open-sesame"),
        ..settings()
    });
    let fields = "query=halyard+down&max_results=100&tweet.fields=author_id%2Ccreated_at%2Cconversation_id%2Cedit_history_tweet_ids%2Centities%2Clang%2Cnote_tweet%2Creferenced_tweets&expansions=author_id%2Creferenced_tweets.id%2Creferenced_tweets.id.author_id&user.fields=name%2Cusername";
    let first = format!("/2/tweets/search/recent?{fields}");
    let second = format!("{first}&next_token=n1");
    let third = format!("{first}&next_token=n2");
    let page = |next: &str| {
        json(&format!(
            r#"{{"data":[{{"id":"1","text":"x"}}],"meta":{{{next}}}}}"#
        ))
    };
    site.on(&first, page(r#""next_token":"n1""#))
        .on(&second, page(r#""next_token":"n2""#))
        .on(&third, page(""));
    let source = "kind = \"x\"\nsearch = \"halyard down\"\nserver = \"SITE\"";
    let (paths, summary, events) = asked(&crawler, &site, source).await;
    assert_eq!(paths, [first, second, third]);
    assert!(summary.problems.is_empty(), "{summary:?}");
    let with_token = |path: &str| {
        site.requests()
            .iter()
            .filter(|r| r.path.starts_with(path))
            .all(|r| {
                r.head
                    .to_lowercase()
                    .contains("authorization: bearer open-sesame")
            })
    };
    assert!(with_token("/2/") && !with_token("/robots.txt"));
    // Neither what is kept nor what is shown holds it.
    let shown = format!(
        "{events:?} {crawler_settings:?}",
        crawler_settings = crawler.settings()
    );
    assert!(!shown.contains("sesame"));
    for event in &events {
        if let Event::Captured { capture, .. } = event {
            let head = String::from_utf8_lossy(&capture.exchange_request_head).to_lowercase();
            assert!(
                head.contains("user-agent") && !head.contains("authorization"),
                "{head}"
            );
        }
    }
}

#[tokio::test]
async fn a_sitemap_index_leads_through_sitemaps_to_pages() {
    let site = LoopbackSite::start().unwrap();
    let xml = |body: &str| Answer::bytes("application/xml", body);
    site.on("/sitemap.xml", xml("<sitemapindex><sitemap><loc>/news.xml</loc></sitemap><sitemap><loc>/2029-01.xml</loc></sitemap></sitemapindex>"))
        .on("/news.xml", xml("<urlset><url><loc>/2031/03/04/halyard</loc></url><url><loc>/2030/01/01/else</loc></url></urlset>"))
        .on("/2031/03/04/halyard", Answer::html("<p>Halyard is down."));
    let (paths, summary, _) = asked(&crawler(), &site, "kind = \"sitemap\"\nurl = \"SITE/\"").await;
    assert_eq!(paths, ["/sitemap.xml", "/news.xml", "/2031/03/04/halyard"]);
    assert!(summary.problems.is_empty(), "{summary:?}");
}

#[tokio::test]
async fn a_status_page_is_followed_back_to_the_window() {
    let site = LoopbackSite::start().unwrap();
    let months = |name: &str, code: &str| {
        let props = format!(
            r#"{{"months":[{{"name":"{name}","year":2031,"incidents":[{{"code":"{code}"}}]}}]}}"#
        );
        Answer::html(&format!(
            "<div data-react-props=\"{}\">",
            props.replace('"', "&quot;")
        ))
    };
    site.on("/api/v2/incidents.json", json(r#"{"incidents":[{"id":"a","created_at":"2031-09-01T00:00:00Z","incident_updates":[]}]}"#))
        .on("/history", months("September", "late"))
        .on("/history?page=2", months("March", "x7k2"))
        .on("/history?page=3", months("January", "old1"))
        .on("/incidents/x7k2", Answer::html("<h1>Calls fail</h1>"));
    let (mut paths, summary, _) =
        asked(&crawler(), &site, "kind = \"statuspage\"\nurl = \"SITE\"").await;
    paths.sort();
    assert_eq!(
        paths,
        [
            "/api/v2/incidents.json",
            "/history",
            "/history?page=2",
            "/history?page=3",
            "/incidents/x7k2"
        ]
    );
    assert!(summary.problems.is_empty(), "{summary:?}");
}

#[tokio::test]
async fn hacker_news_trees_lists_and_archives_are_walked() {
    let site = LoopbackSite::start().unwrap();
    site.on("/v0/item/8.json", json(r#"{"id":8,"kids":[9]}"#))
        .on("/v0/item/9.json", json(r#"{"id":9,"kids":[10]}"#))
        .on("/v0/item/10.json", json(r#"{"id":10,"deleted":true}"#));
    let source = "kind = \"hacker-news\"\nitem = 8\nserver = \"SITE\"";
    let (paths, ..) = asked(&crawler(), &site, source).await;
    assert_eq!(
        paths,
        ["/v0/item/8.json", "/v0/item/9.json", "/v0/item/10.json"]
    );

    let list = LoopbackSite::start().unwrap();
    list.on("/pipermail/", Answer::html("<a href='2031-March.txt'>t</a><a href='2031-April.txt'>t</a><a href='2030-March.txt'>t</a>"))
        .on("/pipermail/2031-March.txt", Answer::text("From a at b.example  Tue Mar  4 10:00:00 2031\n\nx\n"))
        .on("/pipermail/2031-April.txt", Answer::text("From a at b.example  Tue Apr  1 10:00:00 2031\n\nx\n"));
    let (paths, summary, _) = asked(
        &crawler(),
        &list,
        "kind = \"mailing-list\"\nurl = \"SITE/pipermail/\"",
    )
    .await;
    assert_eq!(
        paths,
        [
            "/pipermail/",
            "/pipermail/2031-March.txt",
            "/pipermail/2031-April.txt"
        ]
    );
    assert!(summary.problems.is_empty(), "{summary:?}");

    let archive = LoopbackSite::start().unwrap();
    let cdx = "/cdx/search/cdx?url=https%3A%2F%2Fhalyard.example%2F&output=json&fl=timestamp%2Coriginal%2Cmimetype%2Cstatuscode%2Cdigest&filter=statuscode%3A200&collapse=digest&from=20310225000000";
    let one = "/web/20310304100000id_/https://halyard.example/";
    archive
        .on(
            cdx,
            json(r#"[["timestamp","original"],["20310304100000","https://halyard.example/"]]"#),
        )
        .on(one, Answer::html("<p>up"));
    let source = "kind = \"memento\"\nof = \"https://halyard.example/\"\nserver = \"SITE\"";
    let (paths, summary, _) = asked(&crawler(), &archive, source).await;
    assert_eq!(paths, [cdx, one]);
    assert!(summary.problems.is_empty(), "{summary:?}");
}

#[tokio::test]
async fn feeds_of_several_pages_and_quoted_statements_are_followed() {
    let site = LoopbackSite::start().unwrap();
    let feed = |next: &str, item: &str| {
        Answer::bytes(
            "application/rss+xml",
            format!(
                "<rss version='2.0'><channel><title>R&D</title>{next}<item><link>{item}</link></item></channel></rss>"
            ),
        )
    };
    let statement = LoopbackSite::start().unwrap();
    // Another host than the article's: the name, not the number.
    let said = statement.url("/said").replace("127.0.0.1", "localhost");
    statement.on(
        "/said",
        Answer::html(&format!(
            "<article><a href='{}'>statement",
            site.url("/never")
        )),
    );
    site.on(
        "/feed",
        feed("<atom:link rel='next' href='/feed?page=2'/>", "/a"),
    )
    .on(
        "/feed?page=2",
        feed("<atom:link rel='next' href='/feed?page=3'/>", "/b"),
    )
    .on("/feed?page=3", feed("", "/b"))
    .on(
        "/a",
        Answer::html(&format!("<article><a href='{said}'>in a statement</a>")),
    )
    .on("/b", Answer::html("b"));
    let (mut paths, summary, _) = asked(
        &crawler(),
        &site,
        "kind = \"feed\"\nurl = \"SITE/feed\"\nfollow = true",
    )
    .await;
    paths.sort();
    assert_eq!(paths, ["/a", "/b", "/feed", "/feed?page=2", "/feed?page=3"]);
    assert_eq!(statement.hits("/said"), 1, "{summary:?}");
    assert_eq!(summary.captured, 6);
    // Each page of the feed is told to be invalid, and read all the same.
    assert_eq!(summary.problems.len(), 3, "{summary:?}");
}
