//! Durations: "about 69 minutes", "three hours and thirty-five minutes", "under an hour".

use std::{ops::Range, sync::LazyLock};

use backpedal_model::DurationRange;
use regex::Regex;

use crate::lexicon::pattern;

/// A length of time.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) length: DurationRange,
    pub(super) approximate: bool,
    /// "… ago".
    pub(super) ago: bool,
}

static DURATION: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"\d+(?:\.\d+)?|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|several|a few|a couple of";
    let unit = "seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?";
    pattern(&format!(
        r"(?:\b(?P<bound>about|around|approximately|roughly|some|nearly|almost|under|less than|fewer than|over|more than|at least|up to|within|as long as|well over|just under) )?\b(?P<n1>{number})[ -](?P<u1>{unit})\b(?:(?:,| and|, and)? (?P<n2>{number}) (?P<u2>{unit})\b| and (?P<half>a half|a quarter))?(?P<ago> ago)?"
    ))
});

/// All durations of a lower-case sentence.
pub(super) fn find(low: &str) -> Vec<Found> {
    DURATION
        .captures_iter(low)
        .filter_map(|found| {
            let text = |name: &str| found.name(name).map(|m| m.as_str());
            let unit = seconds(text("u1")?);
            let mut length = amount(text("n1")?)? * unit;
            if let (Some(n), Some(u)) = (text("n2"), text("u2")) {
                length += amount(n)? * seconds(u);
            }
            length += match text("half") {
                Some("a half") => 0.5 * unit,
                Some(_) => 0.25 * unit,
                None => 0.0,
            };
            let vague = matches!(text("n1"), Some("several" | "a few" | "a couple of"));
            let whole = found.get(0)?;
            Some(Found {
                range: whole.range(),
                length: bounds(length, text("bound"), vague),
                approximate: vague
                    || matches!(
                        text("bound"),
                        Some(
                            "about"
                                | "around"
                                | "approximately"
                                | "roughly"
                                | "some"
                                | "nearly"
                                | "almost"
                        )
                    ),
                ago: found.name("ago").is_some(),
            })
        })
        .collect()
}

fn seconds(unit: &str) -> f64 {
    match unit.get(..1) {
        Some("s") => 1.0,
        Some("m") => 60.0,
        Some("h") => 3600.0,
        Some("d") => 86_400.0,
        _ => 604_800.0,
    }
}

fn amount(word: &str) -> Option<f64> {
    match word {
        "half a" | "half an" => Some(0.5),
        "a" | "an" => Some(1.0),
        "several" | "a few" => Some(3.0),
        "a couple of" => Some(2.0),
        _ => word
            .parse()
            .ok()
            .or_else(|| small_number(word).map(f64::from)),
    }
}

/// A number below sixty in words or digits.
pub(super) fn small_number(word: &str) -> Option<i8> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 4] = ["twenty", "thirty", "forty", "fifty"];
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    let below = |w: &str| ONES.iter().position(|one| *one == w);
    if let Some(number) = below(word) {
        return i8::try_from(number).ok();
    }
    let (tens, ones) = word
        .split_once('-')
        .map_or((word, None), |(a, b)| (a, Some(b)));
    let tens = 10 * (TENS.iter().position(|ten| *ten == tens)? + 2);
    i8::try_from(tens + ones.map_or(Some(0), below)?).ok()
}

/// How wide a hedged length is: a fifth to either side (policy).
const SLACK: f64 = 0.2;

#[allow(clippy::cast_possible_truncation)] // lengths in prose are far below 2^53 seconds
fn bounds(length: f64, bound: Option<&str>, vague: bool) -> DurationRange {
    let exact = Some(length.round() as i64);
    let low = Some((length * (1.0 - SLACK)).round() as i64);
    let high = Some((length * (1.0 + SLACK)).round() as i64);
    let (min_seconds, max_seconds) = match bound {
        Some(
            "under" | "less than" | "fewer than" | "up to" | "within" | "just under" | "as long as",
        ) => (None, exact),
        Some("over" | "more than" | "at least" | "well over") => (exact, None),
        Some(_) => (low, high),
        None if vague => (low, None),
        None => (exact, exact),
    };
    DurationRange {
        min_seconds,
        max_seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_bounds() {
        for (text, min, max) in [
            (
                "three hours and thirty-five minutes",
                Some(12_900),
                Some(12_900),
            ),
            ("under an hour", None, Some(3600)),
            ("more than five hours", Some(18_000), None),
            ("approximately 69 minutes", Some(3312), Some(4968)),
            ("1 hour and 47 minutes", Some(6420), Some(6420)),
            ("half an hour", Some(1800), Some(1800)),
            ("an hour and a half", Some(5400), Some(5400)),
        ] {
            let found = find(text);
            assert_eq!(found[0].length.min_seconds, min, "{text}");
            assert_eq!(found[0].length.max_seconds, max, "{text}");
        }
        assert!(find("about twenty minutes ago")[0].ago);
        assert!(find("the second man of the hour").is_empty());
    }
}
