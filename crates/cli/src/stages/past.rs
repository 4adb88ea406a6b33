//! Captures that others made: in a web archive, in a WARC file. They are kept under the address
//! and the time of the page itself, with a note of whose capture each is.

use anyhow::Context as _;
use backpedal_crawler::Memento;
use backpedal_model::{Origin, Problem, Snapshot, SourceKind, SourceSpec};
use backpedal_store::{Archived, Exchange, read_warc};

use super::{Bench, LoadedCase, capture::Captured};

/// A capture out of a web archive, as the capture of the page that it is; any other item as it is.
pub(super) fn memento(bench: &Bench<'_>, item: Captured) -> anyhow::Result<Captured> {
    let address = item.source.origin.as_str();
    let known = (item.source.kind == SourceKind::Memento).then(|| Memento::of(address));
    let Some(memento) = known.flatten() else {
        return Ok(item);
    };
    // An archive may answer with a capture of another time, and says so (RFC 7089, section 2.1.1).
    let told = item.snapshot.header("memento-datetime");
    let at = told.and_then(|text| jiff::fmt::rfc2822::parse(text).ok());
    let at = at.map_or(memento.at, |at| at.timestamp());
    let archived = Archived {
        url: memento.of,
        at,
        status: item.snapshot.status,
        media_type: item.snapshot.media_type.clone(),
        // The archive's own fields say nothing of the page.
        headers: Vec::new(),
        head: Vec::new(),
        body: item.body,
    };
    kept(bench, &item.source, archived, address)
}

/// The captures of a WARC file. Each is kept for itself; the file is left where it is.
pub(super) fn warc(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    source: &SourceSpec,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<Captured>> {
    let name = source.origin.as_str();
    let Some(bytes) = bytes(bench, loaded, source, problems)? else {
        return Ok(Vec::new());
    };
    let mut captured = Vec::new();
    let mut failed = None;
    problems.extend(read_warc(name, &bytes, |archived| {
        if failed.is_none() {
            match kept(bench, source, archived, name) {
                Ok(item) => captured.push(item),
                Err(error) => failed = Some(error),
            }
        }
    }));
    match failed {
        Some(error) => Err(error),
        None => Ok(captured),
    }
}

fn bytes(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    source: &SourceSpec,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Option<Vec<u8>>> {
    let name = source.origin.as_str();
    if let Some(path) = loaded.path(&source.origin) {
        return Ok(match std::fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let problem = Problem::new(name, format!("cannot be read: {error}"));
                problems.push(problem.hint(format!("looked for {}", path.display())));
                None
            }
        });
    }
    let latest = bench.store.latest(&source.origin)?;
    let body = match latest.filter(|latest| latest.status == Some(200)) {
        Some(latest) => bench.store.body(&latest.id)?,
        None => None,
    };
    if body.is_none() {
        let problem = Problem::new(name, "was never captured");
        problems.push(problem.hint("run `backpedal crawl CASE` with a network connection"));
    }
    Ok(body)
}

/// Keeps a capture under the address and time that it has, as one that was made by others.
fn kept(
    bench: &Bench<'_>,
    source: &SourceSpec,
    archived: Archived,
    via: &str,
) -> anyhow::Result<Captured> {
    let origin = Origin::Url(archived.url);
    let mut snapshot = Snapshot::new(origin.clone(), archived.at, &archived.body);
    snapshot.status = archived.status;
    snapshot.media_type = archived.media_type;
    snapshot.headers = archived.headers;
    snapshot.via = Some(via.to_owned());
    let exchange = (!archived.head.is_empty()).then(|| Exchange {
        response_head: archived.head,
        ..Exchange::default()
    });
    bench
        .store
        .put_capture(&snapshot, &archived.body, exchange.as_ref())
        .with_context(|| format!("{} cannot be kept", origin.as_str()))?;
    let body = backpedal_crawler::decoded(&snapshot, &archived.body, super::capture::LIMIT);
    let body = body.map_or_else(|_| archived.body.clone(), std::borrow::Cow::into_owned);
    let source = SourceSpec {
        kind: SourceKind::Page,
        origin,
        name: None,
        ..source.clone()
    };
    Ok(Captured::new(source, snapshot, body))
}
