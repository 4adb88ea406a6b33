//! The main text of a page: dom_smoothie finds its element, the blocks are ours.

use backpedal_model::{BlockKind, caught};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::{
    blocks::{Raw, blocks},
    dom, furniture, merge,
};

/// Pages with more elements than this are read without the search for the main element.
const MOST_ELEMENTS: usize = 25_000;

/// A page with less text than this has none, if its structured data has it.
const BARE: usize = 250;

/// The blocks of the main text. The page is used up.
///
/// `said` is the text of the article in the page's structured data, if it has any.
pub(crate) fn read(page: Document, url: Option<&str>, said: Option<&str>) -> Vec<Raw> {
    let said = said.filter(|said| said.len() > BARE).unwrap_or_default();
    let (found, all) = search(page, url);
    let prose = |blocks: &[Raw]| -> usize {
        let prose = blocks.iter().filter(|raw| is_prose(raw));
        prose.map(|raw| raw.text.len()).sum()
    };
    if said.len() > 2 * BARE && prose(&found) * 6 < said.len() && prose(&all) * 2 < said.len() {
        let lines = said.lines().filter(|line| !line.trim().is_empty());
        return lines
            .map(|line| Raw::plain(BlockKind::Paragraph, line.trim()))
            .collect();
    }
    merge::merge(found, &all, said)
}

/// The main text by its element, and all text of the page.
fn search(page: Document, url: Option<&str>) -> (Vec<Raw>, Vec<Raw>) {
    furniture::clear(&page);
    clear_next_articles(&page);
    // dom_smoothie changes the page; what is needed if it finds too little is read before.
    let all = page
        .body()
        .map(|body| blocks(&body, |_| false))
        .unwrap_or_default();
    let declared = declared(&page);
    let found = caught(|| main_element(page, url))
        .flatten()
        .unwrap_or_default();
    // An article cut into sections: dom_smoothie takes the longest of them.
    if words(&declared) * 2 > words(&found) * 3 {
        return (declared, all);
    }
    if words(&found) >= 80 || words(&all) < 80 {
        return (if found.is_empty() { all.clone() } else { found }, all);
    }
    let prose: Vec<Raw> = all.iter().filter(|raw| is_prose(raw)).cloned().collect();
    let longest = if words(&prose) > words(&found) {
        prose
    } else {
        found
    };
    (
        if longest.is_empty() {
            all.clone()
        } else {
            longest
        },
        all,
    )
}

/// How many bytes of text the blocks hold.
fn words(blocks: &[Raw]) -> usize {
    blocks.iter().map(|raw| raw.text.len()).sum()
}

/// What the page itself marks as its article: `articleBody` in microdata, or its one `article`.
fn declared(page: &Document) -> Vec<Raw> {
    let marked = dom::all(page, "[itemprop~='articleBody']");
    let root = match (marked.first(), dom::all(page, "article").as_slice()) {
        (Some(body), _) if marked.len() == 1 => *body,
        (_, [article]) => *article,
        _ => return Vec::new(),
    };
    let found = blocks(&root, |node| {
        furniture::is(node)
            || matches!(
                dom::name(node).as_str(),
                "aside" | "footer" | "form" | "nav"
            )
    });
    found.into_iter().filter(is_prose).collect()
}

/// Pages that go on with the next article when scrolled hold several; the first is the page's.
fn clear_next_articles(page: &Document) {
    let outer = |node: &NodeRef<'_>| node.ancestors_it(None).all(|a| dom::name(&a) != "article");
    let articles: Vec<NodeRef<'_>> = dom::all(page, "article")
        .into_iter()
        .filter(outer)
        .collect();
    let long = |node: &NodeRef<'_>| {
        let found = blocks(node, |_| false);
        words(&found.into_iter().filter(is_prose).collect::<Vec<_>>()) > 1_000
    };
    let Some((first, next)) = articles.split_first() else {
        return;
    };
    let titled = |node: &NodeRef<'_>| node.descendants_it().any(|n| dom::name(&n) == "h1");
    if next.is_empty() || !titled(first) || !long(first) {
        return;
    }
    for article in next.iter().filter(|node| long(node)) {
        dom::remove(article);
    }
}

fn main_element(page: Document, url: Option<&str>) -> Option<Vec<Raw>> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let url = url.filter(|url| url::Url::parse(url).is_ok_and(|u| u.has_host()));
    let mut readability = Readability::with_document(page, url, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let content = Document::from(article.content);
    Some(blocks(&content.root(), |node| furniture::is(node)))
}

/// How many bytes of running text an element holds.
pub(crate) fn prose(node: &NodeRef<'_>) -> usize {
    let found = blocks(node, |inner| furniture::is(inner));
    found
        .iter()
        .filter(|raw| is_prose(raw))
        .map(|raw| raw.text.len())
        .sum()
}

fn is_prose(raw: &Raw) -> bool {
    let length = raw.text.chars().count();
    length >= 40 && raw.linked * 2 < length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_page_is_read_whole_and_a_long_one_by_its_main_element() {
        let page = Document::from("<p>Pontoon is up.</p>");
        assert_eq!(read(page, None, None)[0].text, "Pontoon is up.");
        let body = "<p>The network was down on Monday, and nobody, it seems, could say why that was so.</p>".repeat(8);
        let html = format!(
            "<nav><ul><li><a href=/>Home</a></li></ul></nav><article>{body}</article><footer>Imprint</footer>"
        );
        let found = read(Document::from(html), Some("https://pier.example/a"), None);
        assert_eq!(found.len(), 8);
    }

    #[test]
    fn sections_of_one_article_stay_together_and_the_next_article_goes() {
        let section = |n: usize| {
            let line = format!(
                "<p>In part {n} of it, the network was down, and nobody could say why that was so for hours.</p>"
            );
            format!("<section>{}</section>", line.repeat(6))
        };
        let parts: String = (0..6).map(section).collect();
        let next = section(9).repeat(3);
        let html = format!("<article><h1>Down</h1>{parts}</article><article>{next}</article>");
        let text: Vec<String> = read(Document::from(html), None, None)
            .into_iter()
            .map(|raw| raw.text)
            .collect();
        let text = text.join(" ");
        assert!((0..6).all(|n| text.contains(&format!("part {n}"))));
        assert!(!text.contains("part 9"));
    }
}
