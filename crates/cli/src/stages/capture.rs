//! Sources into captures: files are imported, of addresses what was fetched before is taken.

use std::{
    borrow::Cow,
    collections::{BTreeSet, VecDeque},
};

use anyhow::Context as _;
use backpedal_crawler::{Answer, Lead, Scope};
use backpedal_model::{Origin, Problem, Snapshot, SourceKind, SourceSpec};

use super::{Bench, LoadedCase, past};

/// The largest document that is unpacked.
pub(super) const LIMIT: u64 = 64 << 20;
/// The most addresses that one answer leads to.
const LEADS: usize = 500;

/// A source of the case, or what one leads to, with its latest capture.
pub(crate) struct Captured {
    pub(crate) source: SourceSpec,
    pub(crate) snapshot: Snapshot,
    /// The bytes without content encoding.
    pub(crate) body: Vec<u8>,
    /// Whether it only lists what is elsewhere, so that nothing is said in it.
    pub(crate) is_list: bool,
}

impl Captured {
    pub(super) fn new(source: SourceSpec, snapshot: Snapshot, body: Vec<u8>) -> Self {
        let mut item = Self {
            source,
            snapshot,
            body,
            is_list: false,
        };
        let kind = backpedal_crawler::source(item.source.kind);
        item.is_list = kind.is_list(&item.answer(&Scope::default()));
        item
    }

    fn answer<'a>(&'a self, scope: &'a Scope) -> Answer<'a> {
        Answer {
            snapshot: &self.snapshot,
            base: self.source.origin.as_str(),
            body: &self.body,
            most: LEADS,
            scope,
        }
    }
}

/// The latest capture of every source. A source that cannot be read is a problem, not the end.
pub(crate) fn captures(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<Captured>> {
    let mut captured = Vec::new();
    for source in &loaded.case.sources {
        if source.kind == SourceKind::Warc {
            captured.extend(past::warc(bench, loaded, source, problems)?);
            continue;
        }
        let Some(item) = capture(bench, loaded, source, problems)? else {
            continue;
        };
        let further = further(bench, loaded, &item, problems)?;
        captured.push(item);
        captured.extend(further);
    }
    Ok(captured)
}

fn capture(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    source: &SourceSpec,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Option<Captured>> {
    let Some(path) = loaded.path(&source.origin) else {
        let found = fetched(bench, source, problems)?;
        if found.is_none() {
            problems.push(
                Problem::new(source.origin.as_str(), "was never captured")
                    .hint("run `backpedal crawl CASE` with a network connection"),
            );
        }
        return Ok(found);
    };
    match std::fs::read(&path) {
        Ok(body) => {
            let snapshot = import(bench, source, &body)?;
            let body = unpacked(source, body, problems);
            Ok(Some(Captured::new(source.clone(), snapshot, body)))
        }
        Err(error) => {
            problems.push(
                Problem::new(source.origin.as_str(), format!("cannot be read: {error}"))
                    .hint(format!("looked for {}", path.display())),
            );
            Ok(None)
        }
    }
}

/// Imports a file; one that was imported before with the same bytes keeps its first capture.
fn import(bench: &Bench<'_>, source: &SourceSpec, body: &[u8]) -> anyhow::Result<Snapshot> {
    let snapshot = Snapshot::new(source.origin.clone(), bench.now, body);
    if let Some(latest) = bench.store.latest(&source.origin)?
        && latest.digest == snapshot.digest
    {
        return Ok(latest);
    }
    bench
        .store
        .put_capture(&snapshot, body, None)
        .with_context(|| format!("{} cannot be kept", source.origin.as_str()))?;
    Ok(snapshot)
}

/// What was fetched before; nothing where it never was. Where the latest answer is no text, the last
/// that was one stands: what is gone was said all the same.
fn fetched(
    bench: &Bench<'_>,
    source: &SourceSpec,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Option<Captured>> {
    let name = source.origin.as_str();
    let Some(latest) = bench.store.latest(&source.origin)? else {
        return Ok(None);
    };
    let Some(status) = latest.status.filter(|status| *status >= 400) else {
        return opened(bench, source, &latest, problems);
    };
    let history = bench.store.history(&source.origin)?;
    let readable = |snapshot: &&Snapshot| snapshot.status.is_none_or(|status| status < 300);
    let Some(last) = history.iter().rev().find(readable) else {
        // Of a status page without an interface the history is read.
        if source.kind == SourceKind::Statuspage {
            return opened(bench, source, &latest, problems);
        }
        problems.push(
            Problem::new(
                name,
                format!("the server answered {status}, which is no text to read"),
            )
            .hint("the answer is kept as evidence; check the address"),
        );
        return Ok(None);
    };
    // That a page is gone is a change, and told as one.
    if !matches!(status, 404 | 410) {
        let message = format!("the server answered {status}; the capture before is read");
        problems.push(Problem::new(name, message).hint("crawl again later"));
    }
    opened(bench, source, last, problems)
}

/// A capture with its bytes, unpacked.
pub(super) fn opened(
    bench: &Bench<'_>,
    source: &SourceSpec,
    snapshot: &Snapshot,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Option<Captured>> {
    let name = source.origin.as_str();
    let Some(body) = bench.store.body(&snapshot.id)? else {
        problems.push(Problem::new(name, "its capture is gone from the store"));
        return Ok(None);
    };
    let body = match backpedal_crawler::decoded(snapshot, &body, LIMIT) {
        Ok(Cow::Borrowed(_)) => body,
        Ok(Cow::Owned(unpacked)) => unpacked,
        Err(error) => {
            problems.push(Problem::new(name, format!("cannot be unpacked: {error}")));
            return Ok(None);
        }
    };
    let body = unpacked(source, body, problems);
    Ok(Some(Captured::new(source.clone(), snapshot.clone(), body)))
}

/// Months of mailing lists are gzip files by themselves.
fn unpacked(source: &SourceSpec, body: Vec<u8>, problems: &mut Vec<Problem>) -> Vec<u8> {
    if source.kind != SourceKind::MailingList {
        return body;
    }
    match backpedal_crawler::gunzipped(&body, LIMIT) {
        Ok(Cow::Borrowed(_)) => body,
        Ok(Cow::Owned(unpacked)) => unpacked,
        Err(error) => {
            let message = format!("cannot be unpacked: {error}");
            problems.push(Problem::new(source.origin.as_str(), message));
            Vec::new()
        }
    }
}

/// What a source leads to, and what that leads to, as far as it was fetched; each address once. All
/// captures lead on: what a feed no longer lists was said all the same.
fn further(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    start: &Captured,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<Captured>> {
    let mut seen: BTreeSet<String> = BTreeSet::from([start.source.origin.as_str().to_owned()]);
    let mut found: Vec<Captured> = Vec::new();
    let mut queue: VecDeque<(Lead, Scope)> = VecDeque::new();
    let scope = Scope::of(&loaded.case, &start.source);
    queue.extend(leads_of(bench, start, &scope)?);
    while let Some((lead, scope)) = queue.pop_front() {
        if !seen.insert(lead.url.clone()) {
            continue;
        }
        // A statement that an article links to is not the article's publisher's.
        let linked = lead.kind == SourceKind::Linked;
        let source = SourceSpec {
            kind: lead.kind,
            origin: Origin::Url(lead.url),
            name: None,
            published: None,
            publisher: start.source.publisher.clone().filter(|_| !linked),
            voice_of: start.source.voice_of.clone().filter(|_| !linked),
            ..start.source.clone()
        };
        if let Some(item) = fetched(bench, &source, problems)? {
            queue.extend(leads_of(bench, &item, &scope)?);
            found.push(past::memento(bench, item)?);
        }
    }
    Ok(found)
}

/// What all captures of an address lead to, the latest first.
fn leads_of(
    bench: &Bench<'_>,
    item: &Captured,
    scope: &Scope,
) -> anyhow::Result<Vec<(Lead, Scope)>> {
    let deeper = scope.deeper();
    let mut found = leads(item, scope);
    let mut digests = BTreeSet::from([item.snapshot.digest]);
    if matches!(item.source.origin, Origin::Url(_)) {
        for snapshot in bench.store.history(&item.source.origin)?.iter().rev() {
            let readable = snapshot.status.is_none_or(|status| status < 300);
            if !readable || !digests.insert(snapshot.digest) {
                continue;
            }
            // What cannot be read is told where it is read as a document.
            if let Some(item) = opened(bench, &item.source, snapshot, &mut Vec::new())? {
                found.extend(leads(&item, scope));
            }
        }
    }
    Ok(found
        .into_iter()
        .map(|lead| (lead, deeper.clone()))
        .collect())
}

/// What is wrong with an answer is told once, when it is read as a document.
fn leads(item: &Captured, scope: &Scope) -> Vec<Lead> {
    let kind = backpedal_crawler::source(item.source.kind);
    kind.look(&item.answer(scope)).value
}
