//! Services with an interface for programs: one function each, from keys to the first request.

use url::Url;

use super::super::fields::{Fields, Placed, one_of, text};
use super::web;
use crate::Interval;

/// Exactly one of the keys, and which; all count as known.
fn one(
    fields: &mut Fields<'_, '_>,
    keys: &[&'static str],
    example: &str,
) -> Option<(&'static str, Placed<String>)> {
    let mut given = Vec::new();
    for key in keys {
        if let Some(value) = fields.take(key) {
            given.push((*key, value));
        }
    }
    let expected = format!("{}, as in {example}", one_of(keys));
    match given.as_slice() {
        [] => {
            let message = format!("{} does not say what to ask for", fields.what);
            fields.notes.wrong(&fields.at, message, expected, None);
            None
        }
        [(key, value)] => {
            // Numbers of posts and items may stand without quotes.
            let number = value.get_ref().as_integer().map(|n| n.as_str().to_owned());
            let at = value.span();
            let placed = match number {
                Some(value) => Some(Placed { value, at }),
                None => text(fields.notes, key, value),
            };
            placed.map(|placed| (*key, placed))
        }
        [(first, _), (second, value), ..] => {
            let message = format!("{} has both {first:?} and {second:?}", fields.what);
            fields.notes.wrong(&value.span(), message, expected, None);
            None
        }
    }
}

/// The server to ask: the one given, else the usual one.
fn server(fields: &mut Fields<'_, '_>, usual: &str) -> Option<Url> {
    match fields.text("server") {
        Some(given) => web(fields.notes, &given, ""),
        None => Url::parse(usual).ok(),
    }
}

/// The request of a server: a path below its own, and what is asked.
fn request(server: &Url, path: &[&str], query: &[(&str, &str)]) -> Option<Url> {
    let mut url = server.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.path_segments_mut().ok()?.pop_if_empty().extend(path);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Some(url)
}

fn wrong(
    fields: &Fields<'_, '_>,
    given: &Placed<String>,
    what: &str,
    expected: &str,
) -> Option<Url> {
    let message = format!("{:?} is no {what}", given.value);
    fields.notes.wrong(&given.at, message, expected, None);
    None
}

fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The segments of a page's address.
fn segments(url: &Url) -> Vec<&str> {
    let all = url.path_segments().into_iter().flatten();
    all.filter(|segment| !segment.is_empty()).collect()
}

/// An item by the Firebase interface (<https://github.com/HackerNews/API>), or as a whole tree by
/// that of Algolia (<https://hn.algolia.com/api>), where the server is Algolia's.
pub(super) fn hacker_news(fields: &mut Fields<'_, '_>) -> Option<Url> {
    let given = one(fields, &["item", "url"], "item = 123");
    let server = server(fields, "https://hacker-news.firebaseio.com");
    let ((_, given), server) = (given?, server?);
    let page = Url::parse(&given.value).ok();
    let id = match &page {
        Some(url) => url
            .query_pairs()
            .find(|(key, _)| key == "id")
            .map(|(_, id)| id.into_owned()),
        None => Some(given.value.clone()),
    };
    let Some(id) = id.filter(|id| is_number(id)) else {
        let expected =
            "the number of an item, or its page's address, which ends in ?id= and the number";
        return wrong(fields, &given, "item of Hacker News", expected);
    };
    if server.host_str() == Some("hn.algolia.com") {
        return request(&server, &["api", "v1", "items", &id], &[]);
    }
    request(&server, &["v0", "item", &format!("{id}.json")], &[])
}

/// Mastodon's interface for clients (<https://docs.joinmastodon.org/methods/>): accounts/lookup,
/// timelines/tag, statuses.
pub(super) fn mastodon(fields: &mut Fields<'_, '_>) -> Option<Url> {
    let keys = ["account", "hashtag", "url"];
    let given = one(fields, &keys, "account = \"@name@server\"");
    let at = match fields.text("server") {
        Some(given) => Some(web(fields.notes, &given, "")?),
        None => None,
    };
    let (key, given) = given?;
    if key == "url" {
        let page = web(fields.notes, &given, "")?;
        let at = at.or_else(|| page.join("/").ok())?;
        return toot_page(&at, &page).or_else(|| {
            let expected = "the page of an account, a post or a hashtag: https://server/@name, …/@name/123, …/tags/name";
            wrong(fields, &given, "page of a Mastodon server", expected)
        });
    }
    let name = given.value.trim().trim_start_matches(['@', '#']);
    let (name, home) = match name.split_once('@').filter(|_| key == "account") {
        Some((name, home)) => (name, Url::parse(&format!("https://{home}")).ok()),
        None => (name, None),
    };
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    if name.is_empty() || !name.chars().all(fine) {
        let expected = "\"@name@server\", or \"name\" for a hashtag";
        return wrong(fields, &given, key, expected);
    }
    let Some(at) = at.or(home) else {
        let message = format!("{key} = {:?} names no server", given.value);
        let expected = "\"@name@server\", or server = \"https://…\" beside it";
        fields.notes.wrong(&given.at, message, expected, None);
        return None;
    };
    if key == "hashtag" {
        hashtag(&at, name)
    } else {
        lookup(&at, name)
    }
}

/// The request for a page of a Mastodon server.
fn toot_page(at: &Url, page: &Url) -> Option<Url> {
    match segments(page).as_slice() {
        [name] if name.starts_with('@') => lookup(at, name.trim_start_matches('@')),
        ["tags", name] | ["explore", "tags", name] => hashtag(at, name),
        [name, id] if name.starts_with('@') && is_number(id) => {
            request(at, &["api", "v1", "statuses", id], &[])
        }
        ["users", _, "statuses", id] => request(at, &["api", "v1", "statuses", id], &[]),
        _ => None,
    }
}

fn lookup(at: &Url, name: &str) -> Option<Url> {
    request(at, &["api", "v1", "accounts", "lookup"], &[("acct", name)])
}

fn hashtag(at: &Url, name: &str) -> Option<Url> {
    let path = ["api", "v1", "timelines", "tag", name];
    request(at, &path, &[("limit", "40")])
}

/// The lexicons `app.bsky.feed.getAuthorFeed`, `searchPosts` and `getPostThread`
/// (<https://docs.bsky.app/docs/category/http-reference>), asked of the public view.
pub(super) fn bluesky(fields: &mut Fields<'_, '_>, near: Option<Interval>) -> Option<Url> {
    let given = one(
        fields,
        &["account", "search", "url"],
        "account = \"name.example\"",
    );
    let server = server(fields, "https://public.api.bsky.app");
    let ((key, given), server) = (given?, server?);
    let feed = |name: &str| {
        let query = [("actor", name), ("limit", "100")];
        request(&server, &["xrpc", "app.bsky.feed.getAuthorFeed"], &query)
    };
    let is_actor = |name: &str| {
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        name.chars().all(fine) && (name.starts_with("did:") || name.contains('.'))
    };
    if key == "search" {
        let times = near.map(|near| (near.start.to_string(), near.end.to_string()));
        let mut query = vec![
            ("q", given.value.as_str()),
            ("limit", "100"),
            ("sort", "latest"),
        ];
        if let Some((since, until)) = &times {
            query.extend([("since", since.as_str()), ("until", until.as_str())]);
        }
        return request(&server, &["xrpc", "app.bsky.feed.searchPosts"], &query);
    }
    if key == "account" {
        let name = given.value.trim().trim_start_matches('@');
        if is_actor(name) {
            return feed(name);
        }
        return wrong(
            fields,
            &given,
            "account of Bluesky",
            "a handle with its domain, as in \"name.example\", or a DID",
        );
    }
    let page = web(fields.notes, &given, "")?;
    match segments(&page).as_slice() {
        ["profile", name] if is_actor(name) => feed(name),
        ["profile", name, "post", key] if is_actor(name) => {
            let uri = format!("at://{name}/app.bsky.feed.post/{key}");
            let query = [
                ("uri", uri.as_str()),
                ("depth", "100"),
                ("parentHeight", "80"),
            ];
            request(&server, &["xrpc", "app.bsky.feed.getPostThread"], &query)
        }
        _ => {
            let expected = "the page of an account or a post: https://bsky.app/profile/name.example, …/post/3k…";
            wrong(fields, &given, "page of Bluesky", expected)
        }
    }
}

/// What is asked of X for each page of posts: as many as it gives, with authors and what they
/// answer (<https://docs.x.com/x-api/fundamentals/data-dictionary>).
pub const X_POST_FIELDS: [(&str, &str); 4] = [
    ("max_results", "100"),
    (
        "tweet.fields",
        "author_id,created_at,conversation_id,edit_history_tweet_ids,entities,lang,note_tweet,referenced_tweets",
    ),
    (
        "expansions",
        "author_id,referenced_tweets.id,referenced_tweets.id.author_id",
    ),
    ("user.fields", "name,username"),
];

/// X API, version 2 (<https://docs.x.com/x-api>): users/by/username leads to the timeline, recent
/// search serves searches and conversations and reaches seven days back.
pub(super) fn x(fields: &mut Fields<'_, '_>) -> Option<Url> {
    let given = one(
        fields,
        &["account", "search", "conversation", "url"],
        "account = \"@name\"",
    );
    let server = server(fields, "https://api.x.com");
    let ((key, given), server) = (given?, server?);
    let page = if key == "url" {
        Some(web(fields.notes, &given, "")?)
    } else {
        Url::parse(&given.value).ok()
    };
    let parts = page.as_ref().map(segments).unwrap_or_default();
    let (account, conversation) = match (key, parts.as_slice()) {
        ("account" | "url", [name]) => (Some(*name), None),
        ("conversation" | "url", [_, "status", id, ..]) => (None, Some(*id)),
        ("account", []) => (Some(given.value.trim().trim_start_matches('@')), None),
        ("conversation", []) => (None, Some(given.value.trim())),
        _ => (None, None),
    };
    let search = |words: &str| {
        let mut query = vec![("query", words)];
        query.extend(X_POST_FIELDS);
        request(&server, &["2", "tweets", "search", "recent"], &query)
    };
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '_';
    match (account, conversation) {
        _ if key == "search" => search(&given.value),
        (Some(name), _) if (1..=15).contains(&name.len()) && name.chars().all(fine) => {
            // Leads to the timeline, for which the account's number is needed.
            request(&server, &["2", "users", "by", "username", name], &[])
        }
        (_, Some(id)) if is_number(id) => search(&format!("conversation_id:{id}")),
        _ => {
            let expected =
                "\"@name\" as account, the number or the address of a post as conversation";
            wrong(fields, &given, "account or conversation of X", expected)
        }
    }
}

/// The CDX server of a web archive
/// (<https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server>): captures that
/// differ from the one before, as JSON, from the window on, since a page is edited later too.
pub(super) fn memento(fields: &mut Fields<'_, '_>, near: Option<Interval>) -> Option<Url> {
    if fields.has("url") && !fields.has("of") {
        // The person names the list itself: a time map (RFC 7089), or a CDX answer.
        let listed = fields.text("url")?;
        fields.take("server");
        return web(fields.notes, &listed, "");
    }
    let given = one(fields, &["of", "url"], "of = \"https://…\"");
    let server = server(fields, "https://web.archive.org");
    let ((_, given), server) = (given?, server?);
    let of = web(fields.notes, &given, "")?;
    let from = near.map(|near| near.start.strftime("%Y%m%d%H%M%S").to_string());
    let mut query = vec![
        ("url", of.as_str()),
        ("output", "json"),
        ("fl", "timestamp,original,mimetype,statuscode,digest"),
        ("filter", "statuscode:200"),
        ("collapse", "digest"),
    ];
    if let Some(from) = &from {
        query.push(("from", from));
    }
    request(&server, &["cdx", "search", "cdx"], &query)
}
