//! What changed at an address between two looks, and which version of a page a document is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ChangeId, DocumentKind, Interval, SnapshotId, Span, claim::words};

words! {
    /// How much a change weighs.
    ChangeClass {
        /// Only form: white space, quotation marks, dashes, counters, "3 hours ago", adverts.
        Cosmetic = "cosmetic",
        /// Words, but nothing that a claim rests on.
        Wording = "wording",
        /// A claim, number, time, quotation, name, denial or attribution; a correction; the sense of
        /// the headline.
        Substance = "substance",
        /// It is gone: not found, gone, or the address leads to the home page.
        Removed = "removed",
        /// It is there again.
        Reinstated = "reinstated",
        /// It cannot be read, which is no removal: a wall for consent or payment, another page.
        Hidden = "hidden",
    }
}

words! {
    /// What a changed passage is.
    ChangeKind {
        /// A figure, a share, "most".
        Number = "number",
        /// A clock time, a day, a length of time.
        Time = "time",
        /// Words in quotation marks.
        Quote = "quote",
        /// A person, company or place.
        Name = "name",
        /// "not", "never", "denied".
        Negation = "negation",
        /// Who says it, or how: "said", "admitted", "according to".
        Attribution = "attribution",
        /// How firmly: "may", "reportedly".
        Hedge = "hedge",
        /// A claim was added, taken away or altered.
        Claim = "claim",
        /// A note that corrects or adds was put in or altered.
        Correction = "correction",
        /// The headline.
        Headline = "headline",
        /// Other words.
        Words = "words",
    }
}

words! {
    /// How a page said that it was changed.
    Announcement {
        /// Its stated date of change moved.
        Dated = "dated",
        /// A line such as "Updated …" was put in or altered.
        Updated = "update line",
        /// A correction note was put in or altered.
        Corrected = "correction note",
        /// What was added bears its own time, as on a status page.
        Stamped = "stamped",
    }
}

words! {
    /// Why a text is not there.
    Absence {
        /// HTTP 404.
        NotFound = "not found",
        /// HTTP 410.
        Gone = "gone",
        /// The address leads to the home page of its site.
        Home = "leads to the home page",
        /// The page says that there is none, with a status of success.
        SaysNotFound = "says that there is no such page",
        /// A comment, post or entry that was taken out from among others that are still there.
        TakenOut = "taken out of the list",
        /// HTTP 401, 402, 403, 451: it may be there for others.
        Refused = "refused",
        /// A question for consent in its place.
        Consent = "a question for consent stands in its place",
        /// Only its beginning is shown, or a call to subscribe in its place.
        Cut = "only the beginning is shown",
        /// No text could be read.
        Empty = "no text could be read",
        /// A text that shares nothing with it.
        Other = "another text stands in its place",
    }
}

impl Absence {
    /// Whether it means that the text was removed, and not only that it could not be seen.
    #[must_use]
    pub const fn is_removal(self) -> bool {
        matches!(
            self,
            Self::NotFound | Self::Gone | Self::Home | Self::SaysNotFound | Self::TakenOut
        )
    }
}

/// One version of a text as a look found it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The capture that holds it.
    pub snapshot: SnapshotId,
    /// The first look that found it.
    pub first_seen: Timestamp,
    /// The last look that found it.
    pub last_seen: Timestamp,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A passage of one version, in Unicode scalar values of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The words.
    pub text: String,
    /// Where they stand; nothing for a headline that is not part of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Altered {
    /// What it is.
    pub kind: ChangeKind,
    /// What stood there; nothing where it was put in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Passage>,
    /// What stands there now; nothing where it was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<Passage>,
}

/// A piece of the difference of two texts, in reading order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// In which version it stands.
    pub side: PieceSide,
    /// The words as they stand there.
    pub text: String,
}

/// Where a piece of a difference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PieceSide {
    /// In both.
    Both,
    /// Only in the old one.
    Old,
    /// Only in the new one.
    New,
    /// Words of both are left out here.
    Gap,
}

/// What happened to one text at one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Made from the address and the two versions; stays the same when more is captured.
    pub id: ChangeId,
    /// How much it weighs.
    pub class: ChangeClass,
    /// The address.
    pub address: String,
    /// The document's name.
    pub document: String,
    /// What the document is.
    pub kind: DocumentKind,
    /// The version before.
    pub old: Version,
    /// What was found after it: the new version, or the answer that shows it gone.
    pub new: Version,
    /// Between the last look that saw the old and the first that saw the new.
    pub between: Interval,
    /// What differs, in the order of the new text; empty for what is gone or hidden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub altered: Vec<Altered>,
    /// The differing words with some around them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Piece>,
    /// How the page itself said that it was changed; nothing where it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Announcement>,
    /// Whether the new version had been seen before the old one: pages that take turns (tests on
    /// readers, several servers) are told once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flip_flop: bool,
    /// Why it is not there, for what is gone or hidden, or was until now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
    /// How many looks found it so, up to the next change.
    pub looks: usize,
}

impl Change {
    /// Whether the words changed or went without the page saying so.
    #[must_use]
    pub const fn is_silent(&self) -> bool {
        let silent = matches!(
            self.class,
            ChangeClass::Wording | ChangeClass::Substance | ChangeClass::Removed
        );
        silent && self.announced.is_none() && !self.flip_flop
    }
}

/// Which of several versions of a page a document is. Documents of pages that never changed have
/// none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The address that it was read at; the same for all versions.
    pub address: String,
    /// The first look that found it.
    pub first_seen: Timestamp,
    /// The last look that found it.
    pub last_seen: Timestamp,
    /// How and when it ended; nothing while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ending>,
    /// The stretches that the versions before did not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Addition>,
}

/// How a version ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Between the last look that found it and the first that did not.
    pub between: Interval,
    /// Whether another version took its place; else the page is gone.
    pub edited: bool,
}

/// A stretch that was put in while the page was watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addition {
    /// Where it stands.
    pub span: Span,
    /// Between the last look that did not find it and the first that did.
    pub between: Interval,
}
