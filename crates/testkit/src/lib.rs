//! Dev only: fixtures, a loopback site, the tidy test.
//!
//! ```
//! // Tests that use the shared data skip, saying so, where it is absent.
//! let Some(shared) = backpedal_testkit::shared() else { return };
//! assert!(shared.is_dir());
//! ```

mod columns;
mod shared;
mod site;
mod synthetic;

pub use columns::{Column, parquet_file};
pub use shared::{root, shared};
pub use site::{Answer, FastSite, LoopbackSite, Request};
pub use synthetic::{Made, synthetic};
