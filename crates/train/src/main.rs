//! `backpedal-train`: rebuilds every weight of the claim engine from annotated data, and scores it.
//!
//! ```text
//! cargo run --release -p backpedal-train -- --help
//! ```

mod commands;

use std::{io::Write as _, process::ExitCode};

use clap::{Parser, Subcommand};

/// Rebuilds the weights of the claim engine from annotated data, and scores them.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Count what each rule of the claim engine is worth on annotated texts
    Calibrate(commands::calibrate::Args),
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Calibrate(args) => commands::calibrate::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
