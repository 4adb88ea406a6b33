//! One record: its header, its block, and the gzip member that holds both.

use std::io;

use backpedal_model::Sha256;
use jiff::Timestamp;

use super::member;

/// Header fields that can open a door. The crawler leaves them out; what a caller forgot stops here.
const SECRET: [&[u8]; 5] = [
    b"authorization",
    b"proxy-authorization",
    b"cookie",
    b"set-cookie",
    b"set-cookie2",
];

/// A record identifier made from content: a UUID of version 8 (RFC 9562, section 5.8) over the
/// name of the look and the record's part in it.
pub(super) fn record_id(look: &str, part: &str) -> String {
    let digest = Sha256::of_fields(&["backpedal record", look, part]);
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.as_bytes()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let digest = Sha256::from_bytes(std::array::from_fn(|n| bytes.get(n).map_or(0, |b| *b)));
    let hex = digest.to_string();
    let (a, b, c, d, e) = (
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..32],
    );
    format!("<urn:uuid:{a}-{b}-{c}-{d}-{e}>")
}

/// A head up to its first empty line, and exactly one empty line after it, so that a reader finds
/// the payload where the head ends.
pub(super) fn head(bytes: &[u8]) -> Vec<u8> {
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap_or(bytes.len());
    let lines = bytes[..end].split_inclusive(|byte| *byte == b'\n');
    let mut head = Vec::with_capacity(end + 4);
    lines
        .filter(|line| !is_secret(line))
        .for_each(|line| head.extend_from_slice(line));
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
pub(super) fn response_head(bytes: &[u8]) -> Vec<u8> {
    let head = head(bytes);
    let mut out = Vec::with_capacity(head.len() + 16);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        if name(line).is_some_and(|name| name.eq_ignore_ascii_case(b"transfer-encoding")) {
            out.extend_from_slice(b"X-Archive-Orig-");
        }
        out.extend_from_slice(line);
    }
    out
}

fn is_secret(line: &[u8]) -> bool {
    name(line).is_some_and(|name| SECRET.iter().any(|s| name.eq_ignore_ascii_case(s)))
}

/// The name of a header field.
fn name(line: &[u8]) -> Option<&[u8]> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    Some(&line[..colon])
}

/// A value that cannot end its header line.
pub(super) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A record in the making.
pub(super) struct Record {
    head: String,
}

impl Record {
    pub(super) fn new(kind: &str, id: &str, at: Timestamp) -> Self {
        let mut record = Self {
            head: "WARC/1.1\r\n".to_owned(),
        };
        record.field("WARC-Type", kind);
        record.field("WARC-Record-ID", id);
        record.field("WARC-Date", &at.to_string());
        record
    }

    pub(super) fn field(&mut self, name: &str, value: &str) {
        for part in [name, ": ", value, "\r\n"] {
            self.head.push_str(part);
        }
    }

    /// Appends the record to `out` as one gzip member, without a time stamp in it.
    pub(super) fn finish(
        mut self,
        content_type: &str,
        block: &[&[u8]],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        use sha2::Digest as _;
        let mut hasher = sha2::Sha256::new();
        block.iter().for_each(|piece| hasher.update(piece));
        let digest = Sha256::from_bytes(hasher.finalize().into());
        let length: usize = block.iter().map(|piece| piece.len()).sum();
        self.field("WARC-Block-Digest", &format!("sha256:{digest}"));
        self.field("Content-Type", content_type);
        self.field("Content-Length", &length.to_string());
        let mut pieces = vec![self.head.as_bytes(), b"\r\n"];
        pieces.extend(block);
        pieces.push(b"\r\n\r\n");
        member::append(&pieces, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_transfer_codings_do_not_reach_the_file() {
        let head = response_head(
            b"HTTP/1.1 200 Fine\r\nSet-Cookie: a=b\r\nX-Cookie: kept\r\n\
              Transfer-Encoding: chunked\r\nauthorization: Bearer x\r\n\r\nset-cookie: body",
        );
        assert_eq!(
            String::from_utf8_lossy(&head),
            "HTTP/1.1 200 Fine\r\nX-Cookie: kept\r\n\
             X-Archive-Orig-Transfer-Encoding: chunked\r\n\r\n"
        );
    }
}
