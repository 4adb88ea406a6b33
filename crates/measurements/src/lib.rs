//! Measurement files into observations, coverage and gaps; topology by date

mod assemble;
mod clock;
mod collectors;
mod edges;
mod element;
mod feed;
mod input;
mod observe;
mod path;
mod peers;
mod probes;
mod routes;
mod series;
mod source;
mod space;
mod summary;
mod table;
#[cfg(test)]
mod testing;
mod topology;
mod unpack;
mod updates;
mod watch;

pub use input::{Input, Progress};
pub use observe::{Observed, observe};
pub use summary::{FileKind, FileSummary, PeerSummary, summarize, summarize_with};
pub use topology::{TopologyFacts, topology, transit};
pub use unpack::Packing;

/// The version of this stage: raised whenever the same input gives another result.
pub const VERSION: u32 = 1;
