//! The report as a browser would parse it: anchors lead somewhere, nothing is fetched, tables and
//! the picture can be read aloud.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use std::collections::BTreeSet;

use common::{Desk, fixture};
use scraper::{Html, Selector};

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

fn report() -> Html {
    let desk = Desk::new();
    let html = desk
        .run(&["--quiet", "--format", "html", "run", &fixture()])
        .ends(0)
        .out;
    Html::parse_document(&html)
}

fn values<'a>(page: &'a Html, css: &str, attribute: &str) -> Vec<&'a str> {
    page.select(&select(css))
        .filter_map(|element| element.value().attr(attribute))
        .collect()
}

#[test]
fn every_link_inside_the_report_leads_somewhere() {
    let page = report();
    let ids: Vec<&str> = values(&page, "[id]", "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice");
    let links = values(&page, "a[href^='#']", "href");
    assert!(links.len() > 10, "{links:?}");
    let lost: Vec<&&str> = links
        .iter()
        .filter(|link| !unique.contains(&link[1..]))
        .collect();
    assert!(lost.is_empty(), "links to nowhere: {lost:?}");
}

#[test]
fn the_report_is_one_file_without_script() {
    let page = report();
    assert!(
        page.select(&select("script, link[rel=stylesheet], iframe, object"))
            .next()
            .is_none()
    );
    for source in values(&page, "[src]", "src") {
        assert!(source.starts_with("data:"), "{source}");
    }
    let policy = values(
        &page,
        "meta[http-equiv='Content-Security-Policy']",
        "content",
    );
    assert!(
        policy
            .first()
            .is_some_and(|policy| policy.contains("default-src 'none'"))
    );
}

#[test]
fn pictures_and_tables_can_be_read_aloud() {
    let page = report();
    let pictures: Vec<_> = page.select(&select("svg")).collect();
    assert!(!pictures.is_empty());
    for picture in pictures {
        let element = picture.value();
        let hidden = element.attr("aria-hidden") == Some("true");
        let named = element
            .attr("aria-label")
            .or(element.attr("aria-labelledby"))
            .is_some();
        assert!(hidden || named, "a picture without a name");
    }
    assert!(page.select(&select("table")).next().is_some());
    for head in page.select(&select("thead th")) {
        assert_eq!(head.value().attr("scope"), Some("col"), "{}", head.html());
    }
}
