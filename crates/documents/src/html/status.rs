//! Status pages: a list of dated updates in the company's own voice.

use backpedal_model::{DateSource, Moment, Precision, PublishedDate};
use dom_query::{Document, NodeRef};

use super::{
    blocks::{Raw, blocks},
    dom,
    meta::Metas,
};
use crate::when::Reader;

/// One update of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Update {
    pub(crate) at: Option<PublishedDate>,
    pub(crate) blocks: Vec<Raw>,
}

/// Class names of one update, of the common status page products.
const UPDATES: [&str; 7] = [
    "update",
    "update-row",
    "incident-update",
    "status-update",
    "incident__update",
    "timeline-update",
    "incident-update-item",
];

/// Class names and ids that only status pages use.
const PAGES: [&str; 12] = [
    "incident-title",
    "incident-name",
    "incident-updates-container",
    "incidents-list",
    "status-incident",
    "unresolved-incident",
    "incident-container",
    "page-status",
    "components-section",
    "layout-content-status",
    "status-day",
    "incident-list",
];

/// Class names of an update's time.
const STAMPS: [&str; 5] = ["timestamp", "date", "time", "posted", "ago"];

/// Whether the page is a status page.
pub(crate) fn is(page: &Document, address: Option<&str>) -> bool {
    let host = address
        .and_then(|a| a.split_once("://"))
        .map_or("", |(_, rest)| rest);
    let maker = Metas::of(page)
        .get(&["generator"])
        .is_some_and(|g| g.to_lowercase().contains("statuspage"));
    let shaped = page.body().is_some_and(|body| {
        body.descendants_it()
            .any(|n| n.is_element() && dom::marked(&n, |mark| PAGES.contains(&mark)))
    });
    maker
        || (shaped && !updates_of(page).is_empty())
        || (host.starts_with("status.") && !updates_of(page).is_empty())
}

fn updates_of(page: &Document) -> Vec<NodeRef<'_>> {
    let Some(body) = page.body() else {
        return Vec::new();
    };
    let is_update = |n: &NodeRef<'_>| dom::marked(n, |mark| UPDATES.contains(&mark));
    let found = dom::inside(&body, |n| is_update(n));
    // The innermost: a row that holds updates is a list.
    found
        .into_iter()
        .filter(|n| !n.descendants_it().any(|d| d.is_element() && is_update(&d)))
        .collect()
}

/// The updates in the order of the page.
pub(crate) fn updates(page: &Document, reader: Reader<'_>, year: Option<i16>) -> Vec<Update> {
    updates_of(page)
        .iter()
        .filter_map(|node| {
            let at = stamp(node, reader, year);
            let is_stamp = |n: &NodeRef<'_>| {
                let short = dom::start(n, 240).chars().count() < 60;
                let marked = dom::marks(n)
                    .iter()
                    .any(|m| m.split(['-', '_']).any(|p| STAMPS.contains(&p)));
                short && (marked || matches!(dom::name(n).as_str(), "time" | "small"))
            };
            let mut blocks = blocks(node, is_stamp);
            head(&mut blocks);
            (!blocks.is_empty()).then_some(Update { at, blocks })
        })
        .collect()
}

/// Joins the word of the state ("Resolved") with the sentence after it.
fn head(blocks: &mut Vec<Raw>) {
    let short = |raw: &Raw| raw.text.split_whitespace().count() <= 3 && !raw.text.ends_with('.');
    if blocks.len() > 1 && short(&blocks[0]) {
        let state = blocks.remove(0);
        blocks[0].text = format!(
            "{}: {}",
            state.text.trim_end_matches([':', '-', ' ']),
            blocks[0].text
        );
    }
}

fn stamp(node: &NodeRef<'_>, reader: Reader<'_>, year: Option<i16>) -> Option<PublishedDate> {
    let within: Vec<NodeRef<'_>> = dom::inside(node, |_| true);
    let exact = within.iter().find_map(|n| {
        [
            "datetime",
            "data-datetime-unix",
            "data-datetime",
            "data-timestamp",
        ]
        .iter()
        .find_map(|name| dom::attr(n, name))
        .and_then(|text| reader.exact(&text, DateSource::TimeElement))
    });
    exact.or_else(|| {
        let marked = within.iter().filter(|n| {
            dom::name(n) == "small"
                || dom::name(n) == "time"
                || dom::marks(n)
                    .iter()
                    .any(|m| m.split(['-', '_']).any(|p| STAMPS.contains(&p)))
        });
        let mut labels = marked.map(|node| dom::start(node, dom::LABEL));
        labels.find_map(|text| {
            reader
                .find(&text, DateSource::Text)
                .or_else(|| without_year(&text, reader, year?))
        })
    })
}

/// "Jun 21, 08:06 UTC": the usual form, whose year only the page knows.
fn without_year(text: &str, reader: Reader<'_>, year: i16) -> Option<PublishedDate> {
    let (day, rest) = text.split_once([',', '-'])?;
    let found = reader.find(
        &format!(
            "{}, {year} {rest}",
            day.trim().trim_start_matches("Posted ")
        ),
        DateSource::Text,
    )?;
    (found.at.precision() >= Precision::Hour).then_some(found)
}

/// The first and the last of the updates' times.
pub(crate) fn ends(updates: &[Update]) -> (Option<PublishedDate>, Option<PublishedDate>) {
    let key = |date: &&PublishedDate| {
        let at: Moment = date.at;
        at.civil()
    };
    let dated = || updates.iter().filter_map(|update| update.at.as_ref());
    (
        dated().min_by_key(key).cloned(),
        dated().max_by_key(key).cloned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<h1 class=incident-name>Network fault</h1><div class=incident-updates-container>\
        <div class='row update-row'><div class=update-title>Resolved</div><div><div class=update-body>All routes are back.</div>\
        <div class=update-timestamp>Posted Jun 21, 2022 - 08:06 UTC</div></div></div>\
        <div class='row update-row'><div class=update-title>Investigating</div><div class=update-body>We see errors.</div>\
        <small>Jun 21, 06:43 UTC</small></div></div>";

    #[test]
    fn updates_keep_their_times() {
        let page = Document::from(PAGE);
        assert!(is(&page, None));
        let reader = Reader {
            zone: "UTC",
            day_first: None,
        };
        let found = updates(&page, reader, Some(2022));
        let shown: Vec<String> = found
            .iter()
            .map(|u| {
                format!(
                    "{} {}",
                    u.at.as_ref().map_or_else(String::new, |d| d.at.to_string()),
                    u.blocks[0].text
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "2022-06-21T08:06Z Resolved: All routes are back.",
                "2022-06-21T06:43Z Investigating: We see errors.",
            ]
        );
        let (first, last) = ends(&found);
        assert!(first.is_some_and(|d| d.at.to_string() == "2022-06-21T06:43Z"));
        assert!(last.is_some_and(|d| d.at.to_string() == "2022-06-21T08:06Z"));
    }

    #[test]
    fn an_article_with_an_update_is_no_status_page() {
        let page = Document::from("<article><p class=update>Update: it is back.</p></article>");
        assert!(!is(&page, Some("https://pier.example/status.html")));
    }
}
