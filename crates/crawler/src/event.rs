//! What a crawl tells while it runs, and what it has done in the end.

use backpedal_model::{Origin, Problem, Snapshot, SnapshotId, SourceId};
use jiff::Timestamp;

use crate::capture::{Capture, Hop, Refusal};

/// What is known from earlier crawls. The store answers; this crate opens no file.
///
/// A closure from an origin to its latest snapshot will do. Without bodies a feed is always
/// fetched in full, because its entries cannot be had from a "not modified".
pub trait Archive: Send + Sync {
    /// The latest capture of an origin.
    fn latest(&self, origin: &Origin) -> Option<Snapshot>;

    /// The bytes of a capture, as received.
    fn body(&self, _id: &SnapshotId) -> Option<Vec<u8>> {
        None
    }
}

impl<F: Fn(&Origin) -> Option<Snapshot> + Send + Sync> Archive for F {
    fn latest(&self, origin: &Origin) -> Option<Snapshot> {
        self(origin)
    }
}

/// One step of a crawl. Pages that a feed leads to carry the feed's id. Steps of different hosts
/// come in any order.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// An address is about to be fetched.
    Started {
        /// The source it belongs to.
        source: SourceId,
        /// The address.
        origin: Origin,
    },
    /// A full answer came; keep it.
    Captured {
        /// The source it belongs to.
        source: SourceId,
        /// The answer, with any status.
        capture: Box<Capture>,
        /// Whether the bytes are those of the latest capture.
        unchanged: bool,
    },
    /// Something is wrong with the capture just reported; it is kept all the same.
    Noted {
        /// The source it belongs to.
        source: SourceId,
        /// What is wrong.
        problem: Problem,
    },
    /// The server says that the latest capture still holds.
    NotModified {
        /// The source it belongs to.
        source: SourceId,
        /// The address.
        origin: Origin,
        /// When the server said so.
        at: Timestamp,
        /// The answers on the way, and last the answer itself.
        hops: Vec<Hop>,
    },
    /// A measurement file that is at hand and whose server gives it no version: not asked again.
    Kept {
        /// The source it belongs to.
        source: SourceId,
        /// The address.
        origin: Origin,
    },
    /// The site does not want it fetched.
    Refused {
        /// The source it belongs to.
        source: SourceId,
        /// What was refused and why.
        refusal: Refusal,
    },
    /// There is no full answer.
    Failed {
        /// The source it belongs to.
        source: SourceId,
        /// Why.
        problem: Problem,
        /// The answers on the way there.
        hops: Vec<Hop>,
    },
    /// Addresses of a host stay in the frontier for the next run.
    LeftOver {
        /// The host.
        host: String,
        /// How many.
        addresses: u64,
        /// Why.
        problem: Problem,
    },
    /// The end of a crawl; while watching, of each round.
    Done(Summary),
}

/// What a crawl has done, in addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Full answers, whatever their status.
    pub captured: usize,
    /// Those of them with the bytes of the capture before.
    pub unchanged: usize,
    /// Answers that nothing has changed.
    pub not_modified: usize,
    /// Files that were at hand.
    pub kept: usize,
    /// Refused by robots.txt.
    pub refused: usize,
    /// Without a full answer.
    pub failed: usize,
    /// Not asked, because the crawl was stopped or a host's budget was used up.
    pub skipped: usize,
    /// The first problems, refusals included, sorted by address: at most [`Summary::PROBLEMS`].
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub more_problems: usize,
}

impl Summary {
    /// How many problems are listed; a crawl can meet any number.
    pub const PROBLEMS: usize = 1000;

    /// Lists another problem.
    pub(crate) fn note(&mut self, problem: Problem) {
        if self.problems.len() < Self::PROBLEMS {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }

    /// Adds another round.
    pub(crate) fn add(&mut self, other: Self) {
        self.captured += other.captured;
        self.unchanged += other.unchanged;
        self.not_modified += other.not_modified;
        self.kept += other.kept;
        self.refused += other.refused;
        self.failed += other.failed;
        self.skipped += other.skipped;
        for problem in other.problems {
            self.note(problem);
        }
        self.more_problems += other.more_problems;
    }

    /// Whether all addresses were fetched or at hand.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.refused + self.failed + self.skipped == 0
    }
}
