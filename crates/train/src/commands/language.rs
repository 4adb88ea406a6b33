//! `backpedal-train language`: trains the language network and prints its figures.

use std::{io::Write as _, path::PathBuf};

use crate::language::{Settings, score, train};

/// What to train on and how long.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the annotated corpora
    #[arg(long)]
    nlp: PathBuf,
    /// The folder of the weights
    #[arg(long, default_value = "crates/language/weights")]
    out: PathBuf,
    /// Steps of the optimiser; 0 only prints the figures of the weights that are there
    #[arg(long, default_value_t = 6000)]
    steps: usize,
    /// The seed of everything random
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Width of the encoder
    #[arg(long, default_value_t = 256)]
    width: usize,
    /// Recurrent layers of the encoder
    #[arg(long, default_value_t = 3)]
    layers: usize,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut err = std::io::stderr();
    let mut out = std::io::stdout();
    if args.steps > 0 {
        let sizes = crate::language::Sizes {
            width: args.width,
            layers: args.layers,
            ..Default::default()
        };
        let settings = Settings {
            nlp: args.nlp.clone(),
            out: args.out.clone(),
            steps: args.steps,
            seed: args.seed,
            sizes,
        };
        train(&settings, &mut |line| {
            let _ = writeln!(err, "{line}");
        })?;
    }
    score(&args.nlp, &args.out, &mut |line| {
        let _ = writeln!(out, "{line}");
    })
}
