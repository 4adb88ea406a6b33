//! All captures of each address of a case, read by the same version of the code, as looks.

use std::collections::{BTreeSet, HashMap};

use backpedal_changes::{Answer, Look, Shape};
use backpedal_model::{Claim, Document, Origin, Problem, Sha256, Snapshot, SourceKind, SourceSpec};
use jiff::Timestamp;

use super::{
    Bench, LoadedCase,
    capture::{self, Captured},
    claims, documents,
};

/// One address and everything that was seen there.
pub(crate) struct Past {
    pub(crate) address: String,
    pub(crate) shape: Shape,
    seen: Vec<Seen>,
}

/// One look.
struct Seen {
    at: Timestamp,
    what: What,
}

enum What {
    /// Nothing had changed.
    Same,
    /// A capture with what was read from it.
    Captured(Box<Read>),
}

/// A capture, read.
pub(crate) struct Read {
    pub(crate) snapshot: Snapshot,
    pub(crate) documents: Vec<Document>,
    pub(crate) claims: Vec<Claim>,
}

impl Past {
    /// The looks in order of time.
    pub(crate) fn looks(&self) -> Vec<Look<'_>> {
        let looks = self.seen.iter().map(|seen| Look {
            at: seen.at,
            answer: match &seen.what {
                What::Same => Answer::Same,
                What::Captured(read) => Answer::Captured(backpedal_changes::Captured {
                    snapshot: &read.snapshot,
                    documents: &read.documents,
                    claims: &read.claims,
                }),
            },
        });
        looks.collect()
    }

    /// The captures that are not the same as the one before.
    pub(crate) fn read(&self) -> impl Iterator<Item = &Read> {
        self.seen.iter().filter_map(|seen| match &seen.what {
            What::Captured(read) => Some(&**read),
            What::Same => None,
        })
    }
}

/// The addresses of the captures that were found in more than one state. Files on this machine are not
/// among them: who changes his own file has edited nothing in public.
pub(crate) fn changed(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    captured: &[Captured],
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<Past>> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut found: Vec<(&SourceSpec, Vec<Snapshot>)> = Vec::new();
    for item in captured {
        if let Origin::Url(url) = &item.source.origin
            && known.insert(url)
        {
            found.push((&item.source, bench.store.history(&item.source.origin)?));
        }
    }
    let pages: BTreeSet<String> = found
        .iter()
        .map(|(source, _)| source.origin.as_str().to_owned())
        .collect();
    let mut changed = Vec::new();
    for (source, history) in found {
        let differs = |pair: &[Snapshot]| !is_same(&pair[0], &pair[1]);
        if history.windows(2).any(differs) {
            changed.push(past(bench, loaded, (source, &history), &pages, problems)?);
        }
    }
    Ok(changed)
}

/// What was read of an answer.
type Told = (Vec<Document>, Vec<Claim>);

/// Whether a capture brought what the one before had brought.
fn is_same(a: &Snapshot, b: &Snapshot) -> bool {
    (a.digest, a.status, &a.landed) == (b.digest, b.status, &b.landed)
}

fn past(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    (source, history): (&SourceSpec, &[Snapshot]),
    pages: &BTreeSet<String>,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Past> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut known: HashMap<(Sha256, Option<u16>), Told> = HashMap::new();
    for (at, snapshot) in history.iter().enumerate() {
        if at > 0 && is_same(&history[at - 1], snapshot) {
            let what = What::Same;
            let at = snapshot.captured_at;
            seen.push(Seen { at, what });
            continue;
        }
        let key = (snapshot.digest, snapshot.status);
        let (documents, claims) = match known.get(&key) {
            Some(read) => read.clone(),
            None => {
                let read = read(bench, loaded, source, snapshot, pages, problems)?;
                known.entry(key).or_insert(read).clone()
            }
        };
        seen.push(Seen {
            at: snapshot.captured_at,
            what: What::Captured(Box::new(Read {
                snapshot: snapshot.clone(),
                documents,
                claims,
            })),
        });
    }
    for visit in bench.store.visits(&source.origin)? {
        if visit.status == 304 {
            let at = visit.at;
            let what = What::Same;
            seen.push(Seen { at, what });
        }
    }
    seen.sort_by_key(|seen| seen.at);
    Ok(Past {
        address: source.origin.as_str().to_owned(),
        shape: match source.kind {
            SourceKind::Page | SourceKind::Text | SourceKind::Linked => Shape::Page,
            _ => Shape::List,
        },
        seen,
    })
}

/// What is in a capture. An entry of a feed whose page is looked at itself is left to that.
fn read(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    source: &SourceSpec,
    snapshot: &Snapshot,
    pages: &BTreeSet<String>,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<(Vec<Document>, Vec<Claim>)> {
    if snapshot.status.is_some_and(|status| status >= 300) {
        return Ok((Vec::new(), Vec::new()));
    }
    let Some(item) = capture::opened(bench, source, snapshot, problems)? else {
        return Ok((Vec::new(), Vec::new()));
    };
    if item.is_list {
        return Ok((Vec::new(), Vec::new()));
    }
    // What is wrong with an older capture was told when it was the latest.
    let mut documents = documents::read(bench, loaded, &item)?.value;
    if source.kind == SourceKind::Feed {
        documents.retain(|entry| entry.url.as_ref().is_none_or(|url| !pages.contains(url)));
    }
    let claims = claims::claims(bench, &loaded.case, &documents, problems)?;
    Ok((documents, claims))
}
