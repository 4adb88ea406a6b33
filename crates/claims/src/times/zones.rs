//! Zones after a clock time: "UTC", "(GMT +8)", "+02:00", "Eastern Daylight Time", "BST".

use backpedal_model::Zone;

use super::tokens::Input;

/// The zone at a place, in brackets or without, and where it ends; without a zone for "local
/// time", which is read past and says nothing.
pub(super) fn zone(input: &Input<'_>, at: usize) -> Option<(Option<Zone>, usize)> {
    let comma = at + usize::from(input.mark(at, ',') && !input.glued(at + 1));
    let bracket = input.mark(comma, '(') || input.mark(comma, '[');
    let from = comma + usize::from(bracket);
    let (zone, end) = inner(input, from)?;
    let closed = input.mark(end, ')') || input.mark(end, ']');
    if bracket && !closed {
        return None;
    }
    Some((zone, end + usize::from(bracket)))
}

fn inner(input: &Input<'_>, at: usize) -> Option<(Option<Zone>, usize)> {
    let plain = offset(input, at).filter(|(_, end)| {
        input.glued(at) && *end > at + 2 || input.digits(at + 1).is_some_and(|(_, n)| n == 4)
    });
    if let Some((seconds, end)) = plain {
        return Some((Some(Zone::Offset(seconds)), end));
    }
    if input.is(at, &["local"]) && input.is(at + 1, &["time"]) {
        return Some((None, at + 2));
    }
    // "U.S. Eastern".
    let at = if input.is(at, &["u"]) && input.is(at + 2, &["s"]) && input.mark(at + 3, '.') {
        at + 4
    } else {
        at
    };
    let word = input.word(at)?;
    let value = word.zone?;
    // "Et" and "mt" are no zones, nor is a glued "z" unless it ends a stamp.
    if word.text.len() <= 2 && !input.0[at].capital || word.text == "z" && !input.glued(at) {
        return None;
    }
    let next = at + 1;
    if value == "utc" {
        return Some(match offset(input, next) {
            Some((seconds, end)) => (Some(Zone::Offset(seconds)), end),
            None => (Some(Zone::Utc), next),
        });
    }
    if let Ok(seconds) = value.parse() {
        return Some((Some(Zone::Offset(seconds)), next));
    }
    let standard = input.is(next, &["standard"]);
    let daylight = input.is(next, &["daylight", "summer"]);
    let end = next + usize::from(standard || daylight);
    let end = end + usize::from(daylight && input.is(end, &["saving", "savings"]));
    let end = input.skip(end, &["time"]);
    let fixed = match value {
        "America/New_York" => -5,
        "America/Chicago" => -6,
        "America/Denver" => -7,
        _ => -8,
    };
    let zone = if standard {
        Zone::Offset(fixed * 3600)
    } else {
        Zone::Named(value.to_owned())
    };
    Some((Some(zone), end))
}

/// "+8", "+02:00", "-0530", in seconds.
fn offset(input: &Input<'_>, at: usize) -> Option<(i32, usize)> {
    let sign = if input.mark(at, '+') {
        1
    } else if input.mark(at, '-') {
        -1
    } else {
        return None;
    };
    let (value, count) = input.digits(at + 1).filter(|_| input.glued(at + 1))?;
    let value = i32::try_from(value).ok()?;
    let colon = input.mark(at + 2, ':') && input.glued(at + 2) && input.glued(at + 3);
    let (hours, minutes, end) = match (count, input.digits(at + 3)) {
        (1 | 2, Some((minutes, 2))) if colon => (value, i32::try_from(minutes).ok()?, at + 4),
        (1 | 2, _) => (value, 0, at + 2),
        (4, _) => (value / 100, value % 100, at + 2),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 3600 + minutes * 60), end))
}
