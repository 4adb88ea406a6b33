//! `backpedal-train calibrate`: counts what each rule of the claim engine is worth.

use std::{io::Write as _, path::PathBuf};

use anyhow::Context as _;
use backpedal_claims::Context;
use backpedal_documents::{Given, Input, Media};
use backpedal_model::{Claim, Document, Parties};
use backpedal_train::{Calibration, GoldDocument, calibrate, read_gold};

/// Scores the claim engine against annotated texts and writes the confidence of each rule.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The annotated set: one JSON object a line
    gold: PathBuf,
    /// The folder of its texts
    texts: PathBuf,
    /// Where to write the table of confidences; standard output without it
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let mut calibration = Calibration::default();
    for gold in read_gold(&read(&args.gold)?)? {
        let text = read(&args.texts.join(format!("{}.txt", gold.doc)))?;
        calibrate(&mut calibration, &gold, &text, &extract(&gold, &text));
    }
    let (all, wanted) = (calibration.all, calibration.wanted);
    let mut err = std::io::stderr().lock();
    writeln!(
        err,
        "{} right of {} found, {wanted} annotated",
        all.right, all.found
    )?;
    match &args.out {
        Some(path) => std::fs::write(path, calibration.table())
            .with_context(|| format!("{} cannot be written", path.display())),
        None => Ok(std::io::stdout().write_all(calibration.table().as_bytes())?),
    }
}

/// What a user gets from the file: document first, then claims.
pub(crate) fn extract(gold: &GoldDocument, text: &str) -> Vec<Claim> {
    let parties = Parties::default();
    let context = context(&parties);
    documents(gold, text)
        .iter()
        .flat_map(|document| backpedal_claims::extract(document, &context))
        .collect()
}

/// What is known beside an annotated text: nothing.
pub(crate) fn context(parties: &Parties) -> Context<'_> {
    Context {
        parties,
        zone: "UTC",
        window: None,
        parent: None,
    }
}

/// The documents in an annotated text, read as a user's plain text file is.
pub(crate) fn documents(gold: &GoldDocument, text: &str) -> Vec<Document> {
    let given = Given {
        published: gold.published,
        publisher: None,
        voice_of: None,
        zone: "UTC",
    };
    let input = Input {
        name: &gold.doc,
        bytes: text.as_bytes(),
        media: Media::Text,
        content_type: None,
        url: None,
        snapshot: None,
        given,
    };
    backpedal_documents::read(&input).value
}
