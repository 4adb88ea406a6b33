//! The times that a claim needs, of each sentence: clock times with their day, days, lengths. What
//! the grammar finds beyond them (references without a date, repetitions, lengths without an
//! amount) says nothing of an incident.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{Document, Moment as Instant, Precision, PublishedDate, TimeExpr, Zone};
use jiff::civil::Date;
use regex::Regex;

use super::{
    finder::bytes,
    form::{Day, Form, From, Moment, Reading},
    grammar::readings,
    lead::{self, Lead},
    lengths,
    resolve::Anchors,
    said::stated,
    sentence::{PAST, Sentence, clocks, has_day, is_day},
    tokens::{Input, lex},
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
        range: &Range<usize>,
        at: Option<&PublishedDate>,
    ) -> Vec<Time> {
        let tokens = lex(text.norm(range));
        let input = Input(&tokens);
        let readings = readings(&input);
        if readings.is_empty() {
            return Vec::new();
        }
        let stamp = at.or(self.published.as_ref()).cloned();
        let sentence = Sentence {
            low: text.low(range),
            input,
            anchors: Anchors {
                created: stamp.as_ref().map(|stamp| stamp.at),
                ..Anchors::default()
            },
            stamp: stamp.as_ref(),
        };
        let (clocks, others) = clocks(&sentence, readings);
        let (mut days, lengths): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|reading| is_day(&sentence, reading));
        let mut found = Vec::new();
        // A day that stands alone serves the clock times beside it and further off.
        let own = clocks.iter().filter(|(clock, _)| has_day(clock)).count();
        let only = if days.len() + own == 1 {
            days.first().cloned()
        } else {
            None
        };
        for (clock, until) in &clocks {
            let near = days
                .iter()
                .position(|day| sentence.beside(clock, until.as_ref(), day));
            let named = near.map(|nth| days.remove(nth));
            let date = self.date(&sentence, clock, named.as_ref().or(only.as_ref()), at);
            self.day = date.or(self.day);
            found.push(self.clock(
                &sentence,
                range.start,
                clock,
                until.as_ref(),
                named.as_ref(),
                date,
            ));
        }
        for day in &days {
            found.push(self.day(&sentence, range.start, day));
        }
        for length in &lengths {
            found.extend(self.length(&sentence, range.start, length));
        }
        found.sort_by_key(|time| time.range.start);
        found
    }

    /// The date of a clock time: its own, that of a day beside it, the post's, the last named.
    fn date(
        &self,
        sentence: &Sentence<'_>,
        clock: &Reading,
        named: Option<&Reading>,
        at: Option<&PublishedDate>,
    ) -> Option<Date> {
        let own = [Some(clock), named]
            .into_iter()
            .flatten()
            .find(|r| has_day(r));
        let date = match own.map(|reading| &reading.form) {
            Some(Form::Moment(Moment {
                day: Some(Day::Mentioned),
                ..
            })) => self.day,
            Some(Form::Moment(Moment { day: Some(day), .. })) => sentence.anchors.day(*day, PAST),
            _ => None,
        };
        let stamped = at.map(|at| at.at.date());
        let published = sentence.anchors.created.map(|created| created.date());
        date.or(stamped).or(self.day).or(published)
    }

    fn clock(
        &self,
        sentence: &Sentence<'_>,
        at: usize,
        clock: &Reading,
        until: Option<&Reading>,
        day: Option<&Reading>,
        date: Option<Date>,
    ) -> Time {
        let mut range = bytes(&sentence.input, clock);
        if let Some(until) = until {
            range.end = bytes(&sentence.input, until).end;
        }
        if let Some(day) = day {
            let day = bytes(&sentence.input, day);
            range = range.start.min(day.start)..range.end.max(day.end);
        }
        let lead = lead::of(sentence.low, range.start, until.is_some());
        let hedged = (clock.start..clock.end).any(|at| sentence.input.hedges(at));
        let anchors = Anchors {
            day: date,
            ..sentence.anchors.clone()
        };
        let read = |reading: &Reading| {
            let mut bare = reading.clone();
            if let Form::Moment(moment) = &mut bare.form {
                moment.day = None;
                if let Some(clock) = moment.clock.as_mut().filter(|clock| clock.zone.is_none())
                    && self.zone.is_stated()
                {
                    clock.zone = Some(self.zone.clone());
                }
            }
            anchors.resolve(&bare, None)
        };
        let first = read(clock);
        let start = if date.is_some() { first.start } else { None };
        let end = match until {
            Some(until) => read(until).start.filter(|_| date.is_some()),
            None if lead.lead == Lead::Since => None,
            None => start,
        };
        Time {
            range: at + lead.start..at + range.end,
            what: What::Clock,
            onset: lead.lead == Lead::Since,
            expr: TimeExpr {
                start,
                end,
                zone: first.zone.unwrap_or_else(|| self.zone.clone()),
                approximate: lead.approximate || hedged,
                ..self.expr(first.precision)
            },
        }
    }

    fn day(&mut self, sentence: &Sentence<'_>, at: usize, day: &Reading) -> Time {
        let range = bytes(&sentence.input, day);
        let before = sentence.low.get(..range.start).unwrap_or_default();
        let back = matches!(
            &day.form,
            Form::Moment(Moment {
                day: None | Some(Day::Mentioned),
                ..
            }) | Form::Mentioned(..)
        );
        let (first, last) = if back {
            (self.day, self.day)
        } else {
            let resolved = sentence.resolve(day);
            let date = |moment: Option<Instant>| moment.map(|moment| moment.date());
            // The night of a day belongs to it.
            let part = matches!(&day.form, Form::Moment(_));
            let last = if part { resolved.start } else { resolved.end };
            // "This week" ends, for what has happened, with the day of writing.
            let written = date(sentence.anchors.created);
            let last = date(last).map(|last| written.map_or(last, |written| last.min(written)));
            (
                date(resolved.start),
                if part { date(resolved.start) } else { last },
            )
        };
        // The day of a statement is not the day of the event.
        let exact = matches!(&day.form, Form::Moment(_));
        if exact && !SAYING.is_match(before) && !sentence.low[range.clone()].contains("today") {
            self.day = first.or(self.day);
        }
        let (start, since) = lead::of_day(sentence.low, range.start);
        Time {
            range: at + start..at + range.end,
            what: What::Day,
            onset: since,
            expr: TimeExpr {
                start: first.map(Instant::day),
                end: last.filter(|_| !since).map(Instant::day),
                ..self.expr(Precision::Day)
            },
        }
    }

    fn length(&self, sentence: &Sentence<'_>, at: usize, found: &Reading) -> Option<Time> {
        let length = lengths::read(&sentence.input, sentence.low, found)?;
        let ago = matches!(
            &found.form,
            Form::Offset {
                from: From::Now,
                sign: -1,
                ..
            }
        );
        let start = sentence
            .stamp
            .filter(|stamp| ago && stamp.at.precision() > Precision::Day)
            .and_then(|stamp| lengths::before(stamp.at, &length.range));
        let what = if ago && start.is_some() {
            What::Clock
        } else {
            What::Duration
        };
        Some(Time {
            range: at + length.bytes.start..at + length.bytes.end,
            what,
            onset: ago,
            expr: TimeExpr {
                start,
                duration: (!ago).then_some(length.range),
                approximate: length.approximate || ago,
                ..self.expr(Precision::Minute)
            },
        })
    }

    /// An expression without its words.
    fn expr(&self, precision: Precision) -> TimeExpr {
        TimeExpr {
            text: String::new(),
            span: None,
            start: None,
            end: None,
            precision,
            zone: self.zone.clone(),
            duration: None,
            approximate: false,
        }
    }
}

/// Words before the day of a statement.
static SAYING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:said|says|told|concluded|wrote|posted|published|corrected|announced|statement|statements|reports?|letter|conference|toured|meeting|by)\b[^.;]{0,24}$",
    )
});

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
        let moment = |m: Option<Instant>| m.map(|m| m.to_string());
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
