//! `backpedal-train stance`: trains the stance model and prints its figures.

use std::{io::Write as _, path::PathBuf};

use anyhow::Context as _;

use crate::stance::{Settings, train};

/// What to train on, and where the weights go.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the annotated corpora
    #[arg(long)]
    nlp: PathBuf,
    /// The weight file; without it only the figures are printed
    #[arg(long)]
    out: Option<PathBuf>,
    /// The seed of the trees
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut settings = Settings::default();
    settings.grow.seed = args.seed;
    let mut out = std::io::stdout();
    let bytes = train(&args.nlp, &settings, &mut |line| {
        let _ = writeln!(out, "{line}");
    })?;
    match &args.out {
        Some(path) => std::fs::write(path, bytes)
            .with_context(|| format!("{} cannot be written", path.display())),
        None => Ok(()),
    }
}
