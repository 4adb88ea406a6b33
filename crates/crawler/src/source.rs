//! The kinds of sources: what to ask for, and what follows from the answer.

mod feed;
mod measurement;
mod page;
mod posts;
mod text;

use backpedal_model::{Parsed, Problem, SourceKind};

use crate::{capture::Capture, fetch::Want, settings::Settings};

pub use feed::entries;
pub(crate) use measurement::Measurement;

/// One kind of source. Adding a kind is one file and one line in [`source`].
pub trait Source: Send + Sync {
    /// What to ask for.
    fn want(&self) -> Want;

    /// Looks at a full answer: which addresses to fetch besides (in order, without repetition),
    /// and what is wrong with it. It is kept as evidence in any case.
    fn look(&self, capture: &Capture, settings: &Settings) -> Parsed<Vec<String>>;
}

/// The kind that reads such a source.
#[must_use]
pub fn source(kind: SourceKind) -> &'static dyn Source {
    match kind {
        SourceKind::Page => &page::Page,
        SourceKind::Text => &text::Text,
        SourceKind::Posts | SourceKind::Incidents => &posts::Posts,
        SourceKind::Feed => &feed::Feed,
    }
}

/// A problem unless the capture is a full answer (status 200) in text.
fn readable(capture: &Capture, what: &str) -> Option<Problem> {
    let input = capture.snapshot.origin.as_str();
    let status = capture.snapshot.status.unwrap_or(200);
    if status != 200 {
        let message = format!("the site answers with status {status}; the answer is kept");
        return Some(Problem::new(input, message).hint("is the address right?"));
    }
    if capture.is_text() {
        return None;
    }
    let media_type = capture.snapshot.media_type.as_deref();
    let message = format!(
        "expected {what}, got {}",
        media_type.unwrap_or("bytes that are no text")
    );
    Some(Problem::new(input, message).hint("is the address right, or is this a download?"))
}

/// The outcome for kinds that nothing follows from.
fn alone(capture: &Capture, what: &str) -> Parsed<Vec<String>> {
    Parsed {
        value: Vec::new(),
        problems: readable(capture, what).into_iter().collect(),
    }
}
