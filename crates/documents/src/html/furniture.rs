//! What stands around and between the paragraphs of an article and is none of it: related links,
//! share buttons, newsletter forms, author notes.
//!
//! Elements are known by their class names; lines at the end by their words. Both lists are kept
//! short on purpose: a wrong cut loses evidence, a missed one only adds noise.

use std::{collections::HashSet, sync::LazyLock};

use backpedal_model::BlockKind;
use dom_query::{Document, NodeRef};

use super::{blocks::Raw, dom};

/// Class names and ids, whole.
static WHOLE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("furniture.txt")).collect());

/// First words of lines that end or interrupt an article.
static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| words(include_str!("lines.txt")).collect());

/// Names of consent dialogs, by the products that draw them.
const CONSENT: [&str; 12] = [
    "onetrust-consent-sdk",
    "onetrust-pc-sdk",
    "ot-sdk-container",
    "qc-cmp2-container",
    "didomi-host",
    "sp_message_container",
    "cookie-consent",
    "cookieconsent",
    "cookie-law-info-bar",
    "gdpr-consent",
    "cmp-container",
    "usercentrics-root",
];

fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether an element is furniture by its class or id.
pub(crate) fn is(node: &NodeRef<'_>) -> bool {
    if matches!(
        dom::name(node).as_str(),
        "html" | "body" | "main" | "article" | "h1" | "p"
    ) {
        return false;
    }
    dom::marks(node)
        .iter()
        .any(|mark| WHOLE.contains(mark.as_str()))
}

/// Takes furniture out of the page, unless that would take most of it.
pub(crate) fn clear(page: &Document) {
    let Some(body) = page.body() else { return };
    let whole = dom::text(&body).len();
    for node in dom::inside(&body, |node| is(node) || is_consent(node)) {
        if is_consent(&node) || dom::text(&node).len() * 10 < whole * 3 {
            dom::remove(&node);
        }
    }
}

/// The text of a consent dialog can be longer than the article.
fn is_consent(node: &NodeRef<'_>) -> bool {
    dom::marks(node)
        .iter()
        .any(|mark| CONSENT.contains(&mark.as_str()))
}

/// Marks the blocks that are no part of the article's text: `true` for furniture.
pub(crate) fn mark(blocks: &[Raw]) -> Vec<bool> {
    let mut marked: Vec<bool> = blocks.iter().map(is_line).collect();
    // What follows the last sentence is furniture too: link lists, headings of what was cut.
    for at in (0..blocks.len()).rev() {
        let raw = &blocks[at];
        let length = raw.text.chars().count();
        let links = raw.linked * 10 > length * 8;
        let headed = raw.kind == BlockKind::Heading;
        if !(marked[at] || links || headed) {
            break;
        }
        marked[at] = true;
    }
    if marked.iter().all(|m| *m) {
        marked.fill(false);
    }
    marked
}

/// A short line that says by its first words what it is.
fn is_line(raw: &Raw) -> bool {
    let length = raw.text.chars().count();
    if length > 200 {
        return false;
    }
    // A paragraph that is one link leads to another article; a list item may be a source.
    let ends = raw.text.ends_with(['.', '”', '"', '?', '!']);
    if raw.kind == BlockKind::Paragraph && !ends && length > 20 && raw.linked + 3 >= length {
        return true;
    }
    let text = raw.text.to_lowercase();
    LINES.iter().any(|line| match line.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => text.trim_end_matches([':', '.', ' ']) == *line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str, linked: usize) -> Raw {
        Raw {
            kind: BlockKind::Paragraph,
            text: text.to_owned(),
            linked,
            marks: Vec::new(),
        }
    }

    #[test]
    fn lines_are_marked_and_sentences_are_not() {
        let blocks = [
            raw("Pontoon is up.", 0),
            raw("Read more: Pontoon was down", 16),
            raw(
                "Related to the outage is a fault of May, the company said.",
                0,
            ),
            raw("Share", 0),
            raw("Another story about harbours", 28),
        ];
        assert_eq!(mark(&blocks), [false, true, false, true, true]);
    }

    #[test]
    fn a_page_of_nothing_else_is_kept() {
        assert_eq!(mark(&[raw("Read more: all of it", 20)]), [false]);
    }
}
