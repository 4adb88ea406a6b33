//! The times that a claim needs, of each sentence: clock times with their day, days, lengths. What
//! the grammar finds beyond them (references without a date, repetitions, lengths without an
//! amount) says nothing of an incident.

use std::ops::Range;

use backpedal_model::{Document, Moment as Instant, Precision, PublishedDate, TimeExpr, Zone};
use jiff::civil::Date;

use super::{
    finder::bytes,
    form::{Day, Form, Moment, Reading},
    found::{Time, What},
    grammar::readings,
    lead::{self, Lead},
    lengths,
    narrative::{Narrative, before_stamp},
    resolve::Anchors,
    said::stated,
    sentence::{PAST, Sentence, clocks, has_day, is_day},
    spans::{self, beside_length},
    telling,
    tokens::{Input, lex},
};
use crate::{Context, text::Text};

/// Resolves the times of a document in reading order; remembers the day that was named last.
#[derive(Debug)]
pub(crate) struct Clock {
    published: Option<PublishedDate>,
    zone: Zone,
    narrative: Narrative,
}

impl Clock {
    /// Starts at the head of a document.
    pub(crate) fn new(document: &Document, context: &Context<'_>) -> Self {
        let parent = context.parent.and_then(|parent| parent.published.clone());
        Self {
            published: document.published.clone().or(parent),
            zone: stated(&document.text).unwrap_or_else(|| Zone::Assumed(context.zone.to_owned())),
            narrative: Narrative::default(),
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
        let mut readings = readings(&input);
        if readings.is_empty() {
            return Vec::new();
        }
        let stamp = at.or(self.published.as_ref()).cloned();
        let written = stamp.as_ref().map(|stamp| stamp.at.date());
        self.narrative.dated(&mut readings, written);
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
        let told = |day: &&Reading| telling::said(sentence.low, &bytes(&sentence.input, day));
        let mut event = days.iter().filter(|day| !told(day));
        let only = event.next().filter(|_| own == 0).cloned();
        let only = only.filter(|_| event.next().is_none());
        for (clock, until) in &clocks {
            let near = days
                .iter()
                .position(|day| sentence.beside(clock, until.as_ref(), day));
            let named = near.map(|nth| days.remove(nth));
            let date = self.date(&sentence, clock, named.as_ref().or(only.as_ref()), at);
            let time = self.clock(
                &sentence,
                range.start,
                clock,
                until.as_ref(),
                named.as_ref(),
                date,
            );
            let last = time.expr.end.or(time.expr.start);
            self.narrative.go(date, written);
            self.narrative.told(last);
            found.push(time);
        }
        for day in &days {
            found.push(self.day(&sentence, range.start, day));
        }
        for length in &lengths {
            found.extend(self.length(&sentence, range.start, length));
        }
        found.sort_by_key(|time| time.range.start);
        spans::days(text, &mut found);
        beside_length(text, &mut found);
        telling::mark(sentence.low, range.start, &mut found);
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
            })) => self.narrative.day(),
            Some(Form::Moment(Moment { day: Some(day), .. })) => sentence.anchors.day(*day, PAST),
            _ => None,
        };
        let hour = match &clock.form {
            Form::Moment(Moment {
                clock: Some(clock), ..
            }) if clock.half => clock.time.hour(),
            _ => return date.or_else(|| self.carried(sentence, at)),
        };
        let stamped = at.map(|at| before_stamp(at.at.date(), hour, at));
        let written = sentence.anchors.created.map(|created| created.date());
        let carried = || {
            self.narrative
                .rolled(self.carried(sentence, None), hour, written)
        };
        date.or(stamped).or_else(carried)
    }

    /// The day of what has no day of its own: the post's, the last named, that of publication.
    fn carried(&self, sentence: &Sentence<'_>, at: Option<&PublishedDate>) -> Option<Date> {
        let stamped = at.map(|at| at.at.date());
        let published = sentence.anchors.created.map(|created| created.date());
        stamped.or(self.narrative.day()).or(published)
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
        let begins = if date.is_some() { first.start } else { None };
        let (start, end) = match until {
            Some(until) => {
                // "From 22:40 until 03:15 on Wednesday": the day stands beside the end.
                let of_end = day.is_some_and(|day| day.start >= until.end);
                let ends = if has_day(until) {
                    sentence.resolve(until).start
                } else {
                    read(until).start.filter(|_| date.is_some())
                };
                spans::over_midnight(begins, ends, of_end)
            }
            None if lead.lead == Lead::Since => (begins, None),
            None if lead.lead == Lead::Until => (None, begins),
            None => (begins, begins),
        };
        let range = at + lead.start..at + range.end;
        Time {
            words: range.clone(),
            range,
            what: What::Clock,
            onset: lead.lead == Lead::Since,
            telling: false,
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
            (self.narrative.day(), self.narrative.day())
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
        let (start, lead) = lead::of_day(sentence.low, range.start);
        let exact = matches!(&day.form, Form::Moment(_)) && lead != Lead::Until;
        if exact && !telling::near(before) && !sentence.low[range.clone()].contains("today") {
            let written = sentence.anchors.created.map(|created| created.date());
            self.narrative.go(first, written);
        }
        let range = at + start..at + range.end;
        Time {
            words: range.clone(),
            range,
            what: What::Day,
            onset: lead == Lead::Since,
            telling: false,
            expr: TimeExpr {
                start: first.filter(|_| lead != Lead::Until).map(Instant::day),
                end: last.filter(|_| lead != Lead::Since).map(Instant::day),
                ..self.expr(Precision::Day)
            },
        }
    }

    fn length(&self, sentence: &Sentence<'_>, at: usize, found: &Reading) -> Option<Time> {
        let length = lengths::read(&sentence.input, sentence.low, found)?;
        let (ago, later) = (lengths::ago(found), lengths::later(found));
        let start = sentence
            .stamp
            .filter(|stamp| ago && stamp.at.precision() > Precision::Day)
            .and_then(|stamp| lengths::before(stamp.at, &length.range));
        let what = if ago && start.is_some() {
            What::Clock
        } else {
            What::Duration
        };
        // "Two minutes later" is counted from the clock time told last.
        let after = self.narrative.clock().filter(|_| later);
        let after = after.and_then(|last| lengths::after(last, &length.range));
        let range = at + length.bytes.start..at + length.bytes.end;
        Some(Time {
            words: range.clone(),
            range,
            what,
            onset: ago,
            telling: false,
            expr: TimeExpr {
                start: start.or(after),
                end: after,
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
