//! What stands around and between the paragraphs of an article and is none of it: related links,
//! share buttons, newsletter forms, author notes.
//!
//! Elements are known by their class names; lines at the end by their words. Both lists are kept
//! short on purpose: a wrong cut loses evidence, a missed one only adds noise.

use std::sync::LazyLock;

use backpedal_model::BlockKind;
use dom_query::{Document, NodeRef};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::{blocks::Raw, dom};

/// Class names and ids, whole.
static WHOLE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("furniture.txt")).collect());

/// First words of lines that end or interrupt an article.
static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| words(include_str!("lines.txt")).collect());

/// Parts of class names, for short elements.
static PARTS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("parts.txt")).collect());

/// An element that only a part of its name marks is furniture if its text is no longer than this.
const SHORT: usize = 1_000;

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
        "html" | "body" | "main" | "article" | "h1"
    ) {
        return false;
    }
    if dom::marked(node, |mark| WHOLE.contains(mark)) {
        return true;
    }
    let parts = |mark: &str| mark.split(['-', '_']).any(|part| PARTS.contains(part));
    dom::marked(node, parts) && dom::start(node, SHORT + 1).len() <= SHORT
}

/// Takes furniture out of the page, unless that would take most of it.
pub(crate) fn clear(page: &Document) {
    let Some(body) = page.body() else { return };
    let lengths = dom::Lengths::of(&body);
    let whole = lengths.get(&body);
    for node in dom::inside(&body, |node| is(node) || is_consent(node)) {
        if is_consent(&node) || lengths.get(&node) * 10 < whole * 3 {
            dom::remove(&node);
        }
    }
}

/// The text of a consent dialog can be longer than the article.
fn is_consent(node: &NodeRef<'_>) -> bool {
    let named = |mark: &str| {
        CONSENT.contains(&mark)
            || mark
                .split(['-', '_'])
                .any(|part| matches!(part, "cookie" | "cookies" | "consent" | "gdpr" | "onetrust"))
    };
    dom::marked(node, named)
        && !node
            .descendants_it()
            .take(2_000)
            .any(|n| matches!(dom::name(&n).as_str(), "h1" | "article"))
}

/// Marks the blocks that are no part of the article's text: `true` for furniture. `names` are its
/// authors.
pub(crate) fn mark(blocks: &[Raw], names: &[String]) -> Vec<bool> {
    let mut marked: Vec<bool> = blocks.iter().map(is_line).collect();
    mark_copies(blocks, &mut marked);
    mark_notes_on_authors(blocks, names, &mut marked);
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

/// What is printed again is an invitation or a notice: a pull quote at best. What is printed three
/// times is so from its first.
fn mark_copies(blocks: &[Raw], marked: &mut [bool]) {
    let told = |raw: &&Raw| {
        raw.text.len() >= 24 && raw.kind != BlockKind::Table && !raw.text.ends_with(['?', ':'])
    };
    let mut times: HashMap<&str, usize> = HashMap::new();
    for raw in blocks.iter().filter(told) {
        *times.entry(&raw.text).or_default() += 1;
    }
    let mut seen: HashSet<&str> = HashSet::new();
    for (raw, marked) in blocks.iter().zip(marked) {
        let copies = times.get(raw.text.as_str()).copied().unwrap_or(0);
        *marked |= copies > 2 || (copies == 2 && !seen.insert(&raw.text));
    }
}

/// "Ada Quill is a reporter who covers networks." after the last paragraphs.
fn mark_notes_on_authors(blocks: &[Raw], names: &[String], marked: &mut [bool]) {
    let tail = blocks.len() - (blocks.len() / 3).min(8);
    for (at, raw) in blocks.iter().enumerate().skip(tail) {
        let about = names.iter().any(|name| {
            let first = name.split(' ').next().unwrap_or(name);
            let after = [name.as_str(), first]
                .iter()
                .filter(|n| n.chars().count() > 2)
                .find_map(|n| raw.text.strip_prefix(n));
            after.is_some_and(|rest| ABOUT.iter().any(|word| rest.starts_with(word)))
        });
        if about && raw.kind != BlockKind::Quote {
            marked[at] = true;
        }
    }
}

/// What follows a name in a note on an author.
const ABOUT: [&str; 16] = [
    " is a",
    " is the",
    " is our",
    " is an",
    " is based",
    " has ",
    " covers ",
    " writes ",
    " joined ",
    " ist ",
    " schreibt ",
    " est ",
    " es ",
    ", a ",
    " was ",
    " works ",
];

/// A short line that says by its first words what it is.
pub(crate) fn is_line(raw: &Raw) -> bool {
    let length = raw.text.chars().count();
    if length > 400 {
        return false;
    }
    if length < 160 && is_credit(&raw.text) {
        return true;
    }
    // A paragraph that is one link leads to another article; a list item may be a source.
    let ends = raw.text.ends_with(['.', '”', '"', '?', '!']);
    if raw.kind == BlockKind::Paragraph && !ends && length > 20 && raw.linked + 3 >= length {
        return true;
    }
    let text = raw.text.to_lowercase();
    LINES.iter().any(|line| match line.strip_suffix('*') {
        // Two stars: so sure that the line may be long.
        Some(start) if length <= 200 || start.ends_with('*') => {
            text.starts_with(start.trim_end_matches('*'))
        }
        Some(_) => false,
        None => text.trim_end_matches([':', '.', ' ']) == *line,
    })
}

/// The credit of a picture, with its caption before it or alone.
fn is_credit(text: &str) -> bool {
    let bare = text.trim_end_matches([')', ']', '.', ' ']).to_lowercase();
    CREDITS.iter().any(|agency| {
        bare.strip_suffix(agency).is_some_and(|front| {
            front.is_empty()
                || front.ends_with(['/', '|', '(', '©', ':'])
                || front.ends_with(" via ")
        })
    })
}

/// How credits of pictures end.
const CREDITS: [&str; 14] = [
    "getty images",
    "getty",
    "reuters",
    "afp",
    "ap",
    "ap photo",
    "associated press",
    "shutterstock",
    "istock",
    "alamy",
    "dpa",
    "epa",
    "unsplash",
    "keystone",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str, linked: usize) -> Raw {
        Raw {
            linked,
            ..Raw::plain(BlockKind::Paragraph, text)
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
        assert_eq!(mark(&blocks, &[]), [false, true, false, true, true]);
    }

    #[test]
    fn a_page_of_nothing_else_is_kept() {
        assert_eq!(mark(&[raw("Read more: all of it", 20)], &[]), [false]);
    }
}
