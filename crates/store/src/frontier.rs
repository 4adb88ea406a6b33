//! What a crawl still has to do, on disk: addresses, when each is due, what looks have shown.
//!
//! A database of its own, `frontier.sqlite`, since nothing in it is precious, and since a crawl
//! writes it for every address: a kill loses nothing of it, only a power cut may.

mod rows;
mod write;

use std::collections::BTreeSet;

use backpedal_model::{Address, Finished, SourceId, Taken};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Transaction};

use self::{
    rows::{nanoseconds, time},
    write::Batch,
};
use crate::{
    Error, Store,
    database::{Database, Plan},
};

/// The name of the database in the data directory.
const NAME: &str = "frontier.sqlite";

const PLAN: Plan = Plan {
    schema: 1,
    synchronous: "NORMAL",
};

/// SQLite's cache, in KiB with a minus (policy): the tops of the indexes of a million addresses,
/// and no more memory than that however many there are.
const CACHE: i64 = -16_384;

/// The addresses of one case.
///
/// An address waits, is in flight, or has ended. One crawl uses a frontier at a time; see
/// [`Store::lock_crawl`]. Every method is one transaction. When it returned, a kill loses nothing
/// of it; a power cut may lose the last transactions, but never one that came before a kept one.
#[derive(Debug)]
pub struct Frontier {
    database: Database,
    case: String,
}

impl Store {
    /// What crawls of a case still have to do.
    ///
    /// # Errors
    /// When its file cannot be written or is damaged. It can be removed then: the next crawl
    /// begins with the sources of the case, and nothing that was captured is lost.
    pub fn frontier(&self, case: &str) -> Result<Frontier, Error> {
        let path = self.dir.join(NAME);
        let database = Database::open_as(path, &PLAN, |transaction, path, _| {
            let created = transaction.execute_batch(include_str!("frontier.sql"));
            created.map_err(|e| Error::database(path, e))
        })?;
        database.with(|connection| connection.pragma_update(None, "cache_size", CACHE))?;
        let case = case.to_owned();
        Ok(Frontier { database, case })
    }
}

impl Frontier {
    /// Adds addresses; how many were not known. One that is known by its `url` keeps its looks and
    /// its state, but takes over source, kind and depth of one with a smaller depth, and, where it
    /// is not in flight and its last look was before the new due time, is due at the earlier one.
    ///
    /// # Errors
    /// When nothing of the batch was added.
    pub fn add(&self, addresses: &[Address]) -> Result<usize, Error> {
        self.batch(|batch| {
            let mut new = 0;
            for address in addresses {
                new += usize::from(batch.add(address)?);
            }
            Ok(new)
        })
    }

    /// Takes what waits and is due: of up to `hosts` hosts that are not `busy`, up to `each` a host.
    /// Hosts that have waited longest come first; of one host the earliest due, of equally due ones
    /// the first added.
    ///
    /// # Errors
    /// When nothing was taken.
    pub fn take(
        &self,
        now: Timestamp,
        hosts: usize,
        each: usize,
        busy: &BTreeSet<String>,
    ) -> Result<Vec<Taken>, Error> {
        self.batch(|batch| {
            let mut taken = Vec::new();
            for (id, host) in batch.due_hosts(now, hosts, busy)? {
                batch.take(id, &host, now, each, &mut taken)?;
            }
            Ok(taken)
        })
    }

    /// Ends looks: what was in flight waits with its new looks and due time, or has ended where
    /// there is none. An unknown `url` is passed over.
    ///
    /// # Errors
    /// When nothing of the batch was finished.
    pub fn finish(&self, done: &[Finished]) -> Result<(), Error> {
        self.batch(|batch| done.iter().try_for_each(|done| batch.finish(done)))
    }

    /// Puts back what is in flight and was not looked at: it waits with the due time and looks it
    /// had.
    ///
    /// # Errors
    /// When nothing of the batch was put back.
    pub fn put_back(&self, urls: &[String]) -> Result<(), Error> {
        self.batch(|batch| urls.iter().try_for_each(|url| batch.put_back(url)))
    }

    /// Puts back all that is in flight: what a killed crawl had taken. How many.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn recover(&self) -> Result<usize, Error> {
        let sql = "UPDATE addresses SET state = 0
                   WHERE state = 1 AND host IN (SELECT id FROM hosts WHERE case_id = ?1)
                   RETURNING host";
        self.batch(|batch| batch.change(sql, [batch.case]))
    }

    /// Ends the addresses of all other sources. Their looks are kept.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn retain(&self, sources: &BTreeSet<SourceId>) -> Result<(), Error> {
        let sql = "UPDATE addresses SET state = 2
                   WHERE state <> 2 AND source NOT IN (SELECT value FROM json_each(?2))
                       AND host IN (SELECT id FROM hosts WHERE case_id = ?1)
                   RETURNING host";
        let json = serde_json::to_string(sources).map_err(|source| Error::Json {
            what: "a list of sources".to_owned(),
            source,
        })?;
        self.batch(|batch| batch.change(sql, [batch.case, &json]).map(drop))
    }

    /// Undoes what a clock that has since been set back wrote: of each address whose last look is
    /// after `now`, the due time moves by as much as the last look must move to be one second
    /// before `now`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn set_back(&self, now: Timestamp) -> Result<(), Error> {
        // The first number keeps what was due at the beginning of time from running over.
        let sql = "UPDATE addresses
                   SET due = max(due, -4000000000000000000) - (last - ?3), last = ?3
                   WHERE last > ?2 AND host IN (SELECT id FROM hosts WHERE case_id = ?1)
                   RETURNING host";
        let second = SignedDuration::from_secs(1);
        let before = nanoseconds(now.checked_sub(second).unwrap_or(now));
        let now = nanoseconds(now);
        self.batch(|batch| batch.change(sql, (batch.case, now, before)).map(drop))
    }

    /// The earliest due time of all that waits; none where nothing does.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn next_due(&self) -> Result<Option<Timestamp>, Error> {
        let sql = "SELECT min(due) FROM hosts WHERE case_id = ?1";
        let due: Option<i64> = self.database.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_row([&self.case], |row| row.get(0))
        })?;
        Ok(due.map(time))
    }

    /// How many addresses wait and are due at `now`: of one host, or of all.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn waiting(&self, host: Option<&str>, now: Timestamp) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM hosts JOIN addresses ON addresses.host = hosts.id
                   WHERE hosts.case_id = ?1 AND (?3 IS NULL OR hosts.host = ?3)
                       AND hosts.due <= ?2 AND state = 0 AND addresses.due <= ?2";
        self.database.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_row((&self.case, nanoseconds(now), host), |row| row.get(0))
        })
    }

    /// What earlier looks at an address have shown; `None` where it was never added.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn known(&self, url: &str) -> Result<Option<Taken>, Error> {
        let sql = "SELECT addresses.*, hosts.host AS name
                   FROM addresses JOIN hosts ON hosts.id = addresses.host
                   WHERE key = ?1 AND url = ?2 AND case_id = ?3";
        self.database.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let key = rows::key(&self.case, url);
            statement
                .query_row((key, url, &self.case), |row| {
                    let host: String = row.get("name")?;
                    rows::taken(row, &host)
                })
                .optional()
        })
    }

    /// Runs `work` in one transaction, and brings the due times of hosts up to date after it.
    fn batch<T>(
        &self,
        work: impl FnOnce(&mut Batch<'_, '_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.database.transact(|transaction: &Transaction<'_>| {
            let mut batch = Batch::new(transaction, &self.case);
            let value = work(&mut batch).and_then(|value| batch.end().map(|()| value));
            value.map_err(|e| Error::database(self.database.path(), e))
        })
    }
}
