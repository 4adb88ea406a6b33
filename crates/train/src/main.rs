//! `backpedal-train`: rebuilds every weight of the claim engine from annotated data, and scores it.
//!
//! ```text
//! cargo run --release -p backpedal-train -- --help
//! ```

mod claims;
mod commands;
mod language;
mod nn;
mod stance;
mod vectors;

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
    /// Print the claims at annotated places, to score speakers, subjects, objects and times alone
    Attributes(commands::attributes::Args),
    /// Judge real incidents told as dated statements
    Incidents(commands::incidents::Args),
    /// Fit the choices of centre, subject, objects and mechanism
    Choices(commands::choices::Args),
    /// Score time expressions: spans, values, speed
    ScoreTimes(commands::score_times::Args),
    /// Score sentences, tokens, lemmas and quotations
    ScoreText(commands::score_text::Args),
    /// Train the network that finds claims, with cross-validation
    Claims(commands::claims::Args),
    /// Train the stance model: how a post takes the claim it answers
    Stance(commands::stance::Args),
    /// Reduce a public encoder's word pieces to the shipped table
    Vectors(commands::vectors::Args),
    /// Fit what a name itself says: person, organisation or place
    Names(commands::names::Args),
    /// Fit the weights that tell an organisation's own text, and whose it is
    Voice(commands::voice::Args),
    /// Break texts at random and hold that the engine neither panics nor points outside of them
    Fuzz(commands::fuzz::Args),
    /// Train the language network: parts of speech, dependencies, attribution
    Language(commands::language::Args),
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Calibrate(args) => commands::calibrate::run(&args),
        Command::Attributes(args) => commands::attributes::run(&args),
        Command::Incidents(args) => commands::incidents::run(&args),
        Command::Choices(args) => commands::choices::run(&args),
        Command::ScoreTimes(args) => commands::score_times::run(&args),
        Command::ScoreText(args) => commands::score_text::run(&args),
        Command::Claims(args) => commands::claims::run(&args),
        Command::Stance(args) => commands::stance::run(&args),
        Command::Voice(args) => commands::voice::run(&args),
        Command::Fuzz(args) => commands::fuzz::run(&args),
        Command::Names(args) => commands::names::run(&args),
        Command::Vectors(args) => commands::vectors::run(&args),
        Command::Language(args) => commands::language::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
