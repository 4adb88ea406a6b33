//! One post and one account of an export.

use backpedal_model::{BlockKind, DateSource, Document, DocumentKind, PartRole, PublishedDate};
use serde_json::Value;

use super::words;
use crate::{
    Input,
    draft::{Draft, Voice},
    html::given_date,
    when::Reader,
};

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct User {
    name: Option<String>,
    handle: Option<String>,
}

/// A post as the export holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) author: String,
    text: String,
    created: Option<String>,
    language: Option<String>,
    /// The post that it answers, quotes or repeats.
    pub(super) answers: Option<String>,
    repeats: bool,
    /// Whether it was asked for, or only comes along with one that was.
    asked: bool,
}

impl User {
    /// The account and its id.
    pub(super) fn read(value: &Value) -> Option<(String, Self)> {
        let id = id(value, "id")?;
        let handle = string(value, "username").map(|h| format!("@{}", h.trim_start_matches('@')));
        Some((
            id,
            Self {
                name: string(value, "name"),
                handle,
            },
        ))
    }
}

impl Post {
    pub(super) fn read(value: &Value, asked: bool) -> Option<Self> {
        let note = value
            .get("note_tweet")
            .and_then(|note| string(note, "text"));
        let refers = |kind: &str| {
            super::listed(Some(value), "referenced_tweets")
                .find(|r| r.get("type").and_then(Value::as_str) == Some(kind))
                .and_then(|r| id(r, "id"))
        };
        let repeated = refers("retweeted");
        let author = id(value, "author_id");
        let inside = || value.get("author").and_then(|author| id(author, "id"));
        Some(Self {
            id: id(value, "id")?,
            text: words::shown(&note.or_else(|| string(value, "text"))?, value),
            author: author.or_else(inside).unwrap_or_default(),
            created: string(value, "created_at"),
            language: string(value, "lang").filter(|tag| tag != "und" && !tag.starts_with('q')),
            asked,
            repeats: repeated.is_some(),
            answers: repeated
                .or_else(|| refers("replied_to"))
                .or_else(|| refers("quoted")),
        })
    }

    /// The document. A repetition holds only the mark and the account that it repeats, so that
    /// no words count twice.
    pub(super) fn document(
        &self,
        input_name: &str,
        input: &Input<'_>,
        user: Option<&User>,
    ) -> Document {
        let handle = user.and_then(|user| user.handle.clone());
        let author = user
            .and_then(|user| user.name.clone())
            .or_else(|| handle.clone());
        let published = self.published(input);
        let voice = Voice {
            author: author.clone(),
            handle: handle.clone(),
            at: published.clone(),
        };
        let (text, role) = if self.repeats {
            (words::repetition(&self.text), PartRole::Boilerplate)
        } else {
            (self.text.as_str(), PartRole::Post)
        };
        let mut draft = Draft::default();
        for paragraph in words::paragraphs(text) {
            draft.push(BlockKind::Paragraph, role, &voice, &paragraph);
        }
        let mut document = draft.finish(&format!("{input_name}#{}", self.id), DocumentKind::Post);
        let path = handle
            .as_deref()
            .map_or("i", |handle| handle.trim_start_matches('@'));
        document.url = Some(format!("https://x.com/{path}/status/{}", self.id));
        document.snapshot = input.snapshot.cloned();
        document.publisher = input.given.publisher.map(str::to_owned);
        // Posts of others come along with a party's answers to them.
        document.voice_of = input.given.voice_of.filter(|_| self.asked).cloned();
        document.language.clone_from(&self.language);
        document.author = author;
        document.handle = handle;
        document.published = published;
        document
    }

    fn published(&self, input: &Input<'_>) -> Option<PublishedDate> {
        let reader = Reader {
            zone: input.given.zone,
            day_first: None,
        };
        let own = self
            .created
            .as_ref()
            .and_then(|text| reader.exact(text, DateSource::Post));
        own.or_else(|| given_date(input))
    }
}

/// Identifiers are strings in the API; exports through spreadsheets make them numbers.
fn id(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_u64().map(|n| n.to_string()),
        _ => None,
    }
}

fn string(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}
