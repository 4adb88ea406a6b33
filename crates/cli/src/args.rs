//! The words of the command line. Raw: `settings` merges them with environment and file.

mod changes;
mod measure;
mod review;
mod topology;

pub(crate) use changes::ChangesArgs;
pub(crate) use measure::MeasureArgs;
pub(crate) use review::{Act, ChangeArgs, LinkArg, ReviewArgs};
pub(crate) use topology::{DependentsArgs, LinkFiles, NameFiles, ResolveArgs, TransitArgs};

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::as_of::AsOf;

/// Holds what is said in public about a network outage against what the network measured.
///
/// Collects articles, posts and status pages, extracts every claim (who said what, about whom,
/// when, how firmly), follows each party's position, tests the claims against routing and
/// topology data, and reports what contradicts what, and what cannot be known.
#[derive(Debug, Parser)]
#[command(
    name = "backpedal",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(after_long_help = include_str!("help/main.txt"))]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command takes.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Global {
    /// The data directory: captures, stage records, search index, reports [default: index]
    #[arg(long, global = true, value_name = "DIR", env = "BACKPEDAL_STORE")]
    pub(crate) store: Option<PathBuf>,
    /// The settings file [default: backpedal.toml here, where there is one]
    #[arg(long, global = true, value_name = "FILE", env = "BACKPEDAL_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// How results are printed [default: text]
    #[arg(long, global = true, value_enum, env = "BACKPEDAL_FORMAT")]
    pub(crate) format: Option<Format>,
    /// Print results only: no progress, no warnings
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more about what is done (-vv: everything)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// One JSON document a line
    Jsonl,
    /// One self-contained page (`run` and `report`; elsewhere as text)
    Html,
    /// The timeline picture alone (`run` and `report`; elsewhere as text)
    Svg,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// All stages in order; prints the finding and where the report is
    #[command(after_long_help = include_str!("help/run.txt"))]
    Run(RunArgs),
    /// Fetch the case's pages, posts and feeds over HTTP
    #[command(after_long_help = include_str!("help/crawl.txt"))]
    Crawl(CrawlArgs),
    /// What was edited, removed or put back at the addresses of a case
    #[command(after_long_help = include_str!("help/changes.txt"))]
    Changes(ChangesArgs),
    /// Documents and claims, from files or standard input
    #[command(after_long_help = include_str!("help/extract.txt"))]
    Extract(ExtractArgs),
    /// Observations, coverage and gaps of a case, or what a measurement file holds
    #[command(after_long_help = include_str!("help/measure.txt"))]
    Measure(MeasureArgs),
    /// The finding, the ledger, contradictions, and claims against data
    #[command(after_long_help = include_str!("help/check.txt"))]
    Check(CheckArgs),
    /// Did X buy transit from Y, in which snapshots, by which paths
    #[command(after_long_help = include_str!("help/transit.txt"))]
    Transit(TransitArgs),
    /// Who depended on X on a day: customers, customer cone, paths
    #[command(after_long_help = include_str!("help/dependents.txt"))]
    Dependents(DependentsArgs),
    /// Every AS that a name may stand for, with source, date and why
    #[command(after_long_help = include_str!("help/resolve.txt"))]
    Resolve(ResolveArgs),
    /// Search documents and claims
    #[command(after_long_help = include_str!("help/search.txt"))]
    Search(SearchArgs),
    /// The whole chain behind one claim or one contradiction, and why
    #[command(after_long_help = include_str!("help/explain.txt"))]
    Explain(ExplainArgs),
    /// Accept, correct or refuse a claim, a link or a contradiction, for this and every later run
    #[command(after_long_help = include_str!("help/review.txt"))]
    Review(Box<ReviewArgs>),
    /// Write the report of a case
    #[command(after_long_help = include_str!("help/report.txt"))]
    Report(ReportArgs),
    /// Search page and case pages on this machine
    #[command(after_long_help = include_str!("help/serve.txt"))]
    Serve(ServeArgs),
    /// How well the claims found match an annotated set
    #[command(after_long_help = include_str!("help/eval.txt"))]
    Eval(EvalArgs),
    /// The settings in force and where each came from
    Config,
    /// Print completions for a shell
    #[command(after_long_help = include_str!("help/completions.txt"))]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// A case.
#[derive(Debug, ClapArgs)]
pub(crate) struct CaseArgs {
    /// The case file (TOML; see docs/case-file.md)
    pub(crate) case: PathBuf,
    /// Fetch nothing: use what was captured before
    #[arg(long)]
    pub(crate) offline: bool,
}

/// A case, run.
#[derive(Debug, ClapArgs)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) case: CaseArgs,
    #[command(flatten)]
    pub(crate) time: TimeArgs,
}

/// A case, and which part of its results.
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) case: CaseArgs,
    #[command(flatten)]
    pub(crate) time: TimeArgs,
    /// Print only this part
    #[arg(long, value_enum, value_name = "PART")]
    pub(crate) only: Option<Only>,
    /// One line for each contradiction and each decided claim
    #[arg(long)]
    pub(crate) brief: bool,
    /// List what only seems to contradict, with kinds and reasons (text only)
    #[arg(long)]
    pub(crate) all: bool,
}

/// As of when.
#[derive(Debug, ClapArgs)]
pub(crate) struct TimeArgs {
    /// Judge by what was known then: a day (to its end), a minute, or an RFC 3339 time; without an
    /// offset in the case's zone
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<AsOf>,
}

/// A part of the results of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    /// The finding in three lines
    Finding,
    /// Where each party stood on each question, and how it moved
    #[value(alias = "positions")]
    Ledger,
    /// What contradicts what
    Contradictions,
    /// What only seems to contradict, and why not
    NonContradictions,
    /// Each claim against the data
    Verdicts,
}

/// What to fetch, and how often.
#[derive(Debug, ClapArgs)]
pub(crate) struct CrawlArgs {
    /// The case file
    pub(crate) case: PathBuf,
    /// Look again on the case's schedule until stopped (Ctrl-C ends after what is in flight)
    #[arg(long)]
    pub(crate) watch: bool,
    /// Look once at what is due by the case's schedule, then end: for cron and systemd timers
    #[arg(long, conflicts_with = "watch")]
    pub(crate) once: bool,
    /// Fetch the case's measurement and topology files too
    #[arg(long)]
    pub(crate) measurements: bool,
    /// Allow addresses of this machine (127.0.0.0/8, ::1), for tests
    #[arg(long)]
    pub(crate) allow_loopback: bool,
}

/// What to read claims from.
#[derive(Debug, ClapArgs)]
pub(crate) struct ExtractArgs {
    /// Files: plain text, HTML, X API v2 JSON, feeds; `-` is standard input (the default)
    pub(crate) inputs: Vec<PathBuf>,
    /// A case file, for its parties, zone and window
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<PathBuf>,
    /// The publication date, where the text has none (2009-04-15, 2022-06-21T18:00Z)
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<backpedal_model::Moment>,
    /// The zone (IANA name) of times without one [default: the case's, else UTC]
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// Print the documents, not the claims
    #[arg(long)]
    pub(crate) documents: bool,
}

/// What to look for.
#[derive(Debug, ClapArgs)]
pub(crate) struct SearchArgs {
    /// Words, "a phrase", prefix*, field:value, -without, date:FROM..TO; empty finds everything
    #[arg(default_value = "", hide_default_value = true)]
    pub(crate) query: String,
    /// Only this facet value, as in party=internap or kind=outage; repeatable
    #[arg(long = "facet", value_name = "FACET=VALUE")]
    pub(crate) facets: Vec<String>,
    /// Said or published on or after
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<jiff::civil::Date>,
    /// Said or published on or before
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<jiff::civil::Date>,
    /// How many hits to print
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
    /// How many hits to leave out first
    #[arg(long, default_value_t = 0)]
    pub(crate) offset: usize,
}

/// Which claim or contradiction.
#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// The id of a claim (c-…) or a contradiction (x-…), or enough of its beginning to tell
    pub(crate) id: String,
    /// Look only in this case
    #[arg(long, value_name = "CASE-ID")]
    pub(crate) case: Option<String>,
    #[command(flatten)]
    pub(crate) time: TimeArgs,
}

/// Which report, and where to.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReportArgs {
    /// The case file, or the id of a case that was run before
    pub(crate) case: PathBuf,
    /// Where to write it; `-` is standard output [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) time: TimeArgs,
}

/// Where to listen.
#[derive(Debug, ClapArgs)]
pub(crate) struct ServeArgs {
    /// The port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 8750, env = "BACKPEDAL_PORT")]
    pub(crate) port: u16,
}

/// What to score.
#[derive(Debug, ClapArgs)]
pub(crate) struct EvalArgs {
    /// The annotated set: one JSON document a line (see fixtures/gold/README.md)
    pub(crate) gold: PathBuf,
    /// The folder of its texts, DOC.txt for each
    #[arg(long, value_name = "DIR")]
    pub(crate) texts: PathBuf,
    /// Score these claims, as `extract --format jsonl` prints them, and extract nothing
    #[arg(long, value_name = "FILE")]
    pub(crate) predictions: Option<PathBuf>,
    /// List what is wrong (~), missing (-) and too much (+) before the figures
    #[arg(long)]
    pub(crate) errors: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in Args::command()
            .get_subcommands()
            .filter(|c| c.get_name() != "config")
        {
            let help = command
                .get_after_long_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                help.contains("$ backpedal"),
                "{} has no example",
                command.get_name()
            );
        }
    }
}
