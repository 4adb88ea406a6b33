//! The words of `changes`.

use std::path::PathBuf;

use backpedal_model::ChangeClass;
use clap::Args as ClapArgs;

use crate::as_of::AsOf;

/// Which changes.
#[derive(Debug, ClapArgs)]
pub(crate) struct ChangesArgs {
    /// The case file
    pub(crate) case: PathBuf,
    /// Only what was found then or later: a day, a minute, or an RFC 3339 time; without an offset in
    /// the case's zone
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<AsOf>,
    /// Only this class; repeatable [default: all but cosmetic]
    #[arg(long = "class", value_name = "CLASS", value_parser = class_parser())]
    pub(crate) classes: Vec<ChangeClass>,
    /// Only what the page itself did not announce
    #[arg(long)]
    pub(crate) silent: bool,
}

/// The names of the classes, for messages and completions.
fn class_parser() -> impl clap::builder::TypedValueParser<Value = ChangeClass> {
    use clap::builder::TypedValueParser as _;
    let names = ChangeClass::ALL.iter().map(|class| class.as_str());
    let parser = clap::builder::PossibleValuesParser::new(names);
    parser.try_map(|name| name.parse::<ChangeClass>())
}
