//! The answer inside a `response` record.

use super::{Archived, record};

/// The answer; `None` where the block holds no HTTP head.
pub(super) fn answer(block: &[u8]) -> Option<Archived> {
    let (head, body) = record::head(block)?;
    let first = head.split(|byte| *byte == b'\n').next()?;
    let first = String::from_utf8_lossy(first);
    let status = first
        .strip_prefix("HTTP/")?
        .split_whitespace()
        .nth(1)?
        .parse()
        .ok()?;
    let headers = record::fields(head);
    let field = |name: &str| {
        headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.clone())
    };
    let chunked = field("transfer-encoding")
        .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
    // Some archives undo the coding and leave the field.
    let joined = if chunked { unchunked(body) } else { None };
    Some(Archived {
        url: String::new(),
        at: jiff::Timestamp::UNIX_EPOCH,
        status: Some(status),
        media_type: field("content-type"),
        head: head.to_vec(),
        body: joined.unwrap_or_else(|| body.to_vec()),
        headers,
    })
}

/// The chunks joined (RFC 9112, section 7.1); `None` where these are none.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().take(64).position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = line.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        let (chunk, after) = rest.split_at_checked(size)?;
        out.extend_from_slice(chunk);
        rest = after
            .strip_prefix(b"\r\n")
            .or_else(|| after.strip_prefix(b"\n"))?;
    }
}

/// Whether a capture is meant to be read: pages, plain texts and feeds. Scripts, style sheets and
/// robots.txt are text too, and say nothing.
pub(super) fn is_text(archived: &Archived, url: &str) -> bool {
    const TYPES: [&str; 5] = [
        "text/html",
        "text/plain",
        "application/xhtml+xml",
        "application/rss+xml",
        "application/atom+xml",
    ];
    let essence = archived
        .media_type
        .as_deref()
        .and_then(|full| full.split(';').next());
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    let path = url.split(['?', '#']).next().unwrap_or(url);
    if path.ends_with("/robots.txt") {
        return false;
    }
    if essence.is_empty() {
        let start = archived
            .body
            .iter()
            .find(|byte| !byte.is_ascii_whitespace());
        return start == Some(&b'<');
    }
    TYPES.contains(&essence.as_str())
}
