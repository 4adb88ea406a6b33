//! Numbers in digits and words, shares, ranges and vague counts, without what they count.

use super::Word;

/// A number that was read, before its bounds.
pub(super) struct Read {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) share: bool,
    pub(super) of: Option<f64>,
    pub(super) end: usize,
}

fn exact(value: f64, end: usize) -> Read {
    Read {
        value,
        low: value,
        high: value,
        share: false,
        of: None,
        end,
    }
}

/// The number that begins at that word.
pub(super) fn number(words: &[Word<'_>], at: usize) -> Option<Read> {
    if let Some(read) = vague(words, at).or_else(|| fraction(words, at)) {
        return Some(read);
    }
    let first = words.get(at)?;
    if first.text.starts_with(['$', '€', '£']) || first.raw.contains(['#', '/', '@']) {
        return None;
    }
    // "400-500", "400–500".
    let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if let Some((low, high)) = first
        .text
        .split_once(['-', '–'])
        .filter(|_| digits(&first.text))
    {
        let (low, high) = (plain(low)?, plain(high)?);
        return (low < high).then(|| range(exact(low, at + 1), exact(high, at + 1)));
    }
    let mut read = scaled(words, at)?;
    let next = |end: usize| words.get(end).map(|word| word.text.as_str());
    let between = at > 0 && words[at - 1].text == "between";
    if matches!(next(read.end), Some("to" | "and")) && (next(read.end) == Some("to") || between) {
        let upper = scaled(words, read.end + 1);
        if let Some(upper) = upper.filter(|upper| read.value < upper.value) {
            // "4 to 5 percent": the unit of the second is that of both.
            if upper.share && !read.share {
                read.value /= 100.0;
            }
            return Some(range(read, upper));
        }
    }
    Some(whole(words, read))
}

fn range(low: Read, high: Read) -> Read {
    Read {
        value: f64::midpoint(low.value, high.value),
        low: low.value,
        high: high.value,
        ..high
    }
}

/// Digits or number words with their scale: "2.5 million", "forty-one", "40 %".
fn scaled(words: &[Word<'_>], at: usize) -> Option<Read> {
    let (mut value, mut end) = digits(words, at).or_else(|| spelled(words, at))?;
    while let Some(scale) = words.get(end).and_then(|word| scale(&word.text)) {
        value *= scale;
        end += 1;
    }
    let next = |end: usize| words.get(end).map(|word| word.text.as_str());
    let mut read = exact(value, end);
    let printed = words.get(end.checked_sub(1)?)?;
    if printed.text.ends_with('%') {
        read.share = true;
    } else if matches!(next(end), Some("%" | "percent" | "pct")) {
        (read.share, read.end) = (true, end + 1);
    } else if next(end) == Some("per") && next(end + 1) == Some("cent") {
        (read.share, read.end) = (true, end + 2);
    }
    if read.share {
        (read.value, read.low, read.high) = (value / 100.0, value / 100.0, value / 100.0);
    }
    Some(read)
}

fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 1e2,
        "thousand" | "k" => 1e3,
        "million" | "m" => 1e6,
        "billion" | "bn" => 1e9,
        "dozen" => 12.0,
        _ => return None,
    })
}

/// A token of digits: "41,000", "2.5", "90k", "40%".
fn digits(words: &[Word<'_>], at: usize) -> Option<(f64, usize)> {
    let text = words.get(at)?.text.trim_end_matches('%');
    let (text, factor) = match text.strip_suffix('k') {
        Some(text) => (text, 1e3),
        None => match text.strip_suffix('m') {
            Some(text) => (text, 1e6),
            None => (text, 1.0),
        },
    };
    Some((plain(text)? * factor, at + 1))
}

fn plain(text: &str) -> Option<f64> {
    let digit = |c: char| c.is_ascii_digit();
    let fits = text.starts_with(digit)
        && text.ends_with(digit)
        && text.chars().all(|c| digit(c) || ",.".contains(c));
    fits.then(|| text.replace(',', "").parse().ok())?
}

const SMALL: [&str; 20] = [
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
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// "Seven", "forty", "sixty-one".
fn small(word: &str) -> Option<f64> {
    let unit = |word: &str| SMALL.iter().position(|known| *known == word);
    let tens = |word: &str| TENS.iter().position(|known| *known == word);
    if let Some(value) = unit(word) {
        return Some(value as f64);
    }
    let (ten, one) = word.split_once('-').unwrap_or((word, ""));
    let value = (tens(ten)? + 2) * 10;
    match one {
        "" => Some(value as f64),
        one => Some((value + unit(one)?) as f64),
    }
}

fn spelled(words: &[Word<'_>], at: usize) -> Option<(f64, usize)> {
    let word = words.get(at)?;
    if let Some(value) = small(&word.text) {
        return Some((value, at + 1));
    }
    // "A single zone", though not "not a single one".
    let ahead = |back: usize| {
        at.checked_sub(back)
            .map_or("", |at| words[at].text.as_str())
    };
    if word.text == "single" && ahead(1) == "a" && ahead(2) != "not" {
        return Some((1.0, at + 1));
    }
    // "A hundred", "a dozen".
    let scaled = words.get(at + 1).and_then(|word| scale(&word.text));
    (word.text == "a" && scaled.is_some()).then_some((1.0, at + 1))
}

/// "A third", "half", "two-thirds", "nine-tenths", "one in five".
fn fraction(words: &[Word<'_>], at: usize) -> Option<Read> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let share = |value: f64, end: usize| Read {
        share: true,
        ..exact(value, end)
    };
    let part = |word: &str| -> Option<f64> {
        Some(match word.trim_end_matches('s') {
            "half" | "halve" => 2.0,
            "third" => 3.0,
            "quarter" => 4.0,
            "fifth" => 5.0,
            "tenth" => 10.0,
            _ => return None,
        })
    };
    if text(at) == "half" {
        return Some(share(0.5, at + 1));
    }
    if let Some((count, word)) = text(at).split_once('-')
        && let (Some(count), Some(part)) = (small(count), part(word))
    {
        return Some(share(count / part, at + 1));
    }
    let count = if text(at) == "a" {
        Some(1.0)
    } else {
        small(text(at))
    };
    if let (Some(count), Some(part)) = (count, part(text(at + 1)))
        && count < part
        && text(at + 2) != "floor"
    {
        return Some(share(count / part, at + 2));
    }
    let (count, _) = digits(words, at).or_else(|| spelled(words, at))?;
    let among = match (text(at + 1), text(at + 2)) {
        ("in", _) => at + 2,
        ("out", "of") => at + 3,
        _ => return None,
    };
    let (whole, end) = digits(words, among)
        .or_else(|| spelled(words, among))
        .or_else(|| (text(among) == "a").then_some((1.0, among + 1)))?;
    let (whole, end) = match words.get(end).and_then(|word| scale(&word.text)) {
        Some(scale) => (whole * scale, end + 1),
        None => (whole, end),
    };
    // "One in five" is a share of all; "12 in 2011" is a year.
    let sound = count < whole && whole <= 1000.0 && (count <= 10.0 || text(at + 1) == "out");
    sound.then(|| share(count / whole, end))
}

/// "Dozens", "hundreds of thousands", "a handful", "a few", "a couple".
fn vague(words: &[Word<'_>], at: usize) -> Option<Read> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let read = |low: f64, high: f64, end: usize| Read {
        value: low,
        low,
        high,
        share: false,
        of: None,
        end,
    };
    let small = match (text(at), text(at + 1)) {
        ("a", "couple") => Some((2.0, 3.0, 2)),
        ("a", "handful") => Some((2.0, 12.0, 2)),
        ("a", "few") if !matches!(text(at + 2), "hundred" | "thousand") => Some((2.0, 10.0, 2)),
        ("a", "few") => Some((2.0, 9.0, 2)),
        ("several", "hundred" | "thousand" | "million") => Some((2.0, 9.0, 1)),
        _ => None,
    };
    if let Some((low, high, long)) = small {
        let scaled = scale(text(at + long)).map_or((1.0, 0), |scale| (scale, 1));
        return Some(read(low * scaled.0, high * scaled.0, at + long + scaled.1));
    }
    let many = |word: &str| -> Option<f64> {
        Some(match word {
            "tens" => 10.0,
            "dozens" => 12.0,
            "scores" => 20.0,
            "hundreds" => 1e2,
            "thousands" => 1e3,
            "millions" => 1e6,
            _ => return None,
        })
    };
    let first = many(text(at))?;
    if text(at + 1) == "of"
        && let Some(second) = many(text(at + 2))
    {
        return Some(read(first * second, first * second * 20.0, at + 3));
    }
    (first > 10.0).then(|| read(first, first * 1e3, at + 1))
}

/// "19 of 37", "6,200 of its 9,000".
fn whole(words: &[Word<'_>], mut read: Read) -> Read {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    // "19 sites of 37" holds one word between.
    let of = (read.end..read.end + 2).find(|at| text(*at) == "of");
    let Some(of) = of.filter(|_| !read.share) else {
        return read;
    };
    let article = usize::from(matches!(
        text(of + 1),
        "its" | "the" | "their" | "our" | "his"
    ));
    let whole = scaled(words, of + 1 + article).filter(|whole| !whole.share);
    if let Some(whole) = whole.filter(|whole| whole.value >= read.value) {
        (read.of, read.end) = (Some(whole.value), whole.end);
    }
    read
}
