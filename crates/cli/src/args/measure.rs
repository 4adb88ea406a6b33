//! The arguments of `measure`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use jiff::Timestamp;

/// What to measure.
#[derive(Debug, ClapArgs)]
pub(crate) struct MeasureArgs {
    /// A case file (.toml), or measurement files, directories and patterns
    #[arg(required = true, value_name = "CASE|FILE|DIR")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Watch an AS or a prefix in routing files, without a case: AS13335, or 198.51.100.0/24
    #[arg(long, value_name = "AS|PREFIX", conflicts_with = "plan")]
    pub(crate) watch: Vec<String>,
    /// From when to watch; by default from the first update file
    #[arg(long, value_name = "TIME", requires = "watch")]
    pub(crate) from: Option<Timestamp>,
    /// Until when to watch; by default to the end of the last update file
    #[arg(long, value_name = "TIME", requires = "watch")]
    pub(crate) to: Option<Timestamp>,
    /// Print the public files and requests that would answer the case, and fetch nothing
    #[arg(long)]
    pub(crate) plan: bool,
}
