//! All time expressions of a text, found and resolved in reading order.

use std::ops::Range;

use backpedal_model::{Moment as Instant, Span, TextIndex, TimeExpr, Zone};

use super::{
    form::{Day, Form, Moment, Reading, Year},
    grammar::readings,
    resolve::Anchors,
    resolved::{Resolved, TimexKind},
    tense,
    tokens::{Input, lex},
    words::Unit,
};

/// A time expression after TIMEX3 (TimeML annotation guidelines 1.2.1, Saurí et al. 2006), with the
/// interval that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// Where it stands, in Unicode scalar values.
    pub span: Span,
    /// Its class.
    pub kind: TimexKind,
    /// Its normalised value: `2008-05-04`, `2008-W18`, `2008-05-04TMO`, `P6M`, `PAST_REF`.
    pub value: String,
    /// The modifier of the value: `START`, `APPROX`, `MORE_THAN`.
    pub modifier: Option<&'static str>,
    /// The moments, with precision and zone.
    pub expr: TimeExpr,
}

/// The time expressions of a text in their order. `created`: when the text was written; without
/// it the first full date that fills a line serves.
///
/// ```
/// use backpedal_claims::timexes;
///
/// let created = "2008-05-09".parse().ok(); // a Friday
/// let found = timexes("It failed late on Monday, for almost six hours.", created);
/// assert_eq!(found[0].value, "2008-05-05");
/// assert_eq!(found[1].value, "PT6H");
/// ```
#[must_use]
pub fn timexes(text: &str, created: Option<Instant>) -> Vec<Timex> {
    let index = TextIndex::new(text);
    let tokens = lex(text);
    let input = Input(&tokens);
    let readings = readings(&input);
    let mut anchors = Anchors {
        created: created.or_else(|| dateline(&input, &readings)),
        ..Anchors::default()
    };
    let found = readings.iter().enumerate().map(|(number, reading)| {
        let lent = lent_day(&input, &readings[number..]);
        let resolved = next(&input, &mut anchors, lent.as_ref().unwrap_or(reading));
        let range = bytes(&input, reading);
        let span = index.span(range.clone());
        Timex {
            span,
            kind: resolved.kind,
            value: resolved.value,
            modifier: resolved.modifier,
            expr: TimeExpr {
                text: text.get(range).unwrap_or_default().to_owned(),
                span: Some(span),
                start: resolved.start,
                end: resolved.end,
                precision: resolved.precision,
                zone: resolved.zone.unwrap_or(Zone::Unknown),
                duration: resolved.duration,
                approximate: resolved.modifier.is_some(),
            },
        }
    });
    found.collect()
}

/// Resolves the next expression and keeps what it names.
pub(super) fn next(input: &Input<'_>, anchors: &mut Anchors, reading: &Reading) -> Resolved {
    let range = reading.start..reading.end;
    let future = if open(&reading.form) {
        // A past tense beside a date may tell of the plan made: the nearest year stands.
        let dated = matches!(
            &reading.form,
            Form::Moment(Moment {
                day: Some(Day::Date { .. }),
                ..
            })
        );
        tense::future(input, &range).filter(|future| *future || !dated)
    } else {
        None
    };
    let resolved = anchors.resolve(reading, future);
    if let Some(named) = &resolved.named {
        if named.unit == Unit::Day {
            anchors.day = Some(named.first);
        }
        anchors.named = Some(named.clone());
    }
    resolved
}

/// A clock time with the day that comes after it: "from 9 to 11 a.m. on Tuesday".
fn lent_day(input: &Input<'_>, readings: &[Reading]) -> Option<Reading> {
    let clock = |reading: &Reading| {
        matches!(
            &reading.form,
            Form::Moment(Moment {
                day: None,
                clock: Some(_),
                ..
            })
        )
    };
    let [first, rest @ ..] = readings else {
        return None;
    };
    let mut before = first;
    for reading in rest.iter().take(2) {
        let between = before.end..reading.start;
        let small = between.len() <= 1
            && between.clone().all(|at| {
                input.mark(at, '-')
                    || input.is(at, &["on", "of", "at", "to", "and", "until", "till"])
            });
        if !clock(first) || !small || input.line(reading.start) {
            return None;
        }
        if let Form::Moment(Moment {
            day: day @ Some(_),
            clock: None,
            ..
        }) = &reading.form
        {
            let mut lent = first.clone();
            if let Form::Moment(moment) = &mut lent.form {
                moment.day = *day;
            }
            return Some(lent);
        }
        if !clock(reading) {
            return None;
        }
        before = reading;
    }
    None
}

/// Whether the tense of the words around decides what a form means.
pub(super) fn open(form: &Form) -> bool {
    match form {
        Form::Calendar { year, .. } | Form::Share { year, .. } => *year == Year::Open,
        Form::Moment(moment) => matches!(
            moment.day,
            Some(
                Day::Weekday(_, None)
                    | Day::Date {
                        year: Year::Open,
                        ..
                    }
            )
        ),
        _ => false,
    }
}

/// The bytes of a reading.
pub(super) fn bytes(input: &Input<'_>, reading: &Reading) -> Range<usize> {
    let start = input.get(reading.start).map_or(0, |token| token.start);
    let last = reading.end.checked_sub(1).and_then(|last| input.get(last));
    start..last.map_or(start, |token| token.end)
}

/// The first full date that fills a line.
fn dateline(input: &Input<'_>, readings: &[Reading]) -> Option<Instant> {
    readings.iter().find_map(|reading| {
        let Form::Moment(Moment {
            day:
                Some(
                    day @ Day::Date {
                        year: Year::Given(_),
                        ..
                    },
                ),
            ..
        }) = reading.form
        else {
            return None;
        };
        let alone = input.line(reading.start)
            && (input.get(reading.end).is_none() || input.line(reading.end));
        let date = Anchors::default().day(day, None)?;
        alone.then(|| Instant::day(date))
    })
}
