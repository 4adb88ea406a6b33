//! Answers of Mastodon, Bluesky and Hacker News and older shapes of X, in our own words.

use backpedal_model::{Document, DocumentKind, Parsed, PartRole, PartyId};

use crate::{Given, Input, Media, read};

fn of(url: Option<&str>, text: &str) -> Parsed<Vec<Document>> {
    let halyard = PartyId::new("halyard").unwrap();
    let media = Media::detect("a.json", None, text.as_bytes());
    assert_eq!(media, Media::Posts, "{text}");
    let given = Given {
        zone: "UTC",
        voice_of: Some(&halyard),
        ..Given::default()
    };
    read(&Input {
        name: "a.json",
        bytes: text.as_bytes(),
        media,
        content_type: None,
        url,
        snapshot: None,
        given,
    })
}

/// Name, author, handle, time, whether it is the party's own, parent's name, text.
fn shown(found: &Parsed<Vec<Document>>) -> Vec<String> {
    let parent = |document: &Document| {
        let parent = found
            .value
            .iter()
            .find(|other| Some(&other.id) == document.parent.as_ref());
        parent.map_or("-".to_owned(), |parent| parent.name.clone())
    };
    let one = |document: &Document| {
        let at = document
            .published
            .as_ref()
            .map_or("-".to_owned(), |at| at.at.to_string());
        let (author, handle) = (document.author.as_deref(), document.handle.as_deref());
        let own = if document.voice_of.is_some() {
            "own"
        } else {
            "other"
        };
        format!(
            "{} {} {} {at} {own} {} {:?}",
            document.name,
            author.unwrap_or("-"),
            handle.unwrap_or("-"),
            parent(document),
            document.text
        )
    };
    found.value.iter().map(one).collect()
}

const SERVER: Option<&str> = Some("https://social.example/api/v1/accounts/42/statuses");

#[test]
fn mastodon_gives_posts_repetitions_quotations_and_edits() {
    let account = |acct: &str, name: &str| {
        format!(
            r#"{{"id":"1","acct":"{acct}","display_name":"{name}","url":"https://social.example/@{acct}"}}"#
        )
    };
    let text = format!(
        r#"[{{"id":"9","created_at":"2031-03-04T10:00:00.000Z","edited_at":"2031-03-04T12:00:00.000Z","language":"en",
          "url":"https://social.example/@halyard/9","spoiler_text":"Outage","account":{halyard},
          "content":"<p>We are <span class=\"invisible\">https://</span><a href=\"https://halyard.example/s\">halyard.example/s</a> down.</p><p>More soon.</p>",
          "quote":{{"state":"accepted","quoted_status":{{"id":"7","created_at":"2031-03-04T09:00:00.000Z","account":{ada},"content":"<p>No tone.</p>"}}}}}},
         {{"id":"8","created_at":"2031-03-04T09:30:00.000Z","account":{halyard},"content":"","reblog":{{"id":"7","created_at":"2031-03-04T09:00:00.000Z","account":{ada},"content":"<p>No tone.</p>"}}}}]"#,
        halyard = account("halyard", "Halyard"),
        ada = account("ada@pier.example", "Ada Quill"),
    );
    let found = of(SERVER, &text);
    assert_eq!(
        shown(&found),
        [
            "social.example#9 Halyard @halyard@social.example 2031-03-04T10:00:00Z own social.example#7 \"Outage\\n\\nWe are https://halyard.example/s down.\\n\\nMore soon.\"",
            "social.example#7 Ada Quill @ada@pier.example 2031-03-04T09:00:00Z other - \"No tone.\"",
            "social.example#8 Halyard @halyard@social.example 2031-03-04T09:30:00Z own social.example#7 \"RT @ada@pier.example\"",
        ]
    );
    assert_eq!(
        found.value[0].updated.as_ref().unwrap().at.to_string(),
        "2031-03-04T12:00:00Z"
    );
    assert_eq!(found.value[2].parts[0].role, PartRole::Boilerplate);
    assert!(found.problems.is_empty(), "{:?}", found.problems);
}

#[test]
fn mastodon_threads_are_other_peoples_and_versions_stay_apart() {
    let status = |id: &str, answers: &str| {
        format!(
            r#"{{"id":"{id}","in_reply_to_id":{answers},"created_at":"2031-03-04T10:00:00.000Z","account":{{"acct":"bo"}},"content":"<p>{id}</p>"}}"#
        )
    };
    let text = format!(
        r#"{{"ancestors":[{}],"descendants":[{}]}}"#,
        status("1", "null"),
        status("3", "\"1\"")
    );
    let found = of(SERVER, &text);
    assert_eq!(found.value[1].parent.as_ref(), Some(&found.value[0].id));
    assert!(
        found
            .value
            .iter()
            .all(|document| document.voice_of.is_none())
    );
    // The parent lies in another answer.
    let alone = of(
        SERVER,
        &format!(
            r#"{{"ancestors":[],"descendants":[{}]}}"#,
            status("3", "\"2\"")
        ),
    );
    assert_eq!(alone.value[0].answers.as_deref(), Some("social.example#2"));
    let version = |text: &str| {
        format!(
            r#"{{"created_at":"2031-03-04T10:00:00.000Z","account":{{"acct":"halyard","url":"https://social.example/@halyard"}},"content":"<p>{text}</p>"}}"#
        )
    };
    let url = Some("https://social.example/api/v1/statuses/9/history");
    let found = of(
        url,
        &format!("[{},{}]", version("We are down."), version("We are slow.")),
    );
    assert_eq!(found.value.len(), 1, "the last version is the post itself");
    assert_eq!(
        (found.value[0].name.as_str(), found.value[0].text.as_str()),
        ("social.example#9.v1", "We are down.")
    );
    assert_eq!(
        found.value[0].url.as_deref(),
        Some("https://social.example/@halyard/9")
    );
    let lookup = of(SERVER, r#"{"id":"42","acct":"halyard","statuses_count":3}"#);
    assert!(lookup.value.is_empty() && lookup.problems.is_empty());
}

fn skeet(key: &str, who: &str, extra: &str, view: &str) -> String {
    format!(
        r#"{{"uri":"at://did:plc:{who}/app.bsky.feed.post/{key}","indexedAt":"2031-03-04T10:00:05.000Z","author":{{"did":"did:plc:{who}","handle":"{who}.example","displayName":"{who}"}},
      "record":{{"text":"Say {key}","createdAt":"2031-03-04T10:00:00.000Z","langs":["en"]{extra}}}{view}}}"#
    )
}

#[test]
fn bluesky_gives_feeds_with_quotations_links_and_trusted_times() {
    let facets = r#","text":"See halyard.example/st... é now","facets":[{"index":{"byteStart":4,"byteEnd":25},"features":[{"uri":"https://halyard.example/status"}]},{"index":{"byteStart":27,"byteEnd":90},"features":[{"uri":"https://x.example"}]}]"#;
    let embed = r#","embed":{"$type":"app.bsky.embed.record#view","record":{"uri":"at://did:plc:ada/app.bsky.feed.post/q","author":{"handle":"ada.example"},"value":{"text":"No tone.","createdAt":"2031-03-05T00:00:00Z"},"indexedAt":"2031-03-04T09:00:00.000Z"}}"#;
    let text = format!(
        r#"{{"feed":[{{"post":{}}},{{"post":{},"reason":{{"$type":"app.bsky.feed.defs#reasonRepost"}}}}],"cursor":"c"}}"#,
        skeet("a", "halyard", facets, embed),
        skeet("b", "cy", "", ""),
    );
    let found = of(None, &text);
    assert_eq!(
        shown(&found),
        [
            "bluesky#did:plc:halyard/a halyard @halyard.example 2031-03-04T10:00:00Z own bluesky#did:plc:ada/q \"See https://halyard.example/status é now\"",
            "bluesky#did:plc:ada/q @ada.example @ada.example 2031-03-04T09:00:00Z other - \"No tone.\"",
            "bluesky#did:plc:cy/b cy @cy.example 2031-03-04T10:00:00Z other - \"Say b\"",
        ]
    );
    assert_eq!(
        found.value[0].url.as_deref(),
        Some("https://bsky.app/profile/halyard.example/post/a")
    );
}

#[test]
fn bluesky_threads_tell_what_is_gone() {
    let reply = r#","reply":{"parent":{"uri":"at://did:plc:halyard/app.bsky.feed.post/a"}}"#;
    let text = format!(
        r#"{{"thread":{{"post":{},"replies":[{{"post":{},"replies":[]}},{{"$type":"app.bsky.feed.defs#notFoundPost","uri":"at://did:plc:bo/app.bsky.feed.post/c","notFound":true}}]}}}}"#,
        skeet("a", "halyard", "", ""),
        skeet("b", "cy", reply, ""),
    );
    let found = of(None, &text);
    assert_eq!(found.value.len(), 2);
    assert_eq!(found.value[1].parent.as_ref(), Some(&found.value[0].id));
    assert!(found.value[0].voice_of.is_some() && found.value[1].voice_of.is_none());
    assert!(
        found.problems[0].message.contains("was deleted"),
        "{:?}",
        found.problems
    );
}

#[test]
fn hacker_news_gives_items_and_whole_trees() {
    let item = r#"{"by":"ada","id":9,"parent":8,"time":1930471200,"type":"comment","text":"&gt; Heron is up<p>It is not.<p><a href=\"https:&#x2F;&#x2F;heron.example\">x</a>"}"#;
    let found = of(None, item);
    let document = &found.value[0];
    assert_eq!(
        (
            document.kind,
            document.name.as_str(),
            document.author.as_deref()
        ),
        (DocumentKind::Comment, "hacker-news#9", Some("ada"))
    );
    assert_eq!(document.answers.as_deref(), Some("hacker-news#8"));
    assert_eq!(document.text, "Heron is up\n\nIt is not.\n\nx");
    assert_eq!(
        (document.parts[0].role, document.parts[1].role),
        (PartRole::Quoted, PartRole::Comment)
    );
    assert_eq!(
        document.published.as_ref().unwrap().at.to_string(),
        "2031-03-05T10:00:00Z"
    );
    assert!(document.voice_of.is_none());
    let tree = r#"{"id":8,"type":"story","author":"bo","title":"Heron is down","created_at_i":1930471200,"children":[{"id":9,"type":"comment","author":"ada","text":"Again","parent_id":8,"children":[{"id":10,"type":"comment","deleted":true,"parent_id":9}]}]}"#;
    let found = of(None, tree);
    assert_eq!(found.value.len(), 2);
    assert_eq!(found.value[1].parent.as_ref(), Some(&found.value[0].id));
    assert_eq!(found.problems.len(), 1);
}

#[test]
fn older_shapes_of_x_are_read() {
    let post = |id: &str, extra: &str| {
        format!(
            r#"{{"id_str":"{id}","created_at":"Tue Mar 04 10:00:00 +0000 2031","full_text":"Down &amp; out https://t.co/a","lang":"en","entities":{{"urls":[{{"url":"https://t.co/a","expanded_url":"https://halyard.example/s"}}]}}{extra}}}"#
        )
    };
    let user = r#","user":{"id_str":"5","name":"Halyard","screen_name":"halyard"}"#;
    let lines = format!(
        "{}\n{}",
        post("1", user),
        post("2", &format!("{user},\"in_reply_to_status_id_str\":\"1\""))
    );
    let found = of(None, &lines);
    assert_eq!(
        shown(&found),
        [
            "x#1 Halyard @halyard 2031-03-04T10:00:00Z own - \"Down & out https://halyard.example/s\"",
            "x#2 Halyard @halyard 2031-03-04T10:00:00Z own x#1 \"Down & out https://halyard.example/s\"",
        ]
    );
    let archive = format!(
        "window.YTD.tweets.part0 = [ {{ \"tweet\" : {} }} ]",
        post("3", "")
    );
    let found = of(None, &archive);
    assert_eq!(
        (
            found.value.len(),
            found.value[0].name.as_str(),
            found.problems.len()
        ),
        (1, "x#3", 0)
    );
}

#[test]
fn other_json_is_none_of_these() {
    for text in [
        r#"{"id":9,"type":"invoice","time":1}"#,
        r#"{"feed":[{"post":{}}]}"#,
        r#"{"posts":[{"uri":"https://a.example"}]}"#,
        r#"[{"content":"x"}]"#,
    ] {
        let found = of(None, text);
        assert!(
            found.value.is_empty() && !found.problems.is_empty(),
            "{text}"
        );
    }
}
