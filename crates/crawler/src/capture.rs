//! What a fetch brings home: the bytes as received, with what was asked and answered.

use std::{borrow::Cow, fmt, net::IpAddr};

use backpedal_model::{Problem, Snapshot, Truncation};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::{decode, error::Error};

/// Header fields that can open a door; they are kept nowhere.
const SECRET: [&str; 5] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "set-cookie2",
];

/// What an earlier answer said about its version (RFC 9110, section 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag` field, quotes included.
    pub etag: Option<String>,
    /// The `Last-Modified` field.
    pub last_modified: Option<String>,
}

impl Validators {
    /// Those of an earlier capture. `None` where it has none, or was no full answer: a "not
    /// modified" would then vouch for an error page.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Option<Self> {
        let field = |name| snapshot.header(name).map(str::to_owned);
        let found = Self {
            etag: field("etag"),
            last_modified: field("last-modified"),
        };
        (snapshot.status == Some(200) && found != Self::default()).then_some(found)
    }
}

/// One answer, as evidence. Error statuses (404, 500) are captures too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The record: the address *asked for*, time, digest, status, header fields.
    pub snapshot: Snapshot,
    /// The body after transfer decoding (chunks joined), still packed if the server packed it.
    pub body: Vec<u8>,
    /// The last request, byte for byte, with the empty line.
    pub exchange_request_head: Vec<u8>,
    /// The head of the last answer, with the empty line. The HTTP library reports the fields in
    /// lower case. Cookies are left out, and
    /// `transfer-encoding` is renamed `x-archive-orig-transfer-encoding`, since it is undone.
    pub exchange_response_head: Vec<u8>,
    /// Who answered.
    pub remote: Option<IpAddr>,
    /// The address that answered, after redirects.
    pub final_url: String,
    /// The answers on the way, in order.
    pub hops: Vec<Hop>,
}

/// An answer on the way: the rules of a site (robots.txt) where they were asked for, a redirect, one
/// that asks for patience (429, 503), one that cannot be read or is not whole, "not modified". The same
/// rules as for a [`Capture`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What was asked for.
    pub url: String,
    /// Its HTTP status.
    pub status: u16,
    /// The request, byte for byte, with the empty line.
    pub request_head: Vec<u8>,
    /// The head of the answer, with the empty line.
    pub response_head: Vec<u8>,
    /// Who answered.
    pub remote: Option<IpAddr>,
    /// When.
    pub at: Timestamp,
    /// The body after transfer decoding.
    pub body: Vec<u8>,
    /// Why there is no more of the body, where there should be.
    pub truncated: Option<Truncation>,
}

impl Capture {
    /// The body without its content encoding; `limit` bounds its size in bytes.
    ///
    /// # Errors
    /// When it is larger, damaged, or packed with anything but gzip or deflate.
    pub fn decoded(&self, limit: u64) -> Result<Cow<'_, [u8]>, Error> {
        decode::decoded(&self.snapshot, &self.body, limit)
    }

    /// Whether the body is meant to be read as text; see [`is_text`].
    #[must_use]
    pub fn is_text(&self) -> bool {
        is_text(self.snapshot.media_type.as_deref(), &self.body)
    }
}

/// Whether a body is text, by its content type; where there is none, by the absence of zero bytes
/// in its first kilobyte.
#[must_use]
pub fn is_text(media_type: Option<&str>, body: &[u8]) -> bool {
    let essence = media_type.and_then(|full| full.split(';').next());
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    let Some((kind, subtype)) = essence.split_once('/') else {
        return !body.iter().take(1024).any(|byte| *byte == 0);
    };
    let structured = ["json", "xml", "x-ndjson", "jsonl", "x-jsonlines", "rtf"];
    kind == "text"
        || (kind == "application" && structured.contains(&subtype))
        || subtype.ends_with("+json")
        || subtype.ends_with("+xml") && kind == "application"
}

/// The outcome of a fetch that did not fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// A full answer.
    New(Box<Capture>),
    /// The server says that the earlier capture still holds.
    NotModified {
        /// What was asked for.
        url: String,
        /// When it said so.
        at: Timestamp,
        /// The answers on the way, and last the answer itself.
        hops: Vec<Hop>,
    },
    /// The site does not want it fetched; nothing but its rules was asked for.
    Refused(Refusal),
}

/// Why an address was not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The address that was refused; after redirects it is not the one asked for.
    pub url: String,
    /// Why.
    pub reason: RefusalReason,
    /// The answers on the way there.
    pub hops: Vec<Hop>,
}

/// Which rule forbids a fetch (RFC 9309).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// A line of robots.txt.
    Robots,
    /// robots.txt answered with this server error, which forbids all.
    RobotsStatus(u16),
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Robots => f.write_str("the site's robots.txt does not allow it"),
            Self::RobotsStatus(status) => {
                write!(
                    f,
                    "the site's robots.txt answers {status}, which forbids all"
                )
            }
        }
    }
}

impl Refusal {
    /// The same as a problem of the address.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let hint = match self.reason {
            RefusalReason::RobotsStatus(_) => "try again later",
            RefusalReason::Robots => "save the page with a browser and import the file",
        };
        Problem::new(&self.url, self.reason.to_string()).hint(hint)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem().fmt(f)
    }
}

/// The header fields for a snapshot, in order. Bytes beyond ASCII are read as ISO 8859-1, which
/// loses none.
pub(crate) fn fields(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| value.as_bytes().iter().map(|b| char::from(*b)).collect();
    kept(headers)
        .map(|(name, value)| (name.to_owned(), text(value)))
        .collect()
}

/// A head as it goes over the wire in HTTP/1.1.
pub(crate) fn head(first_line: &[u8], headers: &HeaderMap) -> Vec<u8> {
    let mut bytes = [first_line, b"\r\n"].concat();
    for (name, value) in kept(headers) {
        let name = match name {
            "transfer-encoding" => "x-archive-orig-transfer-encoding",
            other => other,
        };
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}

fn kept(headers: &HeaderMap) -> impl Iterator<Item = (&str, &HeaderValue)> {
    let fields = headers.iter().map(|(name, value)| (name.as_str(), value));
    fields.filter(|(name, _)| !SECRET.contains(name))
}

#[cfg(test)]
mod tests {
    use backpedal_model::Origin;

    use super::*;

    #[test]
    fn heads_are_kept_without_what_opens_doors() {
        let mut headers = HeaderMap::new();
        headers.insert("etag", HeaderValue::from_static("\"1\""));
        headers.insert("set-cookie", HeaderValue::from_static("session=1"));
        headers.insert("transfer-encoding", HeaderValue::from_static("chunked"));
        headers.insert("x-name", HeaderValue::from_bytes(b"caf\xe9").unwrap());
        assert_eq!(
            head(b"HTTP/1.1 200 OK", &headers),
            b"HTTP/1.1 200 OK\r\netag: \"1\"\r\n\
              x-archive-orig-transfer-encoding: chunked\r\nx-name: caf\xe9\r\n\r\n"
        );
        let fields = fields(&headers);
        assert_eq!(fields[2], ("x-name".to_owned(), "café".to_owned()));
        assert!(!fields.iter().any(|(name, _)| name == "set-cookie"));
    }

    #[test]
    fn text_is_told_from_the_content_type_then_from_the_bytes() {
        for text in [
            "text/html; charset=utf-8",
            "TEXT/plain",
            "application/json",
            "application/atom+xml",
            "application/feed+json",
        ] {
            assert!(is_text(Some(text), b"\0"), "{text}");
        }
        for binary in [
            "image/png",
            "application/pdf",
            "application/octet-stream",
            "image/svg+xml",
        ] {
            assert!(!is_text(Some(binary), b"a"), "{binary}");
        }
        assert!(is_text(None, b"plain") && is_text(Some("nonsense"), b"plain"));
        assert!(!is_text(None, b"\x1f\x8b\0"));
    }

    #[test]
    fn only_full_answers_are_asked_for_again_by_version() {
        let mut snapshot = Snapshot::new(Origin::Stdin, Timestamp::UNIX_EPOCH, b"x");
        snapshot.status = Some(200);
        assert_eq!(Validators::of(&snapshot), None);
        snapshot
            .headers
            .push(("ETag".to_owned(), "\"1\"".to_owned()));
        assert!(Validators::of(&snapshot).is_some());
        snapshot.status = Some(404);
        assert_eq!(Validators::of(&snapshot), None);
    }
}
