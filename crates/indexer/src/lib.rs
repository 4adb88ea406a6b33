//! Builds and queries the search index over documents and claims.
//!
//! The index holds one entry for each document and each claim of each case. It can always be made
//! again from the dossiers, so one that is damaged or of another version is simply emptied.
//!
//! ```
//! use backpedal_indexer::{Facet, Index, Query};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let dir = tempfile::tempdir()?;
//! let index = Index::open(dir.path())?;
//! let query = Query {
//!     filters: vec![(Facet::Party, "Lindholm".into())],
//!     ..Query::new("\"no outage\" -date:2008")
//! };
//! assert_eq!(index.search(&query)?.total, 0);
//! # Ok(())
//! # }
//! ```
//!
//! # Query syntax
//!
//! | Write | to find |
//! |---|---|
//! | `router failed` | all the words, in any form (`routers`, `fails`); where no entry has all, any of them |
//! | `"no outage"` | exactly these words, one after the other |
//! | `outag*`, `"no out"*` | words, or phrases, that begin so |
//! | `-attack`, `-party:pontoon` | entries without it |
//! | `party:lindholm`, `speaker:"Ada Cole"` | a value of a facet: the equal one, else those that hold its words |
//! | `kind:outage kind:cause` | any of the values of one field |
//! | `date:2009-04-13`, `date:2009-04`, `date:2009-04-13..2009-04-15`, `date:2009-04-13..` | days, both ends included |
//! | `before:2009-04-15`, `after:2009-04-13` | the days before, the days after |
//!
//! Fields are the names of [`Facet`]. Case and accents do not matter. Nothing at all finds
//! everything, newest first. Texts without spaces between words (Chinese, Japanese) are found by
//! their beginnings only.

mod answer;
mod collect;
mod entry;
mod error;
mod files;
mod highlight;
mod index;
mod plan;
mod request;
mod schema;
mod search;
mod steady;
mod syntax;
#[cfg(test)]
mod tests;

pub use answer::{EntryKind, Hit, Results};
pub use error::Error;
pub use index::Index;
pub use request::{Facet, Query};
