//! What a document says of its own times: the zone of them all, and when something was said.

use std::sync::LazyLock;

use backpedal_model::{Document, Interval, Precision, PublishedDate, TimeRange, TimeSource, Zone};
use jiff::{Timestamp, tz::TimeZone};
use regex::Regex;

use super::{
    tokens::{Input, lex},
    zones::zone,
};
use crate::{Context, lexicon::pattern};

/// The zone that a text states for all its times, "all times UTC".
pub(super) fn stated(text: &str) -> Option<Zone> {
    static ALL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:all times?|times|timeline,?) (?:are |in |given in |shown in |is )*\(?")
    });
    let ends = ALL.find_iter(text).map(|found| found.end());
    let mut zones = ends.filter_map(|end| {
        let rest = text.get(end..)?;
        let line = rest.lines().next()?;
        let tokens = lex(line.get(..80).unwrap_or(line));
        zone(&Input(&tokens), 0)?.0
    });
    zones.next()
}

/// When something was said: the part's time stamp; else no later than the end of the day of
/// publication and no earlier than the window or the day given.
pub(crate) fn said_at(
    document: &Document,
    context: &Context<'_>,
    at: Option<&PublishedDate>,
    own_stamp: bool,
) -> Option<TimeRange> {
    let fallback = TimeZone::get(context.zone).unwrap_or(TimeZone::UTC);
    if let Some(stamp) = at.filter(|_| own_stamp) {
        let instants = stamp
            .at
            .instants(&stamp.zone.time_zone().unwrap_or_else(|| fallback.clone()));
        return Some(TimeRange {
            start: instants.start,
            end: instants.end,
            precision: stamp.at.precision(),
            zone: stamp.zone.clone(),
            source: TimeSource::Post,
        });
    }
    let parent = context.parent.and_then(|parent| parent.published.as_ref());
    let published = document.published.as_ref().or(parent)?;
    let day = published
        .at
        .instants(&published.zone.time_zone().unwrap_or(fallback));
    let start = first_instant(context.window, day);
    Some(TimeRange {
        start,
        end: day.end,
        precision: published.at.precision().min(Precision::Day),
        zone: published.zone.clone(),
        source: TimeSource::Published,
    })
}

/// The window's start where it lies before the publication, else the start of the day.
fn first_instant(window: Option<Interval>, day: Interval) -> Timestamp {
    window.map_or(day.start, |window| window.start.min(day.start))
}
