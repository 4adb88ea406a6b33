//! Posts in JSON: of the X API, version 2, and by their shapes of other services.
//!
//! Of X are read: a response (`data` an object or an array, with `includes` and `errors`), an array of
//! posts or of responses, and lines of either. Fields are those of the API's data dictionary for
//! tweet and user objects. Flattened exports, whose posts carry their `author` inside, are read
//! too. Each other service and shape has a file of its own; what an answer is, its fields tell.

mod bluesky;
mod entry;
mod hacker_news;
mod mastodon;
mod old_x;
mod record;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use backpedal_model::{Document, DocumentId, Parsed, Place, Problem};
use serde_json::Value;

use crate::{Input, media};
use entry::{Entry, Taken};
use record::{Post, User};

/// Everything an export holds, before it becomes documents.
#[derive(Default)]
struct Export {
    /// Posts in the order met, each once.
    posts: Vec<Post>,
    ids: BTreeSet<String>,
    users: BTreeMap<String, User>,
    /// Posts of other services and shapes.
    entries: Vec<Entry>,
    /// Whether an answer was one of a known service, though it may hold no post.
    known: bool,
    problems: Vec<Problem>,
}

/// Reads an export: one document a post. A damaged line is a problem, the rest is read.
pub(crate) fn read(input: &Input<'_>, text: &str) -> Parsed<Vec<Document>> {
    let mut export = Export::default();
    let text = old_x::without_script(text);
    match serde_json::from_str::<Value>(text) {
        Ok(value) => export.take(input, &value, None),
        Err(whole) => export.lines(input, text, &whole),
    }
    if export.posts.is_empty() && !export.known && export.problems.is_empty() {
        let message = "there is no post in this JSON";
        let hint = "give an answer of X, Mastodon, Bluesky or Hacker News, an array of posts, or one a line";
        export
            .problems
            .push(Problem::new(input.name, message).hint(hint));
    }
    let mut documents = export.documents(input);
    let mut names: BTreeSet<String> = documents.iter().map(|one| one.name.clone()).collect();
    let asked = export.entries.iter().filter(|entry| entry.asked);
    let asked: BTreeSet<String> = asked.map(|entry| entry.name.clone()).collect();
    for entry in std::mem::take(&mut export.entries) {
        // What was asked for comes before what only comes along.
        let wins = entry.asked || !asked.contains(&entry.name);
        if wins && names.insert(entry.name.clone()) {
            documents.extend(entry.document(input));
        }
    }
    crate::thread(&mut documents);
    Parsed {
        value: documents,
        problems: export.problems,
    }
}

impl Export {
    fn lines(&mut self, input: &Input<'_>, text: &str, whole: &serde_json::Error) {
        let name = input.name;
        let lines = || {
            text.lines()
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty())
        };
        let parsed: Vec<_> = lines()
            .map(|(at, line)| (at, serde_json::from_str::<Value>(line)))
            .collect();
        let read = |value: &Result<Value, _>| value.as_ref().is_ok_and(Value::is_object);
        // A broken document of many lines is one mistake, not one a line.
        if parsed.iter().filter(|(_, value)| read(value)).count() == 0 {
            let line = Place::Line(whole.line() as u64);
            self.problems.push(
                Problem::new(name, reason(whole))
                    .at(line)
                    .hint("save the export again"),
            );
            return;
        }
        for (at, value) in parsed {
            let place = Place::Line(at as u64 + 1);
            match value {
                Ok(value) => self.take(input, &value, Some(place)),
                Err(error) => {
                    let message = format!("the line is left out: {}", reason(&error));
                    self.problems.push(Problem::new(name, message).at(place));
                }
            }
        }
    }

    /// Takes a response, a post, or an array of either.
    fn take(&mut self, input: &Input<'_>, value: &Value, place: Option<Place>) {
        let name = input.name;
        if self.other(input, value, place.unwrap_or(Place::Record(1))) {
            return;
        }
        match value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let place = place.unwrap_or(Place::Record(at as u64 + 1));
                    if !self.other(input, item, place) {
                        self.take_object(name, item, place);
                    }
                }
            }
            _ => self.take_object(name, value, place.unwrap_or(Place::Record(1))),
        }
    }

    /// Takes an answer of another service or shape; false where it is none.
    fn other(&mut self, input: &Input<'_>, value: &Value, place: Place) -> bool {
        let mut taken = Taken {
            input,
            entries: Vec::new(),
            gone: Vec::new(),
        };
        let readers = [
            mastodon::take,
            bluesky::take,
            hacker_news::take,
            old_x::take,
        ];
        if !readers.iter().any(|take| take(&mut taken, value)) {
            return false;
        }
        self.known = true;
        self.entries.extend(taken.entries);
        let gone = taken.gone.into_iter();
        self.problems
            .extend(gone.map(|told| Problem::new(input.name, told).at(place)));
        true
    }

    fn take_object(&mut self, name: &str, value: &Value, place: Place) {
        let includes = value.get("includes");
        for user in listed(includes, "users") {
            self.user(user);
        }
        match value.get("data") {
            Some(Value::Array(posts)) => posts
                .iter()
                .for_each(|post| self.post(name, post, place, true)),
            // The answer that only tells an account's number.
            Some(user) if user.get("username").is_some() && user.get("text").is_none() => {
                self.known = true;
            }
            Some(post) => self.post(name, post, place, true),
            None if value.get("id").is_some() || value.get("text").is_some() => {
                self.post(name, value, place, true)
            }
            None => {}
        }
        for post in listed(includes, "tweets") {
            self.post(name, post, place, false);
        }
        for error in listed(Some(value), "errors") {
            let said = error
                .get("detail")
                .or_else(|| error.get("title"))
                .and_then(Value::as_str);
            let message = format!(
                "the service did not give a post: {}",
                said.unwrap_or("no reason named")
            );
            self.problems.push(Problem::new(name, message).at(place));
        }
    }

    fn user(&mut self, value: &Value) {
        if let Some((id, user)) = User::read(value) {
            self.users.entry(id).or_insert(user);
        }
    }

    /// `asked`: whether the post was asked for, or only comes along with one that was.
    fn post(&mut self, name: &str, value: &Value, place: Place, asked: bool) {
        if let Some(author) = value.get("author") {
            self.user(author);
        }
        match Post::read(value, asked) {
            Some(post) => {
                if self.ids.insert(post.id.clone()) {
                    self.posts.push(post);
                }
            }
            None => {
                let message = "the post is left out: it has no id or no text";
                self.problems.push(Problem::new(name, message).at(place));
            }
        }
    }

    /// One document a post. An earlier version of an edited post stays a document of its own.
    fn documents(&self, input: &Input<'_>) -> Vec<Document> {
        // A file is named by the person; of an answer only the post's number means something.
        let name = match input.url {
            Some(_) => "x",
            None => media::stem(input.name),
        };
        let mut documents: Vec<Document> = self
            .posts
            .iter()
            .map(|post| post.document(name, input, self.users.get(&post.author)))
            .collect();
        let ids: BTreeMap<&str, DocumentId> = self
            .posts
            .iter()
            .zip(&documents)
            .map(|(p, d)| (p.id.as_str(), d.id.clone()))
            .collect();
        for (post, document) in self.posts.iter().zip(&mut documents) {
            document.parent = post.answers.as_deref().and_then(|id| ids.get(id)).cloned();
        }
        documents
    }
}

fn listed<'a>(value: Option<&'a Value>, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value
        .and_then(|v| v.get(key))
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// The cause without serde's own "at line …", which counts inside the line.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cause = text.split(" at line ").next().unwrap_or(&text);
    format!("it is no valid JSON, {cause} at column {}", error.column())
}

#[cfg(test)]
mod other_tests;
#[cfg(test)]
mod tests;
