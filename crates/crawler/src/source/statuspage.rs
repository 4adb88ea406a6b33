//! Status pages: the interface of Statuspage, and history pages that lead to incidents.
//!
//! The interface (<https://doers.statuspage.io/api/>) gives the fifty latest incidents; older ones
//! are on `/history?page=2` and so on, whose HTML carries the codes of the incidents as JSON. Pages
//! of other makers are followed by their links to incidents and to older pages.

use backpedal_model::{Interval, Parsed, SourceKind};
use jiff::civil::Date;
use serde_json::Value;
use url::Url;

use super::{
    Answer, Lead, Source,
    leads::{Leads, with},
    markup, readable, scope,
};
use crate::fetch::Want;

/// Segments of paths under which status pages keep incidents.
const INCIDENTS: [&str; 6] = [
    "incidents",
    "incident",
    "issues",
    "maintenance",
    "maintenances",
    "events",
];

/// Words of links to older pages.
const OLDER: [&str; 6] = [
    "older",
    "previous",
    "next",
    "history",
    "incident history",
    "past incidents",
];

/// Leads from the interface to the history, from there to incidents and older pages.
pub(super) struct Statuspage;

impl Source for Statuspage {
    fn want(&self) -> Want {
        Want::Feed
    }

    fn is_list(&self, answer: &Answer<'_>) -> bool {
        let is_page = serde_json::from_slice::<Value>(answer.body).is_err();
        let is_incident = Url::parse(answer.base).is_ok_and(|url| is_incident(&url));
        answer.snapshot.status.is_some_and(|status| status != 200) || is_page && !is_incident
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        // A page of another maker has no interface at that address.
        let none =
            matches!(answer.snapshot.status, Some(404 | 410)) && answer.base.contains("/api/v2/");
        let mut leads = Leads::new(answer, "incidents");
        if none {
            leads.next(leads.joined("/history"), SourceKind::Statuspage);
            return leads.done();
        }
        if let Some(problem) = readable(answer, "a status page") {
            return Parsed {
                value: Vec::new(),
                problems: vec![problem],
            };
        }
        match serde_json::from_slice::<Value>(answer.body) {
            Ok(value) => interface(&mut leads, answer, &value),
            Err(_) => page(&mut leads, answer, &markup::text(answer.body)),
        }
        leads.done()
    }
}

/// The history is needed where the interface does not reach back to the window.
fn interface(leads: &mut Leads<'_>, answer: &Answer<'_>, value: &Value) {
    let Some(incidents) = value.get("incidents").and_then(Value::as_array) else {
        leads.note(
            "there are no incidents in this JSON",
            Some("give the address of the status page"),
        );
        return;
    };
    let times = incidents
        .iter()
        .filter_map(|one| scope::time(one.get("created_at")?.as_str()?));
    let oldest = times.map(|at| at.start).min();
    let is_whole = oldest.is_some_and(|at| answer.scope.is_past(at)) || answer.scope.near.is_none();
    if !is_whole && !answer.base.contains("/history") {
        leads.next(leads.joined("/history"), SourceKind::Statuspage);
    }
}

fn page(leads: &mut Leads<'_>, answer: &Answer<'_>, html: &str) {
    // An incident's page leads nowhere: its links go to its neighbours.
    if answer.scope.depth > 0 && Url::parse(answer.base).is_ok_and(|url| is_incident(&url)) {
        return;
    }
    if let Some(months) = months(html) {
        return history(leads, answer, &months);
    }
    let host = leads
        .joined("/")
        .and_then(|url| url.host_str().map(str::to_owned));
    let mut older = None;
    for anchor in markup::anchors(html) {
        let Some(url) = leads
            .joined(&anchor.href)
            .filter(|url| url.host_str() == host.as_deref())
        else {
            continue;
        };
        let dated = scope::date_in(url.path()).is_none_or(|at| answer.scope.touches(at));
        if is_incident(&url) {
            if dated {
                leads.add(url, SourceKind::Statuspage);
            }
        } else if is_older(&anchor) && older.is_none() {
            older = Some(url);
        }
    }
    leads.next(older, SourceKind::Statuspage);
}

/// `/incidents/x7k2`: a code after the word.
fn is_incident(url: &Url) -> bool {
    let segments: Vec<&str> = url.path_segments().into_iter().flatten().collect();
    segments
        .windows(2)
        .any(|pair| INCIDENTS.contains(&pair[0]) && pair[1].len() > 1)
        && !url.path().ends_with(".rss")
        && !url.path().ends_with(".atom")
}

fn is_older(anchor: &markup::Anchor) -> bool {
    let words = anchor
        .words
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty());
    let words = words.map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    anchor
        .rel
        .as_deref()
        .is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "next"))
        || OLDER.contains(&words.as_str())
}

/// The months of a Statuspage history, from the attribute that its script reads.
fn months(html: &str) -> Option<Vec<Value>> {
    let props = markup::pieces(html, true).find_map(|piece| match piece {
        markup::Piece::Open { attributes, .. } if attributes.contains("data-react-props") => {
            markup::attribute(attributes, "data-react-props")
                .filter(|json| json.contains("\"months\""))
        }
        _ => None,
    })?;
    let mut value: Value = serde_json::from_str(&props).ok()?;
    match value.get_mut("months")?.take() {
        Value::Array(months) => Some(months),
        _ => None,
    }
}

fn history(leads: &mut Leads<'_>, answer: &Answer<'_>, months: &[Value]) {
    let mut oldest = None;
    for month in months {
        let times = stretch(month);
        oldest = times.or(oldest);
        if times.is_some_and(|times| !answer.scope.touches(times)) {
            continue;
        }
        let incidents = month.get("incidents").and_then(Value::as_array);
        for code in incidents
            .into_iter()
            .flatten()
            .filter_map(|one| one.get("code")?.as_str())
        {
            if let Some(url) = leads.joined(&format!("/incidents/{code}")) {
                leads.add(url, SourceKind::Statuspage);
            }
        }
    }
    // Without a window the first page has to do; with one, until the months lie before it.
    let goes_on = answer.scope.near.is_some()
        && oldest.is_some_and(|times| !answer.scope.is_past(times.start));
    if goes_on {
        let base = Url::parse(answer.base).ok();
        let pairs = base.iter().flat_map(Url::query_pairs);
        let mut pages = pairs.filter(|(key, _)| key == "page");
        let page = pages.find_map(|(_, number)| number.parse::<u32>().ok());
        let next = page.unwrap_or(1).saturating_add(1).to_string();
        leads.next(with(answer.base, "page", &next), SourceKind::Statuspage);
    }
}

/// The month that a table is about: its name in English and its year.
fn stretch(month: &Value) -> Option<Interval> {
    let year = i16::try_from(month.get("year")?.as_i64()?).ok()?;
    let name = month.get("name")?.as_str()?;
    let first = Date::new(year, super::mailing_list::month(name)?, 1).ok()?;
    scope::days(first, first.last_of_month().tomorrow().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::leads::tests::{look, urls};

    const API: &str = "https://status.heron.example/api/v2/incidents.json";
    const HISTORY: &str = "https://status.heron.example/history?page=2";

    fn history(months: &str) -> String {
        let props = format!("{{\"months\":[{months}]}}").replace('"', "&quot;");
        format!("<div data-react-class=\"HistoryIndex\" data-react-props=\"{props}\"></div>")
    }

    #[test]
    fn the_interface_leads_to_the_history_where_it_does_not_reach_back() {
        let incidents = |at: &str| {
            format!(r#"{{"incidents":[{{"id":"a","created_at":"{at}","incident_updates":[]}}]}}"#)
        };
        let found = look(
            SourceKind::Statuspage,
            API,
            &incidents("2031-08-01T10:00:00Z"),
        );
        assert_eq!(urls(&found), ["https://status.heron.example/history"]);
        let found = look(
            SourceKind::Statuspage,
            API,
            &incidents("2031-01-01T10:00:00Z"),
        );
        assert!(found.value.is_empty() && found.problems.is_empty());
        assert_eq!(
            look(SourceKind::Statuspage, API, "{\"page\":{}}")
                .problems
                .len(),
            1
        );
    }

    #[test]
    fn history_pages_lead_to_incidents_of_the_time_and_to_older_pages() {
        let page = history(
            r#"{"name":"June","year":2031,"incidents":[{"code":"late1"}]},
               {"name":"March","year":2031,"incidents":[{"code":"x7k2"},{"code":"x7k3"}]}"#,
        );
        let found = look(SourceKind::Statuspage, HISTORY, &page);
        let at = |path: &str| format!("https://status.heron.example{path}");
        assert_eq!(
            urls(&found),
            [
                at("/incidents/x7k2"),
                at("/incidents/x7k3"),
                at("/history?page=3")
            ]
        );
        let page = history(r#"{"name":"January","year":2031,"incidents":[{"code":"old1"}]}"#);
        assert!(
            look(SourceKind::Statuspage, HISTORY, &page)
                .value
                .is_empty()
        );
    }

    #[test]
    fn other_makers_are_followed_by_their_links() {
        let page = "<a href='/incident/9'>x</a><a href='/incident/91'>Calls fail</a><a href='https://other.example/incident/92'>o</a>\
            <a href='/subscribe'>next</a><a href='/history/2' rel=next>«</a>";
        let found = look(
            SourceKind::Statuspage,
            "https://status.kestrel.example/history",
            page,
        );
        let at = |path: &str| format!("https://status.kestrel.example{path}");
        assert_eq!(urls(&found), [at("/incident/91"), at("/subscribe")]);
    }
}
