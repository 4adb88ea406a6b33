//! From when on documents are known.

use std::collections::HashMap;

use backpedal_model::{
    Document, DocumentId, DocumentKind, Part, PartRole, PublishedDate, Snapshot, SnapshotId, Zone,
};
use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

use crate::Facts;

/// The first instants of all documents of a case.
pub(super) struct Dates<'a> {
    zone: TimeZone,
    captures: HashMap<&'a SnapshotId, Timestamp>,
    documents: HashMap<&'a DocumentId, &'a Document>,
}

impl<'a> Dates<'a> {
    pub(super) fn of(facts: &Facts<'a>, snapshots: &'a [Snapshot]) -> Self {
        let captures = snapshots.iter().map(|one| (&one.id, one.captured_at));
        let documents = facts.documents.iter().map(|page| (&page.id, page));
        Self {
            zone: facts.case.time_zone(),
            captures: captures.collect(),
            documents: documents.collect(),
        }
    }

    /// The document of that id.
    pub(super) fn get(&self, id: &DocumentId) -> Option<&'a Document> {
        self.documents.get(id).copied()
    }

    /// From when on something of the document is known.
    pub(super) fn document(&self, page: &Document) -> Timestamp {
        let dated = if self.has_grown(page) {
            self.last(page.published.as_ref())
        } else {
            self.revised(page)
        };
        self.or_captured(page, dated)
    }

    /// From when on its unstamped words are as we hold them.
    pub(super) fn words(&self, page: &Document) -> Timestamp {
        self.or_captured(page, self.revised(page))
    }

    /// From when on a part with a time of its own, or that should have one, is known; `None` for
    /// parts that came with the document.
    pub(super) fn part(&self, page: &Document, part: &Part) -> Option<Timestamp> {
        let apart = match part.role {
            PartRole::Comment | PartRole::Update => true,
            // A post may be quoted in an article; in a thread it is a contribution.
            PartRole::Post => part.at.is_some() || page.kind == DocumentKind::Discussion,
            _ => false,
        };
        if !apart {
            return None;
        }
        let stamped = self.last(part.at.as_ref());
        let dated = if self.has_grown(page) {
            stamped
        } else {
            stamped.map(|at| self.revised(page).map_or(at, |revised| at.max(revised)))
        };
        Some(self.or_captured(page, dated))
    }

    /// The capture proves what a date does not.
    pub(super) fn or_captured(&self, page: &Document, dated: Option<Timestamp>) -> Timestamp {
        let captured = page.snapshot.as_ref();
        let captured = captured.and_then(|id| self.captures.get(id)).copied();
        let known = [dated, captured].into_iter().flatten();
        known.min().unwrap_or(Timestamp::MAX)
    }

    /// The later of publication and change.
    fn revised(&self, page: &Document) -> Option<Timestamp> {
        self.last(page.published.as_ref())
            .max(self.last(page.updated.as_ref()))
    }

    /// Whether the last change of the page is that its last stamped part was added.
    fn has_grown(&self, page: &Document) -> bool {
        let stamps = page.parts.iter().filter(|part| {
            matches!(
                part.role,
                PartRole::Comment | PartRole::Update | PartRole::Post
            )
        });
        let stamps = stamps.filter_map(|part| self.last(part.at.as_ref()));
        let updated = self.last(page.updated.as_ref());
        page.published.is_some() && updated.is_some() && updated <= stamps.max()
    }

    /// The last instant that a date can mean.
    fn last(&self, date: Option<&PublishedDate>) -> Option<Timestamp> {
        let date = date?;
        let zone = match &date.zone {
            Zone::Unknown => TimeZone::fixed(WESTERNMOST),
            zone => zone.time_zone().unwrap_or_else(|| self.zone.clone()),
        };
        Some(date.at.instants(&zone).end)
    }
}

/// Where a day ends last (IANA `Etc/GMT+12`).
const WESTERNMOST: Offset = Offset::constant(-12);
