//! Versions of one page: what an outlet edited away accuses nobody.
//!
//! An article that first printed one figure and then another tells of the outlet's slip as likely as
//! of its source's change of mind, so a statement that an outlet took back stands in the ledger and
//! against nobody. A party's own page is another matter: what it said there, it said.

use backpedal_model::{Document, DocumentKind};

use crate::reading::Reading;

/// Whether the two may be held against each other.
pub(super) fn may_face(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let (Some(a), Some(b)) = (a.document, b.document) else {
        return true;
    };
    !(was_taken_back(a) || was_taken_back(b))
}

/// A version that another one replaced, on a page that is nobody's own.
fn was_taken_back(document: &Document) -> bool {
    let ended = document
        .edition
        .as_ref()
        .and_then(|edition| edition.ended.as_ref());
    let own = document.voice_of.is_some()
        || matches!(
            document.kind,
            DocumentKind::Statement | DocumentKind::Status | DocumentKind::Post
        );
    ended.is_some_and(|ended| ended.edited) && !own
}

#[cfg(test)]
mod tests {
    use backpedal_model::{Edition, Ending, Interval};
    use jiff::Timestamp;

    use super::*;

    fn version(kind: DocumentKind, edited: Option<bool>) -> Document {
        let mut document = Document::new("a", kind, "text");
        let at = Timestamp::UNIX_EPOCH;
        document.edition = edited.map(|edited| Edition {
            address: "https://gazette.example/a".to_owned(),
            first_seen: at,
            last_seen: at,
            ended: Some(Ending {
                between: Interval::new(at, at),
                edited,
            }),
            added: Vec::new(),
        });
        document
    }

    #[test]
    fn only_what_an_outlet_edited_away_was_taken_back() {
        assert!(was_taken_back(&version(DocumentKind::Article, Some(true))));
        // Gone with its page; a party's own words; a page that never changed.
        assert!(!was_taken_back(&version(
            DocumentKind::Article,
            Some(false)
        )));
        assert!(!was_taken_back(&version(
            DocumentKind::Statement,
            Some(true)
        )));
        assert!(!was_taken_back(&version(DocumentKind::Article, None)));
    }
}
