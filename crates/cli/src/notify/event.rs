//! What is told, and in which shape: `docs/hooks.md`.

use std::collections::HashMap;

use backpedal_model::{Case, Change, ChangeClass, Claim, Document, DocumentId, Sha256};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    commands::change_json,
    settings::NotifyOn,
    stages::{Past, Words},
};

/// The version of the shape. Raised when a reader of the one before could go wrong.
const VERSION: u32 = 1;

/// One event.
pub(super) struct Event {
    pub(super) on: NotifyOn,
    /// The same event has the same id in every round.
    pub(super) id: String,
    at: Timestamp,
    what: (&'static str, Value),
}

impl Event {
    pub(super) fn json(&self, case: &Case) -> Value {
        let mut value = json!({
            "version": VERSION,
            "event": self.on.as_str(),
            "id": self.id,
            "at": self.at,
            "case": { "id": case.id, "title": case.title },
        });
        if let Some(object) = value.as_object_mut() {
            object.insert(self.what.0.to_owned(), self.what.1.clone());
        }
        value
    }
}

/// All events of a case, in order of time.
pub(super) fn all(case: &Case, words: &Words, changed: &[Past]) -> Vec<Event> {
    let documents: HashMap<&DocumentId, &Document> = words
        .documents
        .iter()
        .map(|document| (&document.id, document))
        .collect();
    let captured: HashMap<_, Timestamp> = words
        .snapshots
        .iter()
        .map(|snapshot| (&snapshot.id, snapshot.captured_at))
        .collect();
    let statements = words.claims.iter().filter_map(|claim| {
        let document = documents.get(&claim.document_id)?;
        let seen = document.snapshot.as_ref().and_then(|id| captured.get(id));
        let first = document.edition.as_ref().map(|edition| edition.first_seen);
        let at = first.or(seen.copied()).unwrap_or_default();
        Some(statement(case, claim, document, at))
    });
    let changes = changed
        .iter()
        .flat_map(|past| backpedal_changes::changes(&past.address, past.shape, &past.looks()));
    let mut all: Vec<Event> = statements.chain(changes.filter_map(change)).collect();
    all.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    all
}

/// A statement is known again by its words, speaker and place, because a claim's own id changes
/// with every change of its page.
fn statement(case: &Case, claim: &Claim, document: &Document, at: Timestamp) -> Event {
    let place = document.edition.as_ref().map(|edition| &edition.address);
    let place = place.or(document.url.as_ref()).unwrap_or(&document.name);
    let speaker = &claim.speaker;
    let who = [&speaker.name, &speaker.org, &speaker.text];
    let who: Vec<&str> = who.into_iter().flatten().map(String::as_str).collect();
    let words: String = claim
        .quote
        .text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase() + " ")
        .collect();
    let fields = [
        case.id.as_str(),
        place,
        claim.kind.as_str(),
        claim.polarity.as_str(),
        &who.join("|"),
        &words,
    ];
    let id = Sha256::of_fields(&fields).to_string();
    Event {
        on: NotifyOn::Statement,
        id: format!("n-{}", &id[..16]),
        at,
        what: (
            "statement",
            json!({
                "claim": claim.id,
                "kind": claim.kind,
                "polarity": claim.polarity,
                "quote": claim.quote.text,
                "speaker": claim.speaker,
                "said_at": claim.said_at,
                "confidence": claim.confidence,
                "document": document.name,
                "title": document.title,
                "address": place,
                "snapshot": document.snapshot,
            }),
        ),
    }
}

/// Edits that change words, and removals; form and walls are no news.
fn change(change: Change) -> Option<Event> {
    let on = match change.class {
        ChangeClass::Wording | ChangeClass::Substance | ChangeClass::Reinstated => NotifyOn::Edit,
        ChangeClass::Removed => NotifyOn::Removal,
        ChangeClass::Cosmetic | ChangeClass::Hidden => return None,
    };
    Some(Event {
        on,
        id: change.id.to_string(),
        at: change.new.first_seen,
        what: ("change", change_json(&change)),
    })
}
