//! A site with one of everything, and the case that names it.

#![allow(clippy::expect_used)] // a test says what it misses by ending

use backpedal_testkit::{Answer, LoopbackSite};

/// An article of Halyard about so many sites.
pub(crate) fn article(title: &str, sites: u32) -> Answer {
    let lost = format!("Halyard said on Thursday that {sites} of its sites had lost their links.");
    Answer::article(
        title,
        &[
            &lost,
            "Customers of the carrier had complained of dropped calls for two hours, in all of the \
             four countries in which it runs a backbone.",
        ],
    )
}

fn json(body: &str) -> Answer {
    Answer::bytes("application/json", body)
}

/// A post as a Mastodon server gives it.
fn toot(id: u32) -> String {
    format!(
        r#"{{"id":"{id}","uri":"https://social.example/{id}","url":"https://social.example/@halyard/{id}",
        "created_at":"2024-05-02T10:0{id}:00.000Z","content":"<p>We are looking into lost links.</p>",
        "account":{{"id":"42","acct":"halyard","username":"halyard","display_name":"Halyard"}}}}"#
    )
}

pub(crate) const TOOTS: &str = "/api/v1/accounts/42/statuses?limit=40";
pub(crate) const FEED_OF_BLUESKY: &str =
    "/xrpc/app.bsky.feed.getAuthorFeed?actor=halyard.example&limit=100";

pub(crate) fn site() -> LoopbackSite {
    let site = LoopbackSite::start().expect("a site");
    site.on(
        "/robots.txt",
        Answer::text("User-agent: *\nDisallow: /private\n"),
    );
    // What changes, what vanishes, what stays.
    site.on(
        "/feed.xml",
        Answer::feed(&["/story", "/changing", "/vanishing"]).etag("\"f\""),
    )
    .on("/story", article("Halyard loses links", 4).etag("\"1\""))
    .on("/changing", article("Halyard counts its sites", 12))
    .on("/vanishing", article("Halyard blames a cable", 7))
    .on("/sitemap.xml", Answer::sitemap(&["/2024/05/02/mapped"]))
    .on(
        "/2024/05/02/mapped",
        article("Halyard in the sitemap", 3).last_modified("Thu, 02 May 2024 09:00:00 GMT"),
    );
    // What goes wrong.
    site.on("/bomb", Answer::gzip_bomb(12 << 20))
        .on("/loop", Answer::redirect("/pool"))
        .on("/pool", Answer::redirect("/loop"))
        .on("/inward", Answer::redirect("http://10.0.0.1/"))
        .on("/busy", Answer::status(429).retry_after("1"))
        .on("/busy", article("Halyard was busy", 5))
        .on("/moved", Answer::moved("/new"))
        .on("/new", article("Halyard has moved", 6))
        .on("/charset", Answer::wrong_charset());
    interfaces(&site);
    site
}

/// Interfaces that give their lists in pages.
fn interfaces(site: &LoopbackSite) {
    let link = format!("<{}>; rel=\"next\"", site.url(&format!("{TOOTS}&max_id=2")));
    site.on(
        "/api/v1/accounts/lookup?acct=halyard",
        json(r#"{"id":"42","acct":"halyard"}"#),
    )
    .on(
        TOOTS,
        json(&format!("[{},{}]", toot(3), toot(2))).header("link", &link),
    )
    .on(
        &format!("{TOOTS}&max_id=2"),
        json(&format!("[{}]", toot(1))),
    );
    let post = |n: u32, cursor: &str| {
        json(&format!(
            r#"{{"feed":[{{"post":{{"uri":"at://did:plc:abc/app.bsky.feed.post/{n}","cid":"c{n}",
            "author":{{"did":"did:plc:abc","handle":"halyard.example","displayName":"Halyard"}},
            "record":{{"$type":"app.bsky.feed.post","text":"All links are up again.",
            "createdAt":"2024-05-02T11:0{n}:00Z"}},"indexedAt":"2024-05-02T11:0{n}:01Z"}}}}]{cursor}}}"#
        ))
    };
    site.on(FEED_OF_BLUESKY, post(2, r#","cursor":"k2""#))
        .on(&format!("{FEED_OF_BLUESKY}&cursor=k2"), post(1, ""));
    site.on("/v0/item/8.json", json(r#"{"id":8,"type":"story","by":"quill","time":1714644000,"title":"Halyard down?","kids":[9]}"#))
        .on("/v0/item/9.json", json(r#"{"id":9,"type":"comment","by":"reed","parent":8,"time":1714644300,"text":"Down here too."}"#));
}

/// The pages of the first host, each at its path.
const PAGES: [&str; 8] = [
    "/private/x",
    "/bomb",
    "/loop",
    "/inward",
    "/busy",
    "/moved",
    "/charset",
    "/absent",
];

pub(crate) fn case(site: &LoopbackSite, slow: &LoopbackSite, broken: &LoopbackSite) -> String {
    let mut text = String::from(
        "id = \"halyard\"\ntitle = \"Halyard\"\nzone = \"UTC\"\n\
         [window]\nstart = 2024-05-01\nend = 2024-05-02\n\
         [[party]]\nid = \"halyard\"\nname = \"Halyard\"\n",
    );
    let mut source = |lines: String| text.push_str(&format!("[[source]]\n{lines}\n"));
    let at = |kind: &str, path: &str| format!("kind = \"{kind}\"\nurl = \"{}\"", site.url(path));
    source(at("feed", "/feed.xml"));
    source(at("sitemap", "/sitemap.xml"));
    for path in PAGES {
        source(at("page", path));
    }
    for page in [slow.url("/slow"), broken.url("/broken")] {
        source(format!("kind = \"page\"\nurl = \"{page}\""));
    }
    let server = format!("server = \"{}\"", site.url(""));
    source(format!(
        "kind = \"mastodon\"\naccount = \"@halyard@social.example\"\n{server}"
    ));
    source(format!(
        "kind = \"bluesky\"\naccount = \"@halyard.example\"\n{server}"
    ));
    source(format!("kind = \"hacker-news\"\nitem = 8\n{server}"));
    text
}
