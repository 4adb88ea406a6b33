//! Statuses of Mastodon (<https://docs.joinmastodon.org/entities/Status/>): timelines, one status,
//! the context of one, the versions of an edited one.

use backpedal_model::PartRole;
use serde_json::Value;
use url::Url;

use super::entry::{Entry, Taken, date, id, list, string};

/// Whether it is an answer of that interface; takes it then.
pub(super) fn take(taken: &mut Taken<'_>, value: &Value) -> bool {
    let is_status =
        |value: &Value| value.get("content").is_some() && value.get("account").is_some();
    match value {
        Value::Array(all) if all.first().is_some_and(is_status) => {
            let versions = all.iter().all(|one| one.get("id").is_none());
            for (number, one) in all.iter().enumerate() {
                if versions && number + 1 < all.len() {
                    version(taken, one, number + 1);
                } else if !versions {
                    status(taken, one, true);
                }
            }
            true
        }
        Value::Object(_) if is_status(value) => {
            status(taken, value, true);
            true
        }
        Value::Object(_)
            if value.get("ancestors").is_some() && value.get("descendants").is_some() =>
        {
            list(value, "ancestors").for_each(|one| status(taken, one, false));
            list(value, "descendants").for_each(|one| status(taken, one, false));
            true
        }
        // The answer that only tells an account's number.
        Value::Object(_) => value.get("acct").is_some() && value.get("statuses_count").is_some(),
        _ => false,
    }
}

/// The server that answered: numbers hold there alone.
fn server(taken: &Taken<'_>, status: &Value) -> Option<String> {
    let home = || string(status, "uri").and_then(|uri| Url::parse(uri).ok());
    let asked = taken
        .input
        .url
        .and_then(|url| Url::parse(url).ok())
        .or_else(home)?;
    asked.host_str().map(str::to_owned)
}

fn status(taken: &mut Taken<'_>, value: &Value, asked: bool) {
    let Some(number) = id(value, "id") else {
        return;
    };
    let server = server(taken, value).unwrap_or_else(|| "mastodon".to_owned());
    if let Some(repeated) = value.get("reblog").filter(|one| one.is_object()) {
        let mut entry = told(taken, value, &server, format!("{server}#{number}"), asked);
        let whose = repeated
            .get("account")
            .and_then(|account| handle(account, &server));
        // Only the mark, so that no words count twice.
        let mark = format!("RT {}", whose.unwrap_or_default());
        entry.plain(PartRole::Boilerplate, mark.trim());
        entry.answers = id(repeated, "id").map(|id| format!("{server}#{id}"));
        taken.entries.push(entry);
        return status(taken, repeated, false);
    }
    let mut entry = told(taken, value, &server, format!("{server}#{number}"), asked);
    words(&mut entry, value);
    entry.edited = string(value, "edited_at").and_then(|text| date(taken.input, text));
    entry.language = string(value, "language").map(str::to_owned);
    let quoted = value
        .pointer("/quote/quoted_status")
        .filter(|one| one.is_object());
    let answered = id(value, "in_reply_to_id").or_else(|| quoted.and_then(|one| id(one, "id")));
    entry.answers = answered.map(|id| format!("{server}#{id}"));
    taken.entries.push(entry);
    if let Some(state) = value.pointer("/quote/state").and_then(Value::as_str)
        && matches!(state, "deleted" | "revoked" | "rejected")
    {
        taken
            .gone
            .push(format!("the post that {server}#{number} quotes is {state}"));
    }
    if let Some(quoted) = quoted {
        status(taken, quoted, false);
    }
}

/// An earlier version of an edited status; the last is the status itself.
fn version(taken: &mut Taken<'_>, value: &Value, number: usize) {
    let asked = taken.input.url.unwrap_or_default();
    let id = asked
        .split("/statuses/")
        .nth(1)
        .and_then(|rest| rest.split('/').next());
    let server = server(taken, value).unwrap_or_else(|| "mastodon".to_owned());
    let name = format!("{server}#{}.v{number}", id.unwrap_or_default());
    let mut entry = told(taken, value, &server, name, true);
    words(&mut entry, value);
    entry.url = entry
        .url
        .zip(id)
        .map(|(account, id)| format!("{account}/{id}"));
    taken.entries.push(entry);
}

/// Who and when.
fn told(taken: &Taken<'_>, value: &Value, server: &str, name: String, asked: bool) -> Entry {
    let mut entry = Entry::new(name, asked);
    let account = value.get("account").unwrap_or(&Value::Null);
    entry.author = string(account, "display_name").map(str::to_owned);
    entry.handle = handle(account, server);
    entry.created = string(value, "created_at").and_then(|text| date(taken.input, text));
    let own = string(value, "url").or_else(|| string(value, "uri"));
    entry.url = own.or_else(|| string(account, "url")).map(str::to_owned);
    entry
}

/// `@name@server`; accounts of the server itself are named without it.
fn handle(account: &Value, server: &str) -> Option<String> {
    let name = string(account, "acct")?.trim_start_matches('@');
    Some(if name.contains('@') {
        format!("@{name}")
    } else {
        format!("@{name}@{server}")
    })
}

fn words(entry: &mut Entry, value: &Value) {
    // A content warning is the writer's words too.
    entry.plain(
        PartRole::Post,
        string(value, "spoiler_text").unwrap_or_default(),
    );
    entry.html(PartRole::Post, string(value, "content").unwrap_or_default());
    for option in value
        .pointer("/poll/options")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        entry.plain(PartRole::Post, string(option, "title").unwrap_or_default());
    }
}
