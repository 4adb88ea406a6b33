//! Whether "was down" and "was not down" speak of the same thing at the same time.

use backpedal_model::Interval;

use crate::{
    names::share,
    reading::Reading,
    words::{self, Words},
};

/// What keeps two opposite statements from being opposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// They cannot both stand.
    Opposed,
    /// One is narrowed to a part that the other does not name.
    OtherPart,
    /// They speak of different times.
    OtherTime,
    /// They are about different networks.
    Unrelated,
}

/// An affirmed and a denied outage side by side.
pub(super) fn compare(
    affirmed: &Reading<'_>,
    denied: &Reading<'_>,
    zone: &jiff::tz::TimeZone,
    window: Interval,
) -> Relation {
    if !share(&affirmed.subjects, &denied.subjects) {
        return Relation::Unrelated;
    }
    if !same_part(affirmed, denied) {
        return Relation::OtherPart;
    }
    // "Fine ever since" is about the time after.
    if words::STATE.stand_in(&denied.words) {
        return Relation::OtherTime;
    }
    let span = |reading: &Reading<'_>| {
        reading
            .claim
            .event_time
            .as_ref()
            .and_then(|time| time.instants(zone, Some(window)))
    };
    match (span(affirmed), span(denied)) {
        (Some(a), Some(b)) if !a.overlaps(b) => Relation::OtherTime,
        _ => Relation::Opposed,
    }
}

/// A denial covers an outage when it speaks of the whole network, or of the same part.
pub(super) fn same_part(affirmed: &Reading<'_>, denied: &Reading<'_>) -> bool {
    let has = |list: &Words, reading: &Reading<'_>| !list.places(&reading.words).is_empty();
    // "A partial outage" leaves room for those who noticed nothing, though not for the side
    // itself to say that there was none.
    let leaves_room = has(&words::RESTRICT, affirmed) && !denied.of_itself();
    if has(&words::RESTRICT, denied) || leaves_room {
        return false;
    }
    let parts = parts(denied);
    if parts.is_empty() {
        return speaks_of_all(denied);
    }
    let theirs = self::parts(affirmed);
    parts.iter().any(|part| theirs.contains(part))
}

/// The parts of a service that the words name, plural and singular taken alike.
fn parts(reading: &Reading<'_>) -> Vec<String> {
    let mut parts: Vec<String> = words::PART
        .places(&reading.words)
        .into_iter()
        .map(|at| reading.words[at].trim_end_matches('s').to_owned())
        .collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Whether a denial names some part of the service.
pub(super) fn names_a_part(denied: &Reading<'_>) -> bool {
    !parts(denied).is_empty()
}

/// Whether a denial speaks of some part alone: "cash machines worked normally".
pub(crate) fn is_of_a_part(denied: &Reading<'_>) -> bool {
    names_a_part(denied) || words::RESTRICT.stand_in(&denied.words)
}

/// Whether a denial speaks of the whole network, or of the speaker's own as a whole.
pub(super) fn is_whole(denied: &Reading<'_>) -> bool {
    parts(denied).is_empty() && !words::RESTRICT.stand_in(&denied.words) && speaks_of_all(denied)
}

/// "No downtime" speaks of all there is; "kept working" only of what kept working, which is the
/// whole where it is the party itself, and may be any part ("the spare links") where it is not.
fn speaks_of_all(denied: &Reading<'_>) -> bool {
    if words::GENERAL.stand_in(&denied.words) {
        return true;
    }
    let Some(at) = words::PREDICATE.places(&denied.words).first().copied() else {
        return false;
    };
    let before = &denied.words[..at];
    let named = |name: &crate::names::Name| {
        let first = words::tokens(&name.text).into_iter().next();
        first.is_some_and(|first| before.contains(&first))
    };
    !words::WHOLE_SUBJECT.places(before).is_empty() || denied.subjects.iter().any(named)
}
