//! Posts of Bluesky as `app.bsky.feed.*` gives them
//! (<https://docs.bsky.app/docs/category/http-reference>): feeds, searches, threads.

use backpedal_model::{PartRole, PublishedDate};
use serde_json::Value;

use super::entry::{Entry, Taken, date, list, string};
use crate::when::before;

/// Answers are nested; deeper than this they are left (policy).
const DEPTH: usize = 200;

/// Whether it is an answer of that interface; takes it then.
pub(super) fn take(taken: &mut Taken<'_>, value: &Value) -> bool {
    let is_post = |value: &Value| string(value, "uri").is_some_and(|uri| uri.starts_with("at://"));
    let is_item = |item: &Value| item.get("post").is_some_and(is_post);
    let feed = value.get("feed").and_then(Value::as_array);
    if let Some(feed) = feed.filter(|feed| feed.iter().all(is_item)) {
        feed.iter().for_each(|item| self::item(taken, item));
        return true;
    }
    let posts = value.get("posts").and_then(Value::as_array);
    if let Some(posts) = posts.filter(|posts| posts.iter().all(is_post)) {
        posts.iter().for_each(|one| post(taken, one, true));
        return true;
    }
    if let Some(root) = value.get("thread") {
        thread(taken, root);
        return true;
    }
    if is_post(value) && value.get("record").is_some() {
        post(taken, value, true);
        return true;
    }
    false
}

/// An item of a feed: a post, a repetition, or an answer with what it answers.
fn item(taken: &mut Taken<'_>, item: &Value) {
    for key in ["root", "parent"] {
        let answered = item.pointer(&format!("/reply/{key}"));
        if let Some(answered) = answered.filter(|one| one.get("record").is_some()) {
            post(taken, answered, false);
        } else if let Some(answered) = answered {
            gone(taken, answered);
        }
    }
    let repeated = string(item.get("reason").unwrap_or(&Value::Null), "$type");
    let repeated = repeated.is_some_and(|kind| kind.ends_with("reasonRepost"));
    if let Some(one) = item.get("post") {
        post(taken, one, !repeated);
    }
}

/// A thread: what stands above, the post that was asked for, the answers below.
fn thread(taken: &mut Taken<'_>, root: &Value) {
    let mut steps = vec![(root, true, 0)];
    while let Some((node, asked, depth)) = steps.pop() {
        match node.get("post") {
            Some(one) => post(taken, one, asked),
            None => gone(taken, node),
        }
        if depth < DEPTH {
            let replies: Vec<&Value> = list(node, "replies").collect();
            steps.extend(replies.into_iter().rev().map(|one| (one, false, depth + 1)));
            let parent = node.get("parent").filter(|one| one.is_object());
            steps.extend(parent.map(|one| (one, false, depth + 1)));
        }
    }
}

/// What a thread tells of posts that it does not show.
fn gone(taken: &mut Taken<'_>, node: &Value) {
    let uri = string(node, "uri").unwrap_or("a post");
    if node.get("notFound").is_some() {
        taken
            .gone
            .push(format!("{uri} was deleted or is not found"));
    } else if node.get("blocked").is_some() {
        taken.gone.push(format!("{uri} is hidden by its author"));
    }
}

/// `bluesky#did:plc:x/3k`, from `at://did:plc:x/app.bsky.feed.post/3k`.
fn name(uri: &str) -> Option<String> {
    let (author, rest) = uri.strip_prefix("at://")?.split_once('/')?;
    let key = rest.rsplit('/').next()?;
    Some(format!("bluesky#{author}/{key}"))
}

fn post(taken: &mut Taken<'_>, value: &Value, asked: bool) {
    let record = value.get("record").or_else(|| value.get("value"));
    let (Some(record), Some(uri)) = (record, string(value, "uri")) else {
        return;
    };
    let Some(name) = name(uri) else { return };
    let mut entry = Entry::new(name, asked);
    let author = value.get("author").unwrap_or(&Value::Null);
    entry.author = string(author, "displayName").map(str::to_owned);
    entry.handle = string(author, "handle").map(|handle| format!("@{handle}"));
    entry.created = created(taken, value, record);
    entry.language = list(record, "langs")
        .find_map(Value::as_str)
        .map(str::to_owned);
    let key = uri.rsplit('/').next().unwrap_or_default();
    let profile = string(author, "handle").or_else(|| string(author, "did"));
    entry.url = profile.map(|who| format!("https://bsky.app/profile/{who}/post/{key}"));
    entry.plain(PartRole::Post, &linked(record));
    let quoted = quoted(value);
    let parent = record.pointer("/reply/parent/uri").and_then(Value::as_str);
    let parent = parent.or_else(|| quoted.and_then(|quoted| string(quoted, "uri")));
    entry.answers = parent.and_then(self::name);
    taken.entries.push(entry);
    match quoted {
        Some(quoted) if quoted.get("value").is_some() => post(taken, quoted, false),
        Some(quoted) => gone(taken, quoted),
        None => {}
    }
}

/// The post that one quotes, as the view embeds it.
fn quoted(value: &Value) -> Option<&Value> {
    let embeds = value.get("embed").or_else(|| value.get("embeds")?.get(0))?;
    let record = embeds.get("record")?;
    // With pictures beside it, it lies one deeper.
    let record = record.get("record").unwrap_or(record);
    record.get("uri").is_some().then_some(record)
}

/// The author may set any time; the service saw it no earlier than it was written.
fn created(taken: &Taken<'_>, value: &Value, record: &Value) -> Option<PublishedDate> {
    let own = string(record, "createdAt").and_then(|text| date(taken.input, text));
    let seen = string(value, "indexedAt").and_then(|text| date(taken.input, text));
    match (own, seen) {
        (Some(own), Some(seen)) if before(&seen, &own) => Some(seen),
        (own, seen) => own.or(seen),
    }
}

/// The text with its links written out: they are shown cut short. Their places count bytes, and
/// some clients count wrongly, so only what looks like an address is replaced.
fn linked(record: &Value) -> String {
    let text = record
        .get("text")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut places: Vec<(usize, usize, &str)> = list(record, "facets")
        .filter_map(|facet| {
            let at = |key: &str| usize::try_from(facet.get("index")?.get(key)?.as_u64()?).ok();
            let uri = list(facet, "features").find_map(|feature| string(feature, "uri"))?;
            Some((at("byteStart")?, at("byteEnd")?, uri))
        })
        .collect();
    places.sort_unstable();
    let mut out = String::new();
    let mut done = 0;
    for (start, end, uri) in places {
        let shown = text
            .get(start..end)
            .filter(|shown| shown.contains('.') && !shown.contains(char::is_whitespace));
        if let Some(before) = text.get(done..start).filter(|_| shown.is_some()) {
            out.push_str(before);
            out.push_str(uri);
            done = end;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
