//! RSS, Atom or JSON feeds: the entries lead to pages.

mod lenient;

use std::{borrow::Cow, collections::HashSet};

use backpedal_model::{Parsed, Problem, SourceKind, caught};
use feed_rs::model::Entry;

use super::{
    Answer, Lead, Source,
    leads::{Leads, joined},
    markup, readable,
};
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
        let mut leads = Leads::new(answer, "entries");
        let next = lenient::links(&text(answer.body)).next;
        // Entries are newest first, so older pages are needed only where a window is to be reached.
        if answer.scope.near.is_some() && !found.value.is_empty() {
            leads.next(next.and_then(|href| leads.joined(&href)), SourceKind::Feed);
        }
        let further = leads.done();
        let pages = found.value.into_iter().map(Lead::page);
        Parsed {
            value: pages.chain(further.value).collect(),
            problems: found.problems.into_iter().chain(further.problems).collect(),
        }
    }
}

/// The addresses of a feed's entries, at most `most`, in the feed's order, each once.
///
/// `input` names the feed in problems, `base` is the address it came from, `bytes` its body
/// without content encoding. A feed that cannot be read, and entries left out, are problems.
fn entries(input: &str, base: &str, bytes: &[u8], most: usize) -> Parsed<Vec<String>> {
    let text = text(bytes);
    let parser = feed_rs::parser::Builder::new().base_uri(Some(base)).build();
    // The parser asserts on some encodings; a feed must not end the crawl.
    let parsed = caught(|| parser.parse(text.as_bytes()));
    let cause = match parsed {
        Some(Ok(feed)) => return links(input, base, &feed.entries, most),
        Some(Err(error)) => error.to_string(),
        None => "its mark-up is damaged".to_owned(),
    };
    let lenient = lenient::links(&text);
    if lenient.is_feed && !lenient.entries.is_empty() {
        let found = lenient
            .entries
            .into_iter()
            .map(|href| Some(joined(base, &href?)?.into()));
        let message = format!("the feed is not valid ({cause}); its links are read all the same");
        let mut found = gathered(input, found, most);
        found.problems.insert(0, Problem::new(input, message));
        return found;
    }
    let problem = Problem::new(input, format!("the feed cannot be read: {cause}"))
        .hint("name its pages as sources of their own");
    Parsed {
        value: Vec::new(),
        problems: vec![problem],
    }
}

/// The text without a declaration, whose encoding no longer holds.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    match markup::text(bytes) {
        Cow::Owned(text) if wide && text.starts_with("<?xml") => {
            let body = text.split_once("?>").map_or("", |(_, body)| body);
            Cow::Owned(body.to_owned())
        }
        text => text,
    }
}

fn links(input: &str, base: &str, entries: &[Entry], most: usize) -> Parsed<Vec<String>> {
    gathered(input, entries.iter().map(|entry| link(entry, base)), most)
}

/// Each link once and at most `most`; what has none or is left out is a problem.
fn gathered(
    input: &str,
    entries: impl Iterator<Item = Option<String>>,
    most: usize,
) -> Parsed<Vec<String>> {
    let mut found = Parsed::clean(Vec::new());
    let mut known = HashSet::new();
    for (at, link) in entries.enumerate() {
        let Some(link) = link else {
            let message = format!("entry {} has no link", at + 1);
            found.problems.push(Problem::new(input, message));
            continue;
        };
        if known.insert(link.clone()) {
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
fn link(entry: &Entry, base: &str) -> Option<String> {
    let page = |rel: &Option<String>| rel.as_deref().is_none_or(|rel| rel == "alternate");
    let links = entry.links.iter().filter(|link| page(&link.rel));
    let id = entry.id.contains("://").then_some(entry.id.as_str());
    let mut texts = links.map(|link| link.href.as_str()).chain(id);
    texts.find_map(|text| joined(base, text).map(Into::into))
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
        fn a_cut_feed_gives_what_it_holds(at in 0..RSS.len()) {
            let cut = RSS.as_bytes().get(..at).unwrap_or_default();
            let found = entries(BASE, BASE, cut, 50);
            proptest::prop_assert!(!found.problems.is_empty());
            let whole = RSS.get(..at).is_some_and(|cut| cut.contains("</link"));
            proptest::prop_assert_eq!(!found.value.is_empty(), whole);
        }
    }
}
