//! Claimed beginnings and ends: what the words bound, and which two cannot both be.
//!
//! "By 09:15" leaves room before, "from 07:15 in stages" after. Who sees a part sees it go later
//! and come back sooner than the whole.

use std::collections::HashMap;

use backpedal_model::{
    ClaimKind, ContradictionKind, Edge, Interval, NonContradictionKind, Polarity, Precision,
    Strength, TimeExpr, Zone,
};
use jiff::SignedDuration;

use super::{
    Finding, Found,
    amount::{Amount, amounts},
    in_order,
};
use crate::{
    names::share,
    question::{Ask, edges, loosened},
    reading::{Reading, Side},
    words::{self, tokens},
    world::World,
};

/// Clock times nearer than this are one time, told or seen a little differently; our choice.
const SLACK_MINUTES: i64 = 5;

/// How far an open bound reaches; two edges further apart are not of one outage.
const OPEN: SignedDuration = SignedDuration::from_hours(48);

const EDGES: &str = "timing.edges";
const DENIED: &str = "timing.denied";

/// A claimed edge.
pub(super) struct Claimed<'r, 'a> {
    pub(super) reading: &'r Reading<'a>,
    pub(super) edge: Edge,
    /// The time as told.
    pub(super) at: Interval,
    /// The zone as printed with it.
    zone: &'r Zone,
    /// The zone in which it is read.
    pub(super) clock: &'r Zone,
    /// Every time that the words leave room for.
    room: Interval,
    /// Whether it is that of a part, or as one person saw it.
    part: bool,
}

/// A text that prints a zone once means it throughout.
pub(super) struct Clocks(HashMap<usize, Option<Zone>>);

impl Clocks {
    pub(super) fn read(world: &World<'_>) -> Self {
        let mut zones: HashMap<usize, Option<Zone>> = HashMap::new();
        for reading in world.readings.iter().filter(|reading| is_timed(reading)) {
            let time = reading.claim.event_time.as_ref();
            let Some(zone) = time.map(|time| &time.zone).filter(|zone| zone.is_stated()) else {
                continue;
            };
            zones
                .entry(reading.place.0)
                .and_modify(|known| {
                    if known.as_ref() != Some(zone) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(zone.clone()));
        }
        Self(zones)
    }

    fn of<'r>(&'r self, reading: &Reading<'_>, zone: &'r Zone) -> &'r Zone {
        let only = || self.0.get(&reading.place.0).and_then(Option::as_ref);
        if zone.is_stated() {
            zone
        } else {
            only().unwrap_or(zone)
        }
    }
}

pub(super) fn is_timed(reading: &Reading<'_>) -> bool {
    matches!(reading.kind(), ClaimKind::Timing | ClaimKind::Restored)
        && reading.polarity() == Polarity::Affirm
}

/// The edges that a claim tells.
pub(super) fn claimed<'r, 'a>(
    world: &World<'a>,
    clocks: &'r Clocks,
    reading: &'r Reading<'a>,
) -> Vec<Claimed<'r, 'a>> {
    let Some(time) = reading
        .claim
        .event_time
        .as_ref()
        .filter(|_| is_timed(reading) && is_edge(reading))
    else {
        return Vec::new();
    };
    if time.precision <= Precision::Day {
        return Vec::new();
    }
    let printed = clocks.of(reading, &time.zone);
    let zone = match printed {
        Zone::Unknown => None,
        zone => zone.time_zone(),
    };
    let ask = Ask {
        facts: world.facts,
        claim: reading.claim,
        sentence: &reading.sentence_text,
    };
    let fallback = zone.unwrap_or_else(|| world.facts.case.time_zone());
    let mut all = edges(&ask, time);
    all.retain(|(edge, _)| *edge == Edge::End || !says_again(reading));
    // "Collapsed between 22:01 and 22:04" tells no end.
    if let [(_, first), (_, last)] = all.as_slice() {
        let (from, to) = (first.instants(&fallback), last.instants(&fallback));
        if to.start.duration_since(from.start).as_mins() <= 2 * SLACK_MINUTES {
            all.truncate(1);
        }
    }
    all.into_iter()
        .map(|(edge, moment)| {
            let exact = moment.instants(&fallback);
            let at = if time.approximate {
                loosened(exact, &moment)
            } else {
                exact
            };
            Claimed {
                reading,
                edge,
                at,
                zone: &time.zone,
                clock: printed,
                room: room(reading, edge, at, &time.text),
                part: is_part(reading),
            }
        })
        .collect()
}

/// Whether the sentence tells of the outage, rather than of a call or a step of the repair.
fn is_edge(reading: &Reading<'_>) -> bool {
    let told = [&words::DOWN, &words::WORKS, &words::END]
        .iter()
        .any(|list| list.stand_in(&reading.context));
    let open = |time: &TimeExpr| time.start.is_some() && time.end.is_none();
    match reading.kind() {
        ClaimKind::Restored => is_no_step(reading),
        // "Halyard says 1:20 p.m.": a beginning needs no other words.
        _ if reading.claim.event_time.as_ref().is_some_and(open) => {
            told || !words::ACTION.stand_in(&reading.words)
        }
        _ => told,
    }
}

/// "Kiosks print again since 10:30" is no beginning of an outage.
fn says_again(reading: &Reading<'_>) -> bool {
    let again = reading.context.iter().any(|word| word == "again");
    !words::DOWN.stand_in(&reading.context) && (again || words::WORKS.stand_in(&reading.context))
}

/// Whether the words tell of more than a step of the repair.
pub(super) fn is_no_step(reading: &Reading<'_>) -> bool {
    words::WORKS.stand_in(&reading.words) || !words::ACTION.stand_in(&reading.words)
}

/// What the words before the time leave open.
fn room(reading: &Reading<'_>, edge: Edge, at: Interval, time: &str) -> Interval {
    let (words, wanted) = (&reading.context, tokens(time));
    let place = (0..words.len())
        .find(|at| !wanted.is_empty() && words[*at..].starts_with(&wanted))
        .unwrap_or(words.len());
    let lead = &words[place.saturating_sub(2)..words.len().min(place + 1)];
    let has = |list: &[&str]| lead.iter().any(|word| list.contains(&word.as_str()));
    let ends = edge == Edge::End;
    let beginning = ends && words::BEGINNING.stand_in(words);
    let after = has(&["after", "gone", "past"]) || (ends && has(&["from"])) || beginning;
    // "All our names are fine at 09:46" only says that it had ended by then.
    let present = |word: &String| matches!(word.as_str(), "is" | "are" | "works" | "work");
    let state = reading.kind() == ClaimKind::Restored
        && !has(&["since"])
        && reading.words.iter().any(present);
    let before = has(&["by", "before", "as", "already"]) || state;
    if after {
        Interval::new(at.start, at.end + OPEN)
    } else if before {
        Interval::new(at.start - OPEN, at.end)
    } else {
        at
    }
}

/// "Some were back", "most of it", "here": an edge for a part only.
fn is_part(reading: &Reading<'_>) -> bool {
    let people = match &reading.side {
        Side::Person(_) => true,
        // "This account", "the report" tell of the whole; "one customer" of a part.
        Side::Unnamed(_, words) => !words::ACCOUNT.stand_in(words),
        _ => false,
    };
    let people = people || words::PERSONAL.stand_in(&reading.context);
    people || is_partial(reading)
}

/// Whether the words narrow the edge to some of all; those after the quotation are another's.
pub(super) fn is_partial(reading: &Reading<'_>) -> bool {
    let back = reading.kind() == ClaimKind::Restored;
    let text = if back {
        led_up(reading)
    } else {
        reading.sentence_text.as_str()
    };
    let some = |amount: &Amount| amount.share && amount.high < 0.99 || amount.of.is_some();
    let all = tokens(text);
    // "Half an hour" is a length.
    let length = |at: usize| {
        let next = all.get(at + 1).map_or("", String::as_str);
        all[at] == "half" && matches!(next, "an" | "hour" | "past" | "a")
    };
    let narrowed = words::RESTRICT
        .places(&all)
        .into_iter()
        .any(|at| !length(at));
    narrowed || back && amounts(text).iter().any(some)
}

/// The sentence up to the end of the quotation.
pub(super) fn led_up<'r>(reading: &'r Reading<'_>) -> &'r str {
    let quote = reading.claim.quote.text.trim();
    let sentence = reading.sentence_text.as_str();
    let end = sentence.find(quote).map(|at| at + quote.len());
    end.and_then(|end| sentence.get(..end)).unwrap_or(sentence)
}

/// The parts that the words name, plural and singular taken alike.
fn parts<'r>(reading: &'r Reading<'_>) -> Vec<&'r str> {
    let places = words::PART.places(&reading.words);
    let bare = places.into_iter().map(|at| &reading.words[at]);
    bare.map(|word| word.trim_end_matches('s')).collect()
}

/// Two edges of one outage against each other.
pub(super) fn two(a: &Claimed<'_, '_>, b: &Claimed<'_, '_>, found: &mut Found) {
    if a.edge != b.edge
        || (a.reading.side.same(&b.reading.side) && !is_corrected(a.reading, b.reading))
        || !share(&a.reading.subjects, &b.reading.subjects)
        || is_partial(a.reading)
        || is_partial(b.reading)
        || !whole_against_part(a, b)
    {
        return;
    }
    let (x, y) = (parts(a.reading), parts(b.reading));
    if !x.is_empty() && !y.is_empty() && !x.iter().any(|part| y.contains(part)) {
        return;
    }
    if apart(a.room, b.room).is_none() {
        return;
    }
    let Some(minutes) = apart(a.at, b.at).filter(|minutes| *minutes >= SLACK_MINUTES) else {
        return;
    };
    // Half a day apart is more often a clock of twelve hours than a contradiction, and an hour
    // between two zones more often summer time.
    let half_day = (minutes - 12 * 60).abs() <= 30;
    let summer = a.zone != b.zone && (minutes - 60).abs() <= SLACK_MINUTES;
    if minutes > 24 * 60 || half_day || summer {
        return;
    }
    said(a, b, minutes, found);
}

/// Whether one side says that its first time was wrong.
fn is_corrected(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let given_up = |r: &Reading<'_>| words::MISDATED.stand_in(&r.context);
    a.takes_positions() && (given_up(a) || given_up(b))
}

/// "At 13:51, not 13:29": one names the other's time in order to deny it.
pub(super) fn denied(a: &Reading<'_>, b: &Reading<'_>, found: &mut Found) {
    if !share(&a.subjects, &b.subjects) || !(denies_time(a, b) || denies_time(b, a)) {
        return;
    }
    let (first, second, basis) = in_order(a, b);
    let same_side = a.side.same(&b.side);
    if same_side && (!a.takes_positions() || basis.is_none()) {
        return;
    }
    found.add(&Finding {
        kind: if same_side {
            ContradictionKind::Reversal
        } else {
            ContradictionKind::Timing
        },
        a: first,
        b: second,
        why: "The one gives a time, the other says that it was not then; the times are \
              inconsistent.",
        strength: Strength::Strong,
        would_change: "Words that tell one to mean another step would change it.",
        rule: DENIED,
    });
}

/// Whether the second says "not" right before the clock time of the first.
fn denies_time(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let clock = |time: &TimeExpr| {
        let mut words = tokens(&time.text).into_iter();
        words.find(|word| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let Some(clock) = a.claim.event_time.as_ref().and_then(clock) else {
        return false;
    };
    let told = b.context.windows(3);
    let mut told = told.filter(|words| words[0] == "not");
    told.any(|words| words[1] == clock || (words[1] == "at" && words[2] == clock))
        || b.context.ends_with(&["not".to_owned(), clock])
}

fn said(a: &Claimed<'_, '_>, b: &Claimed<'_, '_>, minutes: i64, found: &mut Found) {
    let stated = a.zone.is_stated() && b.zone.is_stated();
    if a.zone != b.zone && !stated {
        found.none(
            NonContradictionKind::DifferentScope,
            a.reading,
            b.reading,
            "One of the times has no zone, so they cannot be compared.",
        );
        return;
    }
    let what = match a.edge {
        Edge::Onset => "beginning",
        Edge::End => "end",
    };
    let same_side = a.reading.side.same(&b.reading.side);
    let why = format!(
        "The two put the {what} {minutes} minutes apart{}; the times are inconsistent.",
        if stated {
            ""
        } else {
            ", both read in the same zone"
        }
    );
    let (first, second, _) = in_order(a.reading, b.reading);
    found.add(&Finding {
        kind: if same_side {
            ContradictionKind::Reversal
        } else {
            ContradictionKind::Timing
        },
        a: first,
        b: second,
        why: &why,
        strength: if stated {
            Strength::Strong
        } else {
            Strength::Moderate
        },
        would_change: "Words that tell one to mean another step (detection, last repair), or \
                       another zone, would change it.",
        rule: EDGES,
    });
}

/// What is seen of a part contradicts the whole only where it goes before it or comes back after.
fn whole_against_part(a: &Claimed<'_, '_>, b: &Claimed<'_, '_>) -> bool {
    let outside = |part: &Claimed<'_, '_>, whole: &Claimed<'_, '_>| match part.edge {
        Edge::Onset => part.at.start < whole.at.start,
        Edge::End => part.at.end > whole.at.end,
    };
    match (a.part, b.part) {
        (false, false) => true,
        (true, false) => outside(a, b),
        (false, true) => outside(b, a),
        (true, true) => false,
    }
}

/// How many whole minutes lie between two times; `None` where they touch.
fn apart(a: Interval, b: Interval) -> Option<i64> {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    (first.end <= second.start).then(|| second.start.duration_since(first.start).as_mins())
}

#[cfg(test)]
mod tests;
