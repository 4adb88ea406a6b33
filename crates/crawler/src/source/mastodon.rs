//! Accounts, hashtags and threads of servers that speak Mastodon's API.
//!
//! <https://docs.joinmastodon.org/methods/accounts/>, `…/timelines/`, `…/statuses/`; pages follow by
//! the `Link` field (<https://docs.joinmastodon.org/api/guidelines/#pagination>), on servers without
//! one by `max_id`. What was edited leads to its versions.

use backpedal_model::{Parsed, SourceKind};
use serde_json::Value;
use url::Url;

use super::{
    Answer, Lead, Source,
    leads::{Leads, json, next_by_header, with},
    scope,
};
use crate::fetch::Want;

const KIND: SourceKind = SourceKind::Mastodon;

/// Leads from an account to its statuses, from a status to its thread.
pub(super) struct Mastodon;

impl Source for Mastodon {
    fn want(&self) -> Want {
        Want::Api
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let value = match json(answer, "an answer of Mastodon's API") {
            Ok(value) => value,
            Err(problem) => return problem,
        };
        let mut leads = Leads::new(answer, "versions of posts");
        match &value {
            Value::Array(statuses) => page(&mut leads, answer, statuses),
            Value::Object(_) => {
                if value.get("acct").is_some() && value.get("content").is_none() {
                    let id = id(&value);
                    let path = id.map(|id| format!("accounts/{id}/statuses?limit=40"));
                    leads.next(path.and_then(|path| interface(answer, &path)), KIND);
                } else if let Some(id) = id(&value) {
                    versions(&mut leads, answer, &value);
                    leads.next(interface(answer, &format!("statuses/{id}/context")), KIND);
                } else {
                    for list in ["ancestors", "descendants"] {
                        let list = value.get(list).and_then(Value::as_array);
                        list.into_iter()
                            .flatten()
                            .for_each(|one| versions(&mut leads, answer, one));
                    }
                }
            }
            _ => leads.note("this is no answer of Mastodon's API", None),
        }
        leads.done()
    }
}

/// Numbers on Mastodon; other letters on servers that only speak its API.
fn id(value: &Value) -> Option<&str> {
    let id = value.get("id")?.as_str()?;
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (!id.is_empty() && id.chars().all(fits)).then_some(id)
}

/// An address below the interface that answered.
fn interface(answer: &Answer<'_>, path: &str) -> Option<Url> {
    let (server, _) = answer.base.split_once("/api/v1/")?;
    Url::parse(&format!("{server}/api/v1/{path}")).ok()
}

fn versions(leads: &mut Leads<'_>, answer: &Answer<'_>, status: &Value) {
    if status.get("edited_at").is_some_and(Value::is_string)
        && let Some(id) = id(status)
        && let Some(url) = interface(answer, &format!("statuses/{id}/history"))
    {
        leads.add(url, KIND);
    }
}

/// A page of a timeline, or the versions of one status, which have no id and lead nowhere.
fn page(leads: &mut Leads<'_>, answer: &Answer<'_>, statuses: &[Value]) {
    statuses
        .iter()
        .for_each(|status| versions(leads, answer, status));
    let Some(last) = statuses.last().filter(|last| last.get("id").is_some()) else {
        return;
    };
    let at = last
        .get("created_at")
        .and_then(Value::as_str)
        .and_then(scope::time);
    if at.is_some_and(|at| answer.scope.is_past(at.start)) {
        return;
    }
    let next = if answer.snapshot.header("link").is_some() {
        next_by_header(answer)
    } else {
        id(last).and_then(|id| with(answer.base, "max_id", id))
    };
    leads.next(next, KIND);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::leads::tests::{look, look_with, urls};
    use crate::source::scope::tests::scope;

    const API: &str = "https://social.example/api/v1/";

    fn at(path: &str) -> String {
        format!("{API}{path}")
    }

    fn status(id: &str, created: &str, edited: &str) -> String {
        format!(
            r#"{{"id":"{id}","created_at":"{created}","edited_at":{edited},"content":"<p>x</p>","account":{{"acct":"halyard"}}}}"#
        )
    }

    #[test]
    fn an_account_leads_to_its_statuses_and_a_status_to_its_thread() {
        let found = look(
            KIND,
            &at("accounts/lookup?acct=halyard"),
            r#"{"id":"42","acct":"halyard"}"#,
        );
        assert_eq!(urls(&found), [at("accounts/42/statuses?limit=40")]);
        let found = look(
            KIND,
            &at("statuses/7"),
            &status(
                "7",
                "2031-03-04T10:00:00.000Z",
                "\"2031-03-04T11:00:00.000Z\"",
            ),
        );
        assert_eq!(
            urls(&found),
            [at("statuses/7/history"), at("statuses/7/context")]
        );
        let found = look(
            KIND,
            &at("accounts/lookup?acct=x"),
            r#"{"id":"../../oauth","acct":"x"}"#,
        );
        assert!(found.value.is_empty());
    }

    #[test]
    fn pages_follow_until_they_lie_before_the_window() {
        let timeline = at("accounts/42/statuses?limit=40");
        let body = format!("[{}]", status("9", "2031-03-04T10:00:00.000Z", "null"));
        let next = format!(
            "<{API}accounts/42/statuses?limit=40&max_id=9>; rel=\"next\", <{API}x>; rel=\"prev\""
        );
        let follow = |body: &str, link: &str| {
            look_with(
                KIND,
                &timeline,
                &[("Link", link)],
                body.as_bytes(),
                &scope(),
            )
        };
        assert_eq!(
            urls(&follow(&body, &next)),
            [at("accounts/42/statuses?limit=40&max_id=9")]
        );
        let only_back = format!("<{API}x>; rel=\"prev\"");
        assert!(follow(&body, &only_back).value.is_empty());
        let old = format!("[{}]", status("9", "2030-03-04T10:00:00.000Z", "null"));
        assert!(follow(&old, &next).value.is_empty());
        let elsewhere = follow(&body, "<https://other.example/x>; rel=next");
        assert!(elsewhere.value.is_empty() && elsewhere.problems.len() == 1);
        assert_eq!(
            urls(&look(KIND, &timeline, &body)),
            [at("accounts/42/statuses?limit=40&max_id=9")]
        );
        assert!(look(KIND, &timeline, "[]").value.is_empty());
    }

    #[test]
    fn versions_lead_nowhere_and_errors_are_told() {
        let versions = r#"[{"content":"<p>x</p>","created_at":"2031-03-04T10:00:00.000Z","account":{"acct":"a"}}]"#;
        assert!(
            look(KIND, &at("statuses/7/history"), versions)
                .value
                .is_empty()
        );
        assert_eq!(look(KIND, &at("statuses/7"), "<html>").problems.len(), 1);
    }
}
