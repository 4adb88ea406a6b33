//! "It began at 06:27", "over within an hour", "back at 13:15": which edge, and when?

use backpedal_model::{
    ClaimKind, DurationRange, Edge, Interval, Moment, PartyId, Precision, Question, TimeExpr,
    Untestable, Zone,
};
use jiff::SignedDuration;

use super::{Ask, untestable};
use crate::words::{self, tokens};

pub(super) fn question(ask: &Ask<'_>) -> Question {
    let Some(time) = &ask.claim.event_time else {
        return untestable(Untestable::OtherData, "no time is stated");
    };
    let finer_than_day = time.precision > Precision::Day;
    let edged = time.start.is_some() || time.end.is_some();
    // "Lasted an hour on Tuesday": the day says when, and only the length can be tested.
    if let Some(duration) = time.duration.filter(|_| !edged || !finer_than_day) {
        return length(ask, time, duration);
    }
    if !edged {
        return untestable(Untestable::OtherData, "the time cannot be resolved");
    }
    if finer_than_day && time.zone == Zone::Unknown {
        return untestable(Untestable::NoZone, &format!("“{}”", time.text));
    }
    let edges = edges(ask, time);
    if edges.is_empty() {
        return untestable(
            Untestable::OtherData,
            "a step of the work is no edge of the outage",
        );
    }
    ask.each(ask.subjects(), |party| at_edges(ask, time, &edges, &party))
}

/// The edges that the expression tells, with its moments.
pub(crate) fn edges(ask: &Ask<'_>, time: &TimeExpr) -> Vec<(Edge, Moment)> {
    match (time.start, time.end) {
        (Some(start), Some(end)) if start == end => edge_of_words(ask, time)
            .map(|edge| vec![(edge, start)])
            .unwrap_or_default(),
        (Some(start), Some(end)) => vec![(Edge::Onset, start), (Edge::End, end)],
        (Some(start), None) => match edge_of_words(ask, time) {
            Some(Edge::End) => vec![(Edge::End, start)],
            _ if is_step(ask, time) => vec![],
            _ => vec![(Edge::Onset, start)],
        },
        (None, Some(end)) => vec![(Edge::End, end)],
        (None, None) => vec![],
    }
}

/// What the words next to the time say: an edge, or a step of the work (`None`).
fn edge_of_words(ask: &Ask<'_>, time: &TimeExpr) -> Option<Edge> {
    if ask.claim.kind == ClaimKind::Restored {
        return Some(Edge::End);
    }
    match nearest_cue(&ask.context(), &time.text) {
        Some(Cue::Onset) => Some(Edge::Onset),
        Some(Cue::End) => Some(Edge::End),
        Some(Cue::Step) | None => None,
    }
}

fn is_step(ask: &Ask<'_>, time: &TimeExpr) -> bool {
    ask.claim.kind != ClaimKind::Restored
        && nearest_cue(&ask.context(), &time.text) == Some(Cue::Step)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cue {
    Onset,
    End,
    Step,
}

/// The cue word that stands nearest to the time, those before it first: "was found at 06:58 and
/// finished at 07:42" tells a step and an end.
fn nearest_cue(text: &str, time: &str) -> Option<Cue> {
    let words = tokens(text);
    let wanted = tokens(time);
    let at = (0..words.len())
        .find(|at| !wanted.is_empty() && words[*at..].starts_with(&wanted))
        .unwrap_or(words.len());
    let lists = [
        (Cue::Onset, &words::ONSET),
        (Cue::End, &words::END),
        (Cue::Step, &words::STEP),
    ];
    let onsets = words::ONSET.places(&words);
    let cues = lists
        .iter()
        .flat_map(|(cue, list)| list.places(&words).into_iter().map(|place| (place, *cue)))
        .filter(|(place, cue)| {
            // The words of the time itself are no cue, nor is "over" in "fell over".
            let inside = *cue == Cue::End && *place > 0 && onsets.contains(&(place - 1));
            !inside && (*place < at || *place >= at + wanted.len())
        });
    cues.min_by_key(|(place, cue)| {
        let distance = if *place < at {
            at - place
        } else {
            1000 + place - at
        };
        // Of two lists that share a phrase the longer phrase begins earlier: "rolled back".
        (distance, *cue as u8)
    })
    .map(|(_, cue)| cue)
}

fn at_edges(ask: &Ask<'_>, time: &TimeExpr, edges: &[(Edge, Moment)], party: &PartyId) -> Question {
    let zone = time
        .zone
        .time_zone()
        .unwrap_or_else(|| ask.facts.case.time_zone());
    let mut parts: Vec<(String, Question)> = edges
        .iter()
        .map(|(edge, moment)| {
            let label = match edge {
                Edge::Onset => "beginning",
                Edge::End => "end",
            };
            let exact = moment.instants(&zone);
            let question = Question::Edge {
                party: party.clone(),
                edge: *edge,
                claimed: if time.approximate {
                    loosened(exact, moment)
                } else {
                    exact
                },
                denied: ask.denied(),
                application: words::APPLICATION.found_in(&ask.context()),
            };
            (label.to_owned(), question)
        })
        .collect();
    if parts.len() == 1 {
        parts.remove(0).1
    } else {
        Question::Each { parts }
    }
}

/// "About 7:30": a hedged clock time is as loose as it is round; our choice.
pub(crate) fn loosened(exact: Interval, moment: &Moment) -> Interval {
    if moment.precision() < Precision::Minute {
        return exact;
    }
    let minutes = match moment.civil().minute() {
        0 | 30 => 15,
        15 | 45 => 10,
        minute if minute % 5 == 0 => 5,
        _ => 2,
    };
    let by = SignedDuration::from_mins(minutes);
    exact.widen(by, by)
}

fn length(ask: &Ask<'_>, time: &TimeExpr, claimed: DurationRange) -> Question {
    if time.text.is_empty() {
        return untestable(Untestable::OtherData, "the time cannot be resolved");
    }
    ask.each(ask.subjects(), |party| Question::Duration {
        party,
        claimed,
        denied: ask.denied(),
        application: words::APPLICATION.found_in(&ask.context()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_nearest_to_the_time_tells_the_edge() {
        let text = "the root cause was found at 06:58 UTC and the last revert finished at 07:42";
        assert_eq!(nearest_cue(text, "06:58 UTC"), Some(Cue::Step));
        assert_eq!(nearest_cue(text, "07:42"), Some(Cue::End));
        assert_eq!(
            nearest_cue("puts the beginning of the outage at 06:27", "06:27"),
            Some(Cue::Onset)
        );
        assert_eq!(
            nearest_cue("errors first appeared at 06:58", "06:58"),
            Some(Cue::Onset)
        );
        assert_eq!(nearest_cue("it rained at 06:58", "06:58"), None);
        assert_eq!(
            nearest_cue("the core fell over at 06:58", "06:58"),
            Some(Cue::Onset)
        );
    }
}
