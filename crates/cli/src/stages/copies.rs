//! Articles that were printed more than once, so that the matcher counts their statements once.

use backpedal_changes::{Item, copies};
use backpedal_model::{DocumentKind, Origin};

use super::editions::Words;

/// Marks the copies among the documents. Comments and posts are never copies: who repeats a post in
/// his own name says it himself.
pub(crate) fn mark(words: &mut Words) {
    let own = |kind| !matches!(kind, DocumentKind::Comment | DocumentKind::Post);
    let chosen: Vec<usize> = (0..words.documents.len())
        .filter(|at| own(words.documents[*at].kind))
        .collect();
    let address = |at: usize| {
        let id = words.documents[at].snapshot.as_ref()?;
        let snapshot = words.snapshots.iter().find(|one| one.id == *id)?;
        match &snapshot.origin {
            Origin::Url(url) => Some(url.as_str()),
            Origin::File(_) | Origin::Stdin => None,
        }
    };
    let items: Vec<Item<'_>> = chosen
        .iter()
        .map(|at| Item::of(&words.documents[*at], address(*at)))
        .collect();
    for copied in copies(&items) {
        let (copy, origin) = (chosen[copied.copy], chosen[copied.origin]);
        words.documents[copy].copy_of = Some(words.documents[origin].id.clone());
    }
}
