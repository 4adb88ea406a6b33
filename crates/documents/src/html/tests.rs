//! Whole pages, in our own words.

use super::*;
use crate::{Given, Media};

fn input<'a>(html: &'a str, given: Given<'a>) -> Input<'a> {
    Input {
        name: "pages/pontoon.html",
        bytes: html.as_bytes(),
        media: Media::Html,
        content_type: None,
        url: Some("https://pier.example/2022/07/04/pontoon"),
        snapshot: None,
        given,
    }
}

fn of(html: &str, given: Given<'_>) -> Vec<Document> {
    read(&input(html, given), html).value
}

/// One line of what is known of a document, then its text with the role of each part.
fn show(documents: &[Document]) -> String {
    let mut out = String::new();
    for d in documents {
        let date = |d: &Option<PublishedDate>| {
            d.as_ref().map_or_else(
                || "-".to_owned(),
                |d| format!("{} {} {:?}", d.at, d.zone, d.source),
            )
        };
        let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        out += &format!(
            "{} {:?} | {} | {} | {} | {} | updated {} | parent {}\n",
            d.name,
            d.kind,
            or(&d.author),
            or(&d.publisher),
            or(&d.language),
            date(&d.published),
            date(&d.updated),
            d.parent.as_ref().map_or("-", |p| documents
                .iter()
                .find(|o| o.id == *p)
                .map_or("?", |o| &o.name)),
        );
        let index = backpedal_model::TextIndex::new(&d.text);
        for part in &d.parts {
            let at = part
                .at
                .as_ref()
                .map_or_else(String::new, |at| format!(" {}", at.at));
            out += &format!(
                "  {:?}{at}: {:?}\n",
                part.role,
                index.slice(&d.text, part.span)
            );
        }
    }
    out
}

const ARTICLE: &str = "<!doctype html><html lang=en><head><title>Pontoon is back – The Pier</title>\
    <meta property='og:site_name' content='The Pier'><meta property='article:modified_time' content='2022-07-05T08:00:00+02:00'>\
    </head><body><nav><a href=/>Home</a> <a href=/net>Networks</a></nav><article><h1>Pontoon is back</h1>\
    <div class=byline>By Ada Quill | <time datetime='2022-07-04T18:40:00+02:00'>4 July</time></div>\
    <p>Pontoon said on Monday evening that its network had been restored after three hours without service, in what it called a bad day.</p>\
    <div class=related><h3>Related</h3><ul><li><a href=/x>A fault in May</a></li></ul></div>\
    <blockquote><p>“We know what failed, and we are sorry,” Mara Lind, its chief engineer, wrote to the customers of the company in the night.</p></blockquote>\
    <p>Two customers told The Pier that their lines had been dead for longer than that, and that nobody had answered the phone in the meantime.</p>\
    <p>Read more: <a href=/y>The fault in May</a></p></article>\
    <section id=comments><h2>1 comment</h2><div class=comment id=comment-77><span class=comment-author>nora</span>\
    <time datetime='2022-07-09T10:00Z'>9 July</time><div class=comment-text><p>Mine is still dead.</p></div></div></section></body></html>";

#[test]
fn an_article_with_its_comment() {
    insta::assert_snapshot!(show(&of(ARTICLE, Given::default())), @r#"
    pontoon Article | Ada Quill | The Pier | en | 2022-07-04T18:40:00+02:00 +02:00 TimeElement | updated 2022-07-05T08:00:00+02:00 +02:00 Meta | parent -
      Title: "Pontoon is back"
      Body: "Pontoon said on Monday evening that its network had been restored after three hours without service, in what it called a bad day.\n\n“We know what failed, and we are sorry,” Mara Lind, its chief engineer, wrote to the customers of the company in the night.\n\nTwo customers told The Pier that their lines had been dead for longer than that, and that nobody had answered the phone in the meantime."
      Boilerplate: "Read more: The fault in May"
    pontoon#comment-1 Comment | nora | The Pier | en | 2022-07-09T10:00Z UTC TimeElement | updated - | parent pontoon
      Comment 2022-07-09T10:00Z: "Mine is still dead."
    "#);
}

#[test]
fn what_the_person_says_comes_before_what_the_page_says() {
    let voice = backpedal_model::PartyId::new("pontoon").expect("an id");
    let given = Given {
        published: "2022-07-03".parse().ok(),
        publisher: Some("Wire"),
        voice_of: Some(&voice),
        zone: "Europe/Oslo",
    };
    let found = &of(ARTICLE, given)[0];
    assert_eq!(found.kind, DocumentKind::Statement);
    assert_eq!(found.publisher.as_deref(), Some("Wire"));
    let published = found.published.as_ref().expect("a date");
    assert_eq!(
        (published.source, published.zone.to_string().as_str()),
        (DateSource::Given, "assumed Europe/Oslo")
    );
}

#[test]
fn a_status_page_is_its_updates() {
    let html = "<html><head><meta name=generator content=Statuspage></head><body class=status><h1 class=incident-name>Network fault</h1>\
        <div class=update-row><div class=update-title>Resolved</div><div class=update-body>All routes are back.</div>\
        <div class=update-timestamp>Jun 21, 2022 - 08:06 UTC</div></div>\
        <div class=update-row><div class=update-title>Identified</div><div class=update-body>We see errors.</div>\
        <div class=update-timestamp>Jun 21, 2022 - 06:43 UTC</div></div></body></html>";
    insta::assert_snapshot!(show(&of(html, Given::default())), @r#"
    pontoon Status | - | - | - | 2022-06-21T06:43Z UTC Text | updated 2022-06-21T08:06Z UTC Text | parent -
      Title: "Network fault"
      Update 2022-06-21T08:06Z: "Resolved: All routes are back."
      Update 2022-06-21T06:43Z: "Identified: We see errors."
    "#);
}

#[test]
fn broken_mark_up_is_read_as_a_browser_would() {
    let html = "<title>Up</title><p>One <b>two</p><p>three</b><div>four</p></table></div><!-- five";
    let text = &of(html, Given::default())[0].text;
    assert_eq!(text, "Up\n\nOne two\n\nthree\n\nfour");
}

#[test]
fn an_empty_shell_is_a_problem() {
    let html = "<html><body><div id=app></div><script>draw()</script></body></html>";
    let read = read(&input(html, Given::default()), html);
    assert!(read.value.is_empty());
    assert_eq!(read.problems.len(), 1);
}

#[test]
fn nesting_beyond_the_limit_is_said() {
    let html = format!(
        "<p>The start of the page is kept.</p>{}x",
        "<div>".repeat(50_000)
    );
    let read = read(&input(&html, Given::default()), &html);
    assert_eq!(read.value.len(), 1);
    assert!(read.problems[0].message.contains("nests them deeper"));
}

/// Each of these nests in the parser although the tags, counted, do not.
#[test]
fn no_nesting_runs_a_stack_over() {
    let pieces = [
        "<x></y>",
        "<div></dib>",
        "<li><dd>",
        "<x><p></x>",
        "<b><table><td></b>",
        "<form><div></form>",
        "<ruby><rt></ruby>",
        "<template><li></template></li>",
        "<table><td></x>",
        "<object><p></p></objects>",
        "<span><div></span>",
    ];
    let read_all = move || {
        for piece in pieces {
            let html = format!(
                "<p>The start of the page is kept.</p>{}",
                piece.repeat(12_000)
            );
            let read = read(&input(&html, Given::default()), &html);
            assert_eq!(read.value.len(), 1, "{piece}");
        }
    };
    let small = std::thread::Builder::new().stack_size(1 << 20);
    small.spawn(read_all).unwrap().join().unwrap();
}

#[test]
fn embedded_posts_and_corrections_are_what_they_are() {
    let line = "Pontoon said on Monday that its network had been restored after three hours.";
    let html = format!(
        "<title>Pontoon is back</title><article><p>{line}</p><blockquote class=twitter-tweet><p>We are back.</p>\
         &mdash; Pontoon (@pontoon) July 4, 2022</blockquote><p>{line} Nobody knew why.</p>\
         <p>Correction: an earlier version of this article gave the wrong hour.</p></article>"
    );
    let found = &of(&html, Given::default())[0];
    let post = found.parts.iter().find(|part| part.role == PartRole::Post);
    let post = post.expect("a post");
    assert_eq!(post.handle.as_deref(), Some("@pontoon"));
    assert_eq!(
        post.at.as_ref().map(|at| at.at.to_string()).as_deref(),
        Some("2022-07-04")
    );
    let kinds: Vec<BlockKind> = found.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{Correction, Heading, Paragraph, Post};
    assert_eq!(
        kinds,
        [Heading, Paragraph, Post, Post, Paragraph, Correction]
    );
}

#[test]
fn an_error_page_gives_no_article() {
    let html = "<title>404 Not Found</title><h1>Page not found</h1><p>Try the search.</p>";
    let read = read(&input(html, Given::default()), html);
    assert!(read.value.is_empty());
    assert!(read.problems[0].message.contains("error page"));
}
