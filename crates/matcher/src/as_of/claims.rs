//! From when on claims are known.

use backpedal_model::{Claim, TimeSource};
use jiff::Timestamp;

use super::documents::Dates;

/// From when on a claim is known.
pub(super) fn known_from(dates: &Dates<'_>, claim: &Claim) -> Timestamp {
    let said = claim.said_at.as_ref().map(|at| match at.source {
        // A stamp of its own: over at the end, like a day of publication.
        TimeSource::Post => at.end,
        TimeSource::Text | TimeSource::Published | TimeSource::Captured => at.start,
    });
    let Some(page) = dates.get(&claim.document_id) else {
        return Timestamp::MAX;
    };
    let start = claim.quote.span.start;
    let part = page
        .parts
        .iter()
        .find(|part| part.span.start <= start && start < part.span.end);
    let stamped = part.and_then(|part| dates.part(page, part));
    let words = stamped.unwrap_or_else(|| dates.words(page));
    let known = words.max(dates.document(page));
    // What was put in while the page was watched was not there before.
    let span = claim.quote.span;
    let edition = page.edition.as_ref().filter(|_| stamped.is_none());
    let added = edition.into_iter().flat_map(|edition| &edition.added);
    let added = added.filter(|one| one.span.start < span.end && start < one.span.end);
    let added = added.map(|one| one.between.end).max();
    if let Some(added) = added {
        return said.map_or(known.max(added), |said| known.max(added).max(said));
    }
    let known = said.map_or(known, |said| known.max(said));
    dates.or_captured(page, Some(known))
}
