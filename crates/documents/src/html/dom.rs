//! Small questions about nodes that every part of the page reader asks.

use dom_query::{Document, NodeId, NodeRef};
use foldhash::{HashMap, HashMapExt};

use super::tame;
use crate::draft::squeeze;

/// No deeper tree is walked: libraries, and some of the readers, call themselves for every level, and
/// a stack that runs over ends the whole program.
const DEEPEST: usize = 800;

/// Bytes of the longest name or time that an element may hold. Of elements that nest, the text of
/// each would be read again for all around it.
pub(crate) const LABEL: usize = 480;

/// Parses a page or a fragment, and says whether bounds cut something off.
pub(crate) fn parse(html: &str) -> (Document, bool) {
    let (tamed, cut) = tame::tame(html);
    let page = Document::from(tamed);
    if depth(&page) <= DEEPEST {
        return (page, cut);
    }
    // The parser had something open of which the tags did not tell.
    (Document::from(tame::flat(html)), true)
}

/// How deep the deepest node of a page lies.
fn depth(page: &Document) -> usize {
    let (mut node, mut at, mut deepest) = (page.root(), 0, 0);
    loop {
        if let Some(child) = node.first_child() {
            (node, at) = (child, at + 1);
            deepest = deepest.max(at);
            continue;
        }
        while node.next_sibling().is_none() {
            let Some(parent) = node.parent().filter(|_| at > 1) else {
                return deepest;
            };
            (node, at) = (parent, at - 1);
        }
        let Some(next) = node.next_sibling() else {
            return deepest;
        };
        node = next;
    }
}

/// The name of an element in lower case; empty for other nodes.
pub(crate) fn name(node: &NodeRef<'_>) -> String {
    node.node_name()
        .map_or_else(String::new, |name| name.to_string())
}

/// An attribute, trimmed; blank counts as absent.
pub(crate) fn attr(node: &NodeRef<'_>, name: &str) -> Option<String> {
    let value = node.attr(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The names in `class` and the `id`, in lower case.
pub(crate) fn marks(node: &NodeRef<'_>) -> Vec<String> {
    let mut marks: Vec<String> = node
        .attr("class")
        .map(|class| class.split_whitespace().map(str::to_lowercase).collect())
        .unwrap_or_default();
    if let Some(id) = node.attr("id") {
        marks.push(id.trim().to_lowercase());
    }
    marks
}

/// Whether a class name or the id, in lower case, passes the test.
pub(crate) fn marked(node: &NodeRef<'_>, test: impl Fn(&str) -> bool) -> bool {
    let test = |mark: &str| {
        if mark.bytes().any(|b| b.is_ascii_uppercase()) || !mark.is_ascii() {
            test(&mark.to_lowercase())
        } else {
            test(mark)
        }
    };
    let class = node.attr("class");
    class.is_some_and(|class| class.split_whitespace().any(&test))
        || node.attr("id").is_some_and(|id| test(id.trim()))
}

/// How many bytes of text each element of a page holds, counted once.
pub(crate) struct Lengths(HashMap<NodeId, usize>);

impl Lengths {
    /// Counts below `root`.
    pub(crate) fn of(root: &NodeRef<'_>) -> Self {
        let mut lengths: HashMap<NodeId, usize> = HashMap::new();
        let nodes = root.descendants();
        for node in nodes.iter().rev() {
            let own = if node.is_text() {
                let text = node.text();
                let bare = text.trim().len();
                bare + usize::from(bare > 0)
            } else {
                let name = name(node);
                let silent = matches!(name.as_str(), "script" | "style" | "noscript" | "template");
                if silent {
                    0
                } else {
                    lengths.get(&node.id).copied().unwrap_or(0)
                }
            };
            if !node.is_text() {
                lengths.insert(node.id, own);
            }
            if let Some(parent) = node.parent() {
                *lengths.entry(parent.id).or_default() += own;
            }
        }
        Self(lengths)
    }

    /// The bytes of text in an element.
    pub(crate) fn get(&self, node: &NodeRef<'_>) -> usize {
        self.0.get(&node.id).copied().unwrap_or(0)
    }
}

/// The elements below `node` and not inside one that the test refuses, in order.
pub(crate) fn outside<'a>(
    node: &NodeRef<'a>,
    refuse: impl Fn(&NodeRef<'a>) -> bool,
    most: usize,
) -> Vec<NodeRef<'a>> {
    let mut found = Vec::new();
    let mut open: Vec<NodeRef<'a>> = node.children_it(true).collect();
    while let Some(at) = open.pop() {
        if found.len() >= most {
            break;
        }
        if at.is_element() && !refuse(&at) {
            found.push(at);
            open.extend(at.children_it(true));
        }
    }
    found
}

/// The text inside as a reader sees it: white space squeezed, words of different blocks apart, no
/// scripts.
pub(crate) fn text(node: &NodeRef<'_>) -> String {
    start(node, usize::MAX)
}

/// The start of that text, a little more than `bytes` long; for elements that may hold the page.
pub(crate) fn start(node: &NodeRef<'_>, bytes: usize) -> String {
    let mut out = String::new();
    let mut open = vec![(*node, true)];
    while let Some((at, opens)) = open.pop() {
        if out.len() > bytes {
            break;
        }
        if !opens {
            out.push(' ');
            continue;
        }
        // Siblings are visited one by one, so that stopping early costs nothing.
        if at.id != node.id {
            open.extend(at.next_sibling().map(|next| (next, true)));
        }
        if at.is_text() {
            append(&mut out, &at.text(), bytes);
            continue;
        }
        let name = name(&at);
        let silent = matches!(name.as_str(), "script" | "style" | "noscript" | "template");
        if at.is_comment() || (silent && at.id != node.id) {
            continue;
        }
        if is_block(&name) {
            out.push(' ');
            open.push((at, false));
        }
        open.extend(at.first_child().map(|child| (child, true)));
    }
    squeeze(&out)
}

/// Appends a text, or its start where it is longer than what is asked for.
fn append(out: &mut String, text: &str, bytes: usize) {
    let left = bytes.saturating_sub(out.len());
    if text.len() <= left {
        return out.push_str(text);
    }
    // White space may be of any length.
    let looked_at = text.floor_char_boundary(left.saturating_mul(16).saturating_add(4096));
    for c in text[..looked_at].chars() {
        if out.len() > bytes {
            return;
        }
        match c.is_whitespace() {
            true if out.ends_with(char::is_whitespace) => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
}

const BLOCKS: &str = " address article aside blockquote body br center dd details div dl dt fieldset \
    figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody \
    td tfoot th thead tr ul caption html ";

/// Whether a browser starts a new line for the element.
pub(crate) fn is_block(name: &str) -> bool {
    listed(BLOCKS, name)
}

/// Whether a list of names, parted by spaces, holds the name.
pub(crate) fn listed(list: &str, name: &str) -> bool {
    !name.is_empty() && list.split_ascii_whitespace().any(|word| word == name)
}

/// The first element that the selector finds, with text.
pub(crate) fn first<'a>(page: &'a Document, selector: &str) -> Option<NodeRef<'a>> {
    page.try_select(selector)?
        .nodes()
        .iter()
        .copied()
        .find(|node| !text(node).is_empty())
}

/// Every element that the selector finds, in order of the page.
pub(crate) fn all<'a>(page: &'a Document, selector: &str) -> Vec<NodeRef<'a>> {
    page.try_select(selector)
        .map(|found| found.nodes().to_vec())
        .unwrap_or_default()
}

/// The elements inside `node` that the test accepts, in order.
pub(crate) fn inside<'a>(
    node: &NodeRef<'a>,
    test: impl Fn(&NodeRef<'a>) -> bool,
) -> Vec<NodeRef<'a>> {
    node.descendants()
        .into_iter()
        .filter(|n| n.is_element() && test(n))
        .collect()
}

/// Takes the node out of the page.
pub(crate) fn remove(node: &NodeRef<'_>) {
    node.remove_from_parent();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_depth_is_that_of_the_deepest_node() {
        for (html, expected) in [
            // html, head and body are always there.
            ("", 2),
            ("x", 3),
            ("<p>a<b>b</b></p><p>c", 5),
            ("<i>a</i><div><div><div></div></div></div><i>x</i>", 5),
        ] {
            assert_eq!(depth(&Document::from(html)), expected, "{html}");
        }
    }

    #[test]
    fn a_tree_that_is_too_deep_is_made_flat() {
        let deep = "<p>a<object>b".repeat(3_000);
        let (page, cut) = parse(&deep);
        assert!(cut && depth(&page) <= DEEPEST);
        let flat = Document::from(tame::flat("<title>t</title><div><p>a<p>b<i>c</i>"));
        assert_eq!(depth(&flat), 4);
    }

    #[test]
    fn the_start_of_a_text_ends_soon_after_what_was_asked_for() {
        let page = Document::from(format!(
            "<p>  Ada{} Quill {}</p>",
            " ".repeat(3_000),
            "é".repeat(9_000)
        ));
        let node = first(&page, "p").unwrap();
        assert_eq!(text(&node).chars().count(), 9_010);
        let found = start(&node, 40);
        assert!(found.starts_with("Ada Quill éé"), "{found}");
        assert!((38..44).contains(&found.len()));
        assert_eq!(start(&node, 20_000).len(), 18_010);
    }
}
