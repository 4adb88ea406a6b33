//! One capture of one origin.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Sha256, SnapshotId};

/// Where bytes came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// An address that was fetched.
    Url(String),
    /// A file that was imported; the path as the case names it.
    File(String),
    /// Standard input.
    Stdin,
}

impl Origin {
    /// The address or path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Url(text) | Self::File(text) => text,
            Self::Stdin => "standard input",
        }
    }
}

/// What was captured, when, and the proof of it. The bytes themselves stay in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Made from origin, time and digest.
    pub id: SnapshotId,
    /// Where the bytes came from.
    pub origin: Origin,
    /// When they were captured.
    pub captured_at: Timestamp,
    /// The digest of the bytes as received.
    pub digest: Sha256,
    /// How many bytes.
    pub bytes: u64,
    /// The HTTP status, for what was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The content type as declared or guessed from the file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Where redirects led, where that is not the origin itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landed: Option<String>,
    /// The HTTP header fields as received, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// Whose capture it is, where it is not our own: the address in a web archive, or the WARC file
    /// that it was taken from. The time is then theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// Why a body is not whole: the reasons of `WARC-Truncated` (WARC 1.1, section 5.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncation {
    /// It is larger than the limit.
    Length,
    /// It took longer than the limit.
    Time,
    /// The connection ended.
    Disconnect,
}

impl Truncation {
    /// The word of the standard.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Time => "time",
            Self::Disconnect => "disconnect",
        }
    }
}

impl Snapshot {
    /// A snapshot of `bytes`.
    #[must_use]
    pub fn new(origin: Origin, captured_at: Timestamp, bytes: &[u8]) -> Self {
        let digest = Sha256::of(bytes);
        let id = SnapshotId::from_content(&[
            origin.as_str(),
            &captured_at.to_string(),
            &digest.to_string(),
        ]);
        Self {
            id,
            origin,
            captured_at,
            digest,
            bytes: bytes.len() as u64,
            status: None,
            media_type: None,
            landed: None,
            headers: Vec::new(),
            via: None,
        }
    }

    /// The first header field of that name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }
}
