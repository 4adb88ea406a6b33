//! Items of Hacker News and the trees below them.
//!
//! The Firebase interface (<https://github.com/HackerNews/API>) gives one item with the numbers of
//! its `kids`; that of Algolia (<https://hn.algolia.com/api>) gives the whole tree at once.

use backpedal_model::{Parsed, SourceKind};
use serde_json::Value;

use super::{
    Answer, Lead, Source,
    leads::{Leads, json},
    scope::Scope,
};
use crate::fetch::Want;

/// Leads from an item to its answers.
pub(super) struct HackerNews;

impl Source for HackerNews {
    fn want(&self) -> Want {
        Want::Api
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let value = match json(answer, "an item of Hacker News") {
            Ok(value) => value,
            Err(problem) => return problem,
        };
        let mut leads = Leads::new(answer, "answers");
        if value.get("id").is_none() {
            leads.note("there is no such item", Some("is the number right?"));
        }
        let kids = value.get("kids").and_then(Value::as_array);
        if answer.scope.depth >= Scope::MOST_STEPS {
            return leads.done();
        }
        for id in kids.into_iter().flatten().filter_map(Value::as_u64) {
            if let Some(url) = leads.joined(&format!("{id}.json")) {
                leads.add(url, SourceKind::HackerNews);
            }
        }
        leads.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::leads::tests::{look, urls};

    const ITEM: &str = "https://hacker-news.firebaseio.com/v0/item/8.json";

    #[test]
    fn an_item_leads_to_its_answers() {
        let found = look(
            SourceKind::HackerNews,
            ITEM,
            r#"{"id":8,"type":"story","kids":[9,10]}"#,
        );
        let at = |id| format!("https://hacker-news.firebaseio.com/v0/item/{id}.json");
        assert_eq!(urls(&found), [at(9), at(10)]);
        let whole = r#"{"id":8,"author":"ada","children":[{"id":9,"children":[]}]}"#;
        assert!(
            look(
                SourceKind::HackerNews,
                "https://hn.algolia.com/api/v1/items/8",
                whole
            )
            .value
            .is_empty()
        );
        // The interface answers "null" for what is not there.
        assert_eq!(look(SourceKind::HackerNews, ITEM, "null").problems.len(), 1);
    }
}
