//! What a page says about itself in JSON-LD (schema.org).

use dom_query::Document;
use serde_json::{Map, Value};

use super::dom;
use crate::draft::squeeze;

/// The facts of the page's article, from its JSON-LD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Structured {
    pub(crate) headline: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) status: bool,
    /// Whether it says that the article costs money.
    pub(crate) paid: bool,
    /// The text of the article, as far as the page repeats it here.
    pub(crate) body: Option<String>,
    /// Whether it says that it is a thread of a forum, or a question with answers.
    pub(crate) thread: bool,
}

/// Types that stand for the text of the page.
const ARTICLES: [&str; 17] = [
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "ReportageNewsArticle",
    "LiveBlogPosting",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AdvertiserContentArticle",
    "TechArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "SpecialAnnouncement",
    "Review",
];

/// Objects looked at; a page with more is no page.
const MOST: usize = 20_000;

/// Reads every JSON-LD script of the page.
pub(crate) fn read(page: &Document) -> Structured {
    let roots: Vec<Value> = dom::all(page, "script[type*='ld+json']")
        .iter()
        .filter_map(|script| lenient(&script.text()))
        .collect();
    let mut objects = Vec::new();
    for root in &roots {
        flatten(root, &mut objects);
    }
    let article = objects.iter().find(|o| is_type(o, &ARTICLES));
    let page = objects
        .iter()
        .find(|o| is_type(o, &["WebPage", "ItemPage", "AboutPage", "VideoObject"]));
    let mut found = Structured {
        thread: objects
            .iter()
            .any(|o| is_type(o, &["DiscussionForumPosting", "QAPage"])),
        ..Structured::default()
    };
    for object in article.into_iter().chain(page) {
        let text = |key: &str| object.get(key).and_then(as_text);
        found.published = found.published.or_else(|| text("datePublished"));
        found.modified = found.modified.or_else(|| text("dateModified"));
        found.language = found.language.or_else(|| text("inLanguage"));
    }
    if let Some(object) = article {
        let text = |key: &str| object.get(key).and_then(as_text);
        found.headline = text("headline").or_else(|| text("name"));
        found.url = text("url").or_else(|| text("mainEntityOfPage"));
        found.authors = object
            .get("author")
            .or_else(|| object.get("creator"))
            .map(|a| names(a, &objects))
            .unwrap_or_default();
        found.publisher = object
            .get("publisher")
            .and_then(|p| names(p, &objects).into_iter().next());
        found.body = object.get("articleBody").and_then(Value::as_str).map(body);
        found.paid = object.get("isAccessibleForFree").is_some_and(|free| {
            free == &Value::Bool(false)
                || free
                    .as_str()
                    .is_some_and(|free| free.eq_ignore_ascii_case("false"))
        });
        found.status = is_type(object, &["SpecialAnnouncement"]);
    }
    found
}

/// Parses, after repairing what publishers get wrong: CDATA marks, raw line ends inside strings.
fn lenient(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[");
    let text = text
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim();
    let text = text
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&text.replace(['\n', '\r', '\t'], " ")))
        .ok()
}

/// The text of `articleBody`, which some give as mark-up, and some as escaped mark-up.
fn body(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let plain = |text: &str| {
        let blocks = super::blocks::blocks(&dom::parse(text).0.root(), |_| false);
        let lines: Vec<String> = blocks.into_iter().map(|raw| raw.text).collect();
        lines.join("\n")
    };
    let once = plain(text);
    if once.contains("</") {
        plain(&once)
    } else {
        once
    }
}

fn flatten<'a>(value: &'a Value, into: &mut Vec<&'a Map<String, Value>>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if into.len() >= MOST {
            return;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(object) => {
                into.push(object);
                let nested = ["@graph", "mainEntityOfPage", "mainEntity"];
                open.extend(nested.iter().filter_map(|key| object.get(*key)));
            }
            _ => {}
        }
    }
}

fn is_type(object: &Map<String, Value>, types: &[&str]) -> bool {
    let is = |value: &Value| {
        value
            .as_str()
            .is_some_and(|t| types.contains(&t.rsplit('/').next().unwrap_or(t)))
    };
    match object.get("@type") {
        Some(Value::Array(many)) => many.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}

fn as_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => squeeze(text),
        Value::Array(items) => return items.first().and_then(as_text),
        Value::Object(object) => {
            return object
                .get("@id")
                .or_else(|| object.get("@value"))
                .or_else(|| object.get("name"))
                .and_then(as_text);
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The names of one or more people or organisations, given in full, as text or by reference.
fn names(value: &Value, objects: &[&Map<String, Value>]) -> Vec<String> {
    match value {
        Value::String(text) => vec![squeeze(text)],
        Value::Array(items) => items
            .iter()
            .flat_map(|item| names(item, &[]))
            .chain(items.iter().flat_map(|item| referred(item, objects)))
            .collect(),
        Value::Object(object) => match object.get("name") {
            Some(Value::Array(many)) => many.iter().filter_map(as_text).collect(),
            Some(name) => as_text(name).into_iter().collect(),
            None => referred(value, objects),
        },
        _ => Vec::new(),
    }
}

fn referred(value: &Value, objects: &[&Map<String, Value>]) -> Vec<String> {
    let Some(id) = value.get("@id").filter(|_| value.get("name").is_none()) else {
        return Vec::new();
    };
    let named = objects
        .iter()
        .find(|o| o.get("@id") == Some(id) && o.contains_key("name"));
    named
        .and_then(|o| o.get("name"))
        .and_then(as_text)
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> Structured {
        let html = format!("<script type=\"application/ld+json\">{json}</script>");
        read(&Document::from(html))
    }

    #[test]
    fn the_article_is_found_in_a_graph_and_names_by_reference() {
        let found = page(
            r##"{"@context":"https://schema.org","@graph":[
              {"@type":"Person","@id":"#p","name":"Ada Quill"},
              {"@type":"Organization","name":"The Pier"},
              {"@type":["NewsArticle"],"headline":"Pontoon is  back","author":{"@id":"#p"},
               "datePublished":"2022-07-04","publisher":{"name":"The Pier"}}]}"##,
        );
        assert_eq!(found.headline.as_deref(), Some("Pontoon is back"));
        assert_eq!(found.authors, ["Ada Quill"]);
        assert_eq!(found.publisher.as_deref(), Some("The Pier"));
        assert_eq!(found.published.as_deref(), Some("2022-07-04"));
    }

    #[test]
    fn raw_line_ends_are_mended_and_nonsense_is_ignored() {
        assert_eq!(
            page("{\"@type\":\"Article\",\"headline\":\"Two\nlines\"}")
                .headline
                .as_deref(),
            Some("Two lines")
        );
        assert_eq!(page("{\"@type\":\"Article\""), Structured::default());
        assert_eq!(
            page("{\"@type\":\"Product\",\"datePublished\":\"2022-07-04\"}"),
            Structured::default()
        );
    }
}
