//! A post of any service, before it becomes a document.

use backpedal_model::{BlockKind, DateSource, Document, DocumentKind, PartRole, PublishedDate};
use serde_json::Value;

use crate::{
    Input,
    draft::{Draft, Voice},
    html::{self, given_date},
    when::{Reader, before},
};

/// A post of any service.
#[derive(Debug)]
pub(super) struct Entry {
    /// What its document is called: the service or server, `#`, and the post. Not the input's name,
    /// so that a post that comes in two answers is one document, and answers find their parent.
    pub(super) name: String,
    pub(super) kind: DocumentKind,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) handle: Option<String>,
    pub(super) blocks: Vec<(BlockKind, PartRole, String)>,
    pub(super) created: Option<PublishedDate>,
    pub(super) edited: Option<PublishedDate>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    /// The name of the post that it answers, else of the one that it quotes or repeats.
    pub(super) answers: Option<String>,
    /// Whether it was asked for, or only comes along with one that was.
    pub(super) asked: bool,
}

impl Entry {
    pub(super) fn new(name: String, asked: bool) -> Self {
        Self {
            name,
            kind: DocumentKind::Post,
            title: None,
            author: None,
            handle: None,
            blocks: Vec::new(),
            created: None,
            edited: None,
            language: None,
            url: None,
            answers: None,
            asked,
        }
    }

    /// Adds the paragraphs of a plain text.
    pub(super) fn plain(&mut self, role: PartRole, text: &str) {
        let paragraphs = super::words::paragraphs(text).into_iter();
        self.blocks
            .extend(paragraphs.map(|text| (BlockKind::Paragraph, role, text)));
    }

    /// Adds the blocks of a little HTML. Lines that begin with `>` repeat another.
    pub(super) fn html(&mut self, role: PartRole, text: &str) {
        for raw in html::fragment(text) {
            let marked = raw.text.trim_start().strip_prefix('>');
            let quoted = raw.kind == BlockKind::Quote || marked.is_some();
            let text = marked.map_or(raw.text.clone(), |text| text.trim().to_owned());
            self.blocks.push(if quoted {
                (BlockKind::Quote, PartRole::Quoted, text)
            } else {
                (raw.kind, role, text)
            });
        }
    }

    /// The document; `None` without words.
    pub(super) fn document(self, input: &Input<'_>) -> Option<Document> {
        let voice = Voice {
            author: self.author.clone().or_else(|| self.handle.clone()),
            handle: self.handle.clone(),
            at: self.created.clone(),
        };
        let mut draft = Draft::default();
        let nobody = Voice::default();
        let title = self.title.as_deref().unwrap_or_default();
        draft.push(BlockKind::Heading, PartRole::Title, &nobody, title);
        for (kind, role, words) in &self.blocks {
            // Whose words a repetition holds is not known.
            let own = !matches!(role, PartRole::Quoted);
            draft.push(*kind, *role, if own { &voice } else { &nobody }, words);
        }
        if draft.is_empty() {
            return None;
        }
        let mut document = draft.finish(&self.name, self.kind);
        document.title = self.title;
        document.author = voice.author;
        document.handle = self.handle;
        document.published = self.created.or_else(|| given_date(input));
        let published = document.published.as_ref();
        let later = |edited: &PublishedDate| published.is_none_or(|first| before(first, edited));
        document.updated = self.edited.filter(later);
        document.language = self.language;
        document.url = self.url;
        document.answers = self.answers;
        document.snapshot = input.snapshot.cloned();
        document.publisher = input.given.publisher.map(str::to_owned);
        // Posts of others come along with a party's answers to them.
        document.voice_of = input.given.voice_of.filter(|_| self.asked).cloned();
        Some(document)
    }
}

/// A text field that is not empty.
pub(super) fn string<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value
        .get(key)?
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// An identifier, as text or as number.
pub(super) fn id(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_u64().map(|number| number.to_string()),
        _ => None,
    }
}

/// The list of a field; nothing where there is none.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// A time as interfaces write it.
pub(super) fn date(input: &Input<'_>, text: &str) -> Option<PublishedDate> {
    let reader = Reader {
        zone: input.given.zone,
        day_first: None,
    };
    reader.exact(text, DateSource::Post)
}

/// Takes what is known of one service out of an answer; notes what was deleted or hidden.
pub(super) struct Taken<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) entries: Vec<Entry>,
    /// What is told of posts that are gone.
    pub(super) gone: Vec<String>,
}
