//! Accounts, searches and threads of Bluesky.
//!
//! `app.bsky.feed.getAuthorFeed`, `searchPosts` and `getPostThread`
//! (<https://docs.bsky.app/docs/category/http-reference>). A page leads to the next by its `cursor`;
//! a search without a login may be refused from its second page on.

use backpedal_model::{Parsed, SourceKind};
use serde_json::Value;

use super::{
    Answer, Lead, Source,
    leads::{Leads, json, with},
    scope,
};
use crate::fetch::Want;

/// Leads from page to page.
pub(super) struct Bluesky;

impl Source for Bluesky {
    fn want(&self) -> Want {
        Want::Api
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let value = match json(answer, "an answer of Bluesky") {
            Ok(value) => value,
            Err(problem) => return problem,
        };
        let mut leads = Leads::new(answer, "pages");
        let list = ["feed", "posts"]
            .into_iter()
            .find_map(|key| value.get(key)?.as_array());
        if list.is_none() && value.get("thread").is_none() {
            leads.note("this is no answer of Bluesky", None);
        }
        let cursor = value.get("cursor").and_then(Value::as_str);
        if let (Some(posts), Some(cursor)) = (list, cursor.filter(|cursor| !cursor.is_empty())) {
            let last = posts.iter().rev().find_map(seen);
            let is_past = last.is_some_and(|at| answer.scope.is_past(at));
            if !posts.is_empty() && !is_past {
                leads.next(with(answer.base, "cursor", cursor), SourceKind::Bluesky);
            }
        }
        leads.done()
    }
}

/// When the service saw a post or its repetition: pages are in that order, and the author's own
/// time may be anything.
fn seen(item: &Value) -> Option<jiff::Timestamp> {
    let repeated = item.pointer("/reason/indexedAt");
    let own = item
        .pointer("/post/indexedAt")
        .or_else(|| item.get("indexedAt"));
    Some(scope::time(repeated.or(own)?.as_str()?)?.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::leads::tests::{look, urls};

    const FEED: &str = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=halyard.example&limit=100";

    fn page(at: &str, cursor: &str) -> String {
        format!(r#"{{"feed":[{{"post":{{"uri":"at://x","indexedAt":"{at}"}}}}]{cursor}}}"#)
    }

    #[test]
    fn a_cursor_leads_on_until_the_window_is_left() {
        let cursor = r#","cursor":"2031-03-01T00:00:00Z""#;
        let found = look(
            SourceKind::Bluesky,
            FEED,
            &page("2031-03-01T00:00:00.000Z", cursor),
        );
        assert_eq!(
            urls(&found),
            [format!("{FEED}&cursor=2031-03-01T00%3A00%3A00Z")]
        );
        for end in [
            page("2031-03-01T00:00:00.000Z", ""),
            page("2030-03-01T00:00:00.000Z", cursor),
            r#"{"feed":[],"cursor":"1"}"#.to_owned(),
        ] {
            let found = look(SourceKind::Bluesky, FEED, &end);
            assert!(found.value.is_empty() && found.problems.is_empty(), "{end}");
        }
        // A repetition of an old post is new.
        let repeated = r#"{"feed":[{"post":{"indexedAt":"2020-01-01T00:00:00Z"},"reason":{"indexedAt":"2031-03-01T00:00:00Z"}}],"cursor":"1"}"#;
        assert_eq!(look(SourceKind::Bluesky, FEED, repeated).value.len(), 1);
    }

    #[test]
    fn threads_are_whole_and_other_answers_named() {
        let found = look(SourceKind::Bluesky, FEED, r#"{"thread":{"post":{}}}"#);
        assert!(found.value.is_empty() && found.problems.is_empty());
        assert_eq!(
            look(SourceKind::Bluesky, FEED, r#"{"error":"InvalidRequest"}"#)
                .problems
                .len(),
            1
        );
    }
}
