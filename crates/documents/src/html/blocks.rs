//! A tree of elements into blocks of text, by form.
//!
//! The text is built here and nowhere else: white space squeezed as a browser shows it, line
//! breaks kept as line ends inside a block, quotation marks as printed (`q` gets the marks that a
//! browser draws). The walk keeps its own stack, so that deep pages cannot exhaust the thread's.

use std::hash::{BuildHasher, Hash, Hasher};

use backpedal_model::BlockKind;
use dom_query::{NodeId, NodeRef};

use super::dom;

/// One stretch of text between the edges of block elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Raw {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
    /// How many of its characters stand inside links.
    pub(crate) linked: usize,
    /// Class names and id of its element.
    pub(crate) marks: Vec<String>,
    /// The element that its element stands in.
    pub(crate) parent: Option<NodeId>,
    /// Names and classes of its element and the one around, as one number.
    pub(crate) look: u64,
}

impl Raw {
    /// A block of plain text that stands in no page.
    pub(crate) fn plain(kind: BlockKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            linked: 0,
            marks: Vec::new(),
            parent: None,
            look: 0,
        }
    }
}

const SKIPPED: &str = " script style noscript template svg math iframe object button select \
    textarea input nav head title audio video canvas figcaption dialog map datalist ";

/// Class names that embedded posts carry, as the networks' own embed codes give them.
const POSTS: [&str; 10] = [
    "twitter-tweet",
    "twitter-video",
    "bluesky-embed",
    "mastodon-embed",
    "instagram-media",
    "tiktok-embed",
    "fb-post",
    "reddit-embed-bq",
    "reddit-card",
    "threads-embed",
];

enum Step<'a> {
    Open(NodeRef<'a>),
    Close {
        block: bool,
        end: &'static str,
        link: bool,
        kind: bool,
    },
}

#[derive(Default)]
struct Walk {
    done: Vec<Raw>,
    text: String,
    linked: usize,
    links: usize,
    kinds: Vec<(BlockKind, Vec<String>)>,
    marks: Vec<String>,
    parent: Option<NodeId>,
    look: u64,
}

/// The blocks inside `root`, in order. `skip` names elements to leave out besides scripts, forms'
/// fields and captions.
pub(crate) fn blocks<'a>(root: &NodeRef<'a>, skip: impl Fn(&NodeRef<'a>) -> bool) -> Vec<Raw> {
    let mut walk = Walk::default();
    let mut steps = vec![Step::Open(*root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Open(node) if node.is_text() => walk.append(&node.text()),
            Step::Open(node)
                if !node.is_element() && !node.is_fragment() && !node.is_document() => {}
            Step::Open(node) => {
                let name = dom::name(&node);
                if dom::listed(SKIPPED, &name) || (node.id != root.id && skip(&node)) {
                    continue;
                }
                if name == "br" {
                    walk.text.push('\n');
                    continue;
                }
                if name == "tr" && is_data_row(&node) {
                    walk.row(&node);
                    continue;
                }
                steps.push(walk.open(&node, &name));
                steps.extend(node.children_it(true).map(Step::Open));
            }
            Step::Close {
                block,
                end,
                link,
                kind,
            } => walk.close(block, end, link, kind),
        }
    }
    walk.flush();
    walk.done
}

impl Walk {
    fn append(&mut self, text: &str) {
        // Line ends of the source are spaces; only `br` makes a line end.
        for c in text.chars() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if c == ' ' && self.text.ends_with([' ', '\n']) {
                continue;
            }
            self.text.push(c);
            self.linked += usize::from(self.links > 0);
        }
    }

    fn open<'a>(&mut self, node: &NodeRef<'a>, name: &str) -> Step<'a> {
        let block = dom::is_block(name);
        if block {
            self.flush();
            self.marks = dom::marks(node);
            let parent = node.parent();
            self.parent = parent.as_ref().map(|parent| parent.id);
            self.look = look(name, node, parent.as_ref());
        }
        let kind = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
            "li" => Some(BlockKind::ListItem),
            "blockquote" | "div" if dom::marked(node, |mark| POSTS.contains(&mark)) => {
                Some(BlockKind::Post)
            }
            "blockquote" => Some(BlockKind::Quote),
            _ => None,
        };
        if let Some(kind) = kind {
            self.kinds.push((kind, self.marks.clone()));
        }
        if name == "q" {
            self.text.push('“');
        }
        self.links += usize::from(name == "a");
        Step::Close {
            block,
            end: if name == "q" { "”" } else { "" },
            link: name == "a",
            kind: kind.is_some(),
        }
    }

    fn close(&mut self, block: bool, end: &str, link: bool, kind: bool) {
        self.text.push_str(end);
        self.links -= usize::from(link);
        if block {
            self.flush();
        }
        if kind {
            self.kinds.pop();
        }
    }

    fn flush(&mut self) {
        let lines: Vec<&str> = self.text.split('\n').map(str::trim).collect();
        // Two breaks in a row part paragraphs.
        for text in lines
            .split(|line| line.is_empty())
            .map(|part| part.join("\n"))
        {
            if !text.is_empty() {
                let post = self.kinds.iter().find(|(kind, _)| *kind == BlockKind::Post);
                let kind = post
                    .or(self.kinds.last())
                    .map_or(BlockKind::Paragraph, |(kind, _)| *kind);
                let marks = self.marks.clone();
                self.done.push(Raw {
                    kind,
                    text,
                    linked: self.linked,
                    marks,
                    parent: self.parent,
                    look: self.look,
                });
            }
        }
        self.text.clear();
        self.linked = 0;
    }

    fn row(&mut self, row: &NodeRef<'_>) {
        self.flush();
        let cells: Vec<String> = row
            .children_it(false)
            .filter(NodeRef::is_element)
            .map(|c| dom::text(&c))
            .collect();
        let text = cells.join(" | ");
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.done.push(Raw::plain(BlockKind::Table, text));
        }
    }
}

fn look(name: &str, node: &NodeRef<'_>, parent: Option<&NodeRef<'_>>) -> u64 {
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    name.hash(&mut hasher);
    dom::attr(node, "class").hash(&mut hasher);
    if let Some(parent) = parent {
        dom::name(parent).hash(&mut hasher);
        dom::attr(parent, "class").hash(&mut hasher);
    }
    hasher.finish()
}

/// A row of plain cells; a row that holds paragraphs or tables only lays out the page.
fn is_data_row(row: &NodeRef<'_>) -> bool {
    let cells = row.children_it(false).filter(NodeRef::is_element).count();
    cells > 1
        && !row.descendants_it().any(|n| {
            let name = dom::name(&n);
            !matches!(name.as_str(), "td" | "th") && dom::is_block(&name)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<(BlockKind, String)> {
        let page = dom_query::Document::from(html);
        let found = blocks(&page.root(), |_| false);
        found.into_iter().map(|raw| (raw.kind, raw.text)).collect()
    }

    #[test]
    fn forms_are_told_and_white_space_is_squeezed() {
        use BlockKind::{Heading, ListItem, Paragraph, Quote, Table};
        let found = read(
            "<h2>What  happened</h2><p>The <b>net</b>work\n was <q>down</q>.<br>Twice.<br><br>Then up.\
             <ul><li>One<li><p>Two</p></ul><blockquote><p>“We know.”</p></blockquote>\
             <script>no()</script><table><tr><td>A</td><td>1</td></tr><tr><td><p>B</p></td></tr></table>",
        );
        let expected = [
            (Heading, "What happened"),
            (Paragraph, "The network was “down”.\nTwice."),
            (Paragraph, "Then up."),
            (ListItem, "One"),
            (ListItem, "Two"),
            (Quote, "“We know.”"),
            (Table, "A | 1"),
            (Paragraph, "B"),
        ];
        let found: Vec<_> = found
            .iter()
            .map(|(kind, text)| (*kind, text.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn links_are_weighed() {
        let page = dom_query::Document::from("<p>See <a href=x>more</a>.</p>");
        let found = blocks(&page.root(), |_| false);
        assert_eq!(found[0].linked, 4);
    }
}
