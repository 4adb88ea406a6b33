//! Counts of one thing that do not fit together: "300 customers" and "120 customers".

use backpedal_model::{Bound, ClaimKind, ContradictionKind, Polarity, Quantity, Strength};

use super::{Finding, Found};
use crate::{names::share, reading::Reading, words::tokens, world::World};

/// Counts nearer than this factor are told or rounded differently; our choice.
const ROUNDING: f64 = 1.25;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    let count = |reading: &Reading<'_>| Count::of(reading.claim.quantity.as_ref()?);
    for a in world.of(ClaimKind::Scope, Polarity::Affirm) {
        let Some(mine) = count(a) else { continue };
        for b in world.facing(a, ClaimKind::Scope) {
            if b.polarity() != Polarity::Affirm || b.number < a.number {
                continue;
            }
            let Some(other) = count(b) else { continue };
            if !a.side.same(&b.side) && share(&a.subjects, &b.subjects) && mine.excludes(&other) {
                found.add(&Finding {
                    kind: ContradictionKind::Numbers,
                    a,
                    b,
                    why: "The two count the same and do not fit; the numbers are inconsistent.",
                    strength: Strength::Moderate,
                    would_change: "Words that tell one to count another place, time or kind would \
                                   change it.",
                    rule: "numbers.counts",
                });
            }
        }
    }
}

/// A counted thing with the least and the greatest number meant.
struct Count {
    thing: String,
    low: f64,
    high: f64,
}

impl Count {
    fn of(quantity: &Quantity) -> Option<Self> {
        let words = tokens(&quantity.unit);
        let factor = match words.first().map(String::as_str) {
            Some("thousand") => 1e3,
            Some("million") => 1e6,
            Some("billion") => 1e9,
            _ => 1.0,
        };
        let thing = words.last()?.trim_end_matches('s').to_owned();
        let value = quantity.value * factor;
        if !value.is_finite() || value <= 0.0 || thing.starts_with("percent") {
            return None;
        }
        let (low, high) = match quantity.bound {
            None | Some(Bound::About) => (value / ROUNDING, value * ROUNDING),
            Some(Bound::MoreThan | Bound::AtLeast) => (value / ROUNDING, f64::INFINITY),
            Some(Bound::AtMost | Bound::LessThan) => (0.0, value * ROUNDING),
        };
        Some(Self { thing, low, high })
    }

    fn excludes(&self, other: &Self) -> bool {
        self.thing == other.thing && (self.high < other.low || other.high < self.low)
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{Bound, ClaimKind::Scope, Polarity, Quantity};

    use crate::testing::Story;

    fn count(story: &mut Story, speaker: &str, value: f64, unit: &str, bound: Option<Bound>) {
        let words = format!("{value} {unit} were hit");
        let about: (&str, &[&str]) = ("Halyard", &[]);
        let claim = story.say(speaker, (Scope, Polarity::Affirm), about, &words);
        claim.quantity = Some(Quantity {
            value,
            unit: unit.to_owned(),
            bound,
            of: None,
        });
    }

    #[test]
    fn counts_that_do_not_fit() {
        let mut story = Story::new();
        count(&mut story, "Halyard", 120.0, "customers", None);
        count(
            &mut story,
            "Heron",
            300.0,
            "hosting customers",
            Some(Bound::MoreThan),
        );
        count(&mut story, "Kestrel", 2.0, "million customers", None);
        assert_eq!(story.pairs(), ["numbers 0 1", "numbers 0 2"]);
    }

    #[test]
    fn near_misses() {
        for (value, unit, bound) in [
            (130.0, "customers", None),
            (1000.0, "complaints", None),
            (100.0, "customers", Some(Bound::MoreThan)),
            (20.0, "percent", None),
        ] {
            let mut story = Story::new();
            count(&mut story, "Halyard", 120.0, "customers", None);
            count(&mut story, "Heron", value, unit, bound);
            assert!(story.pairs().is_empty(), "{value} {unit}");
        }
        // One side corrects its own count.
        let mut story = Story::new();
        count(&mut story, "Halyard", 120.0, "customers", None);
        count(&mut story, "Halyard", 500.0, "customers", None);
        assert!(story.pairs().is_empty());
    }
}
