//! Items of Hacker News: one of the Firebase interface (<https://github.com/HackerNews/API>), or a
//! tree of Algolia's (<https://hn.algolia.com/api>).

use backpedal_model::{DocumentKind, PartRole};
use serde_json::Value;

use super::entry::{Entry, Taken, date, id, list, string};

/// Whether it is an item; takes it then.
pub(super) fn take(taken: &mut Taken<'_>, value: &Value) -> bool {
    const TYPES: [&str; 5] = ["story", "comment", "job", "poll", "pollopt"];
    let kind = string(value, "type").filter(|kind| TYPES.contains(kind));
    let fits = value.get("id").is_some_and(Value::is_u64)
        && ["by", "kids", "author", "children", "deleted", "time"]
            .iter()
            .any(|key| value.get(key).is_some());
    if !fits || kind.is_none() {
        return false;
    }
    let mut steps = vec![value];
    while let Some(item) = steps.pop() {
        one(taken, item);
        let children: Vec<&Value> = list(item, "children").collect();
        steps.extend(children.into_iter().rev());
    }
    true
}

fn one(taken: &mut Taken<'_>, item: &Value) {
    let Some(number) = id(item, "id") else { return };
    let flag = |key: &str| item.get(key).and_then(Value::as_bool) == Some(true);
    if flag("deleted") {
        taken.gone.push(format!(
            "item {number} was deleted; its place in the thread is kept"
        ));
        return;
    }
    // Anybody may write there: no item is a party's own voice because the thread is a source.
    let mut entry = Entry::new(format!("hacker-news#{number}"), false);
    let comment = string(item, "type") == Some("comment");
    entry.kind = if comment {
        DocumentKind::Comment
    } else {
        DocumentKind::Discussion
    };
    let role = if comment {
        PartRole::Comment
    } else {
        PartRole::Body
    };
    entry.title = string(item, "title").map(str::to_owned);
    entry.author = string(item, "by")
        .or_else(|| string(item, "author"))
        .map(str::to_owned);
    let stamp = id(item, "time")
        .or_else(|| id(item, "created_at_i"))
        .or_else(|| id(item, "created_at"));
    entry.created = stamp.and_then(|text| date(taken.input, &text));
    entry.url = Some(format!("https://news.ycombinator.com/item?id={number}"));
    let parent = id(item, "parent").or_else(|| id(item, "parent_id"));
    entry.answers = parent.map(|parent| format!("hacker-news#{parent}"));
    entry.html(role, string(item, "text").unwrap_or_default());
    if flag("dead") {
        taken.gone.push(format!(
            "item {number} was taken out of the thread by readers or moderators"
        ));
    }
    taken.entries.push(entry);
}
