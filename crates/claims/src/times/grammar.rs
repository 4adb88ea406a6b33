//! The grammar: at every place the longest reading of any rule, from left to right.

use super::{
    dates, durations,
    form::{Form, Reading},
    moments, ranges, relative, seasons, sets,
    tokens::{Gap, Input, Kind},
    vague,
};

/// How many tokens before its core an expression can begin ("the beginning of the third").
const LEAD: u32 = 5;

/// All expressions of a text, without overlaps.
pub(super) fn readings(input: &Input<'_>) -> Vec<Reading> {
    let near = cores(input);
    let mut found = Vec::new();
    let mut at = 0;
    while at < input.0.len() {
        if near[at] > LEAD {
            at += 1;
            continue;
        }
        if let Some(both) = ranges::read(input, at) {
            at = both[1].end;
            found.extend(both);
        } else if let Some(reading) = read(input, at) {
            at = reading.end;
            found.push(reading);
        } else {
            at += 1;
        }
    }
    found
}

/// For each token how far on the next word or number of time is, in the same line; where the token
/// cannot begin an expression, nothing is near.
fn cores(input: &Input<'_>) -> Vec<u32> {
    let mut near = vec![u32::MAX; input.0.len()];
    let mut distance = u32::MAX;
    for (at, token) in input.0.iter().enumerate().rev() {
        distance = distance.saturating_add(1);
        let begins = match token.kind {
            Kind::Number(..) => {
                distance = 0;
                true
            }
            Kind::Word(Some(word)) => {
                if word.is_time() {
                    distance = 0;
                }
                true
            }
            _ => false,
        };
        // A name glued to digits ("A380") begins nothing.
        let inside = token.gap == Gap::None
            && at
                .checked_sub(1)
                .is_some_and(|b| matches!(input.0[b].kind, Kind::Word(None)));
        if begins && !inside {
            near[at] = distance;
        }
        if token.gap == Gap::Line {
            distance = u32::MAX;
        }
    }
    near
}

/// The longest reading at a place.
fn read(input: &Input<'_>, at: usize) -> Option<Reading> {
    const RULES: &[fn(&Input<'_>, usize) -> Option<Reading>] = &[
        moments::read,
        edged,
        dates::calendar,
        seasons::read,
        relative::period,
        durations::read,
        sets::read,
        vague::read,
    ];
    let mut best: Option<Reading> = None;
    for reading in RULES.iter().filter_map(|rule| rule(input, at)) {
        if best.as_ref().is_none_or(|best| reading.end > best.end) {
            best = Some(reading);
        }
    }
    best
}

/// "Early 2009", "late last week", "mid-2011", "the end of this year", "earlier today".
fn edged(input: &Input<'_>, at: usize) -> Option<Reading> {
    let the = input.skip(at, &["the"]);
    let earlier = input.is(the, &["earlier", "later"]);
    let edge = match input.word(the)?.edge {
        Some(edge) => Some(edge),
        None if earlier => None,
        None => return None,
    };
    let of = input.is(the + 1, &["of"]);
    let noun = !input.is(the, &["early", "late", "mid", "earlier", "later"]);
    // "The end of the year" but no "end 2009"; "late 2009" but no "late of".
    if noun != of && !input.is(the, &["mid"]) {
        return None;
    }
    let dash = the + 1 + usize::from(of);
    let dash = dash + usize::from(input.mark(dash, '-') && input.glued(dash));
    let dash = input.skip(dash, &["in", "on"]);
    let inner = [
        moments::read,
        dates::calendar,
        seasons::read,
        relative::period,
        whole,
    ]
    .iter()
    .filter_map(|rule| rule(input, dash))
    .max_by_key(|reading| reading.end)?;
    let fits = match &inner.form {
        Form::Moment(moment) => moment.clock.is_none(),
        _ => true,
    };
    fits.then(|| Reading {
        start: at,
        edge: edge.or(inner.edge),
        ..inner
    })
}

/// "The year", "the month" after "the end of": the present one.
fn whole(input: &Input<'_>, at: usize) -> Option<Reading> {
    let unit = input.word(at + 1).and_then(|w| w.unit)?;
    let right = input.is(at, &["the"])
        && unit >= super::words::Unit::Week
        && unit != super::words::Unit::Period;
    right.then(|| Reading::new(at, at + 2, Form::Period(unit, 0)))
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn edges_modify() {
        check(
            "It came early this year and at the end of 2007.",
            &["early this year=2009", "the end of 2007=2007"],
        );
        check(
            "Later this week, earlier today",
            &["Later this week=2009-W16", "earlier today=2009-04-15"],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check("the end of the line, the late shift, an early start", &[]);
    }
}
