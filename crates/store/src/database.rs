//! Opening `backpedal.sqlite`: settings, schema and its version.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::Error;

/// The schema that this program writes, kept in `user_version`. Raised with every change of
/// `schema.sql`; a step from each older version is then added to [`Database::open`].
const SCHEMA: i64 = 1;

/// How long one process waits for another's transaction (policy).
const WAIT: Duration = Duration::from_secs(10);

/// How long an opener pauses before it asks for WAL again (policy).
const PAUSE: Duration = Duration::from_millis(5);

#[derive(Debug)]
pub(crate) struct Database {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl Database {
    /// Opens or creates the database. `fill` runs in the transaction that creates the tables, so
    /// that a crash never leaves them without their content.
    pub(crate) fn open(
        path: PathBuf,
        fill: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let wrap = |e| Error::database(&path, e);
        let mut connection = Connection::open(&path).map_err(wrap)?;
        connection.busy_timeout(WAIT).map_err(wrap)?;
        settings(&connection).map_err(wrap)?;
        if version(&connection).map_err(wrap)? != SCHEMA {
            let create = connection.transaction_with_behavior(TransactionBehavior::Immediate);
            let create = create.map_err(wrap)?;
            // Looked at again: another process may have been faster.
            let found = version(&create).map_err(wrap)?;
            if found > SCHEMA {
                return Err(Error::Newer {
                    path: path.clone(),
                    found,
                    known: SCHEMA,
                });
            }
            if found == 0 {
                create
                    .execute_batch(include_str!("schema.sql"))
                    .map_err(wrap)?;
                fill(&create)?;
                create
                    .pragma_update(None, "user_version", SCHEMA)
                    .map_err(wrap)?;
            }
            create.commit().map_err(wrap)?;
        }
        Ok(Self {
            connection: Mutex::new(connection),
            path,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work` on the connection.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        work(&mut self.guard()).map_err(|e| Error::database(&self.path, e))
    }

    /// Runs `work` in one transaction.
    pub(crate) fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let wrap = |e| Error::database(&self.path, e);
        let mut connection = self.guard();
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(wrap)?;
        let value = work(&transaction)?;
        transaction.commit().map_err(wrap)?;
        Ok(value)
    }

    /// A thread that panicked cannot have left a half-done transaction: those roll back.
    fn guard(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Readers go on while a run writes (WAL), and what was reported done survives a power cut (FULL
/// flushes at each commit; NORMAL would only keep the file consistent).
///
/// The time-out of the connection does not cover the change to WAL: where two openers of a new
/// file would wait for each other's lock, SQLite tells one of them at once that it is busy. That
/// one tries again here.
fn settings(connection: &Connection) -> rusqlite::Result<()> {
    let end = Instant::now() + WAIT;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(e) if is_busy(&e) && Instant::now() < end => std::thread::sleep(PAUSE),
            done => break done?,
        }
    }
    connection.pragma_update(None, "synchronous", "FULL")
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
