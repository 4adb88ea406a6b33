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
    let words = part
        .and_then(|part| dates.part(page, part))
        .unwrap_or_else(|| dates.words(page));
    let known = words.max(dates.document(page));
    let known = said.map_or(known, |said| known.max(said));
    dates.or_captured(page, Some(known))
}
