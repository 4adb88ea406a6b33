//! How far it reached: "limited to a small number" against "all of them", "none" against a count.

use backpedal_model::{ClaimKind, ContradictionKind, NonContradictionKind, Polarity, Strength};

use super::{
    Finding, Found,
    amount::{self, amounts},
    blame::is_about_the_same,
    in_order, order_clause,
    place::places,
    strength_of_dispute, strength_of_move,
};
use crate::{
    names::share,
    order::Basis,
    reading::{Reading, Side},
    words::{self, Words},
    world::World,
};

const EXTENTS: &str = "scope.extents";
const DENIED: &str = "scope.denied";

/// How many sentences lie between an extent and its rejection ("this figure") at most; our choice.
const NEAR: usize = 2;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for small in world.of(ClaimKind::Scope, Polarity::Affirm) {
        // One reader's view limits nothing.
        if !is_limited(small) || matches!(small.side, Side::Person(_)) {
            continue;
        }
        for wide in world.facing(small, ClaimKind::Scope) {
            if wide.polarity() == Polarity::Affirm && is_wide(wide) && same_matter(small, wide) {
                extents(small, wide, found);
            }
        }
    }
    territory(world, found);
    for kind in [ClaimKind::Scope, ClaimKind::Outage, ClaimKind::Affected] {
        for denied in world.of(kind, Polarity::Deny) {
            for told in world.facing(denied, ClaimKind::Scope) {
                if told.firm() && told.polarity() == Polarity::Affirm {
                    denial(world, denied, told, found);
                }
            }
        }
    }
}

/// "Some regions" of the one side, on the same day "the whole country" of another.
fn territory(world: &World<'_>, found: &mut Found) {
    for part in world.of(ClaimKind::Scope, Polarity::Affirm) {
        if !names(part, SOME, PARTS) || !matches!(part.side, Side::Firm(_)) {
            continue;
        }
        for wide in world.facing(part, ClaimKind::Scope) {
            let fits = wide.polarity() == Polarity::Affirm
                && names(wide, WHOLE, WHOLES)
                && !wide.side.same(&part.side)
                && matches!(wide.side, Side::Firm(_))
                && is_about_the_same(part, wide)
                && same_day(part, wide);
            if fits {
                extents(part, wide, found);
            }
        }
    }
}

const SOME: &[&str] = &["some", "several", "certain", "few"];
const PARTS: &[&str] = &[
    "regions",
    "areas",
    "provinces",
    "districts",
    "cities",
    "towns",
    "parts",
];
const WHOLE: &[&str] = &["whole", "entire"];
const WHOLES: &[&str] = &["country", "nation", "island", "state"];

/// Whether one of the first words stands right before one of the second, with no "not".
fn names(reading: &Reading<'_>, first: &[&str], second: &[&str]) -> bool {
    let pair = |pair: &[String]| first.contains(&&*pair[0]) && second.contains(&&*pair[1]);
    reading.words.windows(2).any(pair) && !is_negated(reading)
}

/// Whether both may have been said on one day; an outage spreads.
fn same_day(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    match (&a.said, &b.said) {
        (Some(x), Some(y)) => x.interval().overlaps(y.interval()),
        _ => false,
    }
}

/// "Only the north", "a small number".
fn is_limited(reading: &Reading<'_>) -> bool {
    words::LIMITED.stand_in(&reading.words) && !is_wide(reading) && !is_negated(reading)
}

/// "All", "every customer", "nationwide"; not "not all".
fn is_wide(reading: &Reading<'_>) -> bool {
    words::EXTENT.stand_in(&reading.words) && !is_negated(reading)
}

fn is_negated(reading: &Reading<'_>) -> bool {
    let no = |word: &String| matches!(word.as_str(), "not" | "no" | "nor" | "neither" | "never");
    reading.words.iter().any(no)
}

/// Whether both extents are of the same: subject, thing, part and place.
fn same_matter(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let same = |list: &Words| {
        let stems = |reading: &Reading<'_>| -> Vec<String> {
            let at = list.places(&reading.words);
            let words = at.into_iter().map(|at| stem(&reading.words[at]));
            words.collect()
        };
        let (x, y) = (stems(a), stems(b));
        x.is_empty() && y.is_empty() || x.iter().any(|word| y.contains(word))
    };
    let (x, y) = (places(a), places(b));
    let things = (things(a), things(b));
    let near = a.place.0 == b.place.0 && a.sentence.abs_diff(b.sentence) <= NEAR;
    let thing = if things.0.is_empty() || things.1.is_empty() {
        near
    } else {
        things.0.iter().any(|thing| things.1.contains(thing))
    };
    share(&a.subjects, &b.subjects)
        && thing
        && (x.is_empty() || y.is_empty() || x.iter().any(|place| y.contains(place)))
        && same(&words::MATTER)
        && same(&words::PART)
}

fn stem(word: &str) -> String {
    word.trim_end_matches('s').to_owned()
}

fn things(reading: &Reading<'_>) -> Vec<usize> {
    let words = reading.words.iter();
    words.filter_map(|word| amount::thing(word)).collect()
}

fn extents(small: &Reading<'_>, wide: &Reading<'_>, found: &mut Found) {
    let (first, second, basis) = in_order(small, wide);
    if !small.side.same(&wide.side) {
        found.add(&Finding {
            kind: ContradictionKind::Scope,
            a: first,
            b: second,
            why: "The one limits how far it reached, the other says that it reached all or most; \
                  the two sides are in dispute.",
            strength: Strength::Moderate,
            would_change: WOULD_CHANGE,
            rule: EXTENTS,
        });
        return;
    }
    if !small.takes_positions() {
        return;
    }
    let spoken = |reading: &Reading<'_>| {
        words::GIVEN_UP.stand_in(&reading.context) || words::EARLIER.stand_in(&reading.context)
    };
    if spoken(first) || spoken(second) {
        let why = format!(
            "The same side first gives one extent and then another; the scopes are inconsistent. \
             {}",
            order_clause(basis, second)
        );
        found.add(&Finding {
            kind: ContradictionKind::Reversal,
            a: first,
            b: second,
            why: &why,
            strength: strength_of_move(first, second, basis),
            would_change: WOULD_CHANGE,
            rule: EXTENTS,
        });
    } else if basis == Some(Basis::Times) {
        found.none(
            NonContradictionKind::StateChanged,
            first,
            second,
            "The extents were told at different times while the event went on.",
        );
    }
}

const WOULD_CHANGE: &str =
    "Words that tell one to mean another place, time or part would change it.";

fn denial(world: &World<'_>, denied: &Reading<'_>, told: &Reading<'_>, found: &mut Found) {
    let same_side = denied.side.same(&told.side);
    if same_side || !share(&denied.subjects, &told.subjects) {
        return;
    }
    if rejects(world, denied, told) || none_of(denied, told) || word_for_word(denied, told) {
        found.add(&Finding {
            kind: ContradictionKind::Dispute,
            a: told,
            b: denied,
            why: "The one says how far it reached, the other denies it; the two sides are in \
                  dispute.",
            strength: strength_of_dispute(told, denied),
            would_change: WOULD_CHANGE,
            rule: DENIED,
        });
    }
}

/// "We do not recognise this figure", right after it.
fn rejects(world: &World<'_>, denied: &Reading<'_>, told: &Reading<'_>) -> bool {
    let between = world.readings.get(told.number + 1..denied.number);
    let nearest = between.is_some_and(|all| all.iter().all(|r| r.kind() != ClaimKind::Scope));
    nearest
        && denied.kind() == ClaimKind::Scope
        && told.place.0 == denied.place.0
        && denied.sentence.saturating_sub(told.sentence) <= NEAR
        && words::REJECT.stand_in(&denied.context)
}

/// "No customers were affected" against a count of customers that were.
fn none_of(denied: &Reading<'_>, told: &Reading<'_>) -> bool {
    let none = words::NOBODY.stand_in(&denied.words) && words::IMPACT.stand_in(&denied.words);
    let counted = amounts(&told.claim.quote.text)
        .iter()
        .filter(|amount| amount.low > 0.0 && amount.events.is_empty())
        .filter_map(|amount| amount.thing)
        .collect::<Vec<usize>>();
    // "No more than 20 calls" is a bound.
    let bound = |pair: &[String]| {
        pair[0] == "no" && matches!(pair[1].as_str(), "more" | "fewer" | "less" | "longer")
    };
    none && !denied.context.windows(2).any(bound)
        && !words::MATTER.stand_in(&denied.words)
        && !words::RESTRICT.stand_in(&denied.words)
        && places(denied).is_empty()
        && things(denied).iter().any(|thing| counted.contains(thing))
}

/// "No record was lost" against "records were lost": the same telling words.
fn word_for_word(denied: &Reading<'_>, told: &Reading<'_>) -> bool {
    let telling = |reading: &Reading<'_>| -> Vec<String> {
        let empty = |word: &&String| {
            words::EMPTY.stand_in(std::slice::from_ref(word))
                || words::NOBODY.stand_in(std::slice::from_ref(word))
        };
        let words = reading.words.iter().filter(|word| !empty(word));
        words.map(|word| stem(word)).collect()
    };
    let (mine, theirs) = (telling(denied), telling(told));
    let common = mine.iter().filter(|word| theirs.contains(word)).count();
    common >= 2 && common * 3 >= mine.len() * 2 && same_matter(denied, told)
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::Scope,
        Polarity::{self, Affirm, Deny},
    };

    use crate::testing::{Details, Story};

    fn two(first: (&str, Polarity, &str), second: (&str, Polarity, &str)) -> Vec<String> {
        let mut story = Story::new();
        for (speaker, polarity, words) in [first, second] {
            story.say(speaker, (Scope, polarity), ("Halyard", &[]), words);
        }
        story.pairs()
    }

    #[test]
    fn a_small_number_and_all_of_them() {
        let small = (
            "Halyard",
            Affirm,
            "it was limited to a small number of users",
        );
        assert_eq!(
            two(small, ("Heron", Affirm, "every customer was out")),
            ["scope 0 1"]
        );
        for (speaker, words) in [
            // Not all; another thing; another place; data, and not service; one side as it spread.
            ("Heron", "not every customer was out"),
            ("Heron", "all stores were closed"),
            ("Heron", "all data was lost"),
            ("Halyard", "every customer is out"),
        ] {
            assert!(two(small, (speaker, Affirm, words)).is_empty(), "{words}");
        }
        let north = ("Halyard", Affirm, "only customers in Dunfell were out");
        let south = ("Heron", Affirm, "all customers in Marrow were out");
        assert!(two(north, south).is_empty());
    }

    #[test]
    fn some_regions_and_the_whole_country() {
        let told = |first: &str, second: &str, when: &str| {
            let mut story = Story::new();
            story
                .say("Halyard", (Scope, Affirm), ("Halyard", &[]), first)
                .at("2024-03-05T10:00Z");
            story
                .say("Heron", (Scope, Affirm), ("Halyard", &[]), second)
                .at(when);
            story.pairs()
        };
        let ten = "2024-03-05T10:00Z";
        let some = "some regions lost service";
        let whole = "the whole country was dark";
        assert_eq!(told(some, whole, ten), ["scope 0 1"]);
        // It may have spread since; not the whole; the whole of a day.
        assert!(told(some, whole, "2024-03-06T10:00Z").is_empty());
        assert!(told(some, "not the whole country was dark", ten).is_empty());
        assert!(told(some, "it was dark for a whole day", ten).is_empty());
    }

    #[test]
    fn none_against_a_count() {
        let none = ("Halyard", Deny, "no customers were affected");
        let count = ("Heron", Affirm, "2,000 customers lost service");
        assert_eq!(two(none, count), ["dispute 1 0"]);
        for (words, other) in [
            ("no customer data was lost", "2,000 customers lost service"),
            ("no customers were affected", "2,000 customers complained"),
            ("no customers were affected", "12 racks lost power"),
            (
                "no customers in Dunfell were affected",
                "2,000 customers lost service",
            ),
        ] {
            assert!(
                two(("Halyard", Deny, words), ("Heron", Affirm, other)).is_empty(),
                "{words}"
            );
        }
    }

    #[test]
    fn a_figure_that_is_rejected() {
        let figure = ("Heron", Affirm, "60,000 homes had no heating");
        assert_eq!(
            two(figure, ("Halyard", Deny, "we do not recognise the number")),
            ["dispute 0 1"]
        );
        assert!(two(figure, ("Halyard", Deny, "no breach was found")).is_empty());
        assert_eq!(
            two(
                ("Heron", Affirm, "records were lost"),
                ("Halyard", Deny, "no record was lost"),
            ),
            ["dispute 0 1"]
        );
    }

    #[test]
    fn one_side_gives_up_its_first_extent() {
        let small = (
            "Halyard",
            Affirm,
            "it was limited to a small number of users",
        );
        let all = ("Halyard", Affirm, "we were wrong, and every user was out");
        assert_eq!(two(small, all), ["reversal 0 1"]);
    }
}
