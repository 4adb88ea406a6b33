//! Captures and visits as the bytes of their records.

use std::io;

use backpedal_model::{Origin, Sha256, Snapshot, SnapshotId};
use jiff::Timestamp;

use super::{
    IDENTICAL_PAYLOAD, Look, NOT_MODIFIED,
    record::{Record, head, one_line, record_id, response_head},
    uri,
};
use crate::{Exchange, Hop};

/// The capture that holds the payload already, or that a server says still holds.
#[derive(Clone, Debug)]
pub(crate) struct Original {
    /// Its snapshot.
    pub(crate) id: SnapshotId,
    /// The target of its record.
    pub(crate) target: String,
    /// When it was captured.
    pub(crate) at: Timestamp,
    /// The digest of its payload.
    pub(crate) digest: Sha256,
    /// Whether it is a `response` record.
    pub(crate) fetched: bool,
}

impl Original {
    /// Of a snapshot whose record has another target than its origin where that is given.
    pub(crate) fn new(snapshot: Snapshot, target: Option<String>, fetched: bool) -> Self {
        let origin = uri::target(&snapshot.origin);
        Self {
            target: target.unwrap_or(origin),
            id: snapshot.id,
            at: snapshot.captured_at,
            digest: snapshot.digest,
            fetched,
        }
    }
}

/// What the records of one look have in common.
struct Group<'a> {
    /// What their identifiers are made from.
    name: &'a str,
    at: Timestamp,
    origin: String,
    exchange: Option<&'a Exchange>,
}

/// Appends the records of one capture. The same capture gives the same bytes.
pub(crate) fn capture(
    snapshot: &Snapshot,
    body: &[u8],
    exchange: Option<&Exchange>,
    original: Option<&Original>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let exchange = exchange.filter(|exchange| !exchange.response_head.is_empty());
    let group = Group::new(
        snapshot.id.as_str(),
        snapshot.captured_at,
        &snapshot.origin,
        exchange,
    );
    // A revisit record has the name that the full record would have.
    let main = record_id(group.name, full_type(exchange.is_some()));
    group.ways(&main, out)?;
    let kind = original.map_or(full_type(exchange.is_some()), |_| "revisit");
    let mut record = group.record(kind, &main, &group.target());
    record.field(
        "WARC-Payload-Digest",
        &format!("sha256:{}", snapshot.digest),
    );
    group.remote(&mut record);
    if let Some(original) = original {
        refer(&mut record, IDENTICAL_PAYLOAD, original);
    }
    let response = exchange.map(|exchange| response_head(&exchange.response_head));
    let content_type = match (&response, &snapshot.media_type) {
        (Some(_), _) => RESPONSE.to_owned(),
        (None, Some(media_type)) => one_line(media_type),
        (None, None) => "application/octet-stream".to_owned(),
    };
    let body = if original.is_some() { &[][..] } else { body };
    let block = [response.as_deref().unwrap_or_default(), body];
    record.finish(&content_type, &block, out)?;
    group.metadata(Some(&main), &serde_json::to_vec(snapshot)?, out)
}

/// Appends the records of a look that brought no capture. With `original`, the server said that it
/// still holds.
pub(crate) fn visit(
    look: &Look,
    exchange: Option<&Exchange>,
    original: Option<&Original>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let name = format!("visit {} {} {}", look.at, look.status, look.origin.as_str());
    let group = Group::new(&name, look.at, &look.origin, exchange);
    let main = record_id(&name, "response");
    group.ways(&main, out)?;
    let answered = exchange.filter(|exchange| !exchange.response_head.is_empty());
    if let Some(exchange) = answered {
        let kind = original.map_or("response", |_| "revisit");
        let mut record = group.record(kind, &main, &group.target());
        group.remote(&mut record);
        if let Some(original) = original {
            let digest = format!("sha256:{}", original.digest);
            record.field("WARC-Payload-Digest", &digest);
            refer(&mut record, NOT_MODIFIED, original);
        }
        let block = response_head(&exchange.response_head);
        record.finish(RESPONSE, &[&block], out)?;
    }
    let json = serde_json::to_vec(&serde_json::json!({ "visit": look }))?;
    group.metadata(answered.map(|_| main.as_str()), &json, out)
}

/// Appends the record that begins a segment: who wrote it, by which rules. Nothing about the
/// machine or the person.
pub(crate) fn information(name: &str, at: Timestamp, out: &mut Vec<u8>) -> io::Result<()> {
    let mut record = Record::new("warcinfo", &record_id(name, "warcinfo"), at);
    record.field("WARC-Filename", name);
    let fields = format!(
        "software: backpedal/{}\r\nformat: WARC File Format 1.1\r\nconformsTo: \
         http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
        env!("CARGO_PKG_VERSION")
    );
    record.finish("application/warc-fields", &[fields.as_bytes()], out)
}

const REQUEST: &str = "application/http;msgtype=request";
const RESPONSE: &str = "application/http;msgtype=response";

impl<'a> Group<'a> {
    fn new(name: &'a str, at: Timestamp, origin: &Origin, exchange: Option<&'a Exchange>) -> Self {
        let origin = uri::target(origin);
        Self {
            name,
            at,
            origin,
            exchange,
        }
    }

    /// The address that answered.
    fn target(&self) -> String {
        let landed = self
            .exchange
            .and_then(|exchange| exchange.target.as_deref());
        landed.map_or_else(|| self.origin.clone(), uri::of)
    }

    fn record(&self, kind: &str, id: &str, target: &str) -> Record {
        let mut record = Record::new(kind, id, self.at);
        record.field("WARC-Target-URI", target);
        record
    }

    fn remote(&self, record: &mut Record) {
        if let Some(remote) = self.exchange.and_then(|exchange| exchange.remote) {
            record.field("WARC-IP-Address", &remote.to_string());
        }
    }

    /// The answers on the way, and the last request.
    fn ways(&self, main: &str, out: &mut Vec<u8>) -> io::Result<()> {
        let Some(exchange) = self.exchange else {
            return Ok(());
        };
        for (number, hop) in exchange.hops.iter().enumerate() {
            self.hop(number, hop, out)?;
        }
        let target = self.target();
        self.request(
            &exchange.request_head,
            "request",
            main,
            (&target, self.at),
            out,
        )
    }

    fn request(
        &self,
        bytes: &[u8],
        part: &str,
        answer: &str,
        (target, at): (&str, Timestamp),
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let mut record = Record::new("request", &record_id(self.name, part), at);
        record.field("WARC-Target-URI", target);
        record.field("WARC-Concurrent-To", answer);
        record.finish(REQUEST, &[&head(bytes)], out)
    }

    /// An answer on the way: a request and a response of their own.
    fn hop(&self, number: usize, hop: &Hop, out: &mut Vec<u8>) -> io::Result<()> {
        let target = uri::of(&hop.url);
        let id = record_id(self.name, &format!("hop {number} response"));
        let part = format!("hop {number} request");
        self.request(&hop.request_head, &part, &id, (&target, hop.at), out)?;
        let mut record = Record::new("response", &id, hop.at);
        record.field("WARC-Target-URI", &target);
        let digest = Sha256::of(&hop.body);
        record.field("WARC-Payload-Digest", &format!("sha256:{digest}"));
        if let Some(remote) = hop.remote {
            record.field("WARC-IP-Address", &remote.to_string());
        }
        if let Some(why) = hop.truncated {
            record.field("WARC-Truncated", why.as_str());
        }
        let block = response_head(&hop.response_head);
        record.finish(RESPONSE, &[&block, &hop.body], out)
    }

    fn metadata(&self, main: Option<&str>, json: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        let id = record_id(self.name, "metadata");
        let mut record = self.record("metadata", &id, &self.origin);
        if let Some(main) = main {
            record.field("WARC-Concurrent-To", main);
        }
        record.finish("application/json", &[json], out)
    }
}

/// What a revisit record refers to.
fn refer(record: &mut Record, profile: &str, original: &Original) {
    record.field("WARC-Profile", profile);
    let refers_to = record_id(original.id.as_str(), full_type(original.fetched));
    record.field("WARC-Refers-To", &refers_to);
    record.field("WARC-Refers-To-Target-URI", &original.target);
    record.field("WARC-Refers-To-Date", &original.at.to_string());
}

/// The record type of a capture that is no revisit.
const fn full_type(fetched: bool) -> &'static str {
    if fetched { "response" } else { "resource" }
}
