//! Opening `backpedal.sqlite`: settings, schema and its version.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use backpedal_model::Problem;
use rusqlite::{
    Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, config::DbConfig,
};

use crate::{Error, captures::Captures, snapshots};

/// The schema that this program writes, kept in `user_version`. Raised with every change of
/// `schema.sql`; a step from each older version is then added to [`Database::open`].
const SCHEMA: i64 = 2;

/// How long one process waits for another's transaction (policy).
const WAIT: Duration = Duration::from_secs(10);

/// How long an opener pauses before it asks for WAL again (policy).
const PAUSE: Duration = Duration::from_millis(5);

/// How many statements stay prepared: all that a crawl uses (policy).
const STATEMENTS: usize = 64;

/// With so many pages of 4 KiB the write-ahead log is brought into the database (policy): with
/// more, fewer pages are written more than once.
const LOG: i64 = 4_096;

/// How a database is kept.
pub(crate) struct Plan {
    /// Its version.
    pub(crate) schema: i64,
    /// SQLite's setting of that name.
    pub(crate) synchronous: &'static str,
}

#[derive(Debug)]
pub(crate) struct Database {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl Database {
    /// Opens the database; creates it, and lists the captures in it, where it is absent. All in one
    /// transaction, so that a crash never leaves tables without their content.
    pub(crate) fn open(
        path: PathBuf,
        captures: &Captures,
        problems: &mut Vec<Problem>,
    ) -> Result<Self, Error> {
        let plan = Plan {
            schema: SCHEMA,
            synchronous: "FULL",
        };
        Self::open_as(path, &plan, |transaction, path, found| {
            let wrap = |e| Error::database(path, e);
            match found {
                0 => {
                    let schema = include_str!("schema.sql");
                    transaction.execute_batch(schema).map_err(wrap)?;
                    *problems = snapshots::list(transaction, captures, path)?.problems;
                }
                1 => {
                    let step = include_str!("schema-2.sql");
                    transaction.execute_batch(step).map_err(wrap)?;
                    captures.remove_unfinished()?;
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// Opens a database of any kind. `renew` runs in a transaction where its version is not that of
    /// the plan; 0 where it is new.
    pub(crate) fn open_as(
        path: PathBuf,
        plan: &Plan,
        renew: impl FnOnce(&Transaction<'_>, &Path, i64) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let wrap = |e| Error::database(&path, e);
        let mut connection = Connection::open(&path).map_err(wrap)?;
        prepare(&connection).map_err(wrap)?;
        settings(&connection, plan.synchronous).map_err(wrap)?;
        if version(&connection).map_err(wrap)? != plan.schema {
            let create = connection.transaction_with_behavior(TransactionBehavior::Immediate);
            let create = create.map_err(wrap)?;
            // Looked at again: another process may have been faster.
            let found = version(&create).map_err(wrap)?;
            not_newer(&path, found, plan.schema)?;
            if found != plan.schema {
                renew(&create, &path, found)?;
                create
                    .pragma_update(None, "user_version", plan.schema)
                    .map_err(wrap)?;
            }
            create.commit().map_err(wrap)?;
        }
        Ok(Self::new(path, connection))
    }

    /// Opens the database without writing anything, not even beside it.
    pub(crate) fn open_read(path: PathBuf) -> Result<Self, Error> {
        let wrap = |e| Error::database(&path, e);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&path, flags).map_err(wrap)?;
        prepare(&connection).map_err(wrap)?;
        // In WAL mode even a reader writes beside the database. Where it may not, the file alone
        // is read, if all that was written is in it (<https://sqlite.org/wal.html>, section 8).
        if version(&connection).is_err() {
            let log = path.with_extension("sqlite-wal");
            if std::fs::metadata(&log).is_ok_and(|meta| meta.len() > 0) {
                let path = path.clone();
                let cause = "its last changes are not in it yet, and cannot be read here";
                return Err(Error::Damaged {
                    path,
                    cause: cause.to_owned(),
                    next: "run any command where the directory can be written, then copy it again",
                });
            }
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            connection = Connection::open_with_flags(immutable(&path), flags).map_err(wrap)?;
            prepare(&connection).map_err(wrap)?;
        }
        let found = version(&connection).map_err(wrap)?;
        not_newer(&path, found, SCHEMA)?;
        if found != SCHEMA {
            return Err(Error::Older { path, found });
        }
        Ok(Self::new(path, connection))
    }

    const fn new(path: PathBuf, connection: Connection) -> Self {
        Self {
            path,
            connection: Mutex::new(connection),
        }
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

    /// Runs reads of what was true at one moment.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.with(|connection| work(&*connection.transaction()?))
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

/// What every connection needs.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Else statements are prepared anew for new values, which may have another best plan. Ours have
    // one each.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG)?;
    connection.busy_timeout(WAIT)
}

/// Readers go on while a run writes (WAL). With FULL, what was reported done survives a power cut,
/// because each commit is flushed; with NORMAL the file stays whole, and a kill loses nothing.
///
/// The time-out of the connection does not cover the change to WAL: where two openers of a new
/// file would wait for each other's lock, SQLite tells one of them at once that it is busy. That
/// one tries again here.
fn settings(connection: &Connection, synchronous: &str) -> rusqlite::Result<()> {
    let end = Instant::now() + WAIT;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(e) if is_busy(&e) && Instant::now() < end => std::thread::sleep(PAUSE),
            done => break done?,
        }
    }
    connection.pragma_update(None, "synchronous", synchronous)
}

/// The file as SQLite opens it where nobody can change it (<https://sqlite.org/uri.html>).
fn immutable(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = path
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    format!("file:{path}?immutable=1")
}

fn not_newer(path: &Path, found: i64, known: i64) -> Result<(), Error> {
    if found <= known {
        return Ok(());
    }
    let path = path.to_path_buf();
    Err(Error::Newer { path, found, known })
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
