//! The store as the crawler asks it: what is known from before, and what is still to do.

use std::collections::BTreeSet;

use backpedal_crawler::{Archive, Frontier, FrontierError};
use backpedal_model::{Address, Finished, Origin, Snapshot, SnapshotId, SourceId, Taken};
use backpedal_store::{Error, Store};
use jiff::Timestamp;

/// What the store cannot tell is fetched anew.
pub(super) struct Kept<'a>(pub(super) &'a Store);

impl Archive for Kept<'_> {
    fn latest(&self, origin: &Origin) -> Option<Snapshot> {
        self.0.latest(origin).ok().flatten()
    }

    fn body(&self, id: &SnapshotId) -> Option<Vec<u8>> {
        self.0.body(id).ok().flatten()
    }
}

/// The frontier of a case on disk.
pub(super) struct OnDisk(pub(super) backpedal_store::Frontier);

fn told<T>(result: Result<T, Error>) -> Result<T, FrontierError> {
    result.map_err(|error| FrontierError(error.to_string()))
}

impl Frontier for OnDisk {
    fn add(&self, addresses: &[Address]) -> Result<usize, FrontierError> {
        told(self.0.add(addresses))
    }

    fn take(
        &self,
        now: Timestamp,
        hosts: usize,
        each: usize,
        busy: &BTreeSet<String>,
    ) -> Result<Vec<Taken>, FrontierError> {
        told(self.0.take(now, hosts, each, busy))
    }

    fn finish(&self, done: &[Finished]) -> Result<(), FrontierError> {
        told(self.0.finish(done))
    }

    fn put_back(&self, urls: &[String]) -> Result<(), FrontierError> {
        told(self.0.put_back(urls))
    }

    fn recover(&self) -> Result<usize, FrontierError> {
        told(self.0.recover())
    }

    fn retain(&self, sources: &BTreeSet<SourceId>) -> Result<(), FrontierError> {
        told(self.0.retain(sources))
    }

    fn set_back(&self, now: Timestamp) -> Result<(), FrontierError> {
        told(self.0.set_back(now))
    }

    fn next_due(&self) -> Result<Option<Timestamp>, FrontierError> {
        told(self.0.next_due())
    }

    fn waiting(&self, host: Option<&str>, now: Timestamp) -> Result<u64, FrontierError> {
        told(self.0.waiting(host, now))
    }
}
