//! WARC 1.1 (ISO 28500:2017): the records of one capture, and the way back.
//!
//! A capture is one file with one gzip member for each record (annex D of the standard):
//! `request` and `response` for what was fetched, `resource` for what was imported, `revisit` in
//! place of either where the payload is in the store already, and always a `metadata` record with
//! the snapshot, from which the database can be made again.

mod read;
mod uri;
mod write;

pub(crate) use read::{Capture, read};
pub(crate) use write::{Original, write};

/// The profile of revisit records that refer to an identical payload, from the WARC 1.1 standard,
/// section 6.7.2.
const IDENTICAL_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
