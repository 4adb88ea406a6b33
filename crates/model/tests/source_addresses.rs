//! What a person writes of a source, and the first address that is asked for it.

#![allow(clippy::expect_used, clippy::panic)] // a test may stop where it stands

use backpedal_model::{Case, Origin, SourceKind};
use proptest::prelude::*;

const HEAD: &str =
    "id = \"t\"\ntitle = \"T\"\n[window]\nstart = 2031-03-04\nend = 2031-03-05\n[[source]]\n";

fn asked(lines: &str) -> String {
    let case = Case::parse(&format!("{HEAD}{lines}\n")).unwrap_or_else(|error| panic!("{error}"));
    case.sources[0].origin.as_str().to_owned()
}

/// The first mistake: its line below the section's head, message, expectation.
fn wrong(lines: &str) -> (usize, String, String) {
    let error = Case::parse(&format!("{HEAD}{lines}\n")).expect_err("a mistake");
    let first = &error.mistakes[0];
    assert_eq!(error.mistakes.len(), 1, "{error}");
    (
        first.line - 6,
        first.message.clone(),
        first.expected.clone(),
    )
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn accounts_pages_and_searches_become_requests() {
    for (lines, expected) in [
        (
            "kind = \"sitemap\"\nurl = \"https://gazette.example\"",
            "https://gazette.example/sitemap.xml",
        ),
        (
            "kind = \"sitemap\"\nurl = \"https://gazette.example/news.xml\"",
            "https://gazette.example/news.xml",
        ),
        (
            "kind = \"statuspage\"\nurl = \"https://status.heron.example/\"",
            "https://status.heron.example/api/v2/incidents.json",
        ),
        (
            "kind = \"statuspage\"\nurl = \"https://status.heron.example/history\"",
            "https://status.heron.example/history",
        ),
        (
            "kind = \"hacker-news\"\nitem = 123",
            "https://hacker-news.firebaseio.com/v0/item/123.json",
        ),
        (
            "kind = \"hacker-news\"\nurl = \"https://news.ycombinator.com/item?id=123\"",
            "https://hacker-news.firebaseio.com/v0/item/123.json",
        ),
        (
            "kind = \"hacker-news\"\nitem = \"123\"\nserver = \"https://hn.algolia.com\"",
            "https://hn.algolia.com/api/v1/items/123",
        ),
        (
            "kind = \"mastodon\"\naccount = \"@halyard@social.example\"",
            "https://social.example/api/v1/accounts/lookup?acct=halyard",
        ),
        (
            "kind = \"mastodon\"\nurl = \"https://social.example/@halyard\"",
            "https://social.example/api/v1/accounts/lookup?acct=halyard",
        ),
        (
            "kind = \"mastodon\"\nurl = \"https://social.example/@bo@pier.example\"",
            "https://social.example/api/v1/accounts/lookup?acct=bo%40pier.example",
        ),
        (
            "kind = \"mastodon\"\nurl = \"https://social.example/@halyard/123\"",
            "https://social.example/api/v1/statuses/123",
        ),
        (
            "kind = \"mastodon\"\nhashtag = \"#Outage\"\nserver = \"https://social.example\"",
            "https://social.example/api/v1/timelines/tag/Outage?limit=40",
        ),
        (
            "kind = \"mastodon\"\nurl = \"https://social.example/tags/Outage\"",
            "https://social.example/api/v1/timelines/tag/Outage?limit=40",
        ),
        (
            "kind = \"bluesky\"\naccount = \"@halyard.example\"",
            "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=halyard.example&limit=100",
        ),
        (
            "kind = \"bluesky\"\nurl = \"https://bsky.app/profile/halyard.example/post/3k\"",
            "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=at%3A%2F%2Fhalyard.example%2Fapp.bsky.feed.post%2F3k&depth=100&parentHeight=80",
        ),
        (
            "kind = \"bluesky\"\nsearch = \"halyard down\"",
            "https://public.api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=halyard+down&limit=100&sort=latest&since=2031-02-25T00%3A00%3A00Z&until=2031-05-05T00%3A00%3A00Z",
        ),
        (
            "kind = \"x\"\naccount = \"@halyard\"",
            "https://api.x.com/2/users/by/username/halyard",
        ),
        (
            "kind = \"x\"\nurl = \"https://x.com/halyard\"",
            "https://api.x.com/2/users/by/username/halyard",
        ),
        (
            "kind = \"mailing-list\"\nurl = \"https://lists.pier.example/pipermail/outages/\"",
            "https://lists.pier.example/pipermail/outages/",
        ),
        (
            "kind = \"memento\"\nurl = \"https://archive.example/timemap/x\"",
            "https://archive.example/timemap/x",
        ),
        ("kind = \"x\"\npath = \"tweets.js\"", "tweets.js"),
        ("kind = \"warc\"\npath = \"a.warc.gz\"", "a.warc.gz"),
    ] {
        assert_eq!(asked(lines), expected, "{lines}");
    }
    let conversation = asked("kind = \"x\"\nconversation = \"https://x.com/halyard/status/123\"");
    assert!(conversation.starts_with(
        "https://api.x.com/2/tweets/search/recent?query=conversation_id%3A123&max_results=100&"
    ));
    let past = asked("kind = \"memento\"\nof = \"https://halyard.example/a?b=1\"");
    assert!(past.starts_with(
        "https://web.archive.org/cdx/search/cdx?url=https%3A%2F%2Fhalyard.example%2Fa%3Fb%3D1&"
    ));
    assert!(past.ends_with("&from=20310225000000"));
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn wrong_combinations_are_told_with_their_line() {
    for (lines, line, message) in [
        (
            "kind = \"mastodon\"\naccount = \"@halyard\"",
            2,
            "names no server",
        ),
        (
            "kind = \"mastodon\"\naccount = \"@hal yard@social.example\"",
            2,
            "is no account",
        ),
        (
            "kind = \"mastodon\"\nurl = \"https://social.example/about\"",
            2,
            "is no page of a Mastodon server",
        ),
        ("kind = \"mastodon\"", 0, "does not say what to ask for"),
        (
            "kind = \"mastodon\"\naccount = \"@a@b.example\"\nurl = \"https://b.example/@a\"",
            3,
            "both \"account\" and \"url\"",
        ),
        (
            "kind = \"bluesky\"\naccount = \"halyard\"",
            2,
            "is no account of Bluesky",
        ),
        (
            "kind = \"bluesky\"\nurl = \"https://bsky.app/search\"",
            2,
            "is no page of Bluesky",
        ),
        (
            "kind = \"x\"\naccount = \"@a-name-that-is-too-long\"",
            2,
            "is no account or conversation of X",
        ),
        (
            "kind = \"x\"\nconversation = \"halyard\"",
            2,
            "is no account or conversation of X",
        ),
        (
            "kind = \"hacker-news\"\nitem = \"front page\"",
            2,
            "is no item",
        ),
        ("kind = \"hacker-news\"\nitem = 1.5", 2, "is a float"),
        (
            "kind = \"memento\"\nof = \"halyard.example\"",
            2,
            "is no address",
        ),
        (
            "kind = \"mastodon\"\naccount = \"@a@b.example\"\nserver = \"b.example\"",
            3,
            "is no address",
        ),
        (
            "kind = \"x\"\nitem = 3\naccount = \"@a\"",
            2,
            "no key \"item\"",
        ),
        (
            "kind = \"page\"\naccount = \"@a\"\nurl = \"https://a.example\"",
            2,
            "no key \"account\"",
        ),
        (
            "kind = \"x\"\naccount = \"@a\"\npath = \"tweets.js\"",
            2,
            "both \"path\" and \"account\"",
        ),
        (
            "kind = \"linked\"\nurl = \"https://a.example\"",
            1,
            "is no kind",
        ),
        (
            "kind = \"page\"\nurl = \"https://a.example\"\nfollow = \"yes\"",
            3,
            "\"follow\" is a string",
        ),
    ] {
        let (found, told, expected) = wrong(lines);
        assert!(told.contains(message), "{lines}: {told}");
        assert_eq!(found, line, "{lines}");
        assert!(!expected.is_empty());
    }
}

#[test]
fn following_is_off_unless_asked_for() {
    let case = |line: &str| {
        Case::parse(&format!(
            "{HEAD}kind = \"page\"\nurl = \"https://a.example\"\n{line}\n"
        ))
        .expect("a case")
    };
    assert!(!case("").sources[0].follow && case("follow = true").sources[0].follow);
    assert_eq!(case("").sources[0].kind, SourceKind::Page);
    assert!(matches!(case("").sources[0].origin, Origin::Url(_)));
}

proptest! {
    #[test]
    fn no_source_panics(
        kind in "(mastodon|bluesky|x|hacker-news|memento|sitemap|statuspage|mailing-list|warc|page)",
        lines in proptest::collection::vec(
            ("(account|url|search|hashtag|conversation|item|of|server|path|follow)", "(https://[a-z./@?=0-9]{0,20}|[ -~é]{0,16}|@[a-z]{0,4}@[a-z.]{0,6}|[0-9]{0,25})"),
            0..4,
        ),
    ) {
        let mut text = format!("{HEAD}kind = {kind:?}\n");
        let mut known = Vec::new();
        for (key, value) in &lines {
            if !known.contains(key) {
                known.push(key.clone());
                text.push_str(&format!("{key} = {value:?}\n"));
            }
        }
        match Case::parse(&text) {
            Ok(case) => prop_assert!(!case.sources[0].origin.as_str().is_empty()),
            Err(error) => prop_assert!(error.mistakes.iter().all(|m| !m.to_string().is_empty())),
        }
    }
}
