use super::*;
use crate::{Given, Media};

fn of(text: &str) -> Parsed<Vec<Document>> {
    let input = Input {
        name: "pier.xml",
        bytes: text.as_bytes(),
        media: Media::Feed,
        content_type: None,
        url: Some("https://pier.example/feed"),
        snapshot: None,
        given: Given {
            zone: "UTC",
            ..Given::default()
        },
    };
    read(&input, text)
}

fn show(document: &Document) -> String {
    let date = |d: &Option<PublishedDate>| {
        d.as_ref()
            .map_or_else(|| "-".to_owned(), |d| d.at.to_string())
    };
    format!(
        "{} | {} | {} | {} | {} | {:?}",
        document.name,
        document.author.as_deref().unwrap_or("-"),
        document.url.as_deref().unwrap_or("-"),
        date(&document.published),
        date(&document.updated),
        document.text,
    )
}

const RSS: &str = "<?xml version='1.0' encoding='windows-1251'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
    <channel><title>The Pier</title><item><title>Pontoon &amp;amp; co. are back</title><link>https://pier.example/a</link>\
    <dc:creator>Ada Quill</dc:creator><pubDate>Mon, 04 Jul 2022 09:30:00 +0200</pubDate>\
    <description>&lt;p&gt;The net is up.&lt;/p&gt;&lt;p&gt;So they say.&lt;/p&gt;</description></item>\
    <item><guid>x</guid></item></channel></rss>";

#[test]
fn entries_become_documents_and_an_empty_one_a_problem() {
    let found = of(RSS);
    let shown: Vec<String> = found.value.iter().map(show).collect();
    assert_eq!(
        shown,
        [
            "pier#1 | Ada Quill | https://pier.example/a | 2022-07-04T07:30:00Z | - | \"Pontoon & co. are back\\n\\nThe net is up.\\n\\nSo they say.\"",
        ]
    );
    assert_eq!(found.problems.len(), 1);
    assert_eq!(found.problems[0].place, Some(Place::Record(2)));
    assert_eq!(found.value[0].publisher.as_deref(), Some("The Pier"));
}

#[test]
fn atom_keeps_its_two_dates_apart() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Pontoon</title><id>a</id><updated>2022-07-05T10:00:00Z</updated>\
        <entry><title>Fault</title><id>b</id><link href='https://pontoon.example/b'/><published>2022-07-04T10:00:00Z</published>\
        <updated>2022-07-05T10:00:00Z</updated><content type='html'>&lt;p&gt;Fixed.</content></entry></feed>";
    let found = of(atom);
    assert_eq!(
        show(&found.value[0]),
        "pier#1 | - | https://pontoon.example/b | 2022-07-04T10:00:00Z | 2022-07-05T10:00:00Z | \"Fault\\n\\nFixed.\""
    );
}

#[test]
fn json_feeds_are_read() {
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Pontoon", "items": [
        {"id": "1", "url": "https://pontoon.example/1", "title": "Fault", "content_html": "<p>Fixed.</p>", "date_published": "2022-07-04T10:00:00Z"}]}"#;
    assert!(
        show(&of(json).value[0]).ends_with("| 2022-07-04T10:00:00Z | - | \"Fault\\n\\nFixed.\"")
    );
}

#[test]
fn small_mistakes_are_mended_and_said() {
    let bare = RSS.replace("&amp;amp; co.", "& co. &rsquo;");
    let found = of(&bare);
    assert_eq!(found.value.len(), 1, "{:?}", found.problems);
    assert!(found.problems[0].message.contains("after a repair"));
}

#[test]
fn what_is_no_feed_is_one_problem() {
    for text in [
        "<rss",
        "<html><p>404</p></html>",
        "{\"version\": \"https://jsonfeed.org/version/1\"",
        "nothing",
    ] {
        let found = of(text);
        assert!(found.value.is_empty());
        assert_eq!(found.problems.len(), 1, "{text}");
    }
}
