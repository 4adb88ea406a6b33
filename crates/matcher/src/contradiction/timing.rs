//! Times and durations that do not fit together, edge by edge.

use backpedal_model::{
    ClaimKind, ContradictionKind, DurationRange, Edge, Interval, NonContradictionKind, Polarity,
    Precision, Strength, TimeExpr, Zone,
};

use super::{Finding, Found};
use crate::{
    evidence::tolerance,
    names::share,
    question::{Ask, edges, loosened},
    reading::Reading,
    world::World,
};

/// Clock times nearer than this are one time, told or seen a little differently; our choice.
const SLACK_MINUTES: i64 = 5;

/// A length and the time between two clock times have to differ by more than this part of the
/// length; our choice.
const LOOSE: i64 = 6;

const EDGES: &str = "timing.edges";
const LENGTHS: &str = "timing.lengths";

/// A claimed edge.
struct Claimed<'r, 'a> {
    reading: &'r Reading<'a>,
    edge: Edge,
    at: Interval,
    zone: &'r Zone,
}

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    let kinds = [ClaimKind::Timing, ClaimKind::Restored];
    let mut timed: Vec<&Reading<'_>> = kinds
        .iter()
        .flat_map(|kind| world.of(*kind, Polarity::Affirm))
        .collect();
    timed.sort_by_key(|reading| reading.number);
    for a in timed {
        let mut others: Vec<&Reading<'_>> = kinds
            .iter()
            .flat_map(|kind| world.facing(a, *kind))
            .collect();
        others.sort_by_key(|reading| reading.number);
        let edges: Vec<Claimed<'_, '_>> = others.iter().flat_map(|b| claimed(world, b)).collect();
        for mine in claimed(world, a) {
            let later = edges.iter().filter(|b| a.number < b.reading.number);
            later.for_each(|b| two_edges(&mine, b, found));
        }
        if let Some(mine) = length(a) {
            let later = others.iter().filter(|b| a.number < b.number);
            later.for_each(|b| two_lengths(&mine, b, found));
            against_edges(&mine, &edges, found);
        }
    }
}

fn is_timed(reading: &Reading<'_>) -> bool {
    matches!(reading.kind(), ClaimKind::Timing | ClaimKind::Restored)
        && reading.polarity() == Polarity::Affirm
}

fn claimed<'r, 'a>(world: &World<'a>, reading: &'r Reading<'a>) -> Vec<Claimed<'r, 'a>> {
    let Some(time) = reading
        .claim
        .event_time
        .as_ref()
        .filter(|_| is_timed(reading))
    else {
        return Vec::new();
    };
    if time.precision <= Precision::Day {
        return Vec::new();
    }
    let zone = match &time.zone {
        Zone::Unknown => None,
        zone => zone.time_zone(),
    };
    let ask = Ask {
        facts: world.facts,
        claim: reading.claim,
        sentence: &reading.sentence_text,
    };
    let fallback = zone.unwrap_or_else(|| world.facts.case.time_zone());
    edges(&ask, time)
        .into_iter()
        .map(|(edge, moment)| {
            let exact = moment.instants(&fallback);
            Claimed {
                reading,
                edge,
                at: if time.approximate {
                    loosened(exact, &moment)
                } else {
                    exact
                },
                zone: &time.zone,
            }
        })
        .collect()
}

fn two_edges(a: &Claimed<'_, '_>, b: &Claimed<'_, '_>, found: &mut Found) {
    if a.edge != b.edge
        || a.reading.side.same(&b.reading.side)
        || !share(&a.reading.subjects, &b.reading.subjects)
        || is_partial(a.reading)
        || is_partial(b.reading)
    {
        return;
    }
    let Some(minutes) = apart(a.at, b.at).filter(|minutes| *minutes >= SLACK_MINUTES) else {
        return;
    };
    // Half a day apart is more often a clock of twelve hours than a contradiction.
    let half_day = (minutes - 12 * 60).abs() <= 30;
    if minutes > 24 * 60 || half_day {
        return;
    }
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
    let why = format!(
        "The two put the {what} {minutes} minutes apart{}; the times are inconsistent.",
        if stated {
            ""
        } else {
            ", both read in the same zone"
        }
    );
    found.add(&Finding {
        kind: ContradictionKind::Timing,
        a: a.reading,
        b: b.reading,
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

/// How many whole minutes lie between two times; `None` where they touch.
fn apart(a: Interval, b: Interval) -> Option<i64> {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    (first.end <= second.start).then(|| second.start.duration_since(first.start).as_mins())
}

/// "Some were back", "most of it": an edge for a part only.
fn is_partial(reading: &Reading<'_>) -> bool {
    crate::words::RESTRICT.stand_in(&reading.context)
}

/// A claimed length, with what its words round.
struct Length<'r, 'a> {
    reading: &'r Reading<'a>,
    range: DurationRange,
}

fn two_lengths<'a>(a: &Length<'_, 'a>, b: &Reading<'a>, found: &mut Found) {
    let fits = |other: &Length<'_, '_>| {
        a.reading.side.same(&b.side)
            || !share(&a.reading.subjects, &b.subjects)
            || a.range.overlaps(other.range)
    };
    if length(b).is_some_and(|other| !fits(&other)) {
        add_length(
            a.reading,
            b,
            "The two give lengths that do not fit; the durations are inconsistent.",
            found,
        );
    }
}

fn length<'r, 'a>(reading: &'r Reading<'a>) -> Option<Length<'r, 'a>> {
    let time: &TimeExpr = reading.claim.event_time.as_ref()?;
    let given = time.duration.filter(|_| {
        is_timed(reading)
            && reading.kind() == ClaimKind::Timing
            && !is_partial(reading)
            && (time.start.is_none() || time.precision <= Precision::Day)
    })?;
    let slack = tolerance(given, time.approximate);
    Some(Length {
        reading,
        range: DurationRange {
            min_seconds: given.min_seconds.map(|s| s.saturating_sub(slack)),
            max_seconds: given.max_seconds.map(|s| s.saturating_add(slack)),
        },
    })
}

/// A claimed length against the beginnings and ends that are claimed of the same outage: outside
/// of everything between the first and the last end.
fn against_edges(length: &Length<'_, '_>, claimed: &[Claimed<'_, '_>], found: &mut Found) {
    let mine = |edge: Edge| {
        claimed
            .iter()
            .filter(move |c| c.edge == edge && share(&c.reading.subjects, &length.reading.subjects))
    };
    let first_onset = mine(Edge::Onset).min_by_key(|c| c.at.start);
    let last_onset = mine(Edge::Onset).max_by_key(|c| c.at.start);
    let first_end = mine(Edge::End).min_by_key(|c| c.at.end);
    let last_end = mine(Edge::End).max_by_key(|c| c.at.end);
    let (Some(first_onset), Some(last_onset), Some(first_end), Some(last_end)) =
        (first_onset, last_onset, first_end, last_end)
    else {
        return;
    };
    let zones = [last_onset, first_end, first_onset, last_end];
    if zones.iter().any(|c| c.zone != first_onset.zone) {
        return;
    }
    let shortest = first_end
        .at
        .start
        .duration_since(last_onset.at.end)
        .as_secs();
    let longest = last_end
        .at
        .end
        .duration_since(first_onset.at.start)
        .as_secs();
    let same_side = [first_end, last_end]
        .iter()
        .any(|c| c.reading.side.same(&length.reading.side));
    if shortest <= 0 || longest > 3 * 24 * 3600 || same_side {
        return;
    }
    // A length and two clock times are seldom taken from the same clock.
    let loose = |seconds: i64| (seconds / LOOSE).max(SLACK_MINUTES * 60 * 2);
    let too_short = length
        .range
        .max_seconds
        .is_some_and(|max| max + loose(max) < shortest);
    let too_long = length
        .range
        .min_seconds
        .is_some_and(|min| min - loose(min) > longest);
    let end = if too_short { first_end } else { last_end };
    if too_short || too_long {
        add_length(
            end.reading,
            length.reading,
            "The claimed length does not fit the claimed beginning and end; the durations are \
             inconsistent.",
            found,
        );
    }
}

fn add_length(a: &Reading<'_>, b: &Reading<'_>, why: &str, found: &mut Found) {
    found.add(&Finding {
        kind: ContradictionKind::Timing,
        a,
        b,
        why,
        strength: Strength::Moderate,
        would_change: "Words that tell one to mean another part of the outage would change it.",
        rule: LENGTHS,
    });
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::{Restored, Timing},
        DurationRange, Polarity,
    };

    use crate::testing::{Details, Story};

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);
    const TIME: (backpedal_model::ClaimKind, Polarity) = (Timing, Polarity::Affirm);

    fn began(story: &mut Story, speaker: &str, words: &str, at: &str) {
        story
            .say(speaker, TIME, HALYARD, &format!("it began {words}"))
            .happened(words, at, "");
    }

    fn lasted(story: &mut Story, speaker: &str, words: &str, minutes: (Option<i64>, Option<i64>)) {
        let claim = story
            .say(speaker, TIME, HALYARD, words)
            .happened(words, "", "");
        claim.event_time.as_mut().expect("a time").duration = Some(DurationRange {
            min_seconds: minutes.0.map(|m| m * 60),
            max_seconds: minutes.1.map(|m| m * 60),
        });
    }

    #[test]
    fn beginnings_that_do_not_fit() {
        let mut story = Story::new();
        began(&mut story, "Halyard", "at 06:27 UTC", "2024-03-05T06:27Z");
        began(&mut story, "Heron", "at 06:58 UTC", "2024-03-05T06:58Z");
        assert_eq!(story.pairs(), ["timing 0 1"]);
        assert!(
            story.judge().contradictions[0]
                .why
                .contains("31 minutes apart")
        );
    }

    #[test]
    fn near_misses_of_edges() {
        let pairs = |first: (&str, &str, &str), second: (&str, &str, &str)| {
            let mut story = Story::new();
            began(&mut story, first.0, first.1, first.2);
            began(&mut story, second.0, second.1, second.2);
            story.pairs()
        };
        let halyard = ("Halyard", "at 06:27 UTC", "2024-03-05T06:27Z");
        // Seen a little later; a loose time; one side's rounding; no zone; another zone, same time.
        for other in [
            ("Heron", "at 06:29 UTC", "2024-03-05T06:29Z"),
            ("Heron", "about 06:30 UTC", "2024-03-05T06:30Z"),
            ("Halyard", "at 06:45 UTC", "2024-03-05T06:45Z"),
            ("Heron", "at 07:27", "2024-03-05T07:27"),
            // A clock of twelve hours, read wrongly.
            ("Heron", "at 18:27 UTC", "2024-03-05T18:27Z"),
            ("Heron", "at 08:27 in the east", "2024-03-05T08:27+02:00"),
        ] {
            assert!(pairs(halyard, other).is_empty(), "{other:?}");
        }
    }

    #[test]
    fn a_beginning_and_an_end_are_not_compared() {
        let mut story = Story::new();
        began(&mut story, "Halyard", "at 06:27 UTC", "2024-03-05T06:27Z");
        story
            .say(
                "Heron",
                (Restored, Polarity::Affirm),
                HALYARD,
                "back at 07:42 UTC",
            )
            .happened("07:42 UTC", "2024-03-05T07:42Z", "2024-03-05T07:42Z");
        assert!(story.pairs().is_empty());
    }

    #[test]
    fn lengths_that_do_not_fit() {
        let mut story = Story::new();
        lasted(&mut story, "Halyard", "four hours", (Some(240), Some(240)));
        lasted(&mut story, "Heron", "nine hours", (Some(540), Some(540)));
        lasted(
            &mut story,
            "Kestrel",
            "more than three hours",
            (Some(180), None),
        );
        assert_eq!(story.pairs(), ["timing 0 1"]);
    }

    #[test]
    fn a_length_against_a_beginning_and_an_end() {
        let mut story = Story::new();
        began(&mut story, "Heron", "at 06:00 UTC", "2024-03-05T06:00Z");
        story
            .say(
                "Heron",
                (Restored, Polarity::Affirm),
                HALYARD,
                "back at 15:00 UTC",
            )
            .happened("15:00 UTC", "2024-03-05T15:00Z", "2024-03-05T15:00Z");
        lasted(&mut story, "Halyard", "four hours", (Some(240), Some(240)));
        lasted(&mut story, "Kestrel", "nine hours", (Some(540), Some(540)));
        assert_eq!(story.pairs(), ["timing 1 2", "timing 2 3"]);
    }
}
