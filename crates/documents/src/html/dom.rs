//! Small questions about nodes that every part of the page reader asks.

use dom_query::{Document, NodeRef};

use crate::draft::squeeze;

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

/// The text inside, with white space squeezed.
pub(crate) fn text(node: &NodeRef<'_>) -> String {
    squeeze(&node.text())
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
