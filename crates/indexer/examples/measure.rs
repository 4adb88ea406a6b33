//! How long indexing and searching take, over entries made of a fixed word list.
//!
//! ```text
//! cargo run --release -p backpedal-indexer --example measure -- 2000
//! ```

use std::{error::Error, time::Instant};

use backpedal_indexer::{Facet, Index, Query};
use backpedal_model::{Document, DocumentKind, Dossier};

const WORDS: &str = "the network was down for an hour and the host said that no outage had been \
    seen by its routers while customers of the exchange reported failed calls lost packets slow \
    pages broken links a cable cut in the north an attack on names an error of a person a router \
    without power at noon on monday until the evening of the next day when service was restored";

fn main() -> Result<(), Box<dyn Error>> {
    let documents: usize = std::env::args()
        .nth(1)
        .map_or(Ok(2_000), |text| text.parse())?;
    let dir = tempfile::tempdir()?;
    let index = Index::open(dir.path())?;
    let mut dossier = made(documents)?;
    say(
        &format!("index {documents} documents of 500 words"),
        1,
        || index.update(&dossier),
    )?;
    say("the same again, nothing changed", 1, || {
        index.update(&dossier)
    })?;
    dossier.documents.truncate(documents - 1);
    say("one document fewer", 1, || index.update(&dossier))?;
    say("open and check", 5, || {
        Index::open_read(dir.path()).map(drop)
    })?;
    for text in [
        "",
        "outage",
        "router failed customers",
        "\"no outage\"",
        "rout*",
        "source:\"outlet 7\" -rare7",
        "rare7 rare8",
    ] {
        let found = index.search(&Query::new(text))?.total;
        let name = format!("search {text:?} ({found} found)");
        say(&name, 50, || index.search(&Query::new(text)).map(drop))?;
    }
    let filters = vec![
        (Facet::Source, "Outlet 7".to_owned()),
        (Facet::Type, "document".to_owned()),
    ];
    let query = Query {
        filters,
        ..Query::new("outage")
    };
    say("search \"outage\" with two filters", 50, || {
        index.search(&query).map(drop)
    })?;
    Ok(())
}

/// A case with so many documents and nothing else.
fn made(documents: usize) -> Result<Dossier, Box<dyn Error>> {
    let mut dossier: Dossier = serde_json::from_value(serde_json::json!({
        "case": {
            "id": "made", "title": "Made", "zone": "UTC", "parties": [], "sources": [],
            "window": { "start": "2009-04-13T00:00:00Z", "end": "2009-04-14T00:00:00Z" },
            "measurements": [], "topology": [], "policy": {}, "schedule": { "every_seconds": 900 },
        },
        "run": { "version": "0", "as_of": "2009-04-14T00:00:00Z" },
        "snapshots": [], "documents": [], "claims": [], "datasets": [], "observations": [],
        "relationships": [], "paths": [], "positions": [], "contradictions": [],
        "non_contradictions": [], "verdicts": [], "problems": [],
    }))?;
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = 1_u64;
    for number in 0..documents {
        let mut text = String::new();
        for _ in 0..500 {
            // A linear congruential generator: the same text on every machine.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let at = usize::try_from(state >> 40)? % (words.len() + 40);
            let rare = format!("rare{}", (state >> 33) % 50_000);
            text.push_str(words.get(at).copied().unwrap_or(&rare));
            text.push(' ');
        }
        let mut document = Document::new(format!("made-{number}"), DocumentKind::Article, text);
        document.publisher = Some(format!("Outlet {}", number % 40));
        dossier.documents.push(document);
    }
    Ok(dossier)
}

/// Prints the median time of `times` runs.
#[allow(clippy::print_stdout)] // that is what the program is for
fn say<E>(name: &str, times: usize, mut run: impl FnMut() -> Result<(), E>) -> Result<(), E> {
    let mut taken = Vec::with_capacity(times);
    for _ in 0..times {
        let start = Instant::now();
        run()?;
        taken.push(start.elapsed());
    }
    taken.sort();
    println!(
        "{:>10.2} ms  {name}",
        taken[times / 2].as_secs_f64() * 1_000.0
    );
    Ok(())
}
