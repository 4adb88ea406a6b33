//! What is known of an address: its looks, in order of time.

use backpedal_model::{Claim, Document, Snapshot};
use jiff::Timestamp;

/// One look at an address.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// When.
    pub at: Timestamp,
    /// What came of it.
    pub answer: Answer<'a>,
}

/// What a look brought.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'a> {
    /// The server said that the last capture still holds (HTTP 304).
    Same,
    /// No answer that tells anything: no connection, too busy, an error of the server.
    Nothing,
    /// An answer that was kept.
    Captured(Captured<'a>),
}

/// A capture and what was read from it, by the same version of the code for all captures of an
/// address.
#[derive(Clone, Copy, Debug)]
pub struct Captured<'a> {
    /// The capture.
    pub snapshot: &'a Snapshot,
    /// Its documents; for a page the page first, then its comments.
    pub documents: &'a [Document],
    /// The claims of all of them; empty where none were looked for.
    pub claims: &'a [Claim],
}

/// What an address holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text, perhaps with comments.
    Page,
    /// Many texts, each of which comes and goes: a feed, a list of posts.
    List,
}

impl Captured<'_> {
    /// The claims of one of its documents.
    pub(crate) fn claims_of(&self, document: &Document) -> Vec<Claim> {
        let of = |claim: &&Claim| claim.document_id == document.id;
        self.claims.iter().filter(of).cloned().collect()
    }
}
