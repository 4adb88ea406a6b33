//! The arguments of `resolve`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Whom, and by which files.
#[derive(Debug, ClapArgs)]
pub(crate) struct ResolveArgs {
    /// A name, or several; without any, all parties of the case
    #[arg(required_unless_present = "case")]
    pub(crate) names: Vec<String>,
    /// A case file, for its parties and topology files
    #[arg(long, value_name = "CASE", env = "BACKPEDAL_CASE")]
    pub(crate) case: Option<PathBuf>,
    /// AS names: DATE:FILE
    #[arg(long = "names", value_name = "DATE:FILE")]
    pub(crate) as_names: Vec<String>,
    /// Organisations (CAIDA AS2Org, a registry's list, PeeringDB): DATE:FILE
    #[arg(long, value_name = "DATE:FILE")]
    pub(crate) organisations: Vec<String>,
}
