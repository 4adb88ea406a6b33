//! From what an expression says to the days and moments that it means: held against the date of
//! the document and what was named before.

use backpedal_model::{Moment as Instant, Precision, Zone};
use jiff::{SignedDuration, civil::Date};

use super::{
    calendar::{Stretch, add, nearest, weekday},
    form::{Clock, Day, Form, From, Length, Moment, Reading, Share, Year},
    resolved::{Resolved, TimexKind, days, instant, moved, part_of_day, timeless, unknown, words},
    value,
    words::Unit,
};

/// What expressions are held against.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    /// When the document, or the post, was written.
    pub(super) created: Option<Instant>,
    /// What was named last.
    pub(super) named: Option<Stretch>,
    /// The day that was named last.
    pub(super) day: Option<Date>,
}

impl Anchors {
    fn today(&self) -> Option<Date> {
        self.created.map(|created| created.date())
    }

    /// What an expression means; `future`: what the tense of the words around it says.
    pub(super) fn resolve(&self, reading: &Reading, future: Option<bool>) -> Resolved {
        let mut found = match &reading.form {
            Form::Moment(moment) => self.moment(moment, future),
            Form::Length(length) => timeless(TimexKind::Duration, length),
            Form::Span(length, sign) => self.span(length, *sign),
            Form::Offset { length, sign, from } => self.offset(length, *sign, *from),
            Form::Reference(value) => words(TimexKind::Date, value),
            Form::Set(value) => words(TimexKind::Set, value),
            form => {
                let stretch = self.stretch(form, future);
                stretch.map_or_else(|| words(TimexKind::Date, unknown(form)), days)
            }
        };
        if let Some(edge) = reading.edge {
            found.modifier = Some(edge);
            if let Some(named) = found
                .named
                .clone()
                .filter(|_| found.kind == TimexKind::Date)
            {
                let part = days(named.edge(edge));
                (found.start, found.end) = (part.start, part.end);
            }
        }
        found
    }

    /// Forms that mean a stretch of whole days.
    fn stretch(&self, form: &Form, future: Option<bool>) -> Option<Stretch> {
        let today = self.today();
        match *form {
            Form::Calendar { year, month: None } => self.year(year).and_then(Stretch::year),
            Form::Calendar {
                year,
                month: Some(month),
            } => self.month(year, month, future),
            Form::Share { year, share } => self.share(year, share, future),
            Form::Period(unit, shift) => {
                // "Last weekend" on a Saturday or Sunday is the one before, so is any week.
                Stretch::around(add(today?, shift.into(), unit)?, unit)
            }
            Form::Mentioned(unit, shift) => {
                let base = match (&self.named, self.day) {
                    (_, Some(day)) if unit <= Unit::Day => day,
                    (Some(named), _) => named.first,
                    _ => today?,
                };
                Stretch::around(add(base, shift.into(), unit)?, unit)
            }
            Form::Same(unit, years) => {
                let named = self.named.as_ref();
                let unit = match unit {
                    Unit::Period => named.map_or(Unit::Day, |named| named.unit),
                    unit => unit,
                };
                let base = named.map(|named| named.first).or(today)?;
                Stretch::around(add(base, years.into(), Unit::Year)?, unit)
            }
            Form::Decade(year) => Stretch::decade(match year {
                0..30 => 2000 + year,
                30..100 => 1900 + year,
                year => year,
            }),
            Form::Century(number) => Stretch::century(number),
            _ => None,
        }
    }

    fn year(&self, year: Year) -> Option<i16> {
        match year {
            Year::Given(year) => Some(year),
            Year::Ahead(shift) => self.today()?.year().checked_add(i16::try_from(shift).ok()?),
            _ => None,
        }
    }

    fn month(&self, year: Year, month: i8, future: Option<bool>) -> Option<Stretch> {
        if let Some(year) = self.year(year) {
            return Stretch::month(year, month);
        }
        let today = self.today()?;
        let ahead = match year {
            Year::Before => month >= today.month(),
            Year::After => month <= today.month(),
            // Without a sign of the future a month is the last one that has begun.
            _ if future == Some(true) => month < today.month(),
            _ => month > today.month(),
        };
        let step = match year {
            Year::Before => -1,
            Year::After => 1,
            _ if future == Some(true) => 1,
            _ => -1,
        };
        Stretch::month(today.year() + i16::from(ahead) * step, month)
    }

    fn share(&self, year: Year, share: Share, future: Option<bool>) -> Option<Stretch> {
        let of = |year| match share {
            Share::Quarter(number) => Stretch::quarter(year, number),
            Share::Half(number) => Stretch::half(year, number),
            Share::Season(code) => Stretch::season(year, code),
        };
        let today = self.today();
        match (year, share) {
            // "Last winter", "next summer": the last one over, the next one to begin.
            (Year::Ahead(shift), Share::Season(_)) if shift != 0 => {
                let today = today?;
                let years = [today.year() - 1, today.year(), today.year() + 1];
                let mut all = years.into_iter().filter_map(of);
                if shift < 0 {
                    all.rfind(|s| s.last < today)
                } else {
                    all.find(|s| s.first > today)
                }
            }
            (Year::Open | Year::Before | Year::After, _) => {
                let today = today?;
                let this = of(today.year())?;
                match future {
                    Some(true) if this.last < today => of(today.year() + 1),
                    Some(true) => Some(this),
                    _ if this.first > today => of(today.year() - 1),
                    _ => Some(this),
                }
            }
            _ => of(self.year(year)?),
        }
    }

    /// The date of a day.
    pub(super) fn day(&self, day: Day, future: Option<bool>) -> Option<Date> {
        match day {
            Day::Ahead(days) => add(self.today()?, days.into(), Unit::Day),
            Day::Mentioned => self.day.or_else(|| self.today()),
            Day::Weekday(day, shift) => {
                let today = self.today()?;
                match shift {
                    Some(0) => {
                        let monday = weekday(today, jiff::civil::Weekday::Monday, false)?;
                        weekday(monday, day, true)
                    }
                    Some(1) => weekday(add(today, 1, Unit::Day)?, day, true),
                    Some(_) => weekday(add(today, -1, Unit::Day)?, day, false),
                    None => weekday(today, day, future == Some(true)),
                }
            }
            Day::Date { year, month, day } => match self.year(year) {
                Some(year) => Date::new(year, month, day).ok(),
                None => nearest(self.today()?, month, day, future),
            },
        }
    }

    fn moment(&self, moment: &Moment, future: Option<bool>) -> Resolved {
        let bare = moment.day.is_none();
        let date = match moment.day {
            Some(day) => self.day(day, future),
            None => self.day.or_else(|| self.today()),
        };
        let named = date.filter(|_| !bare).map(Stretch::day);
        let printed = date.map_or_else(
            || match moment.day {
                Some(Day::Date { month, day, .. }) => format!("XXXX-{month:02}-{day:02}"),
                Some(Day::Weekday(day, _)) => format!("XXXX-WXX-{}", day.to_monday_one_offset()),
                _ => "XXXX-XX-XX".to_owned(),
            },
            |date| date.to_string(),
        );
        let mut found = match (&moment.clock, moment.part) {
            (Some(clock), part) => self.clock(clock, part, date, &printed),
            (None, Some(part)) => part_of_day(part, date, &printed),
            (None, None) => date.map_or_else(
                || words(TimexKind::Date, &printed),
                |date| days(Stretch::day(date)),
            ),
        };
        found.named = named;
        found
    }

    fn clock(&self, clock: &Clock, part: Option<&str>, date: Option<Date>, day: &str) -> Resolved {
        let mut time = clock.time;
        if !clock.half && matches!(part, Some("AF" | "EV" | "NI")) && (1..12).contains(&time.hour())
        {
            time = time
                .checked_add(SignedDuration::from_hours(12))
                .unwrap_or(time);
        }
        let precision = if clock.seconds {
            Precision::Second
        } else {
            Precision::Minute
        };
        let at = date.map(|date| instant(date, time, precision, clock.zone.as_ref()));
        let zone = match &clock.zone {
            Some(Zone::Utc) => "Z".to_owned(),
            Some(zone @ Zone::Offset(_)) => zone.to_string(),
            _ => String::new(),
        };
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let seconds = if clock.seconds {
            format!(":{second:02}")
        } else {
            String::new()
        };
        Resolved {
            kind: TimexKind::Time,
            value: format!("{day}T{hour:02}:{minute:02}{seconds}{zone}"),
            modifier: None,
            start: at,
            end: at,
            precision,
            zone: clock.zone.clone(),
            duration: None,
            named: None,
        }
    }

    /// "The past three days": the length, and the time between it and now.
    fn span(&self, length: &Length, sign: i32) -> Resolved {
        let mut found = timeless(TimexKind::Duration, length);
        let other = self.created.and_then(|now| moved(now, length, sign));
        if let (Some(other), Some(now)) = (other, self.created) {
            let (start, end) = if sign < 0 { (other, now) } else { (now, other) };
            (found.start, found.end) = (Some(start), Some(end));
        }
        found
    }

    /// "Two weeks ago", "a day later".
    fn offset(&self, length: &Length, sign: i32, from: From) -> Resolved {
        let vague = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
        if length.parts.iter().any(|(amount, _)| amount.is_none()) {
            return words(TimexKind::Date, vague);
        }
        let base = match (from, &self.named) {
            (From::Mentioned, Some(named)) => Some(Instant::day(self.day.unwrap_or(named.first))),
            _ => self.created,
        };
        let unit = length.parts.last().map_or(Unit::Day, |(_, unit)| *unit);
        let Some(at) = base.and_then(|base| moved(base, length, sign)) else {
            return words(TimexKind::Date, vague);
        };
        let mut found = match unit {
            // Hours from a day whose hour nobody knows.
            Unit::Second | Unit::Minute | Unit::Hour
                if base.is_some_and(|base| base.precision() <= Precision::Day) =>
            {
                base.map_or_else(
                    || words(TimexKind::Date, vague),
                    |base| days(Stretch::day(base.date())),
                )
            }
            Unit::Second | Unit::Minute | Unit::Hour => {
                let mut found = timeless(TimexKind::Time, length);
                found.value = at.civil().strftime("%Y-%m-%dT%H:%M").to_string();
                (found.start, found.end) = (Some(at), Some(at));
                found
            }
            Unit::Month | Unit::Quarter | Unit::Year => {
                Stretch::around(at.date(), unit).map_or_else(|| words(TimexKind::Date, vague), days)
            }
            Unit::Decade | Unit::Century => Stretch::around(at.date(), Unit::Year)
                .map_or_else(|| words(TimexKind::Date, vague), days),
            _ => days(Stretch::day(at.date())),
        };
        found.modifier = value::modifier(length);
        found.duration = None;
        found
    }
}
