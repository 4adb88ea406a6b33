//! X by its API, version 2: recent search, an account's timeline, conversations.
//!
//! <https://docs.x.com/x-api/users/get-posts> and
//! <https://docs.x.com/x-api/posts/search/introduction>: up to 100 posts a page, the next by
//! `meta.next_token`. Every request needs a bearer token.

use backpedal_model::{Parsed, SourceKind, X_POST_FIELDS};
use serde_json::Value;
use url::Url;

use super::{
    Answer, Lead, Source,
    leads::{Leads, json, with},
};
use crate::fetch::Want;

/// Leads from an account to its timeline, and from page to page.
pub(super) struct X;

impl Source for X {
    fn want(&self) -> Want {
        Want::Api
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let value = match json(answer, "an answer of the X API") {
            Ok(value) => value,
            Err(mut problem) => {
                if matches!(answer.snapshot.status, Some(401 | 403)) {
                    let told = problem.problems.pop();
                    let hint = "put a bearer token that may read posts into BACKPEDAL_X_TOKEN, or import an export";
                    problem.problems.extend(told.map(|told| told.hint(hint)));
                }
                return problem;
            }
        };
        let mut leads = Leads::new(answer, "pages");
        let data = value.get("data");
        let account = data.filter(|data| data.get("username").is_some());
        if let Some(id) = account
            .and_then(|data| data.get("id"))
            .and_then(Value::as_str)
        {
            leads.next(timeline(answer, id), SourceKind::X);
        } else if data.is_none() && value.get("meta").is_none() {
            leads.note("there are no posts in this answer of the X API", None);
        }
        if let Some(token) = value.pointer("/meta/next_token").and_then(Value::as_str) {
            let search = answer.base.contains("/search/");
            let key = if search {
                "next_token"
            } else {
                "pagination_token"
            };
            leads.next(with(answer.base, key, token), SourceKind::X);
        }
        leads.done()
    }
}

fn timeline(answer: &Answer<'_>, id: &str) -> Option<Url> {
    let (server, _) = answer.base.split_once("/2/users/")?;
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut url = Url::parse(&format!("{server}/2/users/{id}/tweets")).ok()?;
    url.query_pairs_mut().extend_pairs(X_POST_FIELDS);
    if let Some(near) = answer.scope.near {
        // The interface knows no fractions of seconds, and takes no time that is still to come.
        let end = near.end.min(answer.snapshot.captured_at);
        let text = |at: jiff::Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        if near.start < end {
            let times = [("start_time", text(near.start)), ("end_time", text(end))];
            url.query_pairs_mut().extend_pairs(times);
        }
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use backpedal_model::{Origin, Snapshot};

    use super::*;
    use crate::source::leads::tests::{look, urls};

    #[test]
    fn an_account_leads_to_its_timeline_and_a_page_to_the_next() {
        let found = look(
            SourceKind::X,
            "https://api.x.com/2/users/by/username/halyard",
            r#"{"data":{"id":"42","username":"halyard"}}"#,
        );
        assert!(
            found.value[0]
                .url
                .starts_with("https://api.x.com/2/users/42/tweets?max_results=100&")
        );
        let page = r#"{"data":[{"id":"1","text":"x"}],"meta":{"next_token":"n1"}}"#;
        let found = look(
            SourceKind::X,
            "https://api.x.com/2/users/42/tweets?max_results=100",
            page,
        );
        assert_eq!(
            urls(&found),
            ["https://api.x.com/2/users/42/tweets?max_results=100&pagination_token=n1"]
        );
        let found = look(
            SourceKind::X,
            "https://api.x.com/2/tweets/search/recent?query=x",
            page,
        );
        assert_eq!(
            urls(&found),
            ["https://api.x.com/2/tweets/search/recent?query=x&next_token=n1"]
        );
        let last = look(
            SourceKind::X,
            "https://api.x.com/2/tweets/search/recent?query=x",
            r#"{"meta":{"result_count":0}}"#,
        );
        assert!(last.value.is_empty() && last.problems.is_empty());
        let odd = look(
            SourceKind::X,
            "https://api.x.com/2/users/by/username/x",
            r#"{"data":{"id":"4/2","username":"x"}}"#,
        );
        assert!(odd.value.is_empty());
    }

    #[test]
    fn a_refusal_names_the_variable() {
        let url = "https://api.x.com/2/tweets/search/recent?query=x";
        let mut snapshot =
            Snapshot::new(Origin::Url(url.into()), jiff::Timestamp::UNIX_EPOCH, b"{}");
        snapshot.status = Some(401);
        let scope = crate::source::Scope::default();
        let answer = Answer {
            snapshot: &snapshot,
            base: url,
            body: b"{}",
            most: 5,
            scope: &scope,
        };
        let told = X.look(&answer).problems[0].to_string();
        assert!(
            told.contains("status 401") && told.contains("BACKPEDAL_X_TOKEN"),
            "{told}"
        );
    }
}
