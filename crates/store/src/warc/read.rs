//! A capture read back, every digest checked.

use std::io::Read as _;

use backpedal_model::{Origin, Sha256, Snapshot};
use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::uri;

/// The most that one capture may unpack to, in bytes (policy): four times the largest file that
/// the crawler takes, and a guard against a file that was swapped for a bomb.
const MOST: u64 = 4 << 30;

/// A capture as its records hold it.
#[derive(Debug)]
pub(crate) struct Capture {
    /// The snapshot of the `metadata` record.
    pub(crate) snapshot: Snapshot,
    /// The payload; `None` in a revisit.
    pub(crate) body: Option<Vec<u8>>,
    /// Whether it was fetched over HTTP.
    pub(crate) fetched: bool,
    /// The address that answered, where that is not the origin.
    pub(crate) target: Option<String>,
}

/// A look that brought no capture, as its `metadata` record holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Look {
    /// What was looked at.
    pub(crate) origin: Origin,
    /// When.
    pub(crate) at: Timestamp,
    /// The HTTP status; 0 without an answer.
    pub(crate) status: u16,
    /// Why there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// What the records up to a `metadata` record are.
#[derive(Debug)]
pub(crate) enum Content {
    Capture(Box<Capture>),
    Visit(Look),
}

/// A `metadata` record's block.
#[derive(Deserialize)]
#[serde(untagged)]
enum Metadata {
    Visit { visit: Look },
    Snapshot(Box<Snapshot>),
}

/// Reads the packed records of one capture; on failure says, as one clause, what is wrong.
pub(crate) fn read(packed: &[u8]) -> Result<Capture, String> {
    let mut bytes = Vec::new();
    let mut unpacked = MultiGzDecoder::new(packed).take(MOST);
    unpacked
        .read_to_end(&mut bytes)
        .map_err(|e| format!("it does not unpack ({e})"))?;
    match parse(&bytes)? {
        Some(Content::Capture(capture)) => Ok(*capture),
        Some(Content::Visit(_)) => Err("it holds a visit, not a capture".to_owned()),
        None => Err("it holds no metadata record".to_owned()),
    }
}

/// Reads the unpacked records of one look; `None` where they do not end in a `metadata` record, as
/// a `warcinfo` record does not.
pub(crate) fn parse(bytes: &[u8]) -> Result<Option<Content>, String> {
    let (mut main, mut metadata) = (None, None);
    let mut rest = bytes;
    while !rest.is_empty() {
        let (record, after) = Record::parse(rest)?;
        rest = after;
        match record.field("WARC-Type") {
            // Those before the last came on the way.
            Some("response" | "resource" | "revisit") => main = Some(record),
            Some("metadata") => {
                let read: Metadata = serde_json::from_slice(record.block)
                    .map_err(|e| format!("its snapshot is not readable ({e})"))?;
                metadata = Some(read);
            }
            _ => {}
        }
    }
    Ok(match metadata {
        Some(Metadata::Snapshot(snapshot)) => {
            let main = main.ok_or("it holds no response, resource or revisit record")?;
            Some(Content::Capture(Box::new(capture(*snapshot, &main)?)))
        }
        Some(Metadata::Visit { visit }) => Some(Content::Visit(visit)),
        None => None,
    })
}

fn capture(snapshot: Snapshot, main: &Record<'_>) -> Result<Capture, String> {
    let stated = format!("sha256:{}", snapshot.digest);
    if main.field("WARC-Payload-Digest") != Some(stated.as_str()) {
        return Err("its records name different payloads".to_owned());
    }
    let fetched = main
        .field("Content-Type")
        .is_some_and(|t| t.starts_with("application/http"));
    let origin = uri::target(&snapshot.origin);
    let target = main.field("WARC-Target-URI").filter(|t| *t != origin);
    let target = target.map(str::to_owned);
    if main.field("WARC-Type") == Some("revisit") {
        return Ok(Capture {
            snapshot,
            body: None,
            fetched,
            target,
        });
    }
    // The payload is the end of the block, whatever a server wrote into the head.
    let length = usize::try_from(snapshot.bytes).unwrap_or(usize::MAX);
    let start = main
        .block
        .len()
        .checked_sub(length)
        .ok_or("its payload is too short")?;
    let body = &main.block[start..];
    if Sha256::of(body) != snapshot.digest {
        return Err("its payload does not have the stated digest".to_owned());
    }
    Ok(Capture {
        snapshot,
        body: Some(body.to_vec()),
        fetched,
        target,
    })
}

/// The fields of a record's header.
pub(super) struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Fields<'a> {
    /// Out of the lines before the empty one.
    pub(super) fn parse(head: &'a [u8]) -> Result<Self, String> {
        let head = std::str::from_utf8(head).map_err(|_| "a header is not UTF-8")?;
        let mut lines = head.split("\r\n");
        if !lines.next().is_some_and(|line| line.starts_with("WARC/1.")) {
            return Err("a record does not start with its WARC version".to_owned());
        }
        let fields = lines.filter_map(|line| line.split_once(':'));
        Ok(Self(fields.map(|(n, v)| (n, v.trim())).collect()))
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let mut fields = self.0.iter();
        let field = fields.find(|(n, _)| n.eq_ignore_ascii_case(name));
        field.map(|(_, value)| *value)
    }

    /// The length of the block, in bytes.
    pub(super) fn length(&self) -> Result<u64, String> {
        let length = self
            .get("Content-Length")
            .and_then(|text| text.parse().ok());
        length.ok_or_else(|| "a record does not tell its length".to_owned())
    }
}

struct Record<'a> {
    fields: Fields<'a>,
    block: &'a [u8],
}

impl<'a> Record<'a> {
    /// One record and what follows it.
    fn parse(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), String> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.ok_or("a record's header does not end")?;
        let fields = Fields::parse(&bytes[..end])?;
        let length = usize::try_from(fields.length()?).unwrap_or(usize::MAX);
        let body = &bytes[end + 4..];
        let (block, after) = body
            .split_at_checked(length)
            .ok_or("a record is cut short")?;
        let record = Self { fields, block };
        let stated = record
            .field("WARC-Block-Digest")
            .ok_or("a record has no digest")?;
        if stated != format!("sha256:{}", Sha256::of(block)) {
            return Err("a record does not have the stated digest".to_owned());
        }
        let after = after
            .strip_prefix(b"\r\n\r\n")
            .ok_or("a record is cut short")?;
        Ok((record, after))
    }

    fn field(&self, name: &str) -> Option<&'a str> {
        self.fields.get(name)
    }
}
