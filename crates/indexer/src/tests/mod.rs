//! The index as its callers see it, over small dossiers of invented companies.

mod damage;
mod facets;
mod made;
mod queries;
mod updates;

use crate::{Facet, Hit, Index, Query, Results};

/// An index of the Lindholm case in a directory of its own.
fn lindholm() -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().expect("a directory");
    let index = Index::open(dir.path()).expect("an index");
    index.update(&made::lindholm()).expect("indexed");
    (dir, index)
}

fn search(index: &Index, text: &str) -> Results {
    index.search(&Query::new(text)).expect("an answer")
}

/// What was found, in order: quotes of claims, names of documents.
fn found(index: &Index, text: &str) -> Vec<String> {
    search(index, text).hits.iter().map(short).collect()
}

fn short(hit: &Hit) -> String {
    match hit.claim_kind {
        Some(_) => hit.snippet.iter().map(|(text, _)| text.as_str()).collect(),
        None => hit.document.clone(),
    }
}

/// The counts of one facet, printed short.
fn counts(results: &Results, facet: Facet) -> String {
    let values = results.facets.iter().find(|(f, _)| *f == facet);
    let values = values
        .map(|(_, values)| values.as_slice())
        .unwrap_or_default();
    values
        .iter()
        .map(|(value, n)| format!("{value} {n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
