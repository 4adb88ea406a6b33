//! Where everything comes from: captures and files with their digests, gaps.

use backpedal_model::{Dossier, Interval, Snapshot};
use jiff::Timestamp;
use serde::Serialize;

use crate::{names::Names, stamp};

/// A captured source.
#[derive(Serialize)]
pub(crate) struct SourceView {
    pub(crate) id: String,
    pub(crate) origin: String,
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) first_seen: Timestamp,
    #[serde(skip)]
    pub(crate) first_seen_text: String,
    pub(crate) captured: Timestamp,
    #[serde(skip)]
    pub(crate) captured_text: String,
    /// The web archive's address or the WARC file, where another captured it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) via: Option<String>,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    #[serde(skip)]
    pub(crate) size: String,
    pub(crate) documents: usize,
    pub(crate) claims: usize,
}

/// A measurement or topology file.
#[derive(Serialize)]
pub(crate) struct DatasetView {
    pub(crate) id: String,
    pub(crate) origin: String,
    pub(crate) kind: String,
    pub(crate) collector: Option<String>,
    pub(crate) covers: Interval,
    #[serde(skip)]
    pub(crate) covers_text: String,
    pub(crate) records: u64,
    #[serde(skip)]
    pub(crate) records_text: String,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    #[serde(skip)]
    pub(crate) size: String,
    pub(crate) synthetic: bool,
    pub(crate) note: Option<String>,
}

/// The captures, in the order of the dossier.
pub(crate) fn sources(names: Names<'_>) -> Vec<SourceView> {
    names
        .0
        .snapshots
        .iter()
        .map(|snapshot| source(names, snapshot))
        .collect()
}

fn source(names: Names<'_>, snapshot: &Snapshot) -> SourceView {
    let dossier = names.0;
    let pages = || {
        let own = Some(&snapshot.id);
        dossier
            .documents
            .iter()
            .filter(move |page| page.snapshot.as_ref() == own)
    };
    let first = pages()
        .find(|page| page.parent.is_none())
        .or_else(|| pages().next());
    let same = dossier
        .snapshots
        .iter()
        .filter(|other| other.origin == snapshot.origin);
    let first_seen = same
        .map(|other| other.captured_at)
        .min()
        .unwrap_or(snapshot.captured_at);
    let held = |claim: &&backpedal_model::Claim| pages().any(|page| page.id == claim.document_id);
    SourceView {
        id: snapshot.id.to_string(),
        origin: snapshot.origin.as_str().to_owned(),
        title: first.and_then(|page| page.title.clone()),
        outlet: first.map(|page| crate::names::outlet_of(dossier, page)),
        published: first
            .and_then(|page| page.published.as_ref())
            .map(|date| format!("{} ({})", date.at, date.zone)),
        first_seen,
        first_seen_text: stamp::utc(first_seen),
        captured: snapshot.captured_at,
        captured_text: match &snapshot.via {
            Some(via) => format!("{} (by another: {via})", stamp::utc(snapshot.captured_at)),
            None => stamp::utc(snapshot.captured_at),
        },
        via: snapshot.via.clone(),
        sha256: snapshot.digest.to_string(),
        bytes: snapshot.bytes,
        size: stamp::thousands(snapshot.bytes),
        documents: pages().count(),
        claims: dossier.claims.iter().filter(held).count(),
    }
}

/// The files, in the order of the dossier.
pub(crate) fn datasets(dossier: &Dossier) -> Vec<DatasetView> {
    let rows = dossier.datasets.iter().map(|dataset| DatasetView {
        id: dataset.id.to_string(),
        origin: dataset.origin.as_str().to_owned(),
        kind: dataset.kind.clone(),
        collector: dataset.collector.clone(),
        covers: dataset.covers,
        covers_text: stamp::interval(dataset.covers),
        records: dataset.records,
        records_text: stamp::thousands(dataset.records),
        sha256: dataset.digest.to_string(),
        bytes: dataset.bytes,
        size: stamp::thousands(dataset.bytes),
        synthetic: dataset.synthetic,
        note: dataset.note.clone(),
    });
    rows.collect()
}

/// When and why the measurements saw nothing, each once.
pub(crate) fn gaps(names: Names<'_>) -> Vec<String> {
    let of = |seen: &backpedal_model::Observation| names.party(&seen.party);
    let gaps = names.0.observations.iter().flat_map(|seen| {
        let gaps = seen.coverage.gaps.iter();
        gaps.map(move |gap| (Some(of(seen)), gap))
    });
    super::gaps::merged(gaps)
}
