//! Dates counted from dates: the week of a day, a month so many on, the last such weekday.

use jiff::{
    Span, ToSpan,
    civil::{Date, Weekday},
};

use super::words::Unit;

/// A stretch of days with its TIMEX3 value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) value: String,
    pub(super) unit: Unit,
}

impl Stretch {
    pub(super) fn new(first: Date, last: Date, value: String, unit: Unit) -> Self {
        Self {
            first,
            last,
            value,
            unit,
        }
    }

    pub(super) fn day(date: Date) -> Self {
        Self::new(date, date, date.to_string(), Unit::Day)
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self::new(
            first,
            first.last_of_month(),
            format!("{year:04}-{month:02}"),
            Unit::Month,
        ))
    }

    pub(super) fn year(year: i16) -> Option<Self> {
        let first = Date::new(year, 1, 1).ok()?;
        Some(Self::new(
            first,
            first.last_of_year(),
            format!("{year:04}"),
            Unit::Year,
        ))
    }

    pub(super) fn quarter(year: i16, quarter: i8) -> Option<Self> {
        let first = Date::new(year, quarter * 3 - 2, 1).ok()?;
        let last = Date::new(year, quarter * 3, 1).ok()?.last_of_month();
        Some(Self::new(
            first,
            last,
            format!("{year:04}-Q{quarter}"),
            Unit::Quarter,
        ))
    }

    pub(super) fn half(year: i16, half: i8) -> Option<Self> {
        let first = Date::new(year, half * 6 - 5, 1).ok()?;
        let last = Date::new(year, half * 6, 1).ok()?.last_of_month();
        Some(Self::new(
            first,
            last,
            format!("{year:04}-H{half}"),
            Unit::Quarter,
        ))
    }

    /// A season by its code: three months of the northern half of the earth (policy); a winter
    /// belongs to the year in which it begins.
    pub(super) fn season(year: i16, code: &str) -> Option<Self> {
        let month = match code {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let first = Date::new(year, month, 1).ok()?;
        let last = add(first, 2, Unit::Month)?.last_of_month();
        Some(Self::new(
            first,
            last,
            format!("{year:04}-{code}"),
            Unit::Quarter,
        ))
    }

    /// The stretch of a unit that holds a day; weeks are those of ISO 8601.
    pub(super) fn around(date: Date, unit: Unit) -> Option<Self> {
        let week = date.iso_week_date();
        let monday = || {
            date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
                .ok()
        };
        let on = |days: i64| monday().and_then(|m| m.checked_add(days.days()).ok());
        let named = format!("{:04}-W{:02}", week.year(), week.week());
        match unit {
            Unit::Week => Some(Self::new(monday()?, on(6)?, named, unit)),
            Unit::Weekend => Some(Self::new(on(5)?, on(6)?, format!("{named}-WE"), unit)),
            Unit::Month => Self::month(date.year(), date.month()),
            Unit::Quarter => Self::quarter(date.year(), (date.month() + 2) / 3),
            Unit::Year => Self::year(date.year()),
            Unit::Decade => Self::decade(date.year() / 10 * 10),
            Unit::Century => Self::century(date.year() / 100 + 1),
            _ => Some(Self::day(date)),
        }
    }

    pub(super) fn decade(year: i16) -> Option<Self> {
        let (first, last) = (
            Date::new(year, 1, 1).ok()?,
            Date::new(year + 9, 12, 31).ok()?,
        );
        Some(Self::new(
            first,
            last,
            format!("{:03}", year / 10),
            Unit::Decade,
        ))
    }

    pub(super) fn century(number: i16) -> Option<Self> {
        let year = (number - 1) * 100;
        let (first, last) = (
            Date::new(year, 1, 1).ok()?,
            Date::new(year + 99, 12, 31).ok()?,
        );
        Some(Self::new(
            first,
            last,
            format!("{:02}", number - 1),
            Unit::Century,
        ))
    }

    /// Its early, middle or late part: thirds (policy); of a week Monday to Wednesday is early,
    /// Thursday to Sunday late (the rule of the guide to our annotated claims).
    pub(super) fn edge(mut self, edge: &str) -> Self {
        let days = self
            .first
            .until(self.last)
            .map_or(0, |span| i64::from(span.get_days()));
        let third = (days + 1) / 3;
        let (head, tail) = if self.unit == Unit::Week {
            (2, 3)
        } else {
            (third, days - third)
        };
        let on = |n: i64| self.first.checked_add(n.days()).unwrap_or(self.last);
        let (first, last) = match edge {
            "START" => (self.first, on(head)),
            "END" => (on(tail), self.last),
            _ => (on(third), on(days - third)),
        };
        if self.unit > Unit::Day {
            (self.first, self.last) = (first, last);
        }
        self
    }
}

/// A date so many units on.
pub(super) fn add(date: Date, amount: i64, unit: Unit) -> Option<Date> {
    let span = match unit {
        Unit::Night | Unit::Day => Span::new().try_days(amount),
        Unit::Weekend | Unit::Week => Span::new().try_weeks(amount),
        Unit::Month => Span::new().try_months(amount),
        Unit::Quarter => Span::new().try_months(amount.checked_mul(3)?),
        Unit::Year => Span::new().try_years(amount),
        Unit::Decade => Span::new().try_years(amount.checked_mul(10)?),
        Unit::Century => Span::new().try_years(amount.checked_mul(100)?),
        _ => return None,
    };
    date.checked_add(span.ok()?).ok()
}

/// The weekday nearest to a day in a direction, or the day itself.
pub(super) fn weekday(base: Date, day: Weekday, future: bool) -> Option<Date> {
    let days = if future {
        i64::from(base.weekday().until(day))
    } else {
        -i64::from(base.weekday().since(day))
    };
    add(base, days, Unit::Day)
}

/// The day of a month, in the year that brings it nearest; in the future only where told so.
pub(super) fn nearest(base: Date, month: i8, day: i8, future: Option<bool>) -> Option<Date> {
    let years = [base.year() - 1, base.year(), base.year() + 1];
    years
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .filter(|date| {
            future.is_none_or(|future| if future { *date >= base } else { *date <= base })
        })
        .min_by_key(|date| {
            base.until(*date)
                .map_or(i32::MAX, |span| span.get_days().abs())
        })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn stretches_hold_their_day() {
        let base = date(2009, 4, 15);
        for (unit, value, first, last) in [
            (Unit::Week, "2009-W16", "2009-04-13", "2009-04-19"),
            (Unit::Weekend, "2009-W16-WE", "2009-04-18", "2009-04-19"),
            (Unit::Quarter, "2009-Q2", "2009-04-01", "2009-06-30"),
            (Unit::Decade, "200", "2000-01-01", "2009-12-31"),
        ] {
            let found = Stretch::around(base, unit).expect("a stretch");
            assert_eq!(found.value, value);
            assert_eq!(found.first.to_string(), first);
            assert_eq!(found.last.to_string(), last);
        }
        let week = Stretch::around(base, Unit::Week)
            .expect("a week")
            .edge("END");
        assert_eq!(week.first.to_string(), "2009-04-16");
    }

    #[test]
    fn the_nearest_year_is_taken_unless_the_tense_says_otherwise() {
        let base = date(2010, 1, 25);
        let on = |future| nearest(base, 12, 11, future).map(|d| d.to_string());
        assert_eq!(on(None).as_deref(), Some("2009-12-11"));
        assert_eq!(on(Some(true)).as_deref(), Some("2010-12-11"));
        assert_eq!(
            weekday(base, Weekday::Friday, false),
            Some(date(2010, 1, 22))
        );
        assert_eq!(
            weekday(base, Weekday::Friday, true),
            Some(date(2010, 1, 29))
        );
    }
}
