//! Threads of a forum: every post with its author and time, in the order of the page.
//!
//! A page is taken for a thread only where it says so (schema.org types, its address) and holds
//! the words of posts in elements named for them. An article with comments under it stays one.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};

use super::{
    comments::{self, Comment},
    dom,
    structured::Structured,
};
use crate::when::Reader;

/// Names that need no rule.
const NAMED: &str = include_str!("thread.txt");

/// Words for a post in class names, and words for what is said in it.
const POSTS: [&str; 6] = ["post", "message", "comment", "reply", "answer", "topic"];
const WORDS: [&str; 6] = ["body", "content", "text", "message", "copy", "prose"];

/// Labels of a host that holds discussions.
const HOSTS: [&str; 9] = [
    "forum",
    "forums",
    "community",
    "discuss",
    "discussion",
    "discussions",
    "talk",
    "boards",
    "answers",
];

/// Pieces of an address that lead to one.
const PATHS: [&str; 12] = [
    "/forum/",
    "/forums/",
    "/thread/",
    "/threads/",
    "/topic/",
    "/topics/",
    "/t/",
    "/questions/",
    "/discussion/",
    "/discussions/",
    "viewtopic",
    "showt",
];

/// More posts than this are on no page.
const MOST: usize = 4_000;

/// The posts of the page, if it is a thread.
pub(crate) fn take(
    page: &Document,
    known: &Structured,
    address: Option<&str>,
    reader: Reader<'_>,
) -> Option<Vec<Comment>> {
    let sure = known.thread || shaped(page);
    if !sure && !address.is_some_and(leads_to_thread) {
        return None;
    }
    let body = page.body()?;
    let words = words(&body);
    if words.len() < if sure { 1 } else { 2 } {
        return None;
    }
    let ids: HashSet<_> = words.iter().map(|node| node.id).collect();
    let mut seen = HashSet::new();
    let mut posts = Vec::new();
    for node in &words {
        let Some(post) = comments::post(&container(node, &ids), node, reader) else {
            continue;
        };
        let said: Vec<String> = post.blocks.iter().map(|raw| raw.text.clone()).collect();
        // Some programs print a post twice, for narrow and for wide windows.
        if seen.insert(said) {
            posts.push(post);
        }
    }
    let whole = dom::Lengths::of(&body).get(&body);
    let told: usize = posts
        .iter()
        .flat_map(|post| &post.blocks)
        .map(|raw| raw.text.len())
        .sum();
    (told * 6 > whole || (sure && (told > 400 || posts.len() > 1))).then_some(posts)
}

/// Whether the mark-up says that this is a thread.
fn shaped(page: &Document) -> bool {
    let types = "[itemtype$='/DiscussionForumPosting'], [itemtype$='/QAPage'], html#XF";
    !dom::all(page, types).is_empty()
}

fn leads_to_thread(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else {
        return false;
    };
    let lower = rest.to_ascii_lowercase();
    let host = lower.split('/').next().unwrap_or_default();
    host.split('.').any(|label| HOSTS.contains(&label))
        || PATHS.iter().any(|piece| lower.contains(piece))
}

/// The elements that hold the words of a post: of nested ones the inner, where they hold most of
/// the outer.
fn words<'a>(body: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    let found = dom::inside(body, holds_words);
    let lengths = dom::Lengths::of(body);
    let mut kept: Vec<(NodeRef<'a>, usize)> = Vec::new();
    // Backwards, so that what lies inside an element was judged before it.
    for node in found.into_iter().take(MOST).rev() {
        let length = lengths.get(&node);
        let inner = kept
            .iter()
            .rev()
            .take_while(|(inner, _)| is_inside(inner, &node));
        let (count, told) = inner.fold((0, 0), |(count, told), (_, n)| (count + 1, told + n));
        if length > 0 && told * 10 < length * 5 {
            kept.truncate(kept.len() - count);
            kept.push((node, length));
        }
    }
    kept.reverse();
    kept.into_iter().map(|(node, _)| node).collect()
}

fn is_inside(node: &NodeRef<'_>, outer: &NodeRef<'_>) -> bool {
    node.ancestors_it(Some(24)).any(|a| a.id == outer.id)
}

fn holds_words(node: &NodeRef<'_>) -> bool {
    let name = dom::name(node);
    if !matches!(
        name.as_str(),
        "div" | "article" | "section" | "blockquote" | "td" | "span" | "p"
    ) {
        return false;
    }
    if dom::attr(node, "itemprop").is_some_and(|p| matches!(p.as_str(), "text" | "commentText")) {
        return true;
    }
    let marks = dom::marks(node);
    if marks.iter().any(|mark| names_words(mark)) {
        return true;
    }
    // phpBB and its kin: `content` inside `post` or `postbody`.
    marks.iter().any(|mark| mark == "content")
        && node.ancestors_it(Some(3)).any(|a| {
            let above = dom::marks(&a);
            above
                .iter()
                .any(|m| matches!(m.as_str(), "post" | "postbody" | "reply" | "topic"))
        })
}

/// `post-content`, `messageText`, `wpforo-post-content`, `postbody`; not `message-content-wrapper`.
fn names_words(mark: &str) -> bool {
    if NAMED.lines().any(|line| line == mark) {
        return true;
    }
    // Style sheets that are packed add a hash to each name.
    let unhashed = mark.rsplit_once("__").map_or(mark, |(front, _)| front);
    [mark, unhashed].iter().any(|mark| {
        let bare: String = mark.chars().filter(char::is_ascii_lowercase).collect();
        POSTS.iter().any(|post| {
            let rest = bare.rfind(post).map(|at| &bare[at + post.len()..]);
            rest.is_some_and(|rest| !rest.is_empty() && is_made_of_words(rest))
        })
    })
}

fn is_made_of_words(mut rest: &str) -> bool {
    while let Some(next) = WORDS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = next;
    }
    rest.is_empty()
}

/// The largest element that holds these words and no others.
fn container<'a>(words: &NodeRef<'a>, all: &HashSet<dom_query::NodeId>) -> NodeRef<'a> {
    let mut found = *words;
    for above in words.ancestors_it(Some(12)) {
        let name = dom::name(&above);
        if matches!(name.as_str(), "body" | "html" | "main") {
            break;
        }
        let mut inner = above
            .descendants_it()
            .take(MOST)
            .filter(|n| all.contains(&n.id));
        if inner.nth(1).is_some() {
            break;
        }
        found = above;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str, address: &str) -> Option<Vec<String>> {
        let page = Document::from(html);
        let reader = Reader {
            zone: "UTC",
            day_first: None,
        };
        let known = super::super::structured::read(&page);
        let show = |post: &Comment| {
            let said: Vec<&str> = post.blocks.iter().map(|b| b.text.as_str()).collect();
            format!(
                "{}: {}",
                post.author.as_deref().unwrap_or("-"),
                said.join(" / ")
            )
        };
        take(&page, &known, Some(address), reader).map(|posts| posts.iter().map(show).collect())
    }

    const POSTS: &str = "<h1>Is Pontoon down?</h1>\
        <div class=post><a class=username>nora</a><div class=postbody><div class=content>No route since noon.</div></div></div>\
        <div class=post><a class=username>bo</a><div class=postbody><div class=content>Same here, all of it.</div></div></div>";

    #[test]
    fn posts_of_a_thread_have_their_authors() {
        let found = of(POSTS, "https://forum.pier.example/viewtopic?t=1").expect("a thread");
        assert_eq!(
            found,
            ["nora: No route since noon.", "bo: Same here, all of it."]
        );
    }

    #[test]
    fn an_article_is_no_thread() {
        assert_eq!(of(POSTS, "https://pier.example/2022/pontoon"), None);
        let article =
            "<article><div class=post-content><p>Pontoon was down on Monday.</p></div></article>";
        assert_eq!(of(article, "https://community.pier.example/a"), None);
    }

    #[test]
    fn names_of_the_words_of_a_post() {
        for mark in [
            "post-content",
            "messagetext",
            "wpforo-post-content",
            "postbody",
            "bbwrapper",
            "js-post__content-text",
        ] {
            assert!(names_words(mark), "{mark}");
        }
        for mark in [
            "content",
            "post",
            "post-content-wrapper",
            "message-avatar",
            "comment-form",
            "posted-in",
        ] {
            assert!(!names_words(mark), "{mark}");
        }
    }
}
