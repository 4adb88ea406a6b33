//! Builds and queries the search index over documents and claims.

mod answer;
mod error;
mod request;

pub use answer::{EntryKind, Hit, Results};
pub use error::Error;
pub use request::{Facet, Query};

/// The search index of one store.
pub struct Index {
    dir: std::path::PathBuf,
}

impl Index {
    /// Opens the index to write and read.
    ///
    /// # Errors
    /// When the directory cannot be used.
    pub fn open(dir: &std::path::Path) -> Result<Self, Error> {
        Ok(Self {
            dir: dir.to_path_buf(),
        })
    }
    /// Opens an index that must be there, to read.
    ///
    /// # Errors
    /// When there is none.
    pub fn open_read(dir: &std::path::Path) -> Result<Self, Error> {
        Err(Error::Missing {
            path: dir.to_path_buf(),
        })
    }
    /// Why the index was made anew when it was opened.
    #[must_use]
    pub fn rebuilt(&self) -> Option<&str> {
        None
    }
    /// Replaces the entries of the dossier's case.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn update(&self, _dossier: &backpedal_model::Dossier) -> Result<(), Error> {
        Ok(())
    }
    /// Answers a query.
    ///
    /// # Errors
    /// When the query is not clear or the index cannot be read.
    pub fn search(&self, _query: &Query) -> Result<Results, Error> {
        Err(Error::Missing {
            path: self.dir.clone(),
        })
    }
}
