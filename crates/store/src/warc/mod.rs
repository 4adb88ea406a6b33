//! WARC 1.1 (ISO 28500:2017): the records of one capture or visit, and the way back.
//!
//! Every record is a gzip member of its own (annex D of the standard). What one look brought stands
//! together, in this order: for each answer on the way its `request` and `response`; the last
//! `request`; its `response`, or a `resource` for what was imported, or a `revisit` where the payload
//! is in the store already; and always a `metadata` record, from which the database can be made again.

mod member;
mod payload;
mod read;
mod record;
mod uri;
mod write;

pub(crate) use payload::{Payload, payload};
pub(crate) use read::{Capture, Content, Look, parse, read};
pub(crate) use write::{Original, capture, information, visit};

/// The profile of revisit records that refer to an identical payload, from the WARC 1.1 standard,
/// section 6.7.2.
const IDENTICAL_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// The profile of revisit records for an answer 304, from the same standard, section 6.7.3.
const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
