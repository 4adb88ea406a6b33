//! A sentence with what its times are held against, and which of its readings a claim needs.

use backpedal_model::PublishedDate;

use super::{
    finder::bytes,
    form::{Form, Moment, Reading},
    lead,
    resolve::Anchors,
    resolved::Resolved,
    tokens::Input,
    words::Unit,
};

/// See [`Sentence::resolve`].
pub(super) const PAST: Option<bool> = Some(false);

/// A sentence whose times are read.
pub(super) struct Sentence<'a> {
    pub(super) low: &'a str,
    pub(super) input: Input<'a>,
    pub(super) anchors: Anchors,
    pub(super) stamp: Option<&'a PublishedDate>,
}

impl Sentence<'_> {
    /// What a day means: claims are of what has happened, so it is the last such one.
    pub(super) fn resolve(&self, reading: &Reading) -> Resolved {
        self.anchors.resolve(reading, PAST)
    }

    /// Whether a clock time and a day belong together: nothing but small words between them.
    pub(super) fn beside(&self, clock: &Reading, until: Option<&Reading>, day: &Reading) -> bool {
        let (clock, day) = (bytes(&self.input, clock), bytes(&self.input, day));
        let end = until.map_or(clock.end, |until| bytes(&self.input, until).end);
        lead::small(self.low, &(clock.start..end), &day)
    }
}

/// The clock times, with the other end for "between 6:10 and 7:45", and the other readings.
pub(super) fn clocks(
    sentence: &Sentence<'_>,
    readings: Vec<Reading>,
) -> (Vec<(Reading, Option<Reading>)>, Vec<Reading>) {
    let mut clocks: Vec<(Reading, Option<Reading>)> = Vec::new();
    let mut others = Vec::new();
    for reading in readings {
        if !matches!(&reading.form, Form::Moment(Moment { clock: Some(_), .. })) {
            others.push(reading);
            continue;
        }
        let joins = clocks.last().is_some_and(|(before, until)| {
            let (a, b) = (
                bytes(&sentence.input, before),
                bytes(&sentence.input, &reading),
            );
            until.is_none() && lead::range_to(sentence.low, a.end, b.start)
        });
        match clocks.last_mut().filter(|_| joins) {
            Some((_, until)) => *until = Some(reading),
            None => clocks.push((reading, None)),
        }
    }
    (clocks, others)
}

pub(super) fn has_day(reading: &Reading) -> bool {
    matches!(&reading.form, Form::Moment(Moment { day: Some(_), .. }))
}

/// Days and weeks that a text names; "the day" and "in the morning" name none, unless most of
/// them is told of.
pub(super) fn is_day(sentence: &Sentence<'_>, reading: &Reading) -> bool {
    match &reading.form {
        Form::Moment(moment) => {
            moment.day.is_some()
                || lead::of_day(sentence.low, bytes(&sentence.input, reading).start).0
                    < bytes(&sentence.input, reading).start
        }
        Form::Period(Unit::Week | Unit::Weekend, shift) => *shift <= 0,
        Form::Mentioned(Unit::Day | Unit::Night, _) => {
            let start = bytes(&sentence.input, reading).start;
            sentence.input.is(reading.start, &["that"])
                || lead::of_day(sentence.low, start).0 < start
        }
        Form::Same(Unit::Day | Unit::Night, 0) => true,
        _ => false,
    }
}
