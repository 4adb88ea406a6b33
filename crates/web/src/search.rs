//! The search page.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};
use backpedal_indexer::{EntryKind, Facet, Hit, Query, Results};

use crate::{
    Error, Site,
    pages::html,
    params::{self, LONGEST_TEXT},
};

/// Most values of a facet that are shown; those in force always are.
const MOST_VALUES: usize = 10;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    query: Query,
    longest: usize,
    from: String,
    to: String,
    problem: Option<String>,
    chips: Vec<Link>,
    facets: Vec<FacetView>,
    total: String,
    any_word: bool,
    hits: Vec<HitView>,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
    api: String,
}

struct Link {
    text: String,
    href: String,
}

struct FacetView {
    name: &'static str,
    values: Vec<Value>,
}

struct Value {
    text: String,
    count: u64,
    href: String,
    chosen: bool,
}

struct HitView {
    type_word: &'static str,
    title: String,
    href: String,
    case: String,
    case_href: String,
    snippet: Vec<(String, bool)>,
    meta: String,
    outcome: Option<&'static str>,
    key: &'static str,
    mark: &'static str,
}

/// `GET /`
pub(crate) async fn page(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let query = params::read(query.as_deref())?;
    let asked = query.clone();
    let found = site
        .with_index(move |index| Ok(index.search(&asked)?))
        .await;
    let (results, problem, status) = match found {
        Ok(results) => (results, None, StatusCode::OK),
        // The person's own words stay in the form, beside what is wrong with them.
        Err(error @ Error::Index(_)) => (empty(), Some(error.to_string()), error.status()),
        Err(error) => return Err(error),
    };
    Ok(html(status, &view(query, results, problem)))
}

fn empty() -> Results {
    Results {
        total: 0,
        hits: Vec::new(),
        facets: Vec::new(),
        any_word: false,
    }
}

fn view(query: Query, results: Results, problem: Option<String>) -> Page {
    let (page, pages) = (params::page(&query), params::pages(results.total));
    let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
    let total = match results.total {
        0 => "Nothing found".to_owned(),
        1 => "1 entry".to_owned(),
        n => format!("{n} entries"),
    };
    Page {
        longest: LONGEST_TEXT,
        from: day(query.from),
        to: day(query.to),
        problem,
        chips: chips(&query),
        facets: facets(&query, &results.facets),
        total,
        any_word: results.any_word,
        hits: results.hits.into_iter().map(hit).collect(),
        page,
        pages,
        previous: (page > 1 && pages > 0).then(|| params::href(&query, (page - 1).min(pages))),
        next: (page < pages).then(|| params::href(&query, page + 1)),
        api: format!("/api/search{}", &params::href(&query, page)[1..]),
        query,
    }
}

fn chips(query: &Query) -> Vec<Link> {
    let filters = query.filters.iter().map(|(facet, value)| Link {
        text: format!("{facet}: {value}"),
        href: params::toggled(query, *facet, value),
    });
    let without = |text: String, from, to| Link {
        text,
        href: params::href(
            &Query {
                from,
                to,
                ..query.clone()
            },
            1,
        ),
    };
    let from = query
        .from
        .map(|day| without(format!("from {day}"), None, query.to));
    let to = query
        .to
        .map(|day| without(format!("to {day}"), query.from, None));
    filters.chain(from).chain(to).collect()
}

fn facets(query: &Query, counted: &[(Facet, Vec<(String, u64)>)]) -> Vec<FacetView> {
    let views = counted.iter().map(|(facet, values)| {
        let chosen = |text: &String| query.filters.contains(&(*facet, text.clone()));
        let values = values.iter().enumerate();
        let shown = values.filter(|(at, (text, _))| *at < MOST_VALUES || chosen(text));
        let mut values: Vec<Value> = shown
            .map(|(_, (text, count))| Value {
                text: text.clone(),
                count: *count,
                href: params::toggled(query, *facet, text),
                chosen: chosen(text),
            })
            .collect();
        if *facet == Facet::Date {
            values.sort_by(|a, b| a.text.cmp(&b.text));
        }
        FacetView {
            name: facet.as_str(),
            values,
        }
    });
    views.filter(|facet| !facet.values.is_empty()).collect()
}

fn hit(hit: Hit) -> HitView {
    let case_href = format!("/case/{}", hit.case);
    let (type_word, href) = match hit.kind_of {
        EntryKind::Claim => ("claim", format!("/claim/{}?case={}", hit.id, hit.case)),
        EntryKind::Document => ("document", format!("{case_href}#evidence")),
    };
    let mut meta: Vec<String> = Vec::new();
    meta.extend(hit.speaker);
    meta.extend(
        hit.claim_kind
            .zip(hit.polarity)
            .map(|(kind, side)| format!("{kind}, {side}")),
    );
    meta.extend(hit.date.map(|day| day.to_string()));
    meta.push(hit.source);
    HitView {
        type_word,
        title: hit.title,
        href,
        case: hit.case,
        case_href,
        snippet: hit.snippet,
        meta: meta.join(" · "),
        outcome: hit.outcome.map(backpedal_model::Outcome::as_str),
        key: hit.outcome.map_or("", backpedal_report::outcome_key),
        mark: hit.outcome.map_or("", backpedal_report::outcome_mark),
    }
}
