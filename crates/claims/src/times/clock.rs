//! Clock times: "9:40 a.m. Central", "06:27 UTC", "ten past four in the afternoon", "noon".

use std::{ops::Range, sync::LazyLock};

use backpedal_model::Zone;
use jiff::civil::Time as ClockTime;
use regex::{Captures, Regex};

use crate::lexicon::pattern;

/// A clock time without its day.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) time: ClockTime,
    /// The other end, for "between 6:10 and 7:45".
    pub(super) until: Option<ClockTime>,
    pub(super) zone: Option<ZoneWord>,
    pub(super) seconds: bool,
    pub(super) approximate: bool,
    /// The word before it: "since", "from", "by", "until", or nothing.
    pub(super) lead: Lead,
}

/// What the word before a time makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// A beginning.
    Since,
    /// An end or a limit.
    Until,
    /// A moment.
    At,
}

/// A zone as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ZoneWord {
    /// A fixed offset.
    Fixed(Zone),
    /// A name whose offset depends on the date.
    Named(&'static str),
    /// "local time".
    Local,
}

const DIGITS: &str = r"(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?(?:\s?(?P<A>[ap]\.?m\b\.?))?";

static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    let one = DIGITS
        .replace('H', "h1")
        .replace('M', "m1")
        .replace('S', "s1")
        .replace("P<A>", "P<a1>");
    let two = DIGITS
        .replace('H', "h2")
        .replace('M', "m2")
        .replace('S', "s2")
        .replace("P<A>", "P<a2>");
    pattern(&format!(
        r"(?:\b(?P<lead>since|from|by|until|till|between|as of|starting at|beginning at) )?(?:at )?(?P<approx>(?:about|around|approximately|roughly|shortly (?:after|before)|just (?:after|before)|some time after|soon after|nearly|almost|~) ?)?\b(?:{one}(?:(?: and | to |-| until |, .{{0,40}}? at ){two})?|(?P<h3>\d{{1,2}})(?:\.(?P<m3>\d{{2}}))?\s?(?P<a3>[ap]\.?m\b\.?)|(?P<h4>\d{{2}})(?P<m4>\d{{2}}) (?:hours|hrs|utc|gmt|z)\b)(?:[ ,]+\(?(?P<z>utc(?:[+-]\d{{1,2}}(?::?\d{{2}})?)?|gmt|[ecmp][sd]t|bst|cest|cet|(?:u\.s\. )?(?:eastern|central|mountain|pacific)(?: (?:standard |daylight )?time)?|local time|et|ct|mt|pt)\b)?"
    ))
});
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let hour = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
    pattern(&format!(
        r"(?:\b(?P<lead>since|from|by|until|till) )?(?:at )?(?P<approx>(?:about|around|approximately|roughly|shortly (?:after|before)|just (?:after|before)) )?\b(?:(?:(?P<mw>five|ten|quarter|twenty-five|twenty|half|\d{{1,2}})(?: minutes?)? (?P<dir>past|to|after|before) )(?P<hw>{hour}|midnight|noon)|(?P<hx>midnight|noon)|(?P<hy>{hour}|\d{{1,2}})(?: o'clock| (?P<in>in the (?:morning|afternoon|evening)|at night)))\b(?:,? (?P<half>in the (?:morning|afternoon|evening)|that (?:morning|afternoon|evening|night)|at night))?(?: (?P<z>utc|gmt|[ecmp][sd]t|bst|cet))?\b"
    ))
});

/// All clock times of a lower-case sentence.
pub(super) fn find(low: &str) -> Vec<Found> {
    let mut found: Vec<Found> = NUMERIC
        .captures_iter(low)
        .filter_map(|c| numeric(&c))
        .collect();
    for spoken in SPOKEN.captures_iter(low).filter_map(|c| spoken(&c)) {
        if !found
            .iter()
            .any(|f| f.range.start < spoken.range.end && spoken.range.start < f.range.end)
        {
            found.push(spoken);
        }
    }
    found.sort_by_key(|found| found.range.start);
    found
}

fn lead(word: Option<&str>) -> Lead {
    match word {
        Some("since" | "from" | "starting at" | "beginning at") => Lead::Since,
        Some("until" | "till") => Lead::Until,
        _ => Lead::At,
    }
}

fn numeric(found: &Captures<'_>) -> Option<Found> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i8>().ok());
    let text = |name: &str| found.name(name).map(|m| m.as_str());
    let until_half = text("a2");
    let first_half = text("a1").or(text("a3")).or(until_half);
    let hour = number("h1").or(number("h3")).or(number("h4"))?;
    let minute = number("m1").or(number("m3")).or(number("m4")).unwrap_or(0);
    let time = of(hour, minute, number("s1").unwrap_or(0), first_half)?;
    let until = number("h2").and_then(|hour| {
        of(
            hour,
            number("m2").unwrap_or(0),
            number("s2").unwrap_or(0),
            until_half,
        )
    });
    let whole = found.get(0)?;
    let mut start = whole.start();
    let mut word = text("lead");
    if matches!(
        word,
        Some("by" | "until" | "till" | "between" | "from" | "since" | "as of")
    ) && until.is_none()
        && word == Some("between")
    {
        start = found.name("h1").or(found.name("h3"))?.start();
        word = None;
    }
    let lead_space = whole.as_str().len() - whole.as_str().trim_start().len();
    Some(Found {
        range: start + lead_space
            ..whole.start() + whole.as_str().trim_end_matches([' ', ',', '(', '"']).len(),
        time,
        until,
        zone: text("z").and_then(zone),
        seconds: number("s1").is_some(),
        approximate: found.name("approx").is_some(),
        lead: lead(word),
    })
}

fn of(hour: i8, minute: i8, second: i8, half: Option<&str>) -> Option<ClockTime> {
    let hour = match half.and_then(|half| half.chars().next()) {
        Some('p') if hour < 12 => hour + 12,
        Some('a') if hour == 12 => 0,
        _ => hour,
    };
    ClockTime::new(hour, minute, second, 0).ok()
}

fn spoken(found: &Captures<'_>) -> Option<Found> {
    let text = |name: &str| found.name(name).map(|m| m.as_str());
    let hour_word = text("hw").or(text("hx")).or(text("hy"))?;
    let half = text("half").or(text("in")).unwrap_or_default();
    let mut hour = match hour_word {
        "midnight" => 24,
        "noon" => 12,
        word => i16::from(super::duration::small_number(word)?),
    };
    if (half.contains("afternoon") || half.contains("evening") || half.contains("night"))
        && hour < 12
    {
        hour += 12;
    }
    let minute = match text("mw") {
        None => 0,
        Some("quarter") => 15,
        Some("half") => 30,
        Some(word) => i16::from(super::duration::small_number(word)?),
    };
    let minutes = match text("dir") {
        Some("to" | "before") => hour * 60 - minute,
        _ => hour * 60 + minute,
    };
    let minutes = minutes.rem_euclid(24 * 60);
    let (hour, minute) = (
        i8::try_from(minutes / 60).ok()?,
        i8::try_from(minutes % 60).ok()?,
    );
    let whole = found.get(0)?;
    let lead_space = whole.as_str().len() - whole.as_str().trim_start().len();
    Some(Found {
        range: whole.start() + lead_space..whole.end(),
        time: ClockTime::new(hour, minute, 0, 0).ok()?,
        until: None,
        zone: text("z").and_then(zone),
        seconds: false,
        approximate: found.name("approx").is_some(),
        lead: lead(text("lead")),
    })
}

/// A zone by its name in lower case. The names without "standard" or "daylight" are those of the
/// United States (policy: the field's English texts use them so).
pub(super) fn zone(word: &str) -> Option<ZoneWord> {
    if word == "local time" {
        return Some(ZoneWord::Local);
    }
    let first = word
        .trim_start_matches("u.s. ")
        .split(' ')
        .next()
        .unwrap_or_default();
    let standard = word.contains("standard");
    let named = |name: &'static str, hours: i32| {
        if standard {
            ZoneWord::Fixed(Zone::Offset(hours * 3600))
        } else {
            ZoneWord::Named(name)
        }
    };
    let fixed = |hours: i32| Some(ZoneWord::Fixed(Zone::Offset(hours * 3600)));
    match first {
        "utc" | "gmt" | "z" => Some(ZoneWord::Fixed(Zone::Utc)),
        "eastern" | "et" => Some(named("America/New_York", -5)),
        "central" | "ct" => Some(named("America/Chicago", -6)),
        "mountain" | "mt" => Some(named("America/Denver", -7)),
        "pacific" | "pt" => Some(named("America/Los_Angeles", -8)),
        "est" => fixed(-5),
        "edt" => fixed(-4),
        "cst" => fixed(-6),
        "cdt" => fixed(-5),
        "mst" => fixed(-7),
        "mdt" => fixed(-6),
        "pst" => fixed(-8),
        "pdt" => fixed(-7),
        "bst" | "cet" => fixed(1),
        "cest" => fixed(2),
        utc => utc
            .strip_prefix("utc")
            .and_then(|o| o.parse().ok())
            .map(ZoneWord::Fixed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_times_are_read() {
        for (text, time) in [
            ("fell at 9:40 a.m. central and", "09:40:00"),
            ("since about 14:20 utc", "14:20:00"),
            ("at 12:15 am", "00:15:00"),
            ("at 3 p.m. edt", "15:00:00"),
            ("at ten past four in the afternoon", "16:10:00"),
            ("ten minutes to midnight", "23:50:00"),
            ("since quarter to eight", "07:45:00"),
            ("by noon", "12:00:00"),
            ("at 07:30:58 it", "07:30:58"),
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].time.to_string(), time, "{text}");
        }
        for none in [
            "ten of them",
            "one to three days",
            "version 1.45",
            "at 25:10",
            "a ratio of 3:4",
        ] {
            assert!(find(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn ranges_share_their_half_of_the_day_and_zone() {
        let found = find("between 6:10 and 7:45 p.m. gmt on tuesday");
        assert_eq!(found[0].time.to_string(), "18:10:00");
        assert_eq!(
            found[0].until.map(|t| t.to_string()).as_deref(),
            Some("19:45:00")
        );
        assert_eq!(found[0].zone, Some(ZoneWord::Fixed(Zone::Utc)));
    }
}
