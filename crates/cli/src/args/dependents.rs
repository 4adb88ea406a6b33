//! The arguments of `dependents`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// On whom, when, by which files.
#[derive(Debug, ClapArgs)]
pub(crate) struct DependentsArgs {
    /// A party of the case, or AS numbers (AS12182, or 701,702)
    pub(crate) supplier: String,
    /// The day asked about
    #[arg(long, value_name = "DATE")]
    pub(crate) on: jiff::civil::Date,
    /// A case file, for its parties and topology files
    #[arg(long, value_name = "CASE", env = "BACKPEDAL_CASE")]
    pub(crate) case: Option<PathBuf>,
    /// AS relationships: FORMAT:DATE:FILE with FORMAT serial-1, serial-2 or snap
    #[arg(long, value_name = "FORMAT:DATE:FILE")]
    pub(crate) relationships: Vec<String>,
    /// A routing table: DATE:FILE
    #[arg(long, value_name = "DATE:FILE")]
    pub(crate) table: Vec<String>,
    /// Customer cones, as CAIDA's ppdc-ases: DATE:FILE
    #[arg(long, value_name = "DATE:FILE")]
    pub(crate) cones: Vec<String>,
    /// AS names: DATE:FILE
    #[arg(long, value_name = "DATE:FILE")]
    pub(crate) names: Vec<String>,
    /// How many ASes of each list are printed; all in JSON
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}
