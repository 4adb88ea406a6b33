//! Breaks measurement files, web pages and what else a crawl fetches at random, and puts them through
//! every reader, on stable Rust.
//!
//! `backpedal-fuzz mrt --seconds 600 --seed 7` makes the same files again for the same seed. A file
//! that brings a panic, takes too long or too much memory is written to the current folder, and the
//! program fails. Targets: `mrt`, `packed`, `text`, `ripestat`, `rislive`, `probes`,
//! `relationships`, `atlas`, `series`, `parquet`, `names`, `html`, `sources`; without one, all take turns.

mod mutate;
mod seeds;
mod targets;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::Parser;

use crate::{mutate::Dice, targets::Target};

/// Broken measurement files, pages and answers of sources through every reader
#[derive(Parser)]
struct Args {
    /// What to break; all of them in turn when none is named
    target: Option<Target>,
    /// How long to go on, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The seed of the files
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The most memory that the program may ever take, in MB
    #[arg(long, default_value_t = 512)]
    memory: u64,
    /// Real files to break as well
    #[arg(long)]
    file: Vec<PathBuf>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    backpedal_model::hush();
    let targets = args
        .target
        .map_or_else(|| Target::ALL.to_vec(), |one| vec![one]);
    let mut own = Vec::new();
    for path in &args.file {
        own.push(fs::read(path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    let share = Duration::from_secs(args.seconds) / u32::try_from(targets.len())?;
    for target in targets {
        let mut seeds = target.seeds();
        seeds.extend(own.iter().cloned());
        fuzz(target, &seeds, share, &args)?;
    }
    Ok(())
}

/// Breaks files of one kind until the time is over.
fn fuzz(target: Target, seeds: &[Vec<u8>], time: Duration, args: &Args) -> Result<()> {
    let start = Instant::now();
    let (mut files, mut bytes, mut slowest) = (0_u64, 0_u64, Duration::ZERO);
    while start.elapsed() < time {
        let mut dice = Dice::new(args.seed, files);
        let broken = target.finish(mutate::mutate(seeds, &mut dice), &mut dice);
        files += 1;
        bytes += broken.len() as u64;
        let begun = (Instant::now(), processor());
        let run = catch_unwind(AssertUnwindSafe(|| target.read(&broken)));
        // What other programs took meanwhile is not the reader's.
        let spent = processor()
            .zip(begun.1)
            .map(|(now, then)| now.saturating_sub(then));
        let taken = spent.unwrap_or_else(|| begun.0.elapsed());
        slowest = slowest.max(taken);
        let memory = memory();
        let wrong = if run.is_err() {
            "brings a panic"
        } else if taken > target.slow() {
            "takes too long"
        } else if memory.is_some_and(|memory| memory > args.memory) {
            "takes too much memory"
        } else {
            continue;
        };
        let name = format!("broken-{target}-{}-{files}", args.seed);
        fs::write(&name, &broken).with_context(|| format!("cannot write {name}"))?;
        bail!(
            "{target}: file {files} of seed {} {wrong}; it lies in {name}",
            args.seed
        );
    }
    report(target, (files, bytes), (start.elapsed(), slowest));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the result of the program")]
fn report(target: Target, (files, bytes): (u64, u64), (taken, slowest): (Duration, Duration)) {
    let seconds = taken.as_secs_f64();
    let slowest = slowest.as_secs_f64();
    let memory = memory().map_or("unknown".to_owned(), |memory| format!("{memory} MB"));
    println!(
        "{target}: {files} files, {bytes} bytes in {seconds:.0} s without a panic; the slowest took \
         {slowest:.2} s; at most {memory} of memory so far"
    );
}

/// The processor time of this thread; `None` where the system does not say.
fn processor() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let spent = stat.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(spent))
}

/// The most memory that the program took so far, in MB; `None` where the system does not say.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_stands_some_hundred_broken_files() {
        for target in Target::ALL {
            let seeds = target.seeds();
            for n in 0..300 {
                let mut dice = Dice::new(5, n);
                target.read(&target.finish(mutate::mutate(&seeds, &mut dice), &mut dice));
            }
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_files() {
        let seeds = Target::Mrt.seeds();
        let made = |seed| {
            let of = |n| mutate::mutate(&seeds, &mut Dice::new(seed, n));
            (0..20).map(of).collect::<Vec<_>>()
        };
        assert_eq!(made(1), made(1));
        assert_ne!(made(1), made(2));
    }
}
