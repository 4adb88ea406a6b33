//! Segments: files to which captures are appended, many to a file.

mod recover;
mod scan;
mod table;
mod writer;

pub(crate) use recover::{recover, take_in};
pub(crate) use table::list;
pub(crate) use writer::Writer;

/// The length in bytes from which nothing more is added to a segment (policy): small enough to copy
/// and to check, large enough that a month's crawl is a handful of files.
pub(crate) const LENGTH: u64 = 256 << 20;
