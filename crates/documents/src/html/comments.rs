//! Reader comments: found by their mark-up, taken out of the page, each with author and time.
//!
//! What counts as one comment: schema.org `Comment` microdata, an element whose class or id names
//! a comment, or an item of a list whose class or id names comments. A link to comments, a form,
//! a policy or a count is none.

mod item;

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};

use super::dom;
use crate::when::Reader;
pub(crate) use item::{Comment, post};

/// Words for a comment in class names, and what may stand after them for one comment.
const WORDS: [&str; 7] = [
    "comment",
    "usercomment",
    "kommentar",
    "leserbrief",
    "commentaire",
    "comentario",
    "komentarz",
];
const AFTER: [&str; 12] = [
    "item",
    "entry",
    "row",
    "block",
    "container",
    "wrap",
    "wrapper",
    "node",
    "holder",
    "box",
    "single",
    "main",
];

/// What may not stand before: calls to comment, pictures of one, lists of the latest.
const BEFORE: [&str; 20] = [
    "add", "new", "no", "write", "leave", "post", "latest", "recent", "last", "top", "has", "icon",
    "fa", "far", "fas", "btn", "button", "link", "count", "open",
];

/// Class names and ids of a list of comments.
const LIST: [&str; 24] = [
    "commentlist",
    "comment-list",
    "comments-list",
    "comment_list",
    "comments_list",
    "comments",
    "comment-thread",
    "commentthread",
    "comments-tree",
    "comment-tree",
    "commentarea",
    "comments-area",
    "comments-container",
    "comments-content",
    "comments-section",
    "comment-section",
    "comments-wrapper",
    "commentblock",
    "comments-block",
    "dsq-comments",
    "dsq-content",
    "disqus_thread",
    "commentsection",
    "comments__list",
];

/// What is never a comment, and is removed with them: forms, links, notices.
const FURNITURE: [&str; 14] = [
    "respond",
    "comment-respond",
    "comment-form",
    "commentform",
    "comment-policy",
    "comments-link",
    "comment-count",
    "comments-count",
    "comment-reply-title",
    "add-comment",
    "leave-comment",
    "comment-notes",
    "comment-login",
    "comments-closed",
];

/// A page with more headings than this says nothing by them.
const MOST_HEADINGS: usize = 100;

/// The elements around the headings of the page: what holds one is no comment.
fn headed(page: &Document) -> HashSet<NodeId> {
    let headings = dom::all(page, "h1");
    let around = headings
        .iter()
        .take(MOST_HEADINGS)
        .flat_map(|h1| h1.ancestors_it(None));
    around.map(|node| node.id).collect()
}

/// The comments of the page, in its order; they are no longer in the page afterwards.
pub(crate) fn take(page: &Document, reader: Reader<'_>) -> Vec<Comment> {
    let Some(body) = page.body() else {
        return Vec::new();
    };
    let lengths = dom::Lengths::of(&body);
    let headed = headed(page);
    let items = dom::inside(&body, is_item);
    let items: Vec<NodeRef<'_>> = items
        .into_iter()
        .filter(|n| !headed.contains(&n.id) && !holds_article(n, &lengths, lengths.get(&body)))
        .collect();
    let places: HashMap<NodeId, usize> =
        items.iter().enumerate().map(|(at, i)| (i.id, at)).collect();
    let nearest = |item: &NodeRef<'_>| {
        item.ancestors_it(None)
            .find_map(|above| places.get(&above.id).copied())
    };
    let parents: Vec<Option<usize>> = items.iter().map(nearest).collect();
    // Inner comments first, so that each holds only its own words when it is read.
    let mut read: Vec<Option<Comment>> = vec![None; items.len()];
    for (at, item) in items.iter().enumerate().rev() {
        read[at] = item::read(item, reader);
        dom::remove(item);
    }
    let comments = number(read, &parents, &items);
    clear(page, &lengths, &headed);
    comments
}

/// Drops empty wrappers and gives every comment the number of the one that it answers.
fn number(
    read: Vec<Option<Comment>>,
    parents: &[Option<usize>],
    items: &[NodeRef<'_>],
) -> Vec<Comment> {
    let mut first: Vec<Option<usize>> = vec![None; read.len()];
    for child in (0..read.len()).rev().filter(|child| read[*child].is_some()) {
        if let Some(parent) = parents[child] {
            first[parent] = Some(child);
        }
    }
    // A wrapper's words are those of its first inner comment, unless it wraps several equals.
    let speaker = |at: usize| -> Option<usize> {
        if read[at].is_some() {
            return Some(at);
        }
        let wraps = matches!(dom::name(&items[at]).as_str(), "li" | "article" | "dl");
        first[at].filter(|_| wraps)
    };
    let answered: Vec<Option<usize>> = (0..read.len())
        .map(|at| {
            let mut above = parents[at];
            while let Some(p) = above {
                match speaker(p) {
                    Some(found) if found != at => return Some(found),
                    _ => above = parents[p],
                }
            }
            None
        })
        .collect();
    let mut numbers = vec![None; read.len()];
    let mut comments: Vec<Comment> = Vec::new();
    for (at, comment) in read.into_iter().enumerate() {
        let Some(mut comment) = comment else { continue };
        comment.answers = answered[at].and_then(|p| numbers[p]);
        numbers[at] = Some(comments.len());
        comments.push(comment);
    }
    comments
}

fn is_item(node: &NodeRef<'_>) -> bool {
    let name = dom::name(node);
    if !matches!(
        name.as_str(),
        "li" | "div" | "article" | "section" | "dd" | "tr" | "dl"
    ) {
        return false;
    }
    let named = |word: &str| WORDS.iter().any(|known| word.contains(known));
    let called = dom::marked(node, named);
    if !called && name != "li" && node.attr("itemprop").is_none() && node.attr("itemtype").is_none()
    {
        return false;
    }
    let kind = dom::attr(node, "itemtype").unwrap_or_default();
    if kind.ends_with("/Comment")
        || kind.ends_with("/UserComments")
        || dom::attr(node, "itemprop").is_some_and(|p| p == "comment")
    {
        return true;
    }
    let marks = dom::marks(node);
    if marks.iter().any(|mark| FURNITURE.contains(&mark.as_str())) {
        return false;
    }
    if marks.iter().any(|mark| names_item(mark) || numbered(mark)) {
        return true;
    }
    name == "li" && listed(node)
}

/// `comment`, `comment-item`, `c-comment`, `kommentar__item`, `commentitem`.
fn names_item(mark: &str) -> bool {
    let parts: Vec<&str> = mark
        .split(['-', '_'])
        .filter(|part| !part.is_empty())
        .collect();
    let Some(at) = parts.iter().position(|part| WORDS.contains(part)) else {
        return mark == "commentitem" || mark == "comments__item" || mark == "comments-item";
    };
    parts[..at].iter().all(|part| !BEFORE.contains(part))
        && parts[at + 1..].iter().all(|part| AFTER.contains(part))
}

/// `comment-12`, `li-comment-12`, `comment_12`, `div-comment-12`, `dsq-comment-12`.
fn numbered(mark: &str) -> bool {
    mark.rsplit_once("comment").is_some_and(|(_, rest)| {
        let digits = rest.trim_start_matches(['-', '_']);
        !digits.is_empty() && digits.len() <= 24 && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether the item stands in a list of comments, with no other list between.
fn listed(node: &NodeRef<'_>) -> bool {
    let mut above = node.ancestors_it(Some(3));
    let Some(list) = above
        .next()
        .filter(|list| matches!(dom::name(list).as_str(), "ol" | "ul"))
    else {
        return false;
    };
    let is_list = |n: &NodeRef<'_>| {
        dom::marks(n)
            .iter()
            .any(|mark| LIST.contains(&mark.as_str()))
    };
    // Menus and counters in the neighbourhood are short.
    (is_list(&list) || (dom::name(&list) == "ol" && above.any(|a| is_list(&a))))
        && dom::start(node, 400).chars().count() > 40
}

/// A page that calls its article a comment, or hangs such a class on its body.
fn holds_article(node: &NodeRef<'_>, lengths: &dom::Lengths, whole: usize) -> bool {
    let share = lengths.get(node) * 10 > whole * 7;
    share
        && !nested_in_list(node)
        && node
            .descendants_it()
            .filter(|n| n.is_element() && is_item(n))
            .nth(1)
            .is_none()
}

fn nested_in_list(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|a| {
        dom::marks(&a)
            .iter()
            .any(|mark| LIST.contains(&mark.as_str()))
    })
}

/// Removes forms, notices and the emptied lists.
fn clear(page: &Document, lengths: &dom::Lengths, headed: &HashSet<NodeId>) {
    let Some(body) = page.body() else { return };
    let whole = lengths.get(&body);
    let known = |mark: &str| FURNITURE.contains(&mark) || LIST.contains(&mark);
    let left = dom::inside(&body, |node| dom::marked(node, known));
    for node in left {
        // What was a comment in it is gone.
        if dom::start(&node, whole * 3 / 10 + 1).len() * 10 < whole * 3
            && !headed.contains(&node.id)
        {
            dom::remove(&node);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> (Vec<String>, String) {
        let page = Document::from(html);
        let reader = Reader {
            zone: "UTC",
            day_first: None,
        };
        let show = |(n, c): (usize, &Comment)| {
            let text: Vec<&str> = c.blocks.iter().map(|b| b.text.as_str()).collect();
            let answers = c.answers.map_or_else(String::new, |a| format!(" >{a}"));
            let at = c
                .published
                .as_ref()
                .map_or_else(String::new, |d| format!(" {}", d.at));
            format!(
                "{n}{answers} {}{at}: {}",
                c.author.as_deref().unwrap_or("-"),
                text.join(" / ")
            )
        };
        let comments = take(&page, reader);
        (
            comments.iter().enumerate().map(show).collect(),
            dom::text(&page.root()),
        )
    }

    #[test]
    fn a_threaded_list_gives_items_with_parents() {
        let (found, rest) = of(
            "<h1>Pontoon</h1><p>Article text.</p><div id=comments><h3>2 Comments</h3><ol class=commentlist>\
             <li class='comment even' id=li-comment-1><div id=comment-1 class=comment-body>\
               <div class='comment-author vcard'><cite class=fn>nora</cite> <span class=says>says:</span></div>\
               <div class='comment-meta'><a href=#><time datetime='2022-07-04T10:00Z'>July 4</time></a></div>\
               <p>They never bought transit there.</p><div class=reply><a>Reply</a></div></div>\
             <ul class=children><li class=comment id=li-comment-2><div id=comment-2>\
               <cite class=fn>bo</cite><p>@nora I agree.</p></div></li></ul></li></ol>\
             <div id=respond><h3>Leave a reply</h3></div></div>",
        );
        assert_eq!(
            found,
            [
                "0 nora 2022-07-04T10:00Z: They never bought transit there.",
                "1 >0 bo: @nora I agree.",
            ]
        );
        assert_eq!(rest, "Pontoon Article text.");
    }

    #[test]
    fn microdata_and_flat_lists() {
        let (found, _) = of(
            "<p>Article text that is long enough.</p><div itemprop=comment itemscope itemtype='https://schema.org/Comment'>\
             <span itemprop=author>Cy</span> <meta itemprop=dateCreated content=2022-07-05><div itemprop=text>Still down here.</div></div>",
        );
        assert_eq!(found, ["0 Cy 2022-07-05: Still down here."]);
        let (found, _) = of(
            "<p>Article text.</p><h2>2 Comments</h2><ol class=commentlist><li><p><b>nora</b></p><p>They never bought any transit over there.</p></li>\
             <li><cite>Mo</cite> says: <p>It was down for me for an hour or two.</p></li></ol>",
        );
        assert_eq!(
            found,
            [
                "0 nora: They never bought any transit over there.",
                "1 Mo: It was down for me for an hour or two."
            ]
        );
    }

    #[test]
    fn class_names_of_one_comment() {
        for mark in [
            "comment",
            "c-comment",
            "comment-item",
            "kommentar__item",
            "comment_12",
            "li-comment-7",
        ] {
            assert!(names_item(mark) || numbered(mark), "{mark}");
        }
        for mark in [
            "comments",
            "add-comment",
            "icon-comment",
            "comment-form",
            "comment-count",
            "commentary",
            "recent-comment",
        ] {
            assert!(!names_item(mark) && !numbered(mark), "{mark}");
        }
    }

    #[test]
    fn what_is_called_comment_and_is_none() {
        for html in [
            "<p>Up.</p><a class=comments-link href=#c>12 comments</a>",
            "<article class=comment-policy><h1>Our comment policy</h1><p>Be kind.</p></article>",
            "<div class=comment><h1>Comment: Pontoon must explain itself</h1><p>An opinion piece.</p></div>",
            "<ul class=comments><li>Log in</li><li>Register</li></ul><p>Up.</p>",
            "<div id=comment-form><textarea></textarea></div><p>Up.</p>",
        ] {
            assert_eq!(of(html).0, Vec::<String>::new(), "{html}");
        }
    }
}
