//! WARC files of others (ISO 28500): plain, gzip or zstd, read as far as they can be.
//!
//! Our own files are checked to the last byte; these are what an archive or another crawler left
//! behind. A damaged record is a problem and the next one is read. Each text that was answered with
//! status 200, each `resource`, and each `revisit` of one of them is a capture of the time that the
//! record names.

mod http;
mod packed;
mod record;

use std::collections::HashMap;

use backpedal_model::{Parsed, Place, Problem};
use jiff::Timestamp;

use record::{Found, Record};

/// The most bytes of bodies that are held for records that refer to them (policy).
const HELD: usize = 256 << 20;

/// More problems than this help nobody.
const PROBLEMS: usize = 100;

/// A capture that another program made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// Of what.
    pub url: String,
    /// When.
    pub at: Timestamp,
    /// The status of the answer; `None` for a resource.
    pub status: Option<u16>,
    /// The content type as declared.
    pub media_type: Option<String>,
    /// The header fields of the answer, in order.
    pub headers: Vec<(String, String)>,
    /// The status line and header fields as they stand; empty for a resource.
    pub head: Vec<u8>,
    /// The bytes without transfer coding, with content coding.
    pub body: Vec<u8>,
}

/// Reads a WARC file: `each` gets the captures in the order of the file.
///
/// `name` names the file in problems. What cannot be used is a problem: a record that is damaged
/// or cut off, a file that is no WARC.
pub fn read_warc(name: &str, bytes: &[u8], mut each: impl FnMut(Archived)) -> Vec<Problem> {
    let mut reader = Reader {
        name,
        problems: Vec::new(),
        records: 0,
        bodies: HashMap::new(),
        held: 0,
    };
    packed::members(bytes, |member| match member {
        Ok(bytes) => reader.member(bytes, &mut each),
        Err(why) => reader.note(&why),
    });
    if reader.records == 0 && reader.problems.is_empty() {
        let problem = Problem::new(name, "this is no WARC file");
        reader
            .problems
            .push(problem.hint("give a file that ends in .warc, .warc.gz or .warc.zst"));
    }
    reader.problems
}

/// The same as one list, for small files.
#[must_use]
pub fn warc_captures(name: &str, bytes: &[u8]) -> Parsed<Vec<Archived>> {
    let mut value = Vec::new();
    let problems = read_warc(name, bytes, |one| value.push(one));
    Parsed { value, problems }
}

struct Reader<'a> {
    name: &'a str,
    problems: Vec<Problem>,
    records: u64,
    /// Payloads by their digest, for revisits.
    bodies: HashMap<String, Archived>,
    held: usize,
}

impl Reader<'_> {
    fn note(&mut self, why: &str) {
        if self.problems.len() < PROBLEMS {
            let place = Place::Record(self.records + 1);
            self.problems.push(Problem::new(self.name, why).at(place));
        }
    }

    fn member(&mut self, bytes: &[u8], each: &mut impl FnMut(Archived)) {
        let mut rest = bytes;
        while let Some(found) = record::next(rest) {
            match found {
                Found::Record(record, after) => {
                    self.record(&record, each);
                    self.records += 1;
                    rest = after;
                }
                Found::Damaged(why, after) => {
                    self.note(&format!("a record is left out: {why}"));
                    rest = after;
                }
            }
        }
    }

    fn record(&mut self, record: &Record<'_>, each: &mut impl FnMut(Archived)) {
        let kind = record
            .field("WARC-Type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if !matches!(kind.as_str(), "response" | "resource" | "revisit") {
            return;
        }
        let url = record
            .field("WARC-Target-URI")
            .map(|uri| uri.trim_matches(['<', '>']));
        let Some(url) = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"))
        else {
            return;
        };
        let Some(at) = record
            .field("WARC-Date")
            .and_then(|text| text.parse::<Timestamp>().ok())
        else {
            return self.note("a record is left out: it does not tell its time");
        };
        let digest = record.field("WARC-Payload-Digest").map(str::to_owned);
        if kind == "revisit" {
            let known = digest.and_then(|digest| self.bodies.get(&digest));
            match known {
                Some(known) => each(Archived {
                    url: url.to_owned(),
                    at,
                    ..known.clone()
                }),
                None => {
                    self.note("a record is left out: it refers to another that is not in this file")
                }
            }
            return;
        }
        let archived = match kind.as_str() {
            "response" => http::answer(record.block),
            _ => Some(resource(record, at)),
        };
        let Some(mut archived) = archived else {
            return self.note("a record is left out: its answer has no head");
        };
        let fits = archived.status.is_none_or(|status| status == 200);
        if !fits || archived.body.is_empty() || !http::is_text(&archived, url) {
            return;
        }
        if record.field("WARC-Truncated").is_some() {
            // Beside a whole capture, what is missing would pass for removed.
            return self.note(&format!(
                "a record is left out: {url} was cut when it was captured"
            ));
        }
        (archived.url, archived.at) = (url.to_owned(), at);
        if let Some(digest) = digest.filter(|_| self.held + archived.body.len() <= HELD) {
            self.held += archived.body.len();
            self.bodies
                .entry(digest)
                .or_insert_with(|| archived.clone());
        }
        each(archived);
    }
}

/// A record that holds the bytes alone.
fn resource(record: &Record<'_>, at: Timestamp) -> Archived {
    Archived {
        url: String::new(),
        at,
        status: None,
        media_type: record.field("Content-Type").map(str::to_owned),
        headers: Vec::new(),
        head: Vec::new(),
        body: record.block.to_vec(),
    }
}

#[cfg(test)]
mod tests;
