//! What can go wrong with the index.

use std::path::PathBuf;

/// Why the index could not be opened, changed or asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was typed is no query.
    #[error("the query is not clear at character {}: {message} (hint: {hint})", at + 1)]
    Syntax {
        /// Where, in characters from 0.
        at: usize,
        /// What is wrong.
        message: String,
        /// What to write instead.
        hint: String,
    },
    /// There is no index yet.
    #[error("there is no search index in {path} yet: run a case first, as in `backpedal run CASE`")]
    Missing {
        /// The directory.
        path: PathBuf,
    },
    /// The index was written by another version of the program.
    #[error(
        "the search index in {path} was written by another version: run the case again, which \
         makes it anew"
    )]
    Outdated {
        /// The directory.
        path: PathBuf,
    },
    /// Files of the index are damaged.
    #[error(
        "the search index in {path} is damaged ({cause}): run the case again, which makes it anew"
    )]
    Damaged {
        /// The directory.
        path: PathBuf,
        /// What was found.
        cause: String,
    },
    /// Another process is writing.
    #[error("another process is writing the search index in {path}: wait until it is done")]
    Busy {
        /// The directory.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried, as in "create".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The search engine refused.
    #[error("the search index in {path} failed: {source}")]
    Engine {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: tantivy::TantivyError,
    },
}
