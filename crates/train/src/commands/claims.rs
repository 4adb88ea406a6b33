//! `backpedal-train claims`: trains the network that finds claims.

use std::{io::Write as _, path::PathBuf};

use crate::claims::{Hyper, Settings, load, train};

/// What to train on.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folders of annotated texts: `claims.jsonl` beside `texts/`
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// The folder of the weights
    #[arg(long, default_value = "crates/claims/weights")]
    out: PathBuf,
    /// Times through the texts
    #[arg(long, default_value_t = 30)]
    epochs: usize,
    /// Share of the input dropped in training
    #[arg(long, default_value_t = 0.1)]
    drop_input: f32,
    /// Share of the layers dropped in training
    #[arg(long, default_value_t = 0.3)]
    drop: f32,
    /// Highest rate of learning
    #[arg(long, default_value_t = 0.004)]
    rate: f32,
    /// Only a first impression: one part of the cross-validation; writes nothing
    #[arg(long)]
    quick: bool,
    /// The seed of everything random
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    for folder in &args.folders {
        texts.extend(load(folder)?);
    }
    let settings = Settings {
        out: args.out.clone(),
        hyper: Hyper {
            epochs: args.epochs,
            drop_input: args.drop_input,
            drop: args.drop,
            rate: args.rate,
        },
        quick: args.quick,
        seed: args.seed,
    };
    let mut out = std::io::stdout();
    train(&texts, &settings, &mut |line| {
        let _ = writeln!(out, "{line}");
    })
}
