//! Times and durations that do not fit together, edge by edge.

use std::collections::HashMap;

use backpedal_model::{ClaimKind, Polarity};

use super::{
    Found,
    edge::{self, Claimed, Clocks, claimed},
    event::Joined,
    length::{self, Length},
};
use crate::{reading::Reading, world::World};

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    let joined = Joined::of(world);
    let clocks = Clocks::read(world);
    let kinds = [ClaimKind::Timing, ClaimKind::Restored];
    let mut timed: Vec<&Reading<'_>> = kinds
        .iter()
        .flat_map(|kind| world.of(*kind, Polarity::Affirm))
        .collect();
    timed.sort_by_key(|reading| reading.number);
    let all: HashMap<usize, Told<'_, '_>> = timed
        .iter()
        .map(|reading| {
            let told = Told {
                edges: claimed(world, &clocks, reading),
                length: length::of(reading),
            };
            (reading.number, told)
        })
        .collect();
    for a in timed {
        let Some(mine) = all.get(&a.number) else {
            continue;
        };
        if a.claim.event_time.is_none() {
            continue;
        }
        let mut facing: Vec<&Reading<'_>> = kinds
            .iter()
            .flat_map(|kind| world.facing(a, *kind))
            .collect();
        facing.sort_by_key(|reading| reading.number);
        let others: Vec<&Told<'_, '_>> = facing.iter().filter_map(|b| all.get(&b.number)).collect();
        let edges: Vec<&Claimed<'_, '_>> = others.iter().flat_map(|told| &told.edges).collect();
        for mine in &mine.edges {
            let later = edges.iter().filter(|b| a.number < b.reading.number);
            later.for_each(|b| edge::two(mine, b, found));
        }
        for b in &facing {
            if a.number < b.number && all.contains_key(&b.number) {
                edge::denied(a, b, found);
            }
        }
        if let Some(mine) = &mine.length {
            let lengths = others.iter().filter_map(|told| told.length.as_ref());
            let later = lengths.filter(|b| a.number < b.reading.number);
            later.for_each(|b| length::two(&joined, mine, b, found));
            length::against_edges(&joined, mine, &edges, found);
        }
    }
}

/// What a claim tells of times.
struct Told<'r, 'a> {
    edges: Vec<Claimed<'r, 'a>>,
    length: Option<Length<'r, 'a>>,
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
