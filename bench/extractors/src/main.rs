//! Other extractors over pages whose true text is known, with the measure of
//! `crates/documents/examples/pages`.
//!
//! `cargo run --release -- DIR [SOURCE …]`, in this folder. Each is run with its defaults, dom_smoothie
//! with formatted text; `parse` only builds the tree with html5ever.

#[allow(dead_code)] // what only the other program asks for
#[path = "../../../crates/documents/examples/pages/score.rs"]
mod score;

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    io::Read,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use score::{Answer, Sums, Truth};

type Extractor = fn(&str, Option<&str>) -> Answer;

const EXTRACTORS: [(&str, Extractor); 6] = [
    ("trafilatura", of_trafilatura),
    ("trafilatura fast", of_trafilatura_fast),
    ("rs-trafilatura", of_rs_trafilatura),
    ("libreadability", of_libreadability),
    ("dom_smoothie", of_dom_smoothie),
    ("parse", parse),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let dir = words.next().ok_or("usage: extractors DIR [SOURCE …]")?;
    let mut sources: Vec<String> = words.collect();
    if sources.is_empty() {
        sources = ["aeb", "naeb", "fundus", "wcxb", "bbaw"]
            .map(str::to_owned)
            .to_vec();
    }
    let mut seconds = [0.0; EXTRACTORS.len()];
    let mut pages = 0_usize;
    for source in &sources {
        let gold = fs::read(Path::new(&dir).join("gold").join(format!("{source}.json")))?;
        let truths: BTreeMap<String, Truth> = serde_json::from_slice(&gold)?;
        let mut sums = vec![Sums::default(); EXTRACTORS.len()];
        for (id, truth) in &truths {
            let html = page(Path::new(&dir), source, id)?;
            pages += 1;
            for (at, (_, extract)) in EXTRACTORS.iter().enumerate() {
                let start = processor();
                let run = || extract(&html, truth.url.as_deref());
                let answer = catch_unwind(AssertUnwindSafe(run)).unwrap_or_default();
                seconds[at] += processor() - start;
                sums[at].add(truth, &answer);
            }
        }
        println!("{source}");
        for (at, (name, _)) in EXTRACTORS.iter().enumerate().take(5) {
            println!("{}", sums[at].line(&format!("  {name}")));
        }
    }
    for (at, (name, _)) in EXTRACTORS.iter().enumerate() {
        println!(
            "{name}: {:.0} pages a second of one processor",
            pages as f64 / seconds[at]
        );
    }
    Ok(())
}

/// The text of a page, in the character set that it declares.
fn page(dir: &Path, source: &str, id: &str) -> Result<String, Box<dyn Error>> {
    let packed = fs::File::open(dir.join("html").join(source).join(format!("{id}.html.gz")))?;
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes)?;
    if let Ok(text) = std::str::from_utf8(&bytes) {
        return Ok(text.to_owned());
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let named = head.split("charset=").nth(1).map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']);
        rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .next()
            .unwrap_or("")
            .to_owned()
    });
    let encoding = named
        .and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()))
        .unwrap_or(encoding_rs::WINDOWS_1252);
    Ok(encoding.decode(&bytes).0.into_owned())
}

/// Seconds of processor time of this thread, as Linux counts them.
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = stat.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    spent.unwrap_or_default() / 1e9
}

fn names(text: &str) -> Vec<String> {
    text.split([';', ',', '|'])
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim().to_owned())
        .collect()
}

fn with_trafilatura(html: &str, url: Option<&str>, fallback: bool) -> Answer {
    let mut options = trafilatura::Options::default().with_fallback(fallback);
    options.original_url = url.and_then(|url| url.parse().ok());
    let Ok(found) = trafilatura::extract(html, &options) else {
        return Answer::default();
    };
    Answer {
        body: found.content_text,
        comments: found.comments_text,
        title: found.metadata.title,
        authors: names(&found.metadata.author),
        date: found
            .metadata
            .date
            .map_or_else(String::new, |d| d.to_string()),
    }
}

fn of_trafilatura(html: &str, url: Option<&str>) -> Answer {
    with_trafilatura(html, url, true)
}

fn of_trafilatura_fast(html: &str, url: Option<&str>) -> Answer {
    with_trafilatura(html, url, false)
}

fn of_rs_trafilatura(html: &str, url: Option<&str>) -> Answer {
    let options = rs_trafilatura::Options {
        include_comments: true,
        url: url.map(str::to_owned),
        ..rs_trafilatura::Options::default()
    };
    let Ok(found) = rs_trafilatura::extract_with_options(html, &options) else {
        return Answer::default();
    };
    Answer {
        body: found.content_text,
        comments: found.comments_text.unwrap_or_default(),
        title: found.metadata.title.unwrap_or_default(),
        authors: names(&found.metadata.author.unwrap_or_default()),
        date: found
            .metadata
            .date
            .map_or_else(String::new, |d| d.date_naive().to_string()),
    }
}

fn of_libreadability(html: &str, url: Option<&str>) -> Answer {
    let Ok(found) = libreadability::extract(html, url) else {
        return Answer::default();
    };
    Answer {
        body: found.text_content,
        comments: String::new(),
        title: found.title,
        authors: names(&found.byline),
        date: found.published_time.chars().take(10).collect(),
    }
}

fn of_dom_smoothie(html: &str, url: Option<&str>) -> Answer {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Formatted,
        ..dom_smoothie::Config::default()
    };
    let Ok(mut reader) = dom_smoothie::Readability::new(html, url, Some(config)) else {
        return Answer::default();
    };
    let Ok(found) = reader.parse() else {
        return Answer::default();
    };
    Answer {
        body: found.text_content.to_string(),
        comments: String::new(),
        title: found.title,
        authors: names(&found.byline.unwrap_or_default()),
        date: found
            .published_time
            .unwrap_or_default()
            .chars()
            .take(10)
            .collect(),
    }
}

/// The price of the tree alone.
fn parse(html: &str, _url: Option<&str>) -> Answer {
    let page = dom_query::Document::from(html);
    Answer {
        title: format!("{:?}", page.root().id),
        ..Answer::default()
    }
}
