//! Whether two statements with different subjects are about one event: the one was blamed for the
//! other's trouble, and its words speak of the event as a whole.

use std::collections::HashSet;

use backpedal_model::{ClaimKind, Polarity};

use crate::{
    names::{Key, Name, share},
    reading::Reading,
    words,
    world::World,
};

/// Who is blamed for whose trouble in the case.
pub(super) struct Joined {
    pairs: HashSet<(Key, Key)>,
}

impl Joined {
    pub(super) fn of(world: &World<'_>) -> Self {
        let mut pairs = HashSet::new();
        for reading in world.of(ClaimKind::Cause, Polarity::Affirm) {
            for hit in reading.subjects.iter().flat_map(Name::keys) {
                let blamed = reading.objects.iter().flat_map(Name::keys);
                pairs.extend(blamed.map(|blamed| (hit.clone(), blamed)));
            }
        }
        Self { pairs }
    }

    /// The same subject, or the one speaks of the whole event for which its subject was blamed.
    pub(super) fn same_event(&self, a: &Reading<'_>, b: &Reading<'_>) -> bool {
        share(&a.subjects, &b.subjects) || self.spoken_of(a, b) || self.spoken_of(b, a)
    }

    fn spoken_of(&self, hit: &Reading<'_>, blamed: &Reading<'_>) -> bool {
        let keys = |names: &[Name]| names.iter().flat_map(Name::keys).collect::<Vec<Key>>();
        let blamed_keys = keys(&blamed.subjects);
        words::WHOLE_EVENT.stand_in(&blamed.words)
            && keys(&hit.subjects).into_iter().any(|hit| {
                let mut all = blamed_keys.iter();
                all.any(|blamed| self.pairs.contains(&(hit.clone(), blamed.clone())))
            })
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::{Cause, Timing},
        DurationRange,
        Polarity::Affirm,
    };

    use crate::testing::{Details, Story};

    fn lasted(words: &str, blamed: &[&str]) -> Vec<String> {
        let mut story = Story::new();
        story.say(
            "Halyard",
            (Cause, Affirm),
            ("Halyard", blamed),
            "we traced it",
        );
        for (speaker, words, minutes) in [
            ("Halyard", "we were out for four hours", 240),
            ("Heron", words, 30),
        ] {
            let claim = story
                .say(speaker, (Timing, Affirm), (speaker, &[]), words)
                .happened("that long", "", "");
            claim.event_time.as_mut().expect("a time").duration = Some(DurationRange {
                min_seconds: Some(minutes * 60),
                max_seconds: Some(minutes * 60),
            });
        }
        story.pairs()
    }

    #[test]
    fn the_blamed_party_speaks_of_the_whole_affair() {
        assert_eq!(
            lasted("the whole affair took half an hour", &["Heron"]),
            ["timing 1 2"]
        );
    }

    #[test]
    fn near_misses() {
        // Its own trouble; somebody else is blamed.
        assert!(lasted("our card was dead for half an hour", &["Heron"]).is_empty());
        assert!(lasted("the whole affair took half an hour", &["Kestrel"]).is_empty());
    }
}
