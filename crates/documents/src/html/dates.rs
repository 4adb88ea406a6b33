//! When a page was published, and when it was last changed.
//!
//! Order of trust: JSON-LD, `meta` elements, microdata and `time` elements, the address, words
//! near the headline. The two dates are never mixed: what a page calls its update is not taken
//! for its publication. Reader comments must have been taken out before.

use backpedal_model::{DateSource, PublishedDate};
use dom_query::{Document, NodeRef};

use super::{dom, meta::Metas, structured::Structured};
use crate::when::{self, Reader};

/// The two dates of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dates {
    pub(crate) published: Option<PublishedDate>,
    pub(crate) updated: Option<PublishedDate>,
}

const PUBLISHED: [&str; 22] = [
    "article:published_time",
    "og:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "publication_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "article.published",
    "dc.date",
    "dcterms.date",
    "date",
    "cxenseparse:recs:publishtime",
];

const UPDATED: [&str; 9] = [
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "article:modified",
    "last-modified",
];

/// Words that make a date one of an update.
const CHANGED: [&str; 9] = [
    "updat",
    "modif",
    "edited",
    "aktualisiert",
    "revised",
    "mis à jour",
    "actualizado",
    "aggiornato",
    "stand:",
];

/// Places whose dates are not the page's: other articles, navigation.
const ELSEWHERE: [&str; 14] = [
    "related",
    "sidebar",
    "recommend",
    "popular",
    "latest",
    "trending",
    "widget",
    "promo",
    "teaser",
    "footer",
    "more-",
    "recirc",
    "newsletter",
    "comment",
];

/// A page whose first dates of this number are not its own has none.
const MOST_TIMES: usize = 200;

/// No more elements are searched for a printed date.
const MOST_ELEMENTS: usize = 20_000;

/// Reads both dates.
pub(crate) fn read(
    page: &Document,
    known: &Structured,
    address: Option<&str>,
    reader: Reader<'_>,
) -> Dates {
    let metas = Metas::of(page);
    let exact = |text: Option<&String>, source| reader.exact(text?, source);
    let from_metas = |names: &[&str]| {
        names
            .iter()
            .flat_map(|name| metas.every(name))
            .find_map(|value| reader.exact(&value, DateSource::Meta))
    };
    let marked = marked(page, reader);
    let (day, month) = in_address(address, reader);
    let published = exact(known.published.as_ref(), DateSource::JsonLd)
        .or_else(|| from_metas(&PUBLISHED))
        .or(marked.published)
        .or(day)
        .or_else(|| printed(page, reader))
        .or(month);
    let updated = exact(known.modified.as_ref(), DateSource::JsonLd)
        .or_else(|| from_metas(&UPDATED))
        .or(marked.updated)
        .filter(|updated| {
            published
                .as_ref()
                .is_none_or(|p| p.at != updated.at && !when::before(updated, p))
        });
    Dates { published, updated }
}

/// Dates in microdata and `time` elements.
fn marked(page: &Document, reader: Reader<'_>) -> Dates {
    let mut dates = Dates::default();
    let value = |node: &NodeRef<'_>, source: DateSource| {
        let attribute = ["datetime", "content", "title"]
            .iter()
            .find_map(|name| dom::attr(node, name));
        attribute
            .and_then(|text| reader.exact(&text, source))
            .or_else(|| reader.find(&dom::start(node, 400), source))
    };
    let first = |selector: &str| {
        dom::all(page, selector)
            .iter()
            .take(MOST_TIMES)
            .filter(|n| !elsewhere(n))
            .find_map(|n| value(n, DateSource::Microdata))
    };
    dates.published =
        first("[itemprop='datePublished'], [property='datePublished'], time[pubdate]");
    dates.updated = first("[itemprop='dateModified'], [property='dateModified']");
    let times = dom::all(
        page,
        "time, abbr.published, abbr.date, span.published[title]",
    );
    for time in times.into_iter().take(MOST_TIMES) {
        if dates.published.is_some() && dates.updated.is_some() {
            break;
        }
        if elsewhere(&time) {
            continue;
        }
        let around = time
            .parent()
            .map(|parent| dom::start(&parent, 240))
            .unwrap_or_default()
            .to_lowercase();
        let own = dom::marks(&time).join(" ");
        let near: String = around.chars().take(60).collect();
        let change = changed(&own)
            || (changed(&near) && !near.contains("publi") && !near.contains("posted"));
        let slot = if change {
            &mut dates.updated
        } else {
            &mut dates.published
        };
        if slot.is_none() {
            *slot = value(&time, DateSource::TimeElement);
        }
    }
    dates
}

fn changed(text: &str) -> bool {
    CHANGED.iter().any(|word| text.contains(word))
}

/// Whether the node stands in a list of other articles.
fn elsewhere(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).chain([*node]).any(|a| aside(&a))
}

/// Whether the element is a list of other articles.
fn aside(node: &NodeRef<'_>) -> bool {
    let name = dom::name(node);
    if matches!(name.as_str(), "body" | "html") {
        return false;
    }
    matches!(name.as_str(), "aside" | "footer" | "nav")
        || dom::marked(node, |mark| {
            ELSEWHERE.iter().any(|word| mark.contains(word))
        })
}

/// `/2022/07/04/`, `/2022-07-04-`, `/20220704`, and, apart, `/2022/07/`.
fn in_address(
    address: Option<&str>,
    reader: Reader<'_>,
) -> (Option<PublishedDate>, Option<PublishedDate>) {
    let Some(path) = address
        .and_then(|a| a.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'))
    else {
        return (None, None);
    };
    let fields: Vec<&str> = path
        .1
        .split(|c: char| !c.is_ascii_digit())
        .filter(|f| !f.is_empty())
        .collect();
    let shaped = |fields: &[&str], lengths: &[usize]| {
        fields.len() == lengths.len()
            && fields
                .iter()
                .zip(lengths)
                .all(|(f, l)| f.len() <= *l && (*l != 4 || f.len() == 4))
    };
    let slashed = path.1.replace('-', "/");
    let read = |fields: &[&str]| {
        let joined = fields.join("/");
        let stands = slashed
            .split('/')
            .collect::<Vec<_>>()
            .windows(fields.len())
            .any(|w| w.join("/") == joined);
        let padded: Vec<String> = fields.iter().map(|f| format!("{f:0>2}")).collect();
        stands
            .then(|| padded.join("-"))
            .and_then(|text| reader.dated(text.parse().ok()?, None, DateSource::Url))
    };
    let day = fields
        .windows(3)
        .filter(|w| shaped(w, &[4, 2, 2]))
        .find_map(read)
        .or_else(|| {
            let eight = fields
                .iter()
                .find(|f| f.len() == 8 && (f.starts_with("20") || f.starts_with("19")))?;
            reader.exact(eight, DateSource::Url)
        });
    let month = fields
        .windows(2)
        .filter(|w| shaped(w, &[4, 2]))
        .find_map(read);
    (day, month)
}

/// A date printed in an element made for it, else the first short line with a date.
fn printed(page: &Document, reader: Reader<'_>) -> Option<PublishedDate> {
    let made_for_it = |node: &&NodeRef<'_>| {
        dom::marked(node, |mark| {
            [
                "date", "time", "publish", "posted", "dateline", "byline", "datum", "meta",
            ]
            .iter()
            .any(|word| mark.contains(word))
        })
    };
    let short = |node: &NodeRef<'_>| {
        let text = dom::start(node, 801);
        (text.chars().count() <= 200).then_some(text)
    };
    let fits = |text: &String| !changed(&text.to_lowercase());
    let body = page.body()?;
    let silent = |n: &NodeRef<'_>| matches!(dom::name(n).as_str(), "script" | "style" | "option");
    let elements = dom::outside(&body, |n| silent(n) || aside(n), MOST_ELEMENTS);
    let marked = elements
        .iter()
        .filter(made_for_it)
        .filter_map(short)
        .filter(fits)
        .find_map(|text| reader.find(&text, DateSource::Byline));
    marked.or_else(|| {
        elements
            .iter()
            .filter_map(|n| {
                let text = crate::draft::squeeze(&n.immediate_text());
                (text.chars().count() <= 120).then_some(text)
            })
            .filter(fits)
            .find_map(|text| reader.find(&text, DateSource::Text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str, address: &str) -> (String, String) {
        let page = Document::from(html);
        let known = super::super::structured::read(&page);
        let reader = Reader {
            zone: "Europe/Paris",
            day_first: None,
        };
        let dates = read(&page, &known, Some(address), reader);
        let show = |date: Option<PublishedDate>| {
            date.map_or_else(|| "-".to_owned(), |d| format!("{} {:?}", d.at, d.source))
        };
        (show(dates.published), show(dates.updated))
    }

    #[test]
    fn the_order_of_trust_and_the_two_dates_apart() {
        let none = "https://pier.example/a";
        for (html, address, published, updated) in [
            (
                "<meta property='article:published_time' content='2022-07-05'><script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2022-07-04T09:00Z\",\"dateModified\":\"2022-07-06\"}</script>",
                none,
                "2022-07-04T09:00Z JsonLd",
                "2022-07-06 JsonLd",
            ),
            (
                "<time datetime='2022-07-04'>x</time>",
                "https://pier.example/2021/01/02/a",
                "2022-07-04 TimeElement",
                "-",
            ),
            (
                "<p>Updated: <time datetime='2022-07-06'>x</time></p>",
                "https://pier.example/2021/01/02/a",
                "2021-01-02 Url",
                "2022-07-06 TimeElement",
            ),
            (
                "<div class=entry-date>Posted July 4, 2022</div>",
                none,
                "2022-07-04 Byline",
                "-",
            ),
            (
                "<div class=sidebar><time datetime='2022-07-04'>x</time></div>",
                none,
                "-",
                "-",
            ),
            (
                "<div class=entry-date>Last updated July 4, 2022</div>",
                none,
                "-",
                "-",
            ),
            (
                "<p>up</p>",
                "https://pier.example/2022/07/a-1",
                "2022-07 Url",
                "-",
            ),
            ("<p>up</p>", "https://pier.example/123/45/a", "-", "-"),
            ("<meta name=date content='0001-01-01'>", none, "-", "-"),
        ] {
            assert_eq!(
                of(html, address),
                (published.to_owned(), updated.to_owned()),
                "{html}"
            );
        }
    }

    #[test]
    fn an_update_before_the_publication_is_none() {
        let html = "<meta property='article:published_time' content='2022-07-05'><meta property='article:modified_time' content='2022-07-01'>";
        assert_eq!(of(html, "https://pier.example/a").1, "-");
    }
}
