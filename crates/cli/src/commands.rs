//! One file a command.

mod asked;
mod changes;
mod check;
mod config;
mod crawl;
mod dependents;
mod eval;
mod explain;
mod extract;
mod measure;
mod report;
mod resolve;
mod review;
mod run;
mod search;
mod serve;
mod snapshots;
mod transit;

pub(crate) use changes::json as change_json;

use clap::CommandFactory as _;

use crate::{
    args::{Args, Command},
    console::Console,
    exit::Ended,
    settings::Settings,
};

/// What every command gets.
pub(crate) struct Context {
    pub(crate) settings: Settings,
    pub(crate) console: Console,
}

/// Runs the command that the line names.
pub(crate) fn dispatch(args: &Args) -> anyhow::Result<Ended> {
    start_log(args.global.verbose);
    let context = Context {
        settings: Settings::load(&args.global)?,
        console: Console::new(&args.global),
    };
    match &args.command {
        Command::Run(args) => run::run(&context, args),
        Command::Crawl(args) => crawl::crawl(&context, args),
        Command::Changes(args) => changes::changes(&context, args),
        Command::Extract(args) => extract::extract(&context, args),
        Command::Measure(args) => measure::measure(&context, args),
        Command::Check(args) => check::check(&context, args),
        Command::Transit(args) => transit::transit(&context, args),
        Command::Dependents(args) => dependents::dependents(&context, args),
        Command::Resolve(args) => resolve::resolve(&context, args),
        Command::Search(args) => search::search(&context, args),
        Command::Explain(args) => explain::explain(&context, args),
        Command::Review(args) => review::review(&context, args),
        Command::Report(args) => report::report(&context, args),
        Command::Serve(args) => serve::serve(&context, args),
        Command::Eval(args) => eval::eval(&context, args),
        Command::Config => config::config(&context),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "backpedal", &mut script);
            context.console.result(&String::from_utf8_lossy(&script))?;
            Ok(Ended::Done)
        }
    }
}

/// Log lines of the libraries go to standard error, and only as many as were asked for.
fn start_log(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => "backpedal=info,warn",
        2 => "backpedal=debug,info",
        _ => "debug",
    };
    let filter = tracing_subscriber::EnvFilter::new(level);
    // A second call in one process keeps the first log.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
