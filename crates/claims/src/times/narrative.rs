//! The day on which a text stands: the day named last, the year of its dates, the clock time told
//! last. A clock time without a day takes its day from here.

use backpedal_model::{Moment as Instant, Precision, PublishedDate};
use jiff::civil::Date;

use super::form::{Day, Form, Moment, Reading, Year};

/// Days before publication beyond which a day is history and no day of the incident.
const HISTORY: i32 = 10;

/// How many days after a date with its year one without belongs to the same year.
const FOLLOWS: i32 = 92;

/// Hours of a clock time in the evening and of one in the night after it.
const EVENING: i8 = 18;
const SMALL: i8 = 6;

/// Where the narrative of a text stands.
#[derive(Debug, Default)]
pub(super) struct Narrative {
    day: Option<Date>,
    given: Option<Date>,
    clock: Option<Instant>,
}

/// The days from one date to another.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

impl Narrative {
    /// The day named last.
    pub(super) fn day(&self) -> Option<Date> {
        self.day
    }

    /// The clock time told last.
    pub(super) fn clock(&self) -> Option<Instant> {
        self.clock
    }

    /// Goes to a day; a text that is about these days does not stay on one of long before.
    pub(super) fn go(&mut self, day: Option<Date>, published: Option<Date>) {
        let Some(day) = day else {
            return;
        };
        let old = |day: Date| published.is_some_and(|end| days(day, end) > HISTORY);
        // The day of publication, in a date line, is no day to stay on.
        let stays = |now: Date| !old(now) && published != Some(now);
        if old(day) && self.day.is_some_and(stays) {
            return;
        }
        self.day = Some(day);
    }

    /// Notes a clock time that was told.
    pub(super) fn told(&mut self, clock: Option<Instant>) {
        self.clock = clock.or(self.clock);
    }

    /// "Between 9 and 10 p.m., and by 12:40 a.m.": small hours after an evening are of the next day.
    pub(super) fn rolled(
        &self,
        day: Option<Date>,
        hour: i8,
        published: Option<Date>,
    ) -> Option<Date> {
        let day = day?;
        let night = hour < SMALL
            && self.clock.is_some_and(|last| {
                last.date() == day && last.precision() > Precision::Day && late(last)
            });
        // What has been told lies before the day of writing is over.
        let next = day.tomorrow().ok();
        let next = next.filter(|next| published.is_none_or(|end| *next <= end));
        next.filter(|_| night).or(Some(day))
    }

    /// "On 17 June 2013 it fell. By 19 June": the second date is of the year that the first gives.
    pub(super) fn dated(&mut self, readings: &mut [Reading], published: Option<Date>) {
        for reading in readings {
            let Form::Moment(Moment {
                day:
                    Some(Day::Date {
                        year,
                        month,
                        day: of,
                    }),
                ..
            }) = &mut reading.form
            else {
                continue;
            };
            match (*year, self.given) {
                (Year::Given(number), _) => {
                    self.given = Date::new(number, *month, *of).ok().or(self.given);
                }
                (Year::Open, Some(given))
                    if published.is_none_or(|end| days(given, end) > FOLLOWS) =>
                {
                    let same = Date::new(given.year(), *month, *of).ok();
                    if same.is_some_and(|date| (0..=FOLLOWS).contains(&days(given, date))) {
                        *year = Year::Given(given.year());
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a moment is of an evening.
fn late(at: Instant) -> bool {
    at.civil().hour() >= EVENING
}

/// A clock time told in a post that was written before that time of the day is of the day before.
pub(super) fn before_stamp(day: Date, hour: i8, stamp: &PublishedDate) -> Date {
    let ahead = stamp.at.precision() > Precision::Day
        && stamp.at.date() == day
        && hour > stamp.at.civil().hour() + 1;
    let yesterday = ahead.then(|| day.yesterday().ok()).flatten();
    yesterday.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn small_hours_after_an_evening_are_of_the_next_day() {
        let day = date(2019, 5, 7);
        let mut narrative = Narrative::default();
        narrative.told(Some("2019-05-07T21:30".parse().expect("a moment")));
        let rolled = |hour, end| narrative.rolled(Some(day), hour, end);
        assert_eq!(rolled(1, Some(date(2019, 5, 9))), Some(date(2019, 5, 8)));
        // Not in the morning, and not beyond the day of writing.
        assert_eq!(rolled(9, Some(date(2019, 5, 9))), Some(day));
        assert_eq!(rolled(1, Some(day)), Some(day));
    }

    #[test]
    fn history_does_not_move_the_day() {
        let published = Some(date(2019, 5, 9));
        let mut narrative = Narrative::default();
        narrative.go(Some(date(2019, 5, 7)), published);
        narrative.go(Some(date(2018, 12, 25)), published);
        assert_eq!(narrative.day(), Some(date(2019, 5, 7)));
        narrative.go(Some(date(2019, 5, 8)), published);
        assert_eq!(narrative.day(), Some(date(2019, 5, 8)));
        // A date line is left for the day that the text is about, however long ago.
        narrative.go(published, published);
        narrative.go(Some(date(2019, 3, 1)), published);
        assert_eq!(narrative.day(), Some(date(2019, 3, 1)));
    }
}
