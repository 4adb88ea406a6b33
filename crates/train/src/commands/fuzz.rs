//! `backpedal-train fuzz`: broken texts through the whole claim engine, for as long as one likes.

use std::{
    io::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use backpedal_language::{Answer, stance, tokens};
use backpedal_model::{Parties, Span, TextIndex};
use backpedal_train::GoldDocument;

use super::calibrate::{context, documents};
use crate::nn::Random;

/// What is broken, and for how long.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folders of texts to break
    #[arg(required = true)]
    texts: Vec<PathBuf>,
    /// How long
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// The seed of the damage
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where a text that stops the engine is kept
    #[arg(long, default_value = "fuzz-failure.txt")]
    keep: PathBuf,
}

/// The longest text that is tried, in bytes.
const LONGEST: usize = 6000;

/// Breaks texts until the time is over or one stops the engine.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut seeds: Vec<String> = Vec::new();
    for folder in &args.texts {
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("{} cannot be read", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "txt") {
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                seeds.push(text);
            }
        }
    }
    anyhow::ensure!(!seeds.is_empty(), "the folders hold no .txt files");
    seeds.sort_unstable();
    let mut random = Random::new(args.seed);
    let end = Instant::now() + Duration::from_secs(args.seconds);
    let (mut texts, mut claims, mut bytes) = (0_u64, 0, 0);
    while Instant::now() < end {
        let text = damaged(&seeds, &mut random);
        let tried = catch_unwind(AssertUnwindSafe(|| check(&text)));
        let fault = match tried {
            Ok(Ok(found)) => {
                claims += found;
                None
            }
            Ok(Err(fault)) => Some(fault),
            Err(_) => Some("the engine panicked".to_owned()),
        };
        if let Some(fault) = fault {
            std::fs::write(&args.keep, &text)
                .with_context(|| format!("{} cannot be written", args.keep.display()))?;
            anyhow::bail!("{fault}; the text is in {}", args.keep.display());
        }
        texts += 1;
        bytes += text.len();
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{texts} texts, {bytes} bytes, {claims} claims in {} s: no panic, all spans on characters and inside",
        args.seconds
    )?;
    Ok(())
}

/// One text: a cut of a seed with damage, or characters from anywhere.
fn damaged(seeds: &[String], random: &mut Random) -> String {
    if random.below(8) == 0 {
        return (0..random.below(400)).map(|_| any(random)).collect();
    }
    let mut chars: Vec<char> = seeds[random.below(seeds.len())].chars().collect();
    let start = random.below(chars.len().max(1));
    if random.below(2) == 0 {
        chars.drain(..start.min(chars.len()));
    }
    chars.truncate(random.below(LONGEST).max(20));
    for _ in 0..random.below(30) {
        hurt(&mut chars, seeds, random);
    }
    chars.into_iter().collect()
}

fn hurt(chars: &mut Vec<char>, seeds: &[String], random: &mut Random) {
    let at = random.below(chars.len() + 1);
    let end = (at + random.below(40)).min(chars.len());
    match random.below(7) {
        0 => chars.insert(at, any(random)),
        1 => drop(chars.drain(at..end)),
        2 => {
            let copy = chars[at..end].to_vec();
            chars.splice(at..at, copy);
        }
        3 => chars[at..end].reverse(),
        4 => {
            let marks = [
                '"', '“', '”', '‘', '\'', '(', '>', '\n', '\u{a0}', ':', '…', '—', '.', '@', '#',
            ];
            chars.insert(at, marks[random.below(marks.len())]);
        }
        5 => {
            let other: Vec<char> = seeds[random.below(seeds.len())].chars().collect();
            let from = random.below(other.len().max(1));
            let part = other.iter().skip(from).take(random.below(200)).copied();
            let part: Vec<char> = part.collect();
            chars.splice(at..at, part);
        }
        _ => {
            for c in &mut chars[at..end] {
                *c = c.to_uppercase().next().unwrap_or(*c);
            }
        }
    }
}

/// Any character: plain, of a script, a mark to combine, of the highest planes.
fn any(random: &mut Random) -> char {
    let below = [0x80, 0x250, 0x3000, 0x1_0000, 0x11_0000][random.below(5)];
    #[allow(clippy::cast_possible_truncation)]
    let number = random.below(below) as u32;
    char::from_u32(number).unwrap_or('\u{fffd}')
}

/// Reads the text as a user's file is read. Every span must stand in its document and hold the
/// words that the claim shows. Returns the number of claims.
fn check(text: &str) -> Result<usize, String> {
    let gold = GoldDocument {
        doc: "fuzz".to_owned(),
        published: None,
        claims: Vec::new(),
    };
    let parties = Parties::default();
    let mut count = 0;
    for document in documents(&gold, text) {
        let index = TextIndex::new(&document.text);
        let length = document.text.chars().count();
        let held = |span: Span| {
            (span.start <= span.end && span.end <= length)
                .then(|| index.slice(&document.text, span))
        };
        for claim in backpedal_claims::extract(&document, &context(&parties)) {
            let words = held(claim.quote.span).ok_or("a quotation beyond the text")?;
            if words != claim.quote.text || words.is_empty() {
                return Err(format!("{:?} is not at its place", claim.quote.text));
            }
            if let Some(span) = claim.event_time.as_ref().and_then(|time| time.span) {
                held(span).ok_or("a time beyond the text")?;
            }
            if !(0.0..=1.0).contains(&claim.confidence) {
                return Err(format!("a confidence of {}", claim.confidence));
            }
            count += 1;
        }
    }
    language(text)?;
    Ok(count)
}

/// Tokens in order and on characters; any answer has a stance.
fn language(text: &str) -> Result<(), String> {
    let mut found = Vec::new();
    tokens(text, 0..text.len(), &mut found);
    let mut last = 0;
    for range in found {
        if range.start < last || range.is_empty() || text.get(range.clone()).is_none() {
            return Err(format!("a token at {range:?} after {last}"));
        }
        last = range.end;
    }
    let half = text.floor_char_boundary(text.len() / 2);
    let _ = stance(&Answer {
        text: &text[..half],
        source: Some(&text[half..]),
        parent: None,
        same_author: false,
    });
    Ok(())
}
