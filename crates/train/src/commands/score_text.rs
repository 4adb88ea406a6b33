//! `backpedal-train score-text`: sentences, tokens, lemmas and quotations against annotated texts.

use std::{
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use backpedal_train::score::text;

/// Scores how text is cut into sentences, tokens, lemmas and quotations.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder with `en_ewt-ud-*.conllu.gz` and `direct_quotes.polnear.jsonl.gz`
    #[arg(long)]
    nlp: PathBuf,
    /// Score on the training part, as one does while working on the rules
    #[arg(long)]
    train: bool,
    /// Print the quotations that differ from the annotation too
    #[arg(long)]
    errors: bool,
    /// Learn the table of lemmas from the training part and write it here first
    #[arg(long)]
    write_lemmas: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    if let Some(path) = &args.write_lemmas {
        let documents = treebank(&args.nlp, "train")?;
        let table = text::learn(words(&documents));
        std::fs::write(path, table)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    let part = if args.train { "train" } else { "dev" };
    let mut out = std::io::stdout().lock();
    let documents = treebank(&args.nlp, part)?;
    let cut = text::segments(
        &documents,
        backpedal_language::sentences,
        backpedal_language::tokens,
    );
    writeln!(out, "EWT {part}: {} documents", documents.len())?;
    for (name, spans) in [
        ("sentences", cut.sentences),
        ("tokens", cut.tokens),
        ("tokens, sentences given", cut.tokens_given),
    ] {
        line(&mut out, name, spans)?;
    }
    let lemmas = text::lemmas(words(&documents), backpedal_language::lemma);
    let (exact, caseless) = lemmas.shares();
    writeln!(
        out,
        "  {:24} exact {exact:.4}  letter case aside {caseless:.4}",
        "lemmas"
    )?;
    quotations(&mut out, args, part)
}

/// Scores quotations.
fn quotations(out: &mut impl std::io::Write, args: &Args, part: &str) -> anyhow::Result<()> {
    let file = unpacked(&args.nlp.join("direct_quotes.polnear.jsonl.gz"))?;
    let mut articles = Vec::new();
    for line in file.lines() {
        let article: text::Article = serde_json::from_str(line)?;
        if article.split == part {
            articles.push(article);
        }
    }
    let mut notes = Vec::new();
    let counts = text::quotes(&articles, |missed, words| {
        let sign = if missed { '-' } else { '+' };
        notes.push(format!("  {sign} {}", words.replace('\n', " / ")));
    });
    writeln!(out, "PolNeAR {part}: {} articles", articles.len())?;
    line(out, "quotations", counts.all)?;
    let (spoken, found) = counts.spoken;
    writeln!(out, "  {:24} {found} of {spoken} found", "with a speaker")?;
    for note in notes.iter().filter(|_| args.errors) {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

fn line(out: &mut impl std::io::Write, name: &str, spans: text::Spans) -> std::io::Result<()> {
    writeln!(
        out,
        "  {name:24} P {:.4}  R {:.4}  F1 {:.4}  ({} annotated, {} found)",
        spans.precision(),
        spans.recall(),
        spans.f1(),
        spans.gold,
        spans.found
    )
}

/// A part of the treebank.
fn treebank(folder: &Path, part: &str) -> anyhow::Result<Vec<text::Document>> {
    let file = unpacked(&folder.join(format!("en_ewt-ud-{part}.conllu.gz")))?;
    Ok(text::documents(&file))
}

/// All words of a treebank.
fn words(documents: &[text::Document]) -> impl Iterator<Item = &text::Word> {
    documents
        .iter()
        .flat_map(|document| &document.sentences)
        .flat_map(|(_, words)| words)
}

fn unpacked(path: &Path) -> anyhow::Result<String> {
    let file =
        std::fs::File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    Ok(text)
}
