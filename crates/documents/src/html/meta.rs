//! Title, byline, publisher, address and language of a page.

use dom_query::Document;
use url::Url;

use super::{byline, dom, structured::Structured};

/// What a page says about itself besides its dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    pub(crate) title: Option<String>,
    /// Everything that the page calls itself.
    pub(crate) titles: Vec<String>,
    pub(crate) author: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
}

/// Between the title of a page and the name of its site.
const SEPARATORS: [&str; 9] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ",
];

/// Reads the head of the page, and its heading.
pub(crate) fn read(page: &Document, known: &Structured, fetched: Option<&str>) -> Meta {
    let metas = Metas::of(page);
    let publisher = known
        .publisher
        .clone()
        .or_else(|| {
            metas.get(&[
                "og:site_name",
                "application-name",
                "dc.publisher",
                "dcterms.publisher",
            ])
        })
        .filter(|name| !name.contains("://"));
    Meta {
        title: title(page, known, &metas, publisher.as_deref()),
        titles: said(page, known, &metas),
        author: byline::read(page, known, &metas, publisher.as_deref()),
        url: address(page, known, &metas, fetched),
        language: language(page, known, &metas),
        publisher,
    }
}

/// The `meta` elements of a page, by lower-case name.
pub(crate) struct Metas(Vec<(String, String)>);

impl Metas {
    pub(crate) fn of(page: &Document) -> Self {
        let named = |meta: &dom_query::NodeRef<'_>| {
            let content = dom::attr(meta, "content")?;
            let key = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|k| dom::attr(meta, k))?;
            Some((key.to_lowercase(), content))
        };
        Self(
            dom::all(page, "meta[content]")
                .iter()
                .filter_map(named)
                .collect(),
        )
    }

    /// The first value under the first of the names that has one.
    pub(crate) fn get(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.every(name).next())
    }

    /// Every value under one name.
    pub(crate) fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| plain(value))
            .filter(|v| !v.is_empty())
    }
}

/// Values are sometimes escaped twice or carry tags.
fn plain(value: &str) -> String {
    if value.contains(['<', '&']) {
        return dom::text(&Document::from(value).root());
    }
    crate::draft::squeeze(value)
}

fn title(page: &Document, known: &Structured, metas: &Metas, site: Option<&str>) -> Option<String> {
    let window = dom::first(page, "title").map(|node| dom::text(&node));
    let headings: Vec<String> = dom::all(page, "h1")
        .iter()
        .map(dom::text)
        .filter(|t| !t.is_empty())
        .collect();
    let said = said(page, known, metas);
    // A heading that the head confirms is the headline as printed. Some sites print their own
    // name as a heading, too.
    let confirmed = headings
        .iter()
        .map(|heading| (heading, fold(heading)))
        .filter(|(_, folded)| {
            folded.chars().count() > 5
                && site.is_none_or(|site| fold(site) != *folded)
                && said
                    .iter()
                    .any(|title| fold(title).contains(folded.as_str()))
        })
        .max_by_key(|(_, folded)| folded.len());
    if let Some((heading, _)) = confirmed {
        return Some(heading.clone());
    }
    let head = metas
        .get(&["og:title", "twitter:title"])
        .or_else(|| known.headline.clone());
    if let Some(title) = head {
        return Some(without_site(&title, site).to_owned());
    }
    match (headings.as_slice(), window) {
        ([one], None) => Some(one.clone()),
        (_, Some(window)) => Some(without_site(&window, site).to_owned()),
        (many, None) => many.first().cloned(),
    }
}

/// What the head of the page says that it is called.
fn said(page: &Document, known: &Structured, metas: &Metas) -> Vec<String> {
    let names = [
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterms.title",
        "title",
    ];
    let stated = names.iter().filter_map(|name| metas.get(&[name]));
    let window = dom::first(page, "title").map(|node| dom::text(&node));
    known
        .headline
        .iter()
        .cloned()
        .chain(stated)
        .chain(window)
        .collect()
}

/// A longer title, in bytes, is left as it stands.
const LONG_TITLE: usize = 1_000;

/// Cuts the name of the site off a window title: where it is known, or where what is left of the
/// last separator is clearly the longer part.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    // What is that long is no title, and each cut looks through all of it.
    if title.len() > LONG_TITLE {
        return title;
    }
    let Some((at, separator)) = SEPARATORS
        .iter()
        .filter_map(|separator| Some((title.rfind(separator)?, *separator)))
        .max()
    else {
        return title;
    };
    let (front, back) = (&title[..at], &title[at + separator.len()..]);
    let named = site
        .is_some_and(|site| fold(back).contains(&fold(site)) || fold(site).contains(&fold(back)));
    let words = |text: &str| text.split_whitespace().count();
    if named || (words(front) >= 4 && words(back) <= 3) {
        without_site(front.trim(), site)
    } else if words(back) >= 4 && words(front) <= 2 && separator.trim() != "-" {
        back.trim()
    } else {
        title
    }
}

/// Letters and digits only, in lower case, for comparing titles.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn address(
    page: &Document,
    known: &Structured,
    metas: &Metas,
    fetched: Option<&str>,
) -> Option<String> {
    let base = fetched.and_then(|url| Url::parse(url).ok());
    let link = dom::all(page, "link[rel='canonical'][href]")
        .first()
        .and_then(|link| dom::attr(link, "href"));
    let said = link
        .or_else(|| metas.get(&["og:url"]))
        .or_else(|| known.url.clone());
    let resolve = |said: &str| match &base {
        Some(base) => base.join(said).ok(),
        None => Url::parse(said).ok(),
    };
    // A site that names its front page on every page says nothing.
    let useful = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && (url.path() != "/" || base.as_ref().is_none_or(|base| base.path() == "/"))
    };
    let canonical = said.as_deref().and_then(resolve).filter(useful);
    canonical
        .map(String::from)
        .or_else(|| fetched.map(str::to_owned))
}

fn language(page: &Document, known: &Structured, metas: &Metas) -> Option<String> {
    let root = dom::all(page, "html")
        .first()
        .and_then(|html| dom::attr(html, "lang").or_else(|| dom::attr(html, "xml:lang")));
    let tag = root
        .or_else(|| known.language.clone())
        .or_else(|| metas.get(&["content-language", "og:locale", "dc.language", "language"]))?;
    let tag = tag.split([',', ';']).next()?.trim().replace('_', "-");
    let fits =
        (2..=12).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    fits.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Meta {
        let page = Document::from(html);
        read(
            &page,
            &Structured::default(),
            Some("https://pier.example/2022/a?x=1"),
        )
    }

    #[test]
    fn the_title_is_the_heading_that_the_head_confirms() {
        let meta = of(
            "<title>Pontoon is back online | The Pier</title><h1>The Pier</h1><h1>Pontoon is back online</h1>",
        );
        assert_eq!(meta.title.as_deref(), Some("Pontoon is back online"));
        let meta = of("<title>Pontoon is back online - The Pier</title>");
        assert_eq!(meta.title.as_deref(), Some("Pontoon is back online"));
        // A dash inside a headline is not a separator of the site's name.
        let meta = of("<title>Back - but for how long will it last</title>");
        assert_eq!(
            meta.title.as_deref(),
            Some("Back - but for how long will it last")
        );
    }

    #[test]
    fn the_address_is_canonical_unless_it_is_the_front_page() {
        let meta = of("<link rel=canonical href='/2022/a'>");
        assert_eq!(meta.url.as_deref(), Some("https://pier.example/2022/a"));
        let meta = of("<link rel=canonical href='https://pier.example/'>");
        assert_eq!(meta.url.as_deref(), Some("https://pier.example/2022/a?x=1"));
    }

    #[test]
    fn the_language_is_a_tag_or_nothing() {
        assert_eq!(of("<html lang=en_GB>").language.as_deref(), Some("en-GB"));
        assert_eq!(of("<html lang='{{ lang }}'>").language, None);
    }
}
