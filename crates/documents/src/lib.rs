//! A capture into clean, dated documents.
//!
//! Bytes come in: a web page, a plain text, posts, a mailbox, a feed. Out come
//! [`Document`]s whose text is ours to count in: blocks by form, parts by voice, a date with its
//! zone and what it rests on, and reader comments apart from the article they stand under.
//! Nothing here opens a file, waits for the network or reads the clock.
//!
//! ```
//! use backpedal_documents::{Given, Input, Media, read};
//!
//! let page = b"<title>Pontoon is back</title><p>By Ada Quill, 4 July 2022</p>\
//!     <p>Pontoon said on Monday that its network had been restored after three hours.</p>";
//! let media = Media::detect("pontoon.html", None, page);
//! let input = Input { name: "pontoon.html", bytes: page, media, content_type: None, url: None,
//!     snapshot: None, given: Given { zone: "UTC", ..Given::default() } };
//! let read = read(&input);
//! assert!(read.value[0].text.contains("had been restored"));
//! ```
//!
//! A reader never fails and never panics: what could not be used is a
//! [`Problem`](backpedal_model::Problem) beside what could. An empty or binary input gives a
//! problem and no document.

mod charset;
mod dispatch;
mod draft;
mod feed;
mod guard;
mod html;
mod incidents;
mod mail;
mod media;
mod plain;
mod posts;
mod when;

pub use media::Media;
pub use plain::voice::{Sender, senders};

use backpedal_model::{Document, DocumentId, Moment, Parsed, PartyId, SnapshotId};

/// The version of this stage. Results of different versions must not be compared: a better reader
/// would look like an edit of the page.
pub const VERSION: u32 = 3;

/// What the person who runs the program says about an input; it overrides what the input says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// When it was published.
    pub published: Option<Moment>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// The party whose own words it holds.
    pub voice_of: Option<&'a PartyId>,
    /// The IANA name of the zone in which times without one are read; empty if not known.
    pub zone: &'a str,
}

/// One input: its bytes as captured, and what is known of them.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// A path, a file name or an address. Documents are named after it, without directory and
    /// known extension.
    pub name: &'a str,
    /// The bytes, with any transfer and content encoding taken off.
    pub bytes: &'a [u8],
    /// How to read them.
    pub media: Media,
    /// The `Content-Type` field of the response, whole.
    pub content_type: Option<&'a str>,
    /// Where it was fetched.
    pub url: Option<&'a str>,
    /// The capture.
    pub snapshot: Option<&'a SnapshotId>,
    /// What the person says about it.
    pub given: Given<'a>,
}

/// Reads one input.
///
/// A page gives the article first, then its reader comments with their parent set; a feed one
/// document an entry; an export one document a post.
#[must_use]
pub fn read(input: &Input<'_>) -> Parsed<Vec<Document>> {
    dispatch::read(input)
}

/// Gives answers their parent, where both are at hand: posts and messages of different inputs.
/// Parents that are known stay.
pub fn thread(documents: &mut [Document]) {
    let ids: std::collections::BTreeMap<String, DocumentId> = documents
        .iter()
        .map(|document| (document.name.clone(), document.id.clone()))
        .collect();
    for document in documents.iter_mut().filter(|one| one.parent.is_none()) {
        let parent = document.answers.as_ref().and_then(|name| ids.get(name));
        document.parent = parent.filter(|id| **id != document.id).cloned();
    }
}
