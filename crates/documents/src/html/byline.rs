//! Who wrote a page.

use dom_query::Document;

use super::{
    dom,
    meta::{Metas, fold},
    structured::Structured,
};
use crate::draft::squeeze;

/// Where bylines stand, best first.
const PLACES: [&str; 8] = [
    "[itemprop='author'] [itemprop='name']",
    "[itemprop='author']",
    "[rel~='author']",
    ".byline-name, .author-name, .byline__name, .author__name, .article-author-name, .c-byline__author",
    ".byline a, .author a, .byline__author, .article-author, .post-author, .entry-author, .td-post-author-name",
    ".byline, .article-byline, .entry-byline, .by-line",
    ".author.vcard, .vcard .fn, .author, #author, .authors, .autor, .article__author",
    "[class*='byline'], [class*='author-name'], [class*='authorName']",
];

/// Starts that are no part of a name.
const STARTS: [&str; 12] = [
    "by:",
    "by ",
    "written by ",
    "posted by ",
    "von ",
    "par ",
    "por ",
    "author:",
    "authors:",
    "story by ",
    "di ",
    "από ",
];

/// Words that end a name: a role, a date, an outlet.
const ENDS: [&str; 10] = [
    " | ", " • ", " · ", " – ", " — ", " - ", " / ", "\n", " for ", " @",
];

/// Bylines that name nobody.
const NOBODY: [&str; 12] = [
    "admin",
    "administrator",
    "staff",
    "editor",
    "author",
    "guest",
    "redaktion",
    "webmaster",
    "anonymous",
    "unknown",
    "user",
    "by",
];

/// The names of the authors, joined by ", ".
pub(crate) fn read(
    page: &Document,
    known: &Structured,
    metas: &Metas,
    site: Option<&str>,
) -> Option<String> {
    let stated = tidy(known.authors.iter().map(String::as_str), site);
    if !stated.is_empty() {
        return Some(stated.join(", "));
    }
    for key in [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "citation_author",
        "article.author",
        "og:article:author",
    ] {
        let found: Vec<String> = metas.every(key).collect();
        let found = tidy(found.iter().map(String::as_str), site);
        if !found.is_empty() {
            return Some(found.join(", "));
        }
    }
    for place in PLACES {
        let found: Vec<String> = dom::all(page, place)
            .iter()
            .filter(|node| {
                node.ancestors_it(None)
                    .all(|a| !matches!(dom::name(&a).as_str(), "footer" | "aside"))
            })
            .map(|node| dom::start(node, dom::LABEL))
            .filter(|text| !text.is_empty() && text.chars().count() < 120)
            .take(6)
            .collect();
        let found = tidy(found.iter().map(String::as_str), site);
        if !found.is_empty() {
            return Some(found.join(", "));
        }
    }
    None
}

/// Names, split, cleaned, each once.
fn tidy<'a>(texts: impl Iterator<Item = &'a str>, site: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for text in texts {
        let text = squeeze(text);
        let text = strip(&text);
        let parts = text
            .split([',', ';', '|'])
            .flat_map(|part| part.split(" and "))
            .flat_map(|part| part.split(" & "));
        for part in parts {
            let name = strip(part.trim()).trim_matches(['.', ':', ',', ' ', '-', '–']);
            let known = names.iter().any(|n| fold(n) == fold(name));
            if is_name(name) && !known && site.is_none_or(|site| fold(site) != fold(name)) {
                names.push(name.to_owned());
            }
        }
    }
    names.truncate(8);
    names
}

fn strip(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = STARTS.iter().find_map(|start| {
        let head = text.get(..start.len())?;
        head.eq_ignore_ascii_case(start)
            .then(|| text[start.len()..].trim_start())
    }) {
        text = rest;
    }
    let end = ENDS
        .iter()
        .filter_map(|end| text.find(end))
        .min()
        .unwrap_or(text.len());
    text[..end].trim()
}

/// Few words, no address, no number, and not a word for nobody.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let lower = text.to_lowercase();
    (1..=5).contains(&words)
        && (2..=50).contains(&text.chars().count())
        && !text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '@' | '/' | '{' | '<' | '=' | '?' | '!'))
        && !lower.contains("www.")
        && !lower.contains(".com")
        && !NOBODY.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<String> {
        let page = Document::from(html);
        read(
            &page,
            &Structured::default(),
            &Metas::of(&page),
            Some("The Pier"),
        )
    }

    #[test]
    fn names_are_cleaned_and_counted_once() {
        for (html, expected) in [
            (
                "<div class=byline>By Ada Quill and Bo Reed | 4 July 2022</div>",
                Some("Ada Quill, Bo Reed"),
            ),
            (
                "<meta name=author content='Ada Quill'><div class=author>Bo Reed</div>",
                Some("Ada Quill"),
            ),
            (
                "<meta name=author content='https://pier.example/ada'><a rel=author>Ada Quill</a>",
                Some("Ada Quill"),
            ),
            ("<meta name=author content='The Pier'>", None),
            ("<meta name=author content=admin>", None),
            (
                "<footer><div class=author>Theme by Somebody</div></footer>",
                None,
            ),
        ] {
            assert_eq!(of(html).as_deref(), expected, "{html}");
        }
    }
}
