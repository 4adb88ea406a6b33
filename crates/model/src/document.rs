//! A clean, dated document.

use serde::{Deserialize, Serialize};

use crate::{DocumentId, Moment, PartyId, SnapshotId, Span, Zone};

/// A text that holds claims. Comments under an HTML page and posts of an export are documents of
/// their own; in a plain text they are [`Part`]s of one document, so that offsets stay those of
/// the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Made from the name and the text.
    pub id: DocumentId,
    /// The input's name without directory and extension, or its address; what `extract` prints.
    pub name: String,
    /// The capture it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<SnapshotId>,
    /// What it is.
    pub kind: DocumentKind,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it: a byline, a commenter's handle, the name of an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The account, with its `@`, for posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The party whose own voice this is, where the case says so (a press release, a status page).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_of: Option<PartyId>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PublishedDate>,
    /// When it was last changed, by its own account; never taken for `published`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<PublishedDate>,
    /// Its canonical address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Language tag, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The page that a comment belongs to, or the post that a post answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<DocumentId>,
    /// The name of the document that it answers or quotes, where its own input tells it; the parent
    /// may lie in another input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    /// Which version it is of a page that was seen to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<crate::Edition>,
    /// The document of which this is a copy: syndicated, or printed again with hardly a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<DocumentId>,
    /// The text. All spans count its Unicode scalar values.
    pub text: String,
    /// Headings, paragraphs, list items, quotations, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// Whose voice each stretch is, in order and without overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

impl Document {
    /// A document of nothing but a text; the caller fills in the rest.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: DocumentKind, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        Self {
            id: DocumentId::from_content(&[&name, &text]),
            name,
            kind,
            text,
            snapshot: None,
            title: None,
            author: None,
            handle: None,
            publisher: None,
            voice_of: None,
            published: None,
            updated: None,
            url: None,
            language: None,
            parent: None,
            answers: None,
            edition: None,
            copy_of: None,
            blocks: Vec::new(),
            parts: Vec::new(),
        }
    }
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// A journalist's article or a blog entry: the author speaks of others.
    Article,
    /// A company's own words: press release, statement, blog, reason for outage.
    Statement,
    /// A status page with updates.
    Status,
    /// One post of a social network.
    Post,
    /// One reader comment.
    Comment,
    /// A mailing-list message, a forum thread.
    Discussion,
}

/// A date of a document, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedDate {
    /// The date or time.
    pub at: Moment,
    /// Its zone.
    pub zone: Zone,
    /// What it rests on.
    pub source: DateSource,
}

/// What a document's date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// The person who runs the program, on the command line or in the case.
    Given,
    /// JSON-LD `datePublished`.
    JsonLd,
    /// A `meta` element.
    Meta,
    /// Microdata: `itemprop="datePublished"`.
    Microdata,
    /// A `time` element.
    TimeElement,
    /// The entry of a feed.
    Feed,
    /// The record of the post or incident.
    Post,
    /// The address.
    Url,
    /// Words in an element made for a date or byline.
    Byline,
    /// Words of the text ("Published 2022-07-04", a dateline).
    Text,
}

/// A value that holds for some time only. Also see [`crate::Validity`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// The value.
    pub value: T,
    /// When it holds; open on either side where not stated.
    #[serde(default, skip_serializing_if = "crate::Validity::is_always")]
    pub valid: crate::Validity,
}

impl<T> Dated<T> {
    /// A value without a stated limit in time.
    pub const fn always(value: T) -> Self {
        Self {
            value,
            valid: crate::Validity::ALWAYS,
        }
    }
}

/// A stretch of the text by its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its form.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// The form of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading; the first is the title.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A list item.
    ListItem,
    /// A block quotation.
    Quote,
    /// A cell or row of a table.
    Table,
    /// A post of a social network, embedded in a page.
    Post,
    /// A note that says what the text had wrong before.
    Correction,
}

/// A stretch of the text by its voice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Whose voice.
    pub role: PartRole,
    /// Where it stands.
    pub span: Span,
    /// The commenter or account, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The account with its `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The organisation that the header names for the author ("CTO of Pontoon").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// The part's own time stamp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<PublishedDate>,
}

/// Whose voice a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartRole {
    /// The headline.
    Title,
    /// Byline, dateline, "Published …": read for dates and names, never for claims.
    Byline,
    /// The author's text.
    Body,
    /// A reader's comment.
    Comment,
    /// A post reproduced in a longer text.
    Post,
    /// One dated update of a status page or timeline.
    Update,
    /// Words of another, repeated by a mail or forum reply.
    Quoted,
    /// Author notes, forms, navigation, signatures: not read for claims.
    Boilerplate,
}
