//! A capture as the bytes of its WARC file.

use std::io::{self, Write as _};

use backpedal_model::{Sha256, Snapshot, SnapshotId};
use flate2::{Compression, GzBuilder};
use jiff::Timestamp;

use super::{IDENTICAL_PAYLOAD, uri};
use crate::Exchange;

/// The capture that holds the payload already.
pub(crate) struct Original {
    /// Its snapshot.
    pub(crate) id: SnapshotId,
    /// Where its bytes came from.
    pub(crate) origin: backpedal_model::Origin,
    /// When it was captured.
    pub(crate) at: Timestamp,
    /// Whether it is a `response` record.
    pub(crate) fetched: bool,
}

/// The WARC file of one capture. The same capture gives the same bytes.
pub(crate) fn write(
    snapshot: &Snapshot,
    body: &[u8],
    exchange: Option<&Exchange>,
    original: Option<&Original>,
) -> io::Result<Vec<u8>> {
    let exchange = exchange.filter(|exchange| !exchange.response_head.is_empty());
    // A revisit record has the name that the full record would have.
    let main = record_id(&snapshot.id, full_type(exchange.is_some()));
    let mut out = Vec::new();
    if let Some(exchange) = exchange.filter(|exchange| !exchange.request_head.is_empty()) {
        let mut record = Record::new("request", &record_id(&snapshot.id, "request"), snapshot);
        record.field("WARC-Concurrent-To", &main);
        let block = head(&exchange.request_head);
        record.finish("application/http;msgtype=request", &[&block], &mut out)?;
    }
    write_main(snapshot, &main, body, exchange, original, &mut out)?;
    let mut record = Record::new("metadata", &record_id(&snapshot.id, "metadata"), snapshot);
    record.field("WARC-Concurrent-To", &main);
    let json = serde_json::to_vec(snapshot)?;
    record.finish("application/json", &[&json], &mut out)?;
    Ok(out)
}

/// The record that holds the payload, or refers to it.
fn write_main(
    snapshot: &Snapshot,
    id: &str,
    body: &[u8],
    exchange: Option<&Exchange>,
    original: Option<&Original>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let kind = original.map_or(full_type(exchange.is_some()), |_| "revisit");
    let mut record = Record::new(kind, id, snapshot);
    record.field(
        "WARC-Payload-Digest",
        &format!("sha256:{}", snapshot.digest),
    );
    if let Some(remote) = exchange.and_then(|exchange| exchange.remote) {
        record.field("WARC-IP-Address", &remote.to_string());
    }
    if let Some(original) = original {
        record.field("WARC-Profile", IDENTICAL_PAYLOAD);
        let refers_to = record_id(&original.id, full_type(original.fetched));
        record.field("WARC-Refers-To", &refers_to);
        record.field("WARC-Refers-To-Target-URI", &uri::target(&original.origin));
        record.field("WARC-Refers-To-Date", &original.at.to_string());
    }
    let response = exchange.map(|exchange| response_head(&exchange.response_head));
    let content_type = match (&response, &snapshot.media_type) {
        (Some(_), _) => "application/http;msgtype=response".to_owned(),
        (None, Some(media_type)) => one_line(media_type),
        (None, None) => "application/octet-stream".to_owned(),
    };
    let body = if original.is_some() { &[][..] } else { body };
    record.finish(
        &content_type,
        &[response.as_deref().unwrap_or_default(), body],
        out,
    )
}

/// The record type of a capture that is no revisit.
const fn full_type(fetched: bool) -> &'static str {
    if fetched { "response" } else { "resource" }
}

/// A record identifier made from content: a UUID of version 8 (RFC 9562, section 5.8) over the
/// snapshot's id and the record's part in the capture.
fn record_id(snapshot: &SnapshotId, part: &str) -> String {
    let digest = Sha256::of_fields(&["backpedal record", snapshot.as_str(), part]);
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.as_bytes()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let (a, b, c, d, e) = (
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    );
    format!("<urn:uuid:{a}-{b}-{c}-{d}-{e}>")
}

/// A head up to its first empty line, and exactly one empty line after it, so that a reader finds
/// the payload where the head ends.
fn head(bytes: &[u8]) -> Vec<u8> {
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap_or(bytes.len());
    let mut head = bytes[..end].to_vec();
    while head
        .last()
        .is_some_and(|byte| matches!(byte, b'\r' | b'\n'))
    {
        head.pop();
    }
    head.extend_from_slice(b"\r\n\r\n");
    head
}

/// The same for a response. The payload is kept without its transfer coding, so the field that
/// announces one is renamed, as archiving proxies do; else readers would look for chunks.
fn response_head(bytes: &[u8]) -> Vec<u8> {
    let head = head(bytes);
    let name = b"transfer-encoding:";
    let mut out = Vec::with_capacity(head.len() + 16);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        if line
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
        {
            out.extend_from_slice(b"X-Archive-Orig-");
        }
        out.extend_from_slice(line);
    }
    out
}

/// A value that cannot end its header line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

struct Record {
    head: String,
}

impl Record {
    fn new(kind: &str, id: &str, snapshot: &Snapshot) -> Self {
        let mut record = Self {
            head: "WARC/1.1\r\n".to_owned(),
        };
        record.field("WARC-Type", kind);
        record.field("WARC-Record-ID", id);
        record.field("WARC-Date", &snapshot.captured_at.to_string());
        record.field("WARC-Target-URI", &uri::target(&snapshot.origin));
        record
    }

    fn field(&mut self, name: &str, value: &str) {
        for part in [name, ": ", value, "\r\n"] {
            self.head.push_str(part);
        }
    }

    /// Appends the record to `out` as one gzip member, without a time stamp in it.
    fn finish(mut self, content_type: &str, block: &[&[u8]], out: &mut Vec<u8>) -> io::Result<()> {
        use sha2::Digest as _;
        let mut hasher = sha2::Sha256::new();
        block.iter().for_each(|piece| hasher.update(piece));
        let digest = Sha256::from_bytes(hasher.finalize().into());
        let length: usize = block.iter().map(|piece| piece.len()).sum();
        self.field("WARC-Block-Digest", &format!("sha256:{digest}"));
        self.field("Content-Type", content_type);
        self.field("Content-Length", &length.to_string());
        let mut member = GzBuilder::new().mtime(0).write(out, Compression::default());
        member.write_all(self.head.as_bytes())?;
        member.write_all(b"\r\n")?;
        for piece in block {
            member.write_all(piece)?;
        }
        member.write_all(b"\r\n\r\n")?;
        member.finish()?;
        Ok(())
    }
}
