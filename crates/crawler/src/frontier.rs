//! What is still to be fetched, kept outside the crawl so that it survives it.

mod memory;

use std::collections::BTreeSet;

use backpedal_model::{Address, Finished, SourceId, Taken};
use jiff::Timestamp;

pub use memory::MemoryFrontier;

/// Why a frontier cannot be read or written, in words for a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FrontierError(pub String);

/// The addresses of **one case**, each once, with their due times and what looks have shown.
///
/// An address is in one of three states: *waiting* (it has a due time, which may have passed),
/// *in flight* (taken and not finished), *ended* (finished with no further due time). The crawl
/// computes all due times and looks; a frontier only keeps them. Methods block for as long as a
/// small transaction takes. One crawl uses a frontier at a time; the methods take `&self`, since
/// the caller may hold it beside the store.
///
/// Durability: what [`Frontier::finish`] returned for must survive a kill, or the address is
/// fetched again. `add`, `take` and `put_back` may be lost by a kill, as long as the frontier
/// stays whole: a lead that was lost is found again by the next look at its source only if that
/// source is not finished yet, so `add` must not be lost where a later `finish` was not.
///
/// A kill leaves addresses in flight; [`Frontier::recover`] makes them wait again with the due
/// time they had, so that the next crawl takes them first.
pub trait Frontier: Send + Sync {
    /// Adds addresses; how many were not known.
    ///
    /// One that is known by its `url` keeps its looks and its state, but:
    /// - where the new one has a smaller `depth`, it takes over `source`, `kind`, `depth`;
    /// - where it waits or has ended, and its last look is before the new `due` (or there was
    ///   none), it waits and is due at the earlier of both times. A look at or after `due` has
    ///   fulfilled the wish already, so two pages that lead to each other are no circle.
    ///
    /// Of several with one `url` in a batch, each is treated in turn.
    ///
    /// # Errors
    /// When nothing of the batch was added.
    fn add(&self, addresses: &[Address]) -> Result<usize, FrontierError>;

    /// Takes what waits and is due at `now` (`due <= now`): of up to `hosts` hosts that are not
    /// `busy`, up to `each` addresses a host. The hosts that have waited longest come first; of
    /// one host the earliest due, of equally due ones the first added. What is taken is in flight.
    ///
    /// Must cost no more with a million addresses of busy hosts than without (a table of hosts,
    /// or an index by host and due time).
    ///
    /// # Errors
    /// When nothing was taken.
    fn take(
        &self,
        now: Timestamp,
        hosts: usize,
        each: usize,
        busy: &BTreeSet<String>,
    ) -> Result<Vec<Taken>, FrontierError>;

    /// Ends looks: what was in flight waits with its new looks and due time, or has ended where
    /// that is none. An `url` that is unknown is passed over.
    ///
    /// # Errors
    /// When nothing of the batch was finished.
    fn finish(&self, done: &[Finished]) -> Result<(), FrontierError>;

    /// Puts back addresses in flight that were not looked at: they wait with the due time and
    /// looks they had.
    ///
    /// # Errors
    /// When nothing of the batch was put back.
    fn put_back(&self, urls: &[String]) -> Result<(), FrontierError>;

    /// Puts back all that is in flight: what a crawl that was killed had taken. How many.
    ///
    /// # Errors
    /// When it cannot be written.
    fn recover(&self) -> Result<usize, FrontierError>;

    /// Ends the addresses of all other sources: those that the case no longer names. Their looks
    /// are kept, in case it names them again.
    ///
    /// # Errors
    /// When it cannot be written.
    fn retain(&self, sources: &BTreeSet<SourceId>) -> Result<(), FrontierError>;

    /// Undoes what a clock that has since been set back wrote: of each address whose last look is
    /// after `now`, the due time moves by as much as the last look must move to be one second
    /// before `now`.
    ///
    /// # Errors
    /// When it cannot be written.
    fn set_back(&self, now: Timestamp) -> Result<(), FrontierError>;

    /// The earliest due time of all that waits; none where nothing does.
    ///
    /// # Errors
    /// When it cannot be read.
    fn next_due(&self) -> Result<Option<Timestamp>, FrontierError>;

    /// How many addresses wait and are due at `now`: of one host, or of all.
    ///
    /// # Errors
    /// When it cannot be read.
    fn waiting(&self, host: Option<&str>, now: Timestamp) -> Result<u64, FrontierError>;
}
