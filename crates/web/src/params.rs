//! The address of a search: read from a request, written into links.

use backpedal_indexer::{Facet, Query};
use jiff::civil::Date;
use url::form_urlencoded;

use crate::Error;

/// Longest search text, in characters.
pub(crate) const LONGEST_TEXT: usize = 500;
/// Most filters at a time.
const MOST_FILTERS: usize = 40;
/// Hits on a page.
const ON_A_PAGE: usize = 20;
/// Last page that can be asked for; nobody reads so far, and every page costs the ones before.
const LAST_PAGE: usize = 500;

/// Reads a query string. Names that are not known are passed over.
pub(crate) fn read(query: Option<&str>) -> Result<Query, Error> {
    let mut asked = Query {
        limit: ON_A_PAGE,
        ..Query::default()
    };
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "q" if value.chars().count() > LONGEST_TEXT => {
                let text = format!("the search text is longer than {LONGEST_TEXT} characters");
                return Err(Error::Request(text));
            }
            "q" => asked.text = value.trim().to_owned(),
            "from" => asked.from = date(&value)?,
            "to" => asked.to = date(&value)?,
            "page" => {
                let page = value
                    .parse()
                    .ok()
                    .filter(|page| (1..=LAST_PAGE).contains(page));
                let page: usize = page.ok_or_else(|| {
                    Error::Request(format!("{value:?} is not a page: use 1 to {LAST_PAGE}"))
                })?;
                asked.offset = (page - 1) * ON_A_PAGE;
            }
            name => {
                let facet = name.parse::<Facet>().ok().filter(|_| !value.is_empty());
                if let Some(facet) = facet {
                    let filter = (facet, value.into_owned());
                    if !asked.filters.contains(&filter) {
                        asked.filters.push(filter);
                    }
                }
            }
        }
    }
    if asked.filters.len() > MOST_FILTERS {
        return Err(Error::Request(format!(
            "there are more than {MOST_FILTERS} filters"
        )));
    }
    Ok(asked)
}

fn date(value: &str) -> Result<Option<Date>, Error> {
    if value.is_empty() {
        return Ok(None);
    }
    let wrong = |_| Error::Request(format!("{value:?} is not a date: write 2009-04-13"));
    value.parse().map(Some).map_err(wrong)
}

/// The page that a query asks for, from 1.
pub(crate) const fn page(query: &Query) -> usize {
    query.offset / ON_A_PAGE + 1
}

/// How many pages hold that many hits.
pub(crate) fn pages(total: usize) -> usize {
    total.div_ceil(ON_A_PAGE).min(LAST_PAGE)
}

/// The address of a query's page.
pub(crate) fn href(query: &Query, page: usize) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    if !query.text.is_empty() {
        pairs.append_pair("q", &query.text);
    }
    for (facet, value) in &query.filters {
        pairs.append_pair(facet.as_str(), value);
    }
    for (name, day) in [("from", query.from), ("to", query.to)] {
        if let Some(day) = day {
            pairs.append_pair(name, &day.to_string());
        }
    }
    if page > 1 {
        pairs.append_pair("page", &page.to_string());
    }
    let pairs = pairs.finish();
    if pairs.is_empty() {
        "/".to_owned()
    } else {
        format!("/?{pairs}")
    }
}

/// The address of the query with a filter added, or taken away where it is in force.
pub(crate) fn toggled(query: &Query, facet: Facet, value: &str) -> String {
    let mut query = query.clone();
    let before = query.filters.len();
    query.filters.retain(|(f, v)| *f != facet || v != value);
    if query.filters.len() == before {
        query.filters.push((facet, value.to_owned()));
    }
    href(&query, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_reading_and_writing() {
        let address = "q=%22no+outage%22+a%26b&party=Heron&party=Blue+Quay&from=2031-03-04&page=3";
        let query = read(Some(address)).expect("it reads");
        assert_eq!(query.text, "\"no outage\" a&b");
        assert_eq!(query.filters.len(), 2);
        assert_eq!((query.offset, page(&query)), (40, 3));
        let again = read(href(&query, 3).strip_prefix("/?")).expect("it reads");
        assert_eq!(again, query);
    }

    #[test]
    fn toggling_twice_leads_back_and_to_the_first_page() {
        let query = read(Some("q=x&page=2")).expect("it reads");
        let on = toggled(&query, Facet::Kind, "outage");
        assert_eq!(on, "/?q=x&kind=outage");
        let query = read(on.strip_prefix("/?")).expect("it reads");
        assert_eq!(toggled(&query, Facet::Kind, "outage"), "/?q=x");
    }

    #[test]
    fn what_is_unclear_or_too_much_is_refused() {
        for wrong in ["from=yesterday", "page=0", "page=501", "page=x"] {
            assert!(
                matches!(read(Some(wrong)), Err(Error::Request(_))),
                "{wrong}"
            );
        }
        let long = format!("q={}", "x".repeat(LONGEST_TEXT + 1));
        assert!(read(Some(&long)).is_err());
        assert!(read(Some(&long[..long.len() - 1])).is_ok());
        assert_eq!(
            read(Some("colour=red&q=")).expect("passed over"),
            Query {
                limit: 20,
                ..Query::default()
            }
        );
    }
}
