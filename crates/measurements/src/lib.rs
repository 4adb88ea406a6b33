//! Measurement files into observations, coverage and gaps; topology by date.
//!
//! Routing tables and updates (MRT, or the text of `bgpdump -m`) become the visibility of each
//! party's prefixes over time; probe results become rounds; values over time are held against their
//! own past; relationship files and the paths of
//! tables say who bought transit from whom. Every result carries how well the data could see it: a
//! lost session, a hole between two files or a file cut in the middle is a gap, never a "no".
//!
//! The crate opens no file and reads no clock: it is handed readers, and takes digest and size of a
//! file while it goes through it. Memory is bounded by what the case watches, not by the files.
//!
//! ```
//! use backpedal_measurements::{FileKind, summarize};
//!
//! let text = b"BGP4MP|1655793233|W|192.0.2.1|64500|198.51.100.0/24\n";
//! let parsed = summarize("updates.txt", Box::new(&text[..]));
//! assert!(parsed.problems.is_empty());
//! assert_eq!(parsed.value.kind, FileKind::TextUpdates);
//! assert_eq!(parsed.value.withdrawals, 1);
//! ```
//!
//! How visibility is sampled, in words: minute by minute, at the start of the minute, the share of
//! the baseline's prefixes that more than half of the full-feed peers have (each prefix by itself;
//! what an aggregate covers is told beside it). The mean of that share, changes of paths and
//! withdrawals are of the whole minute that follows.

mod addresses;
mod archive;
mod assemble;
mod atlas;
mod baseline;
mod clock;
mod collectors;
mod element;
mod facts;
mod feed;
mod few;
mod firsts;
mod hours;
mod input;
mod lines;
mod observe;
mod origins;
mod path;
mod peers;
mod plan;
mod probes;
mod routes;
mod routing;
mod series;
mod side_by_side;
mod source;
mod space;
mod summary;
mod table;
#[cfg(test)]
mod testing;
mod topology;
mod unpack;
mod updates;
mod values;
mod watch;

pub use archive::{ArchiveName, Selection, select};
pub use atlas::{AtlasGroup, AtlasSummary};
pub use input::{Contents, Input, Progress};
pub use observe::{Observed, observe};
pub use plan::{COLLECTORS, Holder, Plan, Step, plan};
pub use summary::{FileKind, FileSummary, PeerSummary, summarize, summarize_with};
pub use topology::{
    Candidate, Dependent, Dependents, Exchange, Fit, Ground, PathCount, Resolution, Resolved,
    Snapshot, TopologyFacts, Wanted, Why, address_map, dependents, nearest_files,
    relationship_format, resolve, topology, transit,
};
pub use unpack::Packing;
pub use values::SeriesSummary;

/// The version of this stage: raised whenever the same input gives another result.
pub const VERSION: u32 = 9;
