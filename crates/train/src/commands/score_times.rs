//! `backpedal-train score-times`: time expressions against annotated texts.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    time::Instant,
};

use anyhow::Context as _;
use backpedal_train::score::times::{Record, find, score};

/// Scores time expressions: spans strictly and relaxed, values, as TempEval-3 did; and the speed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder with `timex.*.jsonl.gz`
    #[arg(long)]
    nlp: PathBuf,
    /// Print what differs from the annotation too
    #[arg(long)]
    errors: bool,
}

/// The annotated sets.
const SETS: [&str; 2] = ["timex.meantime", "timex.tweets-syntime"];

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for set in SETS {
        let path = args.nlp.join(format!("{set}.jsonl.gz"));
        let file = std::fs::File::open(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines();
        let records = lines
            .map(|line| Ok(serde_json::from_str(&line?)?))
            .collect::<anyhow::Result<Vec<Record>>>()?;
        let counts = score(&records);
        writeln!(
            out,
            "{set}: {} texts, {} annotated, {} found",
            records.len(),
            counts.gold,
            counts.found
        )?;
        writeln!(out, "  span F1 strict    {:.3}", counts.f1(counts.strict))?;
        writeln!(out, "  span F1 relaxed   {:.3}", counts.f1(counts.relaxed))?;
        if records.iter().all(|record| record.value_gold) {
            writeln!(out, "  value F1          {:.3}", counts.f1(counts.value))?;
            writeln!(out, "  value accuracy    {:.3}", counts.value_accuracy())?;
        }
        if args.errors {
            errors(&mut out, &records)?;
        }
    }
    let speed = speed();
    Ok(writeln!(out, "text without times: {speed:.0} MB/s")?)
}

/// Lists what was annotated and not found so, and what was found and not annotated.
fn errors(out: &mut impl std::io::Write, records: &[Record]) -> anyhow::Result<()> {
    for record in records {
        let found = find(record);
        let words = |(start, end): (usize, usize)| {
            let words = record.text.chars().skip(start).take(end - start);
            words.collect::<String>().replace('\n', " ")
        };
        for gold in &record.timexes {
            let right = found
                .iter()
                .any(|f| f.span == gold.span && f.value == gold.value);
            if !right {
                writeln!(
                    out,
                    "  - {} {:14} {}",
                    record.id,
                    gold.value,
                    words(gold.span)
                )?;
            }
        }
        for found in &found {
            let right = record
                .timexes
                .iter()
                .any(|g| g.span == found.span && g.value == found.value);
            if !right {
                writeln!(
                    out,
                    "  + {} {:14} {}",
                    record.id,
                    found.value,
                    words(found.span)
                )?;
            }
        }
    }
    Ok(())
}

/// How fast text without any time is read, in megabytes a second.
#[allow(clippy::cast_precision_loss)] // a length in bytes
fn speed() -> f64 {
    let line = "The carrier said that its core routers had lost their routes to the exchange, \
                while its customers in the north were served over another path.\n";
    let text = line.repeat(40_000);
    // A tool may read the clock; the engine may not.
    #[allow(clippy::disallowed_methods)]
    let start = Instant::now();
    let found = backpedal_claims::timexes(&text, None);
    let seconds = start.elapsed().as_secs_f64();
    (text.len() + found.len()) as f64 / 1e6 / seconds
}
