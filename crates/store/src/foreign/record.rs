//! One record after the other, out of bytes that may be damaged anywhere.

/// A record: its named fields, and its block.
#[derive(Debug)]
pub(super) struct Record<'a> {
    fields: Vec<(String, String)>,
    pub(super) block: &'a [u8],
}

impl Record<'_> {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let found = self
            .fields
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// What stands next, and what follows it.
pub(super) enum Found<'a> {
    Record(Record<'a>, &'a [u8]),
    /// Why, as one clause.
    Damaged(&'static str, &'a [u8]),
}

/// The next record; `None` at the end.
pub(super) fn next(bytes: &[u8]) -> Option<Found<'_>> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let bytes = &bytes[start..];
    if !bytes.starts_with(b"WARC/") {
        return Some(Found::Damaged(
            "it does not begin with its version",
            resumed(bytes),
        ));
    }
    Some(match record(bytes) {
        Ok((record, after)) => Found::Record(record, after),
        Err(why) => Found::Damaged(why, resumed(&bytes[5..])),
    })
}

fn record(bytes: &[u8]) -> Result<(Record<'_>, &[u8]), &'static str> {
    let (head, rest) = head(bytes).ok_or("its header does not end")?;
    let fields = fields(head);
    let mut record = Record { fields, block: &[] };
    let length = record
        .field("Content-Length")
        .and_then(|text| text.parse::<usize>().ok());
    let length = length.ok_or("it does not tell its length")?;
    let (block, after) = rest.split_at_checked(length).ok_or("it is cut off")?;
    // Two empty lines end a record; where a wrong length points into the middle, none is there.
    let ends = after.is_empty() || after.starts_with(b"\r\n") || after.starts_with(b"\n");
    if !ends {
        return Err("its length is wrong");
    }
    record.block = block;
    Ok((record, after))
}

/// What follows the next line that begins a record.
fn resumed(bytes: &[u8]) -> &[u8] {
    let at = bytes.windows(6).position(|window| window == b"\nWARC/");
    at.map_or(&[], |at| &bytes[at + 1..])
}

/// A head up to its empty line, with line ends of either kind, and what follows.
pub(super) fn head(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line == b"\r\n" || line == b"\n" {
            return Some((&bytes[..at], &bytes[at..]));
        }
        // No head is longer than this; what is, was never one.
        if at > 1 << 20 {
            return None;
        }
    }
    None
}

/// The named fields of a head; a line that begins with a space goes on with the one before.
pub(super) fn fields(head: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(head);
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines().skip(1) {
        match (
            line.starts_with([' ', '\t']),
            line.split_once(':'),
            found.last_mut(),
        ) {
            (true, _, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (false, Some((name, value)), _) => {
                found.push((name.trim().to_owned(), value.trim().to_owned()))
            }
            _ => {}
        }
    }
    found
}
