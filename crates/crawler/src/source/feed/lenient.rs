//! Links of feeds that a strict reader refuses: bare `&`, unknown references, a missing version, a
//! cut-off end. Also the next page of any feed (RFC 5005, section 3; JSON Feed's `next_url`).

use serde_json::Value;

use super::super::markup::{self, Piece};

/// What a feed tells about where things are; addresses as written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Links {
    /// One for each entry, in order; `None` for an entry without link.
    pub(super) entries: Vec<Option<String>>,
    /// The next page.
    pub(super) next: Option<String>,
    /// Whether it looks like a feed at all.
    pub(super) is_feed: bool,
}

/// The links of a feed in XML or JSON.
pub(super) fn links(text: &str) -> Links {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => of_json(&value),
        Err(_) => of_xml(text),
    }
}

fn of_json(value: &Value) -> Links {
    let text = |value: &Value, key: &str| Some(value.get(key)?.as_str()?.to_owned());
    let items = value.get("items").and_then(Value::as_array);
    let link = |item: &Value| {
        let id = text(item, "id").filter(|id| id.contains("://"));
        text(item, "url")
            .or_else(|| text(item, "external_url"))
            .or(id)
    };
    Links {
        entries: items.into_iter().flatten().map(link).collect(),
        next: text(value, "next_url"),
        is_feed: items.is_some(),
    }
}

/// What is known of the entry being read.
#[derive(Default)]
struct Entry {
    link: Option<String>,
    id: Option<String>,
}

fn of_xml(text: &str) -> Links {
    let mut found = Links::default();
    let mut entry: Option<Entry> = None;
    let (mut field, mut words) = (None, String::new());
    for piece in markup::pieces(text, false) {
        match piece {
            Piece::Open {
                name: "rss" | "feed" | "RDF" | "channel",
                ..
            } => found.is_feed = true,
            Piece::Open {
                name: "item" | "entry",
                ..
            } => {
                // An entry that never ended ends where the next begins.
                found.close(entry.replace(Entry::default()));
            }
            Piece::Open {
                name: "link",
                attributes,
                ..
            } => {
                let by_text = found.link(entry.as_mut(), attributes);
                field = by_text.then_some("link");
                words.clear();
            }
            Piece::Open {
                name: name @ ("guid" | "id"),
                attributes,
                ..
            } => {
                let no_link =
                    markup::attribute(attributes, "ispermalink").is_some_and(|p| p == "false");
                field = (entry.is_some() && !no_link).then_some(if name == "id" {
                    "id"
                } else {
                    "guid"
                });
                words.clear();
            }
            Piece::Text(text) if field.is_some() => words.push_str(&text),
            Piece::Close("item" | "entry") => found.close(entry.take()),
            Piece::Close(name) if field.is_some_and(|field| field == name) => {
                let text = words.trim().to_owned();
                if let Some(entry) = entry.as_mut().filter(|_| !text.is_empty()) {
                    if field == Some("link") {
                        entry.link.get_or_insert(text);
                    } else if text.contains("://") {
                        entry.id.get_or_insert(text);
                    }
                }
                field = None;
            }
            _ => {}
        }
    }
    // What was cut off may have its link already.
    found.close(entry.filter(|entry| entry.link.is_some()));
    found
}

impl Links {
    /// Takes a link of the feed or an entry; true where its address is its text.
    fn link(&mut self, entry: Option<&mut Entry>, attributes: &str) -> bool {
        let rel = markup::attribute(attributes, "rel");
        let href = markup::attribute(attributes, "href");
        match (entry, rel.as_deref(), href) {
            (Some(entry), None | Some("alternate"), Some(href)) => {
                entry.link.get_or_insert(href);
            }
            (None, Some("next"), Some(href)) => self.next = Some(href),
            (Some(_), None, None) => return true,
            _ => {}
        }
        false
    }

    fn close(&mut self, entry: Option<Entry>) {
        if let Some(entry) = entry {
            self.entries.push(entry.link.or(entry.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let found = links(text);
        let entries: Vec<_> = found
            .entries
            .iter()
            .map(|link| link.as_deref().unwrap_or("-"))
            .collect();
        format!(
            "{} next {}",
            entries.join(" "),
            found.next.as_deref().unwrap_or("-")
        )
    }

    #[test]
    fn what_publishers_get_wrong_is_read() {
        for (feed, expected) in [
            (
                "<rss><channel><item><title>R&D &rsquo;</title><link>/a?x=1&y=2</link></item></channel></rss>",
                "/a?x=1&y=2 next -",
            ),
            (
                "<rss><item><link>/a</link></item><item><link>/b</link><desc",
                "/a /b next -",
            ),
            (
                "<rss><item><link>/a</link><item><title>t</title></item></rss>",
                "/a - next -",
            ),
            (
                "<rss><item><guid isPermaLink='false'>http://x.example/1</guid></item><item><guid>http://x.example/2</guid></item></rss>",
                "- http://x.example/2 next -",
            ),
            (
                "<rss><channel><link>/site</link><atom:link rel='next' href='/p2'/><item><link>/a</link></item></rss>",
                "/a next /p2",
            ),
            (
                "<feed><link rel='next' href='/p2'/><entry><link rel='replies' href='/r'/><link href='/a'/><content type='x/y'/></entry></feed>",
                "/a next /p2",
            ),
            (
                r#"{"items":[{"id":"1","external_url":"/a"},{"id":"2"}],"next_url":"/p2"}"#,
                "/a - next /p2",
            ),
        ] {
            assert_eq!(shown(feed), expected, "{feed}");
        }
        assert!(!links("<html><p>none").is_feed && !links("{}").is_feed);
    }
}
