//! RSS, Atom or JSON feeds: the entries lead to pages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use backpedal_model::{Parsed, Problem};
use feed_rs::model::Entry;
use url::Url;

use super::{Answer, Lead, Source, readable};
use crate::fetch::Want;

/// The pages of its entries are fetched like pages.
pub(super) struct Feed;

impl Source for Feed {
    fn want(&self) -> Want {
        Want::Feed
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        if let Some(problem) = readable(answer, "a feed") {
            return Parsed {
                value: Vec::new(),
                problems: vec![problem],
            };
        }
        let input = answer.snapshot.origin.as_str();
        let found = entries(input, answer.base, answer.body, answer.most);
        Parsed {
            value: found.value.into_iter().map(Lead::page).collect(),
            problems: found.problems,
        }
    }
}

/// The addresses of a feed's entries, at most `most`, in the feed's order, each once.
///
/// `input` names the feed in problems, `base` is the address it came from, `bytes` its body
/// without content encoding. A feed that cannot be read, and entries left out, are problems.
fn entries(input: &str, base: &str, bytes: &[u8], most: usize) -> Parsed<Vec<String>> {
    let text = utf16(bytes);
    let bytes = text.as_deref().unwrap_or(bytes);
    let parser = feed_rs::parser::Builder::new().base_uri(Some(base)).build();
    // The parser asserts on some encodings; a feed must not end the crawl.
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse(bytes)));
    let message = match parsed {
        Ok(Ok(feed)) => return links(input, base, &feed.entries, most),
        Ok(Err(error)) => format!("the feed cannot be read: {error}"),
        Err(_) => "the feed cannot be read".to_owned(),
    };
    let problem = Problem::new(input, message).hint("name its pages as sources of their own");
    Parsed {
        value: Vec::new(),
        problems: vec![problem],
    }
}

fn links(input: &str, base: &str, entries: &[Entry], most: usize) -> Parsed<Vec<String>> {
    let base = Url::parse(base).ok();
    let mut found = Parsed::clean(Vec::new());
    for (at, entry) in entries.iter().enumerate() {
        let Some(link) = link(entry, base.as_ref()) else {
            let message = format!("entry {} has no link", at + 1);
            found.problems.push(Problem::new(input, message));
            continue;
        };
        if !found.value.contains(&link) {
            found.value.push(link);
        }
    }
    if found.value.len() > most {
        let left_out = found.value.len() - most;
        let message = format!("{left_out} entries beyond the first {most} are not fetched");
        let hint = "name the pages that matter as sources of their own";
        found.problems.push(Problem::new(input, message).hint(hint));
        found.value.truncate(most);
    }
    found
}

/// The page of an entry: its first alternate link, else an id that is an address.
fn link(entry: &Entry, base: Option<&Url>) -> Option<String> {
    let page = |rel: &Option<String>| rel.as_deref().is_none_or(|rel| rel == "alternate");
    let links = entry.links.iter().filter(|link| page(&link.rel));
    let id = entry.id.contains("://").then_some(entry.id.as_str());
    let mut texts = links.map(|link| link.href.as_str()).chain(id);
    texts.find_map(|text| {
        let mut url = Url::options().base_url(base).parse(text.trim()).ok()?;
        url.set_fragment(None);
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    })
}

/// UTF-16 with a byte order mark as UTF-8, which the parser can read; the declaration, which then
/// no longer holds, is left out.
fn utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let order: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let pairs = bytes[2..].chunks_exact(2);
    let units: Vec<u16> = pairs.map(|pair| order([pair[0], pair[1]])).collect();
    let text = String::from_utf16_lossy(&units);
    let body = match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or("", |(_, body)| body),
        None => &text,
    };
    Some(body.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://status.example/feed";

    fn read(feed: &str, most: usize) -> Parsed<Vec<String>> {
        entries(BASE, BASE, feed.as_bytes(), most)
    }

    const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>
        <item><title>a</title><link>https://status.example/a#top</link></item>
        <item><title>b</title><link>/b</link></item>
        <item><title>again</title><link>https://status.example/a</link></item>
        <item><title>none</title></item></channel></rss>"#;

    #[test]
    fn links_are_made_whole_and_given_once() {
        let found = read(RSS, 50);
        let expected = ["https://status.example/a", "https://status.example/b"];
        assert_eq!(found.value, expected);
        assert_eq!(found.problems.len(), 1, "{:?}", found.problems);
        assert!(
            found.problems[0]
                .to_string()
                .contains("entry 4 has no link")
        );
    }

    #[test]
    fn what_is_left_out_is_said() {
        let found = read(RSS, 1);
        assert_eq!(found.value.len(), 1);
        let said = found
            .problems
            .iter()
            .any(|p| p.message.starts_with("1 entries"));
        assert!(said, "{:?}", found.problems);
    }

    #[test]
    fn atom_gives_the_page_not_the_comments() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>t</id>
            <updated>2022-06-21T06:27:00Z</updated><entry><title>a</title><id>tag:1</id>
            <updated>2022-06-21T06:27:00Z</updated>
            <link rel="replies" href="/a/comments"/><link rel="enclosure" href="/a.mp3"/>
            <link rel="alternate" href="/a"/></entry></feed>"#;
        assert_eq!(read(atom, 50).value, ["https://status.example/a"]);
    }

    #[test]
    fn json_feeds_are_read() {
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":
            [{"id":"1","url":"https://status.example/a","content_text":"x"}]}"#;
        assert_eq!(read(json, 50).value, ["https://status.example/a"]);
    }

    #[test]
    fn an_address_that_is_not_of_the_web_is_no_link() {
        let feed = RSS.replace("/b", "javascript:alert(1)");
        assert_eq!(read(&feed, 50).value.len(), 1);
    }

    #[test]
    fn utf16_is_read_and_rubbish_is_a_problem() {
        let mut wide = vec![0xff, 0xfe];
        let declared = RSS.replace("version=\"1.0\"", "version=\"1.0\" encoding=\"utf-16\"");
        wide.extend(declared.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(entries(BASE, BASE, &wide, 50).value.len(), 2);
        for rubbish in [
            &b""[..],
            b"<html><p>no feed",
            b"\xff\xfe\0",
            b"{",
            b"\0\x01\x02",
        ] {
            let found = entries(BASE, BASE, rubbish, 50);
            assert!(found.value.is_empty() && found.problems.len() == 1);
        }
    }

    #[test]
    fn depth_and_entities_do_no_harm() {
        let deep = format!("<rss version=\"2.0\"><channel>{}", "<item>".repeat(200_000));
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>";
        let bomb = format!(
            "{bomb}{}",
            RSS.replace("https://status.example/a#top", "&b;")
        );
        let xhtml = "<content type=\"xhtml\">".to_owned() + &"<div>".repeat(200_000);
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>".to_owned() + &xhtml;
        let json = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":".to_owned();
        let json = json + &"[".repeat(200_000);
        for feed in [deep, bomb, atom, json] {
            read(&feed, 50);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_end_the_crawl(bytes in proptest::collection::vec(0_u8.., 0..200)) {
            let found = entries(BASE, BASE, &bytes, 50);
            proptest::prop_assert!(found.value.is_empty());
        }

        #[test]
        fn no_cut_feed_ends_the_crawl(at in 0..RSS.len()) {
            let cut = RSS.as_bytes().get(..at).unwrap_or_default();
            let found = entries(BASE, BASE, cut, 50);
            proptest::prop_assert!(!found.problems.is_empty());
        }
    }
}
