//! A capture read back, every digest checked.

use std::io::Read as _;

use backpedal_model::{Sha256, Snapshot};
use flate2::read::MultiGzDecoder;

/// The most that one capture may unpack to, in bytes (policy): four times the largest file that
/// the crawler takes, and a guard against a file that was swapped for a bomb.
const MOST: u64 = 4 << 30;

/// A capture as its file holds it.
#[derive(Debug)]
pub(crate) struct Capture {
    /// The snapshot of the `metadata` record.
    pub(crate) snapshot: Snapshot,
    /// The payload; `None` in a revisit.
    pub(crate) body: Option<Vec<u8>>,
    /// Whether it was fetched over HTTP.
    pub(crate) fetched: bool,
}

/// Reads the file of one capture; on failure says, as one clause, what is wrong with it.
pub(crate) fn read(file: &[u8]) -> Result<Capture, String> {
    let mut bytes = Vec::new();
    let mut unpacked = MultiGzDecoder::new(file).take(MOST);
    unpacked
        .read_to_end(&mut bytes)
        .map_err(|e| format!("it does not unpack ({e})"))?;
    let (mut main, mut snapshot) = (None, None);
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let (record, after) = Record::parse(rest)?;
        rest = after;
        match record.field("WARC-Type") {
            Some("response" | "resource" | "revisit") if main.is_none() => main = Some(record),
            Some("metadata") if snapshot.is_none() => {
                let read: Snapshot = serde_json::from_slice(record.block)
                    .map_err(|e| format!("its snapshot is not readable ({e})"))?;
                snapshot = Some(read);
            }
            _ => {}
        }
    }
    let main = main.ok_or("it holds no response, resource or revisit record")?;
    let snapshot = snapshot.ok_or("it holds no metadata record")?;
    let stated = format!("sha256:{}", snapshot.digest);
    if main.field("WARC-Payload-Digest") != Some(stated.as_str()) {
        return Err("its records name different payloads".to_owned());
    }
    let fetched = main
        .field("Content-Type")
        .is_some_and(|t| t.starts_with("application/http"));
    if main.field("WARC-Type") == Some("revisit") {
        return Ok(Capture {
            snapshot,
            body: None,
            fetched,
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
    })
}

struct Record<'a> {
    fields: Vec<(&'a str, &'a str)>,
    block: &'a [u8],
}

impl<'a> Record<'a> {
    /// One record and what follows it.
    fn parse(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), String> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.ok_or("a record's header does not end")?;
        let head = std::str::from_utf8(&bytes[..end]).map_err(|_| "a header is not UTF-8")?;
        let mut lines = head.split("\r\n");
        if !lines.next().is_some_and(|line| line.starts_with("WARC/1.")) {
            return Err("a record does not start with its WARC version".to_owned());
        }
        let fields = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(n, v)| (n, v.trim()));
        let mut record = Self {
            fields: fields.collect(),
            block: &[],
        };
        let length = record
            .field("Content-Length")
            .and_then(|text| text.parse::<usize>().ok());
        let length = length.ok_or("a record does not tell its length")?;
        let body = &bytes[end + 4..];
        let (block, after) = body
            .split_at_checked(length)
            .ok_or("a record is cut short")?;
        record.block = block;
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
        self.fields
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }
}
