//! The main text of a page: dom_smoothie finds its element, the blocks are ours.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::{
    blocks::{Raw, blocks},
    furniture,
};
use crate::guard::caught;

/// Pages with more elements than this are read without the search for the main element.
const MOST_ELEMENTS: usize = 400_000;

/// The blocks of the main text. The page is used up.
pub(crate) fn read(page: Document, url: Option<&str>) -> Vec<Raw> {
    furniture::clear(&page);
    // dom_smoothie changes the page; what is needed if it finds nothing is read before.
    let all = page
        .body()
        .map(|body| blocks(&body, |_| false))
        .unwrap_or_default();
    let found = caught(|| main_element(page, url))
        .flatten()
        .unwrap_or_default();
    let words = |blocks: &[Raw]| blocks.iter().map(|raw| raw.text.len()).sum::<usize>();
    if words(&found) >= 80 || words(&all) < 80 {
        return if found.is_empty() { all } else { found };
    }
    let prose: Vec<Raw> = all.iter().filter(|raw| is_prose(raw)).cloned().collect();
    if words(&prose) > words(&found) {
        prose
    } else {
        found
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
        assert_eq!(read(page, None)[0].text, "Pontoon is up.");
        let body = "<p>The network was down on Monday, and nobody, it seems, could say why that was so.</p>".repeat(8);
        let html = format!(
            "<nav><ul><li><a href=/>Home</a></li></ul></nav><article>{body}</article><footer>Imprint</footer>"
        );
        let found = read(Document::from(html), Some("https://pier.example/a"));
        assert_eq!(found.len(), 8);
    }
}
