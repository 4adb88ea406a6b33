//! The only crate that knows the files of the data directory.
//!
//! Captures are records in WARC files under `captures/`, many to a file. What else the stages keep
//! is in `backpedal.sqlite`, what a crawl still has to do in `frontier.sqlite`. Captures and
//! decisions are precious; the rest can be made again. `index/README.md` describes the files for
//! people.
//!
//! ```
//! use backpedal_model::{Origin, Snapshot};
//! use backpedal_store::Store;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let dir = tempfile::tempdir()?;
//! # let dir = dir.path();
//! let store = Store::open(dir)?;
//! let origin = Origin::File("statement.txt".into());
//! let snapshot = Snapshot::new(origin, "2009-04-14T09:00:00Z".parse()?, b"We are up.");
//! store.put_capture(&snapshot, b"We are up.", None)?;
//! assert_eq!(store.body(&snapshot.id)?.as_deref(), Some(&b"We are up."[..]));
//! # Ok(())
//! # }
//! ```
//!
//! Every call blocks; an async caller runs them on its blocking pool. A [`Store`] can be shared
//! between threads, and several processes can have the same directory open.

mod captures;
mod database;
mod error;
mod foreign;
mod frontier;
mod kept;
mod lock;
mod outbox;
mod put;
mod records;
mod segments;
mod snapshots;
#[cfg(test)]
mod tests;
mod visits;
mod warc;

pub use error::Error;
pub use foreign::{Archived, read_warc, warc_captures};
pub use frontier::Frontier;
pub use kept::{Kept, Payload};
pub use lock::CrawlLock;
pub use outbox::Waiting;
pub use put::{Exchange, Hop, Put};
pub use records::CaseSummary;
pub use snapshots::{Rebuilt, Validators};
pub use visits::Visit;

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use backpedal_model::Problem;

use crate::{captures::Captures, database::Database, segments::Writer};

/// The name of the database in the data directory.
const DATABASE: &str = "backpedal.sqlite";

/// One data directory.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    captures: Captures,
    database: Database,
    writer: Mutex<Writer>,
    problems: Vec<Problem>,
}

impl Store {
    /// Opens the data directory, and creates it where it is absent. Where only the database is
    /// absent, the captures are listed from their files. What a killed writer left unfinished is
    /// listed as far as it is whole, and else cut off.
    ///
    /// # Errors
    /// When the directory cannot be written, or a newer version wrote it.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(dir).map_err(|e| match e.kind() {
            ErrorKind::AlreadyExists => Error::NotADirectory {
                path: dir.to_path_buf(),
            },
            _ => Error::io("create", dir, e),
        })?;
        let captures = Captures::open(dir.join("captures"))?;
        let mut problems = Vec::new();
        let database = Database::open(dir.join(DATABASE), &captures, &mut problems)?;
        problems.extend(segments::recover(&database, &captures)?);
        Ok(Self::new(dir, captures, database, problems))
    }

    /// Opens a data directory for reading only: nothing in it is changed, so it may lie on a disk
    /// that cannot be written. What writes fails with [`Error::ReadOnly`].
    ///
    /// # Errors
    /// [`Error::Missing`] where there is no store; when an older version wrote it, which has to be
    /// brought up to date first, or a newer one.
    pub fn open_read(dir: &Path) -> Result<Self, Error> {
        let database = dir.join(DATABASE);
        if !database.is_file() {
            return Err(Error::Missing {
                path: dir.to_path_buf(),
            });
        }
        let captures = Captures::at(dir.join("captures"));
        let database = Database::open_read(database)?;
        Ok(Self::new(dir, captures, database, Vec::new()))
    }

    fn new(dir: &Path, captures: Captures, database: Database, problems: Vec<Problem>) -> Self {
        Self {
            dir: dir.to_path_buf(),
            captures,
            database,
            writer: Mutex::new(Writer::new(segments::LENGTH)),
            problems,
        }
    }

    /// Sets the length in bytes from which nothing more is added to a file of captures; 256 MiB
    /// where nothing is set.
    pub fn rotate_at(&self, bytes: u64) {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.set_limit(bytes);
    }

    /// Opens a data directory that must be there, so that a mistyped name makes no new one. One
    /// that cannot be written is opened for reading, as [`Store::open_read`] does.
    ///
    /// # Errors
    /// [`Error::Missing`] where there is no store; else as [`Store::open`].
    pub fn open_existing(dir: &Path) -> Result<Self, Error> {
        if dir.exists() && !dir.is_dir() {
            return Err(Error::NotADirectory {
                path: dir.to_path_buf(),
            });
        }
        if !dir.join(DATABASE).is_file() && !dir.join("captures").is_dir() {
            return Err(Error::Missing {
                path: dir.to_path_buf(),
            });
        }
        match Self::open(dir) {
            Err(unwritable @ Error::ReadOnly { .. }) => {
                Self::open_read(dir).map_err(|read| match read {
                    Error::Missing { .. } => unwritable,
                    other => other,
                })
            }
            opened => opened,
        }
    }

    /// The captures that could not be read when they were listed on opening.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The data directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the search index belongs. The store never looks into it.
    #[must_use]
    pub fn search_dir(&self) -> PathBuf {
        self.dir.join("search")
    }
}
