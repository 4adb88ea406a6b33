//! How fast addresses and captures are kept, in how much room and memory.
//!
//! ```text
//! cargo run --release -p backpedal-store --example keep -- 1000000 100000
//! ```
//!
//! adds so many addresses of a thousand hosts to a frontier, takes and finishes all of them, and
//! then keeps so many captures of about 18 KB, 64 at a time.

#![allow(clippy::print_stdout)] // an example tells what it did

use std::{collections::BTreeSet, error::Error, path::Path, time::Instant};

use backpedal_model::{Address, Finished, Looks, Origin, Snapshot, SourceId, SourceKind};
use backpedal_store::{Exchange, Put, Store};
use jiff::Timestamp;

fn main() -> Result<(), Box<dyn Error>> {
    let mut counts = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let addresses = counts.next().transpose()?.unwrap_or(100_000);
    let captures = counts.next().transpose()?.unwrap_or(10_000);
    let dir = tempfile::tempdir()?;
    let store = Store::open(dir.path())?;
    frontier(&store, addresses)?;
    told("frontier", &dir.path().join("frontier.sqlite"));
    keep(&store, captures)?;
    let begun = Instant::now();
    drop(Store::open(dir.path())?);
    println!("opened again in {:.3} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let listed = store.rebuild()?.captures;
    rate("captures listed anew", listed, begun);
    Ok(())
}

fn rate(what: &str, count: usize, begun: Instant) {
    let seconds = begun.elapsed().as_secs_f64();
    let each = f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / seconds;
    let peak = peak();
    println!("{count} {what} in {seconds:.1} s: {each:.0} a second; peak memory {peak}");
}

/// The peak of resident memory, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |text| text.trim().to_owned())
}

fn told(what: &str, path: &Path) {
    let bytes = std::fs::metadata(path).map_or(0, |meta| meta.len());
    println!("{what}: {} MiB on disk", bytes >> 20);
}

fn frontier(store: &Store, count: usize) -> Result<(), Box<dyn Error>> {
    let frontier = store.frontier("example")?;
    let source = SourceId::from_content(&["example"]);
    let address = |number: usize| {
        let host = format!("news-{}.example", number % 1000);
        Address {
            url: format!("https://{host}/2024/05/02/halyard-says-that-its-network-was-up-{number}"),
            host,
            source: source.clone(),
            kind: Some(SourceKind::Page),
            depth: 1,
            due: Timestamp::UNIX_EPOCH,
        }
    };
    let begun = Instant::now();
    for start in (0..count).step_by(500) {
        let batch: Vec<Address> = (start..count.min(start + 500)).map(address).collect();
        frontier.add(&batch)?;
    }
    rate("addresses added", count, begun);
    let begun = Instant::now();
    let now = Timestamp::from_second(1_700_000_000)?;
    let due = Some(Timestamp::from_second(1_700_086_400)?);
    let mut finished = 0;
    loop {
        let taken = frontier.take(now, 64, 4, &BTreeSet::new())?;
        if taken.is_empty() {
            break;
        }
        finished += taken.len();
        let looks = Looks {
            last: Some(now),
            count: 1,
            ..Looks::default()
        };
        let done = taken.into_iter().map(|taken| Finished {
            url: taken.address.url,
            looks,
            due,
        });
        frontier.finish(&done.collect::<Vec<_>>())?;
    }
    rate("addresses taken and finished", finished, begun);
    let begun = Instant::now();
    frontier.recover()?;
    frontier.set_back(now)?;
    frontier.retain(&BTreeSet::from([source]))?;
    rate("addresses looked through at a start", count, begun);
    Ok(())
}

fn keep(store: &Store, count: usize) -> Result<(), Box<dyn Error>> {
    let exchange = Exchange {
        request_head: b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n".to_vec(),
        response_head: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec(),
        ..Exchange::default()
    };
    let page = |number: usize| {
        let origin = Origin::Url(format!("https://news.example/{number}"));
        let words = (0..2_000).map(|word| format!("word{} ", (number + 1) * word % 7_919));
        let body = words.collect::<String>().into_bytes();
        (Snapshot::new(origin, Timestamp::UNIX_EPOCH, &body), body)
    };
    let begun = Instant::now();
    for start in (0..count).step_by(64) {
        let pages: Vec<(Snapshot, Vec<u8>)> = (start..count.min(start + 64)).map(page).collect();
        let puts = pages.iter().map(|(snapshot, body)| Put::Capture {
            snapshot,
            body,
            exchange: Some(&exchange),
        });
        store.put_all(&puts.collect::<Vec<_>>())?;
    }
    rate("captures of 18 KB kept", count, begun);
    told("list of captures", &store.dir().join("backpedal.sqlite"));
    let list = std::fs::read_dir(store.dir().join("captures"))?.flatten();
    let sizes = list.filter_map(|entry| Some(entry.metadata().ok()?.len()));
    let sizes: Vec<u64> = sizes.filter(|bytes| *bytes > 0).collect();
    let all = sizes.iter().sum::<u64>() >> 20;
    println!("captures: {} files, {all} MiB", sizes.len());
    Ok(())
}
