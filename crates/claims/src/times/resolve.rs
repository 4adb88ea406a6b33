//! From found words to times: a clock time gets its day, a day its date.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{
    Document, Interval, Moment, Precision, PublishedDate, TimeExpr, TimeRange, TimeSource, Zone,
};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use regex::Regex;

use super::{
    clock::{self, Lead, ZoneWord},
    day, duration,
};
use crate::{Context, lexicon::pattern, text::Text};

/// What a time expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A moment of the day.
    Clock,
    /// A day or more.
    Day,
    /// A length.
    Duration,
}

/// A time expression of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Time {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// What it gives.
    pub(crate) what: What,
    /// The resolved time; its text and span are filled in by the claim.
    pub(crate) expr: TimeExpr,
    /// Whether it is a beginning ("since", "from").
    pub(crate) onset: bool,
}

/// Resolves the times of a document in reading order; remembers the day that was named last.
#[derive(Debug)]
pub(crate) struct Clock {
    published: Option<PublishedDate>,
    zone: Zone,
    day: Option<Date>,
}

impl Clock {
    /// Starts at the head of a document.
    pub(crate) fn new(document: &Document, context: &Context<'_>) -> Self {
        let parent = context.parent.and_then(|parent| parent.published.clone());
        Self {
            published: document.published.clone().or(parent),
            zone: stated(&document.text).unwrap_or_else(|| Zone::Assumed(context.zone.to_owned())),
            day: None,
        }
    }

    /// The times of a sentence, in order. `at`: the time stamp of the part that holds it.
    pub(crate) fn read(
        &mut self,
        text: &Text,
        sentence: &Range<usize>,
        at: Option<&PublishedDate>,
    ) -> Vec<Time> {
        let low = text.low(sentence);
        if !low.bytes().any(|b| b.is_ascii_digit()) && !hints(low) {
            return Vec::new();
        }
        let stamp = at.or(self.published.as_ref()).cloned();
        let base = stamp.as_ref().map(|stamp| stamp.at.date());
        let days = day::find(low, base);
        let clocks = clock::find(low);
        let lengths = duration::find(low);
        let mut found = Vec::new();
        let mut used = vec![false; days.len()];
        for clock in &clocks {
            let near = days
                .iter()
                .position(|day| beside(low, &clock.range, &day.range));
            let only = (days.len() == 1).then_some(0);
            let named = near.or(only).and_then(|nth| days.get(nth));
            let named_day = named.and_then(|day| if day.back { self.day } else { day.first });
            let stamped = at.map(|at| at.at.date());
            let date = named_day.or(stamped).or(self.day).or(base);
            let mut range = clock.range.clone();
            if let Some(nth) = near {
                used[nth] = true;
                range = range.start.min(days[nth].range.start)..range.end.max(days[nth].range.end);
            }
            self.day = date.or(self.day);
            found.push(self.clock(sentence.start, range, clock, date));
        }
        for (day, _) in days.iter().zip(&used).filter(|(_, used)| !**used) {
            let (first, last) = if day.back {
                (self.day, self.day)
            } else {
                (day.first, day.last)
            };
            // The day of a statement is not the day of the event.
            if !SAYING.is_match(low.get(..day.range.start).unwrap_or_default())
                && !low[day.range.clone()].contains("today")
            {
                self.day = first.or(self.day);
            }
            found.push(self.day(sentence.start, day, first, last));
        }
        for length in lengths.iter().filter(|length| {
            !clocks
                .iter()
                .any(|c| c.range.start < length.range.end && length.range.start < c.range.end)
        }) {
            found.push(self.length(sentence.start, length, stamp.as_ref()));
        }
        found.sort_by_key(|time| time.range.start);
        found
    }

    fn clock(
        &self,
        at: usize,
        range: Range<usize>,
        found: &clock::Found,
        date: Option<Date>,
    ) -> Time {
        let precision = if found.seconds {
            Precision::Second
        } else {
            Precision::Minute
        };
        let zone = match &found.zone {
            Some(ZoneWord::Fixed(zone)) => zone.clone(),
            Some(ZoneWord::Named(name)) => Zone::Named((*name).to_owned()),
            Some(ZoneWord::Local) | None => self.zone.clone(),
        };
        let moment = |time| {
            date.map(|date| {
                let civil = DateTime::from_parts(date, time);
                let offset = zone
                    .is_stated()
                    .then(|| zone.time_zone())
                    .flatten()
                    .and_then(|tz| tz.to_timestamp(civil).ok().map(|ts| tz.to_offset(ts)));
                Moment::new(civil, precision, offset)
            })
        };
        let start = moment(found.time);
        let end = match (found.until, found.lead) {
            (Some(until), _) => moment(until),
            (None, Lead::Since) => None,
            (None, _) => start,
        };
        Time {
            range: at + range.start..at + range.end,
            what: What::Clock,
            onset: found.lead == Lead::Since,
            expr: TimeExpr {
                text: String::new(),
                span: None,
                start,
                end,
                precision,
                zone,
                duration: None,
                approximate: found.approximate,
            },
        }
    }

    fn day(&self, at: usize, found: &day::Found, first: Option<Date>, last: Option<Date>) -> Time {
        Time {
            range: at + found.range.start..at + found.range.end,
            what: What::Day,
            onset: found.since,
            expr: TimeExpr {
                text: String::new(),
                span: None,
                start: first.map(Moment::day),
                end: last.filter(|_| !found.since).map(Moment::day),
                precision: Precision::Day,
                zone: self.zone.clone(),
                duration: None,
                approximate: false,
            },
        }
    }

    fn length(&self, at: usize, found: &duration::Found, stamp: Option<&PublishedDate>) -> Time {
        let back = stamp.filter(|stamp| found.ago && stamp.at.precision() > Precision::Day);
        let start = back
            .zip(found.length.max_seconds)
            .and_then(|(stamp, seconds)| {
                // A hedged length is taken at its stated middle; `bounds` widens to both sides alike.
                let middle = found
                    .length
                    .min_seconds
                    .map_or(seconds, |low| i64::midpoint(low, seconds));
                let civil = stamp
                    .at
                    .civil()
                    .checked_sub(SignedDuration::from_secs(middle))
                    .ok()?;
                Some(Moment::new(civil, Precision::Minute, stamp.at.offset()))
            });
        let what = if found.ago && start.is_some() {
            What::Clock
        } else {
            What::Duration
        };
        Time {
            range: at + found.range.start..at + found.range.end,
            what,
            onset: found.ago,
            expr: TimeExpr {
                text: String::new(),
                span: None,
                start,
                end: None,
                precision: Precision::Minute,
                zone: self.zone.clone(),
                duration: (!found.ago).then_some(found.length),
                approximate: found.approximate || found.ago,
            },
        }
    }
}

/// Words before the day of a statement.
static SAYING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:said|says|told|concluded|wrote|posted|published|corrected|announced|statement|statements|reports?|letter|conference|toured|meeting|by)\b[^.;]{0,24}$",
    )
});

/// Words of time without a digit.
fn hints(low: &str) -> bool {
    [
        "day", "night", "noon", "morning", "evening", "hour", "minute", "week", "second", "past ",
        " to ", "january", "february", "march", "o'clock",
    ]
    .iter()
    .any(|hint| low.contains(hint))
}

/// Whether a clock time and a day belong together: nothing but small words between them.
fn beside(low: &str, clock: &Range<usize>, day: &Range<usize>) -> bool {
    let gap = if clock.end <= day.start {
        low.get(clock.end..day.start)
    } else if day.end <= clock.start {
        low.get(day.end..clock.start)
    } else {
        return true;
    };
    let small = [
        "on", "at", "of", "in", "the", "", "last", "late", "early", "around", "about",
    ];
    gap.is_some_and(|gap| {
        gap.split([' ', ',', '"', '(', ')'])
            .all(|word| small.contains(&word))
    })
}

/// The zone that a text states for all its times, "all times UTC".
fn stated(text: &str) -> Option<Zone> {
    static ALL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:all times?|times|timeline,?) (?:are |in |given in |shown in |is )*\(?(?P<z>utc(?:[+-]\d{1,2}(?::?\d{2})?)?|gmt|[ecmp][sd]t|bst|cest|cet|(?:eastern|central|mountain|pacific)(?: standard| daylight)? time)\b",
        )
    });
    let found = ALL.captures(text)?;
    match clock::zone(&found["z"].to_lowercase())? {
        ZoneWord::Fixed(zone) => Some(zone),
        ZoneWord::Named(name) => Some(Zone::Named(name.to_owned())),
        ZoneWord::Local => None,
    }
}

/// When something was said: the part's time stamp; else no later than the end of the day of
/// publication and no earlier than the window or the day given.
pub(crate) fn said_at(
    document: &Document,
    context: &Context<'_>,
    at: Option<&PublishedDate>,
    own_stamp: bool,
) -> Option<TimeRange> {
    let fallback = TimeZone::get(context.zone).unwrap_or(TimeZone::UTC);
    if let Some(stamp) = at.filter(|_| own_stamp) {
        let instants = stamp
            .at
            .instants(&stamp.zone.time_zone().unwrap_or_else(|| fallback.clone()));
        return Some(TimeRange {
            start: instants.start,
            end: instants.end,
            precision: stamp.at.precision(),
            zone: stamp.zone.clone(),
            source: TimeSource::Post,
        });
    }
    let parent = context.parent.and_then(|parent| parent.published.as_ref());
    let published = document.published.as_ref().or(parent)?;
    let day = published
        .at
        .instants(&published.zone.time_zone().unwrap_or(fallback));
    let start = first_instant(context.window, day);
    Some(TimeRange {
        start,
        end: day.end,
        precision: published.at.precision().min(Precision::Day),
        zone: published.zone.clone(),
        source: TimeSource::Published,
    })
}

/// The window's start where it lies before the publication, else the start of the day.
fn first_instant(window: Option<Interval>, day: Interval) -> Timestamp {
    window.map_or(day.start, |window| window.start.min(day.start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentence: &str, published: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let mut document = Document::new("a", backpedal_model::DocumentKind::Article, sentence);
        document.published = Some(PublishedDate {
            at: published.parse().expect("a date"),
            zone: Zone::Utc,
            source: backpedal_model::DateSource::Given,
        });
        let parties = backpedal_model::Parties::default();
        let context = Context {
            parties: &parties,
            zone: "Europe/London",
            window: None,
            parent: None,
        };
        let text = Text::new(sentence);
        let mut clock = Clock::new(&document, &context);
        let times = clock.read(&text, &(0..text.norm.len()), None);
        let moment = |m: Option<Moment>| m.map(|m| m.to_string());
        times
            .into_iter()
            .map(|t| {
                (
                    text.norm(&t.range).to_owned(),
                    moment(t.expr.start),
                    moment(t.expr.end),
                )
            })
            .collect()
    }

    fn one(
        text: &str,
        start: Option<&str>,
        end: Option<&str>,
    ) -> (String, Option<String>, Option<String>) {
        (
            text.to_owned(),
            start.map(str::to_owned),
            end.map(str::to_owned),
        )
    }

    #[test]
    fn a_clock_time_takes_the_day_beside_it() {
        assert_eq!(
            read("It fell at 1:25 p.m. MDT on Sunday.", "2015-08-24"),
            [one(
                "at 1:25 p.m. MDT on Sunday",
                Some("2015-08-23T13:25-06:00"),
                Some("2015-08-23T13:25-06:00")
            )]
        );
        assert_eq!(
            read(
                "It was dark since 9:40 a.m. Central on March 8.",
                "2011-03-10"
            ),
            [one(
                "since 9:40 a.m. Central on March 8",
                Some("2011-03-08T09:40-06:00"),
                None
            )]
        );
    }

    #[test]
    fn a_length_has_no_date() {
        assert_eq!(
            read("It lasted under an hour.", "2011-03-10"),
            [one("under an hour", None, None)]
        );
    }
}
