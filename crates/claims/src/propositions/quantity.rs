//! Quantities: numbers in digits and words, shares, bounds, and what is counted.

use std::sync::LazyLock;

use backpedal_model::{Bound, Quantity};
use regex::Regex;

use crate::lexicon::pattern;

static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?P<b>about|around|some|roughly|approximately|nearly|almost|over|more than|at least|up to|as many as|an estimated|fewer than|less than|well over|well under|under|below|between) (?:(?:more|less) than )?)?\b(?P<n>\d[\d,]*(?:\.\d+)?|half|a third|a quarter|two-thirds|three-quarters|nine-tenths|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)(?: ?(?P<m>%|percent|per cent|million|billion|thousand|k\b|m\b))?(?: (?:in|out of|of) (?P<of>\d[\d,]*|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred)\b)?(?P<u>(?: (?:of|the|its|our|their|all|[\w'-]+)){0,4})",
    )
});

/// The first quantity of some lower-case words.
pub(super) fn quantity(low: &str) -> Option<Quantity> {
    let found = QUANTITY.captures(low)?;
    let text = |name: &str| found.name(name).map(|m| m.as_str());
    let mut value = number(text("n")?)?;
    let of = text("of").and_then(number);
    let mut unit: Vec<&str> = Vec::new();
    match text("m").unwrap_or_default() {
        "%" | "percent" | "per cent" => unit.push("percent of"),
        "million" | "m" => value *= 1e6,
        "billion" => value *= 1e9,
        "thousand" | "k" => value *= 1e3,
        _ => {}
    }
    let skip = ["of", "the", "its", "our", "their", "all"];
    let words = text("u").unwrap_or_default().split_whitespace();
    unit.extend(words.skip_while(|word| skip.contains(word)).take(3));
    let bound = match text("b").unwrap_or_default() {
        "over" | "more than" | "well over" => Some(Bound::MoreThan),
        "at least" => Some(Bound::AtLeast),
        "up to" | "as many as" => Some(Bound::AtMost),
        "fewer than" | "less than" | "well under" | "under" | "below" | "nearly" | "almost" => {
            Some(Bound::LessThan)
        }
        "" => None,
        _ => Some(Bound::About),
    };
    Some(Quantity {
        value,
        unit: unit.join(" ").trim_end_matches(" of").to_owned(),
        bound,
        of,
    })
}

fn number(word: &str) -> Option<f64> {
    const WORDS: &[(&str, f64)] = &[
        ("half", 0.5),
        ("a third", 1.0 / 3.0),
        ("a quarter", 0.25),
        ("two-thirds", 2.0 / 3.0),
        ("three-quarters", 0.75),
        ("nine-tenths", 0.9),
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
        ("hundred", 100.0),
    ];
    let known = WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, value)| *value);
    known.or_else(|| word.replace(',', "").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_shares_and_bounds() {
        for (text, value, unit, bound, of) in [
            (
                "some 41,000 subscribers",
                41_000.0,
                "subscribers",
                Some(Bound::About),
                None,
            ),
            ("half of the web", 0.5, "web", None, None),
            (
                "more than 2.5 million devices",
                2.5e6,
                "devices",
                Some(Bound::MoreThan),
                None,
            ),
            (
                "roughly 18% of queries",
                18.0,
                "percent of queries",
                Some(Bound::About),
                None,
            ),
            ("19 of 37 sites", 19.0, "sites", None, Some(37.0)),
        ] {
            let found = quantity(text).expect(text);
            assert_eq!(
                (found.value, found.unit.as_str(), found.bound, found.of),
                (value, unit, bound, of)
            );
        }
        assert!(quantity("many people").is_none());
    }
}
