//! Reads pages whose true text is known, and prints how well they were read.
//!
//! `cargo run --release -p backpedal-documents --example pages -- DIR [--out FILE] [SOURCE …]`
//!
//! `DIR` holds `gold/SOURCE.json` and `html/SOURCE/ID.html.gz`. Every source is printed whole and by
//! halves, parted by the identifiers of the pages, so that what was worked out on one half can be
//! told from what holds on the other; then the speed, in pages per second of one processor. Fields
//! of the gold that `suspect.json` lists are left out with `--skip-suspect`. `--out` writes the
//! answers in the form that `extraction_eval.py` reads.

#![allow(missing_docs, unreachable_pub, clippy::cast_precision_loss)]
// Two fixed patterns, without which there is no measure.
#![allow(clippy::expect_used)]

mod score;

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use backpedal_documents::{Given, Input, Media, read};
use backpedal_model::{Document, DocumentKind, PartRole, TextIndex};
use score::{Answer, Sums, Truth};

/// What was asked for.
struct Args {
    dir: PathBuf,
    out: Option<PathBuf>,
    trust: bool,
    sources: Vec<String>,
}

fn args() -> Option<Args> {
    let mut words = std::env::args().skip(1);
    let mut args = Args {
        dir: words.next()?.into(),
        out: None,
        trust: true,
        sources: Vec::new(),
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--out" => args.out = Some(words.next()?.into()),
            "--skip-suspect" => args.trust = false,
            _ => args.sources.push(word),
        }
    }
    if args.sources.is_empty() {
        let all = ["aeb", "naeb", "fundus", "wcxb", "bbaw", "mediacloud", "rdb"];
        args.sources = all.map(str::to_owned).to_vec();
    }
    Some(args)
}

#[expect(clippy::print_stdout, reason = "the result of the program")]
fn main() -> Result<(), Box<dyn Error>> {
    let args = args().ok_or("usage: pages DIR [--out FILE] [--skip-suspect] [SOURCE …]")?;
    let mut answers = BTreeMap::new();
    let (mut pages, mut seconds) = (0_usize, 0.0);
    for source in &args.sources {
        let mut sums = [Sums::default(), Sums::default(), Sums::default()];
        for (id, truth) in truths(&args, source)? {
            let html = page(&args.dir, source, &id)?;
            let start = processor();
            let answer = answer(&html, truth.url.as_deref());
            seconds += processor() - start;
            pages += 1;
            let text = truth
                .comments
                .as_ref()
                .map(|_| text(&html))
                .unwrap_or_default();
            for at in [0, 1 + half(&id)] {
                sums[at].add(&truth, &answer);
                sums[at].hold(&truth, &text);
            }
            answers.insert(id, answer);
        }
        println!("{}", sums[0].line(source));
        println!("{}", sums[1].line("  half worked on"));
        println!("{}", sums[2].line("  half held out"));
    }
    println!(
        "{:.0} pages a second of one processor",
        pages as f64 / seconds
    );
    if let Some(out) = &args.out {
        fs::write(out, serde_json::to_vec(&answers)?)?;
    }
    Ok(())
}

/// 0 for the pages whose errors may be looked at, 1 for the others.
fn half(id: &str) -> usize {
    id.bytes().map(usize::from).sum::<usize>() % 2
}

fn truths(args: &Args, source: &str) -> Result<BTreeMap<String, Truth>, Box<dyn Error>> {
    let path = args.dir.join("gold").join(format!("{source}.json"));
    let text = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut truths: BTreeMap<String, Truth> = serde_json::from_slice(&text)?;
    if !args.trust {
        let suspect = fs::read(args.dir.join("suspect.json"))?;
        let suspect: BTreeMap<String, Vec<String>> = serde_json::from_slice(&suspect)?;
        for (id, truth) in &mut truths {
            let doubted = |field: &str| suspect.get(field).is_some_and(|ids| ids.contains(id));
            truth.body = truth.body.take().filter(|_| !doubted("body"));
            truth.date = truth.date.take().filter(|_| !doubted("date"));
        }
    }
    Ok(truths)
}

fn page(dir: &Path, source: &str, id: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let path = dir.join("html").join(source).join(format!("{id}.html.gz"));
    let packed = fs::File::open(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut html = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut html)?;
    Ok(html)
}

/// All text of a page, whatever it belongs to.
fn text(html: &[u8]) -> String {
    dom_query::Document::from(String::from_utf8_lossy(html).as_ref())
        .text()
        .to_string()
}

/// Seconds of processor time of this thread, as Linux counts them; other systems say 0.
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = stat.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    spent.unwrap_or_default() / 1e9
}

fn answer(html: &[u8], url: Option<&str>) -> Answer {
    let found = read(&Input {
        name: "page.html",
        bytes: html,
        media: Media::Html,
        content_type: None,
        url,
        snapshot: None,
        given: Given::default(),
    });
    let (comments, pages): (Vec<&Document>, Vec<&Document>) = found
        .value
        .iter()
        .partition(|document| document.kind == DocumentKind::Comment);
    let text = |documents: &[&Document]| {
        let texts: Vec<String> = documents.iter().map(|document| body(document)).collect();
        texts.join("\n\n")
    };
    let mut answer = Answer {
        comments: text(&comments),
        ..Answer::default()
    };
    let Some(page) = pages.first() else {
        return answer;
    };
    answer.body = body(page);
    if page.kind == DocumentKind::Discussion {
        // Every post but the first answers it.
        let first = page
            .parts
            .iter()
            .position(|part| part.role == PartRole::Comment);
        let mut replies = (*page).clone();
        replies.parts.drain(..first.map_or(0, |at| at + 1));
        answer.comments = body(&replies);
    }
    answer.title = page.title.clone().unwrap_or_default();
    let names = page.author.as_deref().unwrap_or_default();
    answer.authors = names.split(", ").map(str::to_owned).collect();
    let day = page.published.as_ref();
    answer.date = day.map_or_else(String::new, |day| day.at.date().to_string());
    answer
}

/// What the document says, without headline, byline, embedded posts and furniture.
fn body(document: &Document) -> String {
    let index = TextIndex::new(&document.text);
    let said = document.parts.iter().filter(|part| {
        !matches!(
            part.role,
            PartRole::Title | PartRole::Byline | PartRole::Boilerplate | PartRole::Post
        )
    });
    let said: Vec<&str> = said
        .map(|part| index.slice(&document.text, part.span))
        .collect();
    said.join("\n\n")
}
