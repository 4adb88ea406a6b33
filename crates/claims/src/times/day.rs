//! Days: dates, weekdays, "yesterday", "late last week".

use std::{ops::Range, sync::LazyLock};

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use regex::{Captures, Regex};

use crate::lexicon::pattern;

/// One or more days.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    /// Whether it points back to a day named before ("that day").
    pub(super) back: bool,
    /// "since", "from".
    pub(super) since: bool,
}

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let months = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
    let days = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";
    let half = "(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime))?";
    pattern(&format!(
        r"(?P<since>\bsince )?\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?:(?:{days}),? )?(?:(?P<m1>{months})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{months})\b)(?:,? (?P<y>\d{{4}}))?|(?P<lw>(?:late |early |earlier )?last week)|(?P<tw>this week)|(?P<rel>(?:early |late |earlier )?(?:today|yesterday{half}|tonight|last night|this (?:morning|afternoon|evening)|overnight))|(?P<back>that (?:day|morning|afternoon|evening|night)|the same (?:day|evening|morning)|during the night|most of the (?:morning|day|afternoon|night|evening))|(?:(?:last|on|early|late) )?(?P<wd>{days})(?:{half})?)\b"
    ))
});

/// All days of a lower-case sentence, resolved against `base`.
pub(super) fn find(low: &str, base: Option<Date>) -> Vec<Found> {
    DAY.captures_iter(low)
        .filter_map(|found| read(&found, base))
        .collect()
}

fn read(found: &Captures<'_>, base: Option<Date>) -> Option<Found> {
    let text = |name: &str| found.name(name).map(|m| m.as_str());
    let whole = found.get(0)?;
    let one = |day: Option<Date>| (day, day);
    let before = |days: i64| base.and_then(|base| base.checked_sub(days.days()).ok());
    let (first, last) = if let Some(iso) = text("iso") {
        one(iso.parse().ok())
    } else if let Some(month) = text("m1").or(text("m2")) {
        let day: i8 = text("d1").or(text("d2"))?.parse().ok()?;
        one(dated(
            month,
            day,
            text("y").and_then(|y| y.parse().ok()),
            base,
        ))
    } else if let Some(words) = text("lw") {
        last_week(words, base)
    } else if text("tw").is_some() {
        let monday = base.and_then(|base| on_or_before(base, Weekday::Monday));
        (monday, base)
    } else if let Some(words) = text("rel") {
        let back = words.contains("yesterday") || words.contains("last night");
        one(before(i64::from(back)))
    } else if let Some(word) = text("wd") {
        one(base
            .zip(weekday(word))
            .and_then(|(base, day)| on_or_before(base, day)))
    } else {
        (None, None)
    };
    let lead = text("since").map_or(0, str::len);
    let skip = ["last ", "on ", "early ", "late "]
        .iter()
        .filter(|_| text("wd").is_some());
    let lead = skip.fold(lead, |lead, word| {
        if whole.as_str()[lead..].starts_with("on ") && *word == "on " {
            lead + 3
        } else {
            lead
        }
    });
    let start = if text("since").is_some() {
        whole.start()
    } else {
        whole.start() + lead
    };
    Some(Found {
        range: start..whole.end(),
        first,
        last,
        back: text("back").is_some(),
        since: text("since").is_some(),
    })
}

/// The last such weekday on or before a day.
fn on_or_before(base: Date, day: Weekday) -> Option<Date> {
    let back = base.weekday().since(day);
    base.checked_sub(i64::from(back).days()).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word.get(..3)? {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// A date; without a year, the last one not after the publication.
fn dated(month: &str, day: i8, year: Option<i16>, base: Option<Date>) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let month = i8::try_from(MONTHS.iter().position(|m| month.starts_with(m))? + 1).ok()?;
    if let Some(year) = year {
        return Date::new(year, month, day).ok();
    }
    let base = base?;
    let date = Date::new(base.year(), month, day).ok()?;
    if date > base {
        Date::new(base.year() - 1, month, day).ok()
    } else {
        Some(date)
    }
}

/// Late last week is its Thursday to Sunday (the annotation guide's rule), early its Monday to
/// Wednesday.
fn last_week(words: &str, base: Option<Date>) -> (Option<Date>, Option<Date>) {
    let this = base.and_then(|base| on_or_before(base, Weekday::Monday));
    let day = |n: i64| this.and_then(|monday| monday.checked_sub((7 - n).days()).ok());
    if words.starts_with("late") {
        (day(3), day(6))
    } else if words.starts_with("early") {
        (day(0), day(2))
    } else {
        (day(0), day(6))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_resolved_against_the_publication() {
        let base = Some(jiff::civil::date(2009, 4, 15)); // a Wednesday
        for (text, first, last) in [
            ("on monday", "2009-04-13", "2009-04-13"),
            ("wednesday morning", "2009-04-15", "2009-04-15"),
            ("yesterday", "2009-04-14", "2009-04-14"),
            ("late last week", "2009-04-09", "2009-04-12"),
            ("on march 8", "2009-03-08", "2009-03-08"),
            ("on december 8", "2008-12-08", "2008-12-08"),
            ("16 may 2017", "2017-05-16", "2017-05-16"),
            ("sunday, november 18, 2012", "2012-11-18", "2012-11-18"),
            ("this week", "2009-04-13", "2009-04-15"),
        ] {
            let found = find(text, base);
            let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(
                (day(found[0].first), day(found[0].last)),
                (first.into(), last.into()),
                "{text}"
            );
        }
        assert!(find("it may 2 be", None).iter().all(|f| f.first.is_none()));
        assert!(find("a sundae", base).is_empty());
        assert!(find("monday", None)[0].first.is_none());
    }
}
