//! Tells what kind of bytes an input holds.
//!
//! The bytes come first, because servers mislabel feeds and exports; the declared type and the
//! name decide where the bytes do not speak.

use crate::charset;

/// What kind of bytes an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// A web page.
    Html,
    /// Plain text.
    Text,
    /// Posts in JSON: answers of X, Mastodon, Bluesky or Hacker News, an array of posts, or one a
    /// line; the archive of an account of X.
    Posts,
    /// Messages: an mbox file, a month of a mailing list.
    Mail,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// Incidents of a Statuspage, or outage annotations of Cloudflare Radar, in JSON.
    Incidents,
}

/// How many bytes are looked at.
const HEAD: usize = 4096;

/// Endings of names, without the dot.
const ENDINGS: [(&str, Media); 15] = [
    ("html", Media::Html),
    ("htm", Media::Html),
    ("xhtml", Media::Html),
    ("txt", Media::Text),
    ("text", Media::Text),
    ("md", Media::Text),
    ("json", Media::Posts),
    ("jsonl", Media::Posts),
    ("ndjson", Media::Posts),
    ("mbox", Media::Mail),
    ("eml", Media::Mail),
    ("rss", Media::Feed),
    ("atom", Media::Feed),
    ("rdf", Media::Feed),
    ("xml", Media::Feed),
];

impl Media {
    /// Tells the kind from the bytes, then the declared content type, then the name's ending.
    /// What nothing speaks for is plain text.
    ///
    /// ```
    /// use backpedal_documents::Media;
    ///
    /// assert_eq!(Media::detect("x", None, b"<rss version='2.0'>"), Media::Feed);
    /// assert_eq!(Media::detect("x.txt", None, b"[Update] All is well"), Media::Text);
    /// ```
    #[must_use]
    pub fn detect(name: &str, content_type: Option<&str>, bytes: &[u8]) -> Self {
        let head = charset::peek(&bytes[..bytes.len().min(HEAD)]);
        if crate::mail::looks_like(&head) {
            return Self::Mail;
        }
        let head = head.to_ascii_lowercase();
        let declared = by_type(content_type).or_else(|| by_name(name));
        by_mark_up(skip_preamble(&head), declared)
            .or(declared)
            .unwrap_or(Self::Text)
    }
}

/// The name without directory and known ending; an address stays whole.
pub(crate) fn stem(name: &str) -> &str {
    if name.contains("://") {
        return name;
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && by_ending(end).is_some() => stem,
        _ => file,
    }
}

/// Without white space, XML declarations, comments and processing instructions.
fn skip_preamble(mut head: &str) -> &str {
    loop {
        head = head.trim_start_matches(['\u{feff}', '\0']).trim_start();
        let end = if head.starts_with("<!--") {
            "-->"
        } else if head.starts_with("<?") {
            "?>"
        } else {
            return head;
        };
        match head.find(end) {
            Some(at) => head = &head[at + end.len()..],
            None => return head,
        }
    }
}

fn by_mark_up(head: &str, declared: Option<Media>) -> Option<Media> {
    let feed = ["<rss", "<feed", "<rdf:rdf", "<channel"];
    if feed.iter().any(|tag| head.starts_with(tag)) {
        return Some(Media::Feed);
    }
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Some(Media::Html);
    }
    if head.starts_with("window.ytd.") {
        return Some(Media::Posts);
    }
    if is_json(head) {
        return Some(if head.contains("jsonfeed.org/version") {
            Media::Feed
        } else if crate::incidents::looks_like(head) {
            Media::Incidents
        } else {
            Media::Posts
        });
    }
    let tag = head.strip_prefix('<')?.chars().next()?;
    let plain = declared.is_some_and(|media| media != Media::Html);
    (!plain && (tag.is_ascii_alphabetic() || tag == '!')).then_some(Media::Html)
}

/// `{"…`, `{}`, `[{`, `[]`: what a text does not begin with.
fn is_json(head: &str) -> bool {
    let mut chars = head.chars().filter(|c| !c.is_whitespace());
    matches!(
        (chars.next(), chars.next()),
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | ']'))
    )
}

fn by_type(content_type: Option<&str>) -> Option<Media> {
    let essence = content_type?.split(';').next()?.trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/html" | "application/xhtml+xml" => Some(Media::Html),
        "text/plain" | "text/markdown" => Some(Media::Text),
        "application/mbox" | "message/rfc822" => Some(Media::Mail),
        "application/feed+json" => Some(Media::Feed),
        _ if essence.ends_with("json") || essence.ends_with("jsonl") => Some(Media::Posts),
        _ if essence.ends_with("xml") => Some(Media::Feed),
        _ => None,
    }
}

fn by_name(name: &str) -> Option<Media> {
    let path = name.split(['?', '#']).next()?;
    by_ending(path.rsplit_once('.')?.1)
}

fn by_ending(end: &str) -> Option<Media> {
    let end = end.to_ascii_lowercase();
    ENDINGS
        .iter()
        .find(|(e, _)| *e == end)
        .map(|(_, media)| *media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_speak_before_the_label() {
        let cases: [(&str, Option<&str>, &[u8], Media); 17] = [
            (
                "a.txt",
                None,
                b"From a@b.example Tue Mar  4 10:00:00 2031\nSubject: x",
                Media::Mail,
            ),
            ("a.txt", None, b"From 10:00 on, nothing worked", Media::Text),
            (
                "tweets.js",
                None,
                b"window.YTD.tweets.part0 = [ {",
                Media::Posts,
            ),
            ("a", None, b"<!-- x --><!DOCTYPE html><p>", Media::Html),
            (
                "a.txt",
                None,
                b"<?xml version='1.0'?>\n<feed xmlns='x'>",
                Media::Feed,
            ),
            (
                "a",
                Some("text/html; charset=utf-8"),
                b"<rss version='2.0'>",
                Media::Feed,
            ),
            (
                "a.json",
                None,
                b"{\"version\": \"https://jsonfeed.org/version/1.1\"}",
                Media::Feed,
            ),
            ("a", None, b"{\"data\": []}", Media::Posts),
            ("a", None, b"\n[ {\"id\": \"1\"}]", Media::Posts),
            ("a.txt", None, b"[Update] service is back", Media::Text),
            ("a.txt", None, b"<Ada> we are down", Media::Text),
            ("a", Some("text/plain"), b"<Ada> we are down", Media::Text),
            ("a", None, b"<div>We are down</div>", Media::Html),
            ("a", None, b"We are down", Media::Text),
            (
                "http://a.example/b.html?x=1",
                None,
                b"We are down",
                Media::Html,
            ),
            ("a", Some("application/rss+xml"), b"", Media::Feed),
            ("a", None, b"\xff\xfe<\0h\0t\0m\0l\0>\0", Media::Html),
        ];
        for (name, content_type, bytes, expected) in cases {
            assert_eq!(
                Media::detect(name, content_type, bytes),
                expected,
                "{name} {bytes:?}"
            );
        }
    }

    #[test]
    fn only_known_endings_are_cut() {
        assert_eq!(stem("dir/a.b.html"), "a.b");
        assert_eq!(stem("release-1.2"), "release-1.2");
        assert_eq!(stem("https://a.example/x.html"), "https://a.example/x.html");
        assert_eq!(stem(".txt"), ".txt");
    }
}
