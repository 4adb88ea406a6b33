//! The words of `transit`, `dependents` and `resolve`: who, on which day, by which files.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use jiff::civil::Date;

/// The case whose parties and topology files answer.
#[derive(Debug, ClapArgs)]
pub(crate) struct CaseFile {
    /// A case file, for its parties and topology files
    #[arg(long, value_name = "CASE", env = "BACKPEDAL_CASE")]
    pub(crate) case: Option<PathBuf>,
}

/// Files that tell who was connected to whom. The day is that of the file's name, else FILE@DATE.
#[derive(Debug, ClapArgs)]
pub(crate) struct LinkFiles {
    /// AS relationships, of the day in the file's name or FILE@DATE; serial-1:, serial-2: or snap:
    /// before FILE where its content does not tell which way round its signs are
    #[arg(long, value_name = "FILE")]
    pub(crate) relationships: Vec<String>,
    /// A routing table, for the paths in it (MRT or `bgpdump -m` text)
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Vec<String>,
    /// Customer cones (ppdc-ases)
    #[arg(long, value_name = "FILE")]
    pub(crate) cones: Vec<String>,
}

/// Files that tell what ASes and their holders are called.
#[derive(Debug, ClapArgs)]
pub(crate) struct NameFiles {
    /// AS names (JSON of number to name, or lines)
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Vec<String>,
    /// Organisations and their ASes (as-org2info text or JSON lines, or registry,organisation,ASN)
    #[arg(long, value_name = "FILE")]
    pub(crate) organisations: Vec<String>,
    /// A PeeringDB dump, or the answer of one endpoint
    #[arg(long, value_name = "FILE")]
    pub(crate) peeringdb: Vec<String>,
}

/// Who, from whom, when, by which files.
#[derive(Debug, ClapArgs)]
pub(crate) struct TransitArgs {
    /// The customer: a party of the case, AS numbers, or several with commas (google,yahoo,AS701)
    pub(crate) customer: String,
    /// The supplier, likewise
    pub(crate) supplier: String,
    /// The day asked about
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Date,
    #[command(flatten)]
    pub(crate) case: CaseFile,
    #[command(flatten)]
    pub(crate) links: LinkFiles,
}

/// On whom, when, by which files.
#[derive(Debug, ClapArgs)]
pub(crate) struct DependentsArgs {
    /// The supplier: a party of the case, AS numbers, or several with commas
    pub(crate) supplier: String,
    /// The day asked about
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Date,
    /// How many ASes of each list are printed (text only)
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// List all, also those by a few paths or by the customer cone alone (text only)
    #[arg(long, conflicts_with = "limit")]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) case: CaseFile,
    #[command(flatten)]
    pub(crate) links: LinkFiles,
    #[command(flatten)]
    pub(crate) names: NameFiles,
}

/// Whom, when, by which files.
#[derive(Debug, ClapArgs)]
pub(crate) struct ResolveArgs {
    /// Names, AS numbers, addresses or prefixes; or a case file (.toml), for all its parties, as
    /// does --case alone
    #[arg(required_unless_present = "case")]
    pub(crate) what: Vec<String>,
    /// Use the files nearest to this day, before and after [default: all files]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    #[command(flatten)]
    pub(crate) case: CaseFile,
    #[command(flatten)]
    pub(crate) names: NameFiles,
    /// Prefixes and their origins (pfx2as, or .dat of pyasn)
    #[arg(long, value_name = "FILE")]
    pub(crate) prefixes: Vec<String>,
    /// AS relationships, to see which numbers were in use
    #[arg(long, value_name = "FILE")]
    pub(crate) relationships: Vec<String>,
}
