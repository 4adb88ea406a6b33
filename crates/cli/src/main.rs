//! The `backpedal` command: settings, wiring, progress, messages, exit codes.
//!
//! Results go to standard output, everything else to standard error. This crate is the only one
//! that waits for files, reads the clock and decides about exit codes; what it wires together is
//! in the other crates.

mod args;
mod as_of;
mod clock;
mod commands;
mod console;
mod exit;
mod notify;
mod settings;
mod stages;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // What is caught is told as a problem of its input.
    backpedal_model::hush();
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => return exit::of_usage(&error),
    };
    exit::of_result(commands::dispatch(&args), args.global.verbose > 0)
}
