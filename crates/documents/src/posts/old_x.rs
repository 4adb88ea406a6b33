//! Posts of X in its older shapes: version 1.1 of the interface (`full_text`, `user`), and the
//! `tweets.js` of an account's archive, which holds the same without the account.

use backpedal_model::{DateSource, PartRole, PublishedDate};
use jiff::{Zoned, fmt::strtime};
use serde_json::Value;

use super::{
    entry::{Entry, Taken, date, id, string},
    words,
};
use crate::when::Reader;

/// Whether it is a post of that shape; takes it then.
pub(super) fn take(taken: &mut Taken<'_>, value: &Value) -> bool {
    // In an archive each post lies inside an object of its own.
    let post = value.get("tweet").unwrap_or(value);
    let fits = post.get("id_str").is_some()
        && (post.get("full_text").is_some() || post.get("text").is_some());
    if fits {
        status(taken, post, true);
    }
    fits
}

/// Without `window.YTD.tweets.part0 = ` before the list.
pub(super) fn without_script(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match (text.starts_with("window.YTD."), text.find('[')) {
        (true, Some(at)) => text[at..].trim_end().trim_end_matches(';'),
        _ => text,
    }
}

fn status(taken: &mut Taken<'_>, post: &Value, asked: bool) {
    let Some(number) = id(post, "id_str") else {
        return;
    };
    let mut entry = Entry::new(format!("x#{number}"), asked);
    let user = post.get("user").unwrap_or(&Value::Null);
    entry.author = string(user, "name").map(str::to_owned);
    entry.handle = string(user, "screen_name").map(|name| format!("@{name}"));
    entry.created = string(post, "created_at").and_then(|text| time(taken, text));
    entry.language = string(post, "lang")
        .filter(|tag| *tag != "und")
        .map(str::to_owned);
    let path = string(user, "screen_name").unwrap_or("i");
    entry.url = Some(format!("https://x.com/{path}/status/{number}"));
    let repeated = post.get("retweeted_status").filter(|one| one.is_object());
    let quoted = post.get("quoted_status").filter(|one| one.is_object());
    let answered =
        id(post, "in_reply_to_status_id_str").or_else(|| id(post, "quoted_status_id_str"));
    let whole = post.get("extended_tweet").unwrap_or(post);
    let text = ["full_text", "text"]
        .iter()
        .find_map(|key| string(whole, key))
        .unwrap_or_default();
    if repeated.is_some() || text.starts_with("RT @") {
        entry.plain(PartRole::Boilerplate, words::repetition(text));
        entry.answers = repeated
            .and_then(|one| id(one, "id_str"))
            .map(|id| format!("x#{id}"));
    } else {
        entry.plain(PartRole::Post, &words::shown(text, whole));
        entry.answers = answered.map(|id| format!("x#{id}"));
    }
    taken.entries.push(entry);
    for other in [repeated, quoted].into_iter().flatten() {
        status(taken, other, false);
    }
}

/// `Tue Mar 04 10:00:00 +0000 2031`, else a time as others write it.
fn time(taken: &Taken<'_>, text: &str) -> Option<PublishedDate> {
    let told = strtime::parse("%a %b %d %H:%M:%S %z %Y", text);
    let Some(at) = told.ok().and_then(|told| told.to_zoned().ok()) else {
        return date(taken.input, text);
    };
    let reader = Reader {
        zone: taken.input.given.zone,
        day_first: None,
    };
    reader.dated(
        backpedal_model::Moment::utc(Zoned::timestamp(&at)),
        None,
        DateSource::Post,
    )
}
