//! What can go wrong with the store, each with the file and the next step.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use backpedal_model::Sha256;

/// Why the store could not be opened, written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something else has the directory's name.
    #[error("{path} is not a directory: choose another with --store, or move the file away")]
    NotADirectory {
        /// The path.
        path: PathBuf,
    },
    /// There is no store.
    #[error("there is no store in {path}: run a case first, or choose another with --store")]
    Missing {
        /// The directory.
        path: PathBuf,
    },
    /// The person or the file system does not allow writing.
    #[error(
        "{path} cannot be written: {source}: give yourself write permission, or choose another \
         directory with --store"
    )]
    ReadOnly {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk or the quota is full.
    #[error(
        "the disk that holds {path} is full: free some space and run the same command again; what \
         was reported done is kept"
    )]
    DiskFull {
        /// The path.
        path: PathBuf,
        /// What the system said; absent where the database said so.
        source: Option<io::Error>,
    },
    /// The system refused for another reason.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried, as in "create".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A stored file is not what was written.
    #[error("{path} is damaged: {cause}: {next}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        cause: String,
        /// What to do.
        next: &'static str,
    },
    /// Another process holds the database.
    #[error("{path} is in use by another process: wait until it is done, then try again")]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// A newer program wrote the store.
    #[error(
        "{path} was written by a newer version (its schema is {found}, this program knows up to \
         {known}): use that version, or choose another directory with --store"
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// An older program wrote the store, and here it can only be read.
    #[error(
        "{path} was written by an older version (its schema is {found}): run any command once where \
         the directory can be written, then it can be read"
    )]
    Older {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: i64,
    },
    /// Another crawl is at work on the store.
    #[error(
        "another crawl is at work on {path} ({holder}): wait until it ends, stop it with Ctrl-C, or \
         choose another directory with --store"
    )]
    Locked {
        /// The data directory.
        path: PathBuf,
        /// Which process, since when.
        holder: String,
    },
    /// The caller's bytes are not those of the snapshot.
    #[error("the bytes given for {origin} have the digest {found}, its snapshot says {stated}")]
    Mismatch {
        /// Where the bytes came from.
        origin: String,
        /// The digest of the snapshot.
        stated: Sha256,
        /// The digest of the bytes.
        found: Sha256,
    },
    /// The database refused for another reason.
    #[error("the database {path} failed: {source}")]
    Database {
        /// The database.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
    /// A value cannot be written as JSON (a number that is infinite, for example).
    #[error("cannot write {what} as JSON: {source}")]
    Json {
        /// What.
        what: String,
        /// Why.
        source: serde_json::Error,
    },
}

/// What to do about a damaged capture.
pub(crate) const RESTORE: &str =
    "restore it from a backup, or delete it and capture the source again";
/// What to do about a damaged database.
pub(crate) const MOVE_AWAY: &str =
    "move it away; the next command lists the captures anew, decisions must come from a backup";

impl Error {
    /// Sorts what the file system said.
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { path, source }
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull {
                path,
                source: Some(source),
            },
            ErrorKind::NotADirectory => Self::NotADirectory { path },
            _ => Self::Io {
                action,
                path,
                source,
            },
        }
    }

    /// Sorts what SQLite said.
    pub(crate) fn database(path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path, source: None },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly {
                    path,
                    source: io::Error::other(source.to_string()),
                }
            }
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged {
                path,
                cause: source.to_string(),
                next: MOVE_AWAY,
            },
            Some(ErrorCode::SystemIoFailure) => {
                let cause = format!("{source}: is the disk full, or failing?");
                Self::Io {
                    action: "use",
                    path,
                    source: io::Error::other(cause),
                }
            }
            _ => Self::Database { path, source },
        }
    }

    pub(crate) fn damaged(path: &Path, cause: impl Into<String>) -> Self {
        Self::Damaged {
            path: path.to_path_buf(),
            cause: cause.into(),
            next: RESTORE,
        }
    }
}
