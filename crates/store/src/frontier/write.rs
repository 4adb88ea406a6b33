//! Changes of the frontier within one transaction.

use std::collections::BTreeSet;

use backpedal_model::{Address, Finished, Taken};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Params, Transaction, params};

use super::rows::{self, key, nanoseconds};

const WAITING: u8 = 0;
const IN_FLIGHT: u8 = 1;
const ENDED: u8 = 2;

/// One transaction. It remembers the hosts whose addresses it changed, so that each one's due time
/// is computed once, at its end.
pub(super) struct Batch<'a, 'b> {
    transaction: &'a Transaction<'b>,
    pub(super) case: &'a str,
    touched: BTreeSet<i64>,
}

/// What `add` must know of a known address.
struct Known {
    number: i64,
    host: i64,
    depth: u16,
    state: u8,
    due: i64,
    last: Option<i64>,
}

impl<'a, 'b> Batch<'a, 'b> {
    pub(super) const fn new(transaction: &'a Transaction<'b>, case: &'a str) -> Self {
        Self {
            transaction,
            case,
            touched: BTreeSet::new(),
        }
    }

    /// Brings the due times of the hosts up to date.
    pub(super) fn end(self) -> rusqlite::Result<()> {
        let sql = "UPDATE hosts SET due =
                       (SELECT min(due) FROM addresses WHERE host = ?1 AND state = 0)
                   WHERE id = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut touched = self.touched.iter();
        touched.try_for_each(|host| statement.execute([host]).map(drop))
    }

    /// Adds an address; whether it was not known.
    pub(super) fn add(&mut self, new: &Address) -> rusqlite::Result<bool> {
        let Some(known) = self.known(&new.url)? else {
            self.insert(new)?;
            return Ok(true);
        };
        if new.depth < known.depth {
            let sql = "UPDATE addresses SET source = ?2, kind = ?3, depth = ?4 WHERE number = ?1";
            let mut statement = self.transaction.prepare_cached(sql)?;
            let (source, kind) = (new.source.as_str(), kind(new));
            statement.execute(params![known.number, source, kind, new.depth])?;
        }
        let due = nanoseconds(new.due);
        // A look at or after that time has fulfilled the wish, so that two pages that lead to each
        // other are no circle.
        let fulfilled = known.last.is_some_and(|last| last >= due);
        let sooner = known.state == ENDED || due < known.due;
        if !fulfilled && known.state != IN_FLIGHT && sooner {
            let sql = "UPDATE addresses SET state = ?2, due = ?3 WHERE number = ?1";
            let mut statement = self.transaction.prepare_cached(sql)?;
            statement.execute(params![known.number, WAITING, due])?;
            self.touched.insert(known.host);
        }
        Ok(false)
    }

    fn known(&self, url: &str) -> rusqlite::Result<Option<Known>> {
        let sql = "SELECT number, host, depth, state, due, last FROM addresses
                   WHERE key = ?1 AND url = ?2";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let known = statement.query_row((key(self.case, url), url), |row| {
            Ok(Known {
                number: row.get(0)?,
                host: row.get(1)?,
                depth: row.get(2)?,
                state: row.get(3)?,
                due: row.get(4)?,
                last: row.get(5)?,
            })
        });
        known.optional()
    }

    fn insert(&mut self, new: &Address) -> rusqlite::Result<()> {
        let host = self.host(&new.host)?;
        let sql = "INSERT INTO addresses (key, host, url, source, kind, depth, state, due)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.transaction.prepare_cached(sql)?.execute(params![
            key(self.case, &new.url),
            host,
            new.url,
            new.source.as_str(),
            kind(new),
            new.depth,
            WAITING,
            nanoseconds(new.due),
        ])?;
        self.touched.insert(host);
        Ok(())
    }

    /// The number of a host, which is made where it is new.
    fn host(&self, name: &str) -> rusqlite::Result<i64> {
        let sql = "SELECT id FROM hosts WHERE case_id = ?1 AND host = ?2";
        let mut find = self.transaction.prepare_cached(sql)?;
        let found = find.query_row((self.case, name), |row| row.get(0));
        if let Some(id) = found.optional()? {
            return Ok(id);
        }
        let sql = "INSERT INTO hosts (case_id, host) VALUES (?1, ?2)";
        self.transaction
            .prepare_cached(sql)?
            .insert((self.case, name))
    }

    /// Up to `most` hosts that are not busy and have something due, longest waiting first.
    pub(super) fn due_hosts(
        &self,
        now: Timestamp,
        most: usize,
        busy: &BTreeSet<String>,
    ) -> rusqlite::Result<Vec<(i64, String)>> {
        let sql = "SELECT id, host FROM hosts WHERE case_id = ?1 AND due <= ?2
                   ORDER BY due, host";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query((self.case, nanoseconds(now)))?;
        let mut hosts = Vec::new();
        while hosts.len() < most
            && let Some(row) = rows.next()?
        {
            let host: String = row.get(1)?;
            if !busy.contains(&host) {
                hosts.push((row.get(0)?, host));
            }
        }
        Ok(hosts)
    }

    /// Takes up to `each` due addresses of a host.
    pub(super) fn take(
        &mut self,
        id: i64,
        host: &str,
        now: Timestamp,
        each: usize,
        taken: &mut Vec<Taken>,
    ) -> rusqlite::Result<()> {
        let sql = "SELECT * FROM addresses WHERE host = ?1 AND state = 0 AND due <= ?2
                   ORDER BY due, number LIMIT ?3";
        let each = i64::try_from(each).unwrap_or(i64::MAX);
        let mut statement = self.transaction.prepare_cached(sql)?;
        let row = |row: &rusqlite::Row<'_>| {
            let number: i64 = row.get("number")?;
            Ok((number, rows::taken(row, host)?))
        };
        let found = statement.query_map((id, nanoseconds(now), each), row)?;
        let found: Vec<(i64, Taken)> = found.collect::<rusqlite::Result<_>>()?;
        let sql = "UPDATE addresses SET state = ?2 WHERE number = ?1";
        let mut mark = self.transaction.prepare_cached(sql)?;
        for (number, one) in found {
            mark.execute((number, IN_FLIGHT))?;
            taken.push(one);
        }
        self.touched.insert(id);
        Ok(())
    }

    pub(super) fn finish(&mut self, done: &Finished) -> rusqlite::Result<()> {
        let sql = "UPDATE addresses SET state = ?3, due = coalesce(?4, due), last = ?5,
                       changed = ?6, count = ?7, unchanged = ?8, failures = ?9, every_seconds = ?10
                   WHERE key = ?1 AND url = ?2 RETURNING host";
        let (looks, state) = (
            &done.looks,
            if done.due.is_some() { WAITING } else { ENDED },
        );
        self.change(
            sql,
            params![
                key(self.case, &done.url),
                done.url,
                state,
                done.due.map(nanoseconds),
                looks.last.map(nanoseconds),
                looks.changed.map(nanoseconds),
                looks.count,
                looks.unchanged,
                looks.failures,
                i64::try_from(looks.every_seconds).unwrap_or(i64::MAX),
            ],
        )?;
        Ok(())
    }

    pub(super) fn put_back(&mut self, url: &str) -> rusqlite::Result<()> {
        let sql = "UPDATE addresses SET state = 0
                   WHERE key = ?1 AND url = ?2 AND state = 1 RETURNING host";
        self.change(sql, (key(self.case, url), url)).map(drop)
    }

    /// Runs a statement that returns the host of each changed address; how many.
    pub(super) fn change(&mut self, sql: &str, params: impl Params) -> rusqlite::Result<usize> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            self.touched.insert(row.get(0)?);
            count += 1;
        }
        Ok(count)
    }
}

/// As JSON, which has a word for each kind.
fn kind(address: &Address) -> Option<String> {
    serde_json::to_string(&address.kind?).ok()
}
