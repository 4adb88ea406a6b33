//! One comment: who, when, what.

use backpedal_model::{DateSource, PublishedDate};
use dom_query::NodeRef;

use crate::{
    draft::squeeze,
    html::{
        blocks::{Raw, blocks},
        dom,
    },
    when::Reader,
};

/// One reader comment, still without the article that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) author: Option<String>,
    pub(crate) published: Option<PublishedDate>,
    pub(crate) blocks: Vec<Raw>,
    /// The number of the comment that it answers, counted from 0.
    pub(crate) answers: Option<usize>,
}

/// Where a commenter's name stands, best first.
const AUTHORS: [&str; 9] = [
    "fn",
    "comment-author",
    "commenter",
    "author",
    "username",
    "user",
    "nick",
    "autor",
    "benutzer",
];

/// Class names of what stands around the words of a comment.
const AROUND: [&str; 22] = [
    "meta",
    "reply",
    "avatar",
    "vcard",
    "says",
    "action",
    "vote",
    "rating",
    "report",
    "permalink",
    "share",
    "like",
    "footer",
    "toolbar",
    "edit-link",
    "date",
    "time",
    "badge",
    "karma",
    "flag",
    "comment-number",
    "awaiting",
];

/// Class names of the words themselves.
const WORDS: [&str; 10] = [
    "comment-content",
    "comment-text",
    "comment_text",
    "commenttext",
    "comment-message",
    "comment__text",
    "comment__body",
    "comment__content",
    "comment-copy",
    "message",
];

/// Reads a comment; `None` where no words are left (a wrapper around another).
pub(crate) fn read(item: &NodeRef<'_>, reader: Reader<'_>) -> Option<Comment> {
    let published = time(item, reader);
    let (author, name_node) = match author(item) {
        Some((name, node)) => (Some(name), Some(node)),
        None => (None, None),
    };
    let skipped = |node: &NodeRef<'_>| {
        name_node.is_some_and(|n| n.id == node.id) || dom::name(node) == "time" || around(node)
    };
    let words = dom::inside(item, |n| {
        dom::attr(n, "itemprop")
            .is_some_and(|p| matches!(p.as_str(), "text" | "commentText" | "description"))
            || dom::marks(n).iter().any(|m| WORDS.contains(&m.as_str()))
    });
    let root = words
        .first()
        .filter(|n| !dom::start(n, 1_000).is_empty())
        .unwrap_or(item);
    let mut found = blocks(root, skipped);
    found.retain(|raw| !is_furniture(raw, author.as_deref()));
    finish(found, author, published)
}

/// Reads a post of a thread, whose words are known.
pub(crate) fn post(item: &NodeRef<'_>, words: &NodeRef<'_>, reader: Reader<'_>) -> Option<Comment> {
    let author = author(item).map(|(name, _)| name);
    finish(blocks(words, |_| false), author, time(item, reader))
}

fn finish(
    mut found: Vec<Raw>,
    author: Option<String>,
    published: Option<PublishedDate>,
) -> Option<Comment> {
    if let Some(first) = found.first_mut() {
        let rest = lead(&first.text).to_owned();
        first.text = rest;
    }
    found.retain(|raw| !raw.text.is_empty());
    (!found.is_empty()).then_some(Comment {
        author,
        published,
        blocks: found,
        answers: None,
    })
}

/// "says:", "wrote on July 4, 2022 at 9:30:" before the words.
fn lead(text: &str) -> &str {
    for start in ["says:", "says", "wrote:", "said:", "schrieb:"] {
        if let Some(rest) = text.strip_prefix(start) {
            return rest.trim_start();
        }
    }
    text
}

fn around(node: &NodeRef<'_>) -> bool {
    let name = dom::name(node);
    if matches!(name.as_str(), "header" | "footer") {
        return true;
    }
    let has = |mark: &String| {
        AROUND
            .iter()
            .any(|word| mark.split(['-', '_']).any(|part| part == *word) || mark == word)
    };
    // A wrapper of everything may be called anything; only short elements are furniture.
    dom::marks(node).iter().any(has) && dom::start(node, 640).chars().count() < 160
}

/// A line that is only a date, a link or the commenter's name again.
fn is_furniture(raw: &Raw, author: Option<&str>) -> bool {
    let length = raw.text.chars().count();
    let dated = length < 60
        && crate::when::Words::find(&raw.text, Some(true))
            .is_some_and(|w| w.bytes.len() * 2 > raw.text.len());
    let link = length < 25 && raw.linked + 2 >= length;
    let only = raw.text.trim_end_matches([':', ',']).to_lowercase();
    let word = matches!(
        only.as_str(),
        "reply" | "says" | "report" | "permalink" | "like" | "share" | "quote" | "link"
    );
    dated || link || word || author.is_some_and(|name| name.eq_ignore_ascii_case(&only))
}

fn author<'a>(item: &NodeRef<'a>) -> Option<(String, NodeRef<'a>)> {
    let property = dom::inside(item, |n| {
        dom::attr(n, "itemprop").is_some_and(|p| matches!(p.as_str(), "author" | "creator"))
    });
    if let Some(found) = property.iter().find_map(named) {
        return Some(found);
    }
    for class in AUTHORS {
        let marked = dom::inside(item, |n| {
            dom::marks(n).iter().any(|m| {
                m == class || (class.len() > 4 && m.contains(class) && !m.contains("comment-by"))
            })
        });
        if let Some(found) = marked.iter().find_map(named) {
            return Some(found);
        }
    }
    let cited = dom::inside(item, |n| matches!(dom::name(n).as_str(), "cite"));
    if let Some(found) = cited.iter().find_map(named) {
        return Some(found);
    }
    // The first words in bold, or a first link, before any sentence.
    let lead = dom::inside(item, |n| {
        matches!(
            dom::name(n).as_str(),
            "b" | "strong" | "a" | "h4" | "h5" | "h6"
        )
    });
    let all = dom::start(item, 2 * dom::LABEL);
    lead.first()
        .filter(|node| all.starts_with(&dom::start(node, dom::LABEL)))
        .and_then(named)
}

/// The name in an element: short, without "says" and dates.
fn named<'a>(node: &NodeRef<'a>) -> Option<(String, NodeRef<'a>)> {
    let text = match dom::attr(node, "content") {
        Some(content) => content,
        None => {
            let inner = dom::inside(node, |n| {
                dom::attr(n, "itemprop").is_some_and(|p| p == "name")
                    || dom::marks(n).iter().any(|m| m == "fn")
            });
            dom::start(inner.first().unwrap_or(node), dom::LABEL)
        }
    };
    let mut name = text.as_str();
    for end in [
        " says", " said", " wrote", " on ", " schrieb", "\n", " | ", " • ", " · ",
    ] {
        name = name.split(end).next().unwrap_or(name);
    }
    let name = squeeze(
        name.trim_start_matches("By ")
            .trim_matches([':', ',', ' ', '-', '–']),
    );
    let length = name.chars().count();
    let fits = (1..=50).contains(&length)
        && name.chars().any(char::is_alphanumeric)
        && name.split(' ').count() <= 6;
    fits.then_some((name, *node))
}

fn time(item: &NodeRef<'_>, reader: Reader<'_>) -> Option<PublishedDate> {
    let stamped = dom::inside(item, |n| {
        dom::name(n) == "time"
            || dom::attr(n, "itemprop").is_some_and(|p| p.starts_with("date"))
            || dom::name(n) == "abbr"
    });
    let exact = |n: &NodeRef<'_>| {
        ["datetime", "content", "title"]
            .iter()
            .find_map(|name| dom::attr(n, name))
            .and_then(|text| reader.exact(&text, DateSource::TimeElement))
    };
    stamped.iter().find_map(exact).or_else(|| {
        let marked = dom::inside(item, |n| {
            let marks = dom::marks(n);
            dom::name(n) == "time"
                || marks.iter().any(|m| {
                    ["date", "time", "meta", "posted", "permalink", "published"]
                        .iter()
                        .any(|w| m.contains(w))
                })
        });
        marked
            .iter()
            .map(|node| dom::start(node, dom::LABEL))
            .filter(|text| text.chars().count() < 120)
            .find_map(|text| reader.find(&text, DateSource::Text))
    })
}
