//! What was said and edited away, or stood on a page that is gone, stays in the case as said at its
//! time.

use std::collections::HashMap;

use backpedal_changes::{Shape, added_at, editions};
use backpedal_model::{
    Claim, Document, DocumentId, DocumentKind, Snapshot, SnapshotId, TimeRange, TimeSource,
};

use super::history::Past;

/// The captures, documents and claims of a case.
pub(crate) struct Words {
    pub(crate) snapshots: Vec<Snapshot>,
    pub(crate) documents: Vec<Document>,
    pub(crate) claims: Vec<Claim>,
}

/// Enters the earlier versions of all addresses, and marks those that stand.
pub(crate) fn enter(words: &mut Words, changed: &[Past]) {
    for past in changed {
        one(words, past);
    }
    let places: HashMap<DocumentId, usize> = words
        .documents
        .iter()
        .enumerate()
        .map(|(at, document)| (document.id.clone(), at))
        .collect();
    let place = |claim: &Claim| places.get(&claim.document_id).copied();
    words.claims.sort_by_key(place);
}

fn one(words: &mut Words, past: &Past) {
    let found = editions(&past.address, past.shape, &past.looks());
    let captures: Vec<&SnapshotId> = past.read().map(|read| &read.snapshot.id).collect();
    if past.shape == Shape::Page && !found.standing.is_empty() {
        drop_walls(words, &captures, &found);
    }
    for told in &found.standing {
        let mut document = told.document.clone();
        let claims: Vec<Claim> = told
            .claims
            .iter()
            .map(|claim| dated(&document, claim))
            .collect();
        match words
            .documents
            .iter()
            .position(|known| known.id == document.id)
        {
            Some(at) => {
                // The latest capture that holds it is the one to be shown.
                document.snapshot.clone_from(&words.documents[at].snapshot);
                words
                    .claims
                    .retain(|claim| claim.document_id != document.id);
                words.documents[at] = document;
            }
            None => words.documents.push(document),
        }
        words.claims.extend(claims);
    }
    for told in &found.past {
        if words
            .documents
            .iter()
            .any(|known| known.id == told.document.id)
        {
            continue;
        }
        words
            .claims
            .extend(told.claims.iter().map(|claim| dated(&told.document, claim)));
        let beside = words.documents.iter().rposition(|known| {
            let address =
                |document: &Document| document.edition.as_ref().map(|e| e.address.clone());
            address(known) == address(&told.document)
        });
        let at = beside.map_or(words.documents.len(), |at| at + 1);
        words.documents.insert(at, told.document.clone());
    }
    keep_captures(words, past);
}

/// Drops what the latest capture holds in the place of the text: a wall, another page.
fn drop_walls(words: &mut Words, captures: &[&SnapshotId], found: &backpedal_changes::Editions) {
    let is_wall = |document: &Document| {
        let of_page = document.kind != DocumentKind::Comment;
        let here = document
            .snapshot
            .as_ref()
            .is_some_and(|id| captures.contains(&id));
        let stands = found
            .standing
            .iter()
            .any(|told| told.document.id == document.id);
        of_page && here && !stands
    };
    let walls: Vec<DocumentId> = words
        .documents
        .iter()
        .filter(|document| is_wall(document))
        .map(|document| document.id.clone())
        .collect();
    words
        .documents
        .retain(|document| !walls.contains(&document.id));
    words
        .claims
        .retain(|claim| !walls.contains(&claim.document_id));
}

/// A claim of a party's own page that was put in while the page was watched was said then.
fn dated(document: &Document, claim: &Claim) -> Claim {
    let mut claim = claim.clone();
    let own = document.voice_of.is_some()
        || matches!(
            document.kind,
            DocumentKind::Statement | DocumentKind::Status
        );
    let stamped = document.parts.iter().any(|part| {
        let start = claim.quote.span.start;
        part.at.is_some() && part.span.start <= start && start < part.span.end
    });
    let (Some(edition), true, false) = (&document.edition, own, stamped) else {
        return claim;
    };
    if let Some(said) = &mut claim.said_at
        && matches!(said.source, TimeSource::Published | TimeSource::Captured)
    {
        if let Some(between) = added_at(edition, claim.quote.span) {
            *said = TimeRange {
                start: said.start.max(between.start),
                end: between.end,
                source: TimeSource::Published,
                ..said.clone()
            };
        } else if said.start < edition.first_seen && edition.first_seen < said.end {
            said.end = edition.first_seen;
        }
    }
    claim
}

/// The captures that hold the versions.
fn keep_captures(words: &mut Words, past: &Past) {
    for read in past.read() {
        let held = |document: &Document| document.snapshot.as_ref() == Some(&read.snapshot.id);
        let known = words.snapshots.iter().any(|one| one.id == read.snapshot.id);
        if !known && words.documents.iter().any(held) {
            words.snapshots.push(read.snapshot.clone());
        }
    }
}
