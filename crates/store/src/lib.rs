//! The only crate that knows the files of the data directory.
//!
//! Captures are WARC files under `captures/`, one for each, written whole or not at all. What
//! else the stages keep is in `backpedal.sqlite`. Captures and decisions are precious; the rest
//! can be made again. `index/README.md` describes the files for people.
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
mod outbox;
mod records;
mod snapshots;
#[cfg(test)]
mod tests;
mod warc;

pub use captures::Kept;
pub use error::Error;
pub use foreign::{Archived, read_warc, warc_captures};
pub use outbox::Waiting;
pub use records::{CaseSummary, Visit};
pub use snapshots::{Exchange, Rebuilt, Validators};

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use backpedal_model::Problem;

use crate::{captures::Captures, database::Database};

/// The name of the database in the data directory.
const DATABASE: &str = "backpedal.sqlite";

/// One data directory.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    captures: Captures,
    database: Database,
    problems: Vec<Problem>,
}

impl Store {
    /// Opens the data directory, and creates it where it is absent. Where only the database is
    /// absent, the captures are listed from their files.
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
        let path = dir.join(DATABASE);
        let mut problems = Vec::new();
        let database = Database::open(path.clone(), |transaction| {
            problems = snapshots::list(transaction, &captures, &path)?.problems;
            Ok(())
        })?;
        Ok(Self {
            dir: dir.to_path_buf(),
            captures,
            database,
            problems,
        })
    }

    /// Opens a data directory that must be there, so that a mistyped name makes no new one.
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
        Self::open(dir)
    }

    /// The captures that could not be read when a lost database was made again on opening.
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
